from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.forms.enquiries import EnquiryAnswerForm
from partners.models import Enquiry
from procurement.domain.dates import in_words
from scoring.actions import enquiry_answers


@require_http_methods(["GET", "POST"])
@requires("partners.answer_enquiry", Enquiry)
def enquiry(request: UserRequest, enquiry: Enquiry) -> HttpResponse:
    """What the panel asks about one's bid, and one's answer."""
    form = EnquiryAnswerForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            given = enquiry_answers.answer(
                enquiry, typed["answer"], files=typed["attached"], by=request.user, at=timezone.now()
            )
            assert given.answered_at is not None  # noqa: S101 - It is answered.
            late = " It is late: the council decides whether it counts." if given.is_late else ""
            messages.success(request, f"Your answer is stored. It came in at {in_words(given.answered_at)}.{late}")
            return redirect("scoring:enquiry_answer", reference=enquiry.reference)
    context = {
        "enquiry": enquiry,
        "bid": enquiry.bid,
        "form": form,
        "is_overdue": enquiry.is_overdue(timezone.now()),
    }
    return render(request, "scoring/enquiry_answer.html", context)
