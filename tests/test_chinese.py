"""Chinese is written with full-width punctuation, wherever a person reads it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import xlsales

PACKAGE = Path(xlsales.__file__).parent
# a comma, colon, semicolon or stop right behind a Chinese character
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》][,;:?!](?=[\u4e00-\u9fff“《{]|$)")
CHINESE = re.compile(r"[\u3001\u3002\uff0c\u4e00-\u9fff]")
FILES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    # what people type is read there, in either width
    if path.parent != PACKAGE / "core" / "typed"
)
# talk, where a sales office writes: what to write instead stands behind each
PHRASES = (
    "看不懂|看不出|读不|认不出|不认识|分不清",  # 无法识别, 无法读取, 不明, 无法确定
    "用不了|办不|办成|做不|做成|(?<!大小)写不|排不了|装不上|打不开|改不了",  # 无法……, 未完成
    "没有办|没办|没做|没填|没有填|没变",  # 未执行, 未完成, 未填写, 无变动
    "还没有|还差|还在等|还不|还空着",  # 尚未, 尚缺, 暂不
    "怎么|怎样|照抄|照原|两边都|哪张|找什么|说什么",  # ……办法, 复制, 与原单相同, 双方均, 范围, 内容
    "出所有|可做的|没有出(?!库)|的格$",  # 为所有……出单, 无需, 未出, 单元格
    "算数|着落|要人来|不起作用",  # 无效, 尚未退回, 需要您核对
    "钟点|样子",  # 时间, 格式
    "那次|那一|(?<!识)别的|那里|这种",  # 该次, 该行, 其他, 此处, 此
    "不见了|接不上|不在了",  # 已找不到, 不衔接, 已不存在
    "多半|好像|像是|大概",  # 可能, 疑似
    "一字不差|有把握",  # 完全一致, 确定无误
    "改好前|改好之前|记错|签错",  # 改正前, 登记有误
    "(?<=[表簿中列项夹件本料单])里(?!程)|”里",  # 中
    "欠完成",  # 未完成
    "随粘贴|带来的",  # 复制来的
)
TALK = re.compile("|".join(PHRASES))
# an amount of ten thousand or so without separators
BARE_MONEY = re.compile(r"(?<![0-9,.])[0-9]{4,}(?:\.[0-9]+)? ?元")


def texts(tree: ast.AST) -> list[str]:
    """Every text of a module but its docstrings; what an f-string fills in stands as a word."""
    found, inside = [], {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if any(CHINESE.search(str(part or "")) for part in parts):
                found.append("".join("\u4e2d" if part is None else str(part) for part in parts))
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            found.append(str(node.value))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_half_width_punctuation_in_chinese(path: Path) -> None:
    wrong = [text for text in texts(ast.parse(path.read_text("utf-8"))) if HALF_WIDTH.search(text)]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_texts_are_written_not_talked(path: Path) -> None:
    wrong = [text for text in texts(ast.parse(path.read_text("utf-8"))) if TALK.search(text)]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_written_amounts_have_separators(path: Path) -> None:
    wrong = [text for text in texts(ast.parse(path.read_text("utf-8"))) if BARE_MONEY.search(text)]
    assert wrong == []


def test_the_check_of_talk_knows_it() -> None:
    assert TALK.search("“约100”看不懂")
    assert TALK.search("客户表里没有“东风”")
    assert not TALK.search("“约100”不是有效数字")
    assert BARE_MONEY.search("金额 54720 元")
    assert not BARE_MONEY.search("金额 54,720.00 元")


def test_the_check_knows_both_widths() -> None:
    assert HALF_WIDTH.search("好" + "," + "请看")
    assert not HALF_WIDTH.search("好" + "\uff0c" + "请看")
