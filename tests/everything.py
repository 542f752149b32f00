"""A world full of things to find, at each moment of a competition, with somebody of each kind who might look for them.

What must stay hidden is there, with words of its own that give it away wherever they appear.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from accounts.domain.reports import ReportState
from accounts.domain.roles import CouncilRole
from accounts.models import Council, MadeReport, User
from partners.actions import (
    bids,
    consents,
    consortia,
    declarations,
    document_checks,
    kits,
    member_declarations,
    openings,
    organisations,
    pieces,
    submissions,
    supplier_information,
    uploads,
)
from partners.domain.deadlines import TooLate
from partners.domain.offers import from_content
from partners.domain.organisations import OrganisationRole
from partners.domain.typed_offers import typed_of
from partners.files import kit_workbook
from partners.models import (
    Bid,
    BidDocument,
    ConnectedPerson,
    FilledKit,
    LateAttempt,
    Organisation,
    OrganisationMember,
    Submission,
    Upload,
)
from procurement.actions import divisions, papers
from procurement.models import Clarification, Competition, Criterion, Document, KeyShare, Scale, Section
from scoring.actions import (
    assignments,
    awards,
    calibrations,
    enquiries,
    enquiry_answers,
    envelopes,
    evidence,
    late_bids,
    low_offers,
    meetings,
    minutes,
    moderation,
    notes,
    panels,
    promises,
    rankings,
    reveals,
    score_changes,
    score_sheets,
    scores,
    sensitivity,
    staff_ballots,
    staff_codes,
    staff_voting,
)
from scoring.domain.decisions import ReportKind
from scoring.domain.evidence import Bearing, Marking
from scoring.domain.late_bids import LateGround
from scoring.domain.roles import Interest, PanelRole
from scoring.domain.staff_ballots import Group
from scoring.files import score_sheets as score_files
from scoring.models import (
    Assignment,
    Award,
    LateBid,
    Meeting,
    OpenedBid,
    OpenedLateAttempt,
    PanelMember,
    Promise,
    PromiseReview,
    Report,
    StaffBallot,
)
from scoring.models.links import links_for
from spinouts.actions import appraisals, appraised_options
from spinouts.actions import reports as company_reports
from spinouts.domain.appraisal import OptionScore
from spinouts.domain.options import AppraisalOption
from spinouts.models import HoldingEvent, JointVenture, Service
from tests import world
from tests.partners import informing
from tests.scoring import voting
from tests.spinouts import studies

HARBOUR_SECRET = "harbour-keeps-this-to-itself"
QUAYSIDE_SECRET = "quayside-keeps-this-to-itself"
SCORE_SECRET = "evan-keeps-these-reasons-to-himself"
STUDY_SECRET = "the-council-keeps-this-study-to-itself"
APPRAISAL_SECRET = "the-council-keeps-these-reasons-to-itself"
NOTE_SECRET = "evan-notes-this-for-himself-and-for-the-auditor"
AGREED_SECRET = "the-panel-keeps-these-reasons-to-itself"
ASKED_SECRET = "the-panel-asks-one-bidder-this"
SAMPLE_SECRET = "evan-keeps-why-he-scored-the-sample-so"
DRAFT_SECRET = "evan-tells-the-chair-why-he-asks"
OFFER_SECRET = "what-it-offers-is-kept-for-later"
INVESTMENT, PRICE = 517_319, 24_137_911
LATE_SECRET = "the-council-keeps-why-it-was-late-from-the-panel"
AGREED_ON_HARBOUR = f"{AGREED_SECRET}-on-harbour"


class Moment(StrEnum):
    DRAFT = "The competition is a draft"
    PUBLISHED = "It is published: one bid is in, another is being written"
    CLOSED = "The deadline has passed, and nobody has opened the bids"
    OPENED = "The bids are opened and being scored"
    RANKED = "The bids are ranked"
    PROPOSED = "The award is proposed"
    AWARDED = "The competition is awarded"


MOMENTS = list(Moment)


@dataclass
class Everything:
    """Who there is, by what they are, and what there is, by its model; a thing that is not there yet is missing."""

    people: dict[str, User | None] = field(default_factory=dict)
    things: dict[type[models.Model], models.Model] = field(default_factory=dict)
    criterion: Criterion | None = None
    section: Section | None = None
    token: str = ""
    link: str = ""
    bidders: dict[str, User] = field(default_factory=dict)
    # Who has a part in the bid of another, once there is one.
    member: User | None = None

    def keep(self, *things: models.Model) -> None:
        for thing in things:
            self.things[type(thing)] = thing

    @property
    def bid_references(self) -> list[str]:
        return list(Bid.objects.values_list("reference", flat=True))


def everything_at(moment: Moment, *, offers_wait: bool = False) -> Everything:
    """All that there is at that moment; where offers wait, they are opened before the bids are ranked."""
    all_of_it = Everything()
    reached = MOMENTS.index(moment)
    deadline = timezone.now() + timedelta(days=20 if moment in {Moment.DRAFT, Moment.PUBLISHED} else -20)
    _council(all_of_it, deadline)
    _organisations(all_of_it)
    _panel(all_of_it)
    all_of_it.things[Competition].offers_wait = offers_wait
    if reached >= MOMENTS.index(Moment.PUBLISHED):
        _publish(all_of_it, deadline)
        _bid_for_it(all_of_it, deadline, both_in=moment != Moment.PUBLISHED)
    if reached >= MOMENTS.index(Moment.OPENED):
        _open(all_of_it, deadline + timedelta(hours=1))
        _score(all_of_it, deadline + timedelta(days=1))
    if reached >= MOMENTS.index(Moment.RANKED):
        _agree_and_rank(all_of_it, deadline + timedelta(days=2))
    if reached >= MOMENTS.index(Moment.PROPOSED):
        _propose(all_of_it, deadline + timedelta(days=3))
    if reached >= MOMENTS.index(Moment.AWARDED):
        _award(all_of_it, deadline + timedelta(days=4))
    _refresh(all_of_it)
    return all_of_it


def before_any_bid() -> Everything:
    """The competition is published, its panel is seated, and two organisations might bid."""
    all_of_it, deadline = Everything(), timezone.now() + timedelta(days=20)
    _council(all_of_it, deadline)
    _organisations(all_of_it)
    _panel(all_of_it)
    _publish(all_of_it, deadline)
    _refresh(all_of_it)
    return all_of_it


def _council(all_of_it: Everything, deadline) -> None:
    council = world.council()
    superuser = world.person("Sue Superuser")
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()
    all_of_it.people = {
        "anonymous": None,
        "nobody": world.person("Nora Nobody"),
        "superuser": superuser,
        "officer": world.council_member(council, CouncilRole.OFFICER, "Olive Officer"),
        "lead officer": world.council_member(council, CouncilRole.LEAD_OFFICER, "Leo Lead"),
        "approver": world.council_member(council, CouncilRole.APPROVER, "Una Approver"),
        "auditor": world.council_member(council, CouncilRole.AUDITOR, "Arthur Auditor"),
        "other council": world.council_member(
            world.council("Loamshire Council"), CouncilRole.LEAD_OFFICER, "Ola Other"
        ),
    }
    service = world.service(council)
    _appraisal(all_of_it, service)
    _study(all_of_it, council)
    _key_shares(all_of_it, council)
    competition = world.draft_competition(service)
    voting.ask_staff(competition, weight=0)
    competition.bid_deadline = deadline
    competition.questions_deadline = deadline - timedelta(days=5)
    competition.save()
    document = papers.publish_document(
        competition,
        title="Leases",
        upload=SimpleUploadedFile("leases.txt", b"The leases of the eleven centres."),
        by=all_of_it.people["officer"],
        at=deadline - timedelta(days=90),
    )
    all_of_it.keep(service, competition, document, Scale.objects.filter(competition=competition).first())
    all_of_it.criterion = Criterion.objects.get(competition=competition, reference="service")
    all_of_it.section = Section.objects.get(competition=competition, reference="quality")


def _key_shares(all_of_it: Everything, council: Council) -> None:
    """In a competition of its own, which nobody publishes; the officer holds the share that is kept."""
    officer, lead = all_of_it.people["officer"], all_of_it.people["lead officer"]
    draft = world.draft_competition(world.service(council, "Libraries"), "A partner for our libraries")
    divisions.divide(
        draft,
        holders=[officer, all_of_it.people["approver"]],
        needed=2,
        kept_by="Mo Officer",
        by=lead,
        at=world.PUBLISHED,
    )
    all_of_it.keep(KeyShare.objects.get(holder=officer))


def _appraisal(all_of_it: Everything, service: Service) -> None:
    who = {"by": all_of_it.people["officer"], "at": world.PUBLISHED}
    criterion = appraisals.add_criterion(service, name="Savings", weight=Decimal(100), **who)
    scores = {AppraisalOption.JOINT_VENTURE: OptionScore(4, APPRAISAL_SECRET)}
    appraised_options.score(criterion, scores, **who)
    all_of_it.keep(criterion)


def _study(all_of_it: Everything, council: Council) -> None:
    officer, at = all_of_it.people["officer"], world.PUBLISHED
    study = studies.study(council, officer, "group", name=STUDY_SECRET, at=at)
    report = company_reports.request_for_study(study, "group", date(2014, 4, 1), by=officer, at=at)
    all_of_it.keep(study, _done(report))


def _done(report: MadeReport) -> MadeReport:
    """The report, as if the worker had made it."""
    report.state = ReportState.DONE.value
    report.file.save("report.pdf", SimpleUploadedFile("report.pdf", b"%PDF-1.7 a report"))
    report.sha256 = hashlib.sha256(b"%PDF-1.7 a report").hexdigest()
    report.save()
    return report


def _organisations(all_of_it: Everything) -> None:
    harbour, administrator = world.organisation("Harbour Care")
    writer = world.person("Will Writer")
    OrganisationMember.objects.create(organisation=harbour, user=writer, role=OrganisationRole.WRITER.value)
    _, rival = world.organisation("Quayside Partners")
    informing.confirmed(harbour, administrator)
    declared = declarations.save_ground(
        harbour, "7-5", goes_on=True, what_happened=HARBOUR_SECRET, by=administrator, at=world.BEFORE
    )
    supplier_information.confirm(harbour, by=administrator, at=world.BEFORE)
    all_of_it.keep(harbour, ConnectedPerson.objects.get(), declared)
    all_of_it.token = organisations.invite(
        harbour, "somebody.else@example.org", OrganisationRole.WRITER, by=administrator, at=timezone.now()
    )
    all_of_it.bidders = {"administrator": administrator, "writer": writer, "rival": rival}


def _panel(all_of_it: Everything) -> None:
    competition, officer = all_of_it.things[Competition], all_of_it.people["officer"]
    for name, role, person in (
        ("chair", PanelRole.CHAIR, "Clare Chair"),
        ("evaluator", PanelRole.EVALUATOR, "Eve Evaluator"),
        ("conflicted", PanelRole.EVALUATOR, "Carl Conflicted"),
        ("observer", PanelRole.OBSERVER, "Oscar Observer"),
        ("", PanelRole.EVALUATOR, "Evan Evaluator"),
    ):
        seat = world.seat(competition, role, person, officer)
        if name:
            all_of_it.people[name] = seat.user
        if name == "evaluator":
            all_of_it.keep(seat)
    all_of_it.people |= all_of_it.bidders


def _publish(all_of_it: Everything, deadline) -> None:
    competition = world.publish(all_of_it.things[Competition])
    competition.published_at = deadline - timedelta(days=60)
    competition.save()
    at = _shortly_before(deadline)
    for answer in ("", "You may visit on any weekday."):
        question = Clarification.objects.create(
            competition=competition,
            question="May we visit the centres?",
            asked_by=all_of_it.people["rival"],
            asked_at=at,
            answer=answer,
            answered_at=at if answer else None,
            answered_by=all_of_it.people["officer"] if answer else None,
        )
        if not answer:
            all_of_it.keep(question)


def _shortly_before(deadline):
    return min(deadline - timedelta(days=2), timezone.now() - timedelta(minutes=1))


def _bid_for_it(all_of_it: Everything, deadline, *, both_in: bool) -> None:
    competition, at = all_of_it.things[Competition], _shortly_before(deadline)
    harbour, quayside = Organisation.objects.order_by("pk")
    people = all_of_it.people
    bid = _bid(competition, harbour, people["administrator"], HARBOUR_SECRET, at)
    _take_part(all_of_it, bid, people["administrator"], at)
    submission = submissions.submit(bid, by=people["administrator"], at=at)
    other = _bid(competition, quayside, people["rival"], QUAYSIDE_SECRET, at)
    if both_in:
        submissions.submit(other, by=people["rival"], at=at)
        _come_late(all_of_it, bid, deadline + timedelta(minutes=5))
    all_of_it.keep(bid, submission, BidDocument.objects.filter(bid=bid).earliest("pk"), Upload.objects.get(bid=bid))
    all_of_it.keep(FilledKit.objects.get(bid=bid))


def _take_part(all_of_it: Everything, bid: Bid, by: User, at) -> None:
    """Tide Trust agrees to a part in the bid, and declares for itself: for the council to read, not for the lead."""
    tide, ada = world.organisation("Tide Trust")
    informing.confirmed(tide, ada)
    member = {"name": "Tide Trust", "kind": "charity", "email": ada.email}
    consortia.name_consortium(bid, [*consortia.members_of(bid), member], by=by, at=at)
    asked = consents.consent_for(consents.ask(bid, "Tide Trust", by=by, at=at))
    agreed = consents.answer(asked, tide, agrees=True, by=ada, at=at)
    all_of_it.keep(agreed, member_declarations.declare(agreed, is_shown=False, by=ada, at=at))
    all_of_it.member = ada


def _come_late(all_of_it: Everything, bid: Bid, at) -> None:
    """A file that Harbour Care sends after the deadline."""
    upload = SimpleUploadedFile(f"{HARBOUR_SECRET}.txt", f"Late: {HARBOUR_SECRET}".encode())
    with pytest.raises(TooLate):
        bids.add_document(bid, title=HARBOUR_SECRET, upload=upload, by=all_of_it.people["administrator"], at=at)
    late = LateAttempt.objects.get()
    if bid.competition.offers_wait:
        with pytest.raises(TooLate):
            bids.save_offer(bid, {"notes": OFFER_SECRET}, version=0, by=all_of_it.people["administrator"], at=at)
    all_of_it.keep(late, OpenedLateAttempt.objects.get(pk=late.pk))
    with pytest.raises(TooLate):
        submissions.submit(bid, by=all_of_it.people["administrator"], at=at)


def _bid(competition, organisation, by, secret, at) -> Bid:
    bid = bids.start(competition, organisation, by=by, at=at)
    for criterion in Criterion.objects.filter(competition=competition).judged():
        bids.save_answer(bid, criterion, f"Our answer: {secret}.", version=0, by=by, at=at)
    offer = typed_of(from_content(world.offer_content(organisation.name, INVESTMENT, PRICE)))
    bids.save_offer(bid, offer | {"notes": f"{secret}, {OFFER_SECRET}"}, version=0, by=by, at=at)
    consortia.name_consortium(
        bid, [{"name": secret, "kind": "charity", "registered_number": "", "part": "Transport"}], by=by, at=at
    )
    upload = SimpleUploadedFile(f"{secret}.txt", secret.encode())
    document = bids.add_document(bid, title=secret, upload=upload, by=by, at=at)
    document_checks.check(document.pk, at=at)
    if competition.offers_wait:
        price = Criterion.objects.get(competition=competition, reference="price")
        accounts = SimpleUploadedFile(f"{OFFER_SECRET}.txt", b"How the price came about")
        of_offer = bids.add_document(bid, title=OFFER_SECRET, upload=accounts, criterion=price, by=by, at=at)
        document_checks.check(of_offer.pk, at=at)
    _half_a_film(bid, by, secret, at)
    _offline(bid, by, secret, at)
    return bid


def _half_a_film(bid: Bid, by: User, secret: str, at) -> None:
    """A file of which a part has arrived."""
    about = {"name": f"{secret}.mp4", "title": secret, "size": 9, "mark": "a" * 64, "criterion": None}
    upload = uploads.begin(bid, **about, by=by, at=at)
    uploads.take(pieces.store(upload, 0, BytesIO(secret.encode()[:4]), size=4), at=at)


def _offline(bid: Bid, by: User, secret: str, at) -> None:
    """A workbook that came back with another answer, of which nothing was taken."""
    kit = kits.kit_of(bid, at=at)
    content = kit_workbook.written(replace(kit, answers=dict.fromkeys(kit.answers, f"Written on a train: {secret}.")))
    kits.bring(bid, SimpleUploadedFile(f"{secret}.xlsx", content), by=by, at=at)


def _open(all_of_it: Everything, at) -> None:
    competition, people = all_of_it.things[Competition], all_of_it.people
    openings.confirm_opening(competition, by=people["officer"], at=at)
    openings.confirm_opening(competition, by=people["lead officer"], at=at)
    competition.refresh_from_db()
    harbours = all_of_it.things[Bid]
    for member in PanelMember.objects.filter(competition=competition).select_related("user"):
        for bid in Bid.objects.filter(competition=competition):
            is_conflict = member.user == people["conflicted"] and bid == harbours
            interest = Interest.ACTUAL if is_conflict else Interest.NONE
            panels.declare(
                member, bid, interest, "My sister works there." if is_conflict else "", by=member.user, at=at
            )
    all_of_it.keep(OpenedBid.objects.get(pk=harbours.pk), LateBid.objects.get(pk=harbours.pk))
    all_of_it.link = links_for(people["officer"], competition)[0].key


def _score(all_of_it: Everything, at) -> None:
    """Evan has locked his scores, Eve has begun, Carl scores the bid with whose bidder he has nothing to do."""
    competition, people = all_of_it.things[Competition], all_of_it.people
    late_bids.decide(
        all_of_it.things[LateBid],
        accepts=False,
        ground=LateGround.BIDDER,
        reasons=f"It could have come in time: {LATE_SECRET}.",
        by=people["lead officer"],
        at=at,
    )
    _ask_staff(competition, people, at)
    judged = Criterion.objects.filter(competition=competition).judged()
    evaluators = PanelMember.objects.filter(competition=competition, role=PanelRole.EVALUATOR.value)
    pairs = [(member, criterion) for member in evaluators for criterion in judged]
    assignments.assign(competition, pairs, by=people["chair"], at=at)
    evan = evaluators.get(user__name="Evan Evaluator")
    all_of_it.keep(meetings.open_meeting(competition, by=people["chair"], at=at))
    _score_all(evan, f"Because {SCORE_SECRET}.", at)
    for each in Assignment.objects.filter(member=evan).select_related("criterion", "bid"):
        evidence.mark(each, Marking(Bearing.STRENGTH, "Our answer", SCORE_SECRET), by=evan.user, at=at)
    for each in Assignment.objects.filter(member=evan).select_related("criterion", "bid", "member"):
        notes.write(each, NOTE_SECRET, version=0, by=evan.user, at=at)
    scores.lock(evan, by=evan.user, at=at)
    changed = Assignment.objects.filter(member=evan, criterion=all_of_it.criterion).first()
    typed = {"value": Decimal(2), "reasons": f"Now because {SCORE_SECRET}.", "why": f"As {SCORE_SECRET}."}
    score_changes.change(changed, **typed, seen="1", by=evan.user, at=at)
    mine = Assignment.objects.filter(
        member__user=people["evaluator"], bid=all_of_it.things[Bid], criterion=all_of_it.criterion
    )
    all_of_it.keep(mine.get())
    _ask(all_of_it, changed, at)
    _calibrate(all_of_it, evan, at)
    _score_offline(all_of_it, at)


def _calibrate(all_of_it: Everything, evan: PanelMember, at) -> None:
    """A sample answer that Evan has scored, and nobody else yet."""
    [sample] = calibrations.write(
        all_of_it.things[Competition],
        [all_of_it.criterion],
        "We would open on two evenings, and see who comes.",
        is_required=False,
        is_made_up=True,
        by=all_of_it.people["chair"],
        at=at,
    )
    calibrations.give(sample, evan, Decimal(3), f"Because {SAMPLE_SECRET}.", by=evan.user, at=at)
    all_of_it.keep(sample)


def _score_offline(all_of_it: Everything, at) -> None:
    """Eve's scores as a workbook that came back, of which nothing was taken."""
    eve = all_of_it.things[PanelMember]
    upload = SimpleUploadedFile("scores.xlsx", score_files.written(score_sheets.sheet_of(eve, at=at)))
    all_of_it.keep(score_sheets.bring(eve, upload, by=eve.user, at=at))


