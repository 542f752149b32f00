"""The offer as a form holds it: every field's text as typed, also what is not a number yet; and what it says so far.

Fields are company_name, legal_form, total_shares, notes; holding-N-kind, -name, -percent, -share_class, -votes and
-seats for each holder; money-INSTRUMENT-YEAR and price-YEAR for each year of the contract.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from partners.domain.offers import Instrument, Investment, Offer, Price, ProposedHolding
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind

PLAIN = ("company_name", "legal_form", "total_shares", "notes")
OF_HOLDING = ("kind", "name", "percent", "share_class", "votes", "seats")
ROWS_AT_FIRST = (PartyKind.EMPLOYEES, PartyKind.PARTNER, PartyKind.COUNCIL, PartyKind.COMMUNITY)
MOST_ROWS = 40
LONGEST = {"notes": 20_000}
LONGEST_OTHERWISE = 300
LONGEST_CLASS = 60
LONGEST_COMPANY_NAME = 160

_INSTRUMENTS = "|".join(each.value for each in Instrument)
_KNOWN = re.compile(
    rf"{'|'.join(PLAIN)}|holding-([1-9]\d?)-({'|'.join(OF_HOLDING)})|(money-({_INSTRUMENTS})|price)-([1-9]\d?)"
)
_NUMBER = re.compile(r"[-−]?£?[-−]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
NOT_A_NUMBER = Decimal("NaN")


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed fields say so far. Where a decimal is no number the offer holds NaN, which its checks put into words.

    `errors` has a sentence by field for what else could not be read; the offer then holds a stand-in.
    `row_of` has the row of the form for each of the offer's holdings.
    """

    offer: Offer
    errors: Mapping[str, str] = field(default_factory=dict)
    row_of: tuple[int, ...] = ()


def label_of(name: str) -> str:
    """The field as a person reads it: "Holder 2, board seats", "Loan, year 3"."""
    match _KNOWN.fullmatch(name):
        case None:
            return name
        case found if found[1]:
            return f"Holder {found[1]}, {found[2].replace('_', ' ')}"
        case found if found[4]:
            return f"{Instrument(found[4]).label}, year {found[5]}"
        case found if found[5]:
            return f"Price, year {found[5]}"
    return name.replace("_", " ").capitalize()


def is_known(name: str) -> bool:
    """Whether an offer's form has a field of this name."""
    match = _KNOWN.fullmatch(name)
    return match is not None and int(match[1] or 1) <= MOST_ROWS


