"""What a competition file says of the options appraisal of its service."""

from typing import Annotated

from pydantic import Field

from scoring.files.values import Amount, Deed, Name, Number, Part, Reference, Text, Whole
from spinouts.domain.appraisal import BEST
from spinouts.domain.options import AppraisalOption
from spinouts.domain.present_value import GREEN_BOOK, GREEN_BOOK_PERCENT, MOST_YEARS, YEARS

Hundredths = Annotated[Number, Field(ge=0, le=100, decimal_places=2)]
Stake = Annotated[Whole, Field(ge=0, le=100)]


class OptionScorePart(Part):
    option: AppraisalOption
    score: Annotated[Whole, Field(ge=0, le=BEST)] | None = None
    reasons: Text = ""


class AppraisalCriterionPart(Part):
    reference: Reference
    name: Name
    weight: Hundredths
    looked_for: Text = ""
    zero_means: Text = ""
    five_means: Text = ""
    scores: list[OptionScorePart] = []


class OwnershipPart(Part):
    """Whole percentages, which make exactly 100 or are all left out."""

    option: AppraisalOption
    employees: Stake | None = None
    partner: Stake | None = None
    council: Stake | None = None
    community: Stake | None = None
    notes: Text = ""


class OptionMoneyPart(Part):
    option: AppraisalOption
    one_off_cost: Amount | None = None
    yearly_costs: Annotated[list[Amount], Field(max_length=MOST_YEARS)] = []
    grants: Amount | None = None
    loans: Amount | None = None
    equity: Amount | None = None
    notes: Text = ""


class AppraisalPart(Part):
    """The options appraisal as it stood last; `appraised` is its last deed."""

    years: Annotated[Whole, Field(ge=1, le=MOST_YEARS)] = YEARS
    discount_percent: Hundredths = GREEN_BOOK_PERCENT
    discount_source: Text = GREEN_BOOK
    criteria: list[AppraisalCriterionPart] = []
    ownership: list[OwnershipPart] = []
    money: list[OptionMoneyPart] = []
    appraised: Deed
