"""Where staff vote: a code on paper, what each partner offers, a rating for each, and a receipt that tells nothing.

No account and no session. The code travels in a signed cookie of the reader's own browser, which no other page gets;
a rating is in no address, cookie or log, only in what is posted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import public
from accounts.domain.paper_codes import read_code
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from scoring.actions import staff_voting
from scoring.forms.staff_ballots import CodeForm, RatingForm
from scoring.models import StaffBallot, StaffCode, StaffPartner
from scoring.views.staff_texts import read_answers

COOKIE = "staff_code"
KEPT_FOR = 2 * 60 * 60
LIMIT = "staff_code"
TOO_OFTEN = "Too many codes were tried from here in a short time. Wait five minutes, then try again."

Page = Callable[..., HttpResponse]


def for_voters(view: Page) -> Page:
    """Hands the view the code that the browser holds, if it can vote now; else it is asked for again."""

    @wraps(view)
    def with_code(request: HttpRequest, **kwargs: int) -> HttpResponse:
        typed = request.get_signed_cookie(COOKIE, default="", max_age=KEPT_FOR)
        if not typed:
            return redirect("scoring:staff_vote")
        try:
            code = staff_voting.admit(typed, at=timezone.now())
        except Refusal as refusal:
            return _forget(_refused(request, refusal))
        return view(request, code, typed, **kwargs)

    return with_code


@never_cache
@require_http_methods(["GET", "POST"])
@public
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for the code. Whatever is wrong with it is said in the same way, whether it was ever made or not."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Only codes that fail are counted: a whole place of work may share one address.
        if not ratelimit.consume(request, action=LIMIT, dry_run=True):
            form.add_error(None, TOO_OFTEN)
            return _enter(request, form, status=429)
        with refused_into(form):
            return _remember(redirect("scoring:staff_bids"), _admitted(request, form.cleaned_data["code"]))
    return _enter(request, form)


@never_cache
@require_GET
@public
@for_voters
def bids(request: HttpRequest, code: StaffCode, typed: str) -> HttpResponse:
    """What is asked, until when, and the partners to read about."""
    return render(request, "scoring/staff_vote_bids.html", _context(code.ballot))


@never_cache
@require_GET
@public
@for_voters
def bid(request: HttpRequest, code: StaffCode, typed: str, place: int) -> HttpResponse:
    """What one partner offers, as far as staff read it."""
    context = _context(code.ballot)
    partners = [(partner, name) for partner, name in context["partners"] if partner.place == place]
    if not partners:
        raise Http404
    partner, name = partners[0]
    further = [(other, called) for other, called in context["partners"] if other.place == place + 1]
    context |= {"name": name, "answers": read_answers(partner), "next": further[0] if further else None}
    return render(request, "scoring/staff_vote_bid.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@public
@for_voters
def rate(request: HttpRequest, code: StaffCode, typed: str) -> HttpResponse:
    """The ballot, and what was chosen to be checked before it is cast. Nothing of it is kept here."""
    context = _context(code.ballot)
    if request.method == "POST" and "change" in request.POST:
        form = _form(context, initial=request.POST.dict())
        return render(request, "scoring/staff_vote_form.html", context | {"form": form})
    form = _form(context, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return render(request, "scoring/staff_vote_check.html", context | {"form": form})
    return render(request, "scoring/staff_vote_form.html", context | {"form": form})


@never_cache
@require_POST
@public
@for_voters
def cast(request: HttpRequest, code: StaffCode, typed: str) -> HttpResponse:
    context = _context(code.ballot)
    form = _form(context, data=request.POST)
    if not form.is_valid():
        return render(request, "scoring/staff_vote_form.html", context | {"form": form})
    try:
        staff_voting.cast(typed, form.paper, at=timezone.now())
    except Refusal as refusal:
        return _forget(_refused(request, refusal))
    return _forget(redirect("scoring:staff_voted"))


@never_cache
@require_GET
@public
def voted(request: HttpRequest) -> HttpResponse:
    """That a ballot is counted; the same page for everybody, as nothing is known here of who asks."""
    return render(request, "scoring/staff_vote_done.html")


@require_POST
@public
def leave(request: HttpRequest) -> HttpResponse:
    """For a shared computer: the browser forgets the code, which can still vote."""
    return _forget(redirect("scoring:staff_vote"))


def _admitted(request: HttpRequest, typed: str) -> str:
    """The code as it was printed. What fails is counted against the address it comes from."""
    try:
        code = read_code(typed)
        staff_voting.admit(code, at=timezone.now())
    except Refusal:
        ratelimit.consume(request, action=LIMIT)
        raise
    return code


def _context(ballot: StaffBallot) -> dict[str, Any]:
    criteria = staff_voting.on_the_ballot(ballot.competition)
    named = any(each.staff.partners_named for each in criteria if each.staff)
    partners = list(StaffPartner.objects.filter(ballot=ballot).select_related("bid__organisation"))
    questions = {each.reference: each.question for each in ballot.competition.criteria.all()}
    return {
        "ballot": ballot,
        "competition": ballot.competition,
        "criteria": criteria,
        "questions": [(each.title, questions[each.reference], each.is_advisory) for each in criteria],
        "partners": [(each, each.bid.organisation.name if named else each.letter) for each in partners],
    }


def _form(context: dict[str, Any], **given: Any) -> RatingForm:
    partners = context["partners"]
    return RatingForm(
        criteria=context["criteria"],
        partners=[partner for partner, _ in partners],
        names=[name for _, name in partners],
        **given,
    )


def _enter(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "scoring/staff_vote.html", {"form": form}, status=status)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "scoring/staff_vote_refused.html", {"sentences": refusal.sentences}, status=409)


def _remember(response: HttpResponse, code: str) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        code,
        max_age=KEPT_FOR,
        path=reverse("scoring:staff_vote"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("scoring:staff_vote"), samesite="Strict")
    return response
