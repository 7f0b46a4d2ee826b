"""What grew since yesterday or last week, and which sources fell silent."""
