from django import forms


def problems_of(form: forms.Form, ids: dict[str, str]) -> list[tuple[str, str]]:
    """Each error with the id of the input where it is mended; errors of the whole form lead to the first input."""
    first = next(iter(ids.values()))
    return [(ids.get(field, first), str(error)) for field, found in form.errors.items() for error in found]
