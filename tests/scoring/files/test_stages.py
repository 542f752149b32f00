"""A competition in several stages goes into one file and comes out of it again, at any moment, with nothing secret."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.domain.refusals import Refusal
from partners.actions import bids, openings, submissions
from partners.models import Answer, Organisation, Submission
from procurement.actions import competitions, deadlines
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions import feedback
from scoring.domain.ranking_record import from_content
from scoring.files.bidders import offer_of
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.shifting import last_instant
from scoring.files.writing import file_of, to_yaml
from scoring.models import Award, PanelMember, Score, Shortlist
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small, staged
from tests.scoring.files.examples import forgotten

STATES = [CompetitionState.SHORTLISTED, CompetitionState.SHORTLISTED, CompetitionState.AWARDED]


@pytest.fixture
def path(tmp_path):
    return written(tmp_path, staged.content())


def written(tmp_path, found, name="staged.yaml"):
    path = tmp_path / name
    path.write_text(found if isinstance(found, str) else dumped(found, ()), encoding="utf-8")
    return path


def read_from(found):
    return read(dumped(found, ()), "file.yaml")


def stage(number):
    return Competition.objects.get(reference=staged.REFERENCES[number])


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.django_db
def test_all_stages_are_lived_and_written_and_written_again_byte_for_byte(path, tmp_path):
    with forgotten():
        competition = load(path)
        states = [each.stage for each in Competition.objects.order_by("pk")]
        texts = {to_yaml(file_of(stage(number))) for number in range(3)}
        scores, seats = Score.objects.count(), PanelMember.objects.count()
        title = stage(2).title

    assert (competition.reference, states) == (staged.REFERENCES[0], STATES)
    assert title == "A partner for our libraries (stage 3: final tenders)"
    assert (scores, seats) == (3 + 3 + 1, 9)
    (text,) = texts
    assert read(text, "dump") == read(path.read_text(encoding="utf-8"), "staged")
    assert not Competition.objects.exists()
    assert to_yaml(file_of(load(written(tmp_path, text, "again.yaml")))) == text


@pytest.mark.django_db
def test_who_went_on_follows_from_the_published_rule_and_another_list_is_refused(tmp_path):
    found = staged.content()
    (tenders, final) = found["later_stages"]
    tenders["shortlist"]["go_on"] = [staged.HARBOUR, staged.QUAYSIDE]
    tenders["feedback"] = [*tenders["feedback"], {**tenders["feedback"][0], "organisation": staged.QUAYSIDE}]

    with pytest.raises(Refusal, match=r"later_stages\.1\.shortlist: by the published rule these go on: Harbour Care\."):
        load(written(tmp_path, found))

    assert not Shortlist.objects.exists()
    assert final["bids"]


MOMENTS = {
    "a draft": "2026-01-19 12:00",
    "published": "2026-02-03 12:00",
    "requests opened": "2026-03-06 13:30",
    "who goes on is decided": "2026-03-22 10:30",
    "feedback written and not sent": "2026-03-22 11:30",
    "told": "2026-03-22 16:00",
    "tenders invited": "2026-04-10 12:00",
    "tenders submitted": "2026-05-01 12:30",
    "tenders being scored": "2026-05-04 12:00",
    "final tenders submitted": "2026-06-26 12:30",
}


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_dump_of_any_moment_tells_nothing_secret_and_is_loaded_again(path, tmp_path, moment):
    until = instant(MOMENTS[moment])
    whole = read(path.read_text(encoding="utf-8"), "staged")
    with forgotten():
        text = to_yaml(file_of(load(path, until=until)))
        opened = [each.reference for each in Competition.objects.exclude(opened_at=None)]
        submitted = Submission.objects.count()

    told = read(text, "dump").stages()

    for was, now in zip(whole.stages(), told, strict=True):
        is_open = now.competition.reference in opened
        assert [bid.organisation for bid in now.bids] == [bid.organisation for bid in was.bids if is_open]
        assert [seat.scores for seat in now.panel if not seat.locked_at] == [
            [] for seat in now.panel if not seat.locked_at
        ]
        assert bool(now.feedback) == bool(was.feedback and was.feedback_sent.at <= until)
    assert submitted >= sum(len(each.bids) for each in told)
    if not opened:
        assert not any(name in text for name in small.BIDDERS)
    with forgotten():
        assert to_yaml(file_of(load(written(tmp_path, text, "again.yaml")))) == text


@pytest.mark.django_db
def test_a_bid_that_took_over_what_was_written_before_is_written_as_it_was_submitted(path, tmp_path):
    at = instant("2026-04-10 12:00")
    load(path, until=at)
    tenders = stage(1)
    part = read(path.read_text(encoding="utf-8"), "staged").later_stages[0].bids[0]
    for name, person in small.BIDDERS.items():
        organisation = Organisation.objects.get(name=name)
        by = organisation.members.get().user
        bid = bids.start(tenders, organisation, by=by, at=at)
        bids.save_offer(bid, bids.typed_of(offer_of(part.offer)), version=0, by=by, at=at)
        assert (by.email, Answer.objects.get(bid=bid).text) == (person, part.answers["evenings"])
        submissions.submit(bid, by=by, at=at)
    for email in (small.OFFICER, small.LEAD):
        openings.confirm_opening(tenders, by=user(email), at=instant("2026-05-01 13:00"))

    text = to_yaml(file_of(tenders))

    written_bids = read(text, "dump").later_stages[0].bids
    assert [(bid.answers, len(bid.consortium)) for bid in written_bids] == [(part.answers, 1)] * 2
    assert to_yaml(read(text, "dump")) == text


def user(email):
    return stage(0).council.members.get(user__email=email).user


@pytest.mark.django_db
def test_feedback_that_is_not_sent_is_not_in_the_file(path):
    load(path, until=instant("2026-03-22 10:30"))
    bid = stage(0).shortlist.bids.first().bid
    feedback.write(
        bid, texts={"evenings": "Draft words."}, general="", by=user(small.LEAD), at=instant("2026-03-22 11:00")
    )

    assert "Draft words" not in to_yaml(file_of(stage(0)))


@pytest.mark.django_db
def test_the_deadlines_are_told_as_they_were_published_invited_and_put_off(path):
    load(path)

    (tenders, _) = file_of(stage(0)).later_stages

    assert stage(1).bid_deadline == tenders.extended[0].bid_deadline
    assert tenders.begun.bid_deadline == tenders.extended[0].bid_deadline - timedelta(hours=1)
    assert tenders.competition.bid_deadline == tenders.extended[0].bid_deadline - timedelta(hours=2)


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "number"), [("published", 0), ("told", 1), ("tenders invited", 1)])
def test_a_competition_that_was_abandoned_in_one_of_its_stages_is_loaded_again_so(path, tmp_path, moment, number):
    at = instant(MOMENTS[moment])
    with forgotten():
        load(path, until=at)
        competitions.abandon(stage(number), reasons="The grant fell away.", by=user(small.LEAD), at=at)
        states = [stage(each).state for each in range(3)]
        text = to_yaml(file_of(stage(0)))

    with forgotten():
        again = load(written(tmp_path, text, "again.yaml"))

        assert [stage(each).state for each in range(3)] == states
        assert to_yaml(file_of(again)) == text
    assert text.count("The grant fell away.") == 1


@pytest.mark.django_db
def test_a_competition_in_one_stage_tells_that_its_deadlines_were_put_off_too(tmp_path):
    with forgotten():
        competition = load(written(tmp_path, small.content()), until=instant("2026-02-03 12:00"))
        published = competition.bid_deadline
        later = published + timedelta(days=7)
        who = {"by": competition.council.members.first().user, "at": instant("2026-02-10 12:00")}
        deadlines.extend(
            competition,
            bid_deadline=later,
            questions_deadline=competition.questions_deadline,
            reasons="The plan came late.",
            **who,
        )
        text = to_yaml(file_of(competition))

    told = read(text, "dump")

    assert (told.competition.bid_deadline, told.extended[0].bid_deadline) == (published, later)
    with forgotten():
        again = load(written(tmp_path, text))
        assert Competition.objects.get(pk=again.pk).bid_deadline == later
        assert to_yaml(file_of(again)) == text


@pytest.mark.django_db
def test_a_file_is_refused_whole_where_one_of_its_stages_is_here_already(path, tmp_path):
    load(path, until=instant("2026-02-03 12:00"))
    found = staged.content()
    found["competition"]["reference"], found["later_stages"][1]["competition"]["reference"] = "other", "another"

    with pytest.raises(
        Refusal, match=r"later_stages\.1\.competition\.reference: there is a competition “libraries-ten"
    ):
        load(written(tmp_path, found, "other.yaml"))


@pytest.mark.django_db
def test_the_record_of_the_award_names_the_ranking_of_each_stage_before_and_who_went_on(path):
    load(path)

    told = Award.objects.get().content["earlier_stages"]

    assert [(each["reference"], each["stage"]) for each in told] == [
        ("libraries-partner", "Stage 1 of 3: requests to participate"),
        ("libraries-tenders", "Stage 2 of 3: tenders, then negotiation"),
    ]
    assert [each["ranking"]["fingerprint"] for each in told] == [
        stage(0).rankings.get().fingerprint,
        stage(1).rankings.get().fingerprint,
    ]
    assert [[(bid["name"], bid["place"], bid["goes_on"]) for bid in each["bids"]] for each in told] == [
        [("Harbour Care", 1, True), ("Quayside", 2, True)],
        [("Harbour Care", 1, True), ("Quayside", 2, False)],
    ]
    assert told[1]["rule"].startswith(
        "Whoever passes every condition and least score and has at least 1.5 of 100 marks"
    )
    assert (told[1]["reasons"], told[1]["decided_by"]) == ("One is enough.", "Leo")


@pytest.mark.django_db
def test_each_stage_is_named_when_it_is_loaded(path):
    said = StringIO()

    call_command("load_competition", path, stdout=said)

    assert [line.rsplit(" as ", 1)[1] for line in said.getvalue().splitlines()] == [
        "libraries-partner: stage ended.",
        "libraries-tenders: stage ended.",
        "libraries-final: awarded.",
    ]


def ranked(path, *options):
    out = StringIO()
    call_command("rank", path, "--json", *options, stdout=out)
    return from_content(json.loads(out.getvalue()))


def test_the_last_stage_is_ranked_or_the_one_that_is_named(path):
    assert [bid.name for bid in ranked(path).bids] == [staged.HARBOUR]
    assert [bid.name for bid in ranked(path, "--stage", "1").bids] == [staged.HARBOUR, staged.QUAYSIDE]
    assert ranked(path, "--stage", "libraries-tenders").bids[0].total != ranked(path, "--stage", "1").bids[0].total
    with pytest.raises(CommandError, match=r"no stage “4”\. There are: 1 \(libraries-partner\), 2"):
        ranked(path, "--stage", "4")


@pytest.mark.django_db
def test_the_file_alone_gives_what_each_stage_was_ranked(path):
    load(path)

    for number in range(3):
        frozen = from_content(stage(number).rankings.get().content)
        said = ranked(path, "--stage", str(number + 1))
        assert [(bid.name, bid.place, bid.total) for bid in frozen.bids] == [
            (bid.name, bid.place, bid.total) for bid in said.bids
        ]


def test_the_last_deed_may_stand_in_a_later_stage():
    assert last_instant(read_from(staged.content())) == instant("2026-07-14 09:00")


def change(found, *path, to):
    for name in path[:-1]:
        found = found[name]
    found[path[-1]] = to


TENDERS, FINAL = ("later_stages", 0), ("later_stages", 1)


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        (("competition", "stage"), None, r"line \d+, competition\.stage: stages are “participation”"),
        ((*TENDERS, "competition", "stage"), "final", r"competition\.stage: stages are"),
        (("later_stages",), [], r"competition\.stage: the stages after this one are missing"),
        (
            (*TENDERS, "competition", "reference"),
            "libraries-partner",
            r"later_stages\.1\.competition\.reference: .*twice",
        ),
        (
            ("begun",),
            {**small.deed(small.LEAD, "02-02 09:00"), "bid_deadline": "2026-03-06", "questions_deadline": "2026-03-01"},
            "begins with its publication",
        ),
        (
            (*FINAL, "shortlist"),
            {**small.deed(small.LEAD, "07-20 09:00"), "go_on": []},
            r"2\.shortlist: no stage follows",
        ),
        (
            ("award",),
            {"organisation": "Quayside", "reasons": "x", "proposed": small.deed(small.LEAD, "03-22 09:00")},
            "award: another stage follows",
        ),
        (
            (*TENDERS, "competition", "going_on", "most"),
            0,
            r"later_stages\.1\.competition\.going_on: At least one bidder",
        ),
        (
            (*TENDERS, "shortlist", "go_on"),
            ["Quayside"],
            r"later_stages\.2\.bids\.1\.organisation: “Harbour Care” did not go on",
        ),
        (("shortlist", "go_on", 1), "Nobody", r"shortlist\.go_on\.2: “Nobody” has no bid in this stage"),
        (("negotiations", 0, "organisation"), "Nobody", r"negotiations\.1\.organisation: “Nobody” does not go on"),
        (("feedback", 1, "organisation"), "Harbour Care", r"feedback\.2: “Harbour Care” stands here twice"),
        (("feedback", 0, "texts"), {"dawn": "x"}, r"feedback\.1\.texts\.dawn: “dawn” is not one of the criteria"),
        (
            (*TENDERS, "begun", "at"),
            "2026-03-22 09:00",
            r"later_stages\.1\.begun: the invitation .* before the decision",
        ),
        ((*TENDERS, "begun", "at"), "2026-03-22 11:30", r"later_stages\.1\.begun: .* before what was told to those"),
        (
            (*TENDERS, "extended", 0, "at"),
            "2026-03-24 09:00",
            r"later_stages\.1\.extended\.1: the new deadlines.* comes before the invitation",
        ),
        (("shortlist", "at"), "2026-03-20 09:00", r"shortlist: the decision who goes on.* comes before the ranking"),
        (("feedback_sent", "at"), "2026-03-22 10:30", r"feedback_sent: the feedback.* comes before this feedback"),
        ((*TENDERS, "bids", 0, "started", "at"), "2026-03-24 09:00", r"1\.bids\.1\.started: .* before the invitation"),
        ((*TENDERS, "begun"), None, r"1\.bids\.1\.started: .* comes after the invitation to this stage, of which"),
        (
            (*TENDERS, "panel", 0, "person"),
            "nobody@x.example",
            r"later_stages\.1\.panel\.1\.person: “nobody@x\.example” is not",
        ),
        ((*FINAL, "moderation", 0, "criterion"), "dawn", r"later_stages\.2\.moderation\.1\.criterion: “dawn”"),
        (
            (*TENDERS, "competition", "sections", 0, "weight"),
            90,
            r"later_stages\.1\.competition\.sections.*90%, not 100%",
        ),
        (("competition", "title"), "", r"competition\.title"),
        ((*TENDERS, "competition", "title"), "x", "the format has no such field"),
    ],
)
def test_what_can_not_be_is_told_where_it_stands(path, to, said):
    found = staged.content()
    change(found, *path, to=to)

    with pytest.raises(Refusal, match=said):
        read_from(found)


def test_somebody_who_does_nothing_in_any_stage_is_told_once():
    found = staged.content()
    found["people"].append({"email": "idle@x.example", "name": "Idle"})

    with pytest.raises(Refusal) as caught:
        read_from(found)

    assert [sentence.split(": ", 1)[1] for sentence in caught.value.sentences] == [
        "“idle@x.example” does nothing in this file."
    ]


def test_somebody_may_act_in_a_later_stage_alone():
    found = staged.content()
    found["people"].append({"email": "new@x.example", "name": "Newman"})
    found["later_stages"][1]["award"]["approved"]["by"] = "new@x.example"

    assert read_from(found).later_stages[1].award.approved.by == "new@x.example"


def test_a_request_to_participate_is_marked_by_no_number_of_an_offer():
    found = staged.content()
    found["competition"]["sections"] = found["later_stages"][0]["competition"]["sections"]

    with pytest.raises(Refusal, match="who asks to participate makes no offer yet"):
        read_from(found)
