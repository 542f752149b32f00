from django import forms


class NoForm(forms.Form):
    """A page with one button and nothing to type: it can still be refused."""

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("", str(error)) for error in self.non_field_errors()]
