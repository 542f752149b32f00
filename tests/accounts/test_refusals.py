import pytest
from django import forms

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.refusals import refused_into


class AnswerForm(forms.Form):
    text = forms.CharField()
    seen = forms.CharField(required=False)


def form():
    from django.http import QueryDict

    form = AnswerForm(QueryDict("text=Mine&seen=old"))
    assert form.is_valid()
    return form


def test_a_refusal_stands_above_the_form_that_keeps_what_was_typed():
    asked = form()

    with refused_into(asked):
        raise Refusal("It is too late.", "Ask the council.")

    assert asked.non_field_errors() == ["It is too late.", "Ask the council."]
    assert asked["text"].value() == "Mine"


def test_without_a_refusal_nothing_happens():
    asked = form()

    with refused_into(asked):
        pass

    assert not asked.errors


def test_whoever_met_a_newer_text_may_replace_it_knowingly():
    asked = form()

    with refused_into(asked):
        raise Stale("Somebody changed it.", now="new")

    assert (asked["text"].value(), asked["seen"].value()) == ("Mine", "new")


def test_a_fault_is_no_refusal():
    with pytest.raises(ValueError, match="fault"), refused_into(form()):
        raise ValueError("a fault of the program")


def test_a_refusal_says_why():
    with pytest.raises(ValueError, match="says why"):
        Refusal()
