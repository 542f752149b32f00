"""What is wrong with the rights that an offer gives to classes of shares, in sentences that say what to do."""

from collections.abc import Iterator

from partners.domain.offers import Offer, holdings_in_shares
from partners.domain.places import Placed, form_name, in_list, number_of
from spinouts.domain.form_limits import pay_out
from spinouts.domain.money import in_pounds
from spinouts.domain.shares import ShareClass


def class_problems(offer: Offer) -> Iterator[Placed]:
    """Each with its place. Nothing where the offer gives no rights: then all classes are plain."""
    if not offer.classes:
        return
    yield from _holders(offer)
    names: set[str] = set()
    for number, each in enumerate(offer.classes, start=1):
        if each.name in names:
            yield ("class", number, "name"), f"The rights of the {each.name} shares are given twice: give them once."
        names.add(each.name)
        for part, sentence in (*_votes(offer, each), *_money(offer, each), *_say(offer, each)):
            yield ("class", number, part), sentence


def _holders(offer: Offer) -> Iterator[Placed]:
    for number, holding in enumerate(offer.holdings, start=1):
        share_class = offer.share_class(holding.share_class)
        who = holding.name.strip() or f"holder {number}"
        if share_class is None:
            names = in_list([each.name for each in offer.classes], "or")
            yield (
                ("holding", number, "share_class"),
                (
                    f"The class of {who}, {holding.share_class}, is not among those whose rights are given: "
                    f"enter {names}, or give the rights of that class as well."
                ),
            )
        elif holding.votes_per_share not in {1, share_class.votes_per_share}:
            yield (
                ("holding", number, "votes"),
                (
                    f"{share_class.name} shares have {number_of(share_class.votes_per_share, 'vote')} each, "
                    f"but {holding.votes_per_share} are entered for {who}: enter {share_class.votes_per_share}."
                ),
            )


def _votes(offer: Offer, each: ShareClass) -> Iterator[tuple[str, str]]:
    one_vote = offer.legal_form.one_member_one_vote
    if one_vote and each.votes_per_share != 1:
        yield (
            "votes",
            (
                f"The {each.name} shares have {each.votes_per_share} votes each, but in a "
                f"{form_name(offer.legal_form)} each member has one vote: enter 1."
            ),
        )
    if each.memberships and not one_vote:
        yield (
            "memberships",
            (
                f"The {each.name} shares stand for one member each, but in a {form_name(offer.legal_form)} votes go by "
                "shares: answer no."
            ),
        )


def _money(offer: Offer, each: ShareClass) -> Iterator[tuple[str, str]]:
    if each.fixed_dividend_percent and not pay_out(offer.legal_form).fixed:
        yield (
            "fixed",
            (
                f"The {each.name} shares have a fixed dividend, which can’t be paid: take it out. "
                f"{pay_out(offer.legal_form).sentence}"
            ),
        )
    if each.most_amount is not None and each.most_amount < each.preference_amount:
        yield (
            "most",
            (
                f"The {each.name} shares get at most {in_pounds(each.most_amount)} each, which is less than the "
                f"{in_pounds(each.preference_amount)} that they are paid first: enter more."
            ),
        )


def _say(offer: Offer, each: ShareClass) -> Iterator[tuple[str, str]]:
    seats = sum(holding.board_seats for holding in offer.holdings if holding.name in _holding(offer, each.name))
    if each.appoints > seats:
        yield (
            "appoints",
            (
                f"The {each.name} shares choose {number_of(each.appoints, 'director')}, but their holders would fill "
                f"{number_of(seats, 'board seat')}: enter at least as many board seats beside those holders."
            ),
        )
    if each.golden and not offer.agreed.articles.reserved:
        yield (
            "golden",
            (
                f"The {each.name} shares must consent to reserved matters, but none is reserved: tick at least one "
                "among the agreements."
            ),
        )


def _holding(offer: Offer, share_class: str) -> set[str]:
    return {holding.name for holding in offer.holdings if holding.share_class == share_class}


def held(offer: Offer, name: str, share_class: str) -> int | None:
    """How many shares of the class the party would hold; None while they can't be counted."""
    if not all(each.percent.is_finite() and each.percent >= 0 for each in offer.holdings) or offer.total_shares < 1:
        return None
    if not any(each.percent for each in offer.holdings):
        return None
    return sum(
        shares
        for holding, shares in holdings_in_shares(offer)
        if (holding.name, holding.share_class) == (name, share_class)
    )