def too_long(typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence by field for each text that is longer than the field holds."""
    found = {}
    for name, text in typed.items():
        most = LONGEST_CLASS if name.endswith("-share_class") else LONGEST.get(name, LONGEST_OTHERWISE)
        if len(text) > most:
            found[name] = f"This has {len(text):,} characters; the field holds {most:,}. Shorten it."
    return found


def blank() -> dict[str, str]:
    """What the form shows before anything is typed: one row for each kind of holder."""
    typed = {"total_shares": "1000"}
    for row, kind in enumerate(ROWS_AT_FIRST, start=1):
        typed |= blank_row(row, kind)
    return typed


def blank_row(row: int, kind: PartyKind) -> dict[str, str]:
    values = {"kind": kind.value, "share_class": "Ordinary", "votes": "1"}
    return {f"holding-{row}-{name}": values.get(name, "") for name in OF_HOLDING}


def rows_in(typed: Mapping[str, str]) -> int:
    """How many rows for holders the form has."""
    rows = [int(name.split("-")[1]) for name in typed if name.startswith("holding-")]
    return max([len(ROWS_AT_FIRST), *rows])


def read(typed: Mapping[str, str]) -> Reading:
    """What the typed fields say."""
    errors: dict[str, str] = {}
    holdings = [(row, _holding(typed, row, errors)) for row in range(1, rows_in(typed) + 1) if _is_used(typed, row)]
    offer = Offer(
        company_name=_company_name(typed, errors),
        legal_form=_legal_form(typed, errors),
        total_shares=_whole(typed, "total_shares", 0, errors, what="how many shares the company would have"),
        holdings=tuple(holding for _, holding in holdings),
        investments=tuple(_investments(typed)),
        prices=tuple(_prices(typed)),
        notes=typed.get("notes", "").strip(),
    )
    return Reading(offer, errors, tuple(row for row, _ in holdings))


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
            "percent": _plain(holding.percent),
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
    return typed | {name: _plain(amount) for name, amount in money.items()}


def field_of(sentence: str, reading: Reading) -> str:
    """The field that a sentence about the offer is about, so that a page can lead there; "" if it is about none."""
    for start, name in _starts(reading):
        if sentence.startswith(start):
            return name
    return ""


def _starts(reading: Reading) -> Iterable[tuple[str, str]]:
    yield "The company has no name", "company_name"
    yield "The company would have", "total_shares"
    yield "With ", "total_shares"
    yield "The company would be a", "legal_form"
    for number, (row, holding) in enumerate(zip(reading.row_of, reading.offer.holdings, strict=True), start=1):
        who = holding.name.strip() or f"holder {number}"
        yield f"Holder {number} has no name", f"holding-{row}-name"
        yield f"The stake of {who} has no class", f"holding-{row}-share_class"
        yield f"The stake of {who} is", f"holding-{row}-percent"
        yield f"The shares of {who} have", f"holding-{row}-votes"
        yield f"{who[:1].upper()}{who[1:]} would fill", f"holding-{row}-seats"
        yield f"{who} is entered", f"holding-{row}-name"
    for kind in (PartyKind.EMPLOYEES, PartyKind.PARTNER, PartyKind.COUNCIL):
        row = next((row for row, one in _rows(reading) if one.kind is kind), 1)
        start = {"employees": "Employees would", "partner": "Partners would", "council": "The council would"}[kind]
        yield start, f"holding-{row}-percent"
    first = reading.row_of[0] if reading.row_of else 1
    for start in ("No stakes", "The stakes add up", "The partners' stakes"):
        yield start, f"holding-{first}-percent"
    for one in reading.offer.investments:
        yield f"The investment in year {one.year} ({one.instrument.label})", f"money-{one.instrument.value}-{one.year}"
        yield f"There is an investment in year {one.year},", f"money-{one.instrument.value}-{one.year}"
    for price in reading.offer.prices:
        yield f"The price for year {price.year} ", f"price-{price.year}"
        yield f"There is a price for year {price.year},", f"price-{price.year}"
        yield f"The last price is for year {price.year},", f"price-{price.year + 1}"
    priced = {price.year for price in reading.offer.prices}
    yield "There is no price", f"price-{next(year for year in range(1, 200) if year not in priced)}"
    yield "No price", "price-1"


def _rows(reading: Reading) -> Iterable[tuple[int, ProposedHolding]]:
    return zip(reading.row_of, reading.offer.holdings, strict=True)


def _is_used(typed: Mapping[str, str], row: int) -> bool:
    """A row that says neither who nor how much is none."""
    return any(typed.get(f"holding-{row}-{name}", "").strip() for name in ("name", "percent", "seats"))


def _holding(typed: Mapping[str, str], row: int, errors: dict[str, str]) -> ProposedHolding:
    def text(name: str) -> str:
        return " ".join(typed.get(f"holding-{row}-{name}", "").split())

    kind = text("kind")
    if kind not in set(PartyKind):
        errors[f"holding-{row}-kind"] = (
            f"Choose on whose behalf {text('name') or f'holder {row}'} would hold the stake."
        )
    who = text("name") or f"holder {row}"
    return ProposedHolding(
        kind=PartyKind(kind) if kind in set(PartyKind) else PartyKind.COMMUNITY,
        name=text("name"),
        percent=_percent(text("percent")),
        share_class=text("share_class") or "Ordinary",
        votes_per_share=_whole(
            typed, f"holding-{row}-votes", 1, errors, what=f"the votes per share of {who}", most=1_000_000
        ),
        board_seats=_whole(typed, f"holding-{row}-seats", 0, errors, what=f"the board seats of {who}", most=1_000),
    )


def _company_name(typed: Mapping[str, str], errors: dict[str, str]) -> str:
    name = " ".join(typed.get("company_name", "").split())
    if len(name) > LONGEST_COMPANY_NAME:
        errors["company_name"] = (
            f"The name of the company has {len(name)} characters; a company’s name may have {LONGEST_COMPANY_NAME}."
        )
    return name


def _legal_form(typed: Mapping[str, str], errors: dict[str, str]) -> LegalForm:
    chosen = typed.get("legal_form", "")
    if chosen in set(LegalForm):
        return LegalForm(chosen)
    errors["legal_form"] = "Choose the legal form that the company would have."
    return LegalForm.COMPANY_BY_SHARES


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


def number(text: str) -> Decimal:
    """The number that somebody typed, with or without pound sign and commas between thousands; NaN if it is none."""
    text = "".join(text.split())
    if len(text) > 40 or not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text):
        return NOT_A_NUMBER
    return Decimal(text.replace("£", "").replace(",", "").replace("−", "-"))


def _percent(text: str) -> Decimal:
    return number(text.removesuffix("%")) if text else NOT_A_NUMBER


def _whole(
    typed: Mapping[str, str], name: str, otherwise: int, errors: dict[str, str], *, what: str, most: int = 10**12
) -> int:
    text = typed.get(name, "").strip()
    if not text:
        return otherwise
    value = number(text)
    if not value.is_finite() or value != int(value):
        errors[name] = f"Enter {what} as a whole number. “{text[:40]}” is none."
        return otherwise
    if abs(value) > most:
        errors[name] = f"Enter {what} as a number up to {most:,}."
        return otherwise
    return int(value)


def _plain(value: Decimal) -> str:
    return f"{value:f}" if value.is_finite() else ""
