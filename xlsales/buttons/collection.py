"""Buttons of who collects money."""

from xlsales.buttons.button import Button, Home
from xlsales.buttons.kinds import GOODS
from xlsales.core.words import Words

COLLECTION = Words("回款", "Collection")

BUTTONS: tuple[Button, ...] = (
    Button(
        "ageing",
        COLLECTION,
        Words("账龄分析", "Ageing"),
        ("collection",),
        "ageing",
        "ConditionalFormattingDataBarsGallery",
        "chart-column-increasing",
        Words("将未收发票按账龄分段", "splits open invoices by age"),
        "xlsales.flow.collection.payments:ageing",
        (*GOODS, "collection"),
        saves=False,
        remembers=True,
        home=Home("collection"),
        signer=None,
        likely="xlsales.ribbon.likely:ageing",
        shows="ageing",
    ),
    Button(
        "verify_payments",
        COLLECTION,
        Words("财务核准", "Verify payments"),
        ("collection",),
        "verify",
        "FileMarkAsFinal",
        "stamp",
        Words("核准选中的回款", "marks the selected payments as verified"),
        "xlsales.flow.collection.payments:verify",
        (*GOODS, "collection"),
        previews=True,
        signer="by",
        likely="xlsales.ribbon.likely:verify",
    ),
    Button(
        "statement",
        COLLECTION,
        Words("对账单", "Statement"),
        ("collection",),
        "statement",
        "AccountingFormat",
        "scale",
        Words(
            "按月出客户对账单，列出已签收未开票的明细",
            "states customers' accounts of a month and proposes invoice lines",
        ),
        "xlsales.flow.collection.statement:statement",
        (*GOODS, "collection"),
        prints=True,
        home=Home("collection", month="month"),
        signer="user",
        likely="xlsales.ribbon.likely:statement",
    ),
    Button(
        "dunning_letter",
        COLLECTION,
        Words("催款函", "Dunning letter"),
        ("collection",),
        "dun",
        "EnvelopesAndLabelsDialog",
        "mail-warning",
        Words(
            "给发票逾期的客户出催款函：提醒、催告、最后催告",
            "writes to customers with overdue invoices, more firmly by the days",
        ),
        "xlsales.flow.collection.dunning:dun",
        (*GOODS, "collection"),
        prints=True,
        saves=False,
        signer="user",
        likely="xlsales.ribbon.likely:dunning_letter",
    ),
)
