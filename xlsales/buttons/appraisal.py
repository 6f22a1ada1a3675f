"""Buttons of who scores and analyses the months."""

from xlsales.buttons.button import Button, Home
from xlsales.buttons.kinds import SCORED
from xlsales.core.words import Words

APPRAISAL = Words("考核", "Appraisal")

BUTTONS: tuple[Button, ...] = (
    Button(
        "score",
        APPRAISAL,
        Words("计算考核", "Score"),
        ("management",),
        "score",
        "Calculator",
        "calculator",
        Words("计算考核并打开考核表", "computes the appraisal and opens the score sheet"),
        "xlsales.appraisal.macro:score",
        SCORED,
        remembers=True,
        prints=True,
        home=Home("management"),
        signer=None,
        likely="xlsales.ribbon.likely:score",
        opens=True,
    ),
    Button(
        "report",
        APPRAISAL,
        Words("月度分析", "Monthly report"),
        ("management",),
        "report",
        "ChartTypeLineInsertGallery",
        "chart-line",
        Words("生成当月的分析和预测", "makes the month's analysis and forecast"),
        "xlsales.appraisal.analysis.macro:report",
        home=Home("management"),
        signer=None,
        likely="xlsales.ribbon.likely:report",
        opens=True,
        prints=True,
    ),
    Button(
        "what_if",
        APPRAISAL,
        Words("试算", "What if"),
        ("management", "register"),
        "what-if",
        "WhatIfAnalysisMenu",
        "sliders-horizontal",
        Words("假设再完成多少，得分变成多少", "what assumed amounts would do to the score"),
        "xlsales.appraisal.macro:what_if",
        SCORED,
        writes=False,
        remembers=True,
        home=Home("management"),
        likely="xlsales.ribbon.likely:what_if",
        view="xlsales.ribbon.views:score",
    ),
)
