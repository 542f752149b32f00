"""What `make bench` measures is a whole competition of the product's own: each new column has its value there."""

import pytest

from benchmarks.pages.seeding import seed, seed_locked
from procurement.models import methodology_of
from scoring.actions import rankings
from scoring.domain.ranking import rank


@pytest.mark.django_db(transaction=True)
def test_what_is_measured_can_be_seeded_and_ranked():
    assert len(seed(2).bids) == 2
    locked = seed_locked(3).competition
    ranking = rank(methodology_of(locked), rankings.figures_of(locked))
    assert [bid.place for bid in ranking.bids] == [1, 2, 3]
