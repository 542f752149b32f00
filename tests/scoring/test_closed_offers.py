"""Where offers wait, nothing of one is read by anybody at the council or on the panel before they are opened.

By no page, list, file, letter or status code: figures that give themselves away are looked for at every address.
"""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.checks import views_of
from accounts.models import Letter, TrailEvent
from partners.models import Bid, BidDocument, LateAttempt, Offer, Submission
from procurement.models import Competition
from scoring.actions import envelopes
from scoring.models import OpenedLateAttempt
from tests import scanning
from tests.addresses import address_of
from tests.everything import INVESTMENT, OFFER_SECRET, PRICE, Moment, agree_all, everything_at
from tests.looking import answered

READERS = ("officer", "lead officer", "approver", "auditor", "chair", "evaluator", "conflicted", "observer")
YEARLY = PRICE // 7
FIGURES = [
    OFFER_SECRET,
    "Barchester Day Centres Limited",
    *(each for figure in (INVESTMENT, PRICE, YEARLY, YEARLY + PRICE % 7) for each in (f"{figure}", f"{figure:,}")),
]
# Whoever signs out is somebody else afterwards; a code, and a new meeting's reference, are made by chance each time.
LEFT_OUT = {"account_logout", "key_share_code", "meeting_open"}


@pytest.fixture
def closed(db, settings, tmp_path, caplog):
    """Bids are opened and being scored, and their offers wait."""
    caplog.set_level(logging.CRITICAL, logger="django.request")
    settings.MEDIA_ROOT = tmp_path
    # What other tests left there is none of this one's.
    cache.clear()
    return everything_at(Moment.OPENED, offers_wait=True)


@pytest.fixture
def locked(closed):
    """Every score of quality is agreed, and the first of two officers has confirmed that the offers be opened."""
    agree_all(closed, at(closed, days=2))
    envelopes.confirm_opening(competition_of(closed), by=closed.people["officer"], at=at(closed, days=3))
    return closed


def competition_of(all_of_it):
    return Competition.objects.get(pk=all_of_it.things[Competition].pk)


def at(all_of_it, *, days):
    return competition_of(all_of_it).bid_deadline + timedelta(days=days)


def places_of(all_of_it):
    """Every address; those of a late attempt and of a document also with the ones that belong to the offer."""
    found = []
    for late in (None, *OpenedLateAttempt.objects.all()):
        for document in (None, *BidDocument.objects.filter(bid=all_of_it.things[Bid])):
            things = {OpenedLateAttempt: late, BidDocument: document}
            all_of_it.things |= {model: thing for model, thing in things.items() if thing}
            found += [
                address
                for route, pattern in views_of(get_resolver())
                if pattern.name not in LEFT_OUT and (address := address_of(route, pattern, all_of_it))
            ]
    return list(dict.fromkeys(found))


def browser(all_of_it, role):
    client = Client(raise_request_exception=False)
    if person := all_of_it.people[role]:
        client.force_login(person)
    return client


def asked(all_of_it, roles):
    """Each role and place, with the answer, one after the other."""
    places = places_of(all_of_it)
    clients = {role: browser(all_of_it, role) for role in roles}
    for role, client in clients.items():
        for place in places:
            yield (role, place), answered(client, place)


def seen(all_of_it, roles):
    return dict(asked(all_of_it, roles))


def look(content):
    # Not as the scanner does: figures are too short to be told apart in Base64.
    return [figure for figure in FIGURES if figure.lower().encode() in content.lower()]


def told(answers):
    return {
        key: found for key, (_, headers, _, body) in answers.items() if (found := look(body + repr(headers).encode()))
    }


def check_nobody_is_told(answers):
    assert told(answers) == {}
    assert len([1 for status, *_ in answers.values() if status == 200]) > 100
    assert not [key for key, (status, *_) in answers.items() if status >= 500]


def test_no_address_tells_of_an_offer_while_bids_are_scored(closed):
    check_nobody_is_told(seen(closed, ("lead officer", "chair", "evaluator")))


def test_no_address_tells_any_role_of_an_offer_before_it_is_opened(locked, monkeypatch):
    """Sizes, counts, order, refusals and status codes too are the same if all offers are others, or can't be opened."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    before = seen(locked, (*READERS, "superuser"))
    check_nobody_is_told(before)

    Submission.objects.update(sealed=b"nothing that any key opens")
    for offer in Offer.objects.all():
        offer.typed = {"notes": "Nothing at all."}
        offer.save()
    roles = ("lead officer", "auditor", "chair")
    after = seen(locked, roles)

    assert [key for key in before if key[0] in roles and before[key] != after[key]] == []


def test_neither_the_record_nor_a_letter_tells_of_an_offer(locked):
    bidders = {each.email for each in locked.bidders.values()}

    texts = [f"{each.subject} {each.body}" for each in Letter.objects.all() if each.to not in bidders]
    texts += [f"{each.verb} {each.subject} {each.details}" for each in TrailEvent.objects.all()]

    assert [text for text in texts if look(text.encode())] == []
    assert len(texts) > 50


def test_no_table_or_file_holds_an_offer_in_plain_before_it_is_opened(locked):
    """Otherwise what counts is made plain at the opening of the bids; what waits stays sealed."""
    assert {place: found for place, content in scanning.places().items() if (found := look(content))} == {}


def test_once_opened_the_offers_are_read_where_they_always_were(locked):
    competition = competition_of(locked)
    envelopes.confirm_opening(competition, by=locked.people["lead officer"], at=at(locked, days=4))
    client, bid = browser(locked, "evaluator"), locked.things[Bid].reference
    of_offer = BidDocument.objects.get(bid=locked.things[Bid], criterion__reference="price")

    pages = [
        client.get(reverse("scoring:opened_offer", args=[bid])),
        client.get(reverse("scoring:opened_bids_compared", args=[competition.reference])),
        client.get(reverse("scoring:board", args=[competition.reference])),
    ]
    file = client.get(reverse("scoring:opened_document", args=[bid, of_offer.reference]))

    assert [f"£{INVESTMENT:,}" in page.content.decode() for page in pages] == [True] * 3
    assert b"".join(file) == b"How the price came about"
    late = browser(locked, "lead officer").get(reverse("scoring:late_attempts", args=[competition.reference]))
    assert OFFER_SECRET in late.content.decode()


def test_there_is_something_to_find_where_offers_do_not_wait(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    all_of_it = everything_at(Moment.OPENED)

    assert any(told({key: answer}) for key, answer in asked(all_of_it, ["evaluator"]))
    assert LateAttempt.objects.exists()


def test_a_bidder_reads_its_own_offer_all_the_time(locked):
    client, bid = browser(locked, "administrator"), locked.things[Bid].reference

    page = client.get(reverse("partners:bid_offer", args=[bid])).content.decode()
    receipt = client.get(reverse("partners:receipt", args=[locked.things[Submission].reference]))

    assert OFFER_SECRET in page
    assert receipt.status_code == 200
    assert timezone.now() > competition_of(locked).bid_deadline


def test_the_database_lets_offers_that_were_opened_be_closed_by_nobody(locked):
    competition = competition_of(locked)
    envelopes.confirm_opening(competition, by=locked.people["lead officer"], at=at(locked, days=4))

    with pytest.raises(Exception, match="stay open"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_competition SET offers_opened_at = NULL WHERE id = %s", [competition.pk])
