"""The ribbon add-ins: built from the list of buttons, installed, looked at, removed."""
