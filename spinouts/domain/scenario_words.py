"""What a scenario assumes, in sentences, so that a printed page says what its figures rest on."""

from collections.abc import Iterator
from decimal import Decimal

from accounts.domain.counts import counted
from spinouts.domain.company import Company
from spinouts.domain.events import in_words
from spinouts.domain.money import in_pounds
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.projection import Projection
from spinouts.domain.scenario import (
    Assumption,
    BuyBack,
    Convert,
    Draw,
    EarnIn,
    Grow,
    Leave,
    Round,
    Sale,
    Scenario,
    UseRight,
    When,
)


def assumed_in_words(projection: Projection) -> tuple[str, ...]:
    """Every assumption: first the money, then what happens; what happens each year alike is said once."""
    return (*_figures(projection.scenario), *_happenings(projection.company, projection.scenario))


def _figures(scenario: Scenario) -> Iterator[str]:
    for words, amounts, growth in (
        ("Income", scenario.income, scenario.income_growth_percent),
        ("Costs", scenario.costs, scenario.cost_growth_percent),
    ):
        if amounts:
            after = f", then {_growth(growth)}" if growth else " and the same each year after"
            yield f"{words}: {', '.join(map(in_pounds, amounts))} in the first year{after}."
    if scenario.reserves or scenario.cash:
        yield f"At the start: reserves of {in_pounds(scenario.reserves)}, and {in_pounds(scenario.cash)} in cash."
    if scenario.has_money:
        paid = f"{percent_in_words(scenario.dividend_percent)} of what may be distributed is paid as dividends"
        yield f"Tax takes {percent_in_words(scenario.tax_percent)} of each year’s profit; {paid}."


def _growth(percent: Decimal) -> str:
    return f"{percent_in_words(abs(percent))} {'more' if percent > 0 else 'less'} each year"


def _happenings(company: Company, scenario: Scenario) -> Iterator[str]:
    times: dict[str, list[When]] = {}
    for assumption in scenario.assumed:
        times.setdefault(_happening(company, assumption), []).append(assumption.when)
    for sentence, when in times.items():
        yield f"{_times(when)}: {sentence}"


def _times(when: list[When]) -> str:
    numbers = [each for each in when if isinstance(each, int)]
    if len(when) == len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"Each year from {numbers[0]} to {numbers[-1]}"
    return ", ".join(f"Year {each}" if isinstance(each, int) else in_words(each) for each in when)


def _happening(company: Company, assumption: Assumption) -> str:
    match assumption:
        case EarnIn() | UseRight() | Draw() | Convert():
            return _on_terms(company, assumption)
        case Round():
            return _round(company, assumption)
        case Grow(party=party, shares=shares, price_per_share=price):
            return f"{_party(company, party)} gets {counted(shares, 'new share')} at {in_pounds(price)} each."
        case Leave(party=party, shares=shares):
            return f"people leave for whom {_party(company, party)} holds {counted(shares, 'share')}."
        case BuyBack(party=party, shares=shares, price_per_share=price):
            back = f"{counted(shares, 'share')} back from {_party(company, party)}"
            return f"the company buys {back} at {in_pounds(price)} each."
        case Sale(seller=seller, buyer=buyer, shares=shares):
            return f"{_party(company, seller)} sells {counted(shares, 'share')} to {buyer.name}."


def _on_terms(company: Company, assumption: EarnIn | UseRight | Draw | Convert) -> str:
    match assumption:
        case EarnIn(right=right, met=met):
            return f"the milestone of {_right(company, right)} is {'met' if met else 'missed'}."
        case UseRight(right=right):
            return f"{_right(company, right)} is used."
        case Draw(loan=loan):
            return f"{_loan(company, loan)} is drawn."
        case Convert(loan=loan):
            return f"{_loan(company, loan)} becomes shares."


def _round(company: Company, what: Round) -> str:
    takers = " and ".join(_party(company, party) for party in what.taken_up_by)
    first = f"; {takers} may first buy their part" if takers else ""
    return (
        f"{what.investor.name} puts {in_pounds(what.amount)} into new shares, the whole company being worth "
        f"{in_pounds(what.pre_money)} before it{first}."
    )


def _party(company: Company, reference: str) -> str:
    return company.party(reference).name


def _right(company: Company, reference: str) -> str:
    return next(right.name for right in company.agreed.rights if right.reference == reference)


def _loan(company: Company, reference: str) -> str:
    return next(loan.name for loan in company.agreed.loans if loan.reference == reference)
