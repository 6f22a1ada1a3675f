"""Who acts, where nobody says so."""

import getpass


def login() -> str:
    """Return the name at the login: a statement for the journal, not a security measure."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "-"
