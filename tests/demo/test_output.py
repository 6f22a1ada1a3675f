"""What ``xlsales demo`` prints."""

import json
from decimal import Decimal

import pytest

from xlsales.cli.output import Output
from xlsales.core.words import Words
from xlsales.demo import DemoResult, Step

RESULT = DemoResult(
    "demo-office",
    (Step("deliver", 2, 10, 30, 1, ["送货/送货单-SH-202611-ZS-001.xlsx"], 1.25),),
    (
        {"period": "2026-11", "subject": "branch", "score": Decimal("92.5"), "rank": None,
         "partial": False, "deductions": []},
        {"period": "2026-11", "subject": "张三", "score": Decimal(99), "rank": 1,
         "partial": True, "deductions": []},
    ),
    (("考核/考核表-2026-11.xlsx", Words("考核表", "score sheet")),),
    31.4,
)  # fmt: skip


def test_json_is_one_document_of_three_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert Output(as_json=True, lang="zh").demo(RESULT) == 0
    reply = json.loads(capsys.readouterr().out)
    assert list(reply) == ["office", "steps", "scores"]
    assert reply["steps"] == [
        {
            "command": "deliver",
            "read": 10,
            "changed": 30,
            "skipped": 1,
            "files": ["送货/送货单-SH-202611-ZS-001.xlsx"],
            "seconds": 1.25,
        }
    ]
    assert [(one["subject"], one["score"], one["rank"]) for one in reply["scores"]] == [
        ("branch", "92.5", None),
        ("张三", "99", 1),
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("本单位", "99（1）*", "考核/考核表-2026-11.xlsx", "操作 2 次", "31 秒")),
        ("en", ("Branch", "99 (1)*", "score sheet", "2 presses", "31 s")),
    ],
)
def test_people_read_steps_scores_and_where_to_look(
    lang: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert Output(as_json=False, lang=lang).demo(RESULT) == 0
    out = capsys.readouterr().out
    assert [text for text in said if text not in out] == []
    assert out.splitlines()[-1].startswith(("完成", "Done"))
