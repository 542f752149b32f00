"""What others wrote reaches neither an evaluator nor a bidder by any address, and nobody sees that it was written.

Everything is asked: each address with each reference that there is, searches, orders, pages, files taken away, what is
answered to a form with nothing or with somebody else's things in it, letters. How long an answer takes is not measured;
but what is hidden is answered with the same status, page and number of queries as what is not there.
"""

import difflib
import logging

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.checks import views_of
from accounts.models import Letter
from partners.models import BidDocument, FilledKit, LateAttempt, Submission, Upload
from procurement.models import Competition
from scoring.actions import scores
from scoring.models import Assignment, Meeting
from tests import scanning, world
from tests.addresses import address_of, app_of
from tests.everything import before_any_bid
from tests.looking import answered, readable
from tests.scoring import planting
from tests.scoring.planted import OURS, SHUT, STEMS, THEIRS

# Signing out ends the look; what comes before the bids can know of none, and is looked at in tests/partners.
LEFT_OUT = {"account_logout", "key_share_code"}
APPS = {"scoring", "partners", "config"}
SAYS = {200, 302, 409}
BOARD = ("spread=0", "state=agreed")


@pytest.fixture
def planted(db, request, clock, settings, tmp_path, caplog):
    # Thousands of refusals, each with its lines of log, would bury the one that matters.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    settings.MEDIA_ROOT = tmp_path
    clock(world.PUBLISHED)
    published = before_any_bid()
    Competition.objects.filter(pk=published.things[Competition].pk).update(offers_wait=hasattr(request, "param"))
    published.things[Competition].refresh_from_db()
    found = planting.opened(published)
    clock(found.at)
    return found


@pytest.fixture
def eve(planted):
    return browser(planted.people["evaluator"])


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def places(planted, who):
    """Every address, with each reference that there is in it, and what a curious person would ask there."""
    found = {}
    for view in planting.views_of_it(planted, who=who):
        for route, pattern in views_of(get_resolver()):
            if app_of(pattern) in APPS and pattern.name not in LEFT_OUT:
                found[address_of(route, pattern, view)] = None
    return [place for place in found if place] + asking(planted)


def asking(planted):
    """Where something can be looked for, sorted or leafed through."""
    reference = planted.competition.reference
    council, record = f"/council/competitions/{reference}", f"/record/{reference}"
    files = ("", "board.csv", "board.json", "board.xlsx")
    board = [f"{council}/board/{file}?{asked}" for file in files for asked in BOARD]
    searches = [f"{record}/{file}?text={word}" for file in ("", "record.csv") for word in ("evan", "agreed", "yttrium")]
    pages = [f"{record}/?page=2", f"{record}/?check=yes", f"{council}/letters/?page=2", f"{council}/ranking/?check=yes"]
    return [*board, *searches, *pages, "/bids/ZZZZZZZZZZ/", "/score/ZZZZZZZZZZ/", "/nowhere/"]


def seen(client, places):
    return {place: answered(client, place) for place in places}


def shown(answers):
    return [place for place, (status, *_) in answers.items() if status in SAYS]


def differing(before, after):
    """The addresses that are not answered as before, each with the lines that differ."""
    return {place: difference(before[place], after[place]) for place in after if before[place] != after[place]}


def difference(one, other):
    lines = ([repr(part) for part in (*told, *body.splitlines())] for *told, body in (one, other))
    return [line for line in difflib.ndiff(*lines) if line[0] in "+-"]


def telling(answers, words):
    """Where one of the words is told: in the body, as text or packed, in a header or the address led to."""
    look = scanning.finder(words)
    told = {place: look(repr(headers).encode() + readable(body)) for place, (_, headers, _, body) in answers.items()}
    return {place: found for place, found in told.items() if found}


def letters_to(user):
    # What a letter holds is sealed, so that the database can't look for its reader.
    return [f"{each.subject}\n{each.body}" for each in Letter.objects.order_by("pk") if each.to == user.email]


def hidden(planted, *, but=()):
    """All words that anybody but Eve wrote, without those that begin with one of these."""
    written = [*planted.words.values(), *(rich.words for rich in planted.bids.values())]
    return [word for words in written for word in words.all if not word.startswith(("eve-", *but))]


# The sample answer is for the whole panel.
READ_BY_EVE = (
    "chair-in-the-sample",
    *(f"{STEMS[bidder]}{sign}" for bidder in (OURS, THEIRS) for sign in ("-in-", ".")),
)
# Whoever declares interests is told by name who is behind a bid, and no more of it.
BEHIND = {f"{STEMS[SHUT]}-in-the-{name}" for name in ("member-name", "subcontractor-name", "member-person")}


def told_to_eve(answers, planted, *, but=()):
    told = telling(answers, hidden(planted, but=(*READ_BY_EVE, *but)))
    return {place: found - BEHIND for place, found in told.items() if found - BEHIND}


