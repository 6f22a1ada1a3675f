"""The sheet *Forecast*: the months to come, and how both methods did on those that were."""

from __future__ import annotations

from xlsales.appraisal.analysis.forecast import LEAST
from xlsales.appraisal.analysis.known import Known
from xlsales.appraisal.analysis.model import Cell, Column, Section, Sheet, Summing
from xlsales.core.words import Words


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    return Sheet(Words("预测", "Forecast"), (to_come(known), tested(known)))


def to_come(known: Known) -> Section:
    """Return the forecast, with the open prospects beside it."""
    found = known.forecast
    weighted = Summing(known.prospects, "weighted", "month")
    method = None if found.value is None else found.method
    lines = tuple((str(each), found.value, method, weighted.of(str(each))) for each in known.coming)
    missing = []
    if found.value is None:
        missing.append(
            Words(
                f"历史不足 {LEAST} 个月，不作预测。",
                f"There are fewer than {LEAST} months of history: no forecast.",
            )
        )
    if not len(known.prospects):
        missing.append(
            Words("没有预计在这几个月签约的意向。", "No prospects are expected in these months.")
        )
    return Section(
        "forecast",
        Words("今后三个月的销售预测", "Sales forecast for three months"),
        (
            Column("month", Words("月份", "Month"), width=26),
            Column("value", Words("预测", "Forecast"), "money", 16),
            Column("method", Words("方法", "Method"), width=26),
            Column("weighted", Words("意向折算", "Prospects, weighted"), "money", 16),
        ),
        lines,
        Words(
            "按历史月度销售预测，取回测误差小者，相同时用上月值。意向折算为预计金额×把握，"
            "与预测并列供参考，不相加。",
            "From the months of history, by the method with the smaller error in the "
            "back-test, the last month again where they tie. Prospects are amount × "
            "probability: beside the forecast, not added to it.",
        ),
        known.prospects.key,
        tuple(missing),
    )


def tested(known: Known) -> Section:
    """Return the back-test: what both methods said of months that are known, and their errors."""
    found = known.forecast
    trials = tuple(
        (
            str(known.past[each.place]),
            known.by_month.of(str(known.past[each.place])),
            each.naive,
            each.smoothed,
        )
        for each in found.trials
    )
    errors: tuple[tuple[Cell, ...], ...] = ()
    if trials:
        said = Words("平均绝对误差", "Mean absolute error")
        errors = ((said, None, found.naive_error, found.smoothed_error),)
    return Section(
        "back_test",
        Words("回测：两种方法对以往月份的预测", "Back-test of both methods"),
        (
            Column("month", Words("月份", "Month"), width=26),
            Column("actual", Words("实际", "Actual"), "money", 16),
            Column("naive", Words("上月值法", "Last month again"), "money", 26),
            Column("smoothed", Words("指数平滑法", "Smoothing"), "money", 16),
        ),
        (*trials, *errors),
        Words(
            "每个月只用它以前的月份预测；误差为与实际之差的绝对值的平均。",
            "Each month is forecast from those before it alone; the error is the mean "
            "absolute difference.",
        ),
        known.sales.key,
        () if trials else (Words("历史太短，无法回测。", "Too few months for a back-test."),),
        total=bool(trials),
    )
