"""Choose each post's words: a new wording, or a copy of one that is already going round.

Copies are taken from the story's recent posts at random, copies included, so popular texts
grow more popular: families come out heavy-tailed, as real ones are. A family is a text and
its copies; two wordings of one pattern are two families though they may share many words,
so an index that joins some of them is not wrong, and pair precision has a ceiling below 1.
"""

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tangkal.exercises.accounts import Account
from tangkal.exercises.details import fill_late_slots
from tangkal.exercises.noise import copied, with_slang, with_slip
from tangkal.exercises.phrasing import Phrase, deck
from tangkal.exercises.stories import chatter
from tangkal.exercises.story import Story

MEMORY = 2_048  # recent posts a story can copy from
POPULARITY = 0.6  # chance that a copy follows popularity; else any recent wording will do
CHATTER = {language: deck(many) for language, many in chatter.BY_LANGUAGE.items()}


class Text(NamedTuple):
    """A worded text and the truth about where its words come from."""

    text: str
    family_id: str  # the same for a text and everything copied from it
    language: str
    variant: str  # "original", "exact", "light", "added", "truncated"
    personal_data: tuple[str, ...]  # fake details in the text, to be masked


def new_text(phrase: Phrase, account: Account, someone: Account, random: Random) -> Text:
    """One wording of a phrase by an account; equal wordings have equal family ids."""
    number = random.getrandbits(96) % phrase.size
    text = phrase.say(number).replace("  ", " ")  # an empty choice between two spaces
    family_id = f"{phrase.name}:{number:x}"
    if not phrase.late_slots:
        return Text(text, family_id, phrase.language, "original", ())
    details = random.getrandbits(40)
    text, planted = fill_late_slots(
        phrase, text, details, place=account.place.name, someone=someone.handle
    )
    family_id += f":{details:x}" if planted else f":{account.place.name}"
    return Text(text, family_id, phrase.language, "original", planted)


@dataclass(slots=True)
class CopiedStory:
    """A planted story as it goes round: remembers what can be copied from it."""

    story: Story
    phrases: tuple[Phrase, ...] = ()
    recent: list[Text] = field(default_factory=list)  # posts, copies included
    wordings: list[Text] = field(default_factory=list)  # recent new wordings, once each

    def __post_init__(self) -> None:
        first = 1 if self.story.label == "hoax" else 0
        self.phrases = deck(self.story.phrases[first:])

    def next_text(self, account: Account, someone: Account, random: Random) -> Text:
        """The next post's words."""
        if not self.recent or random.random() < self.story.new_wording:
            text = new_text(self._phrase(random), account, someone, random)
            _remember(self.wordings, text, random)
            _remember(self.recent, text, random)
            return text
        pool = self.recent if random.random() < POPULARITY else self.wordings
        source = pool[random.getrandbits(24) % len(pool)]
        _remember(self.recent, source, random)  # the original's words: edits do not pile up
        # An edit could break a detail that masking must find; newsrooms copy letter by letter.
        if source.personal_data or self.story.title or self.story.voice != "private":
            return source._replace(variant="exact")
        words, variant = copied(source.text, random.getrandbits(64))
        return source._replace(text=words, variant=variant)

    def _phrase(self, random: Random) -> Phrase:
        """A pattern for a new wording; a hoax opens with its earlier edition, once."""
        if self.story.label == "hoax" and not self.wordings:
            return self.story.phrases[0]
        return self.phrases[int(random.random() * len(self.phrases))]


def _remember(pool: list[Text], text: Text, random: Random) -> None:
    """Add to a pool of bounded size; a full one forgets any of its texts."""
    if len(pool) < MEMORY:
        pool.append(text)
    else:
        pool[random.getrandbits(24) % MEMORY] = text


def small_talk(account: Account, someone: Account, random: Random) -> Text:
    """Ordinary talk in a language of the account's province, a third of it in slang."""
    phrases = CHATTER[_language(account, random)]
    text = new_text(phrases[int(random.random() * len(phrases))], account, someone, random)
    if text.personal_data:
        return text
    style = random.getrandbits(40)
    if style % 4 == 0:  # some people have two things to say
        text = _joined(
            text, new_text(phrases[int(random.random() * len(phrases))], account, someone, random)
        )
    words = text.text
    if text.personal_data:
        return text
    style //= 4
    if style % 3 == 0 and text.language == "id":
        words = with_slang(words, style // 3)
    if style % 11 == 0:
        words = with_slip(words, style // 11)
    if style % 5 == 0:
        words = words.lower()
    return text if words == text.text else text._replace(text=words, variant="light")


def _joined(first: Text, second: Text) -> Text:
    return first._replace(
        text=f"{first.text} {second.text}",
        family_id=f"{first.family_id}+{second.family_id}",
        personal_data=first.personal_data + second.personal_data,
    )


def _language(account: Account, random: Random) -> str:
    chance = random.random()
    if chance < chatter.ENGLISH_SHARE:
        return "en"
    regional = chatter.REGIONAL_LANGUAGE.get(account.place.code[:2])
    if regional is not None and chance > 1 - chatter.REGIONAL_SHARE:
        return regional
    return "id"