def test_an_evaluator_who_has_not_locked_sees_the_same_whatever_the_others_do(planted, eve):
    planting.eve_scores(planted)
    places_before = places(planted, "Eve")
    before = seen(eve, places_before)
    looked_at, letters = shown(before), letters_to(planted.people["evaluator"])
    assert len(looked_at) > 40
    for step in (planting.others_score, planting.others_lock):
        step(planted)
        after = seen(eve, looked_at)
        assert differing(before, after) == {}, step.__name__
        assert told_to_eve(after, planted) == {}
    planting.a_meeting_opens(planted)
    planting.theirs_are_revealed(planted)
    looked_at += [f"/meetings/{planted.all_of_it.things[Meeting].reference}/{page}" for page in ("", "wall/")]
    before = seen(eve, looked_at)
    planting.others_agree(planted)
    after = seen(eve, looked_at)
    assert differing(before, after) == {}
    planting.minutes_are_made(planted)
    at_last = seen(eve, places(planted, "Eve"))
    assert told_to_eve(at_last, planted) == {}
    assert len(at_last) > 250
    assert letters_to(planted.people["evaluator"]) == letters
    assert scanning.finder(hidden(planted))("".join(letters).encode()) == set()


def test_after_the_lock_and_before_the_reveal_an_evaluator_sees_no_figure_and_no_reason(planted, eve):
    planting.eve_scores(planted)
    scores.lock(planted.seats["Eve"], by=planted.people["evaluator"], at=planted.at)
    asked = places(planted, "Eve")

    def where_others_gave(value):
        with transaction.atomic():
            planting.others_score(planted, value)
            planting.others_lock(planted)
            planting.a_meeting_opens(planted)
            meeting = planted.all_of_it.things[Meeting].reference
            found = seen(eve, [*asked, f"/meetings/{meeting}/", f"/meetings/{meeting}/wall/"])
            transaction.set_rollback(True)
        return {
            place.replace(meeting, ""): (*rest, body.replace(meeting.encode(), b""))
            for place, (*rest, body) in found.items()
        }

    low, high = where_others_gave(1), where_others_gave(5)
    assert differing(low, high) == {}
    assert told_to_eve(high, planted) == {}


@pytest.mark.parametrize("planted", ["offers wait"], indirect=True)
def test_while_offers_wait_nobody_who_judges_and_no_officer_reads_any(planted):
    planting.eve_scores(planted)
    planting.others_score(planted)
    offered = [word for rich in planted.bids.values() for word in rich.words.all if "-in-the-offer" in word]
    assert len(offered) > 30

    for who in ("chair", "lead officer"):
        answers = seen(browser(planted.people[who]), places(planted, "Eve"))
        assert telling(answers, offered) == {}, who
        assert telling(answers, hidden(planted)) != {}


def test_what_is_hidden_is_answered_as_what_is_not_there_also_in_its_number_of_queries(planted, eve):
    planting.eve_scores(planted)
    planting.others_score(planted)
    planting.others_lock(planted)
    secret = secrets_of(planted)

    def answers(client, place):
        with CaptureQueriesContext(connection) as queries:
            status, _, cookies, body = answered(client, place)
        return status, cookies, body, len(queries)

    tried = 0
    for place in places(planted, "Eve"):
        for reference in (each for each in secret if each in place):
            absent = place.replace(reference, "ZZZZZZZZZZ")
            status, cookies, body, queries = answers(eve, absent)
            found = answers(eve, place)
            assert found == (status, cookies, body.replace(b"ZZZZZZZZZZ", reference.encode()), queries), place
            tried += 1
    assert tried > 60


def secrets_of(planted):
    """The references of what Eve may know nothing of: the third bid and its parts, others' seats and what is theirs."""
    bid = planted.bids[SHUT].bid
    models = (BidDocument, FilledKit, LateAttempt, Submission, Upload)
    parts = [each.reference for model in models for each in model.objects.filter(bid=bid)]
    seats = [seat.reference for name, seat in planted.seats.items() if name != "Eve"]
    others = Assignment.objects.exclude(member=planted.seats["Eve"]).values_list("reference", flat=True)
    return {bid.reference, *parts, *seats, *others}


def test_bidders_see_the_same_whatever_the_panel_does_and_no_word_of_others_after_the_award(planted):
    bidders = {OURS: planted.people["administrator"], THEIRS: planted.people["rival"]}
    clients = {bidder: browser(user) for bidder, user in bidders.items()}
    planting.eve_scores(planted)
    asked = places(planted, "Eve")
    before = {bidder: seen(client, asked) for bidder, client in clients.items()}
    letters = {bidder: letters_to(user) for bidder, user in bidders.items()}
    for steps in BEFORE_THE_AWARD:
        for step in steps:
            step(planted)
        for bidder, client in clients.items():
            looked_at = shown(before[bidder])
            assert len(looked_at) > 20
            assert differing(before[bidder], seen(client, looked_at)) == {}, (bidder, step.__name__)
    assert {bidder: letters_to(user) for bidder, user in bidders.items()} == letters
    planting.it_is_approved(planted)
    for bidder, client in clients.items():
        own = (f"{STEMS[bidder]}-in-", f"{STEMS[bidder]}.", f"on-{STEMS[bidder]}-in-")
        assert telling(seen(client, places(planted, "Eve")), hidden(planted, but=own)) == {}, bidder
        written = "".join(letters_to(bidders[bidder])).encode()
        assert scanning.finder(hidden(planted, but=own))(written) == set()


BEFORE_THE_AWARD = [
    (planting.others_score, planting.others_lock, planting.a_meeting_opens, planting.theirs_are_revealed),
    (planting.others_agree, planting.minutes_are_made, planting.all_is_ranked),
    (planting.an_award_is_proposed,),
]
