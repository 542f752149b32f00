"""Who gets in where: every address × every kind of person, at each moment of a competition.

What comes out is kept in `tests/access_matrix.txt`, to be read by a person: a new address, or one that answers somebody
otherwise than before, fails here. Make the table again, and read the difference before you commit it, with

    ACCESS_MATRIX=write DEBUG=1 python -m config.local run -- python -m pytest tests/test_access_matrix.py -q

Some rules hold whatever the table says; they are below it. A new kind of thing in an address is taught to
`tests/addresses.py`.
"""

import difflib
import logging
import os
import re
import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from accounts.checks import views_of
from partners.models import Bid, ConnectedPerson, Consent, DeclaredGround, MemberDeclaration, Organisation
from spinouts.models import CompanyReport, CompanyStudy, Service
from tests.addresses import OF_BIDS, address_of, app_of, model_of
from tests.everything import (
    AGREED_ON_HARBOUR,
    AGREED_SECRET,
    APPRAISAL_SECRET,
    ASKED_SECRET,
    DRAFT_SECRET,
    HARBOUR_SECRET,
    LATE_SECRET,
    MOMENTS,
    NOTE_SECRET,
    QUAYSIDE_SECRET,
    SAMPLE_SECRET,
    SCORE_SECRET,
    STUDY_SECRET,
    Moment,
    everything_at,
)

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("access_matrix.txt")
WORDS = {200: "yes", 403: "no", 404: "-"}

LET_IN = {"yes", "400", "405", "409"}

COUNCIL = ("officer", "lead officer", "approver", "auditor")
PANEL = ("chair", "evaluator", "conflicted", "observer")
MEMBER = "member of the consortium"
STRANGERS = ("anonymous", "nobody", "superuser", "other council")
BEFORE_OPENING = {Moment.DRAFT, Moment.PUBLISHED, Moment.CLOSED}
# Things that are the same at each moment are looked at once.
ONCE = {None, CompanyReport, CompanyStudy, ConnectedPerson, DeclaredGround, Organisation, Service}
# Of each app, the moments at which something changes there; all of them where nothing is said.
CHANGES_AT = {
    "accounts": {Moment.PUBLISHED},
    "procurement": {Moment.DRAFT, Moment.PUBLISHED, Moment.AWARDED},
    "partners": {Moment.DRAFT, Moment.PUBLISHED, Moment.CLOSED, Moment.OPENED, Moment.AWARDED},
}
# Everybody who has signed in may ask in public, and read how to bid, also somebody of another council.
OPEN_TO_OTHER_COUNCILS = {"procurement.ask_clarification", "partners.consider_bid"}


@dataclass(frozen=True)
class Answer:
    route: str
    method: str
    access: object
    is_about_a_thing: bool
    statuses: dict[str, str]
    pages: dict[str, str]


@pytest.fixture(params=MOMENTS, ids=[moment.name.lower() for moment in MOMENTS])
def moment(request):
    return request.param


