"""Legal forms that the company may take."""

from enum import StrEnum


class LegalForm(StrEnum):
    """A legal form of the joint venture, with what decides how stakes and votes are counted in it."""

    COMPANY_BY_SHARES = "company_by_shares"
    COMPANY_BY_GUARANTEE = "company_by_guarantee"
    CIC_BY_SHARES = "cic_by_shares"
    CIC_BY_GUARANTEE = "cic_by_guarantee"
    COMMUNITY_BENEFIT_SOCIETY = "community_benefit_society"
    COOPERATIVE_SOCIETY = "cooperative_society"
    LLP = "llp"
    CHARITABLE_COMPANY = "charitable_company"
    CIO = "cio"

    @property
    def label(self) -> str:
        """The form's name, as a person reads it."""
        return _LABELS[self]

    @property
    def has_shares(self) -> bool:
        """Whether members hold shares. In a form without shares, a register counts units of membership instead."""
        return self.is_society or self in {LegalForm.COMPANY_BY_SHARES, LegalForm.CIC_BY_SHARES}

    @property
    def one_member_one_vote(self) -> bool:
        """Whether each member has one vote, whatever its stake.

        Companies without share capital: Companies Act 2006, s.284(1)(b). Societies: Co-operative and Community
        Benefit Societies Act 2014, s.2, as its registrar applies it. Charitable incorporated organisations: Charities
        Act 2011, s.220 and the constitution. In an LLP the members' agreement decides, so the votes recorded for each
        stake stand.
        """
        return self.is_society or not (self.has_shares or self is LegalForm.LLP)

    @property
    def is_society(self) -> bool:
        """Whether it is registered under the Co-operative and Community Benefit Societies Act 2014."""
        return self in {LegalForm.COMMUNITY_BENEFIT_SOCIETY, LegalForm.COOPERATIVE_SOCIETY}

    @property
    def is_cic(self) -> bool:
        """Whether it is a community interest company (Companies (Audit, …) Act 2004, Part 2)."""
        return self in {LegalForm.CIC_BY_SHARES, LegalForm.CIC_BY_GUARANTEE}

    @property
    def is_charity(self) -> bool:
        """Whether it may distribute nothing to its members (Charities Act 2011)."""
        return self in {LegalForm.CHARITABLE_COMPANY, LegalForm.CIO}

    @property
    def notes(self) -> tuple[str, ...]:
        """What an officer should know before choosing the form; each sentence names its source."""
        return _NOTES[self]


_LABELS = {
    LegalForm.COMPANY_BY_SHARES: "Company limited by shares",
    LegalForm.COMPANY_BY_GUARANTEE: "Company limited by guarantee",
    LegalForm.CIC_BY_SHARES: "Community interest company limited by shares",
    LegalForm.CIC_BY_GUARANTEE: "Community interest company limited by guarantee",
    LegalForm.COMMUNITY_BENEFIT_SOCIETY: "Community benefit society",
    LegalForm.COOPERATIVE_SOCIETY: "Co-operative society",
    LegalForm.LLP: "Limited liability partnership",
    LegalForm.CHARITABLE_COMPANY: "Charitable company limited by guarantee",
    LegalForm.CIO: "Charitable incorporated organisation",
}

_BY_GUARANTEE = (
    "There are no shares. Each member has one vote unless the articles say otherwise "
    "(Companies Act 2006, s.284(1)(b) and (4))."
)
_CIC = (
    "Its assets are locked for the benefit of the community "
    "(Companies (Audit, Investigations and Community Enterprise) Act 2004, s.30)."
)
_ONE_VOTE = "Each member has one vote, however large its stake (Co-operative and Community Benefit Societies Act 2014)."
_CHARITY = "It may pay no profit to its members: all it has serves its charitable purposes (Charities Act 2011, s.1)."
_SHARE_LIMIT = (
    "One person may hold at most £100,000 of withdrawable shares "
    "(Co-operative and Community Benefit Societies Act 2014, s.24)."
)

_NOTES: dict[LegalForm, tuple[str, ...]] = {
    LegalForm.COMPANY_BY_SHARES: (
        "Each share carries one vote unless the articles say otherwise (Companies Act 2006, s.284(3) and (4)).",
        "Dividends may be paid only out of distributable profits (Companies Act 2006, s.830).",
    ),
    LegalForm.COMPANY_BY_GUARANTEE: (_BY_GUARANTEE, "Its articles usually forbid paying profits to members."),
    LegalForm.CIC_BY_SHARES: (
        _CIC,
        (
            "Dividends to a body without an asset lock are limited to 35% of distributable profits in all "
            "(Community Interest Company Regulations 2005, SI 2005/1788)."
        ),
    ),
    LegalForm.CIC_BY_GUARANTEE: (_CIC, _BY_GUARANTEE),
    LegalForm.COMMUNITY_BENEFIT_SOCIETY: (
        _ONE_VOTE,
        _SHARE_LIMIT,
        "Profits may not be distributed to members (Co-operative and Community Benefit Societies Act 2014, s.2).",
    ),
    LegalForm.COOPERATIVE_SOCIETY: (
        _ONE_VOTE,
        _SHARE_LIMIT,
        "It is run for its members and may share profits among them in proportion to their trade with it.",
    ),
    LegalForm.LLP: (
        (
            "There are no shares: the members' agreement decides stakes and votes "
            "(Limited Liability Partnerships Act 2000, s.5)."
        ),
        (
            "A council that acts for a commercial purpose must act through a company or a society, not an LLP "
            "(Localism Act 2011, s.4)."
        ),
    ),
    LegalForm.CHARITABLE_COMPANY: (
        _CHARITY,
        _BY_GUARANTEE,
        "The Charity Commission must consent to a change of its purposes (Charities Act 2011, s.198).",
    ),
    LegalForm.CIO: (
        _CHARITY,
        "There are no shares. Its constitution says who the members are and how they vote (Charities Act 2011, s.206).",
    ),
}
