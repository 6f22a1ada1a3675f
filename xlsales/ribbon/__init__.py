"""What happens between a click on a button and its press: which workbook, what is asked, said."""
