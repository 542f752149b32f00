import pytest
from django.urls import reverse

from accounts.models import TrailEvent
from partners.actions import declarations, submissions
from partners.actions import supplier_information as information
from partners.domain.organisations import OrganisationRole
from partners.models import ConnectedPerson, DeclaredGround, OrganisationMember
from tests import world
from tests.partners.conftest import complete
from tests.partners.informing import PERSON_SECRET, confirmed, inform
from tests.world import BEFORE

pytestmark = pytest.mark.django_db
PAGES = ("supplier_information", "supplier_details", "supplier_standing", "identifiers", "connected_persons", "grounds")


@pytest.fixture
def harbour(clock):
    clock(BEFORE)
    return world.organisation("Harbour Care")[0]


@pytest.fixture
def ada(harbour):
    return harbour.members.get().user


@pytest.fixture
def writer(harbour):
    user = world.person("Will Writer")
    OrganisationMember.objects.create(organisation=harbour, user=user, role=OrganisationRole.WRITER.value)
    return user


def at(name, thing):
    return reverse(f"partners:{name}", kwargs={"reference": thing.reference})


def seen_at(client, url):
    return client.get(url).context["form"].initial["seen"]


def page_of(client, name, thing):
    return client.get(at(name, thing)).content.decode()


def test_what_was_made_of_a_number_is_said(client, harbour, ada):
    client.force_login(ada)

    answer = client.post(at("identifiers", harbour), {"scheme": "GB-COH", "typed": "sc 234456"}, follow=True)

    assert "It is kept as SC234456" in answer.content.decode()


def test_a_number_that_can_not_be_one_is_refused_and_stays_on_the_page(client, harbour, ada):
    client.force_login(ada)

    page = client.post(at("identifiers", harbour), {"scheme": "GB-SC", "typed": "12 apples"}).content.decode()

    assert "can’t be a number of Scottish Charity Register" in page
    assert 'value="12 apples"' in page


def test_the_address_is_put_right_where_the_other_details_are(client, harbour, ada):
    client.force_login(ada)
    url = at("supplier_details", harbour)

    itself = {"name": harbour.name, "kind": harbour.kind, "address": "2 Low Street\r\nBarchester"}
    client.post(url, {**itself, "legal_form": "CIC", "seen": seen_at(client, url)})

    harbour.refresh_from_db()
    assert harbour.address.splitlines() == ["2 Low Street", "Barchester"]
    assert harbour.supplier_information.legal_form == "CIC"
    client.post(
        at("supplier_standing", harbour),
        {"no_accounts_because": "New.", "seen": seen_at(client, at("supplier_standing", harbour))},
    )
    harbour.refresh_from_db()
    assert "Low Street" in harbour.address


def test_an_administrator_confirms_and_a_writer_does_not(client, harbour, ada, writer):
    inform(harbour, ada)
    seen = information.fingerprint(information.content_of(harbour))
    client.force_login(writer)
    assert client.post(at("supplier_confirm", harbour), {"seen": seen}).status_code == 403
    assert "Ask an administrator" in page_of(client, "supplier_information", harbour)
    client.force_login(ada)

    page = client.post(at("supplier_confirm", harbour), {"seen": seen}, follow=True).content.decode()

    assert "It holds until Sunday 31 October 2027" in page
    assert "Complete and confirmed" in page


def test_ticking_a_ground_leads_to_its_details_and_then_back(client, harbour, ada):
    inform(harbour, ada)
    client.force_login(ada)
    ticked = {"grounds-mandatory-0": ["6-4"], "none_else": "on"}

    asked = client.post(at("grounds", harbour), ticked)
    row = DeclaredGround.objects.get()
    assert asked.url == at("declared_ground", row)
    told = {"what_happened": "A fine of £900.", "happened_on_0": "1", "happened_on_1": "6", "happened_on_2": "2025"}
    person = ConnectedPerson.objects.get().reference
    answer = client.post(asked.url, {**told, "person": person, "seen": seen_at(client, asked.url)})

    row.refresh_from_db()
    assert answer.url == at("supplier_information", harbour)
    assert (row.what_happened, str(row.person)) == ("A fine of £900.", PERSON_SECRET)
    assert "A fine of £900." in page_of(client, "supplier_information", harbour)


def test_nobody_answers_no_without_saying_so(client, harbour, ada):
    client.force_login(ada)

    answer = client.post(at("grounds", harbour), {"grounds-mandatory-0": ["6-4"]})

    assert "none of the others applies" in answer.content.decode()
    assert not DeclaredGround.objects.exists()


