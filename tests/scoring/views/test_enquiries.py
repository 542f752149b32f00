from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import Enquiry
from scoring.actions import enquiries, score_changes, scores
from scoring.models import EnquiryDraft, Evidence
from tests.scoring import asking, deciding
from tests.scoring.judging import AT, assignment, criterion, reveal, save, score_and_lock


def where(name, each):
    return reverse(f"scoring:{name}", args=[each.reference])


def text_of(response):
    return response.content.decode()


def test_a_question_goes_from_the_evaluator_to_the_bidder_and_back(sign_in, opened, mine, officer):
    client = sign_in(mine.member.user)
    asking_page = where("ask_bidder", mine)
    refused = text_of(client.post(asking_page, {"question": "We scored this 2. Why?", "why": asking.WHY}))
    assert "says nothing of scores" in refused
    assert "We scored this 2. Why?" in refused
    assert client.post(asking_page, {"question": asking.QUESTION, "why": asking.WHY}).status_code == 302
    drafted = EnquiryDraft.objects.get()

    chair = sign_in(opened.panel.chair.user)
    assert asking.QUESTION in text_of(chair.get(where("enquiry", drafted)))
    unsure = chair.post(where("enquiry_approve", drafted), {"wording": asking.QUESTION})
    assert "only asks what the bid means" in text_of(unsure)
    chair.post(where("enquiry_approve", drafted), {"wording": "Ten or eleven centres?", "only_clarifies": "on"})
    assert chair.get(where("enquiry_send", drafted)).status_code == 403

    due = timezone.now() + timedelta(days=3)
    day = {"day_0": due.day, "day_1": due.month, "day_2": due.year}
    office = sign_in(officer)
    assert "is not a time" in text_of(office.post(where("enquiry_send", drafted), {**day, "time": "soon"}))
    assert office.post(where("enquiry_send", drafted), {**day, "time": "5pm"}).status_code == 302

    sent = Enquiry.objects.get()
    bidder = sign_in(opened.bids[0].started_by)
    assert "Answer a question about your bid" in text_of(bidder.get(reverse("my_work")))
    assert "What the council asks about your bid" in text_of(
        bidder.get(reverse("partners:bid", args=[sent.bid.reference]))
    )
    page = reverse("scoring:enquiry_answer", args=[sent.reference])
    assert "Ten or eleven centres?" in text_of(bidder.get(page))
    assert "Enter your answer" in text_of(bidder.post(page, {"answer": " "}))
    stored = bidder.post(page, {"answer": asking.ANSWER}, follow=True)
    assert "Your answer is stored" in text_of(stored)
    assert "Eve Evaluator" not in text_of(stored)
    assert sign_in(opened.bids[1].started_by).get(page).status_code == 404

    evan = assignment(opened.panel.evaluators[1], opened.bids[0])
    shown = text_of(sign_in(evan.member.user).get(where("score", evan)))
    assert "Clarification, not part of the bid" in shown
    assert "Marsh Lane" in shown
    detail = text_of(sign_in(evan.member.user).get(where("enquiry", drafted)))
    assert "Eve Evaluator" not in detail
    assert asking.WHY not in detail
    record = reverse("scoring:record", args=[opened.competition.reference])
    told = text_of(sign_in(officer).get(record))
    assert "Drafted a question to a bidder" in told
    assert "Sent a bidder a question" in told


def test_nobody_else_gets_in(sign_in, opened, mine, officer, auditor, lead_officer):
    drafted = asking.draft(mine)
    others = [
        opened.panel.evaluators[1].user,
        opened.panel.observer.user,
        officer,
        *(each.started_by for each in opened.bids),
    ]

    for user in others:
        client = sign_in(user)
        overview = client.get(reverse("scoring:enquiries", args=[opened.competition.reference]))
        assert asking.QUESTION not in text_of(overview)
        for name in ("enquiry", "enquiry_approve", "enquiry_refuse", "enquiry_send", "enquiry_late"):
            assert client.get(where(name, drafted)).status_code == 404
        work = text_of(client.get(reverse("my_work")))
        assert "questions to bidders for" not in work
        assert "question to bidders for" not in work
        assert not any(
            asking.QUESTION in text_of(client.get(reverse("scoring:record", args=[opened.competition.reference])))
            for _ in [1]
        )
    assert "Decide on 1 question to bidders" in text_of(sign_in(opened.panel.chair.user).get(reverse("my_work")))
    assert sign_in(auditor).get(where("enquiry", drafted)).status_code == 200
    assert sign_in(auditor).get(where("enquiry_approve", drafted)).status_code == 403


