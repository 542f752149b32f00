import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from scoring.actions.promise_reviews import remind_of_overdue
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration, Promise, PromiseReminder, PromiseReview
from tests import world
from tests.scoring.promising import AT, FIRST, agreed, promised, reviewed


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def promise(award, answered, officer, lead_officer):
    made = promised(award, answered, officer, target_number=Decimal(40), unit="hours a week")
    agreed(award, lead_officer)
    Letter.objects.all().delete()
    return made


def standing(promise):
    return Promise.objects.with_standing().get(pk=promise.pk)


def test_a_review_moves_the_next_one_on_and_a_second_press_changes_nothing(promise, officer):
    assert reviewed(promise, officer) == reviewed(promise, officer)

    assert PromiseReview.objects.count() == 1
    assert promise.review_by(standing(promise).reviewed_on) == date(2029, 3, 31)


def test_a_review_has_evidence_and_lies_in_the_past(promise, officer):
    with pytest.raises(Refusal, match="the evidence"):
        reviewed(promise, officer, evidence=" ")
    with pytest.raises(Refusal, match="in the future"):
        reviewed(promise, officer, on=date(2028, 4, 4))


def test_the_day_of_a_review_is_a_day_in_london(promise, officer):
    # 23:30 on 3 April in UTC is half past midnight on 4 April in London.
    late = datetime(2028, 4, 3, 23, 30, tzinfo=UTC)

    assert reviewed(promise, officer, on=date(2028, 4, 4), at=late).on == date(2028, 4, 4)


def test_nothing_is_reviewed_before_the_promises_are_agreed(award, answered, officer):
    with pytest.raises(Refusal, match="not agreed yet"):
        reviewed(promised(award, answered, officer), officer)


def test_what_was_measured_is_kept_exactly(promise, officer):
    reviewed(promise, officer, value=Decimal("38.5"))

    assert PromiseReview.objects.get().value == Decimal("38.5")


def test_where_nothing_is_counted_no_number_is_taken(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)

    with pytest.raises(Refusal, match="Nothing is counted"):
        reviewed(promise, officer, value=Decimal("38.5"))


def test_a_document_is_stored_with_its_name_and_fingerprint(promise, officer):
    sent = SimpleUploadedFile("../Rota März.txt", b"The rota")

    reviewed(promise, officer, upload=sent)

    made = PromiseReview.objects.get()
    with made.file.open("rb") as kept:
        assert kept.read() == b"The rota"
    assert made.file_name == "Rota März.txt"
    assert made.file_sha256 == hashlib.sha256(b"The rota").hexdigest()
    assert TrailEvent.objects.get(verb="scoring.review_promise").details["sha256"] == made.file_sha256


def test_an_empty_document_is_refused_and_nothing_is_recorded(promise, officer):
    with pytest.raises(Refusal, match="empty"):
        reviewed(promise, officer, upload=SimpleUploadedFile("rota.pdf", b""))

    assert not PromiseReview.objects.exists()


@pytest.mark.parametrize(("name", "says"), [("rota.exe", "type that is not taken"), ("rota.pdf", "is not a PDF")])
def test_a_document_that_nobody_could_open_is_refused_and_nothing_is_recorded(promise, officer, name, says):
    with pytest.raises(Refusal, match=says):
        reviewed(promise, officer, upload=SimpleUploadedFile(name, b"MZ"))

    assert not PromiseReview.objects.exists()


def test_a_review_is_answered_by_another_never_rewritten(promise, officer):
    reviewed(promise, officer)

    for deed in (lambda: PromiseReview.objects.update(rating="other"), lambda: PromiseReview.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


# Letters


def test_officers_are_told_of_an_overdue_review_once_for_each_day_that_passed(
    promise, officer, lead_officer, approver, auditor
):
    assert remind_of_overdue(at=AT) == 2
    assert remind_of_overdue(at=AT + timedelta(days=1)) == 0

    assert set(Letter.objects.values_list("to", flat=True)) == {officer.email, lead_officer.email}
    assert "Every centre stays open. (by Friday 31 March 2028)" in Letter.objects.first().body
    assert TrailEvent.objects.get(verb="scoring.remind_of_reviews").by is None

    reviewed(promise, officer)
    assert remind_of_overdue(at=AT + timedelta(days=300)) == 0
    assert remind_of_overdue(at=AT + timedelta(days=400)) == 2
    assert [each.review_by for each in PromiseReminder.objects.order_by("pk")] == [FIRST, date(2029, 3, 31)]


def test_on_the_day_itself_nothing_is_overdue(promise):
    assert remind_of_overdue(at=datetime(2028, 3, 31, 22, 59, tzinfo=UTC)) == 0
    assert remind_of_overdue(at=datetime(2028, 3, 31, 23, 1, tzinfo=UTC)) == 2


def test_one_letter_tells_of_all_promises_of_an_award(award, answered, officer, lead_officer):
    for number in range(3):
        promised(award, answered, officer, f"page-{number}", words=f"Promise {number}.")
    agreed(award, lead_officer)
    Letter.objects.all().delete()

    assert remind_of_overdue(at=AT) == 2
    assert all(f"Promise {number}." in Letter.objects.first().body for number in range(3))


def test_an_officer_who_may_not_read_the_award_is_not_told_what_was_promised(promise, award, judged, officer):
    second = world.council_member(award.competition.council, CouncilRole.OFFICER, "Carla Conflicted")
    member = judged.panel.observer
    member.user = second
    member.save()
    InterestDeclaration.objects.filter(member=member, bid=award.bid).update(superseded_at=AT)
    InterestDeclaration.objects.create(
        member=member, bid=award.bid, interest=Interest.ACTUAL.value, details="Trustee.", at=AT
    )

    remind_of_overdue(at=AT)

    assert officer.email in Letter.objects.values_list("to", flat=True)
    assert second.email not in Letter.objects.values_list("to", flat=True)


def test_nobody_is_reminded_of_what_is_not_agreed_or_has_ended(award, answered, officer):
    promised(award, answered, officer)

    assert remind_of_overdue(at=AT) == 0
