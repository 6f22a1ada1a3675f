"""`python -m xlsales` is the command `xlsales`."""

from xlsales.cli import command

if __name__ == "__main__":
    command()
