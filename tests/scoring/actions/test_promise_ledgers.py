import pytest

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions.promises import content_of, end
from scoring.domain.promises import Outcome
from scoring.models import PromiseLedger
from tests.scoring.promising import AT, agreed, not_light_touch, promised

WHY = "It is a concession contract, for which the Act asks for none."


def test_the_promises_are_agreed_as_they_stand_and_fingerprinted(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    dropped = promised(award, answered, officer, "page-2")
    end(dropped, outcome=Outcome.DROPPED, reason="Entered twice.", by=officer, at=AT)

    ledger = agreed(award, lead_officer)

    ledger.refresh_from_db()
    assert ledger.content["promises"] == [content_of(promise)]
    assert ledger.fingerprint == fingerprint(ledger.content)
    event = TrailEvent.objects.get(trail=award.competition.reference, verb="scoring.agree_promises")
    assert (event.by, event.details["fingerprint"]) == (lead_officer, ledger.fingerprint)


def test_agreeing_twice_agrees_once(award, answered, officer, lead_officer):
    promised(award, answered, officer)

    assert agreed(award, lead_officer) == agreed(award, lead_officer)
    assert PromiseLedger.objects.count() == 1


def test_there_is_something_to_agree(award, lead_officer):
    with pytest.raises(Refusal, match="no promise to agree"):
        agreed(award, lead_officer)


def test_fewer_indicators_than_the_act_asks_for_need_a_reason_that_is_recorded(award, answered, officer, lead_officer):
    not_light_touch(award)
    for number in range(2):
        promised(award, answered, officer, f"page-{number}", is_kpi=True)
    promised(award, answered, officer, "page-2")

    with pytest.raises(Refusal, match="at least three before signing: the ledger has two"):
        agreed(award, lead_officer, why_fewer="  ")

    assert agreed(award, lead_officer, why_fewer=WHY).why_fewer == WHY


def test_three_indicators_need_no_reason(award, answered, officer, lead_officer):
    not_light_touch(award)
    for number in range(3):
        promised(award, answered, officer, f"page-{number}", is_kpi=True)

    assert agreed(award, lead_officer).why_fewer == ""


def test_an_indicator_that_is_no_longer_asked_for_does_not_count(award, answered, officer, lead_officer):
    not_light_touch(award)
    promises = [promised(award, answered, officer, f"page-{number}", is_kpi=True) for number in range(3)]
    end(promises[0], outcome=Outcome.DROPPED, reason="Entered twice.", by=officer, at=AT)

    with pytest.raises(Refusal, match="the ledger has two"):
        agreed(award, lead_officer)
