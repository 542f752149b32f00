from django import forms


class ScoreForm(forms.Form):
    """A score and its reasons, as far as they have come. What may be chosen is shown by the page's own template."""

    value = forms.DecimalField(
        required=False,
        max_digits=6,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Choose one of the scores of the scale.",
        ),
    )
    reasons = forms.CharField(required=False, strip=False, max_length=50_000)
    version = forms.IntegerField(
        min_value=0,
        max_value=1_000_000_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "This page is out of date: load it again."
        ),
    )


class ConsensusForm(forms.Form):
    """The score that the panel agreed. Nothing is chosen before the chair chooses."""

    value = forms.DecimalField(
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": "Choose the score that the panel agreed.",
            **dict.fromkeys(
                ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
                "Choose one of the scores of the scale.",
            ),
        },
    )
    reasons = forms.CharField(
        strip=False, max_length=50_000, error_messages={"required": "Write the reasons for the agreed score."}
    )
    dissent = forms.CharField(required=False, strip=False, max_length=20_000)
    seen = forms.IntegerField(required=False, min_value=0)
