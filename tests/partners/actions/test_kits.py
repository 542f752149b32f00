from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.actions import bids, kits
from partners.actions.kits import UNSEEN, Choice
from partners.domain.deadlines import TooLate
from partners.domain.kits import Brought, Filled, Standing
from partners.models import Answer, AnswerVersion, FilledKit, LateAttempt
from procurement.models import Criterion
from tests import world
from tests.world import AFTER, BEFORE

CONTENT = b"a workbook"


def upload(content=CONTENT, name="answers.xlsx"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def kit(bid, bidder):
    return kits.bring(bid, upload(), by=bidder, at=BEFORE)


@pytest.fixture
def write(bid, bidder, criteria):
    """Saves an answer online: `write("Text.")`."""

    def write(text, criterion="service", by=bidder):
        asked = getattr(criteria, criterion)
        answer = Answer.objects.filter(bid=bid, criterion=asked).first()
        version = answer.version if answer else 0
        # Later each time, so that each has an entry in the history.
        at = BEFORE + timedelta(minutes=10 * AnswerVersion.objects.count())
        return bids.save_answer(bid, asked, text, version=version, by=by, at=at)

    return write


@pytest.fixture
def filled(bid):
    """What comes back of a kit that is taken now, with these answers: `filled(service="Text.")`."""

    def filled(**texts):
        made = kits.kit_of(bid, at=BEFORE)
        marks = {each.reference: made.mark(each) for each in made.questions}
        answers = {**made.answers, **texts}
        return Filled(
            made.competition,
            made.bid,
            {name: Brought(text, marks.get(name, ""), "Answers, cell H2") for name, text in answers.items()},
        )

    return filled


def standings(bid, filled):
    return {row.criterion.reference: row.standing for row in kits.comparison(bid, filled)[0]}


def take(kit, filled, by, at=BEFORE, version=None, **choices):
    rows, _ = kits.comparison(kit.bid, filled)
    chosen = {
        row.criterion.reference: Choice(
            choices[row.criterion.reference] == "file", row.version if version is None else version
        )
        for row in rows
        if row.criterion.reference in choices
    }
    return kits.take(kit, rows, chosen, by=by, at=at)


def texts(bid):
    return {answer.criterion.reference: answer.text for answer in Answer.objects.filter(bid=bid)}


def history(bid):
    return [(each.text, each.was_in_conflict) for each in AnswerVersion.objects.filter(answer__bid=bid).order_by("pk")]


def test_a_kit_has_each_question_with_all_that_is_said_of_it_and_the_answers(bid, write):
    write("We will run it.")

    made = kits.kit_of(bid, at=BEFORE)

    assert [each.reference for each in made.questions] == ["insurance", "service", "employees"]
    service = made.questions[1]
    assert (service.section, service.title, service.word_limit) == ("Quality", "How the service will run", 500)
    assert service.guidance == [
        "It weighs 60% of the section “Quality”, which weighs 60%.",
        "An answer that scores less than 2 puts the bid out.",
    ]
    assert service.scale[5] == ("5 Excellent", "Excellent: what such an answer shows.")
    assert made.questions[0].guidance == ["A condition: the answer passes or fails. A bid that fails it is out."]
    assert made.answers == {"insurance": "", "service": "We will run it.", "employees": ""}
    assert (made.competition, made.bid, made.council) == (
        bid.competition.reference,
        bid.reference,
        "Barchester Council",
    )


def test_more_questions_need_no_more_queries(bid, django_assert_max_num_queries, filled):
    for number in range(30):
        like = Criterion.objects.get(competition=bid.competition, reference="service")
        like.pk, like.reference, like.position = None, f"more-{number}", 10 + number
        like.save()

    with django_assert_max_num_queries(6):
        kits.kit_of(bid, at=BEFORE)
    brought = filled()
    with django_assert_max_num_queries(4):
        kits.comparison(bid, brought)


def test_a_file_is_stored_as_it_came_and_changes_no_answer(bid, bidder, kit):
    kit.refresh_from_db()

    assert (kit.name, kit.size, kit.sha256) == ("answers.xlsx", len(CONTENT), sha256(CONTENT).hexdigest())
    assert (kit.brought_by, kit.brought_at, kit.taken_at) == (bidder, BEFORE, None)
    with kit.file.open("rb") as stored:
        assert stored.read() == CONTENT
    assert texts(bid) == {}
    assert TrailEvent.objects.filter(trail=bid.reference, verb="partners.bring_kit").count() == 1


def test_the_same_file_brought_in_again_is_stored_once(bid, bidder, kit):
    assert kits.bring(bid, upload(), by=bidder, at=BEFORE) == kit
    assert kits.bring(bid, upload(b"another"), by=bidder, at=BEFORE) != kit
    assert FilledKit.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "“answers.xlsx” is empty"), (b"x" * (kits.MOST_BYTES + 1), "a file with answers may be at most 10 MB")],
)
def test_a_file_of_no_sensible_size_is_refused(bid, bidder, content, why):
    with pytest.raises(Refusal, match=why):
        kits.bring(bid, upload(content), by=bidder, at=BEFORE)

    assert not FilledKit.objects.exists()


def test_a_bid_holds_so_many_files(bid, bidder, monkeypatch):
    monkeypatch.setattr(kits, "MOST_KITS", 1)
    kits.bring(bid, upload(), by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match="1 files were brought in already"):
        kits.bring(bid, upload(b"another"), by=bidder, at=BEFORE)


