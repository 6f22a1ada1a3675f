"""Buttons of who delivers goods and takes them back."""

from xlsales.buttons.button import Button, Home
from xlsales.buttons.kinds import FLOW, GOODS
from xlsales.core.words import Words

DELIVERY = Words("送货", "Delivery")

BUTTONS: tuple[Button, ...] = (
    Button(
        "issue_note",
        DELIVERY,
        Words("开送货单", "Delivery note"),
        ("delivery",),
        "deliver",
        "FileCheckOut",
        "truck",
        Words("按库存列出可送数量，开具送货单", "proposes and issues a delivery note"),
        "xlsales.flow.delivery.note:deliver",
        FLOW,
        prints=True,
        previews=True,
        home=Home("delivery", owner="owner"),
        likely="xlsales.ribbon.likely_goods:issue_note",
    ),
    Button(
        "return_goods",
        DELIVERY,
        Words("退货", "Return"),
        ("delivery",),
        "return",
        "FileCheckIn",
        "package-x",
        Words("登记退回的货物", "records goods taken back"),
        "xlsales.flow.delivery.returning:return_goods",
        FLOW,
        previews=True,
        likely="xlsales.ribbon.likely_goods:return_goods",
    ),
    Button(
        "sign_off",
        DELIVERY,
        Words("签收", "Sign off"),
        ("delivery",),
        "sign",
        "SignatureLineInsert",
        "signature",
        Words("登记收货人和签收数量", "records signer and signed quantities"),
        "xlsales.flow.delivery.signing:sign",
        FLOW,
        rewrites=True,
        previews=True,
        likely="xlsales.ribbon.likely_goods:sign_off",
    ),
    Button(
        "outbound",
        DELIVERY,
        Words("出库", "Outbound"),
        ("warehouse",),
        "outbound",
        "FileServerTasksMenu",
        "warehouse",
        Words(
            "登记送货单出库，或登记收回签字的库房联",
            "books a note out of the warehouse or its signed copy back",
        ),
        "xlsales.flow.delivery.outbound:book_out",
        GOODS,
        previews=True,
        home=Home("warehouse"),
        signer="keeper",
        likely="xlsales.ribbon.likely_goods:outbound",
    ),
)
