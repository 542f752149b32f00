from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import TrailEvent, User
from config.demonstration import PASSWORD
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.models import Assignment, Award, PanelMember, Report, Score
from spinouts.models import CompanyStudy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _documents_go_to_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_outside_the_demonstration_it_refuses(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="only in demo mode"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_it_loads_one_competition_open_for_bids_one_in_mid_evaluation_and_one_awarded(settings, rf):
    settings.DEMO = True
    now = timezone.now()

    call_command("load_demo")

    found = {each.reference: each for each in Competition.objects.all()}
    awarded, evaluated, waiting = (found[f"{name}-partner"] for name in ("pensions", "school-support", "day-centres"))
    assert [each.stage for each in (awarded, evaluated, waiting)] == [
        CompetitionState.AWARDED,
        CompetitionState.OPENED,
        CompetitionState.PUBLISHED,
    ]
    award = Award.objects.get(competition=awarded)
    assert now - timedelta(days=8) < award.decided_at + timedelta(days=11) <= now
    assert award.venture.formed_on <= now.date()
    assert Report.objects.filter(award=award).count() == 2
    assert _progress(evaluated) == {
        "daniel.whitlock@demo.example": "locked",
        "sofia.marques@demo.example": "begun",
        "tom.adeyemi@demo.example": "not begun",
    }
    assert timedelta(weeks=2) < waiting.bid_deadline - now < timedelta(weeks=4)
    assert waiting.questions_deadline > now
    assert not TrailEvent.objects.filter(at__gt=timezone.now()).exists()
    assert {each.email for each in User.objects.all()} == {
        each.email for each in EmailAddress.objects.filter(verified=True, primary=True)
    }
    assert authenticate(rf.post("/"), email="priya.nair@demo.example", password=PASSWORD)

    council = awarded.council
    studied = list(CompanyStudy.objects.filter(council=council).order_by("name").values_list("name", flat=True))
    assert studied == [
        "3BM",
        "A group of three spin-outs, after Circle",
        "Aspire Community Benefit Society",
        "Behavioural Insights Limited",
        "Circle",
        "Entrust",
        "Explore York Libraries and Archives",
        "MyCSP Limited",
    ]

    events = TrailEvent.objects.count()
    call_command("load_demo")

    assert TrailEvent.objects.count() == events


def _progress(competition: Competition) -> dict[str, str]:
    """How far each member who scores has come."""
    told = {}
    for seat in PanelMember.objects.filter(competition=competition):
        due = Assignment.objects.filter(member=seat).count()
        done = Score.objects.filter(assignment__member=seat).count()
        if due:
            told[seat.user.email] = "locked" if seat.locked_at else "begun" if 0 < done < due else "not begun"
    return told
