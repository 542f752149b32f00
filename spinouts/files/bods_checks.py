"""What must be so in statements of BODS 0.4 and no schema says: no more than all is held, and trusts are trusts."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.domain.refusals import Refusal

Statement = Mapping[str, Any]
ADD_UP = {"shareholding": "shares", "votingRights": "votes", "appointmentOfBoard": "seats on the board"}
OF_TRUSTS = {"trustee", "settlor", "protector", "beneficiaryOfLegalArrangement"}


def check(statements: Sequence[Statement]) -> None:
    """Raise Refusal with a sentence for each thing that can't be so."""
    wrong = [*_too_much(statements), *_no_trusts(statements), *_parts_of_trusts(statements)]
    if wrong:
        raise Refusal(*wrong)


def latest(statements: Sequence[Statement], kind: str) -> dict[str, Statement]:
    """The details of each record of the kind as it was stated last, without those that are closed."""
    found: dict[str, Statement] = {}
    for statement in statements:
        if statement.get("recordType") == kind:
            found[statement["recordId"]] = statement
    return {record: each["recordDetails"] for record, each in found.items() if each.get("recordStatus") != "closed"}


def least(share: Mapping[str, Any]) -> Fraction:
    """The least part of the whole, 0 to 1, that the share says."""
    value = share.get("exact", share.get("minimum", share.get("exclusiveMinimum", 0)))
    return Fraction(Decimal(str(value))) / 100


def direct(interest: Mapping[str, Any]) -> bool:
    """Whether the interest is held by the party itself: what it has through others is stated of them."""
    return interest.get("directOrIndirect") != "indirect"


def _too_much(statements: Sequence[Statement]) -> Iterator[str]:
    totals: dict[tuple[str, str], Fraction] = {}
    for each in latest(statements, "relationship").values():
        for interest in each.get("interests", []):
            subject, kind = each.get("subject"), interest.get("type", "")
            if isinstance(subject, str) and kind in ADD_UP and direct(interest) and not interest.get("endDate"):
                part = least(interest.get("share", {}))
                totals[subject, kind] = totals.get((subject, kind), Fraction(0)) + part
    for (subject, kind), total in totals.items():
        if total > 1:
            said = Decimal((total * 100).numerator) / Decimal((total * 100).denominator)
            yield (
                f"The {ADD_UP[kind]} of {_name(statements, subject)} add up to {said:.10g}%: "
                "correct them, so that they are 100% at most."
            )


def _no_trusts(statements: Sequence[Statement]) -> Iterator[str]:
    """Who has trustees or beneficiaries is a trust, and has to be stated as one."""
    entities = latest(statements, "entity")
    told: set[str] = set()
    for each in latest(statements, "relationship").values():
        subject = each.get("subject")
        if not isinstance(subject, str) or subject in told:
            continue
        if any(interest.get("type") in OF_TRUSTS for interest in each.get("interests", [])) and not _is_trust(
            entities.get(subject, {})
        ):
            told.add(subject)
            yield (
                f"{_name(statements, subject)} has trustees or beneficiaries, but is not stated as a trust: "
                "state it as an arrangement of the subtype trust."
            )


def _parts_of_trusts(statements: Sequence[Statement]) -> Iterator[str]:
    entities = latest(statements, "entity")
    for each in latest(statements, "relationship").values():
        subject = each.get("subject")
        kinds = {interest.get("type") for interest in each.get("interests", [])}
        if isinstance(subject, str) and _is_trust(entities.get(subject, {})) and kinds & set(ADD_UP):
            yield (
                f"{_name(statements, subject)} is a trust, which has no shares, votes or seats that somebody could "
                "hold: state its trustees and beneficiaries instead."
            )


def _is_trust(entity: Mapping[str, Any]) -> bool:
    kind = entity.get("entityType", {})
    return kind.get("type") in {"arrangement", "legalEntity"} and kind.get("subtype") == "trust"


def _name(statements: Sequence[Statement], record: str) -> str:
    return str(latest(statements, "entity").get(record, {}).get("name", record))
