from datetime import date
from decimal import Decimal

import pytest
from django import forms

from accounts.govuk_forms import DayField, GovukForm, NumberField, WholeNumberField


class Form(GovukForm):
    name = forms.CharField(label="Name", max_length=5, required=False)
    amount = NumberField(label="Amount", example="1,000", required=False, max_digits=8, decimal_places=2, min_value=0)
    years = WholeNumberField(label="Years", example="7", required=False)
    day = DayField(label="The day", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def cleaned(**typed):
    form = Form(typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,000", Decimal(1000)),
        ("£12,345.5", Decimal("12345.5")),
        ("£1 000.50", Decimal("1000.50")),
        ("25 %", Decimal(25)),
        ("", None),
        ("0", Decimal(0)),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, read):
    assert cleaned(amount=typed)["amount"] == read


@pytest.mark.parametrize("typed", ["ten", "NaN", "Infinity", "1.2.3", "--1"])
def test_what_is_no_number_is_said_with_an_example(typed):
    assert Form({"amount": typed}).errors["amount"] == ["Amount must be a number, such as 1,000."]


def test_a_number_that_stands_is_shown_with_commas_and_no_idle_zeros():
    assert 'value="1,234.5"' in str(Form(initial={"amount": Decimal("1234.5000")})["amount"])
    assert 'value="1234,"' in str(Form({"amount": "1234,"})["amount"])


def test_whole_numbers_are_whole():
    assert cleaned(years="7")["years"] == 7
    assert Form({"years": "7.5"}).errors["years"] == ["Years must be a whole number, such as 7."]


def test_days_are_read_from_three_inputs():
    assert cleaned(day_0="1", day_1="7", day_2="2030")["day"] == date(2030, 7, 1)
    assert cleaned()["day"] is None


@pytest.mark.parametrize("parts", [("31", "2", "2030"), ("x", "2", "2030"), ("1", "2", "30"), ("٣", "-1", "2030")])
def test_a_day_that_is_none_is_said_as_a_whole(parts):
    typed = {f"day_{place}": part for place, part in enumerate(parts)}

    assert Form(typed).errors["day"] == ["The day must be a real date, such as 27 3 2027."]


def test_a_day_whose_label_asks_is_told_by_the_question():
    label = "Until when, if they have left? (optional)"

    with pytest.raises(forms.ValidationError) as refused:
        DayField(label=label).clean(["31", "2", "2030"])

    said = "The day at “Until when, if they have left?” must be a real date, such as 27 3 2027."
    assert refused.value.messages == [said]


def test_the_browser_cuts_nothing_off():
    form = Form({"name": "too long"})

    assert form.errors["name"] == ["Name must be 5 characters or fewer; yours has 8."]
    assert "maxlength" not in str(form["name"])


def test_each_error_leads_to_the_input_where_it_is_mended():
    form = Form({"kind": "z", "day_0": "1"})
    form.add_error(None, "All of it is wrong.")

    assert [target for target, _ in form.error_links()] == ["id_name", "id_day_0", "id_kind_1"]


@pytest.mark.parametrize("typed", ["93,5", "1,00", "1,0000", "1.000,50", ",5"])
def test_a_comma_that_groups_no_thousands_is_not_taken_away_in_silence(typed):
    form = Form({"amount": typed})

    assert form.errors["amount"] == ["Amount must be a number, such as 1,000."]
    assert form["amount"].value() == typed