def _ask(all_of_it: Everything, assignment: Assignment, at) -> None:
    """Evan asks Harbour Care something, which is sent and answered; and asks Quayside something that waits."""
    people, evan = all_of_it.people, assignment.member.user
    for each in Assignment.objects.filter(member=assignment.member, criterion=assignment.criterion):
        drafted = enquiries.draft(each, f"Which of them is {ASKED_SECRET}?", DRAFT_SECRET, by=evan, at=at)
        if each.bid == all_of_it.things[Bid]:
            enquiries.approve(drafted, drafted.text, only_clarifies=True, by=people["chair"], at=at)
            sent = enquiries.send(drafted, at + timedelta(days=1), by=people["officer"], at=at)
            enquiry_answers.answer(sent, f"The first: {HARBOUR_SECRET}.", by=people["administrator"], at=at)
            drafted.refresh_from_db()
            all_of_it.keep(drafted, sent)


def _ask_staff(competition, people, at) -> None:
    """A ballot of staff that has closed: six have voted, and all gave the first bid the highest rating."""
    opens, closes = at + timedelta(hours=1), at + timedelta(hours=12)
    groups = [Group("", 9)]
    ballot = staff_ballots.prepare(
        competition, groups=groups, opens_at=opens, closes_at=closes, by=people["officer"], at=at
    )
    staff_ballots.approve(ballot, by=people["approver"], at=at)
    for sheet in staff_codes.make(ballot, by=people["officer"], at=at)[:6]:
        staff_voting.cast(sheet.code, voting.paper(ballot, 5, 1), at=opens)


