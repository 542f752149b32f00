"""`python -m benchmarks.rush.inside.world SIZE SECONDS`: the competition, and as many bids, each all but ready.

Each is made by the product's own actions; the bidders' sign-ins and the deadline, which no action brings nearer, are
written directly. Prints the plan of the minute as JSON.
"""

import json
import random
import sys
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from accounts.actions import people
from accounts.models import User
from accounts.sessions import SessionStore
from partners.actions import bids, organisations
from partners.actions.completeness import questions_of
from partners.actions.submissions import what_is_missing
from partners.domain.offers import from_content
from partners.domain.organisations import OrganisationKind
from partners.domain.typed_offers import typed_of
from partners.models import Bid
from procurement.models import Competition
from scoring.files.playing import play
from scoring.files.reading import read
from scoring.files.shifting import last_instant, shifted, weeks_between
from spinouts.files.opening import text_of

PASSWORD = "a bid in the last minute"  # noqa: S105 - of nobody real, in a database that goes away.
HOLDINGS = [
    {"kind": kind, "name": name, "percent": percent, "share_class": "Ordinary", "votes_per_share": 1, "board_seats": 2}
    for kind, name, percent in (
        ("employees", "Employee trust", "30"),
        ("partner", "The partner", "40"),
        ("council", "Harrowmere Council", "30"),
    )
]
OFFER = {
    "company_name": "Harrowmere Days Limited",
    "legal_form": "company_by_shares",
    "total_shares": 1000,
    "notes": "",
    "holdings": HOLDINGS,
    "investments": [{"instrument": "equity", "year": 1, "amount": "400000"}],
    "prices": [{"year": year, "amount": "4100000"} for year in range(1, 6)],
}


def competition() -> Competition:
    """The example competition that takes bids, moved to where all that was done in it is past."""
    path = settings.BASE_DIR / "examples" / "day-centres.yaml"
    file = read(text_of(path), path.name)
    return play(shifted(file, weeks_between(last_instant(file), timezone.now())))


def bidder(competition: Competition, number: int, password: str) -> dict[str, Any]:
    """An organisation with its writer, signed in, and a bid that could be submitted as it stands."""
    at = timezone.now()
    writer = people.enrol(email=f"writer-{number}@example.org", name=f"Writer {number}")
    # One hash for all: hashing is slow on purpose.
    User.objects.filter(pk=writer.pk).update(password=password)
    writer.refresh_from_db()
    organisation = organisations.register(
        name=f"Organisation {number}",
        kind=OrganisationKind.CHARITY,
        registered_number="1098765",
        address="1 High Street",
        by=writer,
        at=at,
    )
    bid = bids.start(competition, organisation, by=writer, at=at)
    texts = {}
    for criterion in questions_of(competition):
        texts[criterion.reference] = f"What organisation {number} says on “{criterion.title}”, at some length."
        bids.save_answer(bid, criterion, texts[criterion.reference], version=0, by=writer, at=at)
    bids.save_offer(bid, typed_of(from_content(OFFER)), version=0, by=writer, at=at)
    if missing := what_is_missing(bid, at):
        raise ValueError(f"The bid is not complete: {missing}")
    return {"user": writer.pk, "email": writer.email, "bid": bid.reference, "texts": texts, "session": _session(writer)}


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def plan_of(known: dict[str, Any], chance: random.Random, begins_at: float, seconds: float) -> dict[str, Any]:
    """When the bidder begins and submits, and what else they do. One in ten signs in first, and one comes late too."""
    first = begins_at + chance.uniform(0, 0.45) * seconds
    signs_in = chance.random() < 0.1
    return {
        **known,
        "password": PASSWORD,
        "criteria": chance.sample(list(known["texts"]), 2),
        "cookies": {} if signs_in else {settings.SESSION_COOKIE_NAME: known["session"]},
        "signs_in": signs_in,
        "begins_at": first,
        "submits_at": begins_at + chance.uniform(0.55, 0.97) * seconds,
        "file_bytes": chance.randrange(300_000, 2_500_000),
        "replaces": chance.random() < 0.25,
        "comes_late": chance.random() < 0.1,
    }


def main(size: int, seconds: float) -> None:
    seed = time.time_ns() % 10**6
    chance = random.Random(seed)  # noqa: S311 - so that a run can be had again.
    taking_bids, password = competition(), make_password(PASSWORD)
    known = [bidder(taking_bids, number, password) for number in range(size)]
    # As a database in use knows its tables.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    begins_at = time.time() + 4
    deadline = begins_at + seconds
    Competition.objects.filter(pk=taking_bids.pk).update(bid_deadline=datetime.fromtimestamp(deadline, UTC))
    plans = [plan_of(each, chance, begins_at, seconds) for each in known]
    print(json.dumps({"seed": seed, "begins_at": begins_at, "deadline": deadline, "bidders": plans}))
    if Bid.objects.count() != size:
        raise ValueError("There are other bids than those planned.")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
