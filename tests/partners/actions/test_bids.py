from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.actions import bids, submissions
from partners.actions.offers import offer_of
from partners.actions.saving import Saved, SaveState
from partners.domain.deadlines import TooLate
from partners.models import Answer, AnswerVersion, Bid, LateAttempt
from tests import world
from tests.world import AFTER, BEFORE, DEADLINE


def save(bid, criterion, text, version, by, at=BEFORE):
    return bids.save_answer(bid, criterion, text, version=version, by=by, at=at)


def test_an_organisation_has_one_bid_however_often_it_starts_one(published):
    organisation, ada = world.organisation("Harbour Care")

    first = bids.start(published, organisation, by=ada, at=BEFORE)
    second = bids.start(published, organisation, by=ada, at=BEFORE)

    assert [first, second] == [Bid.objects.get()] * 2
    assert (first.state, first.started_by, first.started_at) == ("draft", ada, BEFORE)


def test_starting_a_bid_leaves_no_trace_on_the_trail_of_the_competition(published):
    organisation, ada = world.organisation("Harbour Care")

    bid = bids.start(published, organisation, by=ada, at=BEFORE)

    assert list(TrailEvent.objects.of(bid.reference).values_list("verb", flat=True)) == ["partners.start_bid"]
    assert not TrailEvent.objects.of(published.reference).exists()


def test_no_bid_starts_after_the_deadline(published):
    organisation, ada = world.organisation("Harbour Care")

    with pytest.raises(TooLate, match="deadline has passed"):
        bids.start(published, organisation, by=ada, at=AFTER)

    assert not Bid.objects.exists()


def test_no_bid_starts_in_a_draft(draft):
    organisation, ada = world.organisation("Harbour Care")

    with pytest.raises(Refusal, match="does not take bids yet"):
        bids.start(draft, organisation, by=ada, at=BEFORE)


def test_no_bid_changes_once_the_competition_is_abandoned(bid, bidder, criteria):
    bid.competition.state = "abandoned"
    bid.competition.save()

    with pytest.raises(Refusal, match="abandoned"):
        save(bid, criteria.service, "Too late.", 0, bidder)


def test_an_answer_is_saved_with_its_words_counted(bid, bidder, criteria):
    saved = save(bid, criteria.service, "We will – and can –\r\nrun it.", 0, bidder)

    assert saved == Saved(SaveState.SAVED, version=1, words=6)
    answer = Answer.objects.get()
    assert (answer.text, answer.version, answer.saved_by) == ("We will – and can –\nrun it.", 1, bidder)
    bid.refresh_from_db()
    assert bid.changed_at == BEFORE


def test_saving_the_same_text_twice_does_nothing_the_second_time(bid, bidder, criteria):
    save(bid, criteria.service, "We will.", 0, bidder)

    again = save(bid, criteria.service, "We will.", 0, bidder)

    assert again == Saved(SaveState.SAVED, version=1, words=2, at=BEFORE)
    assert AnswerVersion.objects.count() == 1


def test_two_tabs_that_save_the_same_answer_lose_neither_text(bid, bidder, criteria):
    save(bid, criteria.service, "The text of the first tab.", 0, bidder)

    second = save(bid, criteria.service, "The text of the second tab.", 0, bidder)

    assert second == Saved(SaveState.CONFLICT, version=1, words=6, theirs="The text of the first tab.")
    assert Answer.objects.get().text == "The text of the first tab."
    assert list(AnswerVersion.objects.order_by("pk").values_list("text", "was_in_conflict")) == [
        ("The text of the first tab.", False),
        ("The text of the second tab.", True),
    ]


def test_a_conflict_that_is_sent_twice_is_kept_once(bid, bidder, criteria):
    save(bid, criteria.service, "First.", 0, bidder)

    save(bid, criteria.service, "Second.", 0, bidder)
    save(bid, criteria.service, "Second.", 0, bidder)

    assert AnswerVersion.objects.filter(was_in_conflict=True).count() == 1


def test_after_a_conflict_the_author_may_put_their_text_in_place(bid, bidder, criteria):
    save(bid, criteria.service, "First.", 0, bidder)
    conflict = save(bid, criteria.service, "Second.", 0, bidder)

    saved = save(bid, criteria.service, "Second.", conflict.version, bidder)

    assert saved == Saved(SaveState.SAVED, version=2, words=1)
    assert Answer.objects.get().text == "Second."


def test_quick_saves_of_one_person_share_a_version_in_the_history(bid, bidder, criteria):
    save(bid, criteria.service, "We", 0, bidder)
    save(bid, criteria.service, "We will", 1, bidder, BEFORE + timedelta(minutes=4))
    save(bid, criteria.service, "We will run it.", 2, bidder, BEFORE + timedelta(minutes=6))

    assert list(AnswerVersion.objects.order_by("pk").values_list("version", "text")) == [
        (2, "We will"),
        (3, "We will run it."),
    ]