def _score_all(member: PanelMember, reasons: str, at) -> None:
    for each in Assignment.objects.filter(member=member).select_related("criterion", "member__user"):
        value = Decimal(1 if each.criterion.is_condition else 3)
        scores.save(each, value=value, reasons=reasons, version=0, by=member.user, at=at)


def _agree_and_rank(all_of_it: Everything, at) -> None:
    competition, people = all_of_it.things[Competition], all_of_it.people
    agree_all(all_of_it, at)
    if competition.offers_wait:
        for officer in ("officer", "lead officer"):
            envelopes.confirm_opening(competition, by=people[officer], at=at)
    low = {"about": f"Show how: {HARBOUR_SECRET}.", "reply_by": (at + timedelta(days=9)).date(), "at": at}
    asked = low_offers.ask(all_of_it.things[Bid], by=people["officer"], **low)
    low_offers.answer(asked, f"So: {HARBOUR_SECRET}.", by=people["administrator"], at=at)
    satisfied = {"outcome": "satisfied", "reasons": f"Shown: {HARBOUR_SECRET}."}
    low_offers.decide(all_of_it.things[Bid], **satisfied, by=people["officer"], at=at)
    all_of_it.keep(asked)
    rankings.rank(competition, by=people["chair"], at=at)
    sensitivity.make(sensitivity.request(competition, by=people["chair"], at=at).pk, at=at)


