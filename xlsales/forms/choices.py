"""Every closed list of the workbooks, each word once."""

from xlsales.core.words import Choice


class Kind(Choice):
    """The standard workbooks (forms.md, *The office folder*)."""

    MASTERS = "masters", "基础资料"
    MANAGEMENT = "management", "经营考核"
    REGISTER = "register", "承揽登记"
    PLAN = "plan", "计划台账"
    PROGRESS = "progress", "生产进度"
    WAREHOUSE = "warehouse", "出入库台账"
    DELIVERY = "delivery", "送货台账"
    TRACKING = "tracking", "跟踪卡台账"
    COLLECTION = "collection", "回款台账"


class Master(Choice):
    """The masters that other tables refer to by name or code."""

    CUSTOMERS = "customers", "客户"
    PRODUCTS = "products", "产品"
    PEOPLE = "people", "人员"
    WORK_CENTERS = "work_centers", "工作中心"


class Findable(Choice):
    """What the picker finds."""

    CUSTOMERS = "customers", "客户"
    PRODUCTS = "products", "产品"
    ORDERS = "orders", "承揽"


class OrderState(Choice):
    """How far an order has come, last first that holds (flow.md, *Order states*)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "退回"
    PLANNED = "planned", "已列计划"
    ISSUED = "issued", "已下达"
    REQUESTED = "requested", "已报需求"
    IN_PRODUCTION = "in_production", "生产中"
    PARTLY_ACCEPTED = "partly_accepted", "部分入库"
    ACCEPTED = "accepted", "已入库"
    PARTLY_DELIVERED = "partly_delivered", "部分送货"
    DELIVERED = "delivered", "已送货"
    SIGNED = "signed", "已签收"
    PARTLY_PAID = "partly_paid", "部分回款"
    SETTLED = "settled", "已结清"
    CANCELLED = "cancelled", "取消"


class Role(Choice):
    """What a person does here."""

    MANAGER = "manager", "经理"
    DEPUTY = "deputy", "营销副经理"
    PLANNER = "planner", "计划员"
    SALESPERSON = "salesperson", "销售员"
    WAREHOUSE = "warehouse", "库管员"
    FINANCE = "finance", "财务"
    PRODUCTION = "production", "生产"


class Market(Choice):
    """Outside or inside the parent group."""

    OUTSIDE = "outside", "外销"
    INSIDE = "inside", "内销"


class Supply(Choice):
    """Made here or bought in."""

    MAKE = "make", "自产"
    BUY = "buy", "外购"


class DayKind(Choice):
    """Whether a day is worked."""

    WORKING = "working", "上班"
    HOLIDAY = "holiday", "休息"


class TargetIndicator(Choice):
    """What a target can be set for."""

    REVENUE = "revenue", "营业收入"
    PROFIT = "profit", "利润"
    EXTERNAL_SALES = "external_sales", "外销收入"
    COLLECTION = "collection", "货款回收"
    EXPENSES = "expenses", "销售费用"


class Indicator(Choice):
    """What a deduction rule looks at."""

    REVENUE = "revenue", "营业收入"
    PROFIT = "profit", "利润"
    EXTERNAL_SALES = "external_sales", "外销收入"
    COLLECTION = "collection", "货款回收"
    ORDINARY_COMPLAINTS = "ordinary_complaints", "一般投诉"
    SERIOUS_COMPLAINTS = "serious_complaints", "严重投诉"
    CONSECUTIVE_COMPLAINTS = "consecutive_complaints", "连续投诉"


class RuleKind(Choice):
    """Per step below the target, or per event."""

    SHORTFALL = "shortfall", "未完成比例"
    COUNT = "count", "发生次数"


class Rounding(Choice):
    """Whether broken steps count."""

    FULL = "full", "按整档"
    PRO_RATA = "pro_rata", "按比例"


class AppliesTo(Choice):
    """Whom a deduction rule holds for."""

    BRANCH = "branch", "本单位"
    SALESPERSON = "salesperson", "销售员"
    BOTH = "both", "全部"


class Matter(Choice):
    """What of an order needs a decision."""

    REVIEW = "review", "合同评审"
    PRICE = "price", "特价"


class Decision(Choice):
    """How a matter was decided."""

    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"


class ComplaintSeverity(Choice):
    """How grave a complaint is."""

    ORDINARY = "ordinary", "一般"
    SERIOUS = "serious", "严重"


class Ruling(Choice):
    """Whether a complaint is confirmed."""

    YES = "yes", "成立"
    NO = "no", "不成立"


class BranchExpenseCategory(Choice):
    """What a branch expense was for."""

    TRAVEL = "travel", "差旅"
    FREIGHT = "freight", "运费"
    ENTERTAINMENT = "entertainment", "招待"
    SALARY = "salary", "工资"
    OTHER = "other", "其他"


class OrderKind(Choice):
    """New goods or repair."""

    NEW = "new", "新制"
    REPAIR = "repair", "维修"


class PlanType(Choice):
    """Planned with the month, or at once."""

    MONTHLY = "monthly", "月度"
    TEMPORARY = "temporary", "临时"


class Review(Choice):
    """Where the contract review stands."""

    NOT_NEEDED = "not_needed", "免评审"
    PENDING = "pending", "待评审"
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"


class PriceApproval(Choice):
    """Where the special price stands."""

    NOT_NEEDED = "not_needed", "不需要"
    PENDING = "pending", "待批"
    PASSED = "passed", "批准"
    FAILED = "failed", "不批准"


class Topic(Choice):
    """What a market note is about."""

    PRICE = "price", "价格"
    DEMAND = "demand", "需求"
    COMPETITOR = "competitor", "同行"
    QUALITY = "quality", "质量"
    OTHER = "other", "其他"


class ProspectOutcome(Choice):
    """What became of an intention."""

    OPEN = "open", "进行中"
    WON = "won", "签约"
    LOST = "lost", "失单"


class ExpenseCategory(Choice):
    """What a salesperson's expense was for."""

    TRAVEL = "travel", "差旅"
    FREIGHT = "freight", "运费"
    ENTERTAINMENT = "entertainment", "招待"
    OTHER = "other", "其他"


class Stage(Choice):
    """A step of production."""

    BLANKING = "blanking", "下料"
    FORGING = "forging", "锻造"
    HEAT_TREATMENT = "heat_treatment", "热处理"
    MACHINING = "machining", "机加"
    INSPECTION = "inspection", "检验"


class Disposition(Choice):
    """What becomes of goods taken back."""

    RESTOCK = "restock", "入库"
    REWORK = "rework", "返修"
    SCRAP = "scrap", "报废"


class VisitMethod(Choice):
    """How a customer was visited."""

    ON_SITE = "on_site", "上门"
    PHONE = "phone", "电话"
    OTHER = "other", "其他"


class Quality(Choice):
    """How the customer finds the goods."""

    EXCELLENT = "excellent", "优"
    GOOD = "good", "良"
    FAIR = "fair", "中"
    POOR = "poor", "差"


class RulingState(Choice):
    """Where the ruling on a complaint stands."""

    PENDING = "pending", "待定"
    YES = "yes", "成立"
    NO = "no", "不成立"


class PaymentMethod(Choice):
    """How money came."""

    TRANSFER = "transfer", "电汇"
    BANK_ACCEPTANCE = "bank_acceptance", "银行承兑"
    TRADE_ACCEPTANCE = "trade_acceptance", "商业承兑"
    CASH = "cash", "现金"
    OFFSET = "offset", "抵账"
