"""The owners' right to be offered shares first: two rights, which come from different places.

On new shares for money the law itself gives it to the shareholders of a company (Companies Act 2006, s.561), unless
the articles take it away (s.567) or the shares are for employees under a scheme (s.566). On shares that an owner
sells, the law gives none: only the articles do.
"""

from collections.abc import Iterable, Iterator

from spinouts.domain.cautions import Caution, Day, Level, of_event
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, Side

BY_ARTICLES = "First refusal in the articles of the offer"
ON_ISSUE = f"Companies Act 2006, s.561; {BY_ARTICLES[0].lower()}{BY_ARTICLES[1:]}"
ON_TRANSFER = f"{BY_ARTICLES}; the Companies Act gives none when an owner sells"

_UNDER_THE_ACT = {LegalForm.COMPANY_BY_SHARES, LegalForm.CIC_BY_SHARES}
_NOT_SOLD = {Reason.LEAVER, Reason.OPTION, Reason.EARN_IN, Reason.CONVERSION}


def first_refusals(day: Day) -> Iterator[Caution]:
    """New shares for money, and shares sold, that the other owners must have been offered first."""
    if not day.company.agreed.articles.pre_emption or not day.company.form.has_shares:
        return
    for event in day.events:
        others = _others(day, event)
        if not others or event.under or not _is_for_money(event):
            continue
        if event.kind is EventKind.ISSUE:
            sentence = (
                f"{event.what} was of new shares for money: the other owners ({_listed(others)}) must have been "
                "offered theirs first."
            )
            yield of_event(event, sentence, _on_issue(day, event), Level.NOTICE)
        elif event.kind is EventKind.TRANSFER:
            sentence = (
                f"{event.what} was a sale{_to_outsider(day, event)}: the other owners ({_listed(others)}) must have "
                "been offered the shares first."
            )
            yield of_event(event, sentence, ON_TRANSFER, Level.NOTICE)


def _is_for_money(event: HoldingEvent) -> bool:
    return event.reason not in _NOT_SOLD and (
        bool(event.amount) or event.reason in {Reason.SUBSCRIPTION, Reason.SALE, Reason.EXIT}
    )


def _others(day: Day, event: HoldingEvent) -> tuple[Party, ...]:
    """Those who owned before the day and still do after it, beside the two of the event."""
    engaged = {party.reference for party in (event.from_party, event.to_party) if party is not None}
    staying = set(day.before.capital) & set(day.after.capital) - engaged
    return tuple(party for party in day.company.parties if party.reference in staying)


def _on_issue(day: Day, event: HoldingEvent) -> str:
    employees = event.to_party is not None and event.to_party.kind.side is Side.EMPLOYEES
    return ON_ISSUE if day.company.form in _UNDER_THE_ACT and not employees else BY_ARTICLES


def _to_outsider(day: Day, event: HoldingEvent) -> str:
    taker = event.to_party
    outside = taker is not None and taker.reference not in day.before.capital
    return f" to {taker.name}, which owned nothing before" if outside and taker is not None else ""


def _listed(parties: Iterable[Party]) -> str:
    return ", ".join(party.name for party in parties)
