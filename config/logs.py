"""What the product itself logs of a request: its kind of page, and never its address."""

import logging

from django.http import HttpRequest

SERVER_ERROR = 500


class WithoutAddresses(logging.Filter):
    """Keeps addresses out: each names a bid or holds the secret of a link, and their number tells how many bid.

    What was refused (4xx) is not logged at all: how often bidders err is theirs. The access log has its status.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return True
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            return False
        # As Django's own log writes it.
        address = request.path.encode("unicode_escape").decode("ascii")
        if isinstance(record.args, tuple):
            record.args = tuple(kind_of(request) if arg == address else arg for arg in record.args)
        return True


def kind_of(request: HttpRequest) -> str:
    """The pattern of the address, such as "bids/<slug:reference>/submit/"."""
    return request.resolver_match.route if request.resolver_match else "an address of no page"
