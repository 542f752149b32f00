"""Before the opening nobody at the council learns of a bid, and no bidder ever of another's: by no page or status."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.checks import views_of
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.actions import bids, submissions
from partners.actions.openings import confirm_opening
from partners.models import Bid, BidDocument, FilledKit, Intention, LastDayEntry, LateAttempt, Submission, Upload
from procurement.models import Competition
from scoring.models import LateBid, OpenedBid, OpenedLateAttempt
from tests import scanning, world
from tests.addresses import OF_BIDS, address_of, app_of, model_of
from tests.everything import before_any_bid
from tests.looking import answered, without_tokens
from tests.partners.conftest import complete
from tests.partners.rich import declined, rich_bid
from tests.world import AFTER, BEFORE

COUNCIL = ("officer", "lead officer", "approver", "auditor")
PANEL = ("chair", "evaluator", "observer")
OTHERS = ("anonymous", "superuser", "other council")
# What says more than that there is nothing here for somebody.
SAYS = {200, 302, 409}
NOWHERE = ["/nowhere/", "/bids/ZZZZZZZZZZ/"]
# The one signs out; the other makes a secret by chance each time, in an app that can't know of bids.
LEFT_OUT = {"account_logout", "key_share_code"}
ADMINISTRATION = ["", "accounts/user/", "accounts/user/?q=harbour&o=-1", "accounts/council/", "partners/bid/"]
# The superuser's list of users shows who has an account, as it must.
USERS = "/administration/accounts/user/"


@pytest.fixture
def before(db, clock, settings, tmp_path, caplog):
    """A competition that nobody has bid for yet, its panel seated, and the clock stopped."""
    # Thousands of refusals, each with its lines of log, would bury the one that matters.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    settings.MEDIA_ROOT = tmp_path
    clock(world.PUBLISHED)
    found = before_any_bid()
    clock(deadline_of(found) - timedelta(days=1))
    return found


def deadline_of(all_of_it):
    return all_of_it.things[Competition].bid_deadline


def bid_of(all_of_it, who, stem):
    """A bid with everything that could be seen of one: submitted, with files, members, and late attempts."""
    ada = all_of_it.bidders[who]
    return rich_bid(all_of_it.things[Competition], stem, ada.organisation_roles.get().organisation, ada)


def addresses(all_of_it, *, of_bids=False, but=()):
    """Every address that is about a bid, or every other one, with its parts filled in; without those of some apps."""
    return [
        address
        for route, pattern in views_of(get_resolver())
        if (model_of(route, pattern) in OF_BIDS) == of_bids and app_of(pattern) not in but
        if pattern.name not in LEFT_OUT and (address := address_of(route, pattern, all_of_it))
    ]


def asking(all_of_it, stem):
    """The addresses at which something can be looked for, sorted or leafed through, with what a curious person asks."""
    reference = all_of_it.things[Competition].reference
    council, record = f"/council/competitions/{reference}", f"/record/{reference}"
    searches = [f"{record}/{file}?text={word}" for file in ("", "record.csv") for word in (stem, "bid", "submit")]
    pages = [f"{place}/?page=2" for place in (record, f"{council}/letters")]
    checked = [f"{record}/?check=yes", f"{council}/ranking/?check=yes"]
    return [*searches, *pages, *checked, *(f"/administration/{place}" for place in ADMINISTRATION), *NOWHERE]


def browsers(all_of_it, roles):
    found = {}
    for role in roles:
        found[role] = Client()
        if all_of_it.people[role]:
            found[role].force_login(all_of_it.people[role])
    return found


def places_of(all_of_it, who):
    """Where somebody looks. The apps that stand before the bids can't know of any: one looks there for all."""
    but = () if who in {"lead officer", "anonymous"} else ("spinouts", "allauth")
    return [*addresses(all_of_it, but=but), *asking(all_of_it, "quokka")]


def seen(clients, places):
    """What each sees; `places` has the addresses for each."""
    return {(who, place): answered(client, place) for who, client in clients.items() for place in places[who]}


def shown(answers, roles):
    """The addresses at which the roles are told more than that there is nothing for them."""
    return {who: [place for (by, place), answer in answers.items() if by == who and answer[0] in SAYS] for who in roles}


def differing(one, other):
    return [key for key in other if one[key] != other[key] and not key[1].startswith(USERS)]


