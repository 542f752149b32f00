"""The Act's clocks: how long bidders must have, and how long the council must wait."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from accounts.domain.refusals import Refusal
from procurement.domain.working_days import nth_working_day

LEAST_STANDSTILL = 8


class ShorterPeriod(StrEnum):
    """What allows a council a shorter tendering period; the tender notice must say which is relied on (s.54)."""

    NEGOTIATED = "negotiated"
    PRE_SELECTED = "pre_selected"
    PLANNED_NOTICE = "planned_notice"
    URGENCY = "urgency"
    DYNAMIC_MARKET = "dynamic_market"

    @property
    def label(self) -> str:
        """The circumstance, as a person reads it."""
        return {
            ShorterPeriod.NEGOTIATED: "A period agreed with all pre-selected suppliers",
            ShorterPeriod.PRE_SELECTED: "Only pre-selected suppliers may tender",
            ShorterPeriod.PLANNED_NOTICE: "A qualifying planned procurement notice was published",
            ShorterPeriod.URGENCY: "A state of urgency",
            ShorterPeriod.DYNAMIC_MARKET: "Only members of a dynamic market may tender",
        }[self]


def standstill_ends(
    published_on: date, working_days: int = LEAST_STANDSTILL, extra_holidays: frozenset[date] = frozenset()
) -> date:
    """The last day of the standstill after a contract award notice; signing may follow from the day after (s.51).

    The day of publication is day 1 if it is a working day, else the next working day is. Raises Refusal for fewer than
    8 working days, which neither a mandatory nor a voluntary standstill may have.
    """
    if working_days < LEAST_STANDSTILL:
        raise Refusal(f"A standstill lasts at least {LEAST_STANDSTILL} working days (Procurement Act 2023, s.51).")
    return nth_working_day(published_on, working_days, extra_holidays)


def shortest_tendering_period(
    light_touch: bool, all_documents_supplied: bool = True, grounds: Collection[ShorterPeriod] = ()
) -> int:
    """The least days that bidders must have, with electronic submission; 0 where the Act sets no period (s.54).

    `all_documents_supplied`: whether all associated tender documents come with the notice. Of several grounds for a
    shorter period the shortest applies.
    """
    if light_touch or ShorterPeriod.NEGOTIATED in grounds:
        return 0
    if grounds:
        return 10
    return 25 if all_documents_supplied else 30


def earliest_deadline(invited_on: date, days: int) -> date:
    """The first day on which the deadline may fall: calendar days, the day after the invitation being day 1 (s.54).

    Raises ValueError for a number of days below 0.
    """
    if days < 0:
        raise ValueError("A period has 0 days or more.")
    return invited_on + timedelta(days=days)
