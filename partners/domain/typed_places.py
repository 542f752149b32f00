"""The field of the form that a sentence about an offer is about, so that a page can lead there."""

from collections.abc import Iterable

from partners.domain.agreed_checks import placed
from partners.domain.offers import ProposedHolding
from partners.domain.places import Place
from partners.domain.typed_offers import Reading
from spinouts.domain.events import in_words
from spinouts.domain.parties import Side

_SIDES = {Side.EMPLOYEES: "Employees would", Side.PARTNER: "Partners would", Side.COUNCIL: "The council would"}


def field_of(sentence: str, reading: Reading) -> str:
    """The field that a sentence about the offer is about, so that a page can lead there; "" if it is about none."""
    for place, said in placed(reading.offer):
        if said == sentence:
            return field_at(place, reading)
    for start, name in _starts(reading):
        if sentence.startswith(start):
            return name
    return ""


def field_at(place: Place, reading: Reading) -> str:
    """The field at a place of the offer."""
    kind, number, part = place
    if not number:
        return part
    return f"{kind}-{reading.rows[kind][number - 1]}-{part}"


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
    for side, start in _SIDES.items():
        row = next((row for row, one in _rows(reading) if one.kind.side is side), 1)
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
    yield from _ends(reading)


def _ends(reading: Reading) -> Iterable[tuple[str, str]]:
    for number, lock in enumerate(reading.offer.agreed.articles.locks, start=1):
        yield f"A lock-in ends on {in_words(lock.until)},", field_at(("lock", number, "until"), reading)
    for number, right in enumerate(reading.offer.agreed.rights, start=1):
        yield f"{right.name} ends on", field_at(("right", number, "until"), reading)


def _rows(reading: Reading) -> Iterable[tuple[int, ProposedHolding]]:
    return zip(reading.row_of, reading.offer.holdings, strict=True)
