"""A competition in which everybody has written words of their own, each of which tells who wrote it, and where.

Three bids are opened. Eve may read two and has an interest in the bidder of the third; she scores two of the three
criteria. What the others do comes in steps, so that it can be seen whether anybody else sees a difference.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from partners.actions import openings
from partners.models import BidDocument, FilledKit, LateAttempt, Submission, Upload
from procurement.models import Competition
from scoring.actions import (
    advice,
    assignments,
    awards,
    briefings,
    declarations,
    evidence,
    exclusions,
    interests,
    late_bids,
    links,
    meetings,
    minutes,
    moderation,
    notes,
    panels,
    quality_checks,
    rankings,
    reveals,
    score_changes,
    scores,
    sensitivity,
)
from scoring.domain.agreed_reasons import AgreedReasons
from scoring.domain.evidence import Bearing, Marking
from scoring.domain.interests import Declared, Entry, InterestKind
from scoring.domain.late_bids import LateGround
from scoring.domain.meetings import Presence
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, Award, LateBid, Meeting, OpenedBid, OpenedLateAttempt, PanelMember, Report
from scoring.models.links import links_for
from spinouts.models import JointVenture
from tests import world
from tests.everything import Everything
from tests.partners.rich import rich_bid
from tests.scoring import planting_asides
from tests.scoring.planted import OURS, SHUT, STEMS, THEIRS, Planted


def opened(all_of_it: Everything) -> Planted:
    """Three bids, opened; what came late is decided on, and who was excluded or found linked."""
    competition = all_of_it.things[Competition]
    planted = Planted(all_of_it, competition.bid_deadline + timedelta(hours=1))
    third, carol = world.organisation(SHUT)
    by_name = {
        OURS: all_of_it.bidders["administrator"],
        THEIRS: all_of_it.bidders["rival"],
        SHUT: carol,
    }
    all_of_it.people["third"] = carol
    for name, ada in by_name.items():
        organisation = third if name == SHUT else ada.organisation_roles.get().organisation
        planted.bids[name] = rich_bid(competition, STEMS[name], organisation, ada)
    for role in ("officer", "lead officer"):
        openings.confirm_opening(competition, by=all_of_it.people[role], at=planted.at)
    competition.refresh_from_db()
    _seat(planted)
    _declare(planted)
    _decide_on_bids(planted)
    _assign(planted)
    planting_asides.a_sample_is_written(planted)
    return planted


def _seat(planted: Planted) -> None:
    lead = planted.people["lead officer"]
    for role, name in ((PanelRole.EXPERT, "Xenia Expert"), (PanelRole.CHECKER, "Cleo Checker")):
        world.seat(planted.competition, role, name, lead)
    rows = PanelMember.objects.filter(competition=planted.competition).select_related("user", "competition")
    planted.seats = {each.user.name.split()[0]: each for each in rows}
    briefings.write(planted.competition, "Use the whole scale.", by=planted.people["chair"], at=planted.at)
    for each in planted.seats.values():
        if each.role != PanelRole.CHAIR:
            briefings.acknowledge(each, 1, by=each.user, at=planted.at)


def _declare(planted: Planted) -> None:
    """Eve has an interest in the third bidder; Carl told of one in the first, may take part, and was asked again."""
    at, lead = planted.at, planted.people["lead officer"]
    for name, each in planted.seats.items():
        for bidder, rich in planted.bids.items():
            barred = (name, bidder) == ("Eve", SHUT)
            panels.declare(
                each,
                rich.bid,
                Interest.ACTUAL if barred else Interest.NONE,
                "My employer." if barred else "",
                by=each.user,
                at=at,
            )
    carl, words, bid = planted.seats["Carl"], planted.by("carl"), planted.bids[OURS].bid
    by_officer = planted.by("officer")
    interests.ask_again(bid, [carl], by_officer("asks-again"), by=planted.people["officer"], at=at)
    told = Entry(OURS, "the bidder", Interest.PERCEIVED, InterestKind.OTHER, words("interest"), words("proposes"))
    declared = declarations.declare(carl, bid, Declared((told,)), by=carl.user, at=at)
    typed = {"mitigation": by_officer("terms"), "reasons": by_officer("decides")}
    declarations.decide(declared, may_take_part=True, **typed, by=lead, at=at)


def _decide_on_bids(planted: Planted) -> None:
    at, lead, officer = planted.at, planted.people["lead officer"], planted.people["officer"]
    for name, rich in planted.bids.items():
        words = planted.by(f"on-{rich.words.stem}")
        who = {"by": officer, "at": at}
        late = {"accepts": False, "ground": LateGround.BIDDER, "reasons": words("late")}
        late_bids.decide(LateBid.objects.get(pk=rich.bid.pk), **late, by=lead, at=at)
        day = at.date()
        exclusions.record_check(rich.bid, checked_on=day, listed="not", note=words("debarment"), **who)
        for each in exclusions.case_of(rich.bid).declared:
            ground = {"applies": False, "continues": False, "reasons": words("ground")}
            exclusions.assess_ground(rich.bid, each["ground"], each["who"], **ground, **who)
        exclusions.invite_representations(rich.bid, about=words("invites"), reply_by=day + timedelta(days=9), **who)
        exclusions.record_representations(rich.bid, received_on=day, received=words("heard"), **who)
        exclusions.decide(rich.bid, sets_aside=False, reasons=words("exclusion"), **who)
        assert name in str(rich.organisation)
    found = links_for(officer, planted.competition)
    for number, link in enumerate(found):
        links.find(
            planted.competition, link, is_confirmed=not number, reason=planted.by("officer")("link"), by=officer, at=at
        )
    assert found


def _assign(planted: Planted) -> None:
    chair, at = planted.people["chair"], planted.at
    scoring = {"Eve": ("service", "insurance"), "Evan": ("service", "insurance", "employees")}
    scoring["Carl"] = scoring["Evan"]
    pairs = [(planted.seats[name], planted.criterion(each)) for name, given in scoring.items() for each in given]
    assignments.assign(planted.competition, pairs, by=chair, at=at)
    expert = planted.seats["Xenia"]
    advice.name_criteria(expert, [planted.criterion("service")], by=chair, at=at)


def eve_scores(planted: Planted) -> None:
    for each in planted.of("Eve"):
        value = Decimal(1 if each.criterion.is_condition else 3)
        reasons = planted.by("eve")(f"reasons-{each.criterion.reference}")
        scores.save(each, value=value, reasons=reasons, version=0, by=each.member.user, at=planted.at)


def others_score(planted: Planted, value: int = 5) -> None:
    """Evan and Carl score all, mark evidence and take notes; the expert advises on the bid that is shut for Eve."""
    for name in ("Evan", "Carl"):
        for each in planted.of(name):
            _score(planted, name, each, value)
    planting_asides.evan_writes_aside(planted)
    words = planted.by("xenia")
    expert, bid = planted.seats["Xenia"], planted.bids[SHUT].bid
    advice.advise(expert, bid, planted.criterion("service"), words("advice"), by=expert.user, at=planted.at)


def _score(planted: Planted, name: str, each: Assignment, value: int) -> None:
    words, about = planted.by(name.lower()), f"{each.criterion.reference}-{STEMS[str(each.bid.organisation)]}"
    who = {"by": each.member.user, "at": planted.at}
    given = Decimal(1 if each.criterion.is_condition else value)
    scores.save(each, value=given, reasons=f"{words('reasons-' + about)}, say I.", version=0, **who)
    evidence.mark(each, Marking(Bearing.STRENGTH, "now it is", words(f"evidence-{about}")), **who)
    notes.write(each, words(f"note-{about}"), version=0, **who)


def others_lock(planted: Planted) -> None:
    """They lock, and Evan changes a score afterwards."""
    for name in ("Evan", "Carl"):
        scores.lock(planted.seats[name], by=planted.seats[name].user, at=planted.at)
    words = planted.by("evan")
    for bidder in (OURS, SHUT):
        each = planted.assignment("Evan", bidder, "service")
        about = f"service-{STEMS[bidder]}"
        typed = {"reasons": words(f"changed-{about}"), "why": words(f"why-{about}")}
        version = str(each.score.version)
        score_changes.change(each, value=Decimal(2), **typed, seen=version, by=each.member.user, at=planted.at)


def a_meeting_opens(planted: Planted) -> None:
    chair, at = planted.people["chair"], planted.at
    meeting = meetings.open_meeting(planted.competition, by=chair, at=at)
    for name in ("Evan", "Carl"):
        meetings.mark(meeting, planted.seats[name], Presence.PRESENT, by=chair, at=at)
    planted.all_of_it.keep(meeting)


def theirs_are_revealed(planted: Planted) -> None:
    """Of the criterion that Eve does not score."""
    for rich in planted.bids.values():
        reveals.reveal(rich.bid, planted.criterion("employees"), by=planted.people["chair"], at=planted.at)


def others_agree(planted: Planted) -> None:
    """On what was revealed: with dissent, checks, and a draft of the chair's."""
    chair, at = planted.people["chair"], planted.at
    criterion = planted.criterion("employees")
    for bidder in planted.bids:
        agree(planted, bidder, "employees", 4)
    drafted = {"evidence": planted.by("chair")("draft")}
    moderation.keep_draft(planted.bids[OURS].bid, criterion, drafted, version=0, by=chair, at=at)


