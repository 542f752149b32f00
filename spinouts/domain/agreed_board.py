"""The board that was agreed, as the formation of the company made it, and changes that leave it."""

from collections.abc import Iterator, Mapping

from spinouts.domain.cautions import OFFERED, Caution, Day, of_event
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, Reason, in_words
from spinouts.domain.registers import standing


def agreed_board(company: Company) -> Mapping[str, int]:
    """Seats by party reference as they were agreed with the offer; empty where the formation names no board."""
    return {
        event.to_party.reference: event.seats or 0
        for event in standing(company.events)
        if event.kind is EventKind.SEATS and event.reason is Reason.FORMATION and event.to_party is not None
    }


def left_board(day: Day) -> Iterator[Caution]:
    """A party that fills other seats than were agreed, from the day on which its seats changed."""
    agreed = agreed_board(day.company)
    if not any(agreed.values()):
        return
    latest = {event.to_party: event for event in day.events if event.kind is EventKind.SEATS}
    for party, event in latest.items():
        if party is None:
            continue
        was, now, due = (seats.get(party.reference, 0) for seats in (day.before.board, day.after.board, agreed))
        if now not in {was, due}:
            yield of_event(
                event,
                f"{party.name} fills {now} of {sum(day.after.board.values())} board seats since {in_words(day.on)}; "
                f"it was to fill {due} of {sum(agreed.values())}.",
                OFFERED,
            )