@pytest.fixture
def all_of_it(moment, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return everything_at(moment)


@pytest.fixture
def faults():
    found = []

    def note(sender, request=None, **kwargs):
        found.append(f"{request.method} {request.path} as {request.user}: {traceback.format_exc(limit=-3)}")

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


@pytest.fixture
def answers(moment, all_of_it, faults, caplog):
    """What each address that has something to show at this moment answers to each person."""
    # Thousands of refusals, each with its lines of log, would bury the one that matters.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    browsers = {}
    # Somebody with a part in the bid has no column, as a rule says all: that part, and nothing else of any bid.
    for role, person in (all_of_it.people | ({MEMBER: all_of_it.member} if all_of_it.member else {})).items():
        browsers[role] = Client(raise_request_exception=False)
        if person:
            browsers[role].force_login(person)
    return [
        _ask(route, pattern, address, browsers)
        for route, pattern in views_of(get_resolver())
        if moment in CHANGES_AT.get(app_of(pattern), MOMENTS)
        if moment == Moment.PUBLISHED or pattern.name == "my_work" or model_of(route, pattern) not in ONCE
        if (address := address_of(route, pattern, all_of_it))
    ]


def _ask(route, pattern, address, browsers):
    """GET for all; where somebody is told that this takes a POST, POST with nothing in it for all."""
    for method in ("GET", "POST"):
        statuses, pages = {}, {}
        for role, browser in browsers.items():
            with transaction.atomic():
                answer = browser.generic(method, address)
                transaction.set_rollback(True)
            statuses[role] = _in_a_word(answer)
            if answer.status_code == 200:
                pages[role] = b"".join(answer).decode(errors="replace")
            if method == "GET" and answer.status_code == 405:
                break
        else:
            break
    shown = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", re.sub(r"<\w+:", "<", "/" + route.strip("^$")))
    return Answer(shown, method, pattern.callback.access, "<" in route, statuses, pages)


def _in_a_word(answer):
    if answer.status_code in {301, 302, 303}:
        return "in" if answer.headers["Location"].startswith("/sign-in/") else "go"
    return WORDS.get(answer.status_code, str(answer.status_code))


# The table


def _section(moment, answers, roles):
    heads = [role.split()[0][:5] if role != "other council" else "other" for role in roles]
    # The address comes last, so that a long one moves no other line.
    lines = ["".join(f"{head:<6}" for head in heads)]
    for answer in sorted(answers, key=lambda each: each.route):
        cells = "".join(f"{answer.statuses[role]:<6}" for role in roles)
        lines.append(f"{cells} {answer.method:4}  {answer.route}")
    return "\n".join(lines)


HEAD = """\
Who gets in where, at each moment of a competition. tests/test_access_matrix.py makes it, and says how to make it again.

yes  the page is shown       no   not theirs to do (403)         -    for them there is no such page (404)
in   asked to sign in first  go   sent on to another page        400  theirs, but what they sent was empty
405  takes another method    409  theirs, but not at this time

anony  nobody is signed in                         chair  chair of the panel
nobod  signed in, and belongs nowhere              evalu  evaluator, who has not locked their scores before the ranking
super  superuser, who belongs nowhere              confl  evaluator with an interest in the bidder
offic  officer of the council                      obser  observer on the panel
lead   lead officer of the council                 admin  administrator of the organisation whose bid it is
appro  approver of the council                     write  writer of that organisation
audit  auditor of the council                      rival  administrator of another organisation, which bids too
other  lead officer of another council
"""


def _read():
    parts = re.split(r"^## (.*)\n", TABLE.read_text(), flags=re.MULTILINE) if TABLE.exists() else [HEAD]
    return {title: text.strip("\n") for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def _write(sections):
    body = "\n\n".join(
        f"## {moment.value}\n\n{sections[moment.value]}" for moment in MOMENTS if moment.value in sections
    )
    TABLE.write_text(f"{HEAD}\n{body}\n")


def test_everybody_gets_in_where_the_table_says(moment, all_of_it, answers, faults):
    section = _section(moment, answers, list(all_of_it.people))
    if os.environ.get("ACCESS_MATRIX") == "write":
        _write(_read() | {moment.value: section})
    kept = _read().get(moment.value, "")
    difference = "\n".join(
        difflib.unified_diff(kept.splitlines(), section.splitlines(), "kept", "now", lineterm="", n=0)
    )

    assert not difference, f"{moment.value}:\n{difference}\n\n{__doc__}"
    _check_rules(moment, all_of_it, answers, faults)


# The rules


def _check_rules(moment, all_of_it, answers, faults):
    assert not faults, "\n".join(faults)
    wrong = [
        f"{rule.__doc__.splitlines()[0]}\n    {answer.method} {answer.route}: {role}"
        for rule in RULES
        for answer in answers
        for role in rule(moment, answer, all_of_it)
    ]
    assert not wrong, f"{moment.value}:\n" + "\n".join(wrong)


def nothing_fails(moment, answer, all_of_it):
    """No address answers anybody with a fault of the program."""
    return [role for role, status in answer.statuses.items() if status.startswith("5")]


def signed_out_people_see_public_pages_alone(moment, answer, all_of_it):
    """Whoever has not signed in sees public pages alone."""
    return ["anonymous"] if answer.statuses["anonymous"] == "yes" and not answer.access.is_public else []


def a_superuser_is_nobody(moment, answer, all_of_it):
    """A superuser gets exactly what anybody gets who belongs nowhere."""
    return ["superuser"] if answer.statuses["superuser"] != answer.statuses["nobody"] else []


def other_councils_see_what_is_public_alone(moment, answer, all_of_it):
    """Another council sees nothing of this one's that is not public."""
    if answer.access.is_public or not answer.is_about_a_thing or answer.access.permission in OPEN_TO_OTHER_COUNCILS:
        return []
    return ["other council"] if answer.statuses["other council"] in LET_IN else []


def bids_are_shut_before_the_opening(moment, answer, all_of_it):
    """Before the opening nobody at the council or on the panel gets near a bid."""
    if moment not in BEFORE_OPENING or answer.access.model not in OF_BIDS:
        return []
    return [role for role in (*COUNCIL, *PANEL) if answer.statuses[role] in {*LET_IN, "go", "no"}]


def rivals_are_shut_out(moment, answer, all_of_it):
    """A rival never gets near the other's bid or organisation."""
    of_the_other = answer.access.model in {*OF_BIDS, ConnectedPerson, DeclaredGround, Organisation}
    return ["rival"] if of_the_other and answer.statuses["rival"] in {*LET_IN, "go", "no"} else []


def a_member_reaches_its_own_part_and_nothing_else_of_a_bid(moment, answer, all_of_it):
    """Who stands behind another's bid reaches their own part and what they declared, and nothing else of a bid."""
    if MEMBER not in answer.statuses or answer.access.model not in OF_BIDS:
        return []
    is_reached = answer.statuses[MEMBER] in {*LET_IN, "go", "no"}
    return [MEMBER] if is_reached != (answer.access.model in {Consent, MemberDeclaration}) else []


def an_appraisal_is_for_its_council(moment, answer, all_of_it):
    """Only people of the council read the reasons of an appraisal, and all of them do, on its page."""
    readers = {role for role, page in answer.pages.items() if APPRAISAL_SECRET in page}
    missing = set(COUNCIL) - readers if answer.route.endswith("/appraisal/") else set()
    return sorted(readers - set(COUNCIL)) + sorted(missing)


def a_study_is_for_its_council(moment, answer, all_of_it):
    """Only people of the council see what it studies, and all of them do, in the list."""
    readers = {role for role, page in answer.pages.items() if STUDY_SECRET in page}
    missing = set(COUNCIL) - readers if answer.route == "/council/studies/" else set()
    return sorted(readers - set(COUNCIL)) + sorted(missing)


def pages_give_nobody_away(moment, answer, all_of_it):
    """No page says what its reader must not know: a word that gives it away stands in it."""
    return [
        f"{role} reads “{word}”"
        for role, page in answer.pages.items()
        for word in [
            *_hidden_from(role, moment, answer, all_of_it),
            SAMPLE_SECRET,
            *([] if role == "auditor" else [NOTE_SECRET]),
        ]
        if word in page
    ]


def _hidden_from(role, moment, answer, all_of_it):
    bids, names = all_of_it.bid_references, ["Harbour Care", "Quayside Partners"]
    secrets = [HARBOUR_SECRET, QUAYSIDE_SECRET, SCORE_SECRET, AGREED_SECRET]
    if role in STRANGERS:
        return [*secrets, LATE_SECRET, ASKED_SECRET, DRAFT_SECRET, *bids]
    if role == MEMBER:
        return [*secrets, LATE_SECRET, ASKED_SECRET, DRAFT_SECRET, *bids, "Quayside Partners"]
    if role in {"administrator", "writer"}:
        return [QUAYSIDE_SECRET, SCORE_SECRET, AGREED_SECRET, DRAFT_SECRET, "Quayside Partners"]
    if role == "rival":
        others = [HARBOUR_SECRET, LATE_SECRET, SCORE_SECRET, AGREED_SECRET, ASKED_SECRET, DRAFT_SECRET]
        return [*others, all_of_it.things[Bid].reference] if bids else []
    if moment in BEFORE_OPENING:
        # An invitation names the organisation to whoever holds its token, which says nothing of a bid.
        return [*secrets, *bids, *([] if "<token>" in answer.route else names)]
    hidden = [HARBOUR_SECRET, AGREED_ON_HARBOUR, ASKED_SECRET] if role == "conflicted" else []
    hidden += [DRAFT_SECRET] if role in set(PANEL) - {"chair"} else []
    hidden += [LATE_SECRET] if role in PANEL else []
    return [*hidden, SCORE_SECRET] if moment == Moment.OPENED else hidden


RULES = [
    nothing_fails,
    signed_out_people_see_public_pages_alone,
    a_superuser_is_nobody,
    other_councils_see_what_is_public_alone,
    bids_are_shut_before_the_opening,
    rivals_are_shut_out,
    a_member_reaches_its_own_part_and_nothing_else_of_a_bid,
    an_appraisal_is_for_its_council,
    a_study_is_for_its_council,
    pages_give_nobody_away,
]
