"""The company's events as transactions of OCF 1.2, which move whole securities from stakeholder to stakeholder."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Party
from spinouts.domain.registers import standing
from spinouts.domain.shares import ShareClass

Item = dict[str, Any]
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://opencaptablecoalition.com/format")
DIGITS = 10
"""As many places as a number has in OCF at most."""


def identity(company: Company, kind: str, reference: str) -> str:
    """The same thing's identifier is the same in every package."""
    return str(uuid.uuid5(NAMESPACE, f"{company.reference}\n{kind}\n{reference}"))


def numeric(number: int | Decimal) -> str:
    """A number as OCF writes it, rounded to its ten places."""
    rounded = round(Decimal(number), DIGITS)
    return f"{rounded.normalize():f}" if rounded else "0"


def money(amount: Decimal) -> Item:
    """Pounds as OCF writes them."""
    return {"amount": numeric(amount), "currency": "GBP"}


@dataclass(frozen=True, slots=True)
class _Lot:
    """A security: shares of one class that one stakeholder holds together."""

    security: str
    shares: int


@dataclass
class Ledger:
    """Plays the company's events up to a day; `transactions` is what came of them, in order."""

    company: Company
    on: date
    transactions: list[Item] = field(default_factory=list)
    lots: dict[tuple[str, str], list[_Lot]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        happened = sorted(standing(self.company.events), key=lambda event: (event.on, event.sequence))
        for event in happened:
            if event.on <= self.on and event.share_class is not None:
                self._enter(event, event.share_class)

    def _enter(self, event: HoldingEvent, share_class: ShareClass) -> None:
        match event:
            case HoldingEvent(kind=EventKind.ISSUE, to_party=Party() as party):
                self._issue(event, party, share_class, event.shares, event.amount)
            case HoldingEvent(kind=EventKind.TRANSFER, from_party=Party() as giver, to_party=Party() as party):
                self._transfer(event, giver, party, share_class)
            case HoldingEvent(kind=EventKind.CANCEL, from_party=Party() as party):
                self._cancel(event, party, share_class)
            case HoldingEvent(kind=EventKind.CONVERT, from_party=Party() as party, to_class=ShareClass() as to_class):
                self._convert(event, party, share_class, to_class)
            case HoldingEvent(kind=EventKind.SPLIT):
                self._split(event, share_class)

    def _issue(
        self, event: HoldingEvent, party: Party, share_class: ShareClass, shares: int, amount: Decimal | None
    ) -> _Lot:
        """A new security of so many shares, for so many pounds in all."""
        name = self._name(event)
        lot = _Lot(identity(self.company, "security", name), shares)
        more: Item = {"consideration_text": f"{in_pounds(amount)} in all"} if amount is not None else {}
        self._write(
            event,
            "TX_STOCK_ISSUANCE",
            security_id=lot.security,
            custom_id=f"{share_class.reference}-{name}",
            stakeholder_id=identity(self.company, "stakeholder", party.reference),
            stock_class_id=identity(self.company, "stock-class", share_class.reference),
            quantity=numeric(shares),
            share_price=money(amount / shares if amount is not None else Decimal(0)),
            stock_legend_ids=[],
            security_law_exemptions=[],
            **more,
        )
        self.lots.setdefault((party.reference, share_class.reference), []).append(lot)
        return lot

    def _transfer(self, event: HoldingEvent, giver: Party, party: Party, share_class: ShareClass) -> None:
        more: Item = {"consideration_text": f"{in_pounds(event.amount)} in all"} if event.amount is not None else {}
        for lot, shares in self._taken(giver, share_class, event.shares):
            place = self._keep(event, "TX_STOCK_TRANSFER", lot)
            place |= {"quantity": numeric(shares), **more}
            place["resulting_security_ids"] = [self._issue(event, party, share_class, shares, None).security]
            self._keep_rest(event, giver, share_class, lot.shares - shares, place)

    def _cancel(self, event: HoldingEvent, party: Party, share_class: ShareClass) -> None:
        for lot, shares in self._taken(party, share_class, event.shares):
            if event.reason is Reason.BUY_BACK:
                place = self._keep(event, "TX_STOCK_REPURCHASE", lot)
                place["price"] = money((event.amount or Decimal(0)) / event.shares)
            else:
                place = self._keep(event, "TX_STOCK_CANCELLATION", lot)
                place["reason_text"] = event.reason.label
            place["quantity"] = numeric(shares)
            self._keep_rest(event, party, share_class, lot.shares - shares, place)

    def _convert(self, event: HoldingEvent, party: Party, share_class: ShareClass, to_class: ShareClass) -> None:
        """Out of one security, so that no part of a share comes of one of several."""
        self._join(event, party, share_class)
        ((lot, shares),) = self._taken(party, share_class, event.shares)
        place = self._keep(event, "TX_STOCK_CONVERSION", lot)
        place["quantity_converted"] = numeric(shares)
        place["resulting_security_ids"] = [self._issue(event, party, to_class, event.to_shares, None).security]
        self._keep_rest(event, party, share_class, lot.shares - shares, place)

    def _split(self, event: HoldingEvent, share_class: ShareClass) -> None:
        parties = {party.reference: party for party in self.company.parties}
        for holder, known in list(self.lots):
            lots = self.lots[holder, known]
            if known == share_class.reference and any(lot.shares * event.to_shares % event.shares for lot in lots):
                self._join(event, parties[holder], share_class)
        self._write(
            event,
            "TX_STOCK_CLASS_SPLIT",
            stock_class_id=identity(self.company, "stock-class", share_class.reference),
            split_ratio={"numerator": numeric(event.to_shares), "denominator": numeric(event.shares)},
        )
        for (holder, known), lots in self.lots.items():
            if known == share_class.reference:
                after = [_Lot(lot.security, lot.shares * event.to_shares // event.shares) for lot in lots]
                self.lots[holder, known] = after

    def _join(self, event: HoldingEvent, party: Party, share_class: ShareClass) -> None:
        """Make the party's securities of the class into one.

        OCF 1.2 has a transaction for that of its own, which its schema of a file of transactions forgot.
        """
        lots = self.lots.pop((party.reference, share_class.reference))
        if len(lots) == 1:
            self.lots[party.reference, share_class.reference] = lots
            return
        places = [self._keep(event, "TX_STOCK_REISSUANCE", lot) for lot in lots]
        joined = self._issue(event, party, share_class, sum(lot.shares for lot in lots), None)
        for place in places:
            place["resulting_security_ids"] = [joined.security]
            place["reason_text"] = "Several holdings become one."

    def _taken(self, party: Party, share_class: ShareClass, shares: int) -> Iterator[tuple[_Lot, int]]:
        """The party's oldest securities, with how many shares of each are needed; each is taken out as it is used."""
        while shares:
            lot = self.lots[party.reference, share_class.reference].pop(0)
            used = min(lot.shares, shares)
            shares -= used
            yield lot, used

    def _keep(self, event: HoldingEvent, kind: str, lot: _Lot) -> Item:
        return self._write(event, kind, security_id=lot.security)

    def _keep_rest(self, event: HoldingEvent, party: Party, share_class: ShareClass, shares: int, place: Item) -> None:
        """What is left of a security is a new one."""
        if shares:
            place["balance_security_id"] = self._issue(event, party, share_class, shares, None).security

    def _write(self, event: HoldingEvent, kind: str, **more: Any) -> Item:
        item: Item = {
            "object_type": kind,
            "id": identity(self.company, "transaction", self._name(event)),
            "date": event.on.isoformat(),
            "comments": [event.reason.label, *([event.note] if event.note else [])],
            **more,
        }
        self.transactions.append(item)
        return item

    def _name(self, event: HoldingEvent) -> str:
        """A name for what comes of the event next: the same whatever else happened on other days."""
        place = f"{event.on:%Y%m%d}-{event.sequence}"
        self.named[place] = self.named.get(place, 0) + 1
        return f"{place}-{self.named[place]}"
