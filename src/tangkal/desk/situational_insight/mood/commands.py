"""Draw a sample, and read it."""

from datetime import datetime
from secrets import randbits

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.situational_insight.mood import drawing, rules
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading, MoodText
from tangkal.situational_insight.mood import MOST_DRAWS, draw

FEWEST_DRAWS = 50  # fewer give intervals too wide to say anything
FEWEST_ITEMS = 20


def ask(
    *,
    question: str,
    narrative_id: str,
    words: str,
    since: datetime,
    until: datetime,
    draws: int,
    is_exercise: bool,
    by: User,
) -> MoodQuestion:
    """Draw the sample that people will read.

    Args:
        question: the policy, as a reader understands it.
        narrative_id: whose items; or "" and
        words: of a search.
        draws: items drawn, FEWEST_DRAWS to MOST_DRAWS.

    Raises:
        ActionDenied: the person draws no samples.
        ValidationError: no question, nothing or too much to draw from, or draws out of range.
        LakeError: the lake cannot be read.
    """
    rules.check_may_ask(by)
    policy = " ".join(question.split())[:200]
    if not policy:
        raise ValidationError(_("Name the policy that stance is read toward."))
    if not narrative_id and not words.strip():
        raise ValidationError(_("Name a narrative, or the words of a search."))
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise ValidationError(
            _("Draw %(least)d to %(most)d items, not %(draws)d.")
            % {"least": FEWEST_DRAWS, "most": MOST_DRAWS, "draws": draws}
        )
    if narrative_id:
        found = drawing.of_narrative(narrative_id, since, until, is_exercise=is_exercise)
    else:
        found = drawing.of_search(words, since, until, is_exercise=is_exercise)
    if found.items < FEWEST_ITEMS:
        raise ValidationError(
            _("People wrote %(found)d items there; read them all instead of a sample.")
            % {"found": found.items}
        )
    seed = randbits(53)
    hits = draw(found.families, draws, seed)
    return keep(
        MoodQuestion(
            question=policy,
            narrative_id=narrative_id,
            words="" if narrative_id else words.strip()[:200],
            since=since,
            until=until,
            is_exercise=is_exercise,
            seed=seed,
            draws=draws,
            items=found.items,
            families=len(found.families),
            about=found.about,
            asked_by=by,
        ),
        [
            MoodText(place=place, family_id=family, item_id=found.shown_by[family], hits=times)
            for place, (family, times) in enumerate(hits.items(), start=1)
        ],
        by=by,
    )


@transaction.atomic
def keep(made: MoodQuestion, texts: list[MoodText], *, by: User) -> MoodQuestion:
    made.save()
    for text in texts:
        text.question = made
    MoodText.objects.bulk_create(texts)
    record(
        "mood.asked",
        made,
        by=by,
        seed=made.seed,
        draws=made.draws,
        items=made.items,
        families=made.families,
        narrative=made.narrative_id,
        words=made.words,
        is_exercise=made.is_exercise,
    )
    return made


@transaction.atomic
def read(text: MoodText, *, stance: str, by: User) -> MoodReading:
    """Keep how one person reads one text; reading it again before the end corrects it.

    Raises:
        ActionDenied: the person reads no samples, or two others read this one.
        ValidationError: a stance that is none.
    """
    question = MoodQuestion.objects.select_for_update().get(pk=text.question_id)
    rules.check_may_read(by, question)
    if stance not in MoodReading.Stance.values:
        raise ValidationError(_("“%(stance)s” is no stance.") % {"stance": stance[:20]})
    found, _is_new = MoodReading.objects.update_or_create(
        text=text, reader=by, defaults={"stance": stance, "at": timezone.now()}
    )
    record("mood.read", question, by=by, place=text.place)
    return found


@transaction.atomic
def unread(question: MoodQuestion, *, by: User) -> MoodText | None:
    """Take one's own last reading back; answers its text, None where there was none."""
    rules.check_may_read(by, question)
    last = MoodReading.objects.filter(text__question=question, reader=by).order_by("-at").first()
    if last is None:
        return None
    text = last.text
    last.delete()
    record("mood.unread", question, by=by, place=text.place)
    return text
