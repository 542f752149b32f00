"""Private notes: their author's on the page of a score, and all of them for the council's auditor."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires, wants_json
from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.actions import notes
from scoring.models import Assignment, PrivateNote
from scoring.models.blindness import everybody_has_locked
from scoring.views.saving import somebody_else, theirs_in

LONGEST = 20_000


class NoteForm(forms.Form):
    private_note = forms.CharField(required=False, strip=False, max_length=LONGEST)
    note_version = forms.IntegerField(required=False, min_value=0, max_value=10**9)


@require_POST
@requires("scoring.score", Assignment)
def write(request: UserRequest, assignment: Assignment) -> HttpResponseBase:
    """Save one's private note on a bid's answer; the page's script gets JSON."""
    if not wants_json(request):
        save_note(request, assignment)
        messages.success(request, "Your private note is saved.")
        return redirect("scoring:score", reference=assignment.reference)
    if refused := somebody_else(request):
        return refused
    data = request.POST.copy()
    data["note_version"] = data.get("version", "")
    form = NoteForm(data)
    if not form.is_valid():
        message = f"Your note may have at most {LONGEST:,} characters."
        return JsonResponse({"state": "refused", "message": message}, status=400)
    done = _write(request, assignment, form)
    if done.state == "saved":
        return JsonResponse({"state": "saved", "version": done.note.version, "message": "Saved."})
    return theirs_in(request, {"private_note": done.note.text}, version=done.note.version)


def save_note(request: UserRequest, assignment: Assignment) -> None:
    """Save the note that came with a form. A Refusal tells its author what to do, and the page gives the text back."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refusal(f"Your private note may have at most {LONGEST:,} characters, so it was not saved.")
    if _write(request, assignment, form).state == "conflict":
        raise Refusal(
            "You changed your private note in another window meanwhile, so what you typed here was not saved. Load the "
            "page again to see what stands, then add what is missing."
        )


@never_cache
@require_GET
@requires("scoring.read_notes", Competition)
def disclosed(request: UserRequest, competition: Competition) -> HttpResponse:
    """All private notes, for the auditor, once everybody has locked. That they were read is on the record."""
    found = list(PrivateNote.objects.disclosed_to(request.user, competition).exclude(text=""))
    if found:
        notes.note_reading(competition, found, by=request.user, at=timezone.now())
    context = {"competition": competition, "notes": found, "has_locked": everybody_has_locked(competition)}
    return render(request, "scoring/note_list.html", context)


def _write(request: UserRequest, assignment: Assignment, form: NoteForm) -> notes.Noted:
    typed = form.cleaned_data
    return notes.write(
        assignment,
        typed["private_note"],
        version=typed["note_version"] or 0,
        by=request.user,
        at=timezone.now(),
    )
