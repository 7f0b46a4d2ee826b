"""What a difference between two statements is measured by, in numbers with names.

They say how near the two are, how far another part of the message or another sentence of the
region explains the difference, and which words stand here that tell of another time, place or
case. :mod:`.weighing` makes one share of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.leads import LEAD
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.topics import Nearness
from tangkal.strategic_communication.alignment.views import Clash
from tangkal.strategic_communication.alignment.wording import Runs, Vocabulary, runs_of

Told = tuple[Statement, Clash]  # a difference, with the part of the message that it answers
Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One difference: name → number, 0 where it is not named, and how the sentence puts it."""

    numbers: Numbers
    runs: Runs


_CUES = {
    "then": "dulu dahulu lalu lama sebelumnya semula pernah sempat kemarin silam",
    "elsewhere": "lain lainnya berbeda beda tetangga tersendiri terpisah serupa",
    "told": "kabar isu hoaks beredar mengira kira menyebut disebut anggapan rumor pesan bilang",
    "untrue": "benar keliru bohong salah meluruskan palsu",
    "case": "kalau bila jika apabila bagi untuk",
    "only": "hanya cuma saja khusus",
    "no": "tidak tak bukan belum tanpa jangan ga gak nggak enggak ndak",
    "also": "juga pula pun termasuk",
    "still": "tetap masih",
    "must": "wajib harus perlu",
    "may": "boleh bisa dapat",
    "which": "yang",
    "rather": "bukan melainkan tetapi tapi",
    "self": "sendiri masing-masing",
    "ended": "dihentikan ditiadakan dibatalkan berakhir dicabut ditutup berhenti selesai",
    "until": "sampai hingga sebelum selambatnya terakhir",
    "from": "mulai sejak setelah sesudah",
    "and": "dan serta atau",
}
_CUE_WORDS = {name: word_set(words) for name, words in _CUES.items()}
_MOST = 3  # of anything counted, beyond which more says nothing
_MANY = 9
_SMALL = {"same": 0.1, "diff": 0.3, "polarity": 0.5, "sense": 0.15, "duty": 0.1}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far one local statement says what one part of the message says."""

    forward: float  # share of the part's topic words and values that are here
    backward: float  # share of the statement's that are the part's
    polarity: float  # -1 to 1: of the words in common, affirmed or denied alike
    same: int  # values in common
    diff: int  # values of one slot that differ
    sense: int  # concepts told alike less those told the other way
    duty: int  # 1 one duty, -1 clashing ones

    @property
    def score(self) -> float:
        both = self.forward + self.backward
        likeness = 2 * self.forward * self.backward / both if both else 0.0
        turned = self.polarity < 1 and likeness > 0
        return (
            likeness
            + _SMALL["same"] * min(self.same, _MOST)
            - _SMALL["diff"] * min(self.diff, _MOST)
            + _SMALL["sense"] * float(np.sign(self.sense))
            + _SMALL["duty"] * self.duty
            - _SMALL["polarity"] * turned
        )


def agreement(part: Statement, statement: Statement) -> Agreement:
    """How far a local statement says what a part of the message says."""
    ours = {word.stem: word.negated for word in part.words}
    theirs = {word.stem: word.negated for word in statement.words}
    shared = [stem for stem in ours if stem in theirs]
    alike = sum(
        1 if None in {ours[stem], theirs[stem]} or ours[stem] is theirs[stem] else -1
        for stem in shared
    )
    values, others = _values(part), _values(statement)
    matches = [[compare(own, fact) for fact in others] for own in values]
    same = sum(Match.SAME in row for row in matches)
    diff = sum(
        not any(row[k] is Match.SAME for row in matches)
        and any(row[k] in {Match.DIFFERENT, Match.TURNED} for row in matches)
        for k in range(len(others))
    )
    concepts = part.signs.keys() & statement.signs.keys()
    sense = sum(1 if part.signs[name] & statement.signs[name] else -1 for name in concepts)
    clash = any(
        frozenset({one, other}) in lexicon.CLASHING
        for one in part.modality
        for other in statement.modality
    )
    duty = 1 if part.modality & statement.modality else -clash
    hits = len(shared) + same
    return Agreement(
        forward=hits / max(1, len(ours) + len(values)),
        backward=hits / max(1, len(theirs) + len(others)),
        polarity=alike / max(1, len(shared)),
        same=same, diff=diff, sense=sense, duty=duty,
    )  # fmt: skip


def _values(statement: Statement) -> list[Fact]:
    return [f for f in statement.facts if f.counts and f.kind not in lexicon.CLASSES]


class Measures:
    """The numbers of every difference between a message and a text."""

    def __init__(
        self,
        central: Sequence[Statement],
        local: Sequence[Statement],
        nears: Sequence[Sequence[Nearness]],
        told: Sequence[Told],
    ) -> None:
        self._central, self._local, self._nears = central, local, nears
        self._message, self._text = Vocabulary(central), Vocabulary(local)
        self._place = {part.start: at for at, part in enumerate(central)}
        self._agree = [[agreement(part, each) for each in local] for part in central]
        self._scores = np.array([[each.score for each in row] for row in self._agree])
        self._stems = frozenset().union(*(part.stems for part in central))
        self._ours = [fact for part in central for fact in part.facts if fact.counts]
        self._theirs = [fact for each in local for fact in each.facts if fact.counts]
        self._lows = [frozenset(token.low for token in each.tokens) for each in local]
        self._own_lows = [frozenset(token.low for token in each.tokens) for each in central]
        self._whole = frozenset().union(*self._own_lows)
        seen = {(clash.at, clash.rule) for _, clash in told}
        self._leads = Counter(at for at, rule in seen if rule.startswith(LEAD))
        self._rules = Counter(at for at, rule in seen if not rule.startswith(LEAD))
        self._same_kind = Counter((clash.at, clash.kind) for _, clash in told)

    def of(self, part: Statement, clash: Clash) -> Measured:
        """What there is to know of one difference."""
        ours, at = self._place[part.start], clash.at
        runs = runs_of(part, self._local[at], self._message, self._text)
        return Measured(self._numbers(ours, at, clash), runs)

    def _numbers(self, ours: int, at: int, clash: Clash) -> Numbers:
        return (
            self._what(clash)
            | self._nearness(ours, at)
            | self._others(ours, at)
            | self._standing(ours, at)
            | self._words(ours, at)
            | self._cues(ours, at)
            | self._around(at)
            | self._facts(clash)
            | self._term(clash)
        )

    def _what(self, clash: Clash) -> Numbers:
        """What was seen, by which rule, and what else was seen beside it."""
        of_facts = f"fact {clash.central.kind}" if clash.central else "no fact"
        rules, leads = self._rules[clash.at], self._leads[clash.at]
        return {
            f"rule {clash.rule}": 1.0, f"kind {clash.kind}": 1.0, of_facts: 1.0,
            "is lead": clash.rule.startswith(LEAD), "topic": clash.topic,
            "rules here": min(rules, _MOST), "leads here": min(leads, _MANY),
            "rules elsewhere": min(self._rules.total() - rules, _MANY),
            "leads elsewhere": min(self._leads.total() - leads, _MANY),
            "same kind here": min(self._same_kind[clash.at, clash.kind], _MOST),
        }  # fmt: skip

    def _nearness(self, ours: int, at: int) -> Numbers:
        near, agree = self._nears[ours][at], self._agree[ours][at]
        return {
            "near": near.topic, "forward": near.forward, "backward": near.backward,
            "matched": len(near.matched),
            "agree forward": agree.forward, "agree backward": agree.backward,
            "agree polarity": agree.polarity, "agree score": agree.score,
            "agree same": min(agree.same, _MOST), "agree diff": min(agree.diff, _MOST),
            "agree sense": float(np.sign(agree.sense)), "agree duty": agree.duty,
        }  # fmt: skip

    def _others(self, ours: int, at: int) -> Numbers:
        """Whether another part says what the region says, another sentence what the centre says."""
        score = self._scores[ours, at]
        part = float(np.delete(self._scores[:, at], ours).max(initial=0.0))
        sentence = float(np.delete(self._scores[ours], at).max(initial=0.0))
        rest = [row[at] for k, row in enumerate(self._agree) if k != ours]
        best = self._scores.max(axis=1)
        return {
            "other part": part, "other part over": part - score,
            "other part duty": max((each.duty for each in rest), default=0),
            "other part sense": max((float(np.sign(each.sense)) for each in rest), default=0.0),
            "other part same": max((min(each.same, _MOST) for each in rest), default=0),
            "other sentence": sentence, "other sentence over": sentence - score,
            "best of message": float(best.mean()), "worst of message": float(best.min()),
        }  # fmt: skip

    def _standing(self, ours: int, at: int) -> Numbers:
        """How long both are, where the sentence stands, and what it is said as."""
        part, statement = self._central[ours], self._local[at]
        return {
            "sentences": len(self._local), "parts": len(self._central),
            "tokens": len(statement.tokens), "part tokens": len(part.tokens),
            "place": at / len(self._local),
            "unknown facts": sum(fact.counts and not _among(fact, self._ours)
                                 for fact in statement.facts),
            "lost facts": sum(fact.counts and not _among(fact, self._theirs)
                              for fact in part.facts),
            "lost facts of all": sum(not _among(fact, self._theirs) for fact in self._ours),
            "hearsay": statement.hearsay, "past": statement.past,
            "asks": statement.asks, "denied": statement.denied,
            "everyone": statement.everyone, "only": statement.only,
            "part everyone": part.everyone, "part only": part.only,
        }  # fmt: skip

    def _words(self, ours: int, at: int) -> Numbers:
        """How many words are shared, alike and turned, what is new, and what stands first."""
        part, statement = self._central[ours], self._local[at]
        theirs = {word.stem: word.negated for word in statement.words}
        shared = [word for word in part.words if word.stem in theirs]
        turned = sum(theirs[w.stem] is (not w.negated) and w.negated is not None for w in shared)
        unsure = sum(None in {theirs[word.stem], word.negated} for word in shared)
        new = sum(word.stem not in self._stems for word in statement.words)
        first = statement.words[0].stem if statement.words else ""
        own_first = part.words[0].stem if part.words else ""
        return {
            "shared": len(shared), "turned": turned, "unsure": unsure,
            "alike": len(shared) - turned - unsure,
            "negated here": sum(word.negated is True for word in statement.words),
            "negated there": sum(word.negated is True for word in part.words),
            "new words": new, "new share": new / max(1, len(statement.words)),
            "first known": first in self._stems, "first of part": first in part.stems,
            "one subject": first == own_first, "own first here": own_first in theirs,
        }  # fmt: skip

    def _cues(self, ours: int, at: int) -> Numbers:
        """Words of other times, places, cases and bounds: here, there, here alone, there alone."""
        mine, yours = self._own_lows[ours], self._lows[at]
        found: Numbers = {}
        for name, words in _CUE_WORDS.items():
            here, there = bool(words & yours), bool(words & mine)
            found |= {
                f"here {name}": here, f"there {name}": there,
                f"only here {name}": here and not words & self._whole,
                f"only there {name}": there and not here,
            }  # fmt: skip
        return found

    def _around(self, at: int) -> Numbers:
        """What the sentences before and behind are."""
        found: Numbers = {}
        if at:
            before = self._local[at - 1]
            found |= {
                "before told": bool(_TOLD & self._lows[at - 1]),
                "before hearsay": before.hearsay or before.asks,
                "before near": max(near[at - 1].topic for near in self._nears),
            }
        if at + 1 < len(self._local):
            found |= {
                "after untrue": bool(_CUE_WORDS["untrue"] & self._lows[at + 1]),
                "after denied": self._local[at + 1].denied,
            }
        return found

    def _facts(self, clash: Clash) -> Numbers:
        """Where else the two values are said, and what there is to be compared with them."""
        own, other, statement = clash.central, clash.local, self._local[clash.at]
        if own is None:
            return {}
        here = [fact for fact in statement.facts if fact.counts]
        found: Numbers = {
            "own said": sum(compare(own, fact) is Match.SAME for fact in self._theirs),
            "own said here": sum(compare(own, fact) is Match.SAME for fact in here),
            "own rivals": sum(fact.slot == own.slot for fact in self._ours),
            "own kind there": sum(fact.kind == own.kind for fact in self._ours),
            "own kind here": sum(fact.kind == own.kind for fact in self._theirs),
            "own bound": _way(own), "own limit": own.is_limit,
        }  # fmt: skip
        if other is not None:
            matches = [compare(each, other) for each in self._ours]
            found |= {
                "other known": matches.count(Match.SAME),
                "other differs": matches.count(Match.DIFFERENT),
                "other turned": compare(own, other) is Match.TURNED,
                "other bound": _way(other),
                "one bound": own.bound == other.bound, "one unit": own.unit == other.unit,
                "one role": own.role == other.role,
                "anchors": len(own.anchors & other.anchors),
                "anchors here": len(own.anchors & statement.stems),
                "anchored": bool(own.anchors),
            }  # fmt: skip
        return found

    def _term(self, clash: Clash) -> Numbers:
        """How new the words are that the rule points at, and with what they open."""
        words = clash.local_words.lower().split()
        if not words:
            return {}
        stems = frozenset(group_of(word) for word in words)
        return {
            "term new": len(stems - self._stems) / len(stems), "term long": len(stems),
            **{f"term {name}": words[0] in _CUE_WORDS[name] for name in _OPENERS},
        }  # fmt: skip


_TOLD = _CUE_WORDS["told"] | _CUE_WORDS["untrue"]
_OPENERS = ("must", "case", "no", "only", "which")


def _among(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether one of the facts says the same."""
    return any(compare(each, fact) is Match.SAME for each in facts)


def _way(fact: Fact) -> int:
    """1 from a value on, -1 up to it."""
    return (fact.bound in {"at_least", "from"}) - (fact.bound in {"at_most", "until"})
