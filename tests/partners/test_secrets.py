"""Before the opening nobody at the council learns of a bid, and no bidder ever of another's: by no page or status."""

import re
from functools import cache
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.actions import bids, intentions, kits, pieces, submissions, uploads
from partners.actions.openings import confirm_opening
from partners.domain.deadlines import TooLate
from partners.models import Bid, Intention, LastDayEntry, LateAttempt
from tests import world
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE

NAMES = ("Harbour Care", "Quayside Partners", "Tide Trust", "Shy Limited", "Ada of")


def bid_of(competition, name):
    """A bid with everything that could be seen of one: submitted, with a document, a member, and late attempts."""
    organisation, ada = world.organisation(name)
    bid = bids.start(competition, organisation, by=ada, at=BEFORE)
    complete(bid, ada)
    upload = SimpleUploadedFile("plans.pdf", name.encode())
    bids.add_document(bid, title="Plans", upload=upload, by=ada, at=BEFORE)
    upload = uploads.begin(bid, name="film.mp4", size=9, mark="a" * 64, title=name, criterion=None, by=ada, at=BEFORE)
    uploads.take(pieces.store(upload, 0, BytesIO(b"film"), size=4), at=BEFORE)
    kits.bring(bid, SimpleUploadedFile("answers.xlsx", name.encode()), by=ada, at=BEFORE)
    bids.name_consortium(bid, [{"name": "Tide Trust", "kind": "charity"}], by=ada, at=BEFORE)
    submissions.submit(Bid.objects.get(pk=bid.pk), by=ada, at=BEFORE)
    for deed in (submissions.withdraw, submissions.submit):
        with pytest.raises(TooLate):
            deed(bid, by=ada, at=AFTER)
    return Bid.objects.get(pk=bid.pk)


@pytest.fixture
def people(published, council, other_officer, django_user_model):
    """Everybody who has some role at a council, and who looks after the installation."""
    return {
        **{role.value: world.council_member(council, role, f"Cora {role.label}") for role in CouncilRole},
        "officer of another council": other_officer,
        "superuser": django_user_model.objects.create_superuser("root@example.org", "Root", world.PASSWORD),
        "somebody without a role": world.person("Nora Nobody"),
    }


def named(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}"
        elif isinstance(entry, URLResolver) and entry.app_name != "admin":
            yield from named(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


def addresses(reference):
    """Every address of the product that takes nothing, or one reference; and the administration site."""
    found = ["/administration/", "/administration/accounts/user/", "/administration/partners/bid/"]
    for name in named(get_resolver()):
        for arguments in ({}, {"reference": reference}):
            try:
                found.append(reverse(name, kwargs=arguments))
            except NoReverseMatch:
                continue
    return sorted(set(found) - {reverse("account_logout")})


def without_tokens(body):
    return re.sub(r'(csrfmiddlewaretoken" value="|csrf-token" content=")\w+', "", body)


def seen(client, people, places):
    """Status, headers and body of each page for each person, without what differs from request to request."""
    found = {}
    for who, user in people.items():
        client.force_login(user)
        for place in places:
            answer = client.get(place)
            body = "" if answer.streaming else without_tokens(answer.content.decode())
            headers = sorted((name, text) for name, text in answer.headers.items() if name != "Expires")
            found[who, place] = (answer.status_code, headers, body)
    return found


@pytest.mark.parametrize("at", [BEFORE, AFTER], ids=["before the deadline", "after it, not opened yet"])
def test_council_people_see_the_same_with_no_bid_and_with_two(client, people, published, at, clock):
    clock(at)
    places = addresses(published.reference)
    without = seen(client, people, places)

    for name in ("Harbour Care", "Quayside Partners"):
        bid_of(published, name)

    shy, ada = world.organisation("Shy Limited")
    intentions.decline(published, shy, reason="Shy Limited has no time.", by=ada, at=BEFORE)

    assert (Bid.objects.count(), LateAttempt.objects.count()) == (2, 4)
    assert (Intention.objects.count(), LastDayEntry.objects.count() > 4) == (3, True)
    with_two = seen(client, people, places)
    # The superuser's list of users shows the people who signed up, as it must.
    differing = [key for key in without if without[key] != with_two[key]]
    assert [key for key in differing if key != ("superuser", "/administration/accounts/user/")] == []
    leaks = [(key, name) for key in with_two for name in NAMES if name in with_two[key][2]]
    assert [key for key, _ in leaks if key[1] != "/administration/accounts/user/"] == []


def test_pages_of_a_bid_are_as_absent_to_others_as_a_bid_that_is_not_there(client, people, published, clock):
    clock(BEFORE)
    bid = bid_of(published, "Harbour Care")
    rival = bid_of(published, "Quayside Partners")
    shut_out = {who: people[who] for who in ("officer", "superuser", "somebody without a role")}
    shut_out["rival"] = rival.organisation.members.get().user
    references = {
        "bid": bid.reference,
        "document": bid.documents.get().reference,
        "upload": bid.uploads.get().reference,
        "filled kit": bid.filled_kits.get().reference,
        "receipt": bid.submissions.get().reference,
        "organisation": bid.organisation.reference,
    }
    places = [
        place
        for reference in references.values()
        for place in addresses(reference)
        if reference in place and not place.startswith(("/competitions/", "/council/", "/organisations/join"))
    ] + [f"/bids/{bid.reference}/answers/service/{more}" for more in ("", "history/", "restore/")]
    assert len(places) > 20

    def answers(place):
        pages = [client.get(place), client.post(place)]
        return [(each.status_code, without_tokens(each.content.decode()).replace(place, "")) for each in pages]

    for user in shut_out.values():
        client.force_login(user)
        # The addresses of all those things come to the same once there is nothing there.
        answers_of_nowhere = cache(answers)
        for place in places:
            nowhere = place
            for reference in references.values():
                nowhere = nowhere.replace(reference, "ZZZZZZZZZZ")
            got = answers(place)
            assert got == answers_of_nowhere(nowhere), (user, place)
            assert {status for status, _ in got} <= {404, 405}, (user, place)


def test_the_trail_and_the_letters_of_the_competition_tell_of_no_bid(published):
    bid_of(published, "Harbour Care")

    assert not TrailEvent.objects.filter(trail=published.reference).exists()
    assert not Letter.objects.filter(trail=published.reference).exists()
    assert TrailEvent.objects.count() > 5
    assert Letter.objects.exists()


def test_a_bid_that_was_withdrawn_or_never_submitted_stays_unknown_after_the_opening(
    client, published, officer, lead_officer, clock
):
    bid_of(published, "Harbour Care")
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
    ours, theirs = bid_of(published, "Harbour Care"), bid_of(published, "Quayside Partners")
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
