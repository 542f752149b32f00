import rules

from accounts.models import User
from accounts.models.questions import Question
from accounts.rules import is_approver, is_at_council, is_auditor, is_lead_officer, is_officer
from partners.rules import writes_bid
from procurement.models import Competition
from scoring.domain.roles import PanelRole
from scoring.models import (
    Assignment,
    Award,
    EnquiryDraft,
    FilledScoreSheet,
    JudgedBid,
    LowOfferQuestion,
    Meeting,
    MeetingMinutes,
    OpenedBid,
    OpenedLateAttempt,
    PanelMember,
    Report,
    Sample,
)
from scoring.models.blindness import Sight, sight_of
from scoring.models.quality_checks import took_part
from scoring.models.standing import bids_in, is_kept_off

_SEATS = Question(lambda user: PanelMember.objects.filter(user=user, left_at=None), user=int)


def seat_of(user: User, competition: Competition) -> PanelMember | None:
    """The person's seat on the competition's panel, read once for each request's user object."""
    seats: dict[int, PanelMember] | None = getattr(user, "_seats_by_competition", None)
    if seats is None:
        seats = {seat.competition_id: seat for seat in _SEATS.ask(user=user.pk)}
        user._seats_by_competition = seats  # type: ignore[attr-defined]
    return seats.get(competition.pk)


def _role(user: User, competition: Competition) -> str | None:
    seat = seat_of(user, competition)
    return seat.role if seat else None


@rules.predicate
def is_on_panel(user: User, competition: Competition) -> bool:
    return seat_of(user, competition) is not None


@rules.predicate
def is_chair(user: User, competition: Competition) -> bool:
    return _role(user, competition) == PanelRole.CHAIR


@rules.predicate
def sits_here(user: User, member: PanelMember) -> bool:
    return member.user_id == user.pk


@rules.predicate
def sits_at(user: User, meeting: Meeting) -> bool:
    return seat_of(user, meeting.competition) is not None


@rules.predicate
def chairs_it(user: User, meeting: Meeting) -> bool:
    return _role(user, meeting.competition) == PanelRole.CHAIR


@rules.predicate
def is_expert(user: User, member: PanelMember) -> bool:
    return member.role == PanelRole.EXPERT


@rules.predicate
def sees_scores_of(user: User, minutes: MeetingMinutes) -> bool:
    """Minutes hold everybody's scores: whoever still scores, or waits for those who do, reads none."""
    return sight_of(user, minutes.meeting.competition) is not Sight.OWN


@rules.predicate
def chaired_by(user: User, minutes: MeetingMinutes) -> bool:
    return _role(user, minutes.meeting.competition) == PanelRole.CHAIR


@rules.predicate
def is_checker(user: User, competition: Competition) -> bool:
    return _role(user, competition) == PanelRole.CHECKER


@rules.predicate
def took_part_here(user: User, competition: Competition) -> bool:
    return took_part(user, competition)


@rules.predicate
def is_assigned(user: User, assignment: Assignment) -> bool:
    return assignment.member.user_id == user.pk


@rules.predicate
def reads_opened_bid(user: User, bid: OpenedBid) -> bool:
    """Whoever the bid is visible to may read it: `OpenedBid.objects.visible_to` is the rule."""
    return True


@rules.predicate
def needs_no_exclusions(user: User, bid: OpenedBid) -> bool:
    """Whoever only scores or observes: what is declared about exclusion is nothing to score by."""
    return bool(only_scores_or_observes(user, bid.competition))


@rules.predicate
def only_scores_or_observes(user: User, competition: Competition) -> bool:
    return _role(user, competition) in set(PanelRole) - {PanelRole.CHAIR}


@rules.predicate
def bids_here(user: User, competition: Competition) -> bool:
    return bids_in(user, competition)


@rules.predicate
def keeps_interests(user: User, competition: Competition) -> bool:
    """Who neither only scores or observes here, nor bids here. One query."""
    return not is_kept_off(user, competition)


@rules.predicate
def watches_its_ballot(user: User, bid: OpenedBid) -> bool:
    """The council, as far as it does not judge."""
    return bool((is_at_council & ~is_on_panel & ~bids_here)(user, bid.competition))


@rules.predicate
def prepares_its_ballot(user: User, bid: OpenedBid) -> bool:
    return bool((is_officer & ~is_on_panel & ~bids_here)(user, bid.competition))


