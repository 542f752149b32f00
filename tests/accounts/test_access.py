import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.urls import get_resolver, path

from accounts.access import may, public, requires, signed_in
from accounts.checks import views_of
from accounts.domain.refusals import Refusal
from config import urls
from procurement.models import Competition
from tests import world

pytestmark = pytest.mark.django_db


@requires("procurement.design_competition", Competition)
def design(request, competition):
    if request.method == "POST" and "refuse" in request.POST:
        raise Refusal("The deadline has passed.", "Ask the council.")
    return HttpResponse(f"design of {competition}")


@requires("procurement.add_competition")
def add(request):
    return HttpResponse("add")


@signed_in
def own(request):
    return HttpResponse(f"own page of {request.user}")


@public
def everybody(request):
    return HttpResponse("everybody")


@public
def broken(request):
    raise ValueError("a fault of the program")


def forgotten(request):
    return HttpResponse("a secret")


urlpatterns = [
    path("design/<slug:reference>/", design),
    path("add/", add),
    path("own/", own),
    path("everybody/", everybody),
    path("broken/", broken),
    path("forgotten/", forgotten),
    *urls.urlpatterns,
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@pytest.fixture(autouse=True)
def these_views(settings):
    settings.ROOT_URLCONF = __name__


def as_(client, user):
    client.force_login(user)
    return client


def address(competition):
    return f"/design/{competition.reference}/"


def test_whoever_may_gets_the_thing_itself(client, draft, officer):
    assert as_(client, officer).get(address(draft)).content == b"design of A partner for our day centres"


def test_what_one_can_not_see_is_not_found(client, draft, other_officer):
    assert as_(client, other_officer).get(address(draft)).status_code == 404


def test_what_one_can_see_and_may_not_do_is_forbidden(client, published, other_officer, approver):
    assert as_(client, other_officer).get(address(published)).status_code == 403
    assert as_(client, approver).get(address(published)).status_code == 403


def test_what_is_not_there_is_not_found(client, officer):
    assert as_(client, officer).get("/design/NOTHERE/").status_code == 404


def test_a_superuser_has_no_more_than_anybody(client, draft):
    superuser = world.person("Root")
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()

    assert not may(superuser, "procurement.add_competition")
    assert as_(client, superuser).get("/add/").status_code == 403
    assert as_(client, superuser).get(address(draft)).status_code == 404


def test_whoever_has_not_signed_in_is_asked_to_and_comes_back(client, draft):
    answer = client.get(f"{address(draft)}?page=2")

    assert answer.headers["Location"] == f"/sign-in/?next={address(draft)}%3Fpage%3D2"


def test_without_signing_in_nobody_learns_what_there_is(client, draft):
    there, not_there = client.get(address(draft)), client.get("/design/NOTHERE/")

    assert there.status_code == not_there.status_code == 302


def test_a_button_pressed_after_the_session_ended_leads_to_signing_in(client, draft):
    assert client.post(address(draft)).headers["Location"] == "/sign-in/?next=/"


def test_text_sent_after_the_session_ended_is_given_back(client, draft):
    answer = client.post(
        address(draft),
        {"what_it_does": "Eleven <day> centres", "password1": "secret words", "csrfmiddlewaretoken": "abc"},
    )

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "You are signed out" in page
    assert "Eleven &lt;day&gt; centres" in page
    assert "What it does" in page
    assert "secret words" not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_script_is_told_in_its_own_way_that_the_session_ended(client, draft):
    answer = client.post(address(draft), {"text": "x"}, headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 401
    assert answer.json()["state"] == "signed-out"


def test_script_is_told_in_its_own_way_what_is_not_its_persons_to_do(client, draft, published, approver, other_officer):
    script = {"X-Requested-With": "XMLHttpRequest"}
    forbidden = as_(client, approver).post(address(draft), {"text": "x"}, headers=script)
    missing = as_(client, other_officer).post("/design/NOTHERE/", {"text": "x"}, headers=script)

    assert (forbidden.status_code, missing.status_code) == (403, 404)
    assert forbidden.json()["state"] == missing.json()["state"] == "refused"
    assert "Your text is kept on this computer" in forbidden.json()["message"]


def test_a_piece_of_a_page_stays_as_it_is_when_the_session_ended(client, draft):
    answer = client.get(address(draft), headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (401, b"")


def test_everybody_and_ones_own(client, officer):
    assert client.get("/everybody/").content == b"everybody"
    assert client.get("/own/").status_code == 302
    assert as_(client, officer).get("/own/").content == b"own page of Olive Officer"


def test_a_view_that_says_nothing_of_access_is_shut(client, officer):
    assert client.get("/forgotten/").status_code == 403
    assert as_(client, officer).get("/forgotten/").status_code == 403


def test_a_view_that_says_nothing_of_access_stops_the_server_from_starting():
    with pytest.raises(SystemCheckError, match="The view at “forgotten/” does not say who may come in"):
        call_command("check")


def test_every_view_of_the_product_says_who_may_come_in():
    undecided = [
        route for route, pattern in views_of(get_resolver("config.urls")) if not hasattr(pattern.callback, "access")
    ]

    assert undecided == []


def test_a_refusal_says_why_and_gives_the_text_back(client, draft, officer):
    answer = as_(client, officer).post(address(draft), {"refuse": "my long answer"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The deadline has passed." in page
    assert "Ask the council." in page
    assert "my long answer" in page


def test_a_refusal_to_script_is_json(client, draft, officer):
    answer = as_(client, officer).post(address(draft), {"refuse": "x"}, headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 409
    assert answer.json() == {"state": "refused", "message": "The deadline has passed. Ask the council."}


def test_a_fault_is_admitted_without_its_details(client, settings):
    client.raise_request_exception = False

    answer = client.get("/broken/")

    assert answer.status_code == 500
    assert "The fault is ours." in answer.content.decode()
    assert "ValueError" not in answer.content.decode()


def test_a_form_from_elsewhere_changes_nothing_and_gives_the_text_back(officer, draft):
    from django.test import Client

    client = as_(Client(enforce_csrf_checks=True), officer)

    answer = client.post(address(draft), {"refuse": "my long answer"})

    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()
    assert "my long answer" in answer.content.decode()
    script = client.post(address(draft), {"refuse": "x"}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert script.json()["state"] == "signed-out"


def test_more_than_a_page_can_take_is_said(client, settings, officer, draft):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    answer = as_(client, officer).post(address(draft), {str(n): "x" for n in range(5)})

    assert answer.status_code == 400
    assert "That was too much at once" in answer.content.decode()


def test_a_page_that_is_not_there_tells_where_to_go(client):
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "Go to your start page" in answer.content.decode()
