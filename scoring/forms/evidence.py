from typing import Any

from django import forms

from scoring.domain.evidence import LAST_PAGE, LONGEST_NOTE, Bearing, Marking

CLARIFICATION = "clarification-"
"""Before the reference of the question in whose answer a passage stands, where the form asks where it stands."""
_PAGE = dict.fromkeys(("invalid", "min_value", "max_value"), f"Enter the page as a number from 1 to {LAST_PAGE}.")


class EvidenceForm(forms.Form):
    """What is marked as evidence: its fields stand in the form of the score; the button says which way it points."""

    document = forms.CharField(required=False, max_length=60)
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, error_messages=_PAGE)
    words = forms.CharField(required=False, strip=False, max_length=20_000)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
    near = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    mark = forms.ChoiceField(
        required=False,
        choices=[(each.value, each.label) for each in Bearing],
        error_messages={"invalid_choice": "Press one of the three buttons that mark evidence."},
    )

    IDS = {"words": "words", "page": "page", "document": "document", "note": "note", "mark": "mark-strength"}

    @property
    def is_empty(self) -> bool:
        """Nothing was typed or chosen that could be lost."""
        return not any(self.data.get(name, "").strip() for name in ("document", "page", "words", "note", "mark"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_empty or self.errors:
            return cleaned
        if cleaned["document"].startswith(CLARIFICATION):
            if cleaned["page"]:
                self.add_error("page", "A clarification has no pages: leave this empty.")
            if not cleaned["words"].strip():
                self.add_error("words", "Copy the passage from the clarification.")
        elif cleaned["document"] and not cleaned["page"]:
            self.add_error("page", "Give the number of the page.")
        elif cleaned["page"] and not cleaned["document"]:
            self.add_error("document", "Choose the document that has this page, or leave the page empty.")
        elif not cleaned["document"] and not cleaned["words"].strip():
            self.add_error("words", "Copy the passage from the answer.")
        if not cleaned["mark"]:
            sentence = "What you chose as evidence is not marked yet: press the button that says which way it points."
            self.add_error("mark", sentence)
        return cleaned

    def marking(self) -> Marking:
        typed = self.cleaned_data
        document: str = typed["document"]
        clarified = document.startswith(CLARIFICATION)
        return Marking(
            Bearing(typed["mark"]),
            typed["words"],
            typed["note"],
            document="" if clarified else document,
            enquiry=document.removeprefix(CLARIFICATION) if clarified else "",
            page=typed["page"],
            near=typed["near"] or 0,
        )