def agree_all(all_of_it: Everything, at) -> None:
    """Everybody locks, and the panel agrees every score of quality."""
    competition, people = all_of_it.things[Competition], all_of_it.people
    for member in PanelMember.objects.filter(
        competition=competition, role=PanelRole.EVALUATOR.value, locked_at=None
    ).select_related("user"):
        _score_all(member, "It names eleven centres and says how each stays open.", at)
        scores.lock(member, by=member.user, at=at)
    for bid in Bid.objects.filter(competition=competition):
        for criterion in Criterion.objects.filter(competition=competition).judged():
            is_harbours = bid == all_of_it.things[Bid]
            value = Decimal(1 if criterion.is_condition else 4 if is_harbours else 3)
            reasons = f"It names eleven centres, and {AGREED_ON_HARBOUR if is_harbours else AGREED_SECRET}."
            reveals.reveal(bid, criterion, by=people["chair"], at=at)
            moderation.agree(bid, criterion, value=value, reasons=reasons, dissent="", by=people["chair"], at=at)
    staff_voting.count(StaffBallot.objects.get(), by=people["officer"], at=at)
    meetings.close_meeting(all_of_it.things[Meeting], by=people["chair"], at=at)
    all_of_it.keep(_done(minutes.request(all_of_it.things[Meeting], by=people["chair"], at=at)))


