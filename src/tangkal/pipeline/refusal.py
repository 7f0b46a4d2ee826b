"""Why one row is not taken: a short name to count by and a sentence to act on."""

from tangkal.kernel import UnreadableRow


class RowRefused(UnreadableRow):
    """The row goes to quarantine: `about` groups equal failures, the message names the value."""

    def __init__(self, about: str, reason: str) -> None:
        super().__init__(reason)
        self.about = about
