"""A bid between deadline and opening, where the key is divided: its pages show nothing of it, and take late things."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.domain.roles import CouncilRole
from partners.actions import key_codes, late_bids, shutting
from partners.actions.openings import confirm_opening
from partners.models import Answer, Bid, LateAttempt, Submission
from procurement.models import Competition, KeyShare
from tests import world
from tests.partners.dividing import WORDS, divided, submitted
from tests.world import AFTER


@pytest.fixture
def codes(draft, officer, lead_officer):
    maker = world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")
    return divided(draft, [officer, lead_officer], maker, by=lead_officer)


@pytest.fixture
def shut(codes):
    bid = submitted(Competition.objects.get())
    assert shutting.shut_due(at=AFTER) == 1
    return bid


@pytest.fixture
def question(shut):
    """The reference of the first question that the bid answers."""
    with_answer = Answer.objects.order_by("pk").values_list("criterion__reference", flat=True)
    return with_answer.first()


def test_the_pages_of_a_shut_bid_say_so(client, shut):
    client.force_login(shut.started_by)

    page = client.get(f"/bids/{shut.reference}/").content.decode()
    receipt = client.get(f"/receipts/{Submission.objects.get().reference}/")
    document = client.get(f"/bids/{shut.reference}/documents/")

    assert "Your bid is in, as" in page
    assert "nobody can read it, you neither" in page
    assert WORDS not in page
    assert (receipt.status_code, b"Its parts" in receipt.content) == (200, True)
    assert (document.status_code, b"can\xe2\x80\x99t be shown here" in document.content) == (200, True)
    assert b"Film" not in document.content


def test_answer_file_and_submit_can_be_sent_late_and_are_kept_before_that_is_said(client, shut, question):
    client.force_login(shut.started_by)
    address = f"/bids/{shut.reference}"
    overview = client.get(f"{address}/").content.decode()
    assert f"{address}/answers/{question}/" in overview
    assert WORDS not in client.get(f"{address}/answers/{question}/").content.decode()

    sent = [
        client.post(f"{address}/answers/{question}/", {"text": "A late thought", "late": "yes"}, follow=True),
        client.post(f"{address}/documents/", {"files": SimpleUploadedFile("l.txt", b"x"), "late": "yes"}, follow=True),
        client.post(f"{address}/submit/", {"late": "yes"}, follow=True),
    ]

    assert ["late, and" in each.content.decode() for each in sent] == [True] * 3
    kept = list(LateAttempt.objects.order_by("pk"))
    assert [each.kind for each in kept] == ["answer", "document", "submission"]
    assert kept[0].content["text"] == "A late thought"
    page = client.get(f"{address}/").content.decode()
    assert "A late thought" in page
    assert "l.txt" in page


def test_a_part_without_a_late_form_says_so_whether_it_was_written_or_not_and_leads_to_what_can_be_sent(
    client, shut, question
):
    client.force_login(shut.started_by)
    address = f"/bids/{shut.reference}"
    parts = ("offer/", "offer/agreements/", "consortium/", "offline/", f"answers/{question}/history/")

    for part in parts:
        told = client.get(f"{address}/{part}")
        assert told.status_code == 200
        page = told.content.decode()
        assert "what you wrote here is sealed" in page
        assert f'href="{address}/documents/"' in page
        assert f'href="{address}/submit/"' in page
        assert "<textarea" not in page

    Competition.objects.update(state="abandoned")
    assert "Nothing can be sent any more." in client.get(f"{address}/consortium/").content.decode()


def test_what_is_to_be_different_in_the_offer_reaches_the_tray_in_a_file_by_the_way_that_its_page_tells(
    client, shut, codes, officer, lead_officer
):
    client.force_login(shut.started_by)
    address = f"/bids/{shut.reference}"
    assert f'href="{address}/offer/">how to send it' in client.get(f"{address}/").content.decode()
    told = client.get(f"{address}/offer/").content.decode()
    steps = [f"{address}/documents/", f"{address}/submit/"]
    assert [told.count(f'href="{each}"') for each in steps] == [1, 1]
    price = SimpleUploadedFile("price.txt", b"The price of year 2 is 10 pounds.")

    client.post(steps[0], {"files": price, "late": "yes"})
    client.post(steps[1], {"late": "yes"})

    own = client.get(f"{address}/").content.decode()
    assert "price.txt" in own[own.index('id="late"') :]
    now = timezone.now()
    for each in (officer, lead_officer):
        confirm_opening(shut.competition, by=each, at=now)
    for share in KeyShare.objects.filter(number__in=(1, 2)):
        key_codes.enter(share, codes[share.number], by=share.holder, at=now)
    client.force_login(lead_officer)
    tray = client.get(f"/council/competitions/{shut.competition.reference}/late-attempts/").content.decode()
    assert "price.txt" in tray
    kept = LateAttempt.objects.get(kind="document")
    with kept.file.open("rb") as file:
        assert file.read() == b"The price of year 2 is 10 pounds."


def test_an_empty_late_answer_is_not_sent_and_a_page_from_before_is_told_that_it_came_late(client, shut, question):
    client.force_login(shut.started_by)
    address = f"/bids/{shut.reference}"

    empty = client.post(f"{address}/answers/{question}/", {"text": " ", "late": "yes"})
    assert (empty.status_code, LateAttempt.objects.count()) == (422, 0)

    old = client.post(f"{address}/answers/{question}/", {"text": "From an old page", "version": "3"})
    assert (old.status_code, b"kept as a late attempt" in old.content) == (422, True)
    assert b"From an old page" in old.content
    for part, typed in (("offer", {"price": "1"}), ("consortium", {"member-1-name": "Late Ltd"})):
        told = client.post(f"{address}/{part}/", typed, follow=True).content.decode()
        assert "kept as a late attempt" in told
    assert [each.kind for each in LateAttempt.objects.order_by("pk")] == ["answer", "offer", "consortium"]


def test_what_came_late_to_a_shut_bid_can_be_accepted_once_it_is_opened(
    client, shut, question, codes, officer, lead_officer
):
    client.force_login(shut.started_by)
    client.post(f"/bids/{shut.reference}/answers/{question}/", {"text": "A late thought", "late": "yes"})
    client.post(f"/bids/{shut.reference}/submit/", {"late": "yes"})
    now = timezone.now()
    for each in (officer, lead_officer):
        confirm_opening(shut.competition, by=each, at=now)
    for share in KeyShare.objects.filter(number__in=(1, 2)):
        key_codes.enter(share, codes[share.number], by=share.holder, at=now)

    brought = late_bids.bring_in(Bid.objects.get(), at=now)

    assert brought.left_out == []
    assert "A late thought" in brought.submission.content["answers"].values()
    client.force_login(lead_officer)
    tray = client.get(f"/council/competitions/{shut.competition.reference}/late-attempts/").content.decode()
    assert "A late thought" in tray


def test_a_file_that_was_filled_in_offline_is_kept_as_late_too(client, shut):
    client.force_login(shut.started_by)

    told = client.post(
        f"/bids/{shut.reference}/offline/", {"file": SimpleUploadedFile("answers.docx", b"x")}, follow=True
    ).content.decode()

    assert "kept as a late attempt" in told
    assert [(each.kind, each.file_name) for each in LateAttempt.objects.all()] == [("kit", "answers.docx")]
