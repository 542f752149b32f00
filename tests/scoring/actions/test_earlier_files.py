"""Files of the stage before: their bidder takes over those that it chooses, sealed anew, and those there stay."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from accounts.domain.refusals import Refusal
from partners.actions import bids, document_checks, earlier_files
from partners.domain.uploads import FileState
from partners.models import BidDocument, LateAttempt, Submission
from procurement.models import Criterion
from tests import world
from tests.scoring import staging

PLAN = b"The plan of the day centres."


def add_earlier(bid, name="plan.txt", content=PLAN, criterion=None, state=FileState.CLEAN):
    document = BidDocument(
        bid=bid,
        title=name.removesuffix(".txt"),
        name=name,
        criterion=Criterion.objects.get(competition=bid.competition, reference=criterion) if criterion else None,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=bid.started_by,
        uploaded_at=world.BEFORE,
        state=state.value,
    )
    document.file.save(name, ContentFile(content), save=False)
    document.save()
    return document


def titles(files):
    return [each.document.title for each in files]


@pytest.fixture
def plan_file(shortlisted):
    return add_earlier(shortlisted.bids[0], criterion="service")


@pytest.fixture
def tender(shortlisted, plan_file):
    return staging.final_tender(shortlisted)


def take_all(bid, at=staging.AT):
    return [
        earlier_files.take_over_file(bid, each, by=bid.started_by, at=at)
        for each in earlier_files.files_to_take_over(bid)
    ]


def test_a_file_is_taken_over_with_its_name_its_hash_and_its_question_of_the_new_stage(tender, plan_file):
    (document,) = take_all(tender)

    document = BidDocument.objects.get(pk=document.pk)
    assert (document.bid, document.title, document.name) == (tender, "plan", "plan.txt")
    assert (document.sha256, document.came_from) == (plan_file.sha256, plan_file.reference)
    assert document.criterion == Criterion.objects.get(competition=tender.competition, reference="service")
    assert document.file.name != plan_file.file.name
    with document.file.open() as taken, plan_file.file.open() as before:
        assert taken.read() == before.read() == PLAN


def test_what_was_taken_over_is_checked_again_by_its_hash_too(tender):
    (document,) = take_all(tender)
    assert document.stands == FileState.RECEIVED

    document_checks.check(document.pk, at=staging.AT)

    assert BidDocument.objects.get(pk=document.pk).stands == FileState.CLEAN


def test_the_earlier_bid_and_its_submission_stay_as_they_are(tender, plan_file):
    earlier = plan_file.bid
    before = (
        list(BidDocument.objects.filter(bid=earlier).values()),
        list(Submission.objects.filter(bid=earlier).values()),
    )

    take_all(tender)

    assert before == (
        list(BidDocument.objects.filter(bid=earlier).values()),
        list(Submission.objects.filter(bid=earlier).values()),
    )


def test_twice_takes_it_over_once_and_it_is_offered_again_only_after_it_was_removed(tender):
    (chosen,) = earlier_files.files_to_take_over(tender)
    first, second = (
        earlier_files.take_over_file(tender, chosen, by=tender.started_by, at=staging.AT) for _ in range(2)
    )
    assert first == second
    assert earlier_files.files_to_take_over(tender) == []

    bids.remove_document(first, by=tender.started_by, at=staging.AT)

    assert titles(earlier_files.files_to_take_over(tender)) == ["plan"]


def test_what_was_refused_or_removed_before_and_what_others_sent_is_not_offered(shortlisted, tender):
    better, other = shortlisted.bids
    add_earlier(better, "refused.txt", b"virus", state=FileState.REFUSED)
    gone = add_earlier(better, "gone.txt", b"gone")
    gone.removed_at = world.BEFORE
    gone.save()
    add_earlier(other, "secret.txt", b"of the rival")

    assert titles(earlier_files.files_to_take_over(tender)) == ["plan"]


def test_a_file_of_a_question_that_is_not_asked_any_more_belongs_to_the_whole_bid(shortlisted, tender):
    add_earlier(shortlisted.bids[0], "staff.txt", b"staff", criterion="employees")
    Criterion.objects.filter(competition=tender.competition, reference="employees").update(reference="other")

    found = earlier_files.files_to_take_over(tender)

    assert [(each.document.title, each.criterion and each.criterion.reference) for each in found] == [
        ("plan", "service"),
        ("staff", None),
    ]


def test_a_file_for_the_offer_is_never_taken_over_to_where_it_is_read_before_the_offers(shortlisted, tender):
    final = tender.competition
    final.offers_wait = True
    final.save()
    add_earlier(shortlisted.bids[0], "figures.txt", b"figures", criterion="investment")
    tender.refresh_from_db()
    places = {each.document.title: each.criterion for each in earlier_files.files_to_take_over(tender)}
    assert places["figures"].reference == "investment"

    Criterion.objects.filter(competition=final, reference="investment").update(reference="money")

    assert titles(earlier_files.files_to_take_over(tender)) == ["plan"]


def test_after_the_deadline_it_is_kept_as_a_late_attempt_with_its_file(tender):
    with pytest.raises(Refusal, match="deadline has passed"):
        take_all(tender, at=staging.OPENS)

    assert not BidDocument.objects.filter(bid=tender).exists()
    (late,) = LateAttempt.objects.filter(bid=tender)
    with late.file.open() as kept:
        assert kept.read() == PLAN


def test_in_a_first_stage_there_is_nothing_to_take_over(shortlisted):
    assert earlier_files.files_to_take_over(shortlisted.bids[0]) == []
