"""Every closed list of the workbooks, each word once."""

from collections.abc import Mapping

from xlsales.core.words import Choice, Words


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


PATHS: Mapping[str, Words] = {
    Kind.MASTERS: Words("基础资料", "Masters"),
    Kind.MANAGEMENT: Words("经营考核", "Management"),
    Kind.REGISTER: Words("承揽登记/承揽登记-{owner}-{year}", "Register/Register-{owner}-{year}"),
    Kind.PLAN: Words("计划/计划台账-{year}", "Plan/Plan-{year}"),
    Kind.PROGRESS: Words("生产/生产进度-{year}", "Production/Progress-{year}"),
    Kind.WAREHOUSE: Words("库房/出入库台账-{year}", "Warehouse/Warehouse-{year}"),
    Kind.DELIVERY: Words("送货/送货台账-{owner}-{year}", "Delivery/Delivery-{owner}-{year}"),
    Kind.TRACKING: Words("跟踪/跟踪卡台账-{owner}-{year}", "Tracking/Tracking-{owner}-{year}"),
    Kind.COLLECTION: Words("回款/回款台账-{year}", "Collection/Collection-{year}"),
}
"""Where each lies in the office folder, without its ending: whose it is, and of which year."""

OWNED = frozenset(kind for kind in Kind if "{owner}" in PATHS[kind].zh)
"""The kinds that each salesperson has one of."""

YEARLY = frozenset(kind for kind in Kind if "{year}" in PATHS[kind].zh)
"""The kinds of which there is one a year."""


class Master(Choice):
    """The tables that others refer to by a name or code that people type: *Rename* changes it."""

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

    MANAGER = "manager", "经理", "总经理", "分公司经理"
    DEPUTY = "deputy", "营销副经理", "副经理", "销售副经理", "营销经理"
    PLANNER = "planner", "计划员", "计划", "生产计划员"
    SALESPERSON = "salesperson", "销售员", "销售", "业务员", "业务", "销售人员", "营销员"
    WAREHOUSE = "warehouse", "库管员", "仓库", "仓管", "仓管员", "保管员", "库管", "库房"
    FINANCE = "finance", "财务", "会计", "出纳", "财务人员"
    PRODUCTION = "production", "生产", "车间", "生产人员", "生产员"


class Market(Choice):
    """Outside or inside the parent group."""

    OUTSIDE = "outside", "外销", "外部", "外部市场", "集团外"
    INSIDE = "inside", "内销", "内部", "内部市场", "集团内"


class Supply(Choice):
    """Made here or bought in."""

    MAKE = "make", "自产", "自制", "自做", "自产自制", "自加工", "制造"
    BUY = "buy", "外购", "采购", "外协", "外采", "购入", "外购件"


class DayKind(Choice):
    """Whether a day is worked."""

    WORKING = "working", "上班", "工作", "工作日", "上班日", "补班"
    HOLIDAY = "holiday", "休息", "放假", "休息日", "假日", "节假日", "休"


class RuleKind(Choice):
    """Per step below the target, or per event."""

    SHORTFALL = "shortfall", "未完成比例"
    COUNT = "count", "发生次数"


class Rounding(Choice):
    """Whether broken steps count."""

    FULL = "full", "按整档", "整档", "按整步"
    PRO_RATA = "pro_rata", "按比例", "比例"


class AppliesTo(Choice):
    """Whom a deduction rule holds for."""

    BRANCH = "branch", "本单位", "分公司", "单位"
    SALESPERSON = "salesperson", "销售员", "业务员", "销售人员"
    BOTH = "both", "全部", "都适用", "所有"


class Matter(Choice):
    """What of an order needs a decision."""

    REVIEW = "review", "合同评审"
    PRICE = "price", "特价"


class Decision(Choice):
    """How a matter was decided."""

    PASSED = "passed", "通过", "同意", "批准", "准"
    FAILED = "failed", "不通过", "不同意", "不批准", "驳回", "否决"


