"""Questions to a bidder about what its bid says: drafted by an evaluator, decided by the chair, sent by an officer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires
from accounts.govuk_forms import GovukForm
from accounts.refusals import refused_into
from procurement.domain.dates import in_words
from procurement.models import Competition
from scoring.actions import enquiries
from scoring.domain.enquiries import EnquiryState, may_invite_more
from scoring.forms.enquiries import ACCEPT, ApprovalForm, EnquiryForm, LateAnswerForm, RefusalForm, SendForm
from scoring.models import Assignment, EnquiryDraft
from scoring.models.enquiries import enquiries_about
from scoring.models.reading import read_for
from scoring.rules import seat_of
from scoring.views.enquiry_tables import equal_treatment


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
    own = EnquiryDraft.objects.visible_to(request.user).filter(
        member=assignment.member, bid=assignment.bid, criterion=assignment.criterion
    )
    context = {
        "form": form,
        "assignment": assignment,
        "bid": assignment.bid,
        "criterion": assignment.criterion,
        "read": read,
        "own": own,
        "asked": enquiries_about(assignment.bid, assignment.criterion) if assignment.bid.was_asked else [],
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
        "state": draft.stands,
        "names_author": may(request.user, "scoring.view_asking", draft.competition)
        or draft.member.user == request.user,
        "reads_late": may(request.user, "scoring.send_enquiry", draft),
        "worries": may_invite_more(draft.text),
        "states": EnquiryState,
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
    form = LateAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            accepts = typed["outcome"] == ACCEPT
            enquiries.decide_late(draft, accepts=accepts, reasons=typed["reasons"], by=request.user, at=timezone.now())
            messages.success(request, f"The late answer {'counts' if accepts else 'does not count'}.")
            return _back(draft)
    return _form(request, draft, form, "scoring/enquiry_late.html")


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
