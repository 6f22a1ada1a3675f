"""Working days and what the work centres can do: the kernel of planning."""