def two_more_bids(all_of_it):
    """Another bid with all that one can have, one that is only begun, and somebody who declined."""
    competition = all_of_it.things[Competition]
    bid_of(all_of_it, "administrator", "zanzibar")
    third, carl = world.organisation("Third Trust")
    bids.start(competition, third, by=carl, at=competition.bid_deadline - timedelta(days=3))
    declined(competition, "yttrium", *world.organisation("Shy Limited"))
    assert (Bid.objects.count(), LateAttempt.objects.count(), Intention.objects.count()) == (3, 8, 4)
    assert LastDayEntry.objects.count() > 10


def no_word_in(answers, *more):
    look = scanning.finder(["quokka-", "zanzibar-", "yttrium-", *more])
    assert {key: found for key, (*_, body) in answers.items() if (found := look(body))} == {}


def test_each_role_sees_the_same_whether_there_is_no_bid_one_or_three(before, clock):
    clock(deadline_of(before) + timedelta(hours=1))
    clients = browsers(before, (*COUNCIL, *PANEL, *OTHERS))
    places = {who: places_of(before, who) for who in clients}
    with_none = seen(clients, places)
    assert {200, 302, 403, 404, 409} <= {status for status, *_ in with_none.values()}
    assert {with_none["lead officer", place][0] for place in places["lead officer"] if "?" in place[:60]} >= {200}

    rival = bid_of(before, "rival", "quokka")
    council = {who: clients[who] for who in COUNCIL}
    assert differing(with_none, seen(council, shown(with_none, council))) == []
    theirs = browsers(before, ["rival"])
    keep_parts_of(before, rival.bid)
    own = {"rival": [*places["officer"], *addresses(before, of_bids=True)]}
    with_own = seen(theirs, own)
    assert len(shown(with_own, theirs)["rival"]) > 50

    two_more_bids(before)
    with_three = seen(clients, places)
    assert differing(with_none, with_three) == []
    no_word_in(with_three, rival.bid.reference)
    assert differing(with_own, seen(theirs, own)) == []


def test_nor_does_anybody_see_a_difference_while_bids_may_still_come(before):
    clients = browsers(before, ("lead officer", "auditor", "evaluator"))
    with_none = seen(clients, {who: places_of(before, who) for who in clients})
    bid_of(before, "rival", "quokka")
    two_more_bids(before)

    with_three = seen(clients, shown(with_none, clients))
    assert len(with_three) > 100
    assert differing(with_none, with_three) == []
    no_word_in(with_three)


def keep_parts_of(all_of_it, bid):
    """The bid and what is part of it, so that their addresses are known."""
    models = (BidDocument, FilledKit, LateAttempt, Submission, Upload)
    all_of_it.keep(bid, *(model.objects.filter(bid=bid).latest("pk") for model in models))


def test_pages_of_a_bid_are_as_absent_to_others_as_a_bid_that_is_not_there(before):
    bid_of(before, "rival", "quokka")
    bid = bid_of(before, "administrator", "zanzibar").bid
    keep_parts_of(before, bid)
    before.things |= {LateBid: bid, OpenedBid: bid, OpenedLateAttempt: before.things[LateAttempt]}
    organisation = bid.organisation.reference
    places = addresses(before, of_bids=True)
    places += [place for place in addresses(before) if organisation in place]
    assert len(places) >= 60
    clients = browsers(before, ("lead officer", "auditor", "chair", "superuser", "rival"))

    def answers(client, place):
        found = [client.get(place), client.post(place)]
        return {(each.status_code, without_tokens(each.content).replace(place.encode(), b"")) for each in found}

    for who, client in clients.items():
        nothing_there = answers(client, "/bids/ZZZZZZZZZZ/") | answers(client, "/bids/ZZZZZZZZZZ/presence/")
        nothing_there.add((405, b""))
        assert {status for status, _ in nothing_there} == {404, 405}
        for place in places:
            assert answers(client, place) <= nothing_there, (who, place)


def a_bid(competition, name):
    return rich_bid(competition, "zanzibar", *world.organisation(name)).bid