@rules.predicate
def is_chair_of_its_panel(user: User, bid: OpenedBid) -> bool:
    return _role(user, bid.competition) == PanelRole.CHAIR


@rules.predicate
def reads_enquiry(user: User, draft: EnquiryDraft) -> bool:
    """Whoever it is visible to may read it: `EnquiryDraft.objects.visible_to` is the rule."""
    return True


@rules.predicate
def drafted_it(user: User, draft: EnquiryDraft) -> bool:
    return draft.member.user_id == user.pk


@rules.predicate
def brought_it(user: User, sheet: FilledScoreSheet) -> bool:
    return sheet.member.user_id == user.pk


@rules.predicate
def reads_sample(user: User, sample: Sample) -> bool:
    """Whoever it is visible to may read it: `Sample.objects.visible_to` is the rule."""
    return True


@rules.predicate
def scores_sample(user: User, sample: Sample) -> bool:
    role = _role(user, sample.competition)
    return role is not None and PanelRole(role).may_score


@rules.predicate
def leads_calibration(user: User, sample: Sample) -> bool:
    return _role(user, sample.competition) == PanelRole.CHAIR


@rules.predicate
def chairs_its_panel(user: User, draft: EnquiryDraft) -> bool:
    return _role(user, draft.competition) == PanelRole.CHAIR


@rules.predicate
def judges_or_observes_it(user: User, draft: EnquiryDraft) -> bool:
    """Whoever only scores or observes does not write to bidders, also as an officer."""
    return bool(only_scores_or_observes(user, draft.competition))


@rules.predicate
def answers_about_price(user: User, question: LowOfferQuestion) -> bool:
    return bool(writes_bid(user, question.bid))


@rules.predicate
def reads_late_attempt(user: User, attempt: OpenedLateAttempt) -> bool:
    """Whoever it is visible to may read it: `OpenedLateAttempt.objects.visible_to` is the rule."""
    return True


@rules.predicate
def reads_own_result(user: User, bid: JudgedBid) -> bool:
    """Whoever writes the bid: `JudgedBid.objects.visible_to` is the rule."""
    return True


@rules.predicate
def proposed_it(user: User, award: Award) -> bool:
    return award.proposed_by_id == user.pk


@rules.predicate
def sees_award(user: User, award: Award) -> bool:
    """Whoever the award is visible to may read it: `Award.objects.visible_to` is the rule."""
    return True


@rules.predicate
def is_officer_for_report(user: User, report: Report) -> bool:
    return bool(is_officer(user, report.award))


