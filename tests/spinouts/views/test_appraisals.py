from datetime import UTC, datetime
from decimal import Decimal

import pytest

from spinouts.actions import appraisals, appraised_options
from spinouts.domain.appraisal import OptionScore
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import OptionMoney
from spinouts.models import AppraisalCriterion, AppraisalScore, OptionCost, OptionOwnership, OptionsAppraisal
from tests import world
from tests.pages import errors, filled

NOW = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
VENTURE = AppraisalOption.JOINT_VENTURE
SECRET = "a-reason-that-only-the-council-reads"
TYPED = {
    "name": "Savings",
    "looked_for": "Less cost.",
    "weight": "100",
    "zero_means": "Costs more.",
    "five_means": "Saves a fifth.",
}


@pytest.fixture
def at(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def where(service):
    return f"/council/services/{service.reference}/appraisal/"


@pytest.fixture
def savings(service, officer):
    return _criterion(service, officer, "Savings", 100)


@pytest.fixture
def whole(service, officer, savings):
    """An appraisal in which two options are scored, one of them owned and costed, with a secret in the reasons."""
    who = {"by": officer, "at": NOW}
    scores = {VENTURE: OptionScore(4, SECRET), AppraisalOption.IN_HOUSE: OptionScore(1, "Little.")}
    appraised_options.score(savings, scores, **who)
    appraised_options.expect_ownership(service, VENTURE, {Side.EMPLOYEES: 75, Side.PARTNER: 25}, **who)
    money = OptionMoney(Decimal(100), (Decimal(1000),) * 5, Decimal(1), Decimal(2), Decimal(3), "A guess.")
    appraised_options.cost(service, VENTURE, money, **who)


def _criterion(service, officer, name, weight):
    return appraisals.add_criterion(
        service, name=name, weight=Decimal(weight), zero_means="Bad.", five_means="Good.", by=officer, at=NOW
    )


def test_an_officer_adds_a_criterion_and_a_double_click_adds_one(at, where):
    typed = filled(at.get(f"{where}criteria/new/"), **TYPED)
    for _ in range(2):
        response = at.post(f"{where}criteria/new/", typed, follow=True)

    assert [str(each) for each in AppraisalCriterion.objects.all()] == ["Savings"]
    assert "Saves a fifth." in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter the name of the criterion."),
        ({"weight": "101"}, "Weight, in per cent must be 100 or less."),
        ({"weight": "half"}, "Weight, in per cent must be a number, such as 40."),
        ({"five_means": " "}, "Say what a score of 5 means."),
    ],
)
def test_a_bad_criterion_is_said_and_what_was_typed_stays(at, where, typed, said):
    response = at.post(f"{where}criteria/new/", TYPED | typed)

    assert errors(response) == [said]
    assert all(text.strip() in response.content.decode() for text in (TYPED | typed).values())
    assert not AppraisalCriterion.objects.exists()


def test_weights_that_do_not_make_100_are_said_and_nothing_is_ranked(at, where, whole, service, officer):
    assert "80 marks" in at.get(where).content.decode()
    _criterion(service, officer, "Care", 10)

    page = at.get(where).content.decode()

    assert "The weights add up to 110%, not 100%: take off 10%." in page
    assert "80 marks" not in page


def test_criteria_are_changed_moved_and_removed(at, where, savings, service, officer):
    care = _criterion(service, officer, "Care", 0)
    address = f"{where}criteria/{care.reference}/"

    at.post(address, filled(at.get(address), name="Care for people"))
    assert "“Care for people” is moved." in at.post(f"{address}move/", {"to": "0"}, follow=True).content.decode()
    assert [each.name for each in AppraisalCriterion.objects.all()] == ["Care for people", "Savings"]
    assert at.post(f"{address}move/", {"to": "up"}).status_code == 404
    assert "Remove “Care for people”?" in at.get(f"{address}remove/").content.decode()
    for _ in range(2):
        assert at.post(f"{address}remove/", follow=True).status_code == 200
    assert [each.name for each in AppraisalCriterion.objects.all()] == ["Savings"]


def test_options_are_scored_with_reasons_and_the_total_is_explained(at, where, savings):
    address = f"{where}criteria/{savings.reference}/scores/"

    met = at.post(address, filled(at.get(address), joint_venture_score="4"))
    assert errors(met) == ["Give the reasons for the score: A joint venture with a partner."]
    at.post(address, filled(met, joint_venture_reasons="A fifth in four years."))

    page = at.get(where).content.decode()
    assert "Savings: 4 ÷ 5 × 100 = 80" in page
    assert "A fifth in four years." in page
    assert [(row.option, row.value) for row in AppraisalScore.objects.all()] == [("joint_venture", 4)]
    assert "Missing: Savings" in page


def test_a_score_that_is_none_is_refused(at, where, savings):
    address = f"{where}criteria/{savings.reference}/scores/"

    assert "is not one of the available choices" in errors(at.post(address, {"joint_venture_score": "6"}))[0]


def test_two_officers_score_and_the_second_loses_nothing(at, where, savings, officer):
    address = f"{where}criteria/{savings.reference}/scores/"
    typed = filled(at.get(address), joint_venture_score="2", joint_venture_reasons="Mine.")
    appraised_options.score(savings, {VENTURE: OptionScore(4, "Theirs.")}, by=officer, at=NOW)

    met = at.post(address, typed)

    assert errors(met) == [
        "Somebody else scored this criterion after you opened it. What you typed is still here.",
        "A joint venture with a partner is now: 4, Theirs.",
        "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
    ]
    at.post(address, filled(met))
    assert [(row.value, row.reasons) for row in AppraisalScore.objects.all()] == [(2, "Mine.")]


