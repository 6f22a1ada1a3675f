"""Buttons that check a workbook and put its grey columns right."""

from xlsales.buttons.button import NAMED, NAMED_OR_OFFICE, Button, Then
from xlsales.buttons.kinds import FORMS
from xlsales.core.words import Words

CHECK = Words("检查", "Check")

BUTTONS: tuple[Button, ...] = (
    Button(
        "validate",
        CHECK,
        Words("校验", "Validate"),
        FORMS,
        "validate",
        "DataValidation",
        "list-checks",
        Words(
            "校验当前工作簿的每一行，标出问题",
            "checks every row of the open workbook and marks what is wrong",
        ),
        "xlsales.flow.every.checking:validate",
        saves=False,
        surveys=True,
        key="E",
        home=NAMED_OR_OFFICE,
        signer=None,
        checks=True,
        likely="xlsales.ribbon.likely:validate",
        then=Then.FINDING,
    ),
    Button(
        "apply_fixes",
        CHECK,
        Words("一键修正", "Apply fixes"),
        FORMS,
        "fix",
        "AutoCorrect",
        "wand-sparkles",
        Words("填入确定无误的修正", "applies the sure fixes that the findings carry"),
        "xlsales.flow.every.checking:fix",
        saves=False,
        rewrites=True,
        home=NAMED,
        signer=None,
        likely="xlsales.ribbon.likely:apply_fixes",
    ),
    Button(
        "refresh",
        CHECK,
        Words("刷新", "Refresh"),
        FORMS,
        "refresh",
        "RefreshAll",
        "refresh-cw",
        Words(
            "按全部工作簿重新计算灰色列和灰色表",
            "recomputes the grey columns and tables from all workbooks",
        ),
        "xlsales.flow.every.refreshing:refresh",
        saves=False,
        key="I",
        home=NAMED,
        signer=None,
        checks=True,
    ),
    Button(
        "today",
        CHECK,
        Words("今日待办", "Today"),
        FORMS,
        "today",
        "OutlookTaskCreate",
        "calendar-check",
        Words("列出本工作簿负责人的待办事项", "lists what waits for the owner of this workbook"),
        "xlsales.flow.every.today:today",
        writes=False,
        surveys=True,
        key="D",
        home=NAMED,
        view="xlsales.ribbon.views:today",
    ),
)
