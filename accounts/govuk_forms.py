"""Forms as GOV.UK has them: what was typed stays, errors say what to do, and the browser cuts nothing off."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from crispy_forms_gds.widgets import DateInputWidget
from django import forms
from django.core.validators import MaxLengthValidator

from accounts.domain.references import new_reference
from accounts.typed import Words

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


class GovukForm(forms.Form):
    """A form that `{% crispy form %}` shows whole: fields in the order of `layout()`, then one button."""

    use_required_attribute = False
    submit = "Save and continue"
    sizes: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A browser that cuts off what is pasted loses it without a word.
            field.widget.attrs.pop("maxlength", None)
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = (
                        f"{field.label} must be %(limit_value)d characters or fewer; yours has %(show_value)d."
                    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"novalidate": "", "data-once": ""}
        helper.layout = Layout(*self.layout(), Words(), Button.primary("save", self.submit))
        return helper

    def layout(self) -> list[Any]:
        return list(self.fields)

    def error_links(self) -> list[tuple[str, str]]:
        """Each error with the id of the input where it is mended; errors of the whole form lead to its first input."""
        visible = self.visible_fields()
        first = _input_id(visible[0]) if visible else ""
        links = [(first, str(error)) for error in self.non_field_errors()]
        links += [(first, str(error)) for field in self.hidden_fields() for error in field.errors]
        return links + [(_input_id(field), str(error)) for field in visible for error in field.errors]


class SeenForm(GovukForm):
    """A form that remembers what its author saw, so that nobody overwrites unseen what somebody else saved."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def typed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class PartForm(SeenForm):
    """A part of something, new or known. A new one has its reference from the page, so that it is added once."""

    submit = "Save"
    reference = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reference": new_reference()} | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)

    def reference_for_new(self) -> str:
        return self.cleaned_data["reference"] or new_reference()


class NumberField(forms.DecimalField):
    """A number as people write it: "4,200,000", "£4.2", "−5", "25 %" are understood; no comma for a decimal point."""

    widget = forms.TextInput

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        name = str(kwargs.get("label") or "The number")
        missing = {"required": f"{name}: enter a number, such as {example}."}
        kwargs["error_messages"] = missing | kwargs.get("error_messages", {})
        super().__init__(**kwargs)
        self.error_messages |= {
            "invalid": f"{name} must be a number, such as {example}.",
            "max_digits": f"{name} is larger than can be kept here.",
            "max_whole_digits": f"{name} is larger than can be kept here.",
            "max_decimal_places": f"{name} has too many decimal places: use %(max)s or fewer.",
        }
        for validator in self.validators:
            code = getattr(validator, "code", "")
            if code == "min_value":
                validator.message = f"{name} must be %(limit_value)s or more."  # type: ignore[attr-defined]
            elif code == "max_value":
                validator.message = f"{name} must be %(limit_value)s or less."  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.translate(str.maketrans("−", "-", "£% \u00a0"))
            if "," in value and not _GROUPED.fullmatch(value):
                # Somebody who writes 93,5 means 93.5: taken for 935 it would be wrong without a word.
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A number that stands, as it is read best; what was typed, as it was typed."""
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}"
        return f"{value:,}" if isinstance(value, int) else value


class WholeNumberField(NumberField):
    def __init__(self, *, example: str, **kwargs: Any) -> None:
        super().__init__(example=example, decimal_places=0, max_digits=kwargs.pop("max_digits", 9), **kwargs)
        self.error_messages["max_decimal_places"] = f"{self.label} must be a whole number, such as {example}."
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number)


def _input_id(field: forms.BoundField) -> str:
    """The id of the field's own input, or of the first of several."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_1"
    return f"{field.auto_id}_0" if isinstance(widget, forms.MultiWidget) else field.auto_id


class DayWidget(DateInputWidget):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for widget in self.widgets:
            widget.attrs["inputmode"] = "numeric"
            widget.attrs["autocomplete"] = "off"


class DayField(forms.MultiValueField):
    """A day in three inputs. A day that is no day is said as a whole, with what was typed still there."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayWidget())
        missing = {"required": f"{kwargs.get('label') or 'The day'}: enter a day, a month and a year."}
        kwargs["error_messages"] = missing | kwargs.get("error_messages", {})
        super().__init__(fields=[forms.CharField(required=False) for _ in range(3)], require_all_fields=False, **kwargs)

    def _called(self) -> str:
        """The label, or, where that asks something, the day at it."""
        label = str(self.label).removesuffix(" (optional)")
        return f"The day at “{label}”" if label.endswith("?") else label

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(typed):
            raise forms.ValidationError(f"{self._called()} must have a day, a month and a year.", code="incomplete")
        try:
            day, month, year = (int(part) for part in typed)
            if not 1900 <= year <= 2200:
                raise ValueError
            return date(year, month, day)
        except ValueError as error:
            raise forms.ValidationError(
                f"{self._called()} must be a real date, such as 27 3 2027.", code="invalid"
            ) from error
