"""What parts of the flow read, for the macros that go through them (``core.needs``)."""

from xlsales.core.needs import Need
from xlsales.core.row import Row
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import CalendarDay, Customer, Product, Setting, WorkCenter
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS, referred_from
from xlsales.forms.warehouse import Receipt

Tables = tuple[type[Row], ...]

TYPED: Tables = tuple(model for model in MODELS if not model.table.is_computed)
"""Whatever people and buttons enter."""

CHECKED: Tables = (
    *(table.model for table in referred_from([Order.table])),
    CalendarDay,
    Setting,
    Order,
    PlanLine,
    TradeRequest,
)
"""Whether an order passes: its row, what that refers to, its plan line."""

SCHEDULED: Tables = (
    Product,
    WorkCenter,
    CalendarDay,
    Order,
    PlanLine,
    TradeRequest,
    Progress,
    Receipt,
)
"""The dates of plan lines."""

STATES: Tables = (
    Customer,
    Order,
    PlanLine,
    TradeRequest,
    Progress,
    Receipt,
    Delivery,
    Invoice,
    InvoiceLine,
    Payment,
)
"""An order's state, and what of it is accepted, delivered and paid."""

STOCK: Tables = (Product, Order, Receipt, Delivery)
"""What lies in the warehouse."""

AGEING: Tables = (Customer, Invoice, Payment)
"""What customers owe, by age."""

PRINTED: tuple[Need, ...] = (
    (Customer, ("address", "contact", "phone")),
    (Product, ("drawing_no",)),
    (Delivery, ("address", "carrier", "vehicle", "remark")),
)
"""What a delivery note or tracking card prints besides."""

VISITS: Tables = (Customer, Order, Delivery)
"""When which customer is to be visited; with the cards of the visits made."""