def minutes_are_made(planted: Planted) -> None:
    """The meeting is closed, its minutes are drawn, and another one opens."""
    chair, at = planted.people["chair"], planted.at
    meetings.close_meeting(planted.all_of_it.things[Meeting], by=chair, at=at)
    made = minutes.request(planted.all_of_it.things[Meeting], by=chair, at=at)
    minutes.make(made.pk, at=at)
    planted.all_of_it.keep(meetings.open_meeting(planted.competition, by=chair, at=at), made)


def all_is_ranked(planted: Planted) -> None:
    """Eve locks, the panel agrees on the rest, and the bids are ranked."""
    chair, at = planted.people["chair"], planted.at
    scores.lock(planted.seats["Eve"], by=planted.seats["Eve"].user, at=at)
    for bidder, value in zip(planted.bids, (4, 3, 2), strict=True):
        for reference, agreed in (("service", value), ("insurance", 1)):
            reveals.reveal(planted.bids[bidder].bid, planted.criterion(reference), by=chair, at=at)
            agree(planted, bidder, reference, agreed)
    rankings.rank(planted.competition, by=chair, at=at)
    sensitivity.make(sensitivity.request(planted.competition, by=chair, at=at).pk, at=at)


def an_award_is_proposed(planted: Planted) -> None:
    first = rankings.latest(planted.competition).content["bids"][0]["bid"]
    winner = next(rich.bid for rich in planted.bids.values() if rich.bid.reference == first)
    words, lead = planted.by("lead"), planted.people["lead officer"]
    award = awards.propose(planted.competition, winner, reasons=words("proposes"), by=lead, at=planted.at)
    planted.all_of_it.keep(award)


