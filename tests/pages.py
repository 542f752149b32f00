"""Pages as tests fill them in: what the server put into a form, with what somebody types instead."""

from django.forms import MultiWidget, RadioSelect, Select


def filled(response, **typed):
    """What a browser would post from the page's form, changed by what is typed."""
    form, data = response.context["form"], {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field.widget, MultiWidget):
            parts = value if isinstance(value, list) else field.widget.decompress(value)
            data |= {f"{name}_{place}": "" if part is None else part for place, part in enumerate(parts)}
        elif (
            isinstance(field.widget, Select)
            and not isinstance(field.widget, RadioSelect)
            and not field.widget.allow_multiple_selected
            and value in {None, ""}
        ):
            data[name] = next(iter(field.widget.choices), ("", ""))[0]
        elif value is not None and value is not False:
            data[name] = value
    return data | typed


def errors(response):
    """The sentences of the page's error summary."""
    return [sentence for _, sentence in response.context["form"].error_links()]
