from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, public, requires
from accounts.refusals import refused_into
from procurement.actions import papers
from procurement.domain.dates import in_words
from procurement.forms.papers import AnswerForm, DocumentForm, QuestionForm
from procurement.models import Clarification, Competition, Document


@requires("procurement.design_competition", Competition)
def documents(request: UserRequest, competition: Competition) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            document = papers.publish_document(
                competition, title=typed["title"], upload=typed["upload"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"“{document.name}” ({document.size:,} bytes) is stored.")
            return redirect("procurement:documents", reference=competition.reference)
    rows = Document.objects.filter(competition=competition).select_related("competition")
    return render(
        request, "procurement/document_list.html", {"form": form, "competition": competition, "documents": rows}
    )


@require_POST
@requires("procurement.design_competition", Competition)
def document_remove(request: UserRequest, competition: Competition, document: str) -> HttpResponse:
    found = Document.objects.filter(competition=competition, reference=document).first()
    if found is not None:
        papers.remove_document(found, by=request.user, at=timezone.now())
        messages.success(request, f"“{found.title}” is removed.")
    return redirect("procurement:documents", reference=competition.reference)


@public
def document_file(request: HttpRequest, reference: str, document: str) -> FileResponse:
    """The file, always to be saved and never shown in the page's own place, whatever it claims to be."""
    visible = Document.objects.visible_to(request.user)
    found = get_object_or_404(visible, competition__reference=reference, reference=document)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@requires("procurement.ask_clarification", Competition)
def ask(request: UserRequest, competition: Competition) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            papers.ask(competition, form.cleaned_data["question"], by=request.user, at=timezone.now())
            messages.success(request, "Your question is sent. It is published together with its answer.")
            return redirect("procurement:competition_page", reference=competition.reference)
    context = {"form": form, "competition": competition, "takes_questions": competition.takes_questions(timezone.now())}
    return render(request, "procurement/ask.html", context)


@requires("procurement.answer_clarification", Competition)
def questions(request: UserRequest, competition: Competition) -> HttpResponse:
    rows = Clarification.objects.filter(competition=competition)
    context = {"competition": competition, "waiting": rows.waiting(), "answered": rows.answered()}
    return render(request, "procurement/question_list.html", context)


@requires("procurement.answer_clarification", Clarification)
def answer(request: UserRequest, clarification: Clarification) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            at = timezone.now()
            papers.answer(clarification, form.cleaned_data["answer"], by=request.user, at=at)
            messages.success(request, f"The answer was published at {in_words(at)}.")
            return redirect("procurement:questions", reference=clarification.competition.reference)
    context = {"form": form, "clarification": clarification, "competition": clarification.competition}
    return render(request, "procurement/answer.html", context)
