"""Pages of the tipline, and the address that its services call."""
