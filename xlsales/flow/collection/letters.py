"""What papers to customers have in common: whom they go to, how they are headed and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from xlsales.core.alike import folded
from xlsales.core.arguments import Ask
from xlsales.core.office import Office
from xlsales.core.outcome import Refusal
from xlsales.core.words import Words
from xlsales.flow.facts.deliveries import customer_row
from xlsales.forms.files import file_name
from xlsales.forms.masters import Customer
from xlsales.forms.settings import settings_of

OneCustomer = Annotated[
    str,
    Ask(
        "客户",
        "Customer",
        "只为此客户出单",
        "this customer's only",
        metavar="NAME",
        names="customers.name",
    ),
]
"""The argument that names whose papers are made, where not everybody's are."""

COPIES = (Words("存根联", "Kept copy"), Words("客户联", "Customer's copy"))
"""The two copies of a statement of account (forms.md, *Print forms*)."""


def asked(office: Office, customer: str, everybody: bool, known: Iterable[str]) -> tuple[str, ...]:
    """Return whom papers are for: the customer named, else all of those ``known`` where asked.

    Raises:
        Refusal: neither is said, or there is no such customer.
    """
    if not customer:
        if not everybody:
            raise Refusal(
                "请写明一个客户（--customer），或者全部客户（--all）。",
                "Name one customer (--customer), or ask for all of them (--all).",
            )
        return tuple(known)
    if customer not in set(known) and office.first(Customer, "name", customer) is None:
        raise Refusal(
            f"没有客户“{customer}”。请核对客户名称。",
            f"There is no customer “{customer}”. Check the name.",
        )
    return (customer,)


def heading(office: Office, name: str) -> dict[str, object]:
    """Return the fields that say from whom to whom; what the masters lack is None."""
    settings = settings_of(office)
    customer = customer_row(office, name)
    return {
        "company": settings.company,
        "branch": settings.branch,
        "currency": settings.currency,
        "customer": name,
        "address": customer.address if customer else None,
        "contact": customer.contact if customer else None,
        "phone": customer.phone if customer else None,
        "salesperson": customer.salesperson if customer else None,
    }


def file_names(first: str, customers: Sequence[str]) -> Mapping[str, str]:
    """Return what each customer's file is called after: ``first``, then the name, each once.

    Names that differ only in what no file name may hold get a number behind them.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for customer in customers:
        name, number = file_name(f"{first}-{customer}"), 1
        while folded(name) in taken:
            number += 1
            name = f"{file_name(f'{first}-{customer}')[:55]}-{number}"
        taken.add(folded(name))
        found[customer] = name
    return found


def no_address(office: Office, customers: Iterable[str]) -> tuple[Words, ...]:
    """Say whose address the masters lack: it stays blank on their papers."""
    lacking = [
        name for name in customers if not ((row := customer_row(office, name)) and row.address)
    ]
    if not lacking:
        return ()
    return (
        Words(
            f"{'、'.join(lacking)}：客户资料中没有送货地址，单据上留空。",
            f"{', '.join(lacking)}: the masters have no address; it stays blank on the paper.",
        ),
    )
