"""The rights of those who are labelled and of citizens, and control over the desk itself."""
