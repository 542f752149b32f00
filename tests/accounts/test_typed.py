import json

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from accounts.domain.references import new_reference
from accounts.govuk_forms import DayField, GovukForm
from accounts.typed import Typed, typed_in, words_of
from tests.spinouts.actions.test_ventures import form


class Form(GovukForm):
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label="Why it is so")
    day = DayField(label="The day of it")
    kind = forms.ChoiceField(label="What it is", choices=[("a_b", "A and B")])
    told = forms.BooleanField(label="Everybody is told")


WORDS = {
    "hidden": "",
    "note": "Why it is so",
    "day_0": "The day of it: day",
    "day_1": "The day of it: month",
    "day_2": "The day of it: year",
    "kind": "What it is",
    "kind=a_b": "A and B",
    "told": "Everybody is told",
    "told=on": "Yes",
}


def sent(**data):
    return typed_in(RequestFactory().post("/", data))


def test_a_form_says_its_words():
    assert words_of(Form()) == WORDS


def test_a_page_sends_them_along():
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": Form()}))

    assert html.count('name="form-words"') == 1
    assert "&quot;Why it is so&quot;" in html


def test_what_was_typed_is_called_as_the_form_calls_it():
    typed = sent(
        hidden="x", note="Because.", day_0="3", kind="a_b", told="on", save="", **{"form-words": json.dumps(WORDS)}
    )

    assert typed == [
        Typed("Why it is so", "Because."),
        Typed("The day of it: day", "3"),
        Typed("What it is", "A and B"),
        Typed("Everybody is told", "Yes"),
    ]


def test_a_field_that_is_called_words_keeps_what_was_typed():
    assert sent(words="Every centre stays open.", **{"form-words": json.dumps({"words": "What is promised"})}) == [
        Typed("What is promised", "Every centre stays open.")
    ]


@pytest.mark.parametrize("words", ["", "{", "[1]", '{"note": 1}', "x" * 60_000])
def test_without_words_nothing_is_lost(words):
    assert sent(note_to_self="Because.", **{"form-words": words}) == [Typed("note to self", "Because.")]


def test_references_that_the_page_wrote_are_nothing_that_anybody_entered():
    reference = new_reference()

    entered = sent(bid=reference, reasons=f"See {reference}.", note="9 TO 5")

    assert [each.text for each in entered] == [f"See {reference}.", "9 TO 5"]


def test_whoever_was_signed_out_reads_the_words_of_the_form(client, venture_of_today, officer):
    page = reverse("spinouts:entry_new", args=[venture_of_today.reference, "transfer"])
    client.force_login(officer)
    words = client.get(page).context["form"]
    client.logout()

    text = client.post(page, {"on_0": "7", "reason": "sale", "note": "Blue", "form-words": json.dumps(words_of(words))})

    assert text.status_code == 401
    said = text.content.decode()
    for label in ("The day on which it happened: day", "Note for the record", "Why"):
        assert f">{label}</label>" in said
    assert "Sale</textarea>" in said
    assert "On 0" not in said


@pytest.fixture
def venture_of_today(service, approver):
    return form(service, approver)
