"""What a measurement means, in sentences; each number comes from the answer, none is made up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tangkal.desk.ui.charts import number

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What may be said, with the tone and sign of its chip."""

    label: object  # lazy text
    tone: str
    icon: str


# No green and no red: a fall is not a success before a person said so.
VERDICTS = {
    "fell": Word(label=gettext_lazy("fell"), tone="info", icon="check"),
    "rose": Word(label=gettext_lazy("rose"), tone="warn", icon="warning"),
    "no_change_seen": Word(label=gettext_lazy("no change seen"), tone="", icon="dot"),
    "cannot_tell": Word(label=gettext_lazy("cannot tell"), tone="warn", icon="question"),
    "refused": Word(label=gettext_lazy("nothing to estimate"), tone="warn", icon="question"),
}
UNKNOWN = Word(label=gettext_lazy("unknown"), tone="warn", icon="question")
UNMEASURED = Word(label=gettext_lazy("unmeasured"), tone="warn", icon="question")

METHODS = {
    "before_after": gettext_lazy("Before and after alone (misleads when we act at a peak)"),
    "differences": gettext_lazy("Difference to the comparison narratives"),
    "comparisons": gettext_lazy("Weighted mix of comparison narratives"),
    "own_past": gettext_lazy("Its own past, with the time of day and the week"),
    "peak_decay": gettext_lazy("How unanswered peaks fade by themselves"),
}

LIMITS = {
    "no_action_time": gettext_lazy("The moment of the answer is not known, or lies outside."),
    "no_baseline": gettext_lazy("Too little was counted before the answer to compare with."),
    "nothing_after": gettext_lazy("No whole period has passed since the answer."),
    "outage_in_window": gettext_lazy(
        "A source gave no data after the answer; those periods are left out."
    ),
    "outage_before": gettext_lazy(
        "A source gave no data before the answer; those periods are left out."
    ),
    "overlapping_response": gettext_lazy(
        "Something else of ours came out at the same time; the effects cannot be told apart."
    ),
    "too_few_items": gettext_lazy("Too few items to say anything about."),
    "zero_heavy": gettext_lazy(
        "Most periods were empty, so they were put together to longer ones."
    ),
    "no_comparison": gettext_lazy("There is no comparison narrative: only its own past speaks."),
    "comparison_left_out": gettext_lazy("Some comparison narratives could not be used."),
    "comparison_moved": gettext_lazy(
        "Some comparison narratives changed at the very moment of the answer and are left out: "
        "the answer may have touched them too."
    ),
    "comparison_unrelated": gettext_lazy(
        "The comparison narratives do not move with this one, so they say little about it."
    ),
    "trends_not_parallel": gettext_lazy(
        "Before the answer the comparison narratives already went another way."
    ),
    "peak_triggered": gettext_lazy(
        "We answered at a height. Heights fall by themselves, so the fall was compared with how "
        "such peaks end where nobody answers."
    ),
    "peak_suspected": gettext_lazy(
        "The answer came at a height, though nobody wrote down whether that was the reason. It "
        "is treated as if it was."
    ),
    "no_peak_reference": gettext_lazy(
        "Too few unanswered peaks are known to tell how such a height ends by itself."
    ),
    "placebos_widened": gettext_lazy(
        "Where nobody answered, the method erred more than its own interval allows; the interval "
        "was widened."
    ),
    "bursty": gettext_lazy(
        "Sudden bursts are usual here; the range leaves more room for one by chance."
    ),
    "methods_disagree": gettext_lazy("The methods do not agree with each other."),
    "window_sensitive": gettext_lazy("With a longer or shorter window the answer is another."),
    "short_baseline": gettext_lazy(
        "The time before is short beside the time after; little is known of what is usual."
    ),
    "too_wide": gettext_lazy("The plausible range is too wide to rule anything out."),
    "no_season": gettext_lazy(
        "Less than two days before the answer: the time of day could not be taken into account."
    ),
}

CAUTIONS = {
    "one_only": gettext_lazy("One response alone: this is no rule."),
    "few_responses": gettext_lazy("Few responses: how much they differ is hardly known."),
    "very_different": gettext_lazy("The responses differ so much that the mean hides it."),
    "small_ones_show_more": gettext_lazy(
        "The least certain estimates show the largest effects: a sign that failures are missing."
    ),
    "next_may_differ": gettext_lazy("The next response may well do nothing."),
}


def word_of(verdict: str | None) -> Word:
    return VERDICTS.get(verdict, UNKNOWN) if verdict else UNMEASURED


def percent(share: float | None) -> str:
    """A share as a whole percentage without its sign."""
    return number(round(abs(share) * 100)) if share is not None else "–"


def sentence(answer: Answer) -> str:
    """The result in one or two plain sentences."""
    found = headline(answer)
    if answer["state"] in {"fell", "rose"} and (more := placebo_words(answer)):
        found = f"{found} {more}"
    return found


