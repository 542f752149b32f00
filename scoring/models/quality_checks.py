from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.roles import PanelRole
from scoring.models.assignments import Assignment, Tally
from scoring.models.consensus import ConsensusScore
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember


def judged_by(user: User) -> Q:
    """Of competitions: those in which the person chaired, scored or agreed a score, now or before."""
    judging = [role.value for role in PanelRole if role.may_score]
    return (
        Q(pk__in=PanelMember.objects.filter(user=user, role__in=judging).order_by().values("competition"))
        | Q(pk__in=Assignment.objects.filter(member__user=user).order_by().values("bid__competition"))
        | Q(pk__in=ConsensusScore.objects.filter(decided_by=user).order_by().values("bid__competition"))
    )


def took_part(user: User, competition: Competition) -> bool:
    """Whether the person judged here, now or before: whoever did checks nothing. One query."""
    return Competition.objects.filter(judged_by(user), pk=competition.pk).exists()


class QualityCheckQuerySet(models.QuerySet["QualityCheck"]):
    def not_signed_off(self, competition: Competition) -> models.QuerySet[ConsensusScore]:
        """The agreed scores that stand and that nobody signed off, or that were sent back since."""
        current = ConsensusScore.objects.filter(bid__competition=competition, superseded_at=None)
        return current.annotate(signed=self._last()).filter(Q(signed=None) | Q(signed=False))

    def unsigned(self, competition: Competition) -> dict[tuple[int, int], bool | None]:
        """As `not_signed_off`, by criterion and bid: False where the score was sent back, None where nobody looked."""
        current = ConsensusScore.objects.filter(bid__competition=competition, superseded_at=None)
        rows = current.annotate(signed=self._last()).filter(Q(signed=None) | Q(signed=False))
        return {(criterion, bid): signed for criterion, bid, signed in rows.values_list("criterion", "bid", "signed")}

    def sent_back(self) -> models.QuerySet[ConsensusScore]:
        """The agreed scores that stand and were sent back by whoever looked at them last, of all competitions."""
        current = ConsensusScore.objects.filter(superseded_at=None)
        return current.annotate(signed=self._last()).filter(signed=False)

    def _last(self) -> Subquery:
        """Of an agreed score: whether whoever looked at it last signed it off."""
        return Subquery(self.filter(agreed=OuterRef("pk")).order_by("-at", "-pk").values("is_signed_off")[:1])

    def waiting_for(self, user: User) -> models.QuerySet[ConsensusScore]:
        """The agreed scores at which nobody has looked yet and that the person can check, of all competitions.

        Of bids that they may read, where all who score have locked and they took no part themselves.
        """
        at_work = Tally.objects.filter(total__gt=0, member__locked_at=None).order_by()
        not_theirs = Competition.objects.filter(judged_by(user)).order_by()
        return ConsensusScore.objects.filter(
            ~Q(bid__competition__in=not_theirs.values("pk")),
            ~Q(bid__competition__in=at_work.values("member__competition")),
            superseded_at=None,
            quality_checks=None,
            bid__in=OpenedBid.objects.visible_to(user).order_by().values("pk"),
            bid__competition__state__in=[CompetitionState.OPENED.value, CompetitionState.RANKED.value],
        )


class QualityCheck(models.Model):
    """That a second person read the reasons of an agreed score: signed it off, or sent it back with a remark."""

    agreed = models.ForeignKey(ConsensusScore, models.PROTECT, related_name="quality_checks")
    is_signed_off = models.BooleanField()
    remark = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = QualityCheckQuerySet.as_manager()

    class Meta:
        ordering = ["agreed", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_signed_off=True) | ~Q(remark=""), name="what_is_sent_back_has_a_remark"
            )
        ]

    def __str__(self) -> str:
        return f"{'Signed off' if self.is_signed_off else 'Sent back'}: {self.agreed}"
