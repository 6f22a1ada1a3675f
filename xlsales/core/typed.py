"""Reading: what a cell means, as people type it (forms.md, *Types*; flow.md, *Validation*).

A cell is read where it has one reading. If it is written otherwise than the workbook would write
it, that is said in an info with its fix; without one reading it is an error, and nothing raises.
Bounds, references, defaults and what must be filled are judged afterwards, by others.

Infos: ``number-as-text``, ``date-as-text``, ``choice-as-typed``, ``number-in-code``,
``code-with-name``. Errors:
``error-cell``, ``not-a-number``, ``comma-in-number``, ``percent-unclear``, ``out-of-range`` (of a
percentage), ``digits-lost``, ``not-a-whole-number``, ``not-a-date``, ``ambiguous-date``,
``time-in-date``, ``not-in-list``, ``not-a-period``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeAlias

from xlsales.core.column import Column, Type
from xlsales.core.exact import ZERO, decimal_of
from xlsales.core.text import GAP, clean, half
from xlsales.core.words import Choice


class CellError(str):
    """An error cell such as ``#N/A``; a text ``#N/A`` is only text."""

    __slots__ = ()


Cell: TypeAlias = str | int | float | Decimal | bool | datetime | date | time | CellError | None
"""What a host hands over: numbers mostly as floats, dates as midnight, blank as None."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means: its typed value, or None if blank or unreadable.

    ``code`` names the finding, if there is one; ``fix`` is the typed value of a sure mend.
    """

    value: object
    code: str = ""
    fix: object = None


BLANK = Reading(None)

DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days that workbooks count from: most of them, and those with the calendar of old Macs."""


class Calendar(NamedTuple):
    """How a workbook counts days: its ``year``, for ``11月3日`` (0: none), and its day nought."""

    year: int = 0
    day_zero: date = DAY_ZERO


def read_cell(column: Column, cell: Cell, year: int = 0, day_zero: date = DAY_ZERO) -> Reading:
    """Read one cell of a workbook of that ``year`` (0: of none), counting from ``day_zero``."""
    if isinstance(cell, CellError):
        return Reading(None, "error-cell")
    if isinstance(cell, str):
        if GAP in cell and column.refers:
            return _picked(column, cell)
        cell = clean(cell) or None
    if cell is None:
        return BLANK
    return _READERS[column.type](column, cell, Calendar(year, day_zero))


def read_column(
    column: Column, cells: Sequence[Cell], year: int = 0, day_zero: date = DAY_ZERO
) -> tuple[list[object], dict[int, Reading]]:
    """Read all cells of a column: the value of each, and by index the readings with a code.

    The same as :func:`read_cell` of each. Every distinct cell is read once, and one that is as
    it should be in a shorter way (50,000 cells: 2 to 6 ms if they repeat, texts and times that
    all differ 17 ms, amounts that all differ 45 ms, half of it for their shortest decimals).
    """
    calendar = Calendar(year, day_zero)
    seen = {kind: _Seen(column, calendar) for kind in set(map(type, cells))}
    if Decimal in seen:  # a signalling NaN has no hash
        cells = [float("nan") if isinstance(c, Decimal) and c.is_snan() else c for c in cells]
        seen.setdefault(float, _Seen(column, calendar))
    if len(seen) == 1:
        (only,) = seen.values()
        values = [only[cell] for cell in cells]
    else:  # 1, 1.0 and True are one key, and so are an error cell and its text
        values = [seen[type(cell)][cell] for cell in cells]
    if not any(each.coded for each in seen.values()):
        return values, {}
    return values, {
        index: coded[cell]
        for index, cell in enumerate(cells)
        if cell in (coded := seen[type(cell)].coded)
    }


def unit_typed(cell: Cell) -> str:
    """Return the unit that was typed after a number (``kg``, ``件``, ``元``, ``%``), or nothing.

    A reading does not know the unit that a row counts in: who does may refuse another one.
    """
    found = _NUMBER.fullmatch(half(clean(cell))) if isinstance(cell, str) else None
    if found is None:
        return ""
    unit = (found["unit"] or "").lower()
    return "元" if found["yuan"] and not unit else unit


def _picked(column: Column, cell: str) -> Reading:
    """Read what a drop-down of codes put there: ``0101 gear blank`` is the code 0101."""
    code = clean(cell.partition(GAP)[0])
    return _said(code, "code-with-name") if code else read_cell(column, cell.replace(GAP, " "))


def _said(value: object, code: str) -> Reading:
    return Reading(value, code, value)


# --- text, codes -------------------------------------------------------------------------------


def _read_text(_column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a text cell or a code: a number is taken by its plain text.

    Above 15 digits a spreadsheet has lost some: what was typed must be typed again, also where the
    number came as ``2.643E+19`` out of a text file. But one that no binary float can be was written
    by a program that kept all digits. There is no sure mend for a date: nobody knows any more
    whether ``1-2`` was typed.
    """
    if isinstance(cell, str):
        lost = _SCIENTIFIC.fullmatch(half(cell))
        return Reading(None, "digits-lost") if lost else Reading(cell)
    if isinstance(cell, bool):
        return Reading(str(cell).upper())
    if isinstance(cell, date | time):
        text = str(cell).removesuffix(" 00:00:00")
    else:
        number = _exact(cell)
        if number is None:
            return Reading(None, "error-cell")
        if abs(number) >= _EXACT_BELOW and (isinstance(cell, float) or number == float(number)):
            return Reading(None, "digits-lost")
        text = f"{number:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return _said(text, "number-in-code")
    return Reading(text, "number-in-code")