def test_ownership_that_makes_100_is_kept_and_says_who_controls(at, where):
    address = f"{where}joint_venture/ownership/"

    met = at.post(address, filled(at.get(address), employees_percent="75", partner_percent="24"))
    assert errors(met) == [
        "The stakes add up to 99%, and must add up to exactly 100%: add 1%. Or leave all of them empty."
    ]
    assert 'value="24"' in met.content.decode()
    at.post(address, filled(met, partner_percent="25"))

    page = at.get(where).content.decode()
    rows = page.split("Expected ownership, in whole percentages")[1].split("</table>")[0]
    assert ">Employees</th>" in rows
    assert "<td>75%</td>" in rows
    assert "<td>25%</td>" in rows
    assert "The employees can pass a special resolution alone, with 75%" in page
    assert "The partner cannot block a special resolution alone, with exactly 25%" in page


def test_ownership_saved_by_two_is_not_lost(at, where, service, officer):
    address = f"{where}joint_venture/ownership/"
    typed = filled(at.get(address), partner_percent="100")
    appraised_options.expect_ownership(service, VENTURE, {Side.EMPLOYEES: 100}, by=officer, at=NOW)

    met = at.post(address, typed)

    assert "Employees is now: 100" in errors(met)
    at.post(address, filled(met))
    assert OptionOwnership.objects.get().partner_percent == 100


def test_money_is_entered_year_by_year_and_a_gap_is_said(at, where):
    address = f"{where}in_house/money/"

    met = at.post(address, filled(at.get(address), one_off_amount="£0", year_1="1,000.50", year_3="3"))
    assert errors(met) == ["Enter the cost in year 2, 0 if there is none: year 3 has one."]
    at.post(address, filled(met, year_2="0", year_4="0", year_5="0"))

    assert OptionCost.objects.get().yearly_amounts == [Decimal("1000.50"), 0, 3, 0, 0]
    page = at.get(where).content.decode()
    assert "£1,003.50" in page
    # 1000.50 ÷ 1.035 + 3 ÷ 1.035³ = 969.37…
    assert "£969" in page


def test_money_saved_by_two_is_not_lost(at, where, service, officer):
    address = f"{where}in_house/money/"
    typed = filled(at.get(address), one_off_amount="5")
    appraised_options.cost(service, AppraisalOption.IN_HOUSE, OptionMoney(Decimal(9)), by=officer, at=NOW)

    met = at.post(address, typed)

    assert "One-off cost of the change is now: 9.00" in errors(met)
    at.post(address, filled(met))
    assert OptionCost.objects.get().one_off_amount == 5


def test_figures_beyond_a_shortened_appraisal_stay_and_are_not_counted(at, where, whole):
    address = f"{where}basis/"
    at.post(address, filled(at.get(address), years="2"))

    assert "£2,100" in at.get(where).content.decode()
    page = at.get(f"{where}joint_venture/money/").content.decode()
    assert "Year 5, in pounds, after the last year of the appraisal: not counted" in page


def test_another_rate_asks_for_its_source(at, where):
    address = f"{where}basis/"

    met = at.post(address, filled(at.get(address), discount_percent="6"))

    assert errors(met) == [
        "The discount rate is no longer the 3.5% of the Green Book: say where the new one comes from."
    ]
    at.post(address, filled(met, discount_source="Our treasurer."))
    assert OptionsAppraisal.objects.get().discount_source == "Our treasurer."


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_auditor_and_approver_read_all_of_it_and_change_nothing(client, request, where, whole, savings, who):
    client.force_login(request.getfixturevalue(who))

    page = client.get(where).content.decode()

    assert SECRET in page
    assert "Scored the options" in page
    assert "Change" not in page.replace("Changed", "")
    for address in ("basis/", "criteria/new/", f"criteria/{savings.reference}/", "joint_venture/money/"):
        assert client.get(f"{where}{address}").status_code == 403
        assert client.post(f"{where}{address}").status_code == 403


def test_nobody_else_finds_it_and_the_public_page_has_nothing_of_it(client, where, whole, published, other_officer):
    assert SECRET not in client.get(f"/competitions/{published.reference}/").content.decode()
    assert client.get(where).status_code == 302
    client.force_login(other_officer)
    assert client.get(where).status_code == 404
    assert client.get(f"{where}joint_venture/money/").status_code == 404


def test_the_service_page_sums_it_up(at, whole, service):
    page = at.get(f"/council/services/{service.reference}/").content.decode()

    assert "80 marks" in page
    assert "The employees" in page
    assert SECRET not in page


@pytest.mark.parametrize("address", ["nothing/money/", "nothing/ownership/", "criteria/nothing/", "criteria/x/scores/"])
def test_what_is_not_there_is_not_found(at, where, address):
    assert at.get(f"{where}{address}").status_code == 404


def test_a_criterion_of_another_service_is_not_found(at, where, council, officer):
    other = _criterion(world.service(council, "Libraries"), officer, "Books", 100)

    assert at.get(f"{where}criteria/{other.reference}/").status_code == 404


def test_the_page_takes_as_many_queries_for_one_criterion_as_for_many(
    at, where, whole, service, officer, django_assert_num_queries
):
    with django_assert_num_queries(11):
        at.get(where)

    for number in range(12):
        criterion = _criterion(service, officer, f"Criterion {number}", 0)
        scores = {option: OptionScore(3, "So so.") for option in AppraisalOption}
        appraised_options.score(criterion, scores, by=officer, at=NOW)
    for option in AppraisalOption:
        appraised_options.cost(service, option, OptionMoney(Decimal(1), (Decimal(1),) * 5), by=officer, at=NOW)
        appraised_options.expect_ownership(service, option, {Side.COUNCIL: 100}, by=officer, at=NOW)
    with django_assert_num_queries(11):
        at.get(where)