def headline(answer: Answer) -> str:
    """What the state says, with the share and its plausible range."""
    state, low, high = answer["state"], answer.get("low"), answer.get("high")
    if state == "fell":
        return _(
            "Sharing fell by %(change)s%% against what was to be expected; plausible range "
            "%(least)s to %(most)s%%."
        ) % {
            "change": percent(answer["change"]),
            "least": percent(high),
            "most": percent(low),
        }
    if state == "rose":
        return _(
            "Sharing rose by %(change)s%% against what was to be expected; plausible range "
            "%(least)s to %(most)s%%."
        ) % {
            "change": percent(answer["change"]),
            "least": percent(low),
            "most": percent(high),
        }
    if low is None or high is None:
        return (
            _("Nothing can be estimated; the reasons stand below.")
            if state == "refused"
            else _("It cannot be told whether the answer changed anything.")
        )
    range_ = _("%(low)s to %(high)s") % {"low": signed(low), "high": signed(high)}
    if state == "no_change_seen":
        return _("No change was seen; plausible range %(range)s.") % {"range": range_}
    return _(
        "It cannot be told whether the answer changed anything: %(range)s would all fit what was "
        "counted."
    ) % {"range": range_}


def signed(share: float) -> str:
    """A change with its direction in words."""
    if round(abs(share) * 100) == 0:
        return _("0%")
    if share < 0:
        return _("%(n)s%% fewer") % {"n": percent(share)}
    return _("%(n)s%% more") % {"n": percent(share)}


def compact(share: float | None) -> str:
    """A change for a table's cell: a sign and a percentage."""
    if share is None:
        return "–"
    whole = round(share * 100)
    sign = "+" if whole > 0 else "−" if whole else ""
    return f"{sign}{percent(share)}%"


def placebo_words(answer: Answer) -> str:
    """How often the same happened where nobody answered; empty where that was not tested."""
    across, in_time = answer.get("placebos_across"), answer.get("placebos_in_time")
    if across and across["compared"]:
        return ngettext(
            "A change as large happened without us in %(extreme)s of %(compared)s comparable case.",
            "A change as large happened without us in %(extreme)s of %(compared)s comparable "
            "cases.",
            across["compared"],
        ) % {"extreme": number(across["as_extreme"]), "compared": number(across["compared"])}
    if in_time and in_time["compared"]:
        return ngettext(
            "The same narrative changed as much at %(extreme)s of %(compared)s other moment "
            "without an answer.",
            "The same narrative changed as much at %(extreme)s of %(compared)s other moments "
            "without an answer.",
            in_time["compared"],
        ) % {"extreme": number(in_time["as_extreme"]), "compared": number(in_time["compared"])}
    return ""


def avoided_words(answer: Answer) -> str:
    """Items that did not come; only where a change is claimed at all."""
    low, high = answer.get("avoided_low"), answer.get("avoided_high")
    if answer["state"] not in {"fell", "rose"} or low is None or high is None:
        return ""
    kept = (max(0, round(abs(low))), max(0, round(abs(high))))
    text = (
        _("%(low)s to %(high)s items fewer than expected in the window counted.")
        if answer["state"] == "fell"
        else _("%(low)s to %(high)s items more than expected in the window counted.")
    )
    return text % {"low": number(min(kept)), "high": number(max(kept))}


def limits(answer: Answer, titles: Mapping[str, str] | None = None) -> list[str]:
    """Each limit as a sentence, with its numbers and names behind it.

    Args:
        titles: what the comparison narratives are called, by id.
    """
    return [limit_words(each, titles or {}) for each in answer.get("limits", ())]


def limit_words(limit: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    text = str(LIMITS.get(limit["code"], limit["code"]))
    names = [str(titles.get(name) or METHODS.get(name, name)) for name in limit.get("names", ())]
    details = [*number_words(limit.get("numbers", {})), *names]
    return f"{text} ({'; '.join(details)})" if details else text


def number_words(numbers: Mapping[str, float | None]) -> Iterable[str]:
    """Numbers of a limit with what they count; those nobody has a word for stay out."""
    for key, value in numbers.items():
        if value is None:
            continue
        if key == "buckets":
            yield ngettext("%(n)s period", "%(n)s periods", int(value)) % {"n": number(int(value))}
        elif key == "items":
            yield ngettext("%(n)s item", "%(n)s items", int(value)) % {"n": number(int(value))}
        elif key in {"cases", "compared"}:
            yield ngettext("%(n)s peak", "%(n)s peaks", int(value)) % {"n": number(int(value))}
        elif key == "share":
            yield _("%(n)s%% of the periods") % {"n": percent(value)}
        elif key == "factor":
            yield _("%(n)s times as wide") % {"n": number(round(value, 1))}


def gap_words(silence: Mapping[str, Any]) -> str:
    """One outage as the page tells it."""
    if silence["why"]:
        return str(silence["why"])
    if silence["platform"]:
        return _("%(platform)s gave no data") % {"platform": silence["platform"]}
    return _("no source gave data")


def power_words(power: Mapping[str, Any]) -> list[dict[str, str]]:
    """The smallest fall that could be seen, a row a length of the window."""
    return [
        {
            "hours": number(round(each["hours"])),
            "fall": percent(each["smallest_fall"]) if each["smallest_fall"] is not None else "",
            "items": number(round(each["expected_items"]))
            if each["expected_items"] is not None
            else "–",
        }
        for each in power.get("windows", ())
    ]
