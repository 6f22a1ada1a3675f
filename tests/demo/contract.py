"""The JSON of every command, as the command line's contract states it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

NUMBER = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

FINDING = {
    "workbook": str, "sheet": "text?", "table": "text?", "row": "int?", "column": "text?",
    "value": "any", "code": str, "severity": str, "message": str, "fix": "any",
}  # fmt: skip
DEDUCTION = {
    "rule_no": int, "indicator": str, "kind": str, "target": "number?", "actual": "number?",
    "completion": "number?", "shortfall_pct": "number?", "steps": "number?", "count": "int?",
    "cap": "number?", "points": "number?", "not_scored": "text?",
}  # fmt: skip
SUBJECT = {
    "subject": str, "score": "number", "rank": "int?", "partial": bool, "base": "number",
    "deductions": [DEDUCTION],
}  # fmt: skip
LINE = {"order_no": str, "quantity": "number"}
LEFT = {"order_no": str, "reason": str}
NOT_COUNTED = {
    "workbook": str, "table": "text?", "row": "int?", "key": "text?", "code": str, "message": str,
}  # fmt: skip
CHANGED_AFTER = {
    "subject": str, "rule_no": "int?", "table": str, "key": "text?", "column": "text?",
    "before": "text?", "after": "text?", "known": str,
}  # fmt: skip
ENTRY = {
    "time": str, "user": str, "button": str, "workbooks": [str], "changes": int, "files": [str],
}  # fmt: skip
CHECK = {"name": str, "ok": bool, "detail": str, "remedy": "text?"}
DATED = {
    "order_no": str, "work_center": "text?", "start_date": "day?", "completion_date": "day?",
    "late_days": "int?",
}  # fmt: skip

SHAPES: Mapping[str, Any] = {
    "validate": {"workbooks": [str], "rows": int, "findings": [FINDING]},
    "fix": {"fixed": [FINDING], "left": [FINDING]},
    "submit": {"submitted": [str], "skipped": [{"order_no": "text?", "row": int, "codes": [str]}]},
    "refresh": {"changed": int, "rows": int},
    "promise": {
        "lines": [
            {"order_no": "text?", "row": int, "completion_date": "day?", "late_days": "int?"}
        ]
    },
    "consolidate": {
        "planned": [str], "trade": [str], "changed": [str], "unchanged": [str], "left_out": [LEFT],
    },
    "schedule": {"lines": [DATED], "findings": [FINDING]},
    "issue": {
        "plan_no": "text?", "revision": "text?", "lines": "list", "files": [str],
        "left_out": [LEFT],
    },
    "revise": {
        "plan_no": "text?", "revision": "text?", "lines": "list", "files": [str],
        "left_out": [LEFT],
    },
    "trade-request": {"request_nos": [str], "files": [str]},
    "deliver": {"note_no": "text?", "lines": [LINE], "files": [str], "refused": [LEFT]},
    "return": {"note_no": str, "lines": [LINE]},
    "outbound": {"note_no": str},
    "sign": {"note_no": str, "lines": "list"},
    "card": {"card_no": str},
    "visits": {"due": "list"},
    "stock": {"stock": "list"},
    "ageing": {
        "as_of": "day",
        "customers": [
            {
                "customer": str,
                "buckets": dict.fromkeys(
                    ("not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "over_365"),
                    "number",
                ),
                "on_account": "number",
                "total": "number",
            }
        ],
        "total": "number",
    },
    "customer-card": {
        "customers": [
            {
                "customer": str, "open_orders": int, "receivable": "number", "overdue": "number",
                "complaints": int, "last_visit": "day?", "next_visit": "day?",
            }
        ],
        "files": [str],
    },
    "statement": {
        **dict.fromkeys(("opening", "delivered", "returned", "paid", "closing"), "number"),
        "files": [str],
    },
    "dun": {
        "letters": [
            {
                "customer": str, "stage": str, "overdue_days": int, "invoices": int,
                "overdue": "number",
            }
        ],
        "files": [str],
    },
    "verify": {"verified": [str]},
    "find": {"found": "list"},
    "pick": {"table": str, "column": str, "row": int, "value": str},
    "new-order": {
        "customer": str, "product": str, "quantity": "number", "unit_price": "number",
        "required_date": "day?",
    },
    "copy-order": {
        "customer": str, "product": str, "quantity": "number", "unit_price": "number",
        "required_date": "day?",
    },
    "report": {"files": [str]},
    "score": {
        "period": str, "subjects": [SUBJECT], "files": [str], "left_out": [NOT_COUNTED],
        "changed_after": [CHANGED_AFTER],
    },
    "what-if": {
        "period": str, "subjects": [SUBJECT], "gains": "list", "left_out": [NOT_COUNTED]
    },
    "status": {
        "order_no": str,
        "status": str,
        "events": [{"date": "day?", "what": str, "workbook": str, "row": int}],
    },
    "today": {
        "items": [
            {"what": str, "workbook": str, "table": "text?", "row": "int?", "due": "day?"}
        ]
    },
    "undo": {"restored": str},
    "journal": {"entries": [ENTRY], "whole": "bool?"},
    "put-back": {"table": str, "column": str, "row": int, "value": str},
    "history": {
        "key": str,
        "rows": [
            {
                "table": str,
                "workbook": str,
                "row": "int?",
                "changes": [
                    {
                        "change": str,
                        "column": "text?",
                        "before": "text?",
                        "after": "text?",
                        "at": str,
                        "by": str,
                        "how": str,
                        "journal": str,
                        "saved": "text?",
                    }
                ],
            }
        ],
    },
    "addin": {"host": str, "file": "text?", "installed": bool, "problems": [str]},
    "doctor": {"checks": [CHECK]},
}  # fmt: skip


def differs(value: Any, shape: Any, at: str = "") -> list[str]:
    """Return where a reply is not of its stated shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or list(value) != list(shape):
            keys = list(value) if isinstance(value, dict) else value
            return [f"{at}: keys {keys}, not {list(shape)}"]
        return [d for key in shape for d in differs(value[key], shape[key], f"{at}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [d for n, v in enumerate(value) for d in differs(v, shape[0], f"{at}[{n}]")]
    if isinstance(shape, type):
        right = type(value) is shape
    else:
        name = shape.removesuffix("?")
        right = (value is None and shape.endswith("?")) or {
            "any": lambda v: not isinstance(v, float),
            "text": lambda v: isinstance(v, str),
            "bool": lambda v: type(v) is bool,
            "int": lambda v: type(v) is int,
            "number": lambda v: isinstance(v, str) and bool(NUMBER.fullmatch(v)),
            "day": lambda v: isinstance(v, str) and bool(DAY.fullmatch(v)),
            "list": lambda v: isinstance(v, list),
        }[name](value)
    return [] if right else [f"{at}: {value!r} is not {shape}"]
