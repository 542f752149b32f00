import csv
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from accounts.refusals import refused_into
from procurement.domain.methodology import CriterionKind
from procurement.models import Criterion
from scoring.actions import promises
from scoring.domain.decisions import AwardState
from scoring.domain.promises import LEAST_KPIS, Outcome, Rating, kpi_duty
from scoring.forms.promises import EndForm, PromiseForm, ReviewForm
from scoring.models import Award, ConsensusScore, Promise
from spinouts.files.cells import plain_cell


@dataclass(frozen=True, slots=True)
class Line:
    """A promise as the ledger shows it: its next review, and its state in words."""

    promise: Promise
    due_on: date | None
    state: str
    is_overdue: bool


@require_GET
@requires("scoring.view_promises", Award)
def ledger(request: UserRequest, award: Award) -> HttpResponse:
    """Every promise of an approved award, the next to be reviewed first."""
    _check_approved(award)
    competition, lines = award.competition, _lines(award)
    duty = kpi_duty(competition.estimated_value_amount, is_light_touch=competition.is_light_touch)
    context = {
        "award": award,
        "competition": competition,
        "lines": lines,
        "duty": duty,
        "indicators": sum(line.promise.is_kpi and line.promise.outcome != Outcome.DROPPED for line in lines),
        "least": LEAST_KPIS,
        "overdue": sum(line.is_overdue for line in lines),
        "may_change": may(request.user, "scoring.keep_promises", award),
    }
    return render(request, "scoring/promise_list.html", context)


@require_GET
@requires("scoring.view_promises", Award)
def ledger_csv(request: UserRequest, award: Award) -> HttpResponse:
    """Exactly what the ledger shows, for a spreadsheet."""
    _check_approved(award)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="promises-{award.competition.reference}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow(["Promise", "Criterion", "Passage", "Measure", "Owner", "Indicator", "Next review", "State"])
    for line in _lines(award):
        each = line.promise
        texts = (each.words, each.criterion_title, each.quote, each.measure, each.owner)
        due = line.due_on.isoformat() if line.due_on else ""
        sheet.writerow([*map(plain_cell, texts), "yes" if each.is_kpi else "no", due, line.state])
    return response


@requires("scoring.keep_promises", Award)
def promise_new(request: UserRequest, award: Award, criterion: str) -> HttpResponse:
    """Add a promise beside the answer in which it stands, and what the panel agreed of that answer."""
    _check_approved(award)
    answered = get_object_or_404(_answered(award), reference=criterion)
    form = PromiseForm(request.POST or None, initial={"review_months": 12})
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            promises.make_promise(
                award,
                answered,
                texts={name: typed[name] for name in promises.TEXTS},
                first_review_on=typed["first_review_on"],
                review_months=typed["review_months"],
                is_kpi=typed["is_kpi"],
                is_material=typed["is_material"],
                reference=typed["reference"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "The promise is in the ledger.")
            return redirect("scoring:promises", award.reference)
    context = {
        "award": award,
        "criterion": answered,
        "answer": promises.answer_of(award, answered),
        "agreed": ConsensusScore.objects.current(award.competition).filter(bid=award.bid, criterion=answered).first(),
        "form": form,
    }
    return render(request, "scoring/promise_new.html", context)


@require_GET
@requires("scoring.keep_promises", Award)
def promise_pick(request: UserRequest, award: Award) -> HttpResponse:
    """The answers of the winning bid, to choose the one in which something is promised."""
    _check_approved(award)
    return render(request, "scoring/promise_pick.html", {"award": award, "criteria": _answered(award)})


@requires("scoring.view_promise", Promise)
def promise(request: UserRequest, promise: Promise) -> HttpResponse:
    """One promise with its reviews; who keeps the ledger records another."""
    keeps = may(request.user, "scoring.keep_promise", promise) and not promise.outcome
    form = ReviewForm(request.POST or None) if keeps else None
    if form and request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            promises.review(
                promise,
                on=typed["on"],
                rating=Rating(typed["rating"]),
                evidence=typed["evidence"],
                reference=typed["reference"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "The review is recorded.")
            return redirect("scoring:promise", promise.reference)
    reviews = promise.reviews.select_related("by")
    due_on = promise.due_on(max((each.on for each in reviews), default=None))
    context = {"promise": promise, "award": promise.award, "reviews": reviews, "due_on": due_on, "form": form}
    return render(request, "scoring/promise_detail.html", context)


@requires("scoring.keep_promise", Promise)
def promise_end(request: UserRequest, promise: Promise) -> HttpResponse:
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            outcome = Outcome(form.cleaned_data["outcome"])
            promises.end(
                promise, outcome=outcome, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"The promise has ended: {outcome.label.lower()}.")
            return redirect("scoring:promise", promise.reference)
    return render(request, "scoring/promise_end.html", {"promise": promise, "form": form})


def _check_approved(award: Award) -> None:
    if award.state != AwardState.APPROVED:
        raise Http404


def _answered(award: Award) -> Any:
    """The criteria that are answered in words, in the order of the methodology."""
    rows = Criterion.objects.filter(competition=award.competition).exclude(kind=CriterionKind.FORMULA.value)
    return rows.in_order().select_related("section")


def _lines(award: Award) -> list[Line]:
    today = timezone.localdate()
    lines = [_line(each, today) for each in Promise.objects.filter(award=award).with_last_review()]
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or date.max, line.promise.pk))


def _line(promise: Promise, today: date) -> Line:
    due_on = promise.due_on(promise.reviewed_on)  # type: ignore[attr-defined]
    if promise.outcome:
        return Line(promise, None, Outcome(promise.outcome).label, False)
    is_overdue = due_on is not None and due_on < today
    return Line(promise, due_on, "Review overdue" if is_overdue else "Running", is_overdue)
