"""Prices that seem abnormally low: what prompts a question, the question, the bidder's answer, and the decision."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.govuk_forms import GovukForm
from accounts.models import User
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import envelopes, low_offers
from scoring.domain.low_offers import Seen
from scoring.forms.low_offers import AnswerForm, AskForm, DecideForm
from scoring.models import LowOfferDecision, LowOfferQuestion, OpenedBid
from scoring.rules import seat_of


@require_GET
@requires("scoring.view_low_offers", Competition)
def overview(request: UserRequest, competition: Competition) -> HttpResponse:
    """The price of each bid beside the others, and how far what was asked has come."""
    if competition.opened_at:
        envelopes.check_open(competition)
    readable = _readable(request.user, competition)
    found, compares = _seen_by(request.user, competition)
    asked = {
        each.bid_id: each
        for each in LowOfferQuestion.objects.filter(bid__in=readable)
        .annotate(answered=Count("answers"))
        .order_by("at", "pk")
    }
    decided = {each.question.bid_id: each for each in LowOfferDecision.objects.standing(competition)}
    context = {
        "competition": competition,
        "rows": [
            (bid, found.get(bid.reference), asked.get(bid.pk), decided.get(bid.pk))
            for bid in readable.order_by("organisation__name", "pk")
        ],
        "compares": compares,
        "thresholds": low_offers.thresholds_of(competition),
        "own_seat": seat_of(request.user, competition),
    }
    return render(request, "scoring/low_offer_list.html", context)


@require_GET
@requires("scoring.view_low_offer", OpenedBid)
def detail(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    envelopes.check_open(bid.competition)
    found, compares = _seen_by(request.user, bid.competition)
    decisions = LowOfferDecision.objects.filter(bid=bid).select_related("by")
    context = {
        "bid": bid,
        "competition": bid.competition,
        "seen": found.get(bid.reference),
        "questions": list(_questions_on(bid)),
        "compares": compares,
        "prompts": _prompts(found, bid),
        "decision": decisions.filter(superseded_at=None).first(),
        "superseded": list(decisions.exclude(superseded_at=None)),
        "own_seat": seat_of(request.user, bid.competition),
    }
    return render(request, "scoring/low_offer_detail.html", context)


@requires("scoring.decide_low_offer", OpenedBid)
def ask(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    form = AskForm(request.POST or None)
    done = "The letter is on its way to the bidder."
    return _act(
        request, bid, form, "Ask about the price", done, lambda **who: low_offers.ask(bid, **form.cleaned_data, **who)
    )


@requires("scoring.decide_low_offer", OpenedBid)
def decide(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    form = DecideForm(request.POST or None)
    done = "Your decision is recorded, and the bidder is told."
    return _act(
        request,
        bid,
        form,
        "Decide on the price",
        done,
        lambda **who: low_offers.decide(bid, **form.cleaned_data, **who),
    )


@requires("scoring.answer_low_offer", LowOfferQuestion)
def answer(request: UserRequest, question: LowOfferQuestion) -> HttpResponse:
    """For the bidder: what it was asked, what it answered, and a form for more until a decision is made."""
    form = AnswerForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            low_offers.answer(question, typed["text"], files=typed["attached"], by=request.user, at=timezone.now())
            messages.success(request, "Your answer is with the council.")
            return redirect("scoring:low_offer_answer", reference=question.reference)
    context = {
        "question": question,
        "bid": question.bid,
        "price": low_offers.price_of(question.bid),
        "answers": question.answers.select_related("by"),
        "decision": question.decisions.filter(superseded_at=None).first(),
        "form": form,
    }
    return render(request, "scoring/low_offer_answer.html", context)


def _act(
    request: UserRequest, bid: OpenedBid, form: GovukForm, heading: str, done: str, act: Callable[..., object]
) -> HttpResponse:
    envelopes.check_open(bid.competition)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            act(by=request.user, at=timezone.now())
            messages.success(request, done)
            return redirect("scoring:low_offer", reference=bid.reference)
    found, compares = _seen_by(request.user, bid.competition)
    context = {
        "bid": bid,
        "competition": bid.competition,
        "form": form,
        "heading": heading,
        "back": reverse("scoring:low_offer", args=[bid.reference]),
        "seen": found.get(bid.reference),
        "questions": list(_questions_on(bid)),
        "compares": compares,
        "prompts": _prompts(found, bid),
    }
    return render(request, "scoring/low_offer_form.html", context)


def _prompts(found: Mapping[str, Seen], bid: Bid) -> list[str]:
    return list(found[bid.reference].prompts) if bid.reference in found else []


def _questions_on(bid: Bid) -> QuerySet[LowOfferQuestion]:
    return LowOfferQuestion.objects.filter(bid=bid).select_related("by").prefetch_related("answers__by")


def _readable(user: User, competition: Competition) -> QuerySet[OpenedBid]:
    return OpenedBid.objects.visible_to(user).filter(competition=competition)


def _seen_by(user: User, competition: Competition) -> tuple[dict[str, Seen], bool]:
    """The prices, compared with each other only for somebody who may read every bid: else a mean would tell of one."""
    readable = _readable(user, competition).order_by()
    compares = not Bid.objects.opened(competition).exclude(pk__in=readable.values("pk")).exists()
    return low_offers.prices_seen(competition, compares=compares), compares
