"""What the product logs of a request names its kind of page, and no address."""

import logging

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils.log import log_response

from config.logs import WithoutAddresses

ADDRESS = "/bids/QW3RTYQW3R/submit/"


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []
        self.addFilter(WithoutAddresses())

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture
def kept():
    handler, logger = Kept(), logging.getLogger("django.request")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def answered(status, *, address=ADDRESS, found=True):
    request = RequestFactory().post(address)
    request.resolver_match = resolve(address) if found else None
    answer = type("Answer", (), {"status_code": status})()
    log_response("%s: %s", "Said", request.path, response=answer, request=request)


def test_a_fault_is_logged_with_its_kind_of_page(kept):
    answered(500)

    assert kept.lines == ["Said: bids/<slug:reference>/submit/"]


def test_a_fault_before_any_page_was_found_names_no_address(kept):
    answered(500, address="/organisations/join/a-secret/", found=False)

    assert kept.lines == ["Said: an address of no page"]


def test_what_was_refused_is_not_logged(kept):
    for status in (400, 403, 404, 409, 422):
        answered(status)

    assert kept.lines == []


def test_what_belongs_to_no_request_is_logged_as_it_is(kept):
    logging.getLogger("django.request").error("The disk is full: %s", ADDRESS)

    assert kept.lines == [f"The disk is full: {ADDRESS}"]
