"""The next tasks of people who bid: each bid is in or not in, in words."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from config.my_work.enquiries import answering_work
from config.my_work.parts import parts_in_bids
from config.my_work.stages import stages_to_bid_in
from config.my_work.tasks import Task, Work, link, so_many
from partners.domain.lifecycle import BidState
from partners.domain.organisations import OrganisationRole
from partners.models import Bid, Invitation, OrganisationMember
from procurement.domain.dates import day_in_words, in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.models import LowOfferQuestion

MOST_COMPETITIONS = 10


def bidding_work(user: User, at: datetime, *, may_begin: bool) -> list[Work]:
    """The person's work for each of their organisations; with `may_begin`, how somebody begins who has none."""
    open_invitations = Count("organisation__invitations", filter=Q(organisation__invitations__accepted_at=None))
    members = (
        OrganisationMember.objects.filter(user=user)
        .select_related("organisation")
        .annotate(invited=open_invitations)
        .order_by("organisation__name")
    )
    works = {member.organisation_id: Work(f"For {member.organisation}", is_of_bidder=True) for member in members}
    bids = list(Bid.objects.visible_to(user).order_by("competition__bid_deadline", "pk"))
    for bid, task in answering_work(bids, at):
        works[bid.organisation_id].tasks.append(task)
    for bid in bids:
        works[bid.organisation_id].tasks.append(_bid_task(bid, at))
    for organisation, task in stages_to_bid_in(user, bids, at):
        works[organisation].tasks.append(task)
    for member in members:
        works[member.organisation_id].to_start += _for_members(member)
    for question in LowOfferQuestion.objects.visible_to(user).open().order_by("reply_by", "pk"):
        works[question.bid.organisation_id].tasks.append(_price_task(question))
    asked = Work("Asked of you")
    for organisation, task in parts_in_bids(user, at):
        works.get(organisation, asked).tasks.append(task)
    joining = Work("Invitations to you", tasks=list(_invitations_to(user)))
    if not (works or may_begin):
        return [work for work in (asked, joining) if work.tasks]
    beginning = Work("Competitions that take bids", to_start=list(_open_competitions(user, bids, at)))
    if not works:
        register = Task("Register your organisation", link("partners:organisation_new"), "You need one to bid.")
        beginning.to_start.insert(0, register)
    return [work for work in (asked, joining, *works.values(), beginning) if work.tasks or work.to_start]


# How far the council has come with judging and deciding is for it to tell, and to all bidders at once (s.50).
AFTER_OPENING = (CompetitionState.OPENED, CompetitionState.RANKED, CompetitionState.AWARDED)


def _bid_task(bid: Bid, at: datetime) -> Task:
    competition, url = bid.competition, link("partners:bid", bid.reference)
    words = f"Bid for “{competition}”"
    until = in_words(competition.bid_deadline) if competition.bid_deadline else ""
    is_in = bid.state == BidState.SUBMITTED
    if competition.takes_bids(at):
        if is_in:
            detail = f"Your bid is in. You can change it and submit it again until {until}."
        elif bid.state == BidState.WITHDRAWN:
            detail = f"Your bid is not in: you withdrew it. You can submit it again until {until}."
        else:
            detail = f"Your bid is not in. Submit it before the deadline: {until}."
        return Task(words, url, detail, tag="In" if is_in else "Not in", is_done=is_in)
    if competition.stage == CompetitionState.SHORTLISTED and is_in:
        result = link("scoring:own_result", bid.reference)
        return Task(words, result, "This stage has ended: read whether you go on, and why.", tag="Stage ended")
    passed = {
        CompetitionState.PUBLISHED: f"The deadline was {until}. The council has not opened the bids yet.",
        **dict.fromkeys(AFTER_OPENING, "The bids are opened. The council will tell you the outcome."),
        CompetitionState.ABANDONED: "The council has ended the competition without an award.",
    }.get(competition.stage, "")
    if bid.counts_if_complete and bid.settled_at is None and competition.stage == CompetitionState.PUBLISHED:
        # For a minute or so, until the deadline has settled it, "not in" would be untrue.
        words_of_it = (
            "You agreed that your bid counts if it was complete at the deadline: open it to see how it stands."
        )
        return Task(words, url, f"{words_of_it} {passed}", tag="In" if is_in else "", is_done=True)
    detail = f"{'Your bid is in.' if is_in else 'Your bid was not in at the deadline.'} {passed}"
    return Task(words, url, detail, tag="In" if is_in else "Not in", is_done=True)


def _price_task(question: LowOfferQuestion) -> Task:
    words = f"Answer about your price for “{question.bid.competition}”"
    detail = f"The council considers that it seems abnormally low. Answer by {day_in_words(question.reply_by)}."
    return Task(words, link("scoring:low_offer_answer", question.reference), detail, tag="Asked")


def _for_members(member: OrganisationMember) -> Iterator[Task]:
    invited: int = member.invited  # type: ignore[attr-defined]
    is_administrator = member.role == OrganisationRole.ADMINISTRATOR
    words = "Your organisation and who may write for it" if is_administrator else "Your organisation"
    detail = f"{so_many(invited, 'invitation')} not accepted yet." if invited and is_administrator else ""
    yield Task(words, link("partners:organisation", member.organisation.reference), detail)


def _invitations_to(user: User) -> Iterator[Task]:
    mine = Invitation.objects.to(user.email).filter(accepted_at=None).select_related("organisation")
    for invitation in mine:
        detail = f"Open the link in the e-mail that we sent to {user.email}."
        yield Task(f"{invitation.organisation} has invited you", "", detail)


def _open_competitions(user: User, bids: list[Bid], at: datetime) -> Iterator[Task]:
    """Those that take bids now, are not of the person's own council, and have no bid of theirs yet."""
    competitions = (
        Competition.objects.beginnings()
        .filter(state=CompetitionState.PUBLISHED.value, bid_deadline__gte=at)
        .exclude(service__council__in=user.council_roles.values("council"))
        .exclude(pk__in=[bid.competition_id for bid in bids])
        .select_related("service__council")
        .order_by("bid_deadline", "pk")
    )
    for competition in competitions[:MOST_COMPETITIONS]:
        url = link("procurement:competition_page", competition.reference)
        deadline = in_words(competition.bid_deadline) if competition.bid_deadline else ""
        yield Task(competition.title, url, f"{competition.council}. The deadline is {deadline}.")