# --- numbers -----------------------------------------------------------------------------------

_EXACT_BELOW = 10**15
"""From here on a spreadsheet, which keeps 15 digits, has lost the last ones of a whole number."""
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)
_COMMA = re.compile(
    r"[-+]?(?:[¥元] ?)?(?:(?:0[0-9]*|[0-9]{4,}),[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))"
    r" ?(?:[件套个台只吨元天%]|kg|公斤)?",
    re.IGNORECASE,
)
"""A comma that parts no thousands, so it may be a decimal point."""
_LARGEST = 330  # more decimal places than any number of a spreadsheet has
_LONGEST = 40  # characters of a number or a date: nothing longer is looked at closely
_NUMBER = re.compile(
    r"""(?P<open>\()?  (?P<sign>[-+]?)  (?:(?P<yuan>[¥元])[ ]?)?  (?P<inner>[-+]?)
    (?P<whole> [0-9]+ | [1-9][0-9]{0,2}(?P<gap>[, ])[0-9]{3}(?:(?P=gap)[0-9]{3})* | (?=\.) )
    (?P<fraction>\.[0-9]+)?  (?P<close>\))?
    (?:[ ]*(?P<unit>[件套个台只吨元天%]|kg|公斤|pcs|sets?|each|yuan))?""",
    re.VERBOSE | re.IGNORECASE,
)
_KG = re.compile(r"(?<![a-z])kg(?![a-z])", re.IGNORECASE)
_COUNTED = frozenset("件套个台只") | {"pcs", "set", "sets", "each"}
_GOODS = _COUNTED | {"kg", "公斤", "吨"}


@cache
def _units(kind: Type, header: str) -> frozenset[str]:
    """Return the units that may follow a number of such a column without changing its value.

    Where the header names the unit (``单重kg``, ``Step %``, ``账期天数``) it is that one alone.
    Otherwise goods are counted or weighed, days counted, money is in 元: a tonne then stands for
    the unit that the row counts in, which is not known here (see :func:`unit_typed`).
    """
    if kind is Type.PERCENT:
        return frozenset("%")
    if kind in {Type.MONEY, Type.PRICE}:
        return frozenset({"元", "yuan"})
    if _KG.search(header):
        return frozenset({"kg", "公斤"})
    if "%" in header or "百分" in header:
        return frozenset("%")
    if "天数" in header:
        return frozenset("天")
    return _COUNTED | {"天"} if kind is Type.INTEGER else _GOODS


