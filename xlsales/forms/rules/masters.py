"""Rules about the masters and the settings."""

from xlsales.forms.rules import error, warning

UNKNOWN_SETTING = warning(
    "unknown-setting",
    ("没有设置项“{value}”。", "There is no setting “{value}”."),
    ("可用的有：{known}。", "Known are: {known}."),
)
DOUBLE_SETTING = error(
    "double-setting",
    (
        "“{value}”与第 {other} 行是同一项设置（{name}）。",
        "“{value}” is the same setting as row {other} ({name}).",
    ),
    (
        "以最后填写的为准；请删除多余的一行。",
        "The last one that is filled holds; remove the other row.",
    ),
)
BAD_SETTING = error(
    "bad-setting",
    ("设置“{key}”的值“{value}”{why}。", "The value “{value}” of setting “{key}” {why}."),
    (
        "请填写：{allowed}；改正前按 {default} 处理。",
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
INITIALS_CHANGED = error(
    "initials-changed",
    (
        "{person}的编号使用的简码是“{used}”，人员表中却是“{initials}”。",
        "The numbers of {person} carry the initials “{used}”, but the people table says “{initials}”.",
    ),
    (
        "简码使用后不能更改：请在人员表改回“{used}”（可“一键修正”），改正前不编新号。",
        "Initials once used are kept: put “{used}” back (Apply fixes does). Until then no number.",
    ),
)
INITIALS_TAKEN = error(
    "initials-taken",
    (
        "{person}的简码“{initials}”已用于{other}的编号，不能重复使用。",
        "The initials “{initials}” of {person} stand in the numbers of {other} already.",
    ),
    (
        "请在人员表为{person}另定简码（可“一键修正”），改正前不编新号。",
        "Give {person} other initials (Apply fixes does). Until then no number is given.",
    ),
)
RENAMED_BY_HAND = error(
    "renamed-by-hand",
    (
        "其他表中还有 {rows} 行（{books} 个工作簿）使用“{old}”，此处可能已将其改为“{value}”。",
        "{rows} rows in {books} workbooks still say “{old}”, which seems to have become “{value}”.",
    ),
    (
        "请按“更名”，由“{old}”改为“{value}”，各表一次更改；或将此处改回“{old}”。",
        "Press Rename, from “{old}” to “{value}”, which changes them all; or type “{old}” back here.",
    ),
)
LIKELY_DOUBLE = warning(
    "likely-double",
    (
        "“{value}”与第 {other} 行的“{named}”仅空格、全半角或大小写不同。",
        "“{value}” differs from “{named}” in row {other} by spaces, width or case only.",
    ),
    (
        "如为同一名称，请删除其中一行，再用“更名”统一各表；如不是，请将名称改得易于区分。",
        "If one, remove a row and press Rename for what still says it; if two, tell them apart.",
    ),
)
BAD_INITIALS = error(
    "bad-initials",
    (
        "简码“{value}”只能用大写字母和数字。",
        "Initials “{value}” may be capital letters and digits only.",
    ),
    ("请改为 ZS 这样的形式。", "Write them like ZS."),
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
        "销售员“{person}”尚无简码，不能编号。",
        "{person} has no initials yet, so nothing can be numbered.",
    ),
    ("建议用 {fix}，可“一键修正”填入。", "{fix} is proposed; Apply fixes fills it in."),
)
FLOOR_OVER_GUIDE = warning(
    "floor-over-guide",
    (
        "底价 {value:money}高于指导价 {guide:money}。",
        "The floor price {value:money} is above the guide price {guide:money}.",
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
        "“每降百分点”填写了 {value}，即每降 {value} 个百分点扣一次。",
        "“Step %” is {value}, which is {value} of one percentage point.",
    ),
    ("如果是每降 {likely}%，请填 {likely}。", "If {likely}% is meant, write {likely}."),
)
VALID_TURNED = error(
    "valid-dates-turned",
    ("停用日期早于启用日期 {other}。", "Valid to is before valid from, {other}."),
    ("请核对两个日期。", "Check both dates."),
)
