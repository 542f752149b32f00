from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, User
from accounts.models.questions import of_one_shape
from procurement.domain.lifecycle import NEXT, CompetitionState
from procurement.domain.stages import GoingOn, StageKind
from spinouts.domain.forms import LegalForm
from spinouts.models import Service

STATES = [(state.value, state.label) for state in CompetitionState]
PUBLIC_STATES = [state.value for state in CompetitionState if state != CompetitionState.DRAFT]


def percent_field(words: str) -> models.DecimalField:  # type: ignore[type-arg]
    """A percentage from 0 to 100 with up to four places, or nothing where the council sets no limit."""
    return models.DecimalField(
        words,
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class CompetitionQuerySet(models.QuerySet["Competition"]):
    def published(self) -> Self:
        """What the public may see; an abandoned competition only if it had been published."""
        return self.filter(published_at__isnull=False)

    @of_one_shape
    def visible_to(self, user: User) -> Self:
        """A published competition is visible to everybody, a draft only to its council."""
        at_council = Q(service__council__in=user.council_roles.values("council"))
        return self.filter(at_council | Q(published_at__isnull=False)).select_related("service__council")

    def beginnings(self) -> Self:
        """Those that somebody can begin with: no later stage, into which one only comes from the stage before."""
        return self.filter(follows=None)

    def of_councils_of(self, user: User) -> Self:
        return self.filter(service__council__in=user.council_roles.values("council"))


class Competition(Referenced):
    """One competitive flexible procedure for a partner (s.20)."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="competitions")
    title = models.CharField(max_length=200)
    summary = models.TextField("what the council seeks", blank=True)
    state = models.CharField(max_length=20, choices=STATES, default=CompetitionState.DRAFT.value)

    contract_years = models.PositiveSmallIntegerField(
        "length of the contract in years",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    extension_years = models.PositiveSmallIntegerField(
        "possible extension in years", default=0, validators=[MaxValueValidator(50)]
    )
    estimated_value_amount = models.DecimalField(
        "estimated value over the whole contract, including VAT",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    is_light_touch = models.BooleanField("a light touch contract (s.9)", default=False)
    asks_supplier_information = models.BooleanField(
        "bidders give core supplier information and declare exclusion grounds", default=False
    )

    least_employees_percent = percent_field("least share for employees")
    most_partner_percent = percent_field("most share for the partner or partners together")
    least_council_percent = percent_field("least share for the council")
    permitted_forms = ArrayField(
        models.CharField(max_length=40, choices=[(form.value, form.label) for form in LegalForm]),
        default=list,
        blank=True,
    )

    tie_break = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    shown_places = models.PositiveSmallIntegerField("decimal places of published marks", default=2)

    offers_wait = models.BooleanField("offers stay closed until every quality score is agreed", default=False)

    low_below_others_percent = percent_field("how far below the mean of the others a price prompts a question")
    low_below_estimate_percent = percent_field("how far below the estimate a price prompts a question")

    questions_deadline = models.DateTimeField(null=True, blank=True)
    bid_deadline = models.DateTimeField(null=True, blank=True)
    complete_counts = models.BooleanField(
        "a complete bid counts at the deadline without a press of submit", default=False
    )
    award_expected_on = models.DateField(null=True, blank=True)
    contract_starts_on = models.DateField(null=True, blank=True)

    published_at = models.DateTimeField(null=True, blank=True)
    published_service = models.JSONField("the service as it was then", default=dict, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    offers_opened_at = models.DateTimeField("when the offers were opened, where they wait", null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)
    abandoned_because = models.TextField("why it was abandoned", blank=True)

    # Of a competition in several stages each is a row like this one, with its own deadline, criteria, key and bids.
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    stage_kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in StageKind], default="", blank=True
    )
    most_going_on = models.PositiveSmallIntegerField("most bidders that go on", null=True, blank=True)
    least_going_on = models.PositiveSmallIntegerField("least bidders that go on", null=True, blank=True)
    least_marks_going_on = percent_field("least marks, of 100, to go on")
    may_refine = models.TextField("what of the criteria may be refined before the next stage", blank=True)

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(bid_deadline__isnull=False),
                name="a_published_competition_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=models.F("bid_deadline")),
                name="bids_are_opened_after_the_deadline",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(stage_kind="") & ~Q(stage_kind=StageKind.PARTICIPATION.value),
                name="requests_to_participate_come_first",
            ),
            models.CheckConstraint(
                condition=Q(offers_opened_at=None) | Q(offers_wait=True, offers_opened_at__gte=models.F("opened_at")),
                name="offers_that_wait_are_opened_after_the_bids",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def council(self) -> Council:
        return self.service.council

    @property
    def stage(self) -> CompetitionState:
        return CompetitionState(self.state)

    @property
    def is_draft(self) -> bool:
        return self.state == CompetitionState.DRAFT

    @property
    def may_be_abandoned(self) -> bool:
        return CompetitionState.ABANDONED in NEXT[self.stage]

    @property
    def ends_with_shortlist(self) -> bool:
        """Whether it is a stage with another after it, so that it ends with those who go on, and with no award."""
        return self.stage_kind not in {"", StageKind.FINAL}

    @property
    def asks_offer(self) -> bool:
        return not self.stage_kind or StageKind(self.stage_kind).asks_offer

    @property
    def going_on(self) -> GoingOn:
        """The rule by which bidders go on to the next stage."""
        return GoingOn(self.most_going_on, self.least_going_on, self.least_marks_going_on)

    @property
    def shows_offers(self) -> bool:
        """Whether the council and the panel may read what bids offer: the one rule, which every door to an offer asks.

        Where offers wait, that is once two officers have opened them, after all quality scores were agreed.
        """
        return self.opened_at is not None and (not self.offers_wait or self.offers_opened_at is not None)

    @property
    def knows_offers_late(self) -> bool:
        """Whether the offers waited and are open by now: who changes a score of quality now does so knowing prices."""
        return self.offers_opened_at is not None

    def takes_questions(self, at: datetime) -> bool:
        """Whether a question asked at this instant is in time."""
        return (
            self.state == CompetitionState.PUBLISHED
            and self.questions_deadline is not None
            and at <= self.questions_deadline
        )

    def takes_bids(self, at: datetime) -> bool:
        """Whether a bid submitted at this instant is in time: up to and including the deadline, to the microsecond."""
        return self.state == CompetitionState.PUBLISHED and self.bid_deadline is not None and at <= self.bid_deadline