def _propose(all_of_it: Everything, at) -> None:
    award = awards.propose(
        all_of_it.things[Competition],
        all_of_it.things[Bid],
        reasons="It is in first place on the published criteria.",
        by=all_of_it.people["lead officer"],
        at=at,
    )
    all_of_it.keep(award)


def _award(all_of_it: Everything, at) -> None:
    award = awards.approve(
        all_of_it.things[Award],
        note="Agreed by cabinet.",
        formed_on=date(2027, 4, 1),
        by=all_of_it.people["approver"],
        at=at,
    )
    promises.make_promise(
        award,
        all_of_it.criterion,
        quote=HARBOUR_SECRET,
        words="Kept open",
        measure="Hours",
        owner="The board",
        first_review_on=date(2027, 4, 1),
        review_months=12,
        is_kpi=True,
        is_material=False,
        reference="a-promise",
        by=all_of_it.people["officer"],
        at=at,
    )
    promise = Promise.objects.get()
    review = PromiseReview(promise=promise, on=date(2027, 4, 1), rating="good", evidence="The rota.", at=at)
    review.by, review.file_name = all_of_it.people["officer"], "rota.txt"
    review.file.save("rota.txt", SimpleUploadedFile("rota.txt", HARBOUR_SECRET.encode()))
    report = _done(Report.objects.get(award=award, kind=ReportKind.AWARD.value))
    all_of_it.keep(award, report, promise, review)
    all_of_it.keep(JointVenture.objects.get(), HoldingEvent.objects.get(sequence=1))


def _refresh(all_of_it: Everything) -> None:
    for thing in all_of_it.things.values():
        thing.refresh_from_db()


__all__ = ["MOMENTS", "Document", "Everything", "Moment", "Service", "Submission", "everything_at"]
