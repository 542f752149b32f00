from django.urls import reverse

from scoring.actions import evidence, panels
from scoring.domain.evidence import Bearing, Marking
from scoring.domain.roles import Interest
from tests.scoring.judging import AT, assign_all, assignment, save, score_all


def test_one_criterion_stands_across_the_bids_with_ones_own_scores_alone(
    sign_in, opened, django_assert_max_num_queries
):
    assign_all(opened)
    eve, evan, _ = opened.panel.evaluators
    score_all(evan, 5, "Evan keeps this to himself for now.")
    first, second = (assignment(eve, bid) for bid in opened.bids)
    save(second, 4, "It names nine minibuses.")
    evidence.mark(first, Marking(Bearing.STRENGTH, "all eleven centres"), by=eve.user, at=AT)
    client = sign_in(eve.user)
    here = reverse("scoring:own_scores", args=[eve.reference, "service"])

    with django_assert_max_num_queries(11):
        page = client.get(here).content.decode()
    by_score = client.get(f"{here}?order=score").content.decode()

    assert "Harbour Care: no score yet" in page
    assert "Quayside Partners: 4" in page
    assert "It names nine minibuses." in page
    assert '<q class="app-evidence__quote">all eleven centres</q>' in page
    assert page.index("Harbour Care:") < page.index("Quayside Partners:")
    assert by_score.index("Quayside Partners:") < by_score.index("Harbour Care:")
    assert "Evan" not in page
    assert client.get(reverse("scoring:own_scores", args=[evan.reference, "service"])).status_code == 404
    assert client.get(reverse("scoring:own_scores", args=[eve.reference, "price"])).status_code == 404
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)
    assert "Harbour Care" not in client.get(here).content.decode()
