"""The parts that organisations have in the bids of others: what is asked of them, and what is still to be declared."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from config.my_work.tasks import Task, link
from partners.actions.consents import is_still_named
from partners.domain.consortia import ConsortiumRole
from partners.models import Consent, MemberDeclaration
from procurement.domain.dates import in_words

NO_ORGANISATION = 0


def parts_in_bids(user: User, at: datetime) -> Iterator[tuple[int, Task]]:
    """Each part with the organisation whose it is, NO_ORGANISATION until it is answered. Three queries."""
    consents = Consent.objects.visible_to(user).prefetch_related("bid__consortium_members")
    newest = {(each.bid_id, each.terms["name"]): each for each in consents.order_by("asked_at", "pk")}
    declared = set(
        MemberDeclaration.objects.visible_to(user)
        .standing()
        .filter(bid__in={bid for bid, _ in newest})
        .values_list("bid", "organisation")
    )
    for each in newest.values():
        if task := _task(each, at, has_declared=(each.bid_id, each.organisation_id) in declared):
            yield each.organisation_id or NO_ORGANISATION, task


def _task(consent: Consent, at: datetime, *, has_declared: bool) -> Task | None:
    """None for what is over without an answer."""
    competition, url = consent.bid.competition, link("partners:part", consent.reference)
    words = f"Your part in the bid of {consent.bid.organisation} for “{competition}”"
    until = in_words(competition.bid_deadline) if competition.bid_deadline else ""
    if not (competition.takes_bids(at) and is_still_named(consent)):
        if not consent.has_agreed:
            return None
        why = "The lead does not name you on these terms any more." if competition.takes_bids(at) else ""
        return Task(words, url, why or f"The deadline was {until}.", is_done=True)
    if consent.answered_at is None:
        asks = f"{consent.asked_by} asks whether {consent.terms['name']} agrees. Answer before {until}."
        return Task(words, url, asks, tag="Not answered")
    if not consent.has_agreed:
        said = (
            ("You took back that you agreed.", "Taken back")
            if consent.was_taken_back
            else ("You declined.", "Declined")
        )
        return Task(words, url, said[0], tag=said[1], is_done=True)
    if not competition.asks_supplier_information or has_declared:
        done = "You agreed, and declared for yourself." if has_declared else "You agreed."
        return Task(words, url, done, tag="Declared" if has_declared else "Agreed", is_done=True)
    if ConsortiumRole(consent.terms["role"]).must_declare:
        lacks = f"You agreed. Now declare whether a ground of exclusion applies: the bid needs it before {until}."
        return Task(words, url, lacks, tag="Not declared")
    return Task(
        words, url, f"You agreed. You may also declare for yourself, until {until}.", tag="Agreed", is_done=True
    )
