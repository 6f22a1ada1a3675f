"""Trade request 外购上报: the demand for bought-in products (flow.md; regulation (二) 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, Edit, FormContent, Outcome, SetCells
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.lines import is_issued, lines
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.flow.facts.takeover import left_notes, why_idle
from xlsales.flow.plan.consolidate import open_errors
from xlsales.flow.plan.task_plan import planner_of
from xlsales.forms.files import document_path
from xlsales.forms.masters import Product
from xlsales.forms.plan import TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of
from xlsales.forms.warehouse import Receipt

TRADING_BRANCH = Words("贸易分公司", "Trading branch")
"""Whom requests go to."""

_COLUMNS = (
    "request_no",
    "order_no",
    "customer",
    "product",
    "product_name",
    "quantity",
    "required_date",
    "salesperson",
    "price_quoted",
    "arrival_promised",
    "remark",
)


class TradeRequestArgs(Arguments):
    """The rows to request; without any, all that are not requested yet."""

    row: Annotated[
        tuple[int, ...],
        Ask(
            "行号",
            "Row",
            "只上报外购需求表中的这些行",
            "request these rows of the sheet only",
            metavar="ROW",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Requested(Reply):
    """The numbers that the requested rows got."""

    request_nos: tuple[str, ...]
    files: tuple[str, ...] = by_press()


@needs(*reads.CHECKED, Receipt, (TradeRequest, ("remark",)))
def trade_request(office: Office, call: Call[TradeRequestArgs]) -> Outcome[Requested]:
    """Number the bought-in demand not yet requested, a number a row, and print it on one form."""
    waiting = sorted(
        (
            row
            for row in sound(office.rows(TradeRequest), "order_no", "request_no")
            if row.order_no is not None
            and not is_issued(row)
            and lines(office).get(row.order_no) is row
            and (not call.args.row or (row.at.book == call.book and row.at.row in call.args.row))
        ),
        key=lambda row: number_key(row.order_no),
    )
    errors = open_errors(office, waiting, call.today)
    numbers = Numbers(office, Series.TRADE_REQUEST, TradeRequest, "request_no")
    left: dict[str, str] = {}
    edits: list[Edit] = []
    requested: list[TradeRequest] = []
    for row in waiting:
        order_no = row.order_no or ""
        reason = why_idle(row, office.first(Order, "order_no", order_no))
        if reason is None and errors[order_no]:
            reason = "has-errors"
        if reason is not None:
            left[order_no] = reason
            continue
        cells = {"request_no": numbers.give(call.book, call.today), "requested_on": call.today}
        edits.append(SetCells(row, cells))
        requested.append(row.model_copy(update=cells))
    request_nos = tuple(row.request_no for row in requested if row.request_no)
    said = (
        Words(f"已上报外购需求 {len(requested)} 行。", f"{len(requested)} rows requested.")
        if requested
        else Words("没有待上报的外购需求。", "There is nothing to request.")
    )
    return Outcome(
        edits=(*edits, *numbers.edits),
        findings=tuple(it for its in errors.values() for it in its),
        documents=(_document(office, requested, call),) if requested else (),
        reply=Requested(request_nos=request_nos),
        notes=(said, *left_notes(left)),
        refused="has-errors" in left.values(),
        read=len(office.rows(TradeRequest)),
        skipped=len(left),
        about=tuple(requested),
    )


def _document(
    office: Office, requested: Sequence[TradeRequest], call: Call[TradeRequestArgs]
) -> Document:
    """Return the form of a press; it is named by its first and last number."""
    settings = settings_of(office)
    numbers = [row.request_no or "" for row in requested]
    span = numbers[0] if len(numbers) == 1 else f"{numbers[0]}~{numbers[-1].rpartition('-')[2]}"
    return Document(
        "trade_request",
        document_path("trade_request", span),
        FormContent(
            fields={
                "company": settings.company,
                "branch": settings.branch,
                "request_no": span,
                "requested_on": call.today,
                "planner": planner_of(office, call.user),
                "line_count": len(requested),
                "addressee": TRADING_BRANCH,
            },
            lines=tuple(
                {
                    "line_no": line_no,
                    **{column: getattr(row, column) for column in _COLUMNS},
                    **_of_product(office, row),
                }
                for line_no, row in enumerate(requested, 1)
            ),
        ),
    )


def _of_product(office: Office, row: TradeRequest) -> dict[str, object]:
    product = office.first(Product, "code", row.product)
    return {column: getattr(product, column, None) for column in ("spec", "material", "unit")}
