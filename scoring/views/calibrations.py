"""Sample answers: written by the chair, scored blind by each, revealed to all at once, and talked about."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires, wants_json
from accounts.refusals import refused_into
from procurement.domain.methodology import Scale, Step
from procurement.models import Competition, ScaleStep
from scoring.actions import calibrations
from scoring.domain.roles import PanelRole
from scoring.domain.spread import spread
from scoring.forms.calibrations import SampleForm, SampleNoteForm, SampleScoreForm
from scoring.forms.problems import problems_of
from scoring.forms.scores import ScoreForm
from scoring.models import PanelMember, Sample, SampleDraft, SampleScore, Tally
from scoring.models.reading import criteria_in_order, steps_of
from scoring.rules import seat_of
from scoring.views.saving import somebody_else, theirs_in

IDS = {"value": "value-1", "reasons": "reasons"}


@require_GET
@requires("scoring.view_panel", Competition)
def overview(request: UserRequest, competition: Competition) -> HttpResponse:
    """The sample answers of the competition, and how far each is."""
    seat = seat_of(request.user, competition)
    own = set(SampleScore.objects.filter(member=seat).values_list("sample", flat=True)) if seat else set()
    context = {
        "competition": competition,
        "own_seat": seat,
        "scores": seat is not None and (seat.role == PanelRole.EVALUATOR or Tally.objects.filter(member=seat).exists()),
        "samples": [(each, each.pk in own) for each in Sample.objects.visible_to(request.user).of(competition)],
    }
    return render(request, "scoring/sample_list.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.brief_panel", Competition)
def write(request: UserRequest, competition: Competition) -> HttpResponse:
    """The chair writes a sample answer, or begins with one that was used before."""
    before = Sample.objects.of(competition).filter(reference=request.GET.get("from", "")).first()
    criteria = [each for each in criteria_in_order(competition) if each.is_judged]
    data = request.POST if request.method == "POST" else None
    form = SampleForm(criteria, data, initial={"text": before.text if before else ""})
    if form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            calibrations.write(
                competition,
                form.chosen,
                typed["text"],
                is_required=typed["is_required"],
                is_made_up=typed["is_made_up"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "The sample answer is before the panel. Each member is told.")
            return redirect("scoring:samples", reference=competition.reference)
    return render(request, "scoring/sample_form.html", {"competition": competition, "form": form})


@require_GET
@requires("scoring.view_sample", Sample)
def detail(request: UserRequest, sample: Sample) -> HttpResponse:
    """The sample answer with its scale; one's own score, or all of them once they are revealed."""
    return _page(request, sample, SampleScoreForm())


@require_POST
@requires("scoring.score_sample", Sample)
def give(request: UserRequest, sample: Sample) -> HttpResponse:
    """One's score of the sample answer, which is given once. Its script keeps a draft at the same address."""
    seat = get_object_or_404(PanelMember.objects.visible_to(request.user), competition=sample.competition)
    if wants_json(request):
        return _autosave(request, sample, seat)
    form = SampleScoreForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            calibrations.give(sample, seat, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "Your score of the sample answer is given.")
            return redirect("scoring:sample", reference=sample.reference)
    return _page(request, sample, form)


def _autosave(request: UserRequest, sample: Sample, seat: PanelMember) -> HttpResponse:
    """{state: saved | conflict | refused, message, version, theirs?}, as `static/src/autosave.js` has it."""
    if refused := somebody_else(request):
        return refused
    form = ScoreForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(sentence for _, sentence in problems_of(form, IDS))
        return JsonResponse({"state": "refused", "message": sentence}, status=400)
    done = calibrations.keep_draft(sample, seat, **form.cleaned_data, at=timezone.now())
    if done.state == "saved":
        message = "Draft kept. It is not given until you give your score."
        return JsonResponse({"state": "saved", "version": done.version, "message": message})
    return theirs_in(request, done.typed, version=done.version)


@require_POST
@requires("scoring.lead_calibration", Sample)
def reveal(request: UserRequest, sample: Sample) -> HttpResponse:
    calibrations.reveal(sample, by=request.user, at=timezone.now())
    messages.success(request, "All scores of the sample answer are shown.")
    return redirect("scoring:sample", reference=sample.reference)


@require_POST
@requires("scoring.lead_calibration", Sample)
def require(request: UserRequest, sample: Sample) -> HttpResponse:
    wanted = request.POST.get("required") == "yes"
    calibrations.require(sample, is_required=wanted, by=request.user, at=timezone.now())
    said = "required before this criterion is scored" if wanted else "not required any more"
    messages.success(request, f"The sample answer is {said}.")
    return redirect("scoring:sample", reference=sample.reference)


@require_http_methods(["GET", "POST"])
@requires("scoring.lead_calibration", Sample)
def note(request: UserRequest, sample: Sample) -> HttpResponse:
    """The chair writes down how the panel understands the scale."""
    last = sample.notes.first()
    data = request.POST if request.method == "POST" else None
    form = SampleNoteForm(data, initial={"text": last.text if last else ""})
    if form.is_valid():
        with refused_into(form):
            calibrations.note(sample, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The note is kept, and shown to the panel.")
            return redirect("scoring:sample", reference=sample.reference)
    context = {"sample": sample, "competition": sample.competition, "form": form, "steps": steps_of(sample.criterion)}
    return render(request, "scoring/sample_note.html", context)


def _page(request: UserRequest, sample: Sample, form: SampleScoreForm) -> HttpResponse:
    seat = seat_of(request.user, sample.competition)
    given = list(SampleScore.objects.visible_to(seat, sample))
    has_given = any(each.member == seat for each in given)
    may_give = not has_given and may(request.user, "scoring.score_sample", sample)
    if may_give and sample.revealed_at and seat:
        may_give = sample.awaits(seat)
    draft = SampleDraft.objects.filter(sample=sample, member=seat).first() if may_give else None
    steps = steps_of(sample.criterion)
    leads = may(request.user, "scoring.lead_calibration", sample)
    context = {
        "sample": sample,
        "competition": sample.competition,
        "criterion": sample.criterion,
        "steps": steps,
        "given": given,
        "percent": _percent(given, steps) if sample.revealed_at else None,
        "has_given": has_given,
        "may_give": may_give,
        # What the panel made of it would lead whoever has still to score it.
        "notes": list(sample.notes.select_related("by")) if given or not may_give else [],
        "waiting": _waiting(sample) if leads and not sample.revealed_at else [],
        "typed": form.data if form.is_bound or draft is None else draft.typed,
        "draft": draft,
        "problems": problems_of(form, IDS) if form.is_bound else [],
    }
    return render(request, "scoring/sample_detail.html", context)


def _percent(given: list[SampleScore], steps: list[ScaleStep]) -> int | None:
    """How far the scores are apart, in percent of the scale; None for fewer than two."""
    if len(given) < 2:
        return None
    scale = Scale("", tuple(Step(step.value, step.label, step.descriptor) for step in steps))
    return round(spread([each.value for each in given], scale) * 100)


def _waiting(sample: Sample) -> list[str]:
    have = set(SampleScore.objects.filter(sample=sample).values_list("member", flat=True))
    return [str(each.user) for each in sample.expected() if each.pk not in have]