def test_the_trail_of_the_competition_and_the_letters_to_others_tell_of_no_bid(before):
    def others_read():
        """The competition's own trail, and letters to the council, the panel and another bidder."""
        trail = TrailEvent.objects.filter(trail=before.things[Competition].reference)
        theirs = {before.people[role].email for role in (*COUNCIL, *PANEL, "rival")}
        return list(trail.values()), [letter for letter in Letter.objects.all() if letter.to in theirs]

    read_before, letters, events = others_read(), Letter.objects.count(), TrailEvent.objects.count()

    bid_of(before, "administrator", "zanzibar")

    assert others_read() == read_before
    assert (Letter.objects.count() > letters + 3, TrailEvent.objects.count() > events + 20) == (True, True)


def test_a_bid_that_was_withdrawn_or_never_submitted_stays_unknown_after_the_opening(
    client, published, officer, lead_officer, clock
):
    a_bid(published, "Harbour Care")
    withdrawn, drafted = world.organisation("Withdrawn Trust"), world.organisation("Drafted Trust")
    bid = complete(bids.start(published, withdrawn[0], by=withdrawn[1], at=BEFORE), withdrawn[1])
    submissions.submit(bid, by=withdrawn[1], at=BEFORE)
    submissions.withdraw(bid, by=withdrawn[1], at=BEFORE)
    bids.start(published, drafted[0], by=drafted[1], at=BEFORE)

    confirm_opening(published, by=officer, at=AFTER)
    confirm_opening(published, by=lead_officer, at=AFTER)

    clock(AFTER)
    client.force_login(officer)
    page = client.get(reverse("partners:opening", kwargs={"reference": published.reference})).content.decode()
    assert "1 bid in time" in page
    assert "Harbour Care" in page
    assert "Withdrawn Trust" not in page
    assert "Drafted Trust" not in page


def test_each_bidder_sees_only_their_own_also_after_the_opening(client, published, officer, lead_officer, clock):
    ours, theirs = a_bid(published, "Harbour Care"), a_bid(published, "Quayside Partners")
    confirm_opening(published, by=officer, at=AFTER)
    confirm_opening(published, by=lead_officer, at=AFTER)
    clock(AFTER)
    client.force_login(ours.organisation.members.get().user)

    assert client.get(reverse("partners:bid", kwargs={"reference": ours.reference})).status_code == 200
    assert client.get(reverse("partners:bid", kwargs={"reference": theirs.reference})).status_code == 404
    assert client.get(reverse("partners:opening", kwargs={"reference": published.reference})).status_code == 403


def test_a_writer_who_left_sees_the_bid_no_more(client, bid, bidder, clock):
    clock(BEFORE)
    carl = world.person("Carl Colleague")
    member = bid.organisation.members.create(user=carl, role="writer")
    client.force_login(carl)
    url = reverse("partners:bid", kwargs={"reference": bid.reference})
    assert client.get(url).status_code == 200

    member.delete()

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", list(CouncilRole))
def test_who_at_the_council_sees_and_does_the_opening(client, council, published, role, clock):
    clock(AFTER)
    client.force_login(world.council_member(council, role, "Some Body"))
    at = {"reference": published.reference}

    assert client.get(reverse("partners:opening", kwargs=at)).status_code == 200
    may = role in {CouncilRole.OFFICER, CouncilRole.LEAD_OFFICER}
    assert client.post(reverse("partners:opening_confirm", kwargs=at)).status_code == (302 if may else 403)


def test_somebody_of_the_council_who_also_belongs_to_a_bidder_sees_no_bid_and_gets_no_letter(
    client, published, officer, lead_officer, clock
):
    clock(BEFORE)
    organisation, ada = world.organisation("Harbour Care")
    organisation.members.create(user=officer, role="writer")
    bid = complete(bids.start(published, organisation, by=ada, at=BEFORE), ada)
    submission = submissions.submit(bid, by=ada, at=BEFORE)
    document = bid.documents.create(title="Plans", name="a.pdf", size=1, sha256="", uploaded_by=ada, uploaded_at=BEFORE)
    client.force_login(officer)

    for place, of in (("bid", bid), ("bid_offer", bid), ("receipt", submission), ("document", document)):
        assert client.get(reverse(f"partners:{place}", kwargs={"reference": of.reference})).status_code == 404
    page = client.get(reverse("partners:organisation", kwargs={"reference": organisation.reference})).content.decode()
    assert published.title not in page
    for by in (officer, lead_officer):
        confirm_opening(published, by=by, at=AFTER)
    assert {letter.to for letter in Letter.objects.all()} == {ada.email}
