import pytest
from django.urls import reverse

from scoring.actions import advice, briefings
from scoring.domain.roles import PanelRole
from scoring.models import Advice, BriefingAcknowledgement
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, criterion


@pytest.fixture
def expert(opened, lead_officer):
    seat = world.seat(opened.competition, PanelRole.EXPERT, "Xenia Expert", lead_officer)
    world.declare_nothing(seat)
    return seat


def answer(expert, opened, reference="service"):
    return reverse("scoring:advise", args=[expert.reference, opened.bids[0].reference, reference])


def test_the_chair_names_criteria_and_the_expert_reads_only_those(sign_in, opened, expert):
    naming = reverse("scoring:expertise", args=[opened.competition.reference, expert.reference])
    overview = reverse("scoring:advice", args=[opened.competition.reference])

    assert sign_in(opened.panel.chair.user).post(naming, {"criteria": ["service"]}).status_code == 302
    client = sign_in(expert.user)
    page = client.get(answer(expert, opened)).content.decode()
    refused = client.post(answer(expert, opened), {"text": " "}).content.decode()
    client.post(answer(expert, opened), {"text": "Nine minibuses are enough."})

    assert "keep all eleven centres open" in page
    assert "Employees elect two directors." not in page
    assert "Write your advice." in refused
    assert client.get(answer(expert, opened, "employees")).status_code == 404
    assert client.get(reverse("scoring:opened_bid", args=[opened.bids[0].reference])).status_code == 404
    assert Advice.objects.get().text == "Nine minibuses are enough."
    shown = client.get(overview).content.decode()
    assert "advised" in shown
    for user in (opened.panel.evaluators[0].user, opened.panel.chair.user):
        assert "Nine minibuses are enough." in sign_in(user).get(overview).content.decode()


def test_nobody_but_the_expert_advises(sign_in, opened, expert):
    advice.name_criteria(expert, [criterion(opened)], by=opened.panel.chair.user, at=AT)

    assert sign_in(opened.panel.evaluators[0].user).get(answer(expert, opened)).status_code == 404
    eve = opened.panel.evaluators[0]
    own = reverse("scoring:advise", args=[eve.reference, opened.bids[0].reference, "service"])
    assert sign_in(eve.user).get(own).status_code == 403


def test_a_member_reads_the_briefing_and_acknowledges_it(sign_in, opened):
    eve, chair = opened.panel.evaluators[0], opened.panel.chair
    where = reverse("scoring:briefing", args=[opened.competition.reference])
    own = reverse("scoring:acknowledge_briefing", args=[eve.reference])
    seat = reverse("scoring:seat", args=[eve.reference])
    sign_in(chair.user).post(f"{where}write/", {"text": "Quote what you rely on."})
    client = sign_in(eve.user)

    asked = client.get(seat).content.decode()
    read = client.get(own).content.decode()
    stale = client.post(own, {"number": "0"}).content.decode()
    client.post(own, {"number": "1"})

    assert "The chair has written a briefing" in asked
    assert "Quote what you rely on." in read
    assert "newer briefing meanwhile" in stale
    assert BriefingAcknowledgement.objects.filter(member=eve).exists()
    assert "The chair has written a briefing" not in client.get(seat).content.decode()
    assert client.post(f"{where}write/", {"text": "Mine."}).status_code == 403


def test_earlier_versions_stay_to_be_read(sign_in, opened, auditor):
    for text in ("The first words.", "The second words."):
        briefings.write(opened.competition, text, by=opened.panel.chair.user, at=AT)

    page = sign_in(auditor).get(reverse("scoring:briefing", args=[opened.competition.reference])).content.decode()

    assert page.index("The second words.") < page.index("The first words.")
    assert page.count("Not yet") == 4


def test_advice_stands_beside_the_score_of_that_answer_and_of_no_other(sign_in, opened, expert):
    assign_all(opened)
    eve = opened.panel.evaluators[0]
    advice.name_criteria(expert, [criterion(opened)], by=opened.panel.chair.user, at=AT)
    for text in ("Nine minibuses are enough.", "Nine minibuses are enough, if one is adapted."):
        advice.advise(expert, opened.bids[0], criterion(opened), text, by=expert.user, at=AT)
    client = sign_in(eve.user)

    pages = [
        client.get(reverse("scoring:score", args=[assignment(eve, bid, of).reference])).content.decode()
        for bid, of in ((opened.bids[0], "service"), (opened.bids[1], "service"), (opened.bids[0], "employees"))
    ]

    assert ["if one is adapted." in page for page in pages] == [True, False, False]
    assert "Xenia Expert at " in pages[0]
    assert "Nine minibuses are enough.<" not in pages[0]
