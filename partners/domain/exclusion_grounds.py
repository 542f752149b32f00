"""The grounds on which a supplier is excluded, or may be: Procurement Act 2023, Schedules 6 and 7, ground by ground.

They are divided as the Procurement Regulations 2024 (reg. 12) ask for them, and told in plain words; the words of the
Act decide. Paragraph 35 of Schedule 6 and paragraph 14 of Schedule 7 (national security) are asked of no supplier: a
Minister decides about them (s.29), and an officer may still record that one is looked at.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

VERSION = 1
"""Of this list, to be raised when a ground is added or divided anew: then everybody answers again."""


class Effect(StrEnum):
    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"

    @property
    def label(self) -> str:
        return {Effect.MANDATORY: "Mandatory", Effect.DISCRETIONARY: "Discretionary"}[self]


@dataclass(frozen=True, slots=True)
class Ground:
    """`years` is how far back an event counts: an earlier one must be ignored (Sch. 6, para. 44; Schedule 7 likewise).

    Where one paragraph has both periods, as paragraph 12(4) of Schedule 7 has, the longer one stands here, so that
    nothing is ignored that may count.
    """

    reference: str
    effect: Effect
    heading: str
    paragraphs: str
    words: str
    years: int = 5
    is_asked: bool = True

    @property
    def source(self) -> str:
        """ "Schedule 6, paragraphs 4 to 18"."""
        schedule = 6 if self.effect is Effect.MANDATORY else 7
        is_one = self.paragraphs.isdecimal() or self.paragraphs.startswith("12(")
        return f"Schedule {schedule}, paragraph{'' if is_one else 's'} {self.paragraphs}"


def _mandatory(number: str, paragraphs: str, heading: str, words: str, **rest: bool) -> Ground:
    return Ground(f"6-{number}", Effect.MANDATORY, heading, paragraphs, words, **rest)


def _discretionary(number: str, paragraphs: str, heading: str, words: str, years: int = 5, **rest: bool) -> Ground:
    return Ground(f"7-{number}", Effect.DISCRETIONARY, heading, paragraphs, words, years, **rest)


OFFENCES, TAX, COMPETING = "Convictions", "Tax", "Competition law"
LABOUR, MONEY, CONDUCT = "Labour market", "Insolvency", "Conduct and performance"

GROUNDS: tuple[Ground, ...] = (
    _mandatory("2", "2", OFFENCES, "Convicted of corporate manslaughter or corporate homicide"),
    _mandatory("3", "3", OFFENCES, "Convicted of a terrorism offence"),
    _mandatory(
        "4", "4 to 18", OFFENCES, "Convicted of theft, fraud, blackmail, bribery, money laundering or a like offence"
    ),
    _mandatory(
        "19",
        "19 to 26",
        OFFENCES,
        "Convicted of a labour market offence, or of slavery or human trafficking, also of not paying the minimum wage",
    ),
    _mandatory("27", "27 to 28", OFFENCES, "Convicted of taking part in organised crime"),
    _mandatory("29", "29 to 31", OFFENCES, "Convicted of a tax offence, such as evading tax or cheating the revenue"),
    _mandatory("32", "32", OFFENCES, "Convicted of the cartel offence"),
    _mandatory("33", "33", OFFENCES, "Convicted of attempting, planning, helping or encouraging one of these offences"),
    _mandatory(
        "34", "34", OFFENCES, "Convicted outside the United Kingdom of what would be one of these offences here"
    ),
    _mandatory("36", "36", TAX, "Penalised for a transaction connected with VAT fraud, or for evading tax or duty"),
    _mandatory("37", "37", TAX, "Penalised for deliberate errors in tax documents, or for not notifying tax or duty"),
    _mandatory("38", "38", TAX, "Tax adjusted for abusive arrangements under the general anti-abuse rule"),
    _mandatory("39", "39", TAX, "Found by HMRC to have used an abusive practice in VAT"),
    _mandatory("40", "40", TAX, "Entered notifiable tax arrangements, or like ones, that were defeated"),
    _mandatory("41", "41", COMPETING, "Found by a competition authority or court to have taken part in a cartel"),
    _mandatory(
        "42", "42", "Outside the United Kingdom", "The like of these tax or competition decisions, made elsewhere"
    ),
    _mandatory(
        "43",
        "43",
        "Investigations",
        "Did not cooperate with an investigation into whether to be put on the debarment list",
    ),
    _mandatory(
        "35", "35", "National security", "Poses a threat to national security (only for debarment)", is_asked=False
    ),
    _discretionary("1", "1", LABOUR, "Made subject to a slavery and trafficking order or a labour market order"),
    _discretionary("2", "2", LABOUR, "Did outside the United Kingdom what could lead to such an order here"),
    _discretionary(
        "3", "3", LABOUR, "Did what is an offence of slavery, trafficking or the labour market, unconvicted"
    ),
    _discretionary(
        "4", "4", "Environment", "Convicted of an environmental offence that did, or could have done, significant harm"
    ),
    _discretionary("5", "5", MONEY, "Bankrupt, insolvent, in administration or being wound up, or near it", 3),
    _discretionary("6", "6", MONEY, "Has suspended or stopped all or most of its business", 3),
    _discretionary(
        "7",
        "7 to 10",
        COMPETING,
        "May have broken competition law, here or elsewhere: by an agreement, or by abuse of a dominant position",
        3,
    ),
    _discretionary("11", "11", CONDUCT, "Serious professional misconduct that puts its integrity in question", 3),
    _discretionary(
        "12-1", "12(1) to (2)", CONDUCT, "Broke a public contract so seriously that it was ended or paid for", 3
    ),
    _discretionary(
        "12-3", "12(3)", CONDUCT, "Performed a public contract unsatisfactorily, and did not improve when it could"
    ),
    _discretionary("12-4", "12(4)", CONDUCT, "A notice was published of its breach or poor performance of a contract"),
    _discretionary(
        "13", "13", CONDUCT, "Acted improperly in a procurement: misled, withheld, sought influence or secrets", 3
    ),
    _discretionary("14", "14", "National security", "Poses a threat to national security", is_asked=False),
)
ASKED = tuple(ground for ground in GROUNDS if ground.is_asked)
_BY_REFERENCE = {ground.reference: ground for ground in GROUNDS}


def ground_of(reference: str) -> Ground:
    """The ground with that reference. Raises KeyError for another."""
    return _BY_REFERENCE[reference]


def counts_from(ground: Ground, on: date) -> date:
    """The first day whose events count when it is decided on that day: the period of years ends with it."""
    try:
        start = on.replace(year=on.year - ground.years)
    except ValueError:  # 29 February.
        start = on.replace(year=on.year - ground.years, day=28)
    return date.fromordinal(start.toordinal() + 1)


def is_too_old(ground: Ground, happened_on: date, on: date) -> bool:
    """Whether the event must be ignored in a decision on that day."""
    return happened_on < counts_from(ground, on)


def grouped(effect: Effect) -> list[tuple[str, list[Ground]]]:
    """The asked grounds of that effect under their headings, in the order of the Schedule."""
    found: dict[str, list[Ground]] = {}
    for ground in ASKED:
        if ground.effect is effect:
            found.setdefault(ground.heading, []).append(ground)
    return list(found.items())