def test_an_old_event_is_refused_and_what_was_typed_stays(client, harbour, ada):
    inform(harbour, ada, ticked=["6-4"])
    client.force_login(ada)
    day = {"happened_on_0": "1", "happened_on_1": "6", "happened_on_2": "2015"}

    url = at("declared_ground", DeclaredGround.objects.get())
    page = client.post(url, {**day, "what_happened": "Long ago.", "seen": seen_at(client, url)})

    assert "more than 5 years ago" in page.content.decode()
    assert "Long ago." in page.content.decode()


def test_the_same_new_person_sent_twice_is_named_once(client, harbour, ada):
    client.force_login(ada)
    typed = {"reference": "from-the-page", "name": "Dora Director", "connection": "director"}

    for _ in range(2):
        client.post(at("connected_person_new", harbour), typed)

    assert [person.name for person in ConnectedPerson.objects.all()] == ["Dora Director"]


def test_nobody_else_sees_any_of_it(client, harbour, ada, officer, rival_bid, published):
    confirmed(harbour, ada)
    person = ConnectedPerson.objects.get()
    for stranger in (officer, rival_bid.started_by):
        client.force_login(stranger)
        assert {client.get(at(name, harbour)).status_code for name in PAGES} == {404}
        assert client.get(at("connected_person", person)).status_code == 404


def test_the_pages_take_as_many_queries_for_many_persons(client, harbour, ada, django_assert_max_num_queries):
    inform(harbour, ada, ticked=["6-4"])
    client.force_login(ada)
    for number in range(12):
        person = declarations.save_person(harbour, name=f"P{number}", connection="director", by=ada, at=BEFORE)
        declarations.save_ground(
            harbour, "7-5", person=person, goes_on=True, what_happened="Wound up.", by=ada, at=BEFORE
        )

    for name in PAGES:
        with django_assert_max_num_queries(22):
            assert client.get(at(name, harbour)).status_code == 200


def test_the_page_of_a_bid_leads_to_what_is_missing_where_the_competition_asks(client, complete_bid, bidder, clock):
    clock(BEFORE)
    complete_bid.competition.asks_supplier_information = True
    complete_bid.competition.save()
    client.force_login(bidder)

    page = page_of(client, "bid", complete_bid)
    assert at("supplier_information", complete_bid.organisation) in page
    assert "An administrator of your organisation has to confirm" in page
    confirmed(complete_bid.organisation, bidder)
    assert "Nothing is missing" in page_of(client, "bid", complete_bid)


def test_what_is_missing_leads_to_where_it_is_given(client, harbour, ada):
    client.force_login(ada)

    page = page_of(client, "supplier_information", harbour)

    for name in ("identifiers", "supplier_details", "supplier_standing", "connected_persons", "grounds"):
        assert f'<li><a class="govuk-link" href="{at(name, harbour)}">' in page


def renamed(client, harbour, name):
    url = at("supplier_details", harbour)
    shown = client.get(url).context["form"].initial
    told = {field: value for field, value in shown.items() if value not in (None, False) and field != "registered_on"}
    if day := shown["registered_on"]:
        told |= {"registered_on_0": day.day, "registered_on_1": day.month, "registered_on_2": day.year}
    return client.post(url, {**told, "name": name, "kind": "social_investor"})


def test_a_name_that_was_mistyped_can_be_put_right_and_is_confirmed_anew(client, harbour, ada):
    confirmed(harbour, ada)
    client.force_login(ada)

    assert renamed(client, harbour, "Harbour  Care Trust").status_code == 302

    harbour.refresh_from_db()
    assert (harbour.name, harbour.kind) == ("Harbour Care Trust", "social_investor")
    assert "an administrator has to confirm it again" in page_of(client, "supplier_information", harbour)
    changed = TrailEvent.objects.filter(verb="partners.write_supplier_information").latest("pk").details["changed"]
    assert changed == ["kind", "name"]


def test_a_name_stays_while_a_bid_that_is_in_goes_under_it(client, bid, bidder, clock):
    clock(BEFORE)
    harbour = bid.organisation
    submissions.submit(complete(bid, bidder), by=bidder, at=BEFORE)
    client.force_login(bidder)

    page = renamed(client, harbour, "Quayside Partners").content.decode()

    assert "A bid that you submitted goes under this name and kind" in page
    assert 'value="Quayside Partners"' in page
    harbour.refresh_from_db()
    assert (harbour.name, harbour.kind) == ("Harbour Care", "charity")
    submissions.withdraw(bid, by=bidder, at=BEFORE)
    assert renamed(client, harbour, "Harbour Care Trust").status_code == 302


def test_a_day_of_birth_is_refused_and_stays_on_the_page(client, harbour, ada):
    client.force_login(ada)

    typed = {"name": "Dora Finch", "connection": "director", "born_in": "31 May 1970"}
    page = client.post(at("connected_persons", harbour) + "new/", typed).content.decode()

    assert "the day is not to be kept" in page
    assert 'value="31 May 1970"' in page
    assert not ConnectedPerson.objects.exists()
