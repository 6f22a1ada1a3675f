"""What follows from the rows, for every step: numbers, amounts, states, stock, decisions."""
