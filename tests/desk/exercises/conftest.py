"""The demonstration's officers at work on a case of an exercise."""

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tests.desk.cases import walk

HANDS = {
    "analis": "analis",
    "verifikator": "verifikator1",
    "second_verifikator": "verifikator2",
    "penyusun": "penyusun",
    "penyetuju": "penyetuju1",
    "second_penyetuju": "penyetuju2",
}


def responding(hired: dict[str, User]) -> Case:
    """A case of the exercise that has come as far as its answer, at the hands of those hired."""
    case = walk.case_at("RESPONS", {role: hired[name] for role, name in HANDS.items()})
    Case.objects.filter(pk=case.pk).update(is_exercise=True)
    case.refresh_from_db()
    return case
