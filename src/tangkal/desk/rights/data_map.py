"""The data map: which personal data the desk holds, of whom, why, how long, and who reads it.

The page for data protection officers is drawn from this table. A test walks every field of every
model that could hold a person's data (words, files, links, accounts) and fails where its model
stands neither here nor in `FREE`: nobody adds a store of personal data without a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User

Text = str | Promise

DUTY = _("Public duty (UU PDP 27/2022, article 20)")
LEGAL = _("Legal obligation (UU PDP 27/2022, article 20)")
CONSENT = _("Consent of the person who writes (UU PDP 27/2022, article 20)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of personal data and everything the law asks to be written down about it."""

    key: str
    what: Text
    whose: Text
    why: Text
    basis: Text
    kept: Text
    readers: Text
    models: tuple[str, ...]  # labels; every field of these that can hold a person's data


MAP: tuple[Holding, ...] = (
    Holding(
        key="platform_requests",
        what=_("Requests to platforms with their reasons, and who wrote, reviewed and signed them"),
        whose=_("Staff; people whose posts are named by address"),
        why=_("Account for what was asked of platforms, and let the person affected object"),
        basis=DUTY,
        kept=_("As long as the case"),
        readers=_("Readers of the case; the person affected reads the statement of reasons"),
        models=("platform_requests.*", "transparency.*"),
    ),
    Holding(
        key="accounts",
        what=_("Accounts: name, user name, e-mail, office, roles, second factor, sessions"),
        whose=_("Staff"),
        why=_("Sign in, know who may do what, reach the person"),
        basis=DUTY,
        kept=_("As long as the account exists; sessions until they end"),
        readers=_("Administrators and auditors of the office"),
        models=(
            "accounts.User",
            "accounts.RoleAssignment",
            "accounts.Authenticator",
            "accounts.RecoveryCode",
            "accounts.FactorFailure",
            "accounts.ExternalIdentity",
            "accounts.DeskSession",
            "api.ApiToken",
            "api.KeptAnswer",
        ),
    ),
    Holding(
        key="own",
        what=_("What people set up for themselves: saved views, watches, notices, presence"),
        whose=_("Staff"),
        why=_("Work comfortably; be told of what concerns one"),
        basis=DUTY,
        kept=_("Until the person removes it; notices as long as raw material"),
        readers=_("The person alone; presence: those on the same page"),
        models=(
            "cases.CaseView",
            "cases.Watch",
            "cases.Mention",
            "cases.Presence",
            "early_warning.SavedView",
            "inbox.Notice",
            "inbox.Silence",
            "alerts.Rule",
            "crisis.Presence",
        ),
    ),
    Holding(
        key="acts",
        what=_("Who did what and when: the audit trail, and the author of every record"),
        whose=_("Staff"),
        why=_("Nobody decides unseen; a decision can be checked and appealed against"),
        basis=LEGAL,
        kept=_("Permanently; no part of the trail can be removed"),
        readers=_("Auditors; on a case, those who read the case"),
        models=("audit.AuditEvent", "approvals.Approval"),
    ),
    Holding(
        key="access",
        what=_("Who read what, in which hour"),
        whose=_("Staff"),
        why=_("Find out who saw what, should something get out"),
        basis=LEGAL,
        kept=_("One year"),
        readers=_("Auditors; approvers of the office that leads a case, for its cases"),
        models=("rights.Access",),
    ),
    Holding(
        key="conflicts",
        what=_("Conflicts of interest with their reasons"),
        whose=_("Staff, and people close to them"),
        why=_("Nobody decides in their own matter"),
        basis=LEGAL,
        kept=_("As long as the case"),
        readers=_("Those who read the case"),
        models=("approvals.Conflict",),
    ),
    Holding(
        key="readers",
        what=_("Receivers of outlets: e-mail addresses and telephone numbers, and what was sent"),
        whose=_("Journalists, partners, citizens who asked for it; staff who sent or took it"),
        why=_("Send approved texts to those who asked for them, and tell them of a withdrawal"),
        basis=CONSENT,
        kept=_("Until the receiver is taken off the list; deliveries as long as the case"),
        readers=_("Administrators of the office; readers of the case see addresses shortened"),
        models=("channels.*",),
    ),
    Holding(
        key="press",
        what=_(
            "Press contacts of offices: a name or a post, a telephone number, an e-mail address"
        ),
        whose=_("Staff who agreed to be named in public"),
        why=_("Newsrooms can ask about a press release"),
        basis=DUTY,
        kept=_("Until the office changes it; on press releases for good"),
        readers=_("The public"),
        models=("channels.PressContact",),
    ),
    Holding(
        key="followers",
        what=_("Who follows which topics and regions, and what they were told; addresses sealed"),
        whose=_("Citizens who asked to be told of new answers, and confirmed it"),
        why=_("Tell them what was published, corrected or withdrawn"),
        basis=CONSENT,
        kept=_("Until they stop; unconfirmed wishes 72 hours; what was told, one year"),
        readers=_("Nobody; the desk sees counts of at least five"),
        models=("following.*",),
    ),
    Holding(
        key="reach",
        what=_("Contacts: where alerts go, who sits in a crisis team, who is on duty"),
        whose=_("Staff, spokespersons"),
        why=_("Reach the right person within minutes"),
        basis=DUTY,
        kept=_("Until the destination, crisis or shift is removed"),
        readers=_("Administrators; members of the crisis team"),
        models=(
            "alerts.Destination",
            "alerts.Attempt",
            "alerts.Message",
            "alerts.ExerciseLeave",
            "crisis.Seat",
            "deadlines.DutyShift",
            "deadlines.DutyOverride",
            "deadlines.HandOver",
            "deadlines.Escalation",
        ),
    ),
    Holding(
        key="questions",
        what=_("Citizens' questions; numbers, addresses and identities masked before storing"),
        whose=_("Citizens who ask on the portal"),
        why=_("Check the claim and answer"),
        basis=CONSENT,
        kept=_("Text and link as long as raw material (90 days unless set otherwise)"),
        readers=_("Everybody with a content role"),
        models=("portal.PublicReport",),
    ),
    Holding(
        key="askers",
        what=_("Where citizens who ask are written to, encrypted; what they sent and were sent"),
        whose=_("Citizens who ask and leave an e-mail address or write by chat"),
        why=_("Tell them what became of their question, and what they subscribed to"),
        basis=CONSENT,
        kept=_("Addresses 30 days after the last message; pictures and texts as raw material"),
        readers=_("Addresses: nobody, pages show a drawn name. Pictures: every content role"),
        models=("questions.*",),
    ),
    Holding(
        key="tipline",
        what=_("What people write in chats, masked; messages on their way, encrypted"),
        whose=_("Citizens who write to the tipline"),
        why=_("Answer them, also by a person where they ask for one"),
        basis=CONSENT,
        kept=_("Words 30 days, encrypted messages until answered; “hapus” deletes at once"),
        readers=_("Who answers citizens, where a person was asked for; nobody sees who wrote"),
        models=("tipline.*",),
    ),
    Holding(
        key="appeals",
        what=_("Appeals: reasons (masked), link, file, replies"),
        whose=_("Citizens who contest a published answer"),
        why=_("Look at the answer anew and reply"),
        basis=LEGAL,
        kept=_("Reasons and file two years after the outcome; the outcome permanently"),
        readers=_("Readers of the office whose answer is contested, and the appeal's officer"),
        models=("portal.Appeal", "rights.Review"),
    ),
    Holding(
        key="senders",
        what=_("Name and contact of an appeal's sender, where given; kept apart"),
        whose=_("Citizens who contest a published answer"),
        why=_("Send them the reply"),
        basis=CONSENT,
        kept=_("90 days after they were told the outcome"),
        readers=_("The appeal's officer; masked for everybody else"),
        models=("portal.AppealContact",),
    ),
    Holding(
        key="raw",
        what=_("Raw material: public posts, pseudonymised handles, and what was measured in it"),
        whose=_("People who post in public"),
        why=_("See false claims early; no profile of anybody is made"),
        basis=DUTY,
        kept=_("90 days unless set otherwise"),
        readers=_("Everybody with a content role"),
        models=(
            "intake.IntakeRun",
            "recognise.MatchSuggestion",
            "recognise.MatchJudgement",
            "recognise.KnownMedia",
            "cases.Signal",
            "situational_insight.*",
            "coordination.*",
            "early_warning.Mute",
            "early_warning.Feedback",
        ),
    ),
    Holding(
        key="evidence",
        what=_("Evidence of cases: copies of posts, pages and files with their source"),
        whose=_("People who posted, or are spoken of"),
        why=_("A verdict can be checked by others"),
        basis=DUTY,
        kept=_("Two years after the case was closed, unless held"),
        readers=_("Those who read the case"),
        models=(
            "cases.Evidence",
            "cases.EvidencePrint",
            "cases.Capture",
            "cases.Spread",
            "cases.SpreadFigure",
            "rights.EvidenceHold",
        ),
    ),
    Holding(
        key="work",
        what=_("Case work: claims, notes, judgements, decisions, drafts, crisis records"),
        whose=_("Staff; people spoken of in a claim"),
        why=_("Judge, decide and answer with reasons on record"),
        basis=DUTY,
        kept=_("As long as the case"),
        readers=_("Those who read the case, or sit in the crisis team"),
        models=(
            "cases.Case",
            "cases.CaseLink",
            "cases.CaseMerge",
            "cases.CaseNote",
            "cases.PublicNote",
            "cases.Claim",
            "cases.GateAssessment",
            "cases.Verdict",
            "cases.ImpactAssessment",
            "cases.Decision",
            "impact_analysis.*",
            "strategic_communication.*",
            "situation_reports.*",
            "tracking_effectiveness.*",
            "early_warning.Plan",
            "early_warning.PlanEdition",
            "crisis.*",
            "deadlines.Pause",
        ),
    ),
    Holding(
        key="regions",
        what=_("Directives: who wrote, confirmed, asked, published; names typed through a link"),
        whose=_("Staff of the centre and of regional governments"),
        why=_("Know which government received, understood and published which version"),
        basis=DUTY,
        kept=_("As long as the case"),
        readers=_("Those who read the centre’s cases; on its own row, each government"),
        models=(
            "directives.Directive",
            "directives.Recipient",
            "directives.Act",
            "directives.Link",
            "directives.LocalWording",
            "directives.LocalPublication",
            "directives.Dissent",
            "directives.Briefing",
            "alignment.*",
        ),
    ),
    Holding(
        key="partners",
        what=_("Partners: name, address, what they agreed to and how, what they were given"),
        whose=_("Community and religious leaders, information groups (KIM)"),
        why=_("Give them sheets that they agreed to get"),
        basis=CONSENT,
        kept=_("Until they withdraw: then name, address and region are erased at once"),
        readers=_("Writers, approvers and regional officers of the office that keeps them"),
        models=("directives.Contact", "directives.Handed"),
    ),
    Holding(
        key="published",
        what=_("Published answers, statements and their corrections"),
        whose=_("People named in them, where unavoidable"),
        why=_("The public can read and check them"),
        basis=DUTY,
        kept=_("Permanently, with every change"),
        readers=_("Everybody"),
        models=(
            "portal.Clarification",
            "portal.Correction",
            "portal.Interim",
            "portal.Statement",
            "portal.StatementEdition",
            "portal.ReferencePage",
            "portal.ReferenceEdition",
            "portal.ReferenceFile",
            "portal.Translation",
            "reference.*",
            "recognise.KnownClaim",
        ),
    ),
    Holding(
        key="evaluations",
        what=_("Evaluations of answers: plans, counts, findings, lessons; sums alone"),
        whose=_("Staff who plan and judge; nobody of the public"),
        why=_("Know what an answer changed, and what not to repeat"),
        basis=DUTY,
        kept=_("As long as the case"),
        readers=_("Those who read the case"),
        models=(
            "tracking_effectiveness.EvaluationPlan",
            "tracking_effectiveness.Measurement",
            "tracking_effectiveness.Reading",
            "tracking_effectiveness.ReachFigure",
            "tracking_effectiveness.Overlap",
            "tracking_effectiveness.Finding",
        ),
    ),
    Holding(
        key="rights",
        what=_("Requests about personal data, breaches, findings of auditors"),
        whose=_("People who ask; people concerned"),
        why=_("Answer in time and prove it"),
        basis=LEGAL,
        kept=_("Requests one year after the answer; breaches and findings permanently"),
        readers=_("Data protection officers and auditors"),
        models=(
            "rights.SubjectRequest",
            "rights.Breach",
            "rights.BreachEntry",
            "rights.Finding",
        ),
    ),
)

