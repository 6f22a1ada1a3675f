"""What an office's own script would do: openpyxl for the cells, pandas for the checks.

``python -m bench.script OFFICE`` prints how many rows break what. It is as such scripts are written:
one frame a table, joined by number; it knows nothing of fixes, of working days and capacity, of what
buttons gave, nor in which words a person is told.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    import pandas as pd


def frame(root: Path, files: str, sheet: str) -> pd.DataFrame:
    """Return a sheet of some workbooks as one frame, by the headers of its second row."""
    import pandas as pd

    found = []
    for path in sorted(root.rglob(f"{files}*.xlsx")):
        if ".xlsales" in path.parts:
            continue
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book[sheet].iter_rows(min_row=2, values_only=True)
        heads = next(rows)
        each = pd.DataFrame(list(rows), columns=list(heads)).dropna(how="all")
        each["file"], each["row"] = path.name, each.index + 3
        found.append(each)
        book.close()
    return pd.concat(found, ignore_index=True)


def check_orders(root: Path, orders: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """Yield what is wrong with orders, and in how many rows."""
    import pandas as pd

    customers = frame(root, "基础资料", "客户")
    products = frame(root, "基础资料", "产品")
    for column in ("数量", "含税单价"):
        number = pd.to_numeric(orders[column], errors="coerce")
        yield f"{column} no number", int((number.isna() & orders[column].notna()).sum())
        texts = orders[column].map(lambda cell: isinstance(cell, str))
        yield f"{column} is a text", int(texts.sum())
        orders[column] = number
        yield f"{column} missing", int(number.isna().sum())
    for column in ("登记日期", "要求交期", "取消日期"):
        orders[column] = pd.to_datetime(orders[column], errors="coerce")
    for column in ("客户", "产品编码", "登记日期", "要求交期"):
        yield f"{column} missing", int(orders[column].isna().sum())
    yield "customer unknown", int((~orders["客户"].isin(customers["客户名称"])).sum())
    yield "product unknown", int((~orders["产品编码"].isin(products["产品编码"])).sum())
    yield "number twice", int(orders["承揽编号"].dropna().duplicated().sum())
    yield "required before ordered", int((orders["要求交期"] < orders["登记日期"]).sum())
    yield "required on a weekend", int((orders["要求交期"].dt.day_of_week >= 5).sum())
    yield "of another year", int((orders["登记日期"].dt.year != 2026).sum())
    amount = orders["数量"] * orders["含税单价"]
    yield "no contract", int(((amount >= 50_000) & orders["合同编号"].isna()).sum())
    same = ["客户", "产品编码", "数量"]
    near = orders[orders["取消日期"].isna()].sort_values([*same, "要求交期"])
    days = near.groupby(same)["要求交期"].diff().dt.days
    yield "ordered twice", int((days <= 7).sum())


def check_goods(root: Path, orders: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """Yield what is wrong with the plan, the warehouse and deliveries, and in how many rows."""
    import pandas as pd

    lines = frame(root, "计划台账", "计划明细")
    receipts = frame(root, "出入库台账", "入库")
    outbound = frame(root, "出入库台账", "出库")
    notes = frame(root, "送货台账", "送货")
    planned = lines.merge(orders, on="承揽编号", how="left", suffixes=("", "_o"))
    yield "line without order", int(planned["要求交期_o"].isna().sum())
    for column in ("数量", "产品编码", "客户"):
        other = planned[f"{column}_o"]
        yield (
            f"{column} changed after planning",
            int((planned[column].astype(str) != other.astype(str)).sum()),
        )
    done = pd.to_datetime(lines["完成时间"], errors="coerce")
    yield "late", int((done > pd.to_datetime(lines["要求交期"], errors="coerce")).sum())
    accepted = receipts.groupby("承揽编号")["合格数量"].sum()
    today = pd.Timestamp("2026-11-24")
    open_ = lines["承揽编号"].map(accepted).fillna(0) < lines["数量"]
    yield "overdue", int(((done < today) & open_).sum())

    yield "receipt of no order", int((~receipts["承揽编号"].isin(orders["承揽编号"])).sum())
    quantity = orders.drop_duplicates("承揽编号").set_index("承揽编号")["数量"]
    total = accepted.reindex(quantity.index).fillna(0)
    yield "more made than ordered", int((total > quantity).sum())
    yield "note of no order", int((~notes["承揽编号"].isin(orders["承揽编号"])).sum())
    sent = notes.groupby("承揽编号")["数量"].sum()
    yield "sent beyond stock", int((sent > accepted.reindex(sent.index).fillna(0)).sum())
    yield "signed beyond sent", int((notes["签收数量"] > notes["数量"]).sum())
    signed = pd.to_datetime(notes["签收日期"], errors="coerce")
    day = pd.to_datetime(notes["送货日期"], errors="coerce")
    yield "signed before sent", int((signed < day).sum())
    out = notes["送货单号"].isin(outbound["送货单号"])
    yield "signed, not booked out", int((signed.notna() & ~out).sum())
    yield "not signed", int((signed.isna() & ((today - day).dt.days > 7)).sum())
    yield "out without note", int((~outbound["送货单号"].isin(notes["送货单号"])).sum())


if __name__ == "__main__":
    office = Path(sys.argv[1])
    registered = frame(office, "承揽登记", "承揽登记")
    for what, found in (*check_orders(office, registered), *check_goods(office, registered)):
        print(f"{what:40} {found}")
