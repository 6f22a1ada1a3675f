"""Rules about targets, approvals and rulings."""

from xlsales.forms.rules import error, warning

DECIDER_WITHOUT_ROLE = error(
    "decider-without-role",
    (
        "{value}不是经理或营销副经理，此结论无效。",
        "{value} is neither manager nor deputy manager; the decision does not count.",
    ),
    ("请由经理或营销副经理决定。", "Have the manager or the deputy manager decide."),
)
OWN_ORDER = error(
    "own-order",
    (
        "{value}不能审批自己的承揽，此结论无效。",
        "{value} cannot decide on an order of their own; the decision does not count.",
    ),
    ("请由另一位经理或副经理决定。", "Have another manager or deputy decide."),
)
OWN_COMPLAINT = error(
    "own-complaint",
    (
        "{value}不能认定对自己的投诉，此认定无效。",
        "{value} cannot rule on a complaint against themselves; the ruling does not count.",
    ),
    ("请由另一位经理或副经理认定。", "Have another manager or deputy rule on it."),
)
UNKNOWN_SUBJECT = error(
    "unknown-subject",
    (
        "对象“{value}”既不是本单位，也不在人员表中。",
        "The subject “{value}” is neither the branch nor one of the people.",
    ),
    ("请填“本单位”或销售员姓名。", "Write Branch, or a salesperson's name."),
)
SUBJECT_NO_SALESPERSON = warning(
    "subject-no-salesperson",
    ("{value}的岗位不是销售员。", "{value} does not have the role salesperson."),
    ("请核对对象，或在人员表补填岗位。", "Check the subject, or add the role in the people table."),
)
APPROVER_NOT_MANAGER = error(
    "approver-not-manager",
    (
        "批准人{value}不是经理，此调整无效。",
        "{value} is not the manager; the adjustment does not count.",
    ),
    ("请由经理批准。", "Have the manager approve it."),
)
