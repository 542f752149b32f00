from scoring.domain.meetings import Quorum, least_for, quorum

PANEL = {1: "Eve", 2: "Evan", 3: "Edie"}


def test_a_quorum_is_met_by_those_who_score_and_by_nobody_else():
    assert quorum(2, PANEL, {1, 9}) == Quorum(2, ("Eve",), ("Edie", "Evan"))
    assert not quorum(2, PANEL, {1, 9}).is_met
    assert quorum(2, PANEL, {1, 3}).is_met
    assert quorum(0, PANEL, ()).is_met


def test_where_fewer_score_all_of_them_are_needed():
    assert quorum(3, {1: "Eve", 2: "Evan"}, {1}) == Quorum(2, ("Eve",), ("Evan",))


def test_two_of_one_name_are_two():
    assert quorum(2, {1: "Jo Smith", 2: "Jo Smith"}, {1}).words == "1 of its 2 evaluators is present, and 2 are needed"


def test_a_criterion_may_have_another_number():
    assert [least_for(each, 2, {"service": 3}) for each in ("service", "employees")] == [3, 2]
    assert least_for("service", None, {}) == 0
