"""Clocks of the desk: how long a step may take, when it stands still, whom it wakes."""
