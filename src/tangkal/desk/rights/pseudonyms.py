"""How staff are called in what leaves the desk: one name in every export of an installation."""

from tangkal.desk.accounts.pseudonyms import name_outside

__all__ = ["name_outside"]
