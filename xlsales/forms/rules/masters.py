"""Rules about the masters and the settings."""

from xlsales.forms.rules import error, warning

UNKNOWN_SETTING = warning(
    "unknown-setting",
    ("没有“{value}”这个设置项。", "There is no setting “{value}”."),
    ("可用的有:{known}。", "Known are: {known}."),
)
BAD_SETTING = error(
    "bad-setting",
    ("设置“{key}”的值“{value}”看不懂。", "The value “{value}” of setting “{key}” cannot be read."),
    (
        "请改为:{allowed};改好前按 {default} 处理。",
        "Use one of: {allowed}; until then {default} holds.",
    ),
)
NO_INITIALS = error(
    "no-initials",
    ("{person}没有简码,不能编号。", "{person} has no initials, so no number can be given."),
    (
        "请在基础资料“人员”表填写简码,或用“一键修正”。",
        "Fill in the initials in the people table, or use Apply fixes there.",
    ),
)
BAD_INITIALS = error(
    "bad-initials",
    (
        "简码“{value}”只能用大写字母和数字。",
        "Initials “{value}” may be capital letters and digits only.",
    ),
    ("请改为如 ZS 的形式。", "Write them like ZS."),
)
UNIT_WEIGHT_MISSING = error(
    "unit-weight-missing",
    (
        "工作中心“{work_center}”按 kg 计产能,产品须填单重。",
        "Work centre “{work_center}” counts kg, so the product needs a unit weight.",
    ),
    ("请填写“单重kg”。", "Fill in the unit weight."),
)
