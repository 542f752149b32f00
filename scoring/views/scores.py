from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires, wants_json
from accounts.refusals import refused_into
from scoring.actions import scores
from scoring.actions.notes import note_for
from scoring.actions.score_changes import why_not
from scoring.domain.evidence import Bearing
from scoring.forms.evidence import EvidenceForm
from scoring.forms.problems import problems_of
from scoring.forms.scores import ScoreForm
from scoring.models import Assignment, Score, ScoreChange
from scoring.models.advice import advice_on_answer
from scoring.models.enquiries import enquiries_about
from scoring.models.evidence import with_evidence
from scoring.models.own_scores import earlier_scores
from scoring.models.reading import read_for
from scoring.models.rounds import next_unfinished, way_from
from scoring.views.advice_on_reasons import advice_for
from scoring.views.evidence import change_evidence, marked_by
from scoring.views.notes import save_note
from scoring.views.saving import somebody_else, theirs_in

IDS = {"value": "value-1", "reasons": "reasons", "version": "reasons"}


@dataclass
class Shown:
    """What stands in the fields of the page: saved, or typed and not saved."""

    value: Decimal | None
    reasons: str
    version: int


@dataclass
class Taken:
    """What became of what was typed: nothing is left to do, or problems, or a newer text from another window."""

    shown: Shown
    problems: list[tuple[str, str]] = field(default_factory=list)
    met: Score | None = None


@require_http_methods(["GET", "POST"])
@requires("scoring.score", Assignment)
def score(request: UserRequest, assignment: Assignment) -> HttpResponseBase:
    """The answer beside the scale. Its script saves to the same address, and gets JSON.

    Evidence is typed into the same form, so that whichever button is pressed, nothing that was typed is lost.
    """
    if assignment.criterion_id in assignment.member.uncalibrated:
        messages.info(request, "Score the sample answer to this criterion first. Then you can score the bids by it.")
        return redirect("scoring:samples", reference=assignment.member.competition.reference)
    if request.method == "POST" and wants_json(request):
        return _autosave(request, assignment)
    saved: Score | None = getattr(assignment, "score", None)
    shown = Shown(saved.value, saved.reasons, saved.version) if saved else Shown(None, "", 0)
    if request.method == "GET":
        return _page(request, assignment, Taken(shown), EvidenceForm())
    # Evidence alone is marked by the page's script.
    taken = _take(request, assignment, shown) if "version" in request.POST else Taken(shown)
    if "private_note" in request.POST:
        save_note(request, assignment)
    marking = EvidenceForm(request.POST)
    if not taken.problems and not taken.met:
        has_marked = change_evidence(request, assignment, marking)
        if not marking.errors:
            here = f"{reverse('scoring:score', args=[assignment.reference])}#evidence"
            return redirect(here) if has_marked else _onwards(request, assignment)
    return _page(request, assignment, taken, marking)


def _take(request: UserRequest, assignment: Assignment, shown: Shown) -> Taken:
    """Save what was typed; where that can't be, it stands in the fields again."""
    form = ScoreForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            done = _save(request, assignment, form)
            if done.state == "saved":
                return Taken(Shown(done.score.value, done.score.reasons, done.version))
            typed = Shown(form.cleaned_data["value"], form.data.get("reasons", ""), done.version)
            return Taken(typed, met=done.score)
    typed = Shown(form.cleaned_data.get("value"), form.data.get("reasons", ""), shown.version)
    return Taken(typed, problems_of(form, IDS))


def _save(request: UserRequest, assignment: Assignment, form: ScoreForm) -> scores.Saved:
    return scores.save(assignment, **form.cleaned_data, by=request.user, at=timezone.now())


def _onwards(request: UserRequest, assignment: Assignment) -> HttpResponse:
    """To the next that is unfinished. A score without reasons is saved, and its page says so again."""
    if "stay" in request.POST:
        messages.success(request, "Saved.")
        return redirect("scoring:score", reference=assignment.reference)
    following = next_unfinished(assignment)
    if following:
        return redirect("scoring:score", reference=following)
    return redirect("scoring:seat", reference=assignment.member.reference)


def _page(request: UserRequest, assignment: Assignment, taken: Taken, marking: EvidenceForm) -> HttpResponse:
    is_locked = assignment.member.locked_at is not None
    bid, criterion, shown = assignment.bid, assignment.criterion, taken.shown
    read = read_for(criterion, bid)
    context = {
        "assignment": assignment,
        "criterion": criterion,
        "bid": bid,
        "read": read,
        "enquiries": enquiries_about(bid, criterion) if bid.was_asked else [],
        "advised": advice_on_answer(bid.pk, criterion.pk),
        "shown": shown,
        "advice": [] if is_locked else advice_for(assignment, shown.value, shown.reasons),
        "way": way_from(assignment),
        "met": taken.met,
        "problems": [*taken.problems, *problems_of(marking, marking.IDS)],
        "marked": marked_by(assignment, read),
        "marking": marking,
        "bearings": list(Bearing),
        "note": note_for(assignment),
        "is_locked": is_locked,
        "may_change": is_locked and not why_not(assignment, assignment.bid.competition),
        "changes": ScoreChange.objects.filter(score__assignment=assignment) if is_locked else [],
        "others": _others(request, assignment),
        "earlier": earlier_scores(assignment),
    }
    return render(request, "scoring/score_form.html", context, status=409 if taken.met else 200)


def _autosave(request: UserRequest, assignment: Assignment) -> JsonResponse:
    """{state: saved | conflict | refused, message, version, theirs?}, as `static/src/autosave.js` has it."""
    if refused := somebody_else(request):
        return refused
    form = ScoreForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(sentence for _, sentence in problems_of(form, IDS))
        return JsonResponse({"state": "refused", "message": sentence}, status=400)
    done = _save(request, assignment, form)
    if done.state == "saved":
        advice = advice_for(assignment, done.score.value, done.score.reasons)
        return JsonResponse({"state": "saved", "version": done.version, "message": " ".join(["Saved.", *advice])})
    stands = {"value": "" if done.score.value is None else f"{done.score.value.normalize():f}"}
    stands["reasons"] = done.score.reasons
    return theirs_in(request, stands, version=done.version)


def _others(request: UserRequest, assignment: Assignment) -> QuerySet[Score]:
    """What others gave to the same, once the member has locked: `Score.objects.visible_to` is the rule."""
    if assignment.member.locked_at is None:
        return Score.objects.none()
    return (
        Score.objects.visible_to(request.user, assignment.bid.competition)
        .filter(assignment__bid=assignment.bid, assignment__criterion=assignment.criterion)
        .exclude(assignment=assignment)
        .select_related("assignment__member__user")
        .prefetch_related("changes", with_evidence())
        .order_by("assignment__member")
    )
