"""Views of deadlines: the list, the tables an office sets, pauses of cases, and the duty."""
