from datetime import date

import pytest
from django.urls import reverse

from partners.actions import declarations
from partners.actions import supplier_information as information
from partners.models import Submission
from procurement.models import Competition
from scoring.models import DebarmentCheck, ExclusionDecision, GroundFinding
from tests.partners.informing import PERSON_SECRET, inform
from tests.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db
WHAT_SECRET = "what-doris-did-is-for-officers-alone"
PAGES = (
    "exclusion",
    "exclusion_check",
    "exclusion_assess",
    "exclusion_invite",
    "exclusion_receive",
    "exclusion_decide",
)


@pytest.fixture
def case(opened, bid, monkeypatch):
    """An opened bid in which a conviction of a director is declared."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)
    by = bid.started_by
    person = inform(bid.organisation, by)
    declarations.save_ground(
        bid.organisation,
        "6-4",
        person=person,
        happened_on=date(2025, 6, 1),
        what_happened=WHAT_SECRET,
        by=by,
        at=BEFORE,
    )
    information.confirm(bid.organisation, by=by, at=BEFORE)
    Competition.objects.update(asks_supplier_information=True)
    submission = Submission.objects.get(bid=bid)
    submission.content["supplier_information"] = information.frozen(bid.organisation)
    submission.save()
    return bid


def at(name, bid):
    return reverse(f"scoring:{name}", kwargs={"reference": bid.reference})


def test_an_officer_reads_what_is_declared_and_records_each_step(client, case, officer):
    client.force_login(officer)
    today = {"0": "2", "1": "11", "2": "2026"}

    page = client.get(at("exclusion", case)).content.decode()
    assert WHAT_SECRET in page
    assert "Say whether this declared ground applies" in page
    day = {f"checked_on_{part}": value for part, value in today.items()}
    client.post(at("exclusion_check", case), {**day, "listed": "not"})
    finding = {"ground": "6-4", "who": PERSON_SECRET, "applies": "yes", "continues": "no", "reasons": "She left."}
    client.post(at("exclusion_assess", case), finding)
    answer = client.post(at("exclusion_decide", case), {"sets_aside": "no", "reasons": "It will not come again."})

    assert answer.url == at("exclusion", case)
    assert DebarmentCheck.objects.get().checked_on == date(2026, 11, 2)
    assert GroundFinding.objects.get().by == officer
    assert ExclusionDecision.objects.get().reasons == "It will not come again."
    assert "Goes on" in client.get(at("exclusion", case)).content.decode()


def test_a_refused_decision_keeps_the_reasons_on_the_page(client, case, officer):
    client.force_login(officer)

    page = client.post(at("exclusion_decide", case), {"sets_aside": "yes", "reasons": "Typed at length."})

    assert "Read the debarment list" in page.content.decode()
    assert "Typed at length." in page.content.decode()
    assert not ExclusionDecision.objects.exists()


def test_whoever_only_scores_or_observes_reads_nothing_of_it(client, opened, case):
    for seat in (*opened.panel.evaluators, opened.panel.observer):
        client.force_login(seat.user)
        assert {client.get(at(name, case)).status_code for name in PAGES} == {403}
        read = client.get(at("opened_bid", case)).content.decode()
        assert WHAT_SECRET not in read
        assert PERSON_SECRET not in read
        assert "Supplier and exclusion" not in read


def test_the_chair_and_the_auditor_read_it_and_record_nothing(client, opened, case, auditor, approver):
    for user in (opened.panel.chair.user, auditor, approver):
        client.force_login(user)
        assert WHAT_SECRET in client.get(at("exclusion", case)).content.decode()
        assert client.get(at("exclusion_decide", case)).status_code == 403


def test_bidders_other_councils_and_nobody_have_no_such_page(client, case, rival_bid, other_officer):
    for user in (case.started_by, rival_bid.started_by, other_officer):
        client.force_login(user)
        assert {client.get(at(name, case)).status_code for name in PAGES} == {404}


def test_before_the_opening_there_is_no_such_page(client, published, bid, officer):
    client.force_login(officer)

    assert client.get(at("exclusion", bid)).status_code == 404
