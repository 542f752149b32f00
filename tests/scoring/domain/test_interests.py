import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from scoring.domain.interests import Declared, Entry, InterestKind, in_the_company, worst
from scoring.domain.roles import Interest

levels = st.lists(st.sampled_from(list(Interest)))


@given(levels, levels)
def test_one_interest_more_never_makes_a_declaration_lighter(some, more):
    assert worst([worst(some), worst(more)]) == worst([*some, *more])


def test_actual_outweighs_potential_outweighs_perceived():
    assert worst([Interest.PERCEIVED, Interest.ACTUAL, Interest.POTENTIAL]) is Interest.ACTUAL
    assert worst([Interest.PERCEIVED, Interest.POTENTIAL]) is Interest.POTENTIAL
    assert worst([]) is Interest.NONE


@pytest.mark.parametrize(("own", "sit", "kinds"), [(False, False, []), (True, True, ["financial", "office"])])
def test_the_company_gives_an_actual_interest_for_each_yes(own, sit, kinds):
    entries = in_the_company(will_own=own, will_sit=sit, details="As staff.", mitigation="")

    assert [(each.interest, each.kind) for each in entries] == [("actual", kind) for kind in kinds]
    Declared(entries, own, sit).check()


def test_an_entry_without_words_is_refused():
    entry = Entry("Harbour Care", "bidder", Interest.ACTUAL, InterestKind.FAMILY, " ")

    with pytest.raises(Refusal, match="in your own words"):
        Declared((entry,)).check()
