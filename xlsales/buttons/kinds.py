"""The kinds of workbooks that several buttons suit or read."""

from xlsales.forms.choices import Kind

FORMS = tuple(Kind)
"""All standard workbooks."""

GOODS = ("masters", "register", "plan", "progress", "warehouse", "delivery")
"""What says where goods are, from the order to the customer."""

FLOW = ("masters", "management", *GOODS[1:], "collection")
"""What says where an order stands, until it is paid."""

SCORED = ("masters", "management", "register", "delivery", "tracking", "collection")
"""What people are scored by."""
