"""What a person typed into a form that could not be taken: given back to them, so that nothing is lost."""

from dataclasses import dataclass

from django.http import HttpRequest

# Fields that the page wrote, not the person.
MACHINERY = frozenset({"csrfmiddlewaretoken", "next", "version", "seen", "reference", "rows", "save", "more"})


@dataclass(frozen=True, slots=True)
class Typed:
    label: str
    text: str


def typed_in(request: HttpRequest) -> list[Typed]:
    """The texts of the form that was sent, without passwords and tokens; empty for a mere press of a button."""
    if request.method != "POST":
        return []
    return [
        Typed(label=name.replace("_", " ").replace("-", " "), text=text)
        for name, texts in request.POST.lists()
        if "password" not in name and name not in MACHINERY
        for text in texts
        if text.strip()
    ]