def _exact(cell: Cell) -> Decimal | None:
    """Return a number cell's decimal, or None if it holds none; never ``-0``."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    number = decimal_of(cell)
    if not number.is_finite():
        return None
    if not number:
        return ZERO
    return number if abs(number.adjusted()) < _LARGEST else None


def _read_number(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a number, to the 15 digits that a spreadsheet keeps."""
    if isinstance(cell, str):
        number, code = _number_of(column, half(cell)), "number-as-text"
    else:
        number, code = _exact(cell), ""
    if number is None:
        comma = isinstance(cell, str) and _COMMA.fullmatch(half(cell))
        return Reading(None, "comma-in-number" if comma else "not-a-number")
    if abs(number) >= _EXACT_BELOW:
        return Reading(None, "digits-lost")
    value: Decimal | int = number
    if column.type is Type.PERCENT:
        beyond = column.trouble(number) == "out-of-range"
        signed = bool(unit_typed(cell))
        if beyond or (code and not signed and number >= 1):
            return Reading(None, "out-of-range") if signed else _unclear(column, number, beyond)
    if column.type is Type.INTEGER:
        if number != number.to_integral_value():
            return Reading(None, "not-a-whole-number")
        value = int(number)
    return _said(value, code) if code else Reading(value)


def _unclear(column: Column, number: Decimal, beyond: bool) -> Reading:
    """Return what is unclear about a percentage without its sign: 0.13 is 13 %, 13 is 1300 %.

    Where a column ends at 100 %, nobody means 1300 %, so 13 % is the sure mend; a text 1 may mean
    1 % or 100 %. A percentage out of bounds either way is none: nothing is computed with it.
    """
    small = number / 100
    if number < 1 or column.trouble(small) == "out-of-range":
        return Reading(None, "out-of-range")
    return Reading(None, "percent-unclear", small if beyond else None)


def _number_of(column: Column, text: str) -> Decimal | None:
    """Return the number that a text means in this column, or None without one reading.

    In brackets an amount of money is negative.
    """
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    sign = "".join(found[part] or "" for part in ("open", "sign", "inner", "close"))
    if sign not in ({"", "-", "+", "()"} if column.type is Type.MONEY else {"", "-", "+"}):
        return None
    unit = (found["unit"] or "").lower()
    typed_units = {unit, "元" if found["yuan"] else ""} - {""}
    if not typed_units <= _units(column.type, f"{column.zh} {column.en}"):
        return None
    digits = found["whole"].replace(",", "").replace(" ", "") + (found["fraction"] or "")
    if column.type is Type.PERCENT and unit:
        digits += "E-2"
    number = Decimal(digits)
    return number.copy_negate() if number and sign in {"-", "()"} else number


# --- dates -------------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?:(?<=[日号]) *| *T| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\Z"
)
_YEAR_FIRST = re.compile(
    r"([0-9]{4}|[0-9]{2}(?=年)) ?([-./年]) ?([0-9]{1,2}) ?([-./月]) ?([0-9]{1,2}) ?[日号]?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})")
_NO_YEAR = re.compile(r"([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?")
_TWO_PARTS = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|2[01])[0-9]{2})([0-9]{2})([0-9]{2})")
_MIDNIGHT = time()
_SERIALS = (date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal())


def _days(text: str, year: int) -> set[date]:
    """Return every day that a text (half-width) may mean."""
    parts: list[tuple[int, str, str]] = []
    if found := _YEAR_FIRST.fullmatch(text):
        first, gap, month, next_gap, day = found.groups()
        if next_gap == ("月" if gap == "年" else gap):
            parts = [(int(first) + (0 if len(first) == 4 else 2000), month, day)]
    elif found := _COMPACT.fullmatch(text):
        parts = [(int(found[1]), found[2], found[3])]
    elif found := _NO_YEAR.fullmatch(text):
        parts = [(year, found[1], found[2])]
    elif found := _YEAR_LAST.fullmatch(text):
        one, _, two, last = found.groups()
        if len(last) > 1:
            of = int(last) + (0 if len(last) == 4 else 2000)
            parts = [(of, one, two), (of, two, one)]
        if len(one) == 2 and len(last) < 4:
            parts.append((2000 + int(one), two, last))
    elif found := _TWO_PARTS.fullmatch(text):  # of any year, so never one reading
        one, two = found.groups()
        parts = [(leap, *pair) for leap in (2000, 2004) for pair in ((one, two), (two, one))]
    days = (_day(of, int(month), int(day)) for of, month, day in parts)
    return {day for day in days if day is not None}