def it_is_approved(planted: Planted) -> None:
    words, who = planted.by("approver"), {"by": planted.people["approver"], "at": planted.at}
    award = planted.all_of_it.things[Award]
    awards.approve(award, note=words("note"), formed_on=planted.at.date(), **who)
    planted.all_of_it.keep(Report.objects.filter(award=award).first(), JointVenture.objects.get())


def agree(planted: Planted, bidder: str, reference: str, value: int) -> None:
    words, rich = planted.by("chair"), planted.bids[bidder]
    about = f"{reference}-{rich.words.stem}"
    parts = AgreedReasons(
        **{name: words(f"{name}-{about}") for name in ("evidence", "strengths", "weaknesses", "why_not_higher")}
    )
    agreed = moderation.agree(
        rich.bid,
        planted.criterion(reference),
        value=Decimal(value),
        reasons=parts,
        dissent=words(f"dissent-{about}"),
        dissenters=[planted.seats["Carl"]],
        by=planted.people["chair"],
        at=planted.at,
    )
    typed = {"remark": planted.by("officer")(f"remark-{about}"), "by": planted.people["officer"], "at": planted.at}
    quality_checks.check(agreed, signs_off=False, **typed)
    quality_checks.check(agreed, signs_off=True, **typed)


def views_of_it(planted: Planted, *, who: str) -> list[Everything]:
    """The things there are, as what addresses are filled in with: each bid's in turn, with the seats of each member."""
    found = []
    for rich in planted.bids.values():
        models = (BidDocument, FilledKit, LateAttempt, Submission, Upload)
        things = {model: model.objects.filter(bid=rich.bid).latest("pk") for model in models}
        things[OpenedLateAttempt] = things[LateAttempt]
        things |= {type(rich.bid): rich.bid, OpenedBid: rich.bid, LateBid: rich.bid}
        for name in ("Evan", who):
            own = {PanelMember: planted.seats[name]}
            assigned = Assignment.objects.filter(member=planted.seats[name], bid=rich.bid).first()
            own |= {Assignment: assigned} if assigned else {}
            found.append(replace(planted.all_of_it, things=planted.all_of_it.things | things | own))
    return found