def test_a_late_answer_is_read_by_the_officer_alone_until_it_counts(sign_in, opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    asking.answer(sent, at=asking.DUE + timedelta(minutes=1))
    drafted = asking.of(sent)

    for user in (mine.member.user, opened.panel.chair.user):
        client = sign_in(user)
        assert "Marsh Lane" not in text_of(client.get(where("enquiry", drafted)))
    assert "Marsh Lane" not in text_of(sign_in(mine.member.user).get(where("score", mine)))
    office = sign_in(officer)
    assert "Decide on 1 late answer" in text_of(office.get(reverse("my_work")))
    assert "Marsh Lane" in text_of(office.get(where("enquiry_late", drafted)))
    office.post(where("enquiry_late", drafted), {"outcome": "accept", "reasons": "Our site was down."})

    assert "Marsh Lane" in text_of(sign_in(mine.member.user).get(where("score", mine)))
    bidder = sign_in(opened.bids[0].started_by)
    assert "it counts" in text_of(bidder.get(reverse("scoring:enquiry_answer", args=[sent.reference])))


def test_the_chair_sees_who_was_asked_what(sign_in, opened, mine, officer):
    asking.send(opened, mine, officer)

    page = text_of(
        sign_in(opened.panel.chair.user).get(reverse("scoring:enquiries", args=[opened.competition.reference]))
    )

    assert "Who was asked what" in page
    assert page.count("Not asked") == 1


def test_a_clarification_stands_in_moderation_and_can_be_cited(sign_in, opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    asking.answer(sent)
    client = sign_in(mine.member.user)
    chosen = {"document": f"clarification-{sent.reference}", "words": "by mistake", "mark": "weakness"}
    bare = text_of(client.post(where("score", mine), {**chosen, "words": ""}))
    assert "Copy the passage from the clarification." in bare
    assert client.post(where("score", mine), chosen).status_code == 302
    assert Evidence.objects.get().enquiry == sent
    for member in opened.panel.evaluators:
        score_and_lock(member)
    reveal(opened)

    page = reverse("scoring:moderate", args=[opened.competition.reference, criterion(opened).reference])
    card = text_of(sign_in(opened.panel.chair.user).get(page))

    assert "Clarification, not part of the bid" in card
    assert "The clarification" in card


def test_pages_ask_as_much_of_the_database_with_many_questions_as_with_one(
    sign_in, opened, mine, officer, django_assert_num_queries
):
    overview = reverse("scoring:enquiries", args=[opened.competition.reference])

    def counted(user, address):
        client = sign_in(user)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    asking.send(opened, mine, officer)
    pages = [
        (opened.panel.chair.user, overview),
        (mine.member.user, where("score", mine)),
        (officer, reverse("my_work")),
        (opened.bids[0].started_by, reverse("my_work")),
    ]
    before = [counted(*each) for each in pages]
    for number in range(4):
        asking.send(opened, mine, officer, f"Which page is meant, {number}?")

    assert [counted(*each) for each in pages] == before


def test_the_page_of_a_score_looks_for_nothing_where_nothing_was_asked(sign_in, mine):
    save(mine)
    client = sign_in(mine.member.user)

    with CaptureQueriesContext(connection) as found:
        client.get(where("score", mine))

    assert not any("partners_enquiry" in each["sql"] for each in found)


def test_a_form_with_nothing_to_do_is_a_sentence_and_a_link(sign_in, opened, mine, officer):
    drafted = asking.draft(mine)
    asking.approve(opened, drafted)
    office = sign_in(officer)
    assert "It waits for an officer to send it" in text_of(office.get(where("enquiry_late", drafted)))
    assert "Day by which" in text_of(office.get(where("enquiry_send", drafted)))
    sent = enquiries.send(drafted, asking.DUE, by=officer, at=AT)

    page = text_of(office.get(where("enquiry_send", drafted)))
    assert "This question was sent to the bidder" in page
    assert where("enquiry", drafted) in page
    assert "Day by which" not in page
    assert "has not answered this question yet" in text_of(office.get(where("enquiry_late", drafted)))
    asking.answer(sent)
    assert "came in time, so it counts" in text_of(office.get(where("enquiry_late", drafted)))
    chair = sign_in(opened.panel.chair.user)
    for name in ("enquiry_approve", "enquiry_refuse"):
        assert "There is nothing to do here now" in text_of(chair.get(where(name, drafted)))


def test_a_chair_who_scores_nothing_asks_from_the_page_of_the_bid(sign_in, opened, mine):
    chair = sign_in(opened.panel.chair.user)
    page = reverse("scoring:ask_as_chair", args=[opened.bids[0].reference, "service"])
    assert page in text_of(chair.get(where("opened_bid", opened.bids[0])))
    assert "Draft the question" in text_of(chair.get(page))
    refused = text_of(chair.post(page, {"question": "Did the other bidder say so?", "why": asking.WHY}))
    assert "says nothing of scores" in refused

    answered = chair.post(page, {"question": asking.QUESTION, "why": asking.WHY})

    drafted = EnquiryDraft.objects.get()
    assert (drafted.member, drafted.bid_id) == (opened.panel.chair, opened.bids[0].pk)
    assert answered.url == where("enquiry", drafted)
    assert sign_in(mine.member.user).get(page).status_code == 403
    assert page not in text_of(sign_in(mine.member.user).get(where("opened_bid", opened.bids[0])))


def test_my_work_tells_who_has_locked_of_an_answer_and_what_can_be_done_until_it_is_agreed(
    sign_in, opened, mine, officer
):
    sent = asking.send(opened, mine, officer)
    for member in opened.panel.evaluators:
        score_and_lock(member)
    line, way = "Read 1 new answer of bidders", "that is a new version, with your reason"
    assert line not in text_of(sign_in(mine.member.user).get(reverse("my_work")))

    later = AT + timedelta(days=1)
    asking.answer(sent, at=later)

    work = text_of(sign_in(mine.member.user).get(reverse("my_work")))
    assert (line in work, way in work) == (True, True)
    assert line in text_of(sign_in(opened.panel.evaluators[1].user).get(reverse("my_work")))
    mine.refresh_from_db()
    version = str(mine.score.version)
    change = {"value": mine.score.value, "reasons": "Eleven.", "why": "The bidder says which.", "seen": version}
    score_changes.change(mine, **change, by=mine.member.user, at=later + timedelta(hours=1))
    assert line not in text_of(sign_in(mine.member.user).get(reverse("my_work")))
    assert line in text_of(sign_in(opened.panel.evaluators[1].user).get(reverse("my_work")))
    deciding.agree(opened, opened.bids[0], "service", 3)
    assert line not in text_of(sign_in(opened.panel.evaluators[1].user).get(reverse("my_work")))


def test_my_work_tells_who_scores_it_of_an_answer_until_they_save_or_lock(sign_in, opened, mine, officer):
    save(mine)
    sent = asking.send(opened, mine, officer)
    client, line = sign_in(mine.member.user), "Read 1 new answer of bidders"
    assert line not in text_of(client.get(reverse("my_work")))

    asking.answer(sent)

    work = text_of(client.get(reverse("my_work")))
    assert line in work
    assert "Marsh Lane" not in work
    assert line not in text_of(sign_in(opened.panel.observer.user).get(reverse("my_work")))
    current = assignment(mine.member, opened.bids[0]).score
    typed = {"value": current.value, "reasons": "Eleven, it says.", "version": current.version}
    scores.save(mine, **typed, by=mine.member.user, at=AT + timedelta(days=2))
    assert line not in text_of(sign_in(mine.member.user).get(reverse("my_work")))