def _day(year: int, month: int, day: int) -> date | None:
    """Return the date if there is one and a spreadsheet can hold it."""
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def _moments(text: str, year: int) -> set[datetime]:
    """Return every moment that a text may mean."""
    if len(text) > _LONGEST:
        return set()
    text = half(text)
    clock = _MIDNIGHT
    if found := _TIME.search(text):
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour > 23 or minute > 59 or second > 59:
            return set()
        clock = time(hour, minute, second)
        text = text[: found.start()]
    return {datetime.combine(day, clock) for day in _days(text, year)}


def _moment(cell: Cell, calendar: Calendar) -> tuple[datetime | None, str]:
    """Return the moment that a cell means and the code to say; None with an error's code.

    A number is a day as ``20261103`` or, in the years 2000 to 2099, by its serial number, which
    counts from the workbook's day nought.
    """
    if isinstance(cell, datetime):
        return _whole_second(cell), ""
    if isinstance(cell, date):
        return datetime.combine(cell, _MIDNIGHT), ""
    moments: set[datetime] = set()
    if isinstance(cell, str):
        moments = _moments(cell, calendar.year)
    elif (number := _exact(cell)) is not None:
        zero = calendar.day_zero
        if _SERIALS[0] <= number + zero.toordinal() < _SERIALS[1]:
            since = timedelta(days=float(number))
            moments = {_whole_second(datetime.combine(zero, _MIDNIGHT) + since)}
        else:
            moments = _moments(f"{number:f}", 0)
    if len(moments) == 1:
        return moments.pop(), "date-as-text"
    return None, "ambiguous-date" if moments else "not-a-date"


def _whole_second(moment: datetime) -> datetime:
    """Return the nearest second: a time kept as a fraction of a day is a hair off."""
    moment = moment.replace(tzinfo=None)
    if moment.microsecond >= 500_000 and moment.year < 9999:
        moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)