def test_a_text_of_which_much_was_deleted_stays_in_the_history(bid, bidder, criteria):
    save(bid, criteria.service, "A long text that took all morning.", 0, bidder)
    save(bid, criteria.service, "", 1, bidder, BEFORE + timedelta(seconds=5))

    assert list(AnswerVersion.objects.order_by("pk").values_list("text", flat=True)) == [
        "A long text that took all morning.",
        "",
    ]


def test_another_persons_save_begins_a_version_of_its_own(bid, bidder, criteria):
    colleague = world.person("Carl Colleague")
    save(bid, criteria.service, "One.", 0, bidder)
    save(bid, criteria.service, "One. Two.", 1, colleague)

    assert AnswerVersion.objects.count() == 2


def test_an_answer_over_its_limit_is_saved(bid, bidder, criteria):
    saved = save(bid, criteria.service, "word " * 501, 0, bidder)

    assert (saved.state, saved.words) == (SaveState.SAVED, 501)


def test_a_formula_and_a_question_of_another_competition_have_no_answer(bid, bidder, criteria, service):
    elsewhere = world.draft_competition(service, "Another").criteria.get(reference="service")

    for criterion in (criteria.price, elsewhere):
        with pytest.raises(Refusal, match="asks no such question"):
            save(bid, criterion, "Text.", 0, bidder)


def test_a_character_that_the_database_cannot_hold_is_left_out(bid, bidder, criteria):
    save(bid, criteria.service, "a\x00b", 0, bidder)

    assert Answer.objects.get().text == "ab"


def test_an_answer_at_the_deadline_is_in_time(bid, bidder, criteria):
    assert save(bid, criteria.service, "Just in time.", 0, bidder, DEADLINE).state == SaveState.SAVED


def test_a_late_answer_is_refused_and_kept(bid, bidder, criteria):
    just_after = DEADLINE + timedelta(microseconds=1)

    with pytest.raises(TooLate, match="less than a second before this reached us"):
        save(bid, criteria.service, "Too late.", 0, bidder, just_after)

    assert not Answer.objects.exists()
    late = LateAttempt.objects.get()
    assert (late.bid, late.by, late.at) == (bid, bidder, just_after)
    assert late.deed == "Save the answer “How the service will run”"
    assert late.content == {"criterion": "service", "text": "Too late."}


def test_a_text_that_was_saved_in_time_and_is_sent_again_later_is_no_late_attempt(bid, bidder, criteria):
    save(bid, criteria.service, "In time.", 0, bidder, DEADLINE)

    again = save(bid, criteria.service, "In time.", 0, bidder, AFTER)

    assert (again.state, again.version, again.at) == (SaveState.SAVED, 1, DEADLINE)
    assert not LateAttempt.objects.exists()


def test_a_text_that_is_put_back_after_another_came_late_is_late_itself(bid, bidder, criteria):
    save(bid, criteria.service, "In time.", 0, bidder, DEADLINE)

    for text in ("Too late.", "In time."):
        with pytest.raises(TooLate):
            save(bid, criteria.service, text, 1, bidder, AFTER)

    assert [late.content["text"] for late in LateAttempt.objects.order_by("pk")] == ["Too late.", "In time."]


def test_whatever_was_done_in_time_may_be_done_once_more_without_being_late(complete_bid, bidder):
    def add(name, at):
        return bids.add_document(complete_bid, title="", upload=ContentFile(b"A plan.", name), by=bidder, at=at)

    typed = offer_of(complete_bid).typed
    kept, removed = add("kept.txt", BEFORE), add("removed.txt", BEFORE)
    bids.remove_document(removed, by=bidder, at=BEFORE)
    removed.refresh_from_db()
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    submissions.withdraw(complete_bid, by=bidder, at=DEADLINE)
    complete_bid.refresh_from_db()

    submissions.withdraw(complete_bid, by=bidder, at=AFTER)
    bids.remove_document(removed, by=bidder, at=AFTER)
    assert add("kept.txt", AFTER) == kept
    again = bids.save_offer(complete_bid, typed, version=0, by=bidder, at=AFTER)
    assert (again.state, again.version, again.at) == (SaveState.SAVED, 1, BEFORE)
    assert not LateAttempt.objects.exists()

    with pytest.raises(TooLate):
        bids.save_offer(complete_bid, {"notes": "More."}, version=1, by=bidder, at=AFTER)
    with pytest.raises(TooLate):
        add("removed.txt", AFTER)


@pytest.mark.django_db(transaction=True)
def test_a_late_attempt_outlives_the_transaction_that_was_refused(bid, bidder, criteria):
    with pytest.raises(TooLate):
        save(bid, criteria.service, "Too late.", 0, bidder, AFTER)

    assert LateAttempt.objects.count() == 1


def test_a_double_click_after_the_deadline_is_one_late_attempt(bid, bidder, criteria):
    for seconds in (0, 1):
        with pytest.raises(TooLate):
            save(bid, criteria.service, "Too late.", 0, bidder, AFTER + timedelta(seconds=seconds))

    assert LateAttempt.objects.count() == 1
