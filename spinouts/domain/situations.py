"""How a company's time, or an owner's, may end."""

from enum import StrEnum


class Situation(StrEnum):
    """What has happened to the company."""

    SALE = "sale"
    INSOLVENCY = "insolvency"
    DEFAULT = "default"
    STEP_IN = "step_in"
    WINDING_UP = "winding_up"

    @property
    def label(self) -> str:
        """The situation as a person reads it."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What is taken to happen, in a sentence."""
        return _MEANINGS[self]


_LABELS = {
    Situation.SALE: "Sale of the business",
    Situation.INSOLVENCY: "Insolvency",
    Situation.DEFAULT: "Default on a loan",
    Situation.STEP_IN: "The council steps in",
    Situation.WINDING_UP: "Winding up while solvent",
}
_MEANINGS = {
    Situation.SALE: "The business is sold, and the price is paid out.",
    Situation.INSOLVENCY: "The company cannot pay its debts; an insolvency practitioner sells what there is.",
    Situation.DEFAULT: "A loan is not repaid; the lenders call in what is owed, and what there is is sold.",
    Situation.STEP_IN: "The council takes the service back and pays for what it takes over.",
    Situation.WINDING_UP: "The owners end the company; its debts are paid and the rest is paid out.",
}
