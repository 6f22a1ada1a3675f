"""Rules about the masters and the settings."""

from xlsales.forms.rules import error, warning

UNKNOWN_SETTING = warning(
    "unknown-setting",
    ("没有“{value}”这个设置项。", "There is no setting “{value}”."),
    ("可用的有：{known}。", "Known are: {known}."),
)
BAD_SETTING = error(
    "bad-setting",
    ("设置“{key}”的值“{value}”{why}。", "The value “{value}” of setting “{key}” {why}."),
    (
        "请写成：{allowed}；改好前按 {default} 处理。",
        "Write it like: {allowed}; until then {default} holds.",
    ),
)
NO_INITIALS = error(
    "no-initials",
    ("{person}没有简码，不能编号。", "{person} has no initials, so no number can be given."),
    (
        "请在基础资料“人员”表填写简码，或用“一键修正”。",
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
        "工作中心“{work_center}”按 kg 计产能，产品须填单重。",
        "Work centre “{work_center}” counts kg, so the product needs a unit weight.",
    ),
    ("请填写“单重kg”。", "Fill in the unit weight."),
)
INITIALS_MISSING = warning(
    "initials-missing",
    (
        "销售员“{person}”还没有简码，不能编号。",
        "{person} has no initials yet, so nothing can be numbered.",
    ),
    ("建议用 {fix}，可“一键修正”填入。", "{fix} is proposed; Apply fixes fills it in."),
)
FLOOR_OVER_GUIDE = warning(
    "floor-over-guide",
    (
        "底价 {value} 高于指导价 {guide}。",
        "The floor price {value} is above the guide price {guide}.",
    ),
    ("请核对两个价格。", "Check both prices."),
)
CAPACITY_UNIT = warning(
    "capacity-unit",
    (
        "“{work_center}”按 {value} 计产能，产品“{product}”按 {unit} 计，不能排产。",
        "“{work_center}” counts {value} but its product “{product}” counts {unit}: no schedule.",
    ),
    ("请改为 kg 或与产品单位一致。", "Use kg, or the unit of its products."),
)
STEP_SMALL = warning(
    "step-small",
    (
        "“每降百分点”填的是 {value}，就是每降 {value} 个百分点扣一次。",
        "“Step %” is {value}, which is {value} of one percentage point.",
    ),
    ("如果是每降 {likely}%，请填 {likely}。", "If {likely}% is meant, write {likely}."),
)
VALID_TURNED = error(
    "valid-dates-turned",
    ("停用日期早于启用日期 {other}。", "Valid to is before valid from, {other}."),
    ("请核对两个日期。", "Check both dates."),
)
