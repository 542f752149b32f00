"""What is wrong with an offer, and where it leaves the council's terms: in sentences that say what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from partners.domain import agreed_checks
from partners.domain.offers import Offer, ProposedHolding, Terms, holdings_in_shares, shares_of
from partners.domain.places import form_name, in_list
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import PartyKind, Side
from spinouts.domain.percentages import percent_in_words, stake_in_words

MOST_POUNDS = Decimal(10) ** 12


def problems(offer: Offer) -> list[str]:
    """What must be put right before the offer can be submitted; empty if nothing. In the order of the form."""
    return [
        *(*_company(offer), *_names(offer), *_stakes(offer), *_allotted(offer), *_money(offer), *_years(offer)),
        *(sentence for _, sentence in agreed_checks.placed(offer)),
    ]


def outside_terms(offer: Offer, terms: Terms) -> list[str]:
    """Where the offer is outside the council's published terms, with both figures; empty if nowhere.

    Stakes are measured on the whole shares after allotment, exactly; a stake that is exactly at a limit is within it.
    Stakes that cannot be allotted, or do not add up to 100%, are left to `problems`.
    """
    ended = agreed_checks.ended_before_the_start(offer, terms)
    return [
        *(*_form(offer, terms), *_limits(offer, terms), *_priced_years(offer, terms)),
        *(sentence for _, sentence in ended),
    ]


def rounded_stakes(offer: Offer) -> list[str]:
    """A sentence for each stake that whole shares cannot give exactly; they are no problem, but good to know.

    Raises Refusal as `allot` does.
    """
    whole = offer.total_shares
    return [
        f"{holding.name} would have {_shares(shares)} of {whole:,}, which is {stake_in_words(shares, whole)}: "
        f"{percent_in_words(holding.percent)} is not a whole number of shares."
        for holding, shares in holdings_in_shares(offer)
        if Fraction(holding.percent) * whole != shares * 100
    ]


def _company(offer: Offer) -> Iterator[str]:
    if not offer.company_name.strip():
        yield "The company has no name yet: enter the name that it would have."
    if offer.total_shares < 1:
        yield f"The company would have {_shares(offer.total_shares)}: enter 1 or more."


def _names(offer: Offer) -> Iterator[str]:
    for number, holding in enumerate(offer.holdings, start=1):
        if not holding.name.strip():
            yield f"Holder {number} has no name: enter who would hold the stake."
        if not holding.share_class.strip():
            yield f"The stake of {_holder(holding.name, number)} has no class of shares: enter one, such as Ordinary."
    rows = Counter(
        (holding.kind, holding.name, holding.share_class, holding.votes_per_share) for holding in offer.holdings
    )
    for (_, name, share_class, _), count in rows.items():
        if count > 1 and name.strip():
            yield f"{name} is entered {count} times with {share_class} shares: enter one stake for each class."
    kinds: dict[str, set[PartyKind]] = {}
    for holding in offer.holdings:
        kinds.setdefault(holding.name, set()).add(holding.kind)
    for name, several in kinds.items():
        if len(several) > 1 and name.strip():
            listed = in_list([kind.label.lower() for kind in PartyKind if kind in several])
            yield f"{name} is entered as {listed}: give each party a name of its own."


def _stakes(offer: Offer) -> Iterator[str]:
    for number, holding in enumerate(offer.holdings, start=1):
        name = _holder(holding.name, number)
        if not holding.percent.is_finite():
            yield f"The stake of {name} is not a number: enter a percentage, such as 24.9."
        elif holding.percent < 0:
            yield f"The stake of {name} is {percent_in_words(holding.percent)}: enter 0 or more."
        if holding.votes_per_share < 0:
            yield f"The shares of {name} have {holding.votes_per_share} votes each: enter 0 or more."
        if holding.votes_per_share != 1 and offer.legal_form.one_member_one_vote:
            yield (
                f"The shares of {name} have {holding.votes_per_share} votes each, but in a "
                f"{form_name(offer.legal_form)} each member has one vote: enter 1."
            )
        if holding.board_seats < 0:
            yield f"{name[:1].upper()}{name[1:]} would fill {holding.board_seats} board seats: enter 0 or more."
    if not offer.holdings:
        yield "No stakes are entered yet: enter who would own the company. Their stakes must add up to 100%."
        return
    if all(holding.percent.is_finite() for holding in offer.holdings):
        yield from _total(offer)


def _total(offer: Offer) -> Iterator[str]:
    total = _percent(offer, Side)
    if total != 100:
        change = percent_in_words(abs(total - 100))
        yield (
            f"The stakes add up to {percent_in_words(total)}, and must add up to exactly 100%: "
            f"{f'take {change} off' if total > 100 else f'add {change}'}."
        )
    if _percent(offer, [Side.PARTNER]) <= 0:
        yield "The partners' stakes add up to 0%: give at least one partner a stake in the company."


def _allotted(offer: Offer) -> Iterator[str]:
    for holding, shares in _in_shares(offer):
        if holding.percent > 0 and not shares:
            yield (
                f"With {_shares(offer.total_shares)} in all, {percent_in_words(holding.percent)} leaves {holding.name} "
                "without one: enter more shares for the company, or a larger stake."
            )


def _money(offer: Offer) -> Iterator[str]:
    rows = [
        *((f"The investment in year {one.year} ({one.instrument.label})", one.amount) for one in offer.investments),
        *((f"The price for year {price.year}", price.amount) for price in offer.prices),
    ]
    for what, amount in rows:
        if not amount.is_finite():
            yield f"{what} is not a number: enter an amount in pounds, such as 1200.50."
        elif amount < 0:
            yield f"{what} is below zero ({in_pounds(amount)}): enter 0 or more."
        elif amount >= MOST_POUNDS:
            yield f"{what} is {in_pounds(amount)}: enter less than a trillion pounds."
        elif Fraction(amount) * 100 % 1:
            yield f"{what} has parts of a penny: enter at most two decimal places."


def _years(offer: Offer) -> Iterator[str]:
    for one in offer.investments:
        if one.year < 1:
            yield f"An investment is in year {one.year}: enter 1 for the first year of the contract, or a later year."
    years = Counter(price.year for price in offer.prices)
    if not years:
        yield "No price is entered yet: enter one for each year of the contract."
        return
    for year in sorted(years):
        if year < 1:
            yield f"A price is for year {year}: enter 1 for the first year of the contract, or a later year."
        if years[year] > 1:
            yield f"Year {year} has {years[year]} prices: enter one."
    # A mistyped year, such as 2027, is not answered with two thousand missing ones.
    missing = [year for year in range(1, min(max(years), 100)) if year not in years]
    if missing:
        listed = [str(year) for year in missing[:5]] + (["more"] if len(missing) > 5 else [])
        yield (
            f"There is no price for year{'' if len(missing) == 1 else 's'} {in_list(listed)}: "
            f"enter one for each year up to year {max(years)}."
        )


def _form(offer: Offer, terms: Terms) -> Iterator[str]:
    if offer.legal_form not in terms.permitted_forms:
        permitted = [f"a {form_name(form)}" for form in LegalForm if form in terms.permitted_forms]
        yield (
            f"The company would be a {form_name(offer.legal_form)}; "
            f"the council's terms permit {in_list(permitted, 'or') or 'no form yet'}."
        )


def _limits(offer: Offer, terms: Terms) -> Iterator[str]:
    if not _in_shares(offer):
        return
    for side, who, limit, end in (
        (Side.EMPLOYEES, "Employees", terms.least_employees_percent, "least"),
        (Side.PARTNER, "Partners", terms.most_partner_percent, "most"),
        (Side.COUNCIL, "The council", terms.least_council_percent, "least"),
    ):
        if limit is None:
            continue
        shares, whole = shares_of(offer, side), offer.total_shares
        above = Fraction(100 * shares, whole) - Fraction(limit)
        if (end == "least" and above < 0) or (end == "most" and above > 0):
            yield (
                f"{who} would hold {shares:,} of {_shares(whole)}, which is "
                f"{stake_in_words(shares, whole, beside=[limit])}; "
                f"the council's terms ask for at {end} {percent_in_words(limit)}."
            )


def _priced_years(offer: Offer, terms: Terms) -> Iterator[str]:
    contract = f"the contract is for {terms.contract_years} year{'' if terms.contract_years == 1 else 's'}"
    last = max((price.year for price in offer.prices), default=0)
    if 0 < last < terms.contract_years:
        yield f"The last price is for year {last}, but {contract}: enter a price for each of them."
    if last > terms.contract_years:
        yield f"There is a price for year {last}, but {contract}: take it out."
    late = max((one.year for one in offer.investments), default=0)
    if late > terms.contract_years:
        yield f"There is an investment in year {late}, but {contract}: enter an earlier year."


def _in_shares(offer: Offer) -> tuple[tuple[ProposedHolding, int], ...]:
    """The holdings in shares, or none where they cannot be allotted, for which there are sentences already.

    Stakes that do not add up to 100% are not shares yet: allotted all the same, they would say of each holder another
    figure than the one that was typed.
    """
    if not all(holding.percent.is_finite() for holding in offer.holdings) or _percent(offer, Side) != 100:
        return ()
    try:
        return holdings_in_shares(offer)
    except Refusal:
        return ()


def _percent(offer: Offer, sides: Iterable[Side]) -> Fraction:
    sides = set(sides)
    return sum((Fraction(holding.percent) for holding in offer.holdings if holding.kind.side in sides), Fraction(0))


def _holder(name: str, number: int) -> str:
    return name.strip() or f"holder {number}"


def _shares(count: int) -> str:
    return f"{count:,} share{'' if count == 1 else 's'}"
