"""What every page may say about the product itself."""

from django.conf import settings
from django.http import HttpRequest

from config.demonstration import demo_people


def product(request: HttpRequest) -> dict[str, object]:
    words: dict[str, object] = {
        "product_name": settings.PRODUCT_NAME,
        "demo": settings.DEMO,
        "come_back_to": come_back_to(request),
    }
    if settings.DEMO:
        # Asked by the page that lists them, and by no other.
        words["demo_people"] = demo_people
    return words


def come_back_to(request: HttpRequest) -> str:
    """Where somebody comes back to who signs in from a public page; the pages around signing in are no such place."""
    match = request.resolver_match
    return request.get_full_path() if match and match.app_name and request.method == "GET" else ""
