from collections.abc import Collection, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions import doors
from accounts.models import key_ring


@register
def every_view_says_who_may_come_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Access can't be forgotten: a view that wears neither `@requires` nor `@public` stops the server from starting."""
    return [
        Error(
            f"The view at “{route}” does not say who may come in.",
            hint="Give it @requires(permission, Model), @signed_in or @public from accounts.access.",
            id="accounts.E001",
        )
        for route, pattern in views_of(get_resolver())
        if not hasattr(pattern.callback, "access")
    ]


@register
def the_sealing_keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without its key nothing sealed can be read, so a wrong setting is found before anything is written with it."""
    try:
        key_ring()
    except ValueError as error:
        hint = str(error)
        return [Error("SEALING_KEY or one of OLDER_SEALING_KEYS is no key.", hint=hint, id="accounts.E002")]
    return []


@register(Tags.database, deploy=True)
def the_database_keeps_rows_shut(
    app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """`check --deploy --database default`: a plain copy of the database shows no row (docs/sealing.md)."""
    return [Error(sentence, id="accounts.E003") for sentence in doors.openings()] if databases else []


def views_of(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its view, but for the administration site, which keeps its own door."""
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield route, entry
        elif entry.app_name != "admin":
            yield from views_of(entry, route)