# Models with words or links in them that tell of no person, and why.
FREE: dict[str, str] = {
    "accounts.Region": "names of places",
    "accounts.Organisation": "names of offices",
    "audit.ChainHead": "a hash",
    "recognise.MediaBank": "names of collections",
    "recognise.MatcherPromotion": "figures of a method and the reason for its use",
    "cases.CaseCounter": "a number",
    "early_warning.Indicator": "search words for topics",
    "early_warning.HitCount": "counts",
    "early_warning.CountedBatch": "names of batches",
    "early_warning.Expiry": "dates",
    "deadlines.Limit": "durations",
    "deadlines.WorkingWeek": "days and hours of an office",
    "deadlines.Reopening": "counts",
    "alerts.Step": "an order of destinations",
    "alerts.Alert": "which rule rang for which signal",
    "portal.WordingTest": "two wordings of a public answer",
    "portal.SpentView": "a page view's random name, for two days, so that it counts once",
}


def covering(label: str) -> list[Holding]:
    """The lines of the map that name a model, by its label or its app's star."""
    star = f"{label.split('.', maxsplit=1)[0]}.*"
    return [each for each in MAP if label in each.models or star in each.models]


def personal_fields(model: type[models.Model]) -> Iterator[str]:
    """Fields of a model that could hold a person's data: words, files, links, accounts."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.Field):
            continue
        is_account = isinstance(field, models.ForeignKey) and field.related_model is User
        is_free_text = isinstance(
            field, models.TextField | models.FileField | models.JSONField
        ) or (isinstance(field, models.CharField) and not field.choices and not field.primary_key)
        if is_account or is_free_text or isinstance(field, models.GenericIPAddressField):
            yield field.name


def unmapped() -> list[str]:
    """Fields that could hold personal data and stand on no line of the map."""
    return sorted(
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if model.__module__.startswith("tangkal.") and model._meta.label not in FREE
        for name in personal_fields(model)
        if not covering(model._meta.label)
    )


def stale() -> list[str]:
    """Names in the map or in `FREE` that no model carries any more."""
    labels = {model._meta.label for model in apps.get_models()}
    starred = {f"{label.split('.')[0]}.*" for label in labels}
    named = {name for each in MAP for name in each.models} | set(FREE)
    return sorted(named - labels - starred)
