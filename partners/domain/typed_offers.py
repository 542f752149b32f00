"""The offer as a form holds it: every field's text as typed, also what is not a number yet; and what it says so far.

Which fields there are stands in `typed_fields`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from partners.domain.agreements_as_typed import typed_agreed, typed_classes
from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from partners.domain.offers import Confidential, Offer, OfferPart, Price, ProposedHolding
from partners.domain.typed_agreements import SAYING, read_agreed, read_classes
from partners.domain.typed_fields import LONGEST_COMPANY_NAME, OF_TERMS, rows_used
from partners.domain.typed_values import NOT_A_NUMBER, Typed, day_as_typed, number, plain
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind

_SAYING = {**SAYING, "holding": ("name", "percent", "seats"), "confidential": ("passage", "reason")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed fields say so far. Where a decimal is no number the offer holds NaN, which its checks put into words.

    `errors` has a sentence by field for what else could not be read; the offer then holds a stand-in.
    `rows` has, by kind of row, the row of the form for each that the offer has; `row_of` that of each holding.
    """

    offer: Offer
    errors: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def row_of(self) -> tuple[int, ...]:
        return self.rows.get("holding", ())


def read(fields: Mapping[str, str]) -> Reading:
    """What the typed fields say."""
    typed = Typed(fields)
    rows = {kind: tuple(rows_used(fields, kind, saying)) for kind, saying in _SAYING.items()}
    holdings = {row: _holding(typed, row) for row in rows["holding"]}
    offer = Offer(
        company_name=_company_name(typed),
        legal_form=_legal_form(typed),
        total_shares=typed.whole("total_shares", 0, "how many shares the company would have"),
        holdings=tuple(holdings.values()),
        investments=tuple(_investments(fields)),
        prices=tuple(_prices(fields)),
        notes=typed.text("notes"),
        classes=read_classes(typed),
        agreed=read_agreed(typed, holdings),
        terms=tuple(_terms(typed)),
        support=typed.text("support"),
        confidential=tuple(_confidential(typed, row) for row in rows["confidential"]),
    )
    return Reading(offer, typed.errors, rows)


def typed_of(offer: Offer) -> dict[str, str]:
    """The fields as somebody would type them to make this offer."""
    typed = {
        "company_name": offer.company_name,
        "legal_form": offer.legal_form.value,
        "total_shares": str(offer.total_shares),
        "notes": offer.notes,
    }
    for row, holding in enumerate(offer.holdings, start=1):
        values = {
            "kind": holding.kind.value,
            "name": holding.name,
            "percent": plain(holding.percent),
            "share_class": holding.share_class,
            "votes": str(holding.votes_per_share),
            "seats": str(holding.board_seats),
        }
        typed |= {f"holding-{row}-{name}": value for name, value in values.items()}
    money: dict[str, Decimal] = {}
    for one in offer.investments:
        name = f"money-{one.instrument.value}-{one.year}"
        money[name] = money.get(name, Decimal(0)) + one.amount
    money |= {f"price-{price.year}": price.amount for price in offer.prices}
    typed |= {name: plain(amount) for name, amount in money.items()}
    rows = {holding.name: row for row, holding in reversed(list(enumerate(offer.holdings, start=1)))}
    return typed | typed_classes(offer.classes) | typed_agreed(offer.agreed, rows) | _typed_words(offer)


def _typed_words(offer: Offer) -> dict[str, str]:
    """The terms of investments, the support, and what is confidential."""
    typed = {"support": offer.support} if offer.support else {}
    for each in offer.terms:
        start = f"terms-{each.instrument}"
        typed |= {f"{start}-{part}": text for part in OF_TERMS if (text := getattr(each, part))}
    for row, passage in enumerate(offer.confidential, start=1):
        start = f"confidential-{row}"
        typed |= {f"{start}-part": passage.part.value, f"{start}-passage": passage.passage}
        typed |= {f"{start}-reason": passage.reason}
        typed |= {f"{start}-until": "" if passage.until is None else day_as_typed(passage.until)}
    return typed


def _holding(typed: Typed, row: int) -> ProposedHolding:
    at = f"holding-{row}-"
    kind, name = typed.chosen(f"{at}kind", PartyKind), typed.line(f"{at}name")
    who = name or f"holder {row}"
    if kind is None:
        typed.errors[f"{at}kind"] = f"Choose on whose behalf {who} would hold the stake."
    return ProposedHolding(
        kind=kind or PartyKind.COMMUNITY,
        name=name,
        percent=_percent(typed.line(f"{at}percent")),
        share_class=typed.line(f"{at}share_class") or "Ordinary",
        votes_per_share=typed.whole(f"{at}votes", 1, f"the votes per share of {who}", most=1_000_000),
        board_seats=typed.whole(f"{at}seats", 0, f"the board seats of {who}", most=1_000),
    )


def _company_name(typed: Typed) -> str:
    name = typed.line("company_name")
    if len(name) > LONGEST_COMPANY_NAME:
        typed.errors["company_name"] = (
            f"The name of the company has {len(name)} characters; a company’s name may have {LONGEST_COMPANY_NAME}."
        )
    return name


def _legal_form(typed: Typed) -> LegalForm:
    chosen = typed.chosen("legal_form", LegalForm)
    if chosen is None:
        typed.errors["legal_form"] = "Choose the legal form that the company would have."
    return chosen or LegalForm.COMPANY_BY_SHARES


def _terms(typed: Typed) -> Iterable[InvestmentTerms]:
    for instrument in Instrument:
        values = {part: typed.text(f"terms-{instrument}-{part}") for part in OF_TERMS}
        if any(values.values()):
            yield InvestmentTerms(instrument, **values)


def _confidential(typed: Typed, row: int) -> Confidential:
    at = f"confidential-{row}-"
    part = typed.chosen(f"{at}part", OfferPart)
    if part is None:
        typed.errors[f"{at}part"] = f"Choose in which part of the bid confidential passage {row} stands."
    return Confidential(
        part=part or OfferPart.ANSWERS,
        passage=typed.text(f"{at}passage"),
        reason=typed.text(f"{at}reason"),
        until=typed.day(f"{at}until", f"until when passage {row} is confidential"),
    )


def _investments(typed: Mapping[str, str]) -> Iterable[Investment]:
    for year in range(1, 100):
        for instrument in Instrument:
            text = typed.get(f"money-{instrument.value}-{year}", "").strip()
            if text:
                yield Investment(instrument, year, number(text))


def _prices(typed: Mapping[str, str]) -> Iterable[Price]:
    for year in range(1, 100):
        text = typed.get(f"price-{year}", "").strip()
        if text:
            yield Price(year, number(text))


def _percent(text: str) -> Decimal:
    return number(text.removesuffix("%")) if text else NOT_A_NUMBER