def test_a_file_after_the_deadline_is_kept_as_a_late_attempt(bid, bidder):
    with pytest.raises(TooLate):
        kits.bring(bid, upload(), by=bidder, at=AFTER)

    late = LateAttempt.objects.get()
    assert (late.deed, late.content["name"]) == ("Bring in answers written offline", "answers.xlsx")
    with late.file.open("rb") as stored:
        assert stored.read() == CONTENT
    assert not FilledKit.objects.exists()


def test_each_answer_is_compared_with_the_one_that_stands(bid, write, filled):
    write("One.", "insurance")
    write("Two.", "service")
    write("Three.", "employees")
    brought = filled(service="Two, offline.", employees="Three, offline.", insurance="One.")
    write("One, online.", "insurance")
    write("Three, online.", "employees")

    assert standings(bid, brought) == {
        "insurance": Standing.ONLY_BID,
        "service": Standing.ONLY_FILE,
        "employees": Standing.BOTH,
    }


def test_a_question_that_was_changed_since_is_told_and_one_that_is_not_asked_too(bid, criteria, filled):
    brought = filled(service="Text.", wine="Red.")
    criteria.service.word_limit = 300
    criteria.service.save()

    rows, unknown = kits.comparison(bid, brought)

    assert [row.criterion.reference for row in rows if row.was_asked_otherwise] == ["service"]
    assert [each.text for each in unknown] == ["Red."]


def test_what_is_chosen_from_the_file_is_saved_with_a_version_of_its_own(bid, bidder, kit, write, filled):
    write("Online.")
    brought = filled(service="Offline.", employees="New.")

    taken = take(kit, brought, bidder, service="file", employees="file")

    assert [each.reference for each in taken.saved] == ["service", "employees"]
    assert taken.clashed == []
    assert texts(bid) == {"service": "Offline.", "employees": "New."}
    assert history(bid) == [("Online.", False), ("Offline.", False), ("New.", False)]
    kit.refresh_from_db()
    assert (kit.taken_by, kit.taken_at) == (bidder, BEFORE)


def test_the_same_choice_again_changes_nothing(bid, bidder, kit, write, filled):
    write("One.")
    write("Three.", "employees")
    brought = filled(service="Offline.", employees="Three, offline.")
    write("Three, online.", "employees")
    found = []
    for hours in (1, 2):
        at = BEFORE + timedelta(hours=hours)
        take(FilledKit.objects.get(), brought, bidder, at=at, service="file", employees="bid")
        found.append((texts(bid), history(bid), TrailEvent.objects.count(), FilledKit.objects.get().taken_at))

    assert found[0] == found[1]
    assert found[0][0] == {"service": "Offline.", "employees": "Three, online."}


@pytest.mark.parametrize(
    ("choice", "answer", "was_in_conflict"), [("file", "Offline.", False), ("bid", "Online.", True)]
)
def test_where_both_were_changed_neither_text_is_lost(kit, write, filled, choice, answer, was_in_conflict):
    bid, bidder = kit.bid, kit.brought_by
    write("At first.")
    brought = filled(service="Offline.")
    write("Online.")

    take(kit, brought, bidder, service=choice)

    assert texts(bid) == {"service": answer}
    assert history(bid) == [("At first.", False), ("Online.", False), ("Offline.", was_in_conflict)]


def test_an_answer_that_somebody_saves_meanwhile_stands_and_the_files_is_kept(bid, bidder, kit, write, filled):
    write("At first.")
    brought = filled(service="Offline.")
    write("Meanwhile.")

    taken = take(kit, brought, bidder, version=1, service="file")

    assert [each.reference for each in taken.clashed] == ["service"]
    assert texts(bid) == {"service": "Meanwhile."}
    assert history(bid)[-1] == ("Offline.", True)


def test_an_empty_answer_in_the_file_changes_nothing(bid, bidder, kit, write, filled):
    write("Online.")

    take(kit, filled(service=""), bidder, service="file")

    assert texts(bid) == {"service": "Online."}


def test_a_first_answer_that_is_not_taken_does_not_become_the_answer(bid, bidder, kit, filled):
    take(kit, filled(service="Offline."), bidder, version=UNSEEN, service="bid")

    assert texts(bid) == {}


def test_a_choice_after_the_deadline_is_refused_and_each_text_is_kept_as_a_late_attempt(
    bid, bidder, kit, write, filled
):
    write("Online.")
    brought = filled(service="Offline.", employees="New.")

    with pytest.raises(TooLate):
        take(kit, brought, bidder, at=AFTER, service="file", employees="file")

    assert texts(bid) == {"service": "Online."}
    late = [attempt.content for attempt in LateAttempt.objects.order_by("pk")]
    assert late == [{"criterion": "service", "text": "Offline."}, {"criterion": "employees", "text": "New."}]


def test_no_late_attempt_is_made_of_what_was_not_to_change(bid, bidder, kit, write, filled):
    write("Online.")

    with pytest.raises(Refusal):
        take(kit, filled(service="Offline.", employees="New."), bidder, at=AFTER, service="bid", employees="file")

    assert [attempt.content["criterion"] for attempt in LateAttempt.objects.all()] == ["employees"]


def test_only_the_bids_own_people_see_the_file(bid, bidder, kit, rival_bid, officer):
    rival = rival_bid.started_by
    two_hats = world.person("Tia Two")
    bid.organisation.members.create(user=two_hats, role="writer")
    bid.competition.council.members.create(user=two_hats, role="officer")

    found = {person: list(FilledKit.objects.visible_to(person)) for person in (bidder, rival, officer, two_hats)}

    assert found == {bidder: [kit], rival: [], officer: [], two_hats: []}
