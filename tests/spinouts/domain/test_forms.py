import pytest

from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind


def test_every_form_and_kind_has_a_label_of_its_own():
    labels = [choice.label for choice in (*LegalForm, *PartyKind)]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_only_companies_by_shares_and_societies_have_shares():
    assert {form for form in LegalForm if form.has_shares} == {
        LegalForm.COMPANY_BY_SHARES,
        LegalForm.CIC_BY_SHARES,
        LegalForm.COMMUNITY_BENEFIT_SOCIETY,
        LegalForm.COOPERATIVE_SOCIETY,
    }


def test_members_of_societies_and_guarantee_companies_have_one_vote_each():
    assert {form for form in LegalForm if form.one_member_one_vote} == {
        LegalForm.COMPANY_BY_GUARANTEE,
        LegalForm.CIC_BY_GUARANTEE,
        LegalForm.COMMUNITY_BENEFIT_SOCIETY,
        LegalForm.COOPERATIVE_SOCIETY,
        LegalForm.CHARITABLE_COMPANY,
        LegalForm.CIO,
    }


@pytest.mark.parametrize("form", LegalForm)
def test_every_form_tells_officers_what_to_know_in_sentences(form):
    assert form.notes
    assert all(note.endswith(".") for note in form.notes)
    assert any("Act" in note for note in form.notes)
