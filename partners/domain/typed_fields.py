"""The fields of an offer's form by name: which there are, what they are called, and how much each may hold.

Single fields are in `PLAIN`. Fields of a row are KIND-N-PART, such as holding-2-name; rows are counted from 1. Money is
money-INSTRUMENT-YEAR and price-YEAR, with terms-INSTRUMENT-PART. Ticks are reserved-MATTER-N, for the consent of the
holder in row N, with reserved-MATTER-note, and dilution-N.
"""

import re
from collections.abc import Iterable, Mapping

from partners.domain.instruments import Instrument
from spinouts.domain.parties import PartyKind
from spinouts.domain.terms import Matter

OF_HOLDING = ("kind", "name", "percent", "share_class", "votes", "seats")
ROWS: Mapping[str, tuple[str, ...]] = {
    "holding": OF_HOLDING,
    "class": (
        *("name", "votes", "nominal", "appoints", "dividends", "fixed", "rank", "preference", "participates", "most"),
        *("golden", "memberships"),
    ),
    "loan": (
        *("kind", "name", "lender", "amount", "interest", "years", "holiday", "income", "times", "into", "price"),
        *("secured", "rank"),
    ),
    "right": ("kind", "name", "holder", "class", "shares", "price", "until", "milestone", "giver"),
    "vesting": ("holder", "class", "shares", "starts", "months", "cliff", "returns"),
    "lock": ("who", "until", "note"),
    "confidential": ("part", "passage", "reason", "until"),
}
OF_TERMS = ("provider", "conditions", "valuation")
LONG_TEXTS = ("notes", "mission", "deadlock", "support", "step_in", "exit")
PLAIN = (
    *("company_name", "legal_form", "total_shares", "pre_emption", "asset_lock", "asset_lock_body", "most_dividend"),
    *("least_employees", "leaver_rule", "drag_along", "tag_along", *LONG_TEXTS),
)
ROWS_AT_FIRST = (PartyKind.EMPLOYEES, PartyKind.PARTNER, PartyKind.COUNCIL, PartyKind.COMMUNITY)
MOST_ROWS = 40
LONGEST_CLASS = 60
LONGEST_COMPANY_NAME = 160
_LONGEST = {**dict.fromkeys(LONG_TEXTS, 20_000), "conditions": 2_000, "valuation": 2_000, "milestone": 2_000}
_LONGEST |= {"passage": 2_000, "reason": 2_000, "note": 2_000, "share_class": LONGEST_CLASS}
_LONGEST_OTHERWISE = 300

_ROW = "[1-9][0-9]?"
_INSTRUMENTS = "|".join(each.value for each in Instrument)
_OF_ROWS = "|".join(f"{kind}-{_ROW}-(?:{'|'.join(parts)})" for kind, parts in ROWS.items())
_KNOWN = re.compile(
    rf"(?P<plain>{'|'.join(PLAIN)})|(?P<row>{_OF_ROWS})|(?P<money>money-({_INSTRUMENTS})-{_ROW})|(?P<price>price-{_ROW})"
    rf"|(?P<terms>terms-({_INSTRUMENTS})-({'|'.join(OF_TERMS)}))"
    rf"|(?P<reserved>reserved-({'|'.join(Matter)})-({_ROW}|note))|(?P<dilution>dilution-{_ROW})"
)
_OF_KIND = {
    "holding": "Holder",
    "class": "Class of shares",
    "loan": "Loan",
    "right": "Right to shares",
    "vesting": "Shares to be earned by staying",
    "lock": "Lock-in",
    "confidential": "Confidential passage",
}


def is_known(name: str) -> bool:
    """Whether an offer's form has a field of this name."""
    match = _KNOWN.fullmatch(name)
    return match is not None and (match.lastgroup not in {"row", "reserved", "dilution"} or _row_in(name) <= MOST_ROWS)


def is_tick(name: str) -> bool:
    """Whether it is a box to tick: a page sends it only while it is ticked."""
    return name.startswith("dilution-") or (name.startswith("reserved-") and not name.endswith("-note"))


def is_amount(name: str) -> bool:
    """Whether it holds a number that is read by itself: money, a price or a holding's percentage."""
    return name.startswith(("money-", "price-")) or name.endswith("-percent")


def label_of(name: str) -> str:
    """The field as a person reads it: "Holder 2, board seats", "Loan, year 3"."""
    match = _KNOWN.fullmatch(name)
    parts = name.split("-")
    match match and match.lastgroup:
        case "row":
            return f"{_OF_KIND[parts[0]]} {parts[1]}, {parts[2].replace('_', ' ')}"
        case "money":
            return f"{Instrument(parts[1]).label}, year {parts[2]}"
        case "price":
            return f"Price, year {parts[1]}"
        case "terms":
            return f"{Instrument(parts[1]).label}, {parts[2]}"
        case "reserved":
            return f"{Matter(parts[1]).label}, {'note' if parts[2] == 'note' else f'consent of holder {parts[2]}'}"
        case "dilution":
            return f"Protected against dilution, holder {parts[1]}"
        case "plain":
            return name.replace("_", " ").capitalize()
    return name


def too_long(typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence by field for each text that is longer than the field holds."""
    found = {}
    for name, text in typed.items():
        most = _longest(name)
        if len(text) > most:
            found[name] = f"This has {len(text):,} characters; the field holds {most:,}. Shorten it."
    return found


def _longest(name: str) -> int:
    if re.fullmatch(f"class-{_ROW}-name", name):
        return LONGEST_CLASS
    return _LONGEST.get(name.rsplit("-", 1)[-1], _LONGEST_OTHERWISE)


def blank() -> dict[str, str]:
    """What the form shows before anything is typed: one row for each kind of holder."""
    typed = {"total_shares": "1000"}
    for row, kind in enumerate(ROWS_AT_FIRST, start=1):
        typed |= blank_row(row, kind)
    return typed


def blank_row(row: int, kind: PartyKind) -> dict[str, str]:
    values = {"kind": kind.value, "share_class": "Ordinary", "votes": "1"}
    return {f"holding-{row}-{name}": values.get(name, "") for name in OF_HOLDING}


def empty_row(kind: str, row: int) -> dict[str, str]:
    """A row of another kind than holders, with nothing in it."""
    return {f"{kind}-{row}-{part}": "" for part in ROWS[kind]}


def rows_in(typed: Mapping[str, str], kind: str = "holding") -> int:
    """How many rows of a kind the form has; of each at least those that it shows before anything is typed."""
    rows = [_row_in(name) for name in typed if name.startswith(f"{kind}-")]
    return max([len(ROWS_AT_FIRST) if kind == "holding" else 1, *rows])


def rows_used(typed: Mapping[str, str], kind: str, saying: Iterable[str]) -> list[int]:
    """The rows in which at least one of these parts is not empty: those that count."""
    parts = tuple(saying)
    return [
        row
        for row in range(1, rows_in(typed, kind) + 1)
        if any(typed.get(f"{kind}-{row}-{part}", "").strip() for part in parts)
    ]


def _row_in(name: str) -> int:
    return max((int(part) for part in name.split("-")[1:] if part.isdecimal()), default=1)
