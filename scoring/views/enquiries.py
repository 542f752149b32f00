"""Questions to a bidder about what its bid says: drafted by an evaluator, decided by the chair, sent by an officer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires
from accounts.govuk_forms import GovukForm
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions import enquiries
from scoring.domain.enquiries import NEXT, EnquiryState, may_invite_more
from scoring.forms.enquiries import (
    ACCEPT,
    ApprovalForm,
    ChairsEnquiryForm,
    EnquiryForm,
    LateAnswerForm,
    RefusalForm,
    SendForm,
)
from scoring.models import Assignment, EnquiryDraft, OpenedBid, PanelMember
from scoring.models.enquiries import enquiries_about
from scoring.models.reading import Read, read_for
from scoring.rules import seat_of
from scoring.views.enquiry_tables import equal_treatment
from scoring.views.moderation import judged_of


@require_http_methods(["GET", "POST"])
@requires("scoring.score", Assignment)
def ask(request: UserRequest, assignment: Assignment) -> HttpResponse:
    """An evaluator drafts a question about an answer that they score."""
    read = read_for(assignment.criterion, assignment.bid)
    papers = [(each["reference"], each["title"]) for each in read.documents]
    form = EnquiryForm(papers, request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            enquiries.draft(
                assignment,
                typed["question"],
                typed["why"],
                document=typed["document"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "Your question is with the chair. You read here what becomes of it.")
            return redirect("scoring:ask_bidder", reference=assignment.reference)
    return _asking(request, form, read, seat=assignment.member, bid=assignment.bid, criterion=assignment.criterion)


@require_http_methods(["GET", "POST"])
@requires("scoring.ask_as_chair", OpenedBid)
def ask_as_chair(request: UserRequest, bid: OpenedBid, criterion: str) -> HttpResponse:
    """The chair drafts a question, also about what they do not score."""
    judged = judged_of(bid.competition, criterion)
    seat = get_object_or_404(PanelMember.objects.visible_to(request.user), competition=bid.competition)
    read = read_for(judged, bid)
    papers = [(each["reference"], each["title"]) for each in read.documents]
    form = ChairsEnquiryForm(papers, request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            made = enquiries.draft_as_chair(
                enquiries.About(seat, bid, judged),
                typed["question"],
                typed["why"],
                document=typed["document"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "Your question is drafted. Approve it, and an officer of the council sends it.")
            return _back(made)
    return _asking(request, form, read, seat=seat, bid=bid, criterion=judged)


def _asking(
    request: UserRequest, form: EnquiryForm, read: Read, *, seat: PanelMember, bid: Bid, criterion: Criterion
) -> HttpResponse:
    mine = EnquiryDraft.objects.visible_to(request.user).filter(member=seat, bid=bid, criterion=criterion)
    context = {
        "form": form,
        "as_chair": isinstance(form, ChairsEnquiryForm),
        "bid": bid,
        "criterion": criterion,
        "read": read,
        "own": mine,
        "asked": enquiries_about(bid, criterion) if bid.was_asked else [],
        "assignment": Assignment.objects.filter(member=seat, bid=bid, criterion=criterion).first(),
    }
    return render(request, "scoring/enquiry_form.html", context)


@require_GET
@requires("scoring.view_board", Competition)
def overview(request: UserRequest, competition: Competition) -> HttpResponse:
    """The questions that the person may know of, and which bidder was asked what."""
    drafts = list(EnquiryDraft.objects.visible_to(request.user).of(competition))
    context = {
        "competition": competition,
        "own_seat": seat_of(request.user, competition),
        "drafts": drafts,
        "table": equal_treatment(request.user, competition, drafts),
        "sees_all": may(request.user, "scoring.view_asking", competition),
        "now": timezone.now(),
    }
    return render(request, "scoring/enquiry_list.html", context)


@require_GET
@requires("scoring.view_enquiry", EnquiryDraft)
def detail(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    """One question: its wording, how far it is, and what was answered."""
    context = {
        "draft": draft,
        "competition": draft.competition,
        "names_author": may(request.user, "scoring.view_asking", draft.competition)
        or draft.member.user == request.user,
        "reads_late": may(request.user, "scoring.send_enquiry", draft),
        "worries": may_invite_more(draft.text),
        "own_assignment": Assignment.objects.visible_to(request.user)
        .filter(bid=draft.bid, criterion=draft.criterion)
        .first(),
    }
    return render(request, "scoring/enquiry_detail.html", context)


@require_POST
@requires("scoring.take_back_enquiry", EnquiryDraft)
def take_back(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    enquiries.take_back(draft, by=request.user, at=timezone.now())
    messages.success(request, "Your question is taken back.")
    return redirect("scoring:enquiry", reference=draft.reference)


@require_http_methods(["GET", "POST"])
@requires("scoring.decide_enquiry", EnquiryDraft)
def approve(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    """The chair words the question as it is to be sent, and confirms that it invites no other bid."""
    if request.method == "GET" and (why := _why_not(draft, EnquiryState.APPROVED)):
        return _not_now(request, draft, why)
    form = ApprovalForm(request.POST if request.method == "POST" else None, initial={"wording": draft.question})
    if form.is_valid():
        with refused_into(form):
            enquiries.approve(draft, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The question is approved. An officer of the council sends it.")
            return _back(draft)
    return _form(request, draft, form, "scoring/enquiry_approve.html")


@require_http_methods(["GET", "POST"])
@requires("scoring.decide_enquiry", EnquiryDraft)
def refuse(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    if request.method == "GET" and (why := _why_not(draft, EnquiryState.REFUSED)):
        return _not_now(request, draft, why)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            enquiries.refuse(draft, form.cleaned_data["reasons"], by=request.user, at=timezone.now())
            messages.success(request, "The question is refused, and its author told why.")
            return _back(draft)
    return _form(request, draft, form, "scoring/enquiry_refuse.html")


@require_http_methods(["GET", "POST"])
@requires("scoring.send_enquiry", EnquiryDraft)
def send(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    """An officer sends the approved question, with the time by which it is answered."""
    if request.method == "GET" and (why := _why_not(draft, EnquiryState.SENT)):
        return _not_now(request, draft, why)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            made = enquiries.send(draft, form.due_at, by=request.user, at=timezone.now())
            messages.success(request, f"The question is sent. It is to be answered by {in_words(made.due_at)}.")
            return _back(draft)
    return _form(request, draft, form, "scoring/enquiry_send.html")


@require_http_methods(["GET", "POST"])
@requires("scoring.send_enquiry", EnquiryDraft)
def late(request: UserRequest, draft: EnquiryDraft) -> HttpResponse:
    """An officer decides whether an answer that came late counts."""
    if request.method == "GET" and (why := _why_not_late(draft)):
        return _not_now(request, draft, why)
    form = LateAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            accepts = typed["outcome"] == ACCEPT
            enquiries.decide_late(draft, accepts=accepts, reasons=typed["reasons"], by=request.user, at=timezone.now())
            messages.success(request, f"The late answer {'counts' if accepts else 'does not count'}.")
            return _back(draft)
    return _form(request, draft, form, "scoring/enquiry_late.html")


def _why_not(draft: EnquiryDraft, to: EnquiryState) -> str:
    """Why the question can't go on to that state now, in a sentence; empty if it can."""
    if to not in NEXT[draft.stands]:
        return draft.stands.in_a_sentence
    if draft.competition.stage != CompetitionState.OPENED and to is not EnquiryState.REFUSED:
        return f"The competition stands at “{draft.competition.stage.label}”, so bidders are asked nothing any more."
    return ""


def _why_not_late(draft: EnquiryDraft) -> str:
    """Why there is no late answer to decide on, in a sentence; empty if there is one."""
    if draft.enquiry is None:
        return draft.stands.in_a_sentence
    if draft.enquiry.answered_at is None:
        return "The bidder has not answered this question yet."
    if not draft.enquiry.is_late:
        return "The answer came in time, so it counts."
    if draft.enquiry.decided_at:
        return "It is decided already whether the late answer counts."
    return ""


def _not_now(request: UserRequest, draft: EnquiryDraft, why: str) -> HttpResponse:
    return render(request, "scoring/enquiry_not_now.html", {"draft": draft, "why": why})


def _back(draft: EnquiryDraft) -> HttpResponse:
    return redirect("scoring:enquiry", reference=draft.reference)


def _form(request: UserRequest, draft: EnquiryDraft, form: GovukForm, template: str) -> HttpResponse:
    context = {
        "draft": draft,
        "competition": draft.competition,
        "form": form,
        "worries": may_invite_more(form.data.get("wording", draft.question)),
    }
    return render(request, template, context)
