import pytest

from scoring.domain.enquiries import NEXT, EnquiryState, may_invite_more, tells_too_much


@pytest.mark.parametrize(
    "question",
    [
        "We scored this 2 for want of a rota. Is there one?",
        "This gets 3 out of 5 unless you name the depot.",
        "Another bidder names a depot. Do you?",
        "Does Quayside Partners run it with you?",
        "The panel moderated this. Which rota is meant?",
    ],
)
def test_scores_and_other_bids_are_found_in_a_wording(question):
    assert tells_too_much(question, ["Quayside Partners"])


def test_a_plain_question_tells_nothing_and_invites_nothing():
    question = "Page 3 names eleven centres and page 9 ten. Which is meant?"

    assert tells_too_much(question, ["Quayside Partners"]) == may_invite_more(question) == []


@pytest.mark.parametrize("question", ["Could you offer a lower price?", "Would you agree to twelve centres instead?"])
def test_words_that_ask_for_another_bid_are_pointed_out(question):
    assert may_invite_more(question)


def test_what_is_sent_refused_or_taken_back_stays_so():
    assert [state for state in EnquiryState if not NEXT[state]] == [
        EnquiryState.REFUSED,
        EnquiryState.TAKEN_BACK,
        EnquiryState.SENT,
    ]
