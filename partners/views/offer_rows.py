"""The fields in rows of the offer's form: how each is drawn, what it is called, and the hint beneath it."""

from collections.abc import Mapping
from dataclasses import dataclass

from partners.domain.typed_values import YES


@dataclass(frozen=True, slots=True)
class Widget:
    """How a field is drawn. `choices` names a list to choose from; `empty` is what the list says for nothing chosen.

    `usually` is what a new field holds.
    """

    label: str = ""
    hint: str = ""
    choices: str = ""
    empty: str | None = None
    is_long: bool = False
    prefix: str = ""
    suffix: str = ""
    width: str = ""
    numeric: bool = False
    usually: str = ""


@dataclass(frozen=True, slots=True)
class RowNames:
    title: str
    add: str
    later: str = ""


NAMES = {
    "class": RowNames("Class", "Save and add another class", "Dividends, nominal value, and other rights"),
    "loan": RowNames("Loan", "Save and add another loan", "Repayment holiday, rank, share of income, conversion"),
    "lock": RowNames("Lock-in", "Save and add another lock-in"),
    "right": RowNames("Right", "Save and add another right"),
    "vesting": RowNames("Shares earned by staying", "Save and add another row"),
    "confidential": RowNames("Passage", "Save and add another passage"),
}

_DAY = "For example, 31 March 2032"


def _number(label: str, hint: str = "", *, width: int = 5, prefix: str = "", suffix: str = "") -> Widget:
    return Widget(label, hint, numeric=True, width=f"govuk-input--width-{width}", prefix=prefix, suffix=suffix)


def _choice(label: str, choices: str, hint: str = "", *, empty: str | None = None, usually: str = "") -> Widget:
    return Widget(label, hint, choices=choices, empty=empty, usually=usually)


FIRST: Mapping[str, Mapping[str, Widget]] = {
    "class": {
        "name": Widget("Name", "As you entered it beside the holders, such as A ordinary"),
        "votes": _number("Votes per share", "1 if empty, 0 for none", width=4),
        "dividends": _choice("Shares in profits", "yes", usually=YES),
        "appoints": _number("Directors that it chooses", "The holders of the class together", width=4),
    },
    "loan": {
        "name": Widget("Name", "Such as Start-up loan"),
        "kind": _choice("Kind", "loans"),
        "lender": _choice("Lender", "holders", empty="Choose"),
        "amount": _number("Amount", width=10, prefix="£"),
        "interest": _number("Interest a year", suffix="%"),
        "years": _number("Repaid over", suffix="years", width=3),
        "secured": _choice("Secured", "yes", empty="No answer"),
    },
    "lock": {
        "who": _choice("Who may not give up shares", "lockable", empty="Choose"),
        "until": Widget("Until", _DAY),
        "note": Widget("Exceptions (optional)", "Such as transfers within a group"),
    },
    "right": {
        "kind": _choice("Kind", "rights", usually="earn_in"),
        "name": Widget("Name (optional)"),
        "holder": _choice("Who gets the shares", "holders", empty="Choose"),
        "shares": _number("How many shares", width=10),
        "class": _choice("Class", "classes", empty="Choose"),
        "giver": _choice("From", "holders", empty="New shares"),
        "price": _number("Price of each", "0 if empty", prefix="£"),
        "until": Widget("Last day (optional)", _DAY),
        "milestone": Widget("Milestone", "What must be met, by when, and who decides", is_long=True),
    },
    "vesting": {
        "holder": _choice("Whose shares", "holders", empty="Choose"),
        "shares": _number("How many shares", width=10),
        "class": _choice("Class", "classes", empty="Choose"),
        "starts": Widget("From", _DAY),
        "months": _number("All after", suffix="months", width=3),
        "cliff": _number("None before", suffix="months", width=3),
        "returns": _choice("A leaver’s shares go to", "holders", empty="Nobody"),
    },
    "confidential": {
        "part": _choice("Part of the bid", "parts", empty="Choose"),
        "until": Widget("Until (optional)", "A day; for good if empty"),
        "passage": Widget("Which passage", is_long=True),
        "reason": Widget("Why", "Such as a trade secret, or harm to your business", is_long=True),
    },
}
LATER: Mapping[str, Mapping[str, Widget]] = {
    "class": {
        "nominal": _number("Nominal value of a share", "£1 if empty", prefix="£"),
        "fixed": _number("Fixed dividend a year", "Per cent of the nominal value, paid before others", suffix="%"),
        "rank": _number("Rank if the company ends", "1 is paid first; empty if no rank", width=3),
        "preference": _number("Paid first for each share", "When the company ends or is sold", prefix="£"),
        "participates": _choice("Then an equal part of what is left", "yes", usually=YES),
        "most": _number("At most for each share", "Empty if no limit", prefix="£"),
        "golden": _choice("Must consent to reserved matters", "yes", "A golden share", empty="No answer"),
        "memberships": _choice(
            "Each stands for one member", "yes", "Only in societies and the like", empty="No answer"
        ),
    },
    "loan": {
        "holiday": _number("First years without repayment", suffix="years", width=3),
        "rank": _number("Rank if the company ends", "1 is paid first", width=3),
        "income": _number("Share of income", "Only quasi-equity", suffix="%"),
        "times": _number("Until so many times the amount is paid", "Only quasi-equity", width=4),
        "into": _choice("Becomes shares of", "classes", "Only a convertible loan", empty="None"),
        "price": _number("At a price for each share of", "Only a convertible loan", prefix="£"),
    },
}
WORDS: Mapping[str, Widget] = {
    **{
        name: Widget(is_long=True)
        for name in ("conditions", "valuation", "mission", "deadlock", "support", "step_in", "exit")
    },
}
ANSWERS: Mapping[str, Widget] = {
    "pre_emption": _choice(
        "Must shares be offered to the other owners first?",
        "yes",
        "New shares, and those that an owner wants to sell. This is usual.",
        usually=YES,
    ),
    "drag_along": _number(
        "Part of the shares whose owners can make the others sell with them",
        "Leave empty if nobody can (“drag along”)",
        suffix="%",
    ),
    "tag_along": _choice(
        "May small owners sell with a large one, at the same price?", "yes", "“Tag along”", empty="No answer"
    ),
    "leaver_rule": _choice("Shares of staff who leave", "leavers", empty="Not settled"),
    "least_employees": _number(
        "Part of the company that employees keep", "A promise never to go below it; empty if there is none", suffix="%"
    ),
    "most_dividend": _number(
        "Most of a year’s profits that is paid as dividends",
        "A community interest company may pay most owners 35% at most; a charity pays nothing",
        suffix="%",
    ),
    "asset_lock": _choice(
        "Are the assets locked for the company’s purpose?",
        "yes",
        "So that they can never go to owners",
        empty="No answer",
    ),
    "asset_lock_body": Widget("Who gets what is left if the company ends", "Of an asset-locked company"),
    "mission": Widget("Purpose that the articles fix (optional)", is_long=True),
    "deadlock": Widget("If the owners can’t agree (optional)", "Such as mediation, then an expert", is_long=True),
}
