"""The pictures of the buttons, drawn by code when the add-in is made."""
