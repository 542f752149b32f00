"""One promise: entered beside the answer in which it stands, worded anew until it is agreed, reviewed, ended."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from accounts.refusals import refused_into
from partners.views.downloads import download_of
from procurement.models import Criterion
from scoring.actions import promise_reviews, promises
from scoring.domain.promises import Outcome, state_of
from scoring.forms.promises import EndForm, PromiseForm, ReviewForm
from scoring.models import Award, ConsensusScore, Promise, PromiseReview
from scoring.views.promise_ledgers import answered_in_words, check_approved


@requires("scoring.keep_promises", Award)
def promise_new(request: UserRequest, award: Award, criterion: str) -> HttpResponse:
    """Add a promise beside the answer in which it stands, and what the panel agreed of that answer."""
    check_approved(award)
    answered = _answered(award, criterion)
    promises.check_open(award)
    form = PromiseForm(request.POST or None, award=award)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            reference = form.cleaned_data["reference"]
            promises.make_promise(
                award, answered, reference=reference, by=request.user, at=timezone.now(), **form.typed()
            )
            messages.success(request, "The promise is in the ledger.")
            return redirect("scoring:promises", award.reference)
    return _beside_the_answer(request, award, answered, form)


@requires("scoring.keep_promise", Promise)
def promise_change(request: UserRequest, promise: Promise) -> HttpResponse:
    """Word the promise anew, beside the same answer."""
    promises.check_open(promise.award)
    promises.check_running(promise)
    form = PromiseForm(request.POST or None, award=promise.award, promise=promise)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            promises.change_promise(promise, seen=seen, by=request.user, at=timezone.now(), **form.typed())
            messages.success(request, "The promise is saved. How it was worded before is kept.")
            return redirect("scoring:promise", promise.reference)
    return _beside_the_answer(request, promise.award, _answered(promise.award, promise.criterion), form, promise)


@requires("scoring.view_promise", Promise)
def promise(request: UserRequest, promise: Promise) -> HttpResponse:
    """One promise with its reviews and earlier wordings; who keeps the ledger records another review."""
    is_agreed = promises.is_agreed(promise.award)
    keeps = may(request.user, "scoring.keep_promise", promise) and not promise.outcome
    form = ReviewForm(request.POST or None, request.FILES or None, promise=promise) if keeps and is_agreed else None
    if form and request.method == "POST" and form.is_valid():
        with refused_into(form):
            promise_reviews.review(promise, **form.typed(), by=request.user, at=timezone.now())
            messages.success(request, "The review is recorded.")
            return redirect("scoring:promise", promise.reference)
    reviews = list(promise.reviews.select_related("by"))
    review_by = promise.review_by(max((each.on for each in reviews), default=None))
    state = state_of(
        promise.outcome,
        is_agreed=is_agreed,
        review_by=review_by,
        due_on=promise.due_on,
        today=timezone.localdate(),
    )
    context = {
        "promise": promise,
        "award": promise.award,
        "reviews": reviews,
        "review_by": review_by,
        "state": state,
        "is_agreed": is_agreed,
        "keeps": keeps,
        "earlier": promise.versions.select_related("by")[1:],
        "form": form,
    }
    return render(request, "scoring/promise_detail.html", context)


@requires("scoring.keep_promise", Promise)
def promise_end(request: UserRequest, promise: Promise) -> HttpResponse:
    is_agreed = promises.is_agreed(promise.award)
    form = EndForm(request.POST or None, is_agreed=is_agreed)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            outcome = Outcome(form.cleaned_data["outcome"])
            promises.end(
                promise, outcome=outcome, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"The promise has ended: {outcome.label.lower()}.")
            return redirect("scoring:promise", promise.reference)
    return render(request, "scoring/promise_end.html", {"promise": promise, "form": form})


@never_cache
@require_GET
@requires("scoring.view_promise", PromiseReview)
def review_document(request: UserRequest, review: PromiseReview) -> FileResponse:
    """The document that shows what a review found. Always saved, never run by the browser."""
    if not review.file:
        raise Http404
    return download_of(review.file, review.file_name)


def _answered(award: Award, reference: str) -> Criterion:
    found = next((each for each in answered_in_words(award) if each.reference == reference), None)
    if found is None:
        raise Http404
    return found


def _beside_the_answer(
    request: UserRequest, award: Award, criterion: Criterion, form: PromiseForm, promise: Promise | None = None
) -> HttpResponse:
    agreed = ConsensusScore.objects.visible_to(request.user, award.competition).filter(superseded_at=None)
    context = {
        "award": award,
        "promise": promise,
        "criterion": criterion,
        "answer": promises.answer_of(award, criterion),
        "agreed": agreed.filter(bid=award.bid_id, criterion=criterion).first(),
        "form": form,
    }
    return render(request, "scoring/promise_form.html", context)