class ComplaintSeverity(Choice):
    """How grave a complaint is."""

    ORDINARY = "ordinary", "一般", "普通", "一般投诉"
    SERIOUS = "serious", "严重", "重大", "严重投诉"


class Ruling(Choice):
    """Whether a complaint is confirmed."""

    YES = "yes", "成立", "属实", "是", "确认"
    NO = "no", "不成立", "不属实", "否"


class BranchExpenseCategory(Choice):
    """What a branch expense was for."""

    TRAVEL = "travel", "差旅", "差旅费", "出差"
    FREIGHT = "freight", "运费", "运输费", "运输"
    ENTERTAINMENT = "entertainment", "招待", "招待费", "业务招待", "业务招待费"
    SALARY = "salary", "工资", "工资薪酬", "薪酬", "薪资"
    OTHER = "other", "其他", "其它"


class OrderKind(Choice):
    """New goods or repair."""

    NEW = "new", "新制", "新件", "新品", "制造"
    REPAIR = "repair", "维修", "修理", "返修", "修复", "检修"


class PlanType(Choice):
    """Planned with the month, or at once."""

    MONTHLY = "monthly", "月度", "月计划", "月度计划", "正常"
    TEMPORARY = "temporary", "临时", "临时计划", "急件", "加急", "紧急"


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
    COMPETITOR = "competitor", "同行", "竞争对手", "竞争", "竞品"
    QUALITY = "quality", "质量"
    OTHER = "other", "其他", "其它"


class ProspectOutcome(Choice):
    """What became of an intention."""

    OPEN = "open", "进行中", "跟进中", "洽谈中", "跟踪中", "在谈"
    WON = "won", "签约", "成交", "中标", "已签约"
    LOST = "lost", "失单", "丢单", "未成交", "未中标"


class ExpenseCategory(Choice):
    """What a salesperson's expense was for."""

    TRAVEL = "travel", "差旅", "差旅费", "出差"
    FREIGHT = "freight", "运费", "运输费", "运输"
    ENTERTAINMENT = "entertainment", "招待", "招待费", "业务招待", "业务招待费"
    OTHER = "other", "其他", "其它"


class Stage(Choice):
    """A step of production."""

    BLANKING = "blanking", "下料", "落料", "切料"
    FORGING = "forging", "锻造", "锻压", "锻打"
    HEAT_TREATMENT = "heat_treatment", "热处理", "调质"
    MACHINING = "machining", "机加", "机加工", "加工"
    INSPECTION = "inspection", "检验", "检查", "质检"


class Disposition(Choice):
    """What becomes of goods taken back."""

    RESTOCK = "restock", "入库", "退库", "回库", "重新入库"
    REWORK = "rework", "返修", "返工", "修复"
    SCRAP = "scrap", "报废", "作废", "废品"


class VisitMethod(Choice):
    """How a customer was visited."""

    ON_SITE = "on_site", "上门", "上门拜访", "拜访", "现场", "走访"
    PHONE = "phone", "电话", "电话回访", "打电话"
    OTHER = "other", "其他", "其它"


class Quality(Choice):
    """How the customer finds the goods."""

    EXCELLENT = "excellent", "优", "优秀", "很好"
    GOOD = "good", "良", "良好", "好"
    FAIR = "fair", "中", "一般", "中等"
    POOR = "poor", "差", "较差", "不好"


class RulingState(Choice):
    """Where the ruling on a complaint stands."""

    PENDING = "pending", "待定"
    YES = "yes", "成立"
    NO = "no", "不成立"


class PaymentMethod(Choice):
    """How money came."""

    TRANSFER = "transfer", "电汇", "转账", "汇款", "银行转账", "网银", "银行汇款"
    BANK_ACCEPTANCE = "bank_acceptance", "银行承兑", "银承", "银行承兑汇票", "银票", "银行汇票"
    TRADE_ACCEPTANCE = "trade_acceptance", "商业承兑", "商承", "商业承兑汇票", "商票"
    CASH = "cash", "现金", "现款"
    OFFSET = "offset", "抵账", "抵账款", "抹账", "冲抵", "以物抵债"
