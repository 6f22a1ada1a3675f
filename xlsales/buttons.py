"""The only list of buttons. Ribbon, toolbar, commands and documentation derive from it.

Nothing is imported here but plain words: a click and ``--help`` wait for start-up. ``macro``
names ``module:function``; the function's ``Call[…]`` says which arguments it asks for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_type_hints

from xlsales.core.words import Words

if TYPE_CHECKING:
    from xlsales.core.office import Arguments, Call, Office
    from xlsales.core.outcome import Outcome

    Macro: TypeAlias = Callable[[Office, Call[Any]], Outcome]

TITLE = Words("销售管理", "Sales")
"""The tab, menu or toolbar that holds the buttons."""

CHECK = Words("检查", "Check")
REGISTER = Words("登记", "Register")
PLAN = Words("计划", "Plan")
DELIVERY = Words("送货", "Delivery")
TRACKING = Words("跟踪", "Tracking")
COLLECTION = Words("回款", "Collection")
APPRAISAL = Words("考核", "Appraisal")
TOOLS = Words("工具", "Tools")

FORMS = (
    "masters",
    "management",
    "register",
    "plan",
    "progress",
    "warehouse",
    "delivery",
    "tracking",
    "collection",
)
"""All standard workbooks."""

_SCORE = ("masters", "management", "register", "delivery", "tracking", "collection")
_GOODS = ("masters", "register", "plan", "progress", "warehouse", "delivery")
_FLOW = ("masters", "management", *_GOODS[1:], "collection")


@dataclass(frozen=True)
class Button:
    """One button and its command.

    ``kinds``: the workbooks that it suits. ``reads``: the kinds whose tables its macro reads.
    ``home``: the kind of the workbook that its command works in, "" where the person names it
    or there is none. ``reply``: the keys of its JSON, in order (cli.md). ``writes``: whether it
    changes workbooks. ``tool``: whether it works on the office's files themselves, not on rows;
    then ``macro`` takes the host in place of the rows and saves by itself. ``saves``: whether an
    open workbook is saved with it, since others wait for what it did; what gives numbers or makes
    documents is saved in any case. ``surveys``: whether it says what is wrong with the office,
    and so goes on, unless it writes, where a workbook is gone. ``previews``: whether others act on
    what it did, so that a click first shows what will be done. ``key``: the letter that presses it
    together with Ctrl and Shift; one that neither Excel nor LibreOffice uses for rows of a table.
    """

    id: str
    group: Words
    words: Words
    kinds: tuple[str, ...]
    command: str
    image_mso: str
    help: Words
    macro: str
    reply: tuple[str, ...]
    reads: tuple[str, ...] = FORMS
    home: str = ""
    writes: bool = True
    tool: bool = False
    saves: bool = True
    surveys: bool = False
    previews: bool = False
    key: str = ""


BUTTONS: tuple[Button, ...] = (
    Button(
        "validate",
        CHECK,
        Words("校验", "Validate"),
        FORMS,
        "validate",
        "DataValidation",
        Words(
            "校验当前工作簿的每一行，标出问题",
            "checks every row of the open workbook and marks what is wrong",
        ),
        "xlsales.flow.checking:validate",
        ("workbooks", "rows", "findings"),
        saves=False,
        surveys=True,
        key="E",
    ),
    Button(
        "apply_fixes",
        CHECK,
        Words("一键修正", "Apply fixes"),
        FORMS,
        "fix",
        "AutoCorrect",
        Words("填入确定无误的修正", "applies the sure fixes that the findings carry"),
        "xlsales.flow.checking:fix",
        ("fixed", "left"),
        saves=False,
    ),
    Button(
        "refresh",
        CHECK,
        Words("刷新", "Refresh"),
        FORMS,
        "refresh",
        "RefreshAll",
        Words(
            "按全部工作簿重新计算灰色列和灰色表",
            "recomputes the grey columns and tables from all workbooks",
        ),
        "xlsales.flow.refreshing:refresh",
        ("changed", "rows"),
        saves=False,
        key="I",
    ),
    Button(
        "today",
        CHECK,
        Words("今日待办", "Today"),
        FORMS,
        "today",
        "OutlookTaskCreate",
        Words("列出本工作簿负责人的待办事项", "lists what waits for the owner of this workbook"),
        "xlsales.flow.today:today",
        ("items",),
        writes=False,
        surveys=True,
        key="D",
    ),
    Button(
        "new_order",
        REGISTER,
        Words("新增承揽", "New order"),
        ("register",),
        "new-order",
        "SheetRowsInsert",
        Words(
            "新增一行承揽：选客户和产品，日期、本人、上次单价自动填好",
            "adds an order: choose customer and product, the rest is proposed",
        ),
        "xlsales.flow.new_orders:new_order",
        ("customer", "product", "quantity", "unit_price", "required_date"),
        _FLOW,
        saves=False,
    ),
    Button(
        "copy_order",
        REGISTER,
        Words("复制上一单", "Copy order"),
        ("register",),
        "copy-order",
        "Copy",
        Words(
            "把选中的承揽（未选则最近一笔）照抄成今天的新行",
            "copies the selected order, else the latest, to a new row of today",
        ),
        "xlsales.flow.new_orders:copy_order",
        ("customer", "product", "quantity", "unit_price", "required_date"),
        _FLOW,
        saves=False,
    ),
    Button(
        "pick",
        REGISTER,
        Words("选择", "Choose"),
        FORMS,
        "pick",
        "FindDialog",
        Words(
            "按名称、编码或拼音首字母查找客户、产品、承揽，填入所在的格",
            "finds a customer, product or order and puts it into the cell",
        ),
        "xlsales.flow.picking:pick",
        ("table", "column", "row", "value"),
        saves=False,
        key="W",
    ),
    Button(
        "promise",
        REGISTER,
        Words("可交期", "Promise"),
        ("register",),
        "promise",
        "FunctionsDateTimeInsertGallery",
        Words("推算选中承揽的可完成时间", "the date the plan could give the marked orders"),
        "xlsales.flow.scheduling:promise",
        ("lines",),
        _FLOW,
        writes=False,
    ),
    Button(
        "submit",
        REGISTER,
        Words("上报", "Submit"),
        ("register",),
        "submit",
        "FileSendAsAttachment",
        Words("将校验通过的行上报计划员", "hands the rows that pass to the planner"),
        "xlsales.flow.intake:submit",
        ("submitted", "skipped"),
        _FLOW,
        previews=True,
        key="A",
    ),
    Button(
        "my_score",
        REGISTER,
        Words("我的得分", "My score"),
        ("register",),
        "score --subject",
        "ConditionalFormattingIconSetsGallery",
        Words("查看销售员本人本月至今的得分", "the salesperson's own score so far this month"),
        "xlsales.appraisal.macro:my_score",
        ("period", "subjects", "files", "left_out"),
        _SCORE,
        writes=False,
    ),
    Button(
        "consolidate",
        PLAN,
        Words("汇总承揽", "Consolidate"),
        ("plan",),
        "consolidate",
        "Consolidate",
        Words("汇总当月已上报的承揽", "gathers the month's submitted orders"),
        "xlsales.flow.consolidate:consolidate",
        ("planned", "trade", "changed", "unchanged", "left_out"),
        _FLOW,
        home="plan",
    ),
    Button(
        "schedule",
        PLAN,
        Words("排产", "Schedule"),
        ("plan",),
        "schedule",
        "SortDialog",
        Words("安排开工日期和完成时间", "proposes start and completion dates"),
        "xlsales.flow.scheduling:schedule",
        ("lines", "findings"),
        _FLOW,
        home="plan",
    ),
    Button(
        "issue_plan",
        PLAN,
        Words("下达计划", "Issue plan"),
        ("plan",),
        "issue",
        "FilePrint",
        Words("下达月度计划：编号、固定并打印", "numbers and freezes and prints the monthly plan"),
        "xlsales.flow.issuing:issue",
        ("plan_no", "revision", "lines", "files", "left_out"),
        _FLOW,
        home="plan",
        previews=True,
    ),
    Button(
        "issue_temporary",
        PLAN,
        Words("临时计划", "Temporary plan"),
        ("plan",),
        "issue --temporary",
        "FilePrintQuick",
        Words("立即下达选中的行", "issues the selected lines at once"),
        "xlsales.flow.issuing:issue",
        ("plan_no", "revision", "lines", "files", "left_out"),
        _FLOW,
        home="plan",
        previews=True,
    ),
    Button(
        "revise_plan",
        PLAN,
        Words("计划变更", "Revise plan"),
        ("plan",),
        "revise",
        "OutlineGroup",
        Words("为已下达的计划下达变更版次", "issues a revision of an issued plan"),
        "xlsales.flow.issuing:revise",
        ("plan_no", "revision", "lines", "files", "left_out"),
        _FLOW,
        home="plan",
        previews=True,
    ),
    Button(
        "trade_request",
        PLAN,
        Words("外购上报", "Trade request"),
        ("plan",),
        "trade-request",
        "TableExportMenu",
        Words("打印外购需求单，上报贸易分公司", "prints the demand for bought-in products"),
        "xlsales.flow.trade:trade_request",
        ("request_nos", "files"),
        _FLOW,
        home="plan",
        previews=True,
    ),
    Button(
        "issue_note",
        DELIVERY,
        Words("开送货单", "Delivery note"),
        ("delivery",),
        "deliver",
        "FileCheckOut",
        Words("按库存列出可送数量，开具送货单", "proposes and issues a delivery note"),
        "xlsales.flow.delivery:deliver",
        ("note_no", "lines", "files", "refused"),
        _FLOW,
        home="delivery",
        previews=True,
    ),
    Button(
        "return_goods",
        DELIVERY,
        Words("退货", "Return"),
        ("delivery",),
        "return",
        "FileCheckIn",
        Words("登记退回的货物", "records goods taken back"),
        "xlsales.flow.returning:return_goods",
        ("note_no", "lines"),
        _FLOW,
        previews=True,
    ),
    Button(
        "sign_off",
        DELIVERY,
        Words("签收", "Sign off"),
        ("delivery",),
        "sign",
        "SignatureLineInsert",
        Words("登记收货人和签收数量", "records signer and signed quantities"),
        "xlsales.flow.signing:sign",
        ("note_no", "lines"),
        _FLOW,
        previews=True,
    ),
    Button(
        "outbound",
        DELIVERY,
        Words("出库", "Outbound"),
        ("warehouse",),
        "outbound",
        "FileServerTasksMenu",
        Words(
            "登记送货单出库，或登记收回签字的库房联",
            "books a note out of the warehouse or its signed copy back",
        ),
        "xlsales.flow.outbound:book_out",
        ("note_no",),
        _GOODS,
        home="warehouse",
        previews=True,
    ),
    Button(
        "new_card",
        TRACKING,
        Words("新建跟踪卡", "New card"),
        ("tracking",),
        "card",
        "DataFormExcel",
        Words("由送货单新建产品质量跟踪卡", "starts a tracking card from a delivery note"),
        "xlsales.flow.tracking:new_card",
        ("card_no",),
        (*_GOODS, "tracking"),
    ),
    Button(
        "visits_due",
        TRACKING,
        Words("回访提醒", "Visits due"),
        ("tracking",),
        "visits",
        "ReviewNewComment",
        Words("列出超过回访周期的客户", "lists customers past their visiting cycle"),
        "xlsales.flow.tracking:visits",
        ("due",),
        (*_GOODS, "tracking"),
    ),
    Button(
        "ageing",
        COLLECTION,
        Words("账龄分析", "Ageing"),
        ("collection",),
        "ageing",
        "ConditionalFormattingDataBarsGallery",
        Words("将未收发票按账龄分段", "splits open invoices by age"),
        "xlsales.flow.collection:ageing",
        ("as_of", "customers", "total"),
        (*_GOODS, "collection"),
        home="collection",
        saves=False,
    ),
    Button(
        "verify_payments",
        COLLECTION,
        Words("财务核准", "Verify payments"),
        ("collection",),
        "verify",
        "FileMarkAsFinal",
        Words("核准选中的回款", "marks the selected payments as verified"),
        "xlsales.flow.collection:verify",
        ("verified",),
        (*_GOODS, "collection"),
        previews=True,
    ),
    Button(
        "score",
        APPRAISAL,
        Words("计算考核", "Score"),
        ("management",),
        "score",
        "Calculator",
        Words("计算考核并打开考核表", "computes the appraisal and opens the score sheet"),
        "xlsales.appraisal.macro:score",
        ("period", "subjects", "files", "left_out"),
        _SCORE,
        home="management",
    ),
    Button(
        "what_if",
        APPRAISAL,
        Words("试算", "What if"),
        ("management", "register"),
        "what-if",
        "WhatIfAnalysisMenu",
        Words("假设再完成多少，得分变成多少", "what assumed amounts would do to the score"),
        "xlsales.appraisal.macro:what_if",
        ("period", "subjects", "gains", "left_out"),
        _SCORE,
        home="management",
        writes=False,
    ),
    Button(
        "undo",
        TOOLS,
        Words("撤销", "Undo"),
        FORMS,
        "undo",
        "Undo",
        Words("恢复到上一次操作之前", "puts back what the last macro changed"),
        "xlsales.hosts.undoing:undo",
        ("restored",),
        (),
        tool=True,
    ),
    Button(
        "journal",
        TOOLS,
        Words("操作记录", "Journal"),
        FORMS,
        "journal",
        "ReviewShowAllComments",
        Words("查看谁在何时做了哪些操作", "what was done by whom"),
        "xlsales.hosts.history:history",
        ("entries", "whole"),
        (),
        writes=False,
        tool=True,
    ),
    Button(
        "doctor",
        TOOLS,
        Words("环境检查", "Check machine"),
        FORMS,
        "doctor",
        "ErrorChecking",
        Words("检查本机缺少什么", "says what is missing on this machine"),
        "xlsales.addin.doctor.button:doctor",
        ("checks",),
        (),
        writes=False,
        tool=True,
    ),
    Button(
        "help",
        TOOLS,
        Words("填表说明", "Help"),
        FORMS,
        "help",
        "Help",
        Words("打开本工作簿的填表说明", "opens the instructions for this workbook"),
        "xlsales.hosts.instructions:instructions",
        ("sheet",),
        (),
        writes=False,
        tool=True,
    ),
    Button(
        "order_story",
        TOOLS,
        Words("订单去向", "Order story"),
        ("register", "plan"),
        "status",
        "TraceDependents",
        Words("查看一笔承揽的全过程", "one order's whole story"),
        "xlsales.flow.story:status",
        ("order_no", "status", "events"),
        writes=False,
    ),
    Button(
        "rename",
        TOOLS,
        Words("更名", "Rename"),
        ("masters",),
        "rename",
        "ReplaceDialog",
        Words(
            "在全部工作簿中一次更改客户、产品编码或人员的名称",
            "changes the name of a customer, product or person in all workbooks",
        ),
        "xlsales.flow.renaming:rename",
        ("changed",),
    ),
    Button(
        "who_am_i",
        TOOLS,
        Words("我是谁", "Who am I"),
        FORMS,
        "whoami",
        "AddressBook",
        Words("本机由谁操作：表单和记录上的姓名", "whose name forms and journal carry"),
        "xlsales.hosts.who:who_am_i",
        ("user", "people"),
        ("masters",),
        writes=False,
        tool=True,
    ),
)

COMMAND_ONLY: tuple[Button, ...] = (
    Button(
        "find",
        TOOLS,
        Words("查找", "Find"),
        FORMS,
        "find",
        "",
        Words(
            "按名称、编码的一部分或拼音首字母查找客户、产品、承揽",
            "finds customers, products, orders by part of a name or code, or pinyin initials",
        ),
        "xlsales.flow.picking:find",
        ("found",),
        writes=False,
    ),
    Button(
        "stock",
        Words("库存", "Stock"),
        Words("库存", "Stock"),
        ("warehouse",),
        "stock",
        "",
        Words("按承揽列出库存和库龄", "lists what lies in the warehouse, and how long"),
        "xlsales.flow.stock:stock",
        ("stock",),
        _GOODS,
        home="warehouse",
    ),
    Button(
        "adopt",
        TOOLS,
        Words("认可", "Adopt"),
        FORMS,
        "adopt",
        "",
        Words(
            "认可不是由按钮填写的行（经理或营销副经理）",
            "takes over rows that no button filled (manager or deputy)",
        ),
        "xlsales.hosts.adopting:adopt",
        ("adopted",),
        (),
        tool=True,
    ),
    Button(
        "accept_older",
        TOOLS,
        Words("认可旧版", "Accept older"),
        FORMS,
        "accept-older",
        "",
        Words(
            "认可被换回旧内容的工作簿，或确认某个工作簿不再需要",
            "lets an older content of a workbook stand, or one that is gone be missed no more",
        ),
        "xlsales.hosts.accepting:accept_older",
        ("workbook", "lacks"),
        (),
        tool=True,
    ),
)
"""Commands that no ribbon shows."""


def macro_of(button: Button) -> Macro:
    """Return a button's macro; its module is imported only now."""
    module, _, name = button.macro.partition(":")
    found: Macro = getattr(importlib.import_module(module), name)
    return found


def arguments_of(button: Button) -> type[Arguments]:
    """Return the model of what a button asks for, by its macro's ``Call[…]``."""
    (model,) = get_args(get_type_hints(macro_of(button))["call"])
    found: type[Arguments] = model
    return found


BY_ID: Mapping[str, Button] = {button.id: button for button in BUTTONS}
EVERY: Mapping[str, Button] = {button.id: button for button in (*BUTTONS, *COMMAND_ONLY)}
"""Those that no ribbon shows too."""


def shown_in(button: Button) -> str:
    """Return the kinds of workbooks that a button is shown in, joined by dots, or ``any``.

    What checks the machine is wanted just where nothing else works.
    """
    return "any" if button.id == "doctor" else ".".join(button.kinds)
