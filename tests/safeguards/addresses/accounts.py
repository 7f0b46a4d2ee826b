"""Who may open the addresses about a person's own account and about organisations."""

from tests.safeguards.answers import NO, signed_in

TABLE = {
    # Every test account signs in fresh: nothing waits, so nothing is shown or dropped.
    "account-prove": (signed_in(), signed_in()),
    "account-resume": (signed_in(302), NO),
    "account-drop": (NO, signed_in(302)),
}
