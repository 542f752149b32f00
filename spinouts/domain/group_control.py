"""What a group makes of one of its companies: whose subsidiary it is, and whether councils control or influence it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from spinouts.domain.chains import HALF, Chains, chains
from spinouts.domain.control import FIFTH, Topic
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_findings import GroupFinding, GroupTopic
from spinouts.domain.groups import Group, GroupCompany
from spinouts.domain.parties import PartyKind, Side
from spinouts.domain.percentages import stake_in_words
from spinouts.domain.regimes import SIGNIFICANT_CONTROL
from spinouts.domain.registrable import significant_control

_NO_PARENT = {kind.value for kind in PartyKind if kind.side is not Side.PARTNER}


def group_findings(of: Group, company: str, on: date = date.max) -> tuple[GroupFinding, ...]:
    """All that follows for the company from those who hold it through others, as indications and not as advice.

    What the law did not yet ask on the day `on` is left out: the company's own register says so (`control.findings`).
    Raises Refusal if the company is not in the group.
    """
    known, all_chains = of.company(company), chains(of)
    return (
        *(significant_control(all_chains, company) if SIGNIFICANT_CONTROL.is_known(on) else ()),
        *_subsidiary(all_chains, known),
        *_in_parent(all_chains, known),
        *_councils(all_chains, known),
    )


@dataclass(frozen=True, slots=True)
class _Weight:
    """The greater of the votes and the board seats that somebody has."""

    figure: Fraction
    noun: str
    by_way: str

    @property
    def words(self) -> str:
        return f"{stake_in_words(self.figure)} of the {self.noun}{self.by_way}"


def _weight(of: Chains, company: GroupCompany, *roots: str) -> _Weight:
    _, votes, seats = of.standing(company.reference, *roots)
    noun = "votes" if votes >= seats else "board seats"
    return _Weight(max(votes, seats), noun, of.by_way(company.reference, *roots))


def _subsidiary(of: Chains, company: GroupCompany) -> Iterator[GroupFinding]:
    """Parents in the group, and owners outside who may be companies. Trustees never are one (Sch.6 para 6)."""
    outside = [owner.reference for owner in of.group.owners if owner.kind not in _NO_PARENT]
    for parent in (*(body.reference for body in of.group.companies), *outside):
        if company.reference not in of.under(parent):
            continue
        weight = _weight(of, company, parent)
        name = of.group.name(parent)
        provided = f", if {name} is a body corporate" if parent in outside else ""
        sentence = (
            f"{company.name} is a subsidiary of {name}, which has {weight.words}: more than half is enough{provided}."
        )
        source = f"Companies Act 2006, s.1159(1)({'a' if weight.noun == 'votes' else 'b'}) and Sch.6"
        words = stake_in_words(weight.figure)
        yield GroupFinding(
            parent, GroupTopic.SUBSIDIARY, sentence, weight.figure, words, source, company=company.reference
        )


def _in_parent(of: Chains, company: GroupCompany) -> Iterator[GroupFinding]:
    """Shares of the company in those above it."""
    for parent in of.group.companies:
        held = parent.capital.get(company.reference, 0)
        if not held or company.reference not in of.under(parent.reference):
            continue
        figure = Fraction(held, sum(parent.capital.values()))
        words = stake_in_words(figure)
        sentence = (
            f"{company.name} holds {words} of the shares in {parent.name}, whose subsidiary it is. It may only keep "
            "such shares from before it became one, and they carry no votes meanwhile; shares allotted or "
            "transferred to it later are void, unless it holds them only as a trustee."
        )
        yield GroupFinding(
            parent.reference,
            GroupTopic.IN_PARENT,
            sentence,
            figure,
            words,
            "Companies Act 2006, ss.136 to 138",
            company=company.reference,
        )


def _councils(of: Chains, company: GroupCompany) -> Iterator[GroupFinding]:
    """Control and influence by councils, each with the companies that it controls (Local Government and Housing Act
    1989, ss.68 and 69); taken together where none has it alone (s.73). An LLP is no company there (s.67(1))."""
    councils = [owner.reference for owner in of.group.owners if owner.kind == PartyKind.COUNCIL.value]
    if not councils or company.form is LegalForm.LLP:
        return
    for line, topic in ((HALF, Topic.COUNCIL_CONTROLLED), (FIFTH, Topic.COUNCIL_INFLUENCED)):
        sides: list[tuple[str, ...]] = [
            (council,) for council in councils if _reaches(_weight(of, company, council).figure, line)
        ]
        if not sides and _reaches(_weight(of, company, *councils).figure, line):
            sides = [_joined(of, company, councils)]
        if sides:
            yield from (_council(of, company, side, topic) for side in sides)
            return
    yield _council(of, company, tuple(councils), Topic.COUNCIL_NEITHER)


def _joined(of: Chains, company: GroupCompany, councils: list[str]) -> tuple[str, ...]:
    """Those of the councils that hold in the company, or in one by which they hold together."""
    bodies = [company, *(of.group.company(body) for body in of.under(*councils))]
    return tuple(council for council in councils if any(body.interest(council) for body in bodies))


def _reaches(figure: Fraction, line: Fraction) -> bool:
    """Control takes more than half; influence starts at a fifth exactly."""
    return figure > line if line == HALF else figure >= line


def _council(of: Chains, company: GroupCompany, side: tuple[str, ...], topic: Topic) -> GroupFinding:
    weight = _weight(of, company, *side)
    names = " and ".join(of.group.name(council) for council in side)
    together = " together" if len(side) > 1 else ""
    if topic is Topic.COUNCIL_CONTROLLED:
        sentence = f"{names}{together} would control {company.name}, with {weight.words}: more than half is enough."
        section = "s.68"
    elif topic is Topic.COUNCIL_INFLUENCED:
        sentence = (
            f"{names}{together} may influence {company.name}, with {weight.words}: 20% is enough, if there is also a "
            "business relationship, such as more than half of its turnover from the council."
        )
        section = "s.69"
    else:
        sentence = (
            f"{names}{together} would neither control nor influence {company.name} by stakes, with {weight.words}: "
            "influence starts at 20%. Staff of the council count too."
        )
        section = "ss.68 and 69"
    joint = " and s.73" if len(side) > 1 else ""
    source = f"Local Government and Housing Act 1989, {section}{joint}; SI 1995/849"
    return GroupFinding(
        side[0] if len(side) == 1 else None,
        topic,
        sentence,
        weight.figure,
        stake_in_words(weight.figure),
        source,
        company=company.reference,
    )
