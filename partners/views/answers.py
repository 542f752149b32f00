from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires, wants_json
from accounts.domain.refusals import Refusal
from partners.actions import bids
from partners.actions.completeness import questions_of
from partners.actions.saving import Saved
from partners.actions.writing import clean
from partners.domain import words
from partners.domain.presence import place_of_answer
from partners.models import Answer, AnswerVersion, Bid
from partners.views import shut
from partners.views.pages import as_errors, check_sender, page, saved_at, told_to_script, version_in
from partners.views.presences import company_at
from partners.views.standing import standing_of
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Criterion


@requires("partners.write_bid", Bid)
def answer(request: UserRequest, bid: Bid, criterion: str) -> HttpResponse:
    """One question with its guidance, and the answer to it: saved by the page's script, or by its button."""
    asked = _question(bid, criterion)
    if bid.is_sealed_shut and not wants_json(request):
        return shut.answer(request, bid, asked)
    if request.method == "POST":
        return _save(request, bid, asked)
    return _page(request, bid, asked, Answer.objects.filter(bid=bid, criterion=asked).first())


def _save(request: UserRequest, bid: Bid, criterion: Criterion) -> HttpResponse:
    text, at = request.POST.get("text", ""), timezone.now()

    def save() -> Saved:
        check_sender(request)
        return bids.save_answer(bid, criterion, text, version=version_in(request), by=request.user, at=at)

    if wants_json(request):
        return told_to_script(save, lambda saved: saved_at(saved.at or at) + _over(criterion, saved))
    try:
        saved = save()
    except Refusal as refusal:
        return _page(request, bid, criterion, None, typed=text, errors=as_errors(refusal, "id_text"))
    if saved.is_conflict:
        sentence = "Not saved: this answer was changed somewhere else while you were writing. Both texts are kept."
        standing = Answer.objects.select_related("saved_by").get(bid=bid, criterion=criterion)
        return _page(request, bid, criterion, standing, typed=text, errors=[("id_text", sentence)])
    messages.success(request, saved_at(saved.at or at) + _over(criterion, saved))
    following = _neighbour(bid, criterion, 1) if "go_on" in request.POST else criterion
    if following is None:
        return redirect("partners:bid", reference=bid.reference)
    return redirect("partners:bid_answer", reference=bid.reference, criterion=following.reference)


@requires("partners.write_bid", Bid)
def history(request: UserRequest, bid: Bid, criterion: str) -> HttpResponse:
    """Every text that was saved for the question, newest first."""
    asked = _question(bid, criterion)
    if bid.is_sealed_shut:
        return shut.part(request, bid, f"Earlier texts: {asked.title}")
    standing = Answer.objects.filter(bid=bid, criterion=asked).first()
    versions = list(AnswerVersion.objects.filter(answer=standing).select_related("saved_by").order_by("pk"))
    context = {
        "bid": bid,
        "criterion": asked,
        "answer": standing,
        "standing": standing_of(bid, timezone.now()),
        # Numbered within the answer: the numbers of the database would tell how much other bidders write.
        "versions": [(place, each, words.count(each.text)) for place, each in enumerate(versions, start=1)][::-1],
    }
    return render(request, "partners/answer_history.html", context)


@require_POST
@requires("partners.write_bid", Bid)
def restore(request: UserRequest, bid: Bid, criterion: str) -> HttpResponse:
    """Put an earlier text in place again; what stood until now stays in the history."""
    asked, place = _question(bid, criterion), request.POST.get("place", "")
    texts = list(
        AnswerVersion.objects.filter(answer__bid=bid, answer__criterion=asked)
        .order_by("pk")
        .values_list("text", flat=True)
    )
    if not place.isdecimal() or not 1 <= int(place[:9]) <= len(texts):
        raise Http404
    text = texts[int(place) - 1]
    version, at = version_in(request), timezone.now()
    saved = bids.save_answer(bid, asked, text, version=version, by=request.user, at=at, is_whole=True)
    if saved.is_conflict:
        messages.error(request, "Not restored: the answer was changed meanwhile. Look at the newest text first.")
        return redirect("partners:bid_answer_history", reference=bid.reference, criterion=criterion)
    messages.success(request, "That text is the answer again. The one before is kept in the history.")
    return redirect("partners:bid_answer", reference=bid.reference, criterion=criterion)


def _question(bid: Bid, reference: str) -> Criterion:
    for each in questions_of(bid.competition):
        if each.reference == reference:
            return each
    raise Http404


def _neighbour(bid: Bid, criterion: Criterion, step: int) -> Criterion | None:
    asked = questions_of(bid.competition)
    place = asked.index(criterion) + step
    return asked[place] if 0 <= place < len(asked) else None


def _over(criterion: Criterion, saved: Saved) -> str:
    over = saved.words - (criterion.word_limit or saved.words)
    if over <= 0:
        return ""
    return f". It has {over:,} word{'' if over == 1 else 's'} too many: take them out before you submit."


def _page(
    request: UserRequest,
    bid: Bid,
    criterion: Criterion,
    found: Answer | None,
    *,
    typed: str | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    saved_text, standing = found.text if found else "", standing_of(bid, timezone.now())
    context: dict[str, Any] = {
        "bid": bid,
        "criterion": criterion,
        "answer": found,
        "text": saved_text if typed is None else typed,
        "version": found.version if found else request.POST.get("version", "0"),
        "theirs": found if typed is not None and found and saved_text != clean(typed) else None,
        "count": words.count(saved_text if typed is None else typed),
        "steps": list(criterion.scale.steps.all()) if criterion.scale else [],
        "standing": standing,
        "takes_late": not standing.takes_bids and bid.competition.state == CompetitionState.PUBLISHED,
        "previous": _neighbour(bid, criterion, -1),
        "next": _neighbour(bid, criterion, 1),
        **company_at(request, bid, place_of_answer(criterion.reference)),
    }
    return page(request, "partners/answer_form.html", context, errors)
