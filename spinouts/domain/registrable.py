"""Significant control through companies and trusts (Companies Act 2006, Part 21A and Sch.1A).

Who counts: whoever holds, with the bodies in which it has a majority stake (Sch.1A paras 18 and 19; see `chains`),
more than a quarter of the shares or votes, or appoints most of the board.

Who is registered: the first in each chain, seen from the company, that must keep such records itself (a relevant
legal entity, s.790C(6)). Whoever stands behind need not be registered too, if all their interest in the company
comes through such entities (s.790C(4) and (8), Sch.1A para 9); one share of their own is enough to change that. Every
company of the group is taken to be a company in the United Kingdom, hence such an entity, unless it is a society.

Trusts: the trustees hold, each of them all of it (Sch.1A para 11). Whoever can direct the trust is registered with
them (para 6). To benefit from it is not to control it.

Joint arrangements (para 12), significant influence in other ways (para 5) and dominant influence (para 18(3)(d)) show
in no register.
"""

from collections.abc import Iterator
from fractions import Fraction

from spinouts.domain.chains import HALF, Chains
from spinouts.domain.control import EACH_ALONE, Topic, band
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_findings import GroupFinding, GroupTopic
from spinouts.domain.groups import GroupCompany, Trust
from spinouts.domain.parties import PartyKind
from spinouts.domain.percentages import stake_in_words

_PARAGRAPHS = {Topic.PSC_SHARES: 2, Topic.PSC_VOTES: 3, Topic.PSC_BOARD: 4}
_NOUNS = {Topic.PSC_SHARES: "shares", Topic.PSC_VOTES: "votes", Topic.PSC_BOARD: "board seats"}


def significant_control(of: Chains, company: str) -> Iterator[GroupFinding]:
    """Who must be registered for significant control of the company, and who stands behind them; an indication.

    Nothing for a society, which is outside the regime.
    """
    known = of.group.company(company)
    if known.form is not None and known.form.is_society:
        return
    meeting = {holder: met for holder in _candidates(of, company) if (met := _conditions(of, known, holder))}
    entities = {body.reference for body in of.group.companies if body.reference in meeting and not _society(body)}
    for holder, met in meeting.items():
        for topic, figure in met.items():
            if _must_register(of, known, holder, entities):
                yield _registered(of, known, holder, topic, figure)
            else:
                yield _stands_behind(of, known, holder, topic, figure, entities)
    for trust in of.group.trusts:
        if trust.reference in meeting and _must_register(of, known, trust.reference, entities):
            yield _directs(of, known, trust, max(meeting[trust.reference].values()))


def _candidates(of: Chains, company: str) -> list[str]:
    members = (*of.group.companies, *of.group.outsiders)
    return [member.reference for member in members if member.reference != company]


def _conditions(of: Chains, company: GroupCompany, holder: str) -> dict[Topic, Fraction]:
    """The conditions that the holder meets, each with its exact figure."""
    shares, votes, seats = of.standing(company.reference, holder)
    met: dict[Topic, Fraction] = {}
    if band(shares) is not None and (company.form is None or company.form.has_shares):
        met[Topic.PSC_SHARES] = shares
    if band(votes) is not None:
        met[Topic.PSC_VOTES] = votes
    if seats > HALF:
        met[Topic.PSC_BOARD] = seats
    return met


def _must_register(of: Chains, company: GroupCompany, holder: str, entities: set[str]) -> bool:
    """Whether any of the holder's interest reaches the company without passing an entity that is registrable."""
    return company.interest(holder) or any(
        not _passes(of, holder, body, entities) for body in of.through(company.reference, holder)
    )


def _passes(of: Chains, holder: str, body: str, entities: set[str]) -> bool:
    return body in entities or any(body in of.under(above) for above in of.under(holder) if above in entities)


def _registered(of: Chains, company: GroupCompany, holder: str, topic: Topic, figure: Fraction) -> GroupFinding:
    words, by_way = stake_in_words(figure), of.by_way(company.reference, holder)
    what = f"{_who(of, holder)} must be registered for significant control of {company.name}"
    part, reached = f"{words} of the {_NOUNS[topic]}{by_way}", band(figure)
    if topic is Topic.PSC_BOARD:
        sentence = f"{what} if they can appoint or remove {part}: that is a majority of the board."
    else:
        alone = f" {EACH_ALONE}" if _is_many(of, holder) else ""
        sentence = f"{what}: {part} is {reached.label if reached else 'less'}.{alone}"
    source = f"{_source(company)}, para {_PARAGRAPHS[topic]}{' and para 18' if by_way else ''}"
    return GroupFinding(holder, topic, sentence, figure, words, source, company=company.reference)


def _stands_behind(
    of: Chains, company: GroupCompany, holder: str, topic: Topic, figure: Fraction, entities: set[str]
) -> GroupFinding:
    words = stake_in_words(figure)
    registered = " and ".join(
        of.group.name(body)
        for body in of.under(holder)
        if body in entities and _must_register(of, company, body, entities)
    )
    sentence = (
        f"{_who(of, holder)} need not be registered at {company.name}, with {words} of the {_NOUNS[topic]}: "
        f"all of it comes through {registered or 'companies'}, registered instead."
    )
    source = f"Companies Act 2006, s.790C; {_source(company).removeprefix('Companies Act 2006, ')}, paras 9 and 18"
    return GroupFinding(holder, GroupTopic.STANDS_BEHIND, sentence, figure, words, source, company=company.reference)


def _directs(of: Chains, company: GroupCompany, trust: Trust, figure: Fraction) -> GroupFinding:
    sentence = (
        f"Whoever can direct {trust.name}, for example by appointing and removing its trustees, must be registered "
        f"for significant control of {company.name} with them. Those it is for ({trust.beneficiaries}) need not be, "
        "merely because they benefit."
    )
    words = stake_in_words(figure)
    source = f"{_source(company)}, para 6"
    return GroupFinding(
        trust.reference, GroupTopic.DIRECTS_TRUST, sentence, figure, words, source, company=company.reference
    )


def _who(of: Chains, holder: str) -> str:
    """The holder as the subject of a sentence: of a trust, its trustees by name; of many, who holds for them."""
    if _is_many(of, holder):
        return f"Whoever holds for all of {of.group.name(holder)}"
    for trust in of.group.trusts:
        if trust.reference == holder:
            names = f" ({', '.join(trust.trustees)})" if trust.trustees else ""
            return f"Each trustee of {trust.name}{names}"
    return of.group.name(holder)


def _is_many(of: Chains, holder: str) -> bool:
    return any(owner.reference == holder and PartyKind(owner.kind).is_many for owner in of.group.owners)


def _society(company: GroupCompany) -> bool:
    return company.form is not None and company.form.is_society


def _source(company: GroupCompany) -> str:
    applied = " as applied to LLPs by SI 2016/340" if company.form is LegalForm.LLP else ""
    return f"Companies Act 2006, Sch.1A{applied}"
