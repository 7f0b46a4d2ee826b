"""A question of the public and a sample to read, for the tests of addresses."""

from datetime import datetime, timedelta

from tangkal.desk.accounts.models import User
from tangkal.desk.situational_insight.models import (
    InsightRun,
    MoodQuestion,
    MoodText,
    PublicQuestion,
)


def stored_question(now: datetime) -> PublicQuestion:
    run = InsightRun.objects.create(
        kind=InsightRun.Kind.VOIDS, since=now - timedelta(days=7), until=now, finished_at=now
    )
    return PublicQuestion.objects.create(
        run=run,
        question="Apa benar harga BBM naik?",
        kind="whether",
        asks=3,
        askers=3,
        unnamed=0,
        wordings=1,
        first_at=now,
        last_at=now,
    )


def stored_sample(by: User, now: datetime) -> MoodQuestion:
    made = MoodQuestion.objects.create(
        question="Tarif air",
        narrative_id="N1",
        since=now - timedelta(days=7),
        until=now,
        seed=1,
        draws=50,
        items=60,
        families=1,
        about={"platforms": {"x": 60}, "left_out": 0, "no_region": 0, "no_language": 0},
        asked_by=by,
    )
    MoodText.objects.create(
        question=made, place=1, family_id="a", item_id="a".ljust(32, "0"), hits=50
    )
    return made
