"""Which answer an address or an operation gives to whom: the words in which the tables speak."""

from dataclasses import dataclass

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role

STRANGER = "stranger"
ROLES = [role.value for role in Role]
ACCOUNTS = ["nobody", *ROLES, *(f"foreign_{role}" for role in ROLES)]
READING = frozenset(role.value for role in CONTENT_ROLES)
SCREENING = frozenset({Role.MONITOR.value, Role.ANALYST.value})
PLANNING = frozenset({Role.ANALYST.value, Role.APPROVER.value})
BRINGING = SCREENING | {Role.VERIFIER.value}
ANSWERING = BRINGING | {Role.WRITER.value, Role.APPROVER.value}
PROVING = BRINGING | {Role.WRITER.value, Role.LEGAL.value, Role.REGIONAL_ADMIN.value}
WORKING = frozenset({Role.ANALYST.value})
GRADING = frozenset({Role.ANALYST.value, Role.VERIFIER.value})
EVERY_ROLE = frozenset(ROLES)
PROMOTING = frozenset({Role.VERIFIER.value, Role.SYSTEM_ADMIN.value})
CONTROLLING = frozenset({Role.EXERCISE_CONTROLLER.value})
VERIFYING = frozenset({"verifikator"})
WRITING = frozenset({"penyusun"})
APPROVING = frozenset({"penyetuju"})
LEGAL = frozenset({"hukum", "pejabat_pdp"})
RESPONDING = frozenset({"penyetuju", "penyusun"})
MEASURING = frozenset({"analis", "evaluator"})
NOTING = frozenset(
    {
        "admin_daerah",
        "analis",
        "evaluator",
        "hukum",
        "pejabat_pdp",
        "pemantau",
        "penyetuju",
        "penyusun",
        "verifikator",
    }
)
REVIEWING = frozenset({"hukum", "pejabat_pdp", "penyetuju", "penyusun", "verifikator"})
JUDGING_LABELS = frozenset({"penyetuju", "verifikator"})
REPORTING = frozenset({"analis", "penyetuju", "verifikator"})
USEFUL = frozenset({"analis", "pemantau", "penyetuju", "verifikator"})
ADMIN, AUDITOR = frozenset({Role.SYSTEM_ADMIN.value}), frozenset({Role.AUDITOR.value})
NONE: frozenset[str] = frozenset()

SIGN_IN = 302
REFUSED, HIDDEN, NOT_THAT_WAY = 403, 404, 405


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Which answer an address gives to whom."""

    ours: frozenset[str] = NONE  # roles of the own organisation that get `answer`
    theirs: frozenset[str] = NONE  # roles of a foreign organisation that get it too
    answer: int = 200
    hidden: frozenset[str] = NONE  # foreign roles that are told there is no such page
    hidden_from_ours: frozenset[str] = NONE
    anybody: bool = False  # every account, with a role or without
    strangers: int = SIGN_IN

    def expected(self, who: str) -> int:
        if who == STRANGER:
            return self.strangers
        is_foreign, role = who.startswith("foreign_"), who.removeprefix("foreign_")
        if self.anybody or role in (self.theirs if is_foreign else self.ours):
            return self.answer
        return HIDDEN if role in (self.hidden if is_foreign else self.hidden_from_ours) else REFUSED


def everybody(answer: int = 200) -> Who:
    return Who(anybody=True, answer=answer, strangers=answer)


def signed_in(answer: int = 200) -> Who:
    return Who(anybody=True, answer=answer)


def roles(found: frozenset[str], answer: int = 200) -> Who:
    """These roles of any organisation: what they see belongs to no organisation, or is filtered."""
    return Who(ours=found, theirs=found, answer=answer)


def own(found: frozenset[str], answer: int = 200, *, hidden: frozenset[str] = READING) -> Who:
    """These roles of the own organisation; a foreign reader is told that nothing is there."""
    return Who(ours=found, answer=answer, hidden=hidden)


NO = everybody(NOT_THAT_WAY)
PUBLIC = (everybody(), NO)
LOOK = (roles(READING), NO)  # every content role of any organisation
SHUT = own(NONE)  # the case is published: nobody adds to it any more