rules.add_perm("scoring.appoint_panel", is_officer)
rules.add_perm("scoring.view_panel", is_at_council | is_on_panel)
rules.add_perm("scoring.declare_interests", sits_here)
rules.add_perm("scoring.brief_panel", is_chair)
rules.add_perm("scoring.acknowledge_briefing", sits_here)
rules.add_perm("scoring.advise", sits_here & is_expert)
rules.add_perm("scoring.view_interests", (is_at_council | is_chair) & keeps_interests)
rules.add_perm("scoring.ask_again", (is_officer | is_chair) & keeps_interests)
rules.add_perm("scoring.find_link", (is_officer | is_chair) & keeps_interests)
rules.add_perm("scoring.view_offers_opening", is_at_council | is_chair)
rules.add_perm("scoring.open_offers", is_officer & ~bids_here)
rules.add_perm("scoring.decide_interest", is_lead_officer & keeps_interests)
rules.add_perm("scoring.assign", is_chair)
rules.add_perm("scoring.score", is_assigned)
rules.add_perm("scoring.view_enquiry", reads_enquiry)
rules.add_perm("scoring.view_asking", (is_at_council | is_chair) & ~only_scores_or_observes)
rules.add_perm("scoring.ask_as_chair", is_chair_of_its_panel)
rules.add_perm("scoring.take_back_enquiry", drafted_it)
rules.add_perm("scoring.decide_enquiry", chairs_its_panel)
rules.add_perm("scoring.send_enquiry", is_officer & ~judges_or_observes_it)
rules.add_perm("scoring.lock_scores", sits_here)
rules.add_perm("scoring.take_score_sheet", brought_it)
rules.add_perm("scoring.view_sample", reads_sample)
rules.add_perm("scoring.score_sample", scores_sample)
rules.add_perm("scoring.lead_calibration", leads_calibration)
rules.add_perm("scoring.read_notes", is_auditor & ~is_on_panel & ~bids_here)
rules.add_perm("scoring.read_opened_bid", reads_opened_bid)
rules.add_perm("scoring.view_exclusion", (is_at_council | is_chair_of_its_panel) & ~needs_no_exclusions)
rules.add_perm("scoring.decide_exclusion", is_officer & ~needs_no_exclusions)
rules.add_perm("scoring.view_low_offers", (is_at_council | is_chair) & keeps_interests)
rules.add_perm("scoring.view_low_offer", (is_at_council | is_chair_of_its_panel) & ~needs_no_exclusions)
rules.add_perm("scoring.decide_low_offer", is_officer & ~needs_no_exclusions)
rules.add_perm("scoring.answer_low_offer", answers_about_price)
rules.add_perm("scoring.view_late_attempts", is_at_council)
rules.add_perm("scoring.read_late_attempt", reads_late_attempt)
rules.add_perm("scoring.decide_late_bid", is_lead_officer)
rules.add_perm("scoring.moderate", is_chair)
rules.add_perm("scoring.view_meeting", is_at_council | sits_at)
rules.add_perm("scoring.run_meeting", chairs_it)
rules.add_perm("scoring.request_minutes", is_officer | chairs_it)
rules.add_perm("scoring.view_minutes", (is_at_council | chaired_by) & sees_scores_of)
rules.add_perm("scoring.retry_minutes", (is_officer | chaired_by) & sees_scores_of)
rules.add_perm("scoring.view_movement", is_chair | is_auditor)
rules.add_perm("scoring.view_moderation", is_at_council | is_chair | is_checker)
rules.add_perm("scoring.check_quality", (is_officer | is_checker) & ~took_part_here)
rules.add_perm("scoring.view_board", is_at_council | is_on_panel)
rules.add_perm("scoring.view_staff_ballot", (is_at_council | is_on_panel) & ~bids_here)
rules.add_perm("scoring.watch_staff_ballot", is_at_council & ~is_on_panel & ~bids_here)
rules.add_perm("scoring.prepare_staff_ballot", is_officer & ~is_on_panel & ~bids_here)
rules.add_perm("scoring.approve_staff_texts", (is_officer | is_approver) & ~is_on_panel & ~bids_here)
rules.add_perm("scoring.decide_staff_annulment", is_approver & ~is_on_panel & ~bids_here)
rules.add_perm("scoring.view_staff_text", watches_its_ballot)
rules.add_perm("scoring.write_staff_text", prepares_its_ballot)
rules.add_perm("scoring.view_record", is_at_council)
rules.add_perm("scoring.view_letters", is_lead_officer)
rules.add_perm("scoring.rank", is_chair | is_lead_officer)
rules.add_perm("scoring.view_shortlist", is_at_council | is_chair)
rules.add_perm("scoring.decide_shortlist", is_lead_officer)
rules.add_perm("scoring.view_feedback", is_at_council | is_chair_of_its_panel)
rules.add_perm("scoring.give_feedback", is_officer | is_chair_of_its_panel)
rules.add_perm("scoring.send_feedback", is_lead_officer)
rules.add_perm("scoring.begin_stage", is_lead_officer)
rules.add_perm("scoring.read_own_result", reads_own_result)
rules.add_perm("scoring.study_sensitivity", is_at_council | is_chair)
rules.add_perm("scoring.propose_award", is_lead_officer)
rules.add_perm("scoring.decide_award", is_approver & ~proposed_it)
rules.add_perm("scoring.view_award", sees_award)
rules.add_perm("scoring.prepare_summaries", is_officer)
rules.add_perm("scoring.view_report", sees_award)
rules.add_perm("scoring.request_report", is_officer | is_approver)
rules.add_perm("scoring.retry_report", is_officer_for_report)
rules.add_perm("scoring.view_promises", is_at_council)
rules.add_perm("scoring.keep_promises", is_officer)
rules.add_perm("scoring.agree_promises", is_lead_officer)
rules.add_perm("scoring.view_promise", is_at_council)
rules.add_perm("scoring.keep_promise", is_officer)
