"""Who bids together, in which role, with which share of the work."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from accounts.domain.refusals import Refusal
from procurement.domain.dates import in_words

ALL_OF_IT = Decimal(100)
NOT_NAMED = (
    "The lead does not name you on these terms any more, so nothing that you declared goes with its bid. If it asks "
    "you again, you may agree and declare."
)


class ConsortiumRole(StrEnum):
    """How somebody stands behind a bid besides its lead. All but a pure guarantor are looked at for exclusion."""

    MEMBER = "member"
    """Submits the tender together with the lead (s.22(8), s.26)."""
    ASSOCIATED = "associated"
    """Relied on to meet a condition of participation (s.26(4))."""
    SUBCONTRACTOR = "subcontractor"
    """Would carry out a part of the contract for the lead or a member (s.28)."""

    @property
    def label(self) -> str:
        return {
            ConsortiumRole.MEMBER: "Member of the consortium",
            ConsortiumRole.ASSOCIATED: "Associated person: you rely on it to meet a condition",
            ConsortiumRole.SUBCONTRACTOR: "Subcontractor",
        }[self]

    @property
    def must_declare(self) -> bool:
        """Whether the bid is not complete until it has agreed and, where a competition asks, declared."""
        return self is not ConsortiumRole.SUBCONTRACTOR

    @property
    def short(self) -> str:
        return self.label.partition(":")[0].lower()


def read_share(typed: str) -> Decimal | None:
    """The share of the work in percent: "30", "30%" or "12.5"; None where nothing is typed. Raises Refusal."""
    text = typed.strip().removesuffix("%").strip()
    if not text:
        return None
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = None
    if share is None or not share.is_finite() or not 0 < share <= ALL_OF_IT:
        raise Refusal("enter its share of the work as a percentage above 0 and up to 100, such as 30")
    return share


def share_of_the_lead(shares: Iterable[Decimal | None]) -> Decimal:
    """What is left of the work for the lead member, in percent. Raises Refusal where the others do more than all."""
    others = sum((share for share in shares if share is not None), start=Decimal(0))
    if others > ALL_OF_IT:
        raise Refusal(
            f"The shares of the work add up to {others.normalize():f}%: take {(others - ALL_OF_IT).normalize():f}% off."
        )
    return ALL_OF_IT - others


def lacks_of(
    name: str,
    role: ConsortiumRole,
    *,
    is_asked: bool,
    has_agreed: bool,
    has_declined: bool,
    has_declared: bool,
    took_back_at: datetime | None = None,
) -> str:
    """What a bid lacks of one who stands behind it, where the competition asks for supplier information; "" if nothing.

    One on whom the lead relies may be answered for by the lead instead (s.26(4)); whoever calls knows whether it is.
    """
    if not role.must_declare or (has_agreed and has_declared):
        return ""
    or_else = (
        " Or name it among the associated persons of your own supplier information, and answer for it."
        if role is ConsortiumRole.ASSOCIATED
        else ""
    )
    if took_back_at:
        when = in_words(took_back_at)
        return f"“{name}” took back its agreement to its part at {when}: replace it, or ask it again.{or_else}"
    if has_declined:
        return f"“{name}” declined its part: replace it, or ask it again.{or_else}"
    if not is_asked:
        return f"“{name}” has not been asked to agree to its part and to declare for itself.{or_else}"
    if not has_agreed:
        return f"“{name}” has not agreed to its part yet.{or_else}"
    return f"“{name}” has agreed, but not yet declared for itself.{or_else}"