def _read_date(_column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a day. A time of day is refused; its day is the mend."""
    moment, code = _moment(cell, calendar)
    if moment is None:
        return Reading(None, code)
    if moment.time() != _MIDNIGHT:
        return Reading(None, "time-in-date", moment.date())
    return _said(moment.date(), code) if code else Reading(moment.date())


def _read_datetime(_column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a moment, to the minute; a day alone is its midnight."""
    moment, code = _moment(cell, calendar)
    if moment is None:
        return Reading(None, code)
    moment = moment.replace(second=0)
    return _said(moment, code) if code else Reading(moment)


# --- months and periods ------------------------------------------------------------------------

_PERIOD = re.compile(r"(?:19|2[01])[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?")
_YEAR = re.compile(r"((?:19|2[01])[0-9]{2}) ?(?:年度?)?")
_MONTHS = (
    re.compile(r"(?P<y>(?:19|2[01])[0-9]{2}) ?[-./年] ?(?P<m>[0-9]{1,2}) ?(?:月份?)?"),
    re.compile(r"(?P<y>(?:19|2[01])[0-9]{2})(?P<m>[0-9]{2})"),
    re.compile(r"(?P<m>[0-9]{1,2})[-./](?P<y>(?:19|2[01])[0-9]{2})"),
    re.compile(r"(?P<y>)(?P<m>[0-9]{1,2}) ?月份?"),
)
_QUARTER = re.compile(
    r"(?:((?:19|2[01])[0-9]{2}) ?(?:年度?)?)?[- ./]?(?:Q([1-4])|第?([1-4一二三四])季度?)",
    re.IGNORECASE,
)
_TWO_MONTHS = re.compile(r"[0-9]{4}\.1")


def _read_period(column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a month (``2026-11``) or a period (also ``2026``, ``2026-Q4``): text, as written here.

    A spreadsheet turns a typed 2026-11 into the first of that month. Another day names its month
    too, but no period.
    """
    whole = column.type is Type.PERIOD
    if isinstance(cell, str):
        if _PERIOD.fullmatch(cell) and (whole or cell[5:].isdecimal()):
            return Reading(cell)
        text, code = half(cell), "date-as-text"
    else:
        number = _exact(cell)
        text, code = "" if number is None else f"{number:f}", "date-as-text"
        if _TWO_MONTHS.fullmatch(text):  # 2026.1 or 2026.10: the number has lost it
            return Reading(None, "not-a-period")
        if whole and _YEAR.fullmatch(text):
            code = "number-in-code"
    year = calendar.year
    value = _month_of(text, year) or (_longer_of(text, year) if whole else "")
    if not value:
        moment, _ = _moment(cell, calendar)
        if moment is not None and (moment.day == 1 or not whole):
            value = f"{moment:%Y-%m}".zfill(7)
    return _said(value, code) if value else Reading(None, "not-a-period")


def _month_of(text: str, year: int) -> str:
    for pattern in _MONTHS:
        if found := pattern.fullmatch(text):
            of, month = int(found["y"] or year), int(found["m"])
            return f"{of:04}-{month:02}" if of and 1 <= month <= 12 else ""
    return ""


def _longer_of(text: str, year: int) -> str:
    if found := _YEAR.fullmatch(text):
        return found[1]
    if found := _QUARTER.fullmatch(text):
        of, quarter = int(found[1] or year), found[2] or found[3]
        return f"{of:04}-Q{'一二三四'.find(quarter) + 1 or quarter}" if of else ""
    return ""


# --- lists -------------------------------------------------------------------------------------

_YES_NO: Mapping[str, bool] = {"是": True, "yes": True, "否": False, "no": False}
_YES_NO_TOO: Mapping[str, bool] = {
    **_YES_NO,
    **dict.fromkeys(("y", "true", "√", "✓", "✔", "1", "有"), True),
    **dict.fromkeys(("n", "false", "0", "×", "✗", "无", "没有"), False),
}
_SEPARATORS = re.compile(r"[、,;/\n]")  # as half-width
_PLAIN_SEPARATORS = re.compile("[、,]")
_FOLDED = re.compile(r"[\s_-]+")


def _folded(text: str) -> str:
    """Return a word without what people spell it differently by: case, width, spaces."""
    return _FOLDED.sub("", half(text)).casefold()


@cache
def _spellings(choices: type[Choice]) -> tuple[Mapping[str, Choice], Mapping[str, Choice]]:
    """Return a list's words of both languages, and every odd spelling that means one member."""
    words: dict[str, Choice] = {}
    odd: dict[str, set[Choice]] = {}
    for member in choices:
        for word in member.words:
            words[word.strip().casefold()] = member
        for word in (*member.words, member.value, *member.also):
            odd.setdefault(_folded(word), set()).add(member)
    return words, {word: found.pop() for word, found in odd.items() if len(found) == 1}


def _member(choices: type[Choice], text: str) -> Choice | None:
    words, odd = _spellings(choices)
    return words.get(text.strip().casefold()) or odd.get(_folded(text))


def _read_yes_no(_column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    if isinstance(cell, str):
        word = cell.casefold()
        value = _YES_NO.get(word)
        if value is not None:
            return Reading(value)
        value = _YES_NO_TOO.get(_folded(word))
    else:
        number = Decimal(cell) if isinstance(cell, bool) else _exact(cell)
        value = None if number not in {Decimal(0), Decimal(1)} else bool(number)
    return Reading(None, "not-in-list") if value is None else _said(value, "choice-as-typed")


def _read_choice(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a word of the list: of either language, else its key or an odd spelling, and said."""
    if column.choices is None or not isinstance(cell, str):
        return Reading(None, "not-in-list")
    member = _member(column.choices, cell)
    if member is None:
        return Reading(None, "not-in-list")
    if cell.casefold() in _spellings(column.choices)[0]:
        return Reading(member)
    return _said(member, "choice-as-typed")


def _read_choices(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read words separated by 、 or a comma; other separators, spaces and doubles are said."""
    if column.choices is None or not isinstance(cell, str):
        return Reading(None, "not-in-list")
    found: list[Choice | None] = []
    for part in _SEPARATORS.split(half(cell)):
        member = _member(column.choices, part)
        pieces = [] if member else part.split()
        found += [member] if member else [_member(column.choices, piece) for piece in pieces]
    members = tuple(dict.fromkeys(member for member in found if member is not None))
    if not members or None in found:
        return Reading(None, "not-in-list")
    words = _spellings(column.choices)[0]
    plain = [words.get(part.strip().casefold()) for part in _PLAIN_SEPARATORS.split(cell)]
    return Reading(members) if plain == list(members) else _said(members, "choice-as-typed")


# --- whole columns -----------------------------------------------------------------------------

_Reader: TypeAlias = Callable[[Column, Cell, Calendar], Reading]
_READERS: Mapping[Type, _Reader] = {
    Type.TEXT: _read_text,
    Type.CODE: _read_text,
    Type.STATUS: _read_text,
    Type.DATE: _read_date,
    Type.DATETIME: _read_datetime,
    Type.MONTH: _read_period,
    Type.PERIOD: _read_period,
    Type.YES_NO: _read_yes_no,
    Type.CHOICE: _read_choice,
    Type.CHOICES: _read_choices,
} | {kind: _read_number for kind in Type if kind.is_number}

_SLOW = object()
"""The answer of a shorter way for what it does not read."""


def _quick_text(cell: Cell) -> object:
    if type(cell) is str and cell.isprintable():
        text = cell.strip()
        if not text or "+" in text or "\uff0b" in text:  # nothing, or perhaps 2.643E+19
            return _SLOW
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
    return _SLOW


def _quick_number(cell: Cell) -> object:
    if type(cell) is float and -_EXACT_BELOW < cell < _EXACT_BELOW:
        return decimal_of(cell)
    return _SLOW


def _quick_integer(cell: Cell) -> object:
    if type(cell) is float and cell.is_integer():
        return int(cell) if -_EXACT_BELOW < cell < _EXACT_BELOW else _SLOW
    return _SLOW


def _quick_date(cell: Cell) -> object:
    return cell.date() if type(cell) is datetime and cell.time() == _MIDNIGHT else _SLOW


def _quick_datetime(cell: Cell) -> object:
    whole = type(cell) is datetime and not (cell.second or cell.microsecond or cell.tzinfo)
    return cell if whole else _SLOW


def _no_quick(_cell: Cell) -> object:
    return _SLOW


_QUICK: Mapping[Type, Callable[[Cell], object]] = {
    **{kind: _quick_text for kind, reader in _READERS.items() if reader is _read_text},
    **{kind: _quick_number for kind in Type if kind.is_number},
    Type.INTEGER: _quick_integer,
    Type.PERCENT: _no_quick,
    Type.DATE: _quick_date,
    Type.DATETIME: _quick_datetime,
}


class _Seen(dict[Cell, object]):
    """The values of cells of one Python type already read; ``coded``: their readings with codes."""

    def __init__(self, column: Column, calendar: Calendar) -> None:
        super().__init__()
        self.coded: dict[Cell, Reading] = {}
        self._column = column
        self._calendar = calendar
        self._quick = _QUICK.get(column.type, _no_quick)

    def __missing__(self, cell: Cell) -> object:
        value = self._quick(cell)
        if value is _SLOW:
            reading = read_cell(self._column, cell, *self._calendar)
            value = reading.value
            if reading.code:
                self.coded[cell] = reading
        self[cell] = value
        return value
