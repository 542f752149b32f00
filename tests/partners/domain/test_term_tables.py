import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given

from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from partners.domain.offers import Confidential, OfferPart
from partners.domain.term_tables import TermTable, term_tables
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed, Articles, LeaverRule, Loan, LoanKind, LockIn, Matter, ReservedMatter, Vesting
from tests.partners.domain.sound import OFFER, RIGHT
from tests.partners.domain.whole import whole_offers

BARE = replace(OFFER, classes=(), investments=())


def of(title, offer):
    return next(table for table in term_tables(offer) if table.title == title)


def agreed(**parts):
    return replace(BARE, agreed=Agreed(**parts))


def test_an_offer_that_agrees_nothing_has_no_tables():
    assert term_tables(BARE) == ()


def test_classes_say_what_a_share_gives():
    preference = ShareClass(
        "P", "P", 0, Decimal(1), False, Decimal(5), 1, Decimal(2), False, Decimal(3), 1, golden=True
    )

    assert of("Rights of the classes of shares", replace(BARE, classes=(preference, ShareClass("A", "A")))).rows == (
        (
            "P",
            "0",
            "5% a year of £1 first; no more",
            "£2 each, in rank 1; no part of what is left; at most £3 each",
            "choose 1 of the directors; must consent to reserved matters",
        ),
        ("A", "1", "an equal part", "an equal part of what is left", "–"),
    )


def test_loans_say_what_is_paid_back_and_when():
    plain = Loan("loan-1", "Start", "Harbour Care", LoanKind.LOAN, Decimal(5000), Decimal(4), 5, 1, secured=True)
    quasi = replace(
        plain,
        kind=LoanKind.QUASI_EQUITY,
        yearly_percent=Decimal(0),
        holiday_years=0,
        income_percent=Decimal(2),
        most_times=Decimal("1.50"),
        secured=False,
    )
    convertible = replace(plain, kind=LoanKind.CONVERTIBLE, converts_to="B", price_per_share=Decimal("2.5"))

    assert [row[3] for row in of("Loans and quasi-equity", agreed(loans=(plain, quasi, convertible))).rows] == [
        "Loan; 4% interest a year; over 5 years; the first 1 year without repayment; secured",
        (
            "Quasi-equity, paid back as a share of income; over 5 years; 2% of each year’s income; "
            "until 1.5 times the amount is paid; not secured, rank 1"
        ),
        (
            "Convertible loan, which may become shares; 4% interest a year; over 5 years; "
            "the first 1 year without repayment; may become B shares at £2.50 each; secured"
        ),
    ]


def test_reserved_matters_are_a_matrix_of_matter_and_party():
    reserved = (
        ReservedMatter(Matter.SALE, ("The council", "Staff trust")),
        ReservedMatter(Matter.BORROWING, ("The council",), "Above £50,000"),
    )

    assert of("Reserved matters", agreed(articles=Articles(reserved=reserved))) == TermTable(
        "Reserved matters",
        ("Decision", "The council", "Staff trust", "Note"),
        (
            ("Selling the business or a large part of it", "Must consent", "Must consent", ""),
            ("Borrowing above an agreed limit", "Must consent", "–", "Above £50,000"),
        ),
    )


def test_where_many_must_consent_they_are_listed():
    many = tuple("ABCDEF")

    table = of("Reserved matters", agreed(articles=Articles(reserved=(ReservedMatter(Matter.SALE, many),))))

    assert table.rows[0][1] == "A, B, C, D, E, F"


def test_locks_rights_and_vestings_say_who_what_and_until_when():
    offer = agreed(
        articles=Articles(locks=(LockIn(date(2032, 3, 31)),)),
        rights=(replace(RIGHT, until=date(2030, 1, 1)),),
        vestings=(Vesting("vesting-1", "Staff trust", "A", 250, date(2027, 4, 1), 36, 12),),
    )

    assert of("Lock-ins", offer).rows == (("Every party", "31 March 2032", ""),)
    assert of("Earn-ins, options and warrants", offer).rows == (
        (
            "Earn-in (earn-in on a milestone)",
            "Staff trust",
            "50 B for nothing",
            "New shares",
            "90% of users stay\nUntil 1 January 2030.",
        ),
    )
    assert of("Shares earned by staying", offer).rows == (
        ("Staff trust", "250 A", "1 April 2027", "36 months, none before 12", "nobody"),
    )


def test_all_that_the_articles_settle_is_told():
    articles = Articles(
        pre_emption=False,
        asset_lock=True,
        asset_lock_body="The harbour charity",
        most_dividend_percent=Decimal(35),
        least_employees_percent=Decimal(25),
        leaver_rule=LeaverRule.GIVE_BACK,
        drag_along_percent=Decimal(75),
        tag_along=True,
        anti_dilution=("Staff trust",),
        mission="Care",
        deadlock="A mediator",
    )

    assert of("What else is agreed", agreed(articles=articles)).rows == (
        ("New shares, and shares for sale", "Need not be offered to the other owners first."),
        (
            "Asset lock",
            "Assets serve the company’s purpose for good. What is left goes to The harbour charity.",
        ),
        ("Most that is paid as dividends", "35% of a year’s distributable profits"),
        ("Employees keep at least", "25% of the company"),
        ("Who can make the others sell with them", "Owners of 75% or more"),
        ("Staff who leave", "Leavers give their shares back."),
        ("If most owners sell", "The others may sell with them, at the same price."),
        ("Protected against dilution", "Staff trust"),
        ("Mission", "Care"),
        ("If the owners can’t agree", "A mediator"),
    )


def test_what_is_in_kind_says_where_no_basis_of_its_value_is_given():
    offer = replace(
        BARE,
        investments=(Investment(Instrument.IN_KIND, 1, Decimal(5)), Investment(Instrument.SECONDMENT, 1, Decimal(5))),
        terms=(InvestmentTerms(Instrument.SECONDMENT, "Harbour Care", "", "Salaries"),),
    )

    assert of("Terms of the investment", offer).rows == (
        ("In kind", "–", "–", "not given"),
        ("Seconded staff", "Harbour Care", "–", "Salaries"),
    )


def test_support_and_confidential_passages_are_told():
    offer = replace(
        agreed(articles=Articles(step_in="The council may", exit="At a fair price")),
        support="Our own team",
        confidential=(Confidential(OfferPart.PRICE, "Year 2", "Rivals", None),),
    )

    assert of("Support, step-in and exit", offer).rows == (
        ("Support to fall back on", "Our own team"),
        ("Step-in", "The council may"),
        ("Exit", "At a fair price"),
    )
    assert of("Passages that the bidder asks to keep confidential", offer).rows == (
        ("Price", "Year 2", "Rivals", "for good"),
    )


@given(whole_offers())
def test_every_table_is_whole_and_every_text_is_there(offer):
    tables = term_tables(offer)

    assert all(len(row) == len(table.heads or (1, 2)) for table in tables for row in table.rows)
    said = json.dumps([row for table in tables for row in table.rows])
    for text in (offer.support, offer.agreed.articles.exit, *(each.passage for each in offer.confidential)):
        assert json.dumps(text)[1:-1] in said
