from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.actions.document_checks import check_readable
from partners.models import Bid, BidDocument
from partners.views.downloads import download_of
from procurement.models import Competition, Criterion
from scoring.actions import advice
from scoring.domain.roles import PanelRole
from scoring.forms.advice import AdviceForm, ExpertiseForm
from scoring.models import Advice, PanelMember
from scoring.models.advice import bids_to_advise_on
from scoring.models.reading import Read, criteria_in_order, read_for
from scoring.rules import seat_of


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """A criterion with all advice on it that the reader may see, bid by bid."""

    criterion: Criterion
    given: list[Advice]


@require_GET
@requires("scoring.view_board", Competition)
def given(request: UserRequest, competition: Competition) -> HttpResponse:
    """What the experts advise, on the bids that the person may read; an expert sees their own."""
    found = Advice.objects.visible_to(request.user, competition).current()
    by_criterion: dict[int, list[Advice]] = {}
    for each in found.order_by("bid__organisation__name", "at"):
        by_criterion.setdefault(each.criterion_id, []).append(each)
    criteria = criteria_in_order(competition) if by_criterion else []
    seat = seat_of(request.user, competition)
    context = {
        "competition": competition,
        "own_seat": seat,
        "parts": [CriterionPart(each, by_criterion[each.pk]) for each in criteria if each.pk in by_criterion],
        "to_advise_on": _to_advise_on(seat) if seat and seat.role == PanelRole.EXPERT else None,
    }
    return render(request, "scoring/advice_list.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.brief_panel", Competition)
def expertise(request: UserRequest, competition: Competition, member: str) -> HttpResponse:
    """The chair says on which criteria an expert advises."""
    seats = PanelMember.objects.sitting(competition).filter(role=PanelRole.EXPERT.value)
    seat = get_object_or_404(seats, reference=member)
    criteria = [each for each in criteria_in_order(competition) if each.is_judged]
    named = list(seat.expertise.values_list("criterion", flat=True))
    form = ExpertiseForm(criteria, named, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            advice.name_criteria(seat, form.chosen, by=request.user, at=timezone.now())
            messages.success(request, f"It is kept on which criteria {seat.user} advises, and they are told.")
            return redirect("scoring:panel", reference=competition.reference)
    context = {"competition": competition, "member": seat, "form": form}
    return render(request, "scoring/expertise_form.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.advise", PanelMember)
def advise(request: UserRequest, member: PanelMember, bid: str, criterion: str) -> HttpResponse:
    """One answer with its documents, and the expert's advice on it."""
    found, asked, read = _read(member, bid, criterion)
    last = Advice.objects.current().filter(member=member, bid=found, criterion=asked).first()
    form = AdviceForm(request.POST if request.method == "POST" else None, initial={"text": last.text if last else ""})
    if form.is_valid():
        with refused_into(form):
            advice.advise(member, found, asked, form.cleaned_data["text"], by=request.user, at=timezone.now())
            messages.success(request, "Your advice is kept, and shown to all who may read this bid.")
            return redirect("scoring:seat", reference=member.reference)
    context = {
        "member": member,
        "competition": member.competition,
        "bid": found,
        "criterion": asked,
        "read": read,
        "last": last,
        "form": form,
    }
    return render(request, "scoring/advice_form.html", context)


@require_GET
@requires("scoring.advise", PanelMember)
def document(request: UserRequest, member: PanelMember, bid: str, criterion: str, document: str) -> FileResponse:
    """A file that belongs to the answer."""
    found, _, read = _read(member, bid, criterion)
    if document not in {each["reference"] for each in read.documents}:
        raise Http404
    file = get_object_or_404(BidDocument, bid=found, reference=document)
    check_readable(file)
    return download_of(file.file, file.name)


def _to_advise_on(member: PanelMember) -> list[tuple[Bid, list[tuple[Criterion, bool]]]]:
    """Bid by bid the criteria on which the expert advises, and whether they have."""
    named = set(member.expertise.values_list("criterion", flat=True))
    criteria = [each for each in criteria_in_order(member.competition) if each.pk in named]
    done = set(Advice.objects.current().filter(member=member).values_list("bid", "criterion"))
    return [
        (bid, [(criterion, (bid.pk, criterion.pk) in done) for criterion in criteria])
        for bid in bids_to_advise_on(member)
    ]


def _read(member: PanelMember, bid: str, criterion: str) -> tuple[Bid, Criterion, Read]:
    """The answer, if the expert may read the bid and advises on the criterion; only documents of that answer."""
    found = get_object_or_404(bids_to_advise_on(member), reference=bid)
    named = Criterion.objects.filter(pk__in=member.expertise.values("criterion")).select_related("scale")
    asked = get_object_or_404(named, reference=criterion)
    read = read_for(asked, found)
    own = [each for each in read.documents if each["criterion"] == asked.reference]
    return found, asked, Read(read.bidder, read.answer, own)
