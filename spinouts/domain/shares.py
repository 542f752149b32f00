"""Classes of shares, and the rights that each carries."""

from dataclasses import dataclass, fields
from decimal import Decimal

from accounts.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ShareClass:
    """A class of shares, or of units of membership in a form without shares. Amounts are pounds per share.

    *Votes*: `votes_per_share`, zero for none. *Dividends*: `dividends` says whether the class shares in profits;
    `fixed_dividend_percent` of the nominal amount is paid each year before the others. *Capital*: what a share gets
    when the company ends or is sold: first its `preference_amount`, in order of `preference_rank` (1 is first; 0 is
    no preference), then, if it `participates`, an equal share of what is left, up to `most_amount` in all.
    *Board*: `appoints` is how many directors the class together chooses. *Golden*: the class must consent to the
    reserved matters, whatever its votes. *Memberships*: each is the membership of one person, such as an employee, so
    that a party with thirty of them stands for thirty members, also where each member has one vote.
    """

    reference: str
    name: str
    votes_per_share: int = 1
    nominal_amount: Decimal = Decimal(1)
    dividends: bool = True
    fixed_dividend_percent: Decimal | None = None
    preference_rank: int = 0
    preference_amount: Decimal = Decimal(0)
    participates: bool = True
    most_amount: Decimal | None = None
    appoints: int = 0
    golden: bool = False
    memberships: bool = False

    def __post_init__(self) -> None:
        if self.votes_per_share < 0:
            raise Refusal(f"A share cannot carry {self.votes_per_share} votes: enter 0 or more.")
        amounts = (self.nominal_amount, self.preference_amount, self.fixed_dividend_percent, self.most_amount)
        if any(amount is not None and (not amount.is_finite() or amount < 0) for amount in amounts):
            raise Refusal(f"An amount of the {self.name} shares is less than nothing, or is no number: correct it.")
        if self.preference_rank < 0 or self.appoints < 0:
            raise Refusal(f"The rank of the {self.name} shares, and the directors they choose, are 0 or more.")
        if bool(self.preference_rank) != bool(self.preference_amount):
            raise Refusal(
                f"The {self.name} shares need both a rank and an amount to be paid before others, or neither of them."
            )


FIELDS = tuple(each.name for each in fields(ShareClass))
