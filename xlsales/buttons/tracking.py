"""Buttons of who visits customers and hears their complaints."""

from xlsales.buttons.button import Button
from xlsales.buttons.kinds import GOODS
from xlsales.core.words import Words

TRACKING = Words("跟踪", "Tracking")

BUTTONS: tuple[Button, ...] = (
    Button(
        "new_card",
        TRACKING,
        Words("新建跟踪卡", "New card"),
        ("tracking",),
        "card",
        "DataFormExcel",
        "clipboard-plus",
        Words("由送货单新建产品质量跟踪卡", "starts a tracking card from a delivery note"),
        "xlsales.flow.tracking.cards:new_card",
        (*GOODS, "tracking"),
        prints=True,
        likely="xlsales.ribbon.likely_goods:new_card",
    ),
    Button(
        "visits_due",
        TRACKING,
        Words("回访提醒", "Visits due"),
        ("tracking",),
        "visits",
        "ReviewNewComment",
        "bell-ring",
        Words("列出超过回访周期的客户", "lists customers past their visiting cycle"),
        "xlsales.flow.tracking.cards:visits",
        (*GOODS, "tracking"),
        signer=None,
        shows="visits_due",
    ),
    Button(
        "customer_card",
        TRACKING,
        Words("客户卡", "Customer card"),
        ("tracking", "collection"),
        "customer-card",
        "ContactCardGallery",
        "contact-round",
        Words(
            "打印客户卡：未交承揽、欠款、投诉和回访",
            "prints what stands with a customer: orders, debts, complaints and visits",
        ),
        "xlsales.flow.tracking.customer_card:customer_card",
        (*GOODS, "tracking", "collection"),
        prints=True,
        saves=False,
        signer=None,
        likely="xlsales.ribbon.likely:customer_card",
    ),
)
