"""Errors of the library: one base, few children, the offending value in the sentence."""


class TangkalError(Exception):
    """Anything Tangkal refuses or cannot do; its message tells the reader what to do."""


class InvalidRecord(TangkalError):
    """A record would hold nonsense, so it was not made."""


class InvalidInput(TangkalError):
    """A caller's argument is outside what the method is defined for."""


class UnreadableRow(TangkalError):
    """One row of a source cannot be read; it goes to quarantine with this reason."""


class UnreadableSource(TangkalError):
    """A whole source (file, feed, page) cannot be read."""


class SettingMissing(TangkalError):
    """A setting the start depends on is absent; the message names it and its remedy."""
