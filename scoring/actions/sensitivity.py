"""How sure is the ranking? Asked once everybody has locked; each use is on the record, and it changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import reports, trail
from accounts.actions.pdf import Tell
from accounts.domain.fingerprints import canonical
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models import TrailEvent, User
from procurement.models import Competition
from scoring.actions import rankings
from scoring.domain import ranking_record
from scoring.domain.sensitivity import study as domain
from scoring.domain.sensitivity.leaving_out import PanelScore
from scoring.domain.sensitivity.weights import the_first
from scoring.models import PanelMember, Score, SensitivityStudy

SAFE = "The ranking and its frozen record are safe."


def draw(study: SensitivityStudy, tell: Tell) -> bytes:
    """The record of the study, which is kept in its row as well."""
    ranking, competition = study.ranking, study.ranking.competition
    members = PanelMember.objects.filter(competition=competition).select_related("user")
    names = {member.reference: member.user.name for member in members}
    made = ranking_record.from_content(ranking.content)
    study.content = domain.study(made, ranking.fingerprint, _scores(competition), names, tell)
    return canonical(study.content)


MAKING = reports.Making(
    rows=SensitivityStudy.objects.select_related("ranking__competition"),
    draw=draw,
    task="scoring.tasks.make_sensitivity_study",
    lock="sensitivity",
    safe=SAFE,
    suffix=".json",
)


@transaction.atomic
def request(competition: Competition, *, by: User, at: datetime) -> SensitivityStudy:
    """Ask how sure the latest ranking is; asked again it is the one that is there, tried again if it failed.

    Refused before there is a ranking, which takes that everybody has locked, and where no one bid is in first place.
    """
    ranking = rankings.latest(competition)
    if ranking is None:
        raise Refusal("The bids have not been ranked, so there is nothing to ask about yet. Make the ranking first.")
    the_first(ranking_record.from_content(ranking.content))
    study, is_new = SensitivityStudy.objects.get_or_create(
        ranking=ranking, defaults={"requested_by": by, "requested_at": at, "next_attempt_at": at}
    )
    if is_new:
        reports.start_soon(MAKING, study.pk)
        _record("scoring.request_sensitivity", study, by=by, at=at)
    elif study.state == ReportState.FAILED:
        study, _ = reports.retry(MAKING, study.pk, at)
        _record("scoring.retry_sensitivity", study, by=by, at=at)
    return study


@transaction.atomic
def note_reading(study: SensitivityStudy, *, by: User, at: datetime) -> None:
    """Put on the record that the person read it; once for each person and ranking."""
    trail_of = study.ranking.competition.reference
    verb = "scoring.read_sensitivity"
    read = TrailEvent.objects.of(trail_of).filter(verb=verb, by=by, details__number=study.ranking.number)
    if not read.exists():
        _record(verb, study, by=by, at=at)


def make(pk: int, *, at: datetime) -> None:
    """Make a study, if it still waits and its turn has come. Called by a worker, and may be called twice."""
    reports.make(MAKING, pk, at)


def _scores(competition: Competition) -> Sequence[PanelScore]:
    """The scores that count, all of them locked, since there is a ranking. One query."""
    rows = Score.objects.counting(competition).filter(assignment__member__locked_at__isnull=False)
    values = rows.values_list(
        "assignment__member__reference", "assignment__bid__reference", "assignment__criterion__reference", "value"
    )
    return [
        PanelScore(evaluator, bid, criterion, value) for evaluator, bid, criterion, value in values if value is not None
    ]


def _record(verb: str, study: SensitivityStudy, *, by: User, at: datetime) -> None:
    number = study.ranking.number
    trail.record(verb, f"Ranking {number}", trail=study.ranking.competition.reference, by=by, at=at, number=number)
