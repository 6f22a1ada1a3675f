"""The office of two orders, as in the tests of the office."""

from tests.office.conftest import _made, office

__all__ = ["_made", "office"]
