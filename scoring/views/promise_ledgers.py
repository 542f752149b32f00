"""The promises of an award: the ledger, its agreement, and the answers from which promises are taken."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from accounts.refusals import refused_into
from procurement.models import Criterion
from scoring.actions import promise_ledgers
from scoring.actions.promises import check_open, is_agreed
from scoring.domain.decisions import AwardState
from scoring.domain.promises import Outcome, PromiseState, kpi_standing, state_of
from scoring.forms.promises import AgreeForm
from scoring.models import Award, ConsensusScore, Promise, PromiseLedger
from scoring.models.reading import content_of, criteria_in_order


@dataclass(frozen=True, slots=True)
class Line:
    """A promise as the ledger shows it: its next review, and its state."""

    promise: Promise
    review_by: date | None
    state: PromiseState

    @property
    def next_on(self) -> date:
        """The day on which something is next to be done about it; the last of days once it has ended."""
        days = [] if self.promise.outcome else [day for day in (self.review_by, self.promise.due_on) if day]
        return min(days, default=date.max)


@dataclass(frozen=True, slots=True)
class Answered:
    """A criterion with the winning bid's answer, and what the panel agreed of it."""

    criterion: Criterion
    answer: str
    agreed: ConsensusScore | None


@require_GET
@requires("scoring.view_promises", Award)
def ledger(request: UserRequest, award: Award) -> HttpResponse:
    """Every promise of an approved award, the next day on which something is to be done first."""
    check_approved(award)
    lines, agreement = lines_of(award), agreement_of(award)
    asked = {name: request.GET.get(name, "") for name in ("owner", "state")}
    duty, indicators = promise_ledgers.duty_of(award), _indicators(lines)
    context = {
        "award": award,
        "competition": award.competition,
        "agreement": agreement,
        "total": len(lines),
        "lines": [line for line in lines if _is_wanted(line, asked)],
        "asked": asked,
        "owners": sorted({line.promise.answerable for line in lines}),
        "states": [state for state in PromiseState if any(line.state is state for line in lines)],
        "duty": duty,
        "standing": kpi_standing(duty, indicators),
        "overdue": sum(line.state is PromiseState.OVERDUE for line in lines),
        "may_change": agreement is None and may(request.user, "scoring.keep_promises", award),
        "may_agree": agreement is None and may(request.user, "scoring.agree_promises", award),
    }
    return render(request, "scoring/promise_list.html", context)


@require_GET
@requires("scoring.keep_promises", Award)
def pick(request: UserRequest, award: Award) -> HttpResponse:
    """The answers of the winning bid, each beside what the panel agreed of it, to take promises from."""
    check_approved(award)
    check_open(award)
    agreed = ConsensusScore.objects.visible_to(request.user, award.competition)
    by_criterion = {each.criterion_id: each for each in agreed.filter(bid=award.bid_id, superseded_at=None)}
    answers = content_of(award.bid)["answers"]
    rows = [
        Answered(each, str(answers.get(each.reference, "")), by_criterion.get(each.pk))
        for each in answered_in_words(award)
    ]
    return render(request, "scoring/promise_pick.html", {"award": award, "rows": rows})


@requires("scoring.agree_promises", Award)
def agree(request: UserRequest, award: Award) -> HttpResponse:
    """Agree the promises, with the whole of them on the same page."""
    check_approved(award)
    if is_agreed(award):
        return redirect("scoring:promises", award.reference)
    lines = [line for line in lines_of(award) if line.promise.outcome != Outcome.DROPPED]
    duty, indicators = promise_ledgers.duty_of(award), _indicators(lines)
    form = AgreeForm(request.POST if request.method == "POST" else None, duty=duty, indicators=indicators)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            promise_ledgers.agree(award, why_fewer=form.why(), by=request.user, at=timezone.now())
            messages.success(request, "The promises are agreed. From now on they are reviewed, and not changed.")
            return redirect("scoring:promises", award.reference)
    standing = kpi_standing(duty, indicators)
    context = {"award": award, "lines": lines, "duty": duty, "standing": standing, "form": form}
    return render(request, "scoring/promise_agree.html", context)


def check_approved(award: Award) -> None:
    if award.state != AwardState.APPROVED:
        raise Http404


def agreement_of(award: Award) -> PromiseLedger | None:
    return PromiseLedger.objects.filter(award=award).select_related("agreed_by").first()


def answered_in_words(award: Award) -> list[Criterion]:
    """The criteria that are answered in words, in the order of the methodology."""
    return [each for each in criteria_in_order(award.competition) if each.is_judged]


def lines_of(award: Award) -> list[Line]:
    """The promises, the next day first. One query."""
    today = timezone.localdate()
    rows = Promise.objects.filter(award=award).with_standing().select_related("party")
    lines = [_line(each, today) for each in rows]
    return sorted(lines, key=lambda line: (line.next_on, line.promise.pk))


def _line(promise: Promise, today: date) -> Line:
    # The annotations are not known to the type checker.
    reviewed_on, agreed = vars(promise)["reviewed_on"], vars(promise)["is_agreed"]
    review_by = promise.review_by(reviewed_on)
    state = state_of(promise.outcome, is_agreed=agreed, review_by=review_by, due_on=promise.due_on, today=today)
    return Line(promise, review_by, state)


def _indicators(lines: list[Line]) -> int:
    return sum(line.promise.is_kpi and line.promise.outcome != Outcome.DROPPED for line in lines)


def _is_wanted(line: Line, asked: dict[str, str]) -> bool:
    return asked["owner"] in {"", line.promise.answerable} and asked["state"] in {"", line.state.value}
