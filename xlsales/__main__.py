"""`python -m xlsales` is the command `xlsales`."""

import sys

from xlsales.cli import main

if __name__ == "__main__":
    sys.exit(main())
