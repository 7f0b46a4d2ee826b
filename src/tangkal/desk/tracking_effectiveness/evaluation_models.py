"""What is kept of an evaluation. Plan, measurement and finding are three different records."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.states import EvaluationState


class MessageType(models.TextChoices):
    """What kind of answer it is; a finding is looked up by it."""

    DEBUNK = "debunk", _("Debunk: false claim answered")
    CONTEXT = "context", _("Context: what is missing added")
    PREBUNK = "prebunk", _("Prebunk: warned beforehand")
    STATEMENT = "statement", _("First statement")
    SERVICE = "service", _("Service put right")
    ADMISSION = "admission", _("Own error admitted")
    AWARENESS = "awareness", _("Awareness raising")
    OTHER = "other", _("Other answer")


class Audience(models.TextChoices):
    """For whom an answer was written: groups of the public, never persons."""

    PUBLIC = "public", _("Everybody")
    REGION = "region", _("People of one region")
    USERS = "users", _("Users of a service")
    PARENTS = "parents", _("Parents and schools")
    ELDERLY = "elderly", _("Older people")
    YOUTH = "youth", _("Young people")
    FAITH = "faith", _("Communities of faith")
    MEDIA = "media", _("Newsrooms")
    OFFICIALS = "officials", _("Officials and field staff")


class Stage(models.TextChoices):
    """The chain from effort to lesson (the doctrine's A6)."""

    INPUTS = "inputs", _("Inputs")
    OUTPUTS = "outputs", _("Outputs")
    OUTTAKES = "outtakes", _("Outtakes")
    OUTCOMES = "outcomes", _("Outcomes")
    IMPACT = "impact", _("Impact")
    LEARNING = "learning", _("Learning")


class EvaluationPlan(models.Model):
    """How one response is to be judged: set beforehand where possible, and dated."""

    class Tier(models.TextChoices):
        BASIC = "basic", _("Basic")
        ENHANCED = "enhanced", _("Enhanced")
        COMPREHENSIVE = "comprehensive", _("Comprehensive")

    class Bucket(models.IntegerChoices):
        HOUR = 1, _("an hour")
        QUARTER = 6, _("six hours")
        DAY = 24, _("a day")

    class Peak(models.TextChoices):
        """Whether we answered because it was at its height; it decides which falls count."""

        UNKNOWN = "", _("Not known")
        YES = "yes", _("Yes: we answered because it was growing or high")
        NO = "no", _("No: the moment had another reason")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluation_plans")
    # The response; None until it is out, or where it was given elsewhere than on the portal.
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acted_at = models.DateTimeField(null=True, blank=True)  # where no clarification tells it
    title = models.CharField(max_length=200)
    message_type = models.CharField(max_length=12, choices=MessageType, default=MessageType.DEBUNK)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PUBLIC)
    tier = models.CharField(max_length=14, choices=Tier, default=Tier.BASIC)
    state = models.CharField(
        max_length=14, choices=EvaluationState, default=EvaluationState.PLANNED
    )
    # The chain, in the planner's words; what is empty is not planned.
    inputs = models.TextField(blank=True)
    outputs = models.TextField(blank=True)
    outtakes = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    # Without all of these the evaluation stays "unmeasured".
    baseline = models.TextField(blank=True)
    target = models.TextField(blank=True)
    method = models.TextField(blank=True)
    comparison = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    target_percent = models.SmallIntegerField(  # change of items aimed at: -30 is 30% fewer
        null=True, blank=True, validators=[MinValueValidator(-100), MaxValueValidator(0)]
    )
    # What is counted, and against what.
    narratives = models.JSONField(default=list)  # ids of the narratives answered
    comparisons = models.JSONField(default=list)  # [{"id", "title", "items", "why"}]
    bucket_hours = models.PositiveSmallIntegerField(choices=Bucket, default=Bucket.HOUR)
    days_before = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(2), MaxValueValidator(90)]
    )
    days_after = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    triggered_by_peak = models.CharField(max_length=3, choices=Peak, blank=True, default="")
    # Stretches without data that people know of: [{"since", "until", "why"}], moments in ISO.
    outages = models.JSONField(default=list)
    # Smallest effect that could be seen, as computed when the plan was made; {} where it was not.
    power = models.JSONField(default=dict)
    left_why = models.TextField(blank=True)  # why it is left unmeasured
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-planned_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("clarification",), name="one_plan_a_clarification")
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.title}"


class Measurement(models.Model):
    """One estimate as it was made: what was asked, what was answered, by which method. Never
    changed; a later one stands beside it.
    """

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="measurements")
    number = models.PositiveIntegerField()
    question = models.JSONField()  # counts and everything else the library was given
    answer = models.JSONField()  # everything it answered
    sha256 = models.CharField(max_length=64)  # of the question: what is computed again is the same
    verdict = models.CharField(max_length=20)  # the answer's state: fell, cannot_tell …
    change = models.FloatField(null=True)  # -0.31 is 31% fewer; None where nothing can be said
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    first_at = models.DateTimeField()  # start of the first period counted
    acted_at = models.DateTimeField()
    until = models.DateTimeField()
    library = models.CharField(max_length=60)  # version of the method
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="one_measurement_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number} {self.verdict}"


class Reading(models.Model):
    """One figure of the chain that people bring: its metric, baseline, value and limitation."""

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="readings")
    stage = models.CharField(max_length=10, choices=Stage)
    metric = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)  # None: not known, and shown as missing
    method = models.CharField(max_length=300)
    limitation = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.metric


class ReachFigure(models.Model):
    """How far correction or falsehood got on one platform in one measure, within 72 hours."""

    class Side(models.TextChoices):
        CORRECTION = "correction", _("Our answer")
        FALSEHOOD = "falsehood", _("The false claim")

    class Metric(models.TextChoices):
        PEOPLE = "people", _("People reached")
        VIEWS = "views", _("Views")
        SHARES = "shares", _("Shares")
        LIKES = "likes", _("Likes")

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="reach_figures")
    side = models.CharField(max_length=10, choices=Side)
    metric = models.CharField(max_length=6, choices=Metric)
    platform = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)  # who says so: a platform's own page, a report
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("platform", "metric", "-at", "-pk")

    def __str__(self) -> str:
        return f"{self.side} {self.metric} {self.platform}"


class Overlap(models.Model):
    """How many of those reached by the falsehood the correction reached too: lawful aggregates
    alone, with the basis on which they were given.
    """

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="overlaps")
    platform = models.CharField(max_length=40)
    reached_by_falsehood = models.PositiveBigIntegerField()
    reached_by_both = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.platform}: {self.reached_by_both}/{self.reached_by_falsehood}"


class Finding(models.Model):
    """What a person concludes; it rests on a measurement, or says that it rests on none."""

    class Kind(models.TextChoices):
        WORKED = "worked", _("It worked")
        NO_EFFECT = "no_effect", _("It changed nothing that we could see")
        BACKFIRED = "backfired", _("It made matters worse")
        CANNOT_TELL = "cannot_tell", _("It cannot be told")
        LESSON = "lesson", _("A lesson about how we work")

    plan = models.ForeignKey(
        EvaluationPlan, on_delete=models.PROTECT, null=True, related_name="findings"
    )
    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, related_name="findings"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=Kind)
    message_type = models.CharField(max_length=12, choices=MessageType)
    audience = models.CharField(max_length=12, choices=Audience)
    text = models.TextField()
    advice = models.TextField(blank=True)  # what to do next time
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Taken back by a person with the reason; it stays readable.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("message_type", "audience"), name="finding_lookup")]

    def __str__(self) -> str:
        return self.text[:80]
