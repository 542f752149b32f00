"""A small world of rows for the tests: a council, its competition, three organisations and their bids, a panel.

Rows are written directly, so that a test of one app does not stand on the actions of another.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from accounts.domain.fingerprints import fingerprint
from accounts.domain.roles import CouncilRole
from accounts.models import Council, CouncilMember, User
from partners.domain.lifecycle import BidState
from partners.domain.organisations import OrganisationKind, OrganisationRole
from partners.models import Bid, Organisation, OrganisationMember, Submission
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import CriterionKind, Measure, Method
from procurement.models import Competition, Criterion, Scale, ScaleStep, Section
from scoring.domain.roles import Interest, PanelRole
from scoring.models import InterestDeclaration, PanelMember
from spinouts.domain.forms import LegalForm
from spinouts.models import Service

PUBLISHED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
BEFORE = DEADLINE - timedelta(days=1)
AFTER = DEADLINE + timedelta(hours=1)
PASSWORD = "correct horse battery staple"
# One hash for all, made once: hashing is slow on purpose.
_HASHES: dict[str, str] = {}


def person(name: str) -> User:
    user = User(email=f"{name.lower().replace(' ', '.')}@example.org", name=name)
    if not _HASHES:
        user.set_password(PASSWORD)
        _HASHES[PASSWORD] = user.password
    user.password = _HASHES[PASSWORD]
    user.save()
    return user


def council(name: str = "Barchester Council") -> Council:
    return Council.objects.create(name=name, email="partnerships@barchester.example")


def council_member(council: Council, role: CouncilRole, name: str) -> User:
    user = person(name)
    CouncilMember.objects.create(council=council, user=user, role=role.value)
    return user


def service(council: Council, name: str = "Day centres") -> Service:
    return Service.objects.create(
        council=council,
        name=name,
        description="Eleven day centres for older people.",
        annual_cost_amount=Decimal(4_200_000),
        headcount=180,
        full_time_equivalents=Decimal("141.5"),
        assets="Eleven buildings on lease, nine minibuses.",
        why_spin_out="To grow, and to give the people who run it a say.",
    )


def draft_competition(service: Service, title: str = "A partner for our day centres") -> Competition:
    """A draft that lacks nothing for publication: 60% quality, 40% offer, one condition."""
    competition = Competition.objects.create(
        service=service,
        title=title,
        summary="A partner who brings investment and skills.",
        contract_years=7,
        extension_years=3,
        estimated_value_amount=Decimal(29_400_000),
        is_light_touch=True,
        least_employees_percent=Decimal(25),
        most_partner_percent=Decimal(40),
        least_council_percent=Decimal(20),
        permitted_forms=[LegalForm.COMPANY_BY_SHARES.value],
        tie_break=["quality"],
        questions_deadline=DEADLINE - timedelta(days=14),
        bid_deadline=DEADLINE,
    )
    _criteria(competition)
    return competition


def _criteria(competition: Competition) -> None:
    scale = Scale.objects.create(competition=competition, name="0 to 5")
    for value, label in enumerate(("No answer", "Poor", "Weak", "Acceptable", "Good", "Excellent")):
        ScaleStep.objects.create(
            scale=scale, value=value, label=label, descriptor=f"{label}: what such an answer shows."
        )
    pass_fail = Scale.objects.create(competition=competition, name="Pass or fail")
    for value, label in enumerate(("Fail", "Pass")):
        ScaleStep.objects.create(scale=pass_fail, value=value, label=label)

    def section(position: int, reference: str, title: str, weight: int) -> Section:
        return Section.objects.create(
            competition=competition, position=position, reference=reference, title=title, weight=weight
        )

    def criterion(section: Section, position: int, reference: str, title: str, **fields: object) -> Criterion:
        return Criterion.objects.create(
            competition=competition, section=section, position=position, reference=reference, title=title, **fields
        )

    conditions = section(1, "conditions", "Conditions of participation", 0)
    quality = section(2, "quality", "Quality", 60)
    offer = section(3, "offer", "The offer", 40)
    criterion(
        conditions,
        1,
        "insurance",
        "Insurance",
        question="Will you hold employers' liability insurance from the first day?",
        kind=CriterionKind.CONDITION.value,
        scale=pass_fail,
        minimum_score=1,
    )
    scored = {"kind": CriterionKind.SCORED.value, "scale": scale, "word_limit": 500}
    criterion(
        quality,
        1,
        "service",
        "How the service will run",
        question="How will you run the day centres?",
        weight=60,
        minimum_score=2,
        **scored,
    )
    criterion(
        quality,
        2,
        "employees",
        "Working with employees",
        question="How will employees share in decisions?",
        weight=40,
        **scored,
    )
    formula = {"kind": CriterionKind.FORMULA.value, "method": Method.LINEAR.value}
    criterion(
        offer,
        1,
        "investment",
        "Investment",
        weight=50,
        measure=Measure.INVESTMENT_TOTAL.value,
        zero_at=0,
        full_at=1_000_000,
        **formula,
    )
    criterion(
        offer,
        2,
        "price",
        "Price",
        weight=50,
        measure=Measure.PRICE_TOTAL.value,
        zero_at=30_000_000,
        full_at=20_000_000,
        **formula,
    )


def publish(competition: Competition) -> Competition:
    competition.state = CompetitionState.PUBLISHED.value
    competition.published_at = PUBLISHED
    competition.save()
    return competition


def open_bids(competition: Competition) -> Competition:
    competition.state = CompetitionState.OPENED.value
    competition.opened_at = AFTER
    competition.save()
    for submission in Submission.objects.filter(bid__competition=competition, content=None):
        submission.content = submission.whole()
        submission.save()
    return competition


def organisation(name: str, kind: OrganisationKind = OrganisationKind.CHARITY) -> tuple[Organisation, User]:
    """An organisation and its administrator."""
    organisation = Organisation.objects.create(
        name=name, kind=kind.value, registered_number="1098765", address="1 High Street, Barchester"
    )
    administrator = person(f"Ada of {name}")
    OrganisationMember.objects.create(
        organisation=organisation, user=administrator, role=OrganisationRole.ADMINISTRATOR.value
    )
    return organisation, administrator


def bid(competition: Competition, organisation: Organisation, by: User) -> Bid:
    return Bid.objects.create(
        competition=competition, organisation=organisation, started_by=by, started_at=PUBLISHED, changed_at=PUBLISHED
    )


def offer_content(name: str, investment: int = 500_000, price: int = 24_000_000) -> dict[str, object]:
    """An offer as a submission holds it: employees 25, council 35, partner 40."""
    years = 7
    return {
        "company_name": "Barchester Day Centres Limited",
        "legal_form": LegalForm.COMPANY_BY_SHARES.value,
        "total_shares": 1000,
        "notes": "",
        "holdings": [
            _holding("employees", "Employee trust", "25", 2),
            _holding("partner", name, "40", 2),
            _holding("council", "Barchester Council", "35", 2),
        ],
        "investments": [{"instrument": "equity", "year": 1, "amount": str(investment)}],
        "prices": [
            {"year": year, "amount": str(price // years + (price % years if year == 1 else 0))}
            for year in range(1, years + 1)
        ],
    }


def _holding(kind: str, name: str, percent: str, seats: int) -> dict[str, object]:
    return {
        "kind": kind,
        "name": name,
        "percent": percent,
        "share_class": "Ordinary",
        "votes_per_share": 1,
        "board_seats": seats,
    }


def submission(bid: Bid, investment: int = 500_000, price: int = 24_000_000) -> Submission:
    organisation = bid.organisation
    content = {
        "bid": bid.reference,
        "competition": bid.competition.reference,
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "registered_number": organisation.registered_number,
            "address": organisation.address,
        },
        "consortium": [],
        "answers": {
            "insurance": "Yes.",
            "service": f"{organisation.name} will keep all eleven centres open.",
            "employees": "Employees elect two directors.",
        },
        "documents": [],
        "offer": offer_content(organisation.name, investment, price),
    }
    bid.state = BidState.SUBMITTED.value
    bid.save()
    return Submission.objects.create(
        bid=bid, number=1, at=BEFORE, by=bid.started_by, content=content, fingerprint=fingerprint(content)
    )


def seat(competition: Competition, role: PanelRole, name: str, appointed_by: User) -> PanelMember:
    return PanelMember.objects.create(
        competition=competition,
        user=person(name),
        role=role.value,
        appointed_by=appointed_by,
        appointed_at=PUBLISHED,
    )


def declare_nothing(member: PanelMember) -> None:
    """The member has no interest in any bidder."""
    for opened in Bid.objects.filter(competition=member.competition):
        InterestDeclaration.objects.create(member=member, bid=opened, interest=Interest.NONE.value, at=AFTER)
