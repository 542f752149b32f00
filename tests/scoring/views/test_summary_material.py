from django.urls import reverse

from scoring.actions import evidence
from scoring.domain.evidence import Bearing, Marking
from scoring.domain.summary_material import summary_material
from tests.scoring import deciding
from tests.scoring.judging import AT, assign_all, assignment


def test_officers_read_what_was_agreed_and_marked_without_who(client, opened, officer, auditor):
    assign_all(opened)
    for member in opened.panel.evaluators[:2]:
        mine = assignment(member, opened.bids[0])
        evidence.mark(mine, Marking(Bearing.STRENGTH, "all eleven centres", "Named."), by=member.user, at=AT)
    deciding.agree_all(opened)
    deciding.rank(opened)
    award = deciding.approve(deciding.propose(opened))
    here = reverse("scoring:summary_material", args=[award.reference])

    first, second = summary_material(award.content)
    client.force_login(officer)
    page = client.get(here).content.decode()

    assert [each.title for each in first.criteria] == [
        "Insurance",
        "How the service will run",
        "Working with employees",
    ]
    assert [(each.score, len(each.marked)) for each in first.criteria] == [("Pass", 0), ("4 Good", 1), ("4 Good", 0)]
    assert (second.name, second.criteria[1].reasons) == ("Quayside Partners", deciding.REASONS)
    assert page.count('<q class="app-evidence__quote">all eleven centres</q>') == 1
    assert "Evaluator" not in page
    client.force_login(auditor)
    assert client.get(here).status_code == 403
