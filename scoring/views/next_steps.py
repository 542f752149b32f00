"""What the Act asks for between the approval of an award and the contract, with the days that follow from today."""

from dataclasses import dataclass
from datetime import date, timedelta

from procurement.domain.clocks import standstill_ends
from procurement.domain.dates import day_in_words
from procurement.models import Competition


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    words: str
    source: str
    url: str = ""
    """Of the page from which it is done, for whoever does it."""

    link: str = ""


def next_steps(competition: Competition, today: date, *, material: str) -> list[Step]:
    """`material` is the address of what the summaries are written from; empty for whoever does not write them."""
    ends = standstill_ends(today)
    light = competition.is_light_touch
    duty = (
        "For a light touch contract it is voluntary. If the notice promises one, it lasts at least 8 working days."
        if light
        else "The contract may not be signed before the standstill has ended."
    )
    return [
        Step(
            "Send the assessment summaries",
            "Every bidder whose bid was assessed gets one, all at the same time. Until then tell no bidder.",
            "Procurement Act 2023, s.50; Procurement Regulations 2024, reg. 31",
            material,
            "What the assessment summaries are written from",
        ),
        Step(
            "Publish the contract award notice",
            "After the summaries are sent, and before the contract is signed.",
            "Procurement Act 2023, s.50",
        ),
        Step(
            "Let the standstill pass",
            f"{duty} If the notice were published today, {day_in_words(today)}, the 8 working days would end with "
            f"{day_in_words(ends)}, and signing could follow from {day_in_words(ends + timedelta(days=1))}.",
            "Procurement Act 2023, s.51",
        ),
        Step(
            "Sign the contract, then publish its details",
            "Within 30 days of signing, or 120 days for a light touch contract.",
            "Procurement Act 2023, s.53",
        ),
    ]
