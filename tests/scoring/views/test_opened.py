import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from partners.domain.uploads import FileState
from partners.models import Answer, BidDocument, Submission
from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from tests import world
from tests.scoring.judging import AT


def address(name, bid, *more):
    return reverse(f"scoring:{name}", args=[bid.reference, *more])


@pytest.fixture
def document(opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bid = opened.bids[0]
    row = BidDocument(
        bid=bid, title="Transport plan", name="plan “A”.html", size=27, sha256=hashlib.sha256(b"x").hexdigest()
    )
    row.uploaded_by, row.uploaded_at, row.state = bid.started_by, world.BEFORE, FileState.CLEAN.value
    row.file.save("plan", ContentFile(b"<script>alert(1)</script>"))
    submission = Submission.objects.get(bid=bid)
    submission.content["documents"] = [
        {
            "reference": row.reference,
            "title": row.title,
            "name": row.name,
            "size": 27,
            "sha256": row.sha256,
            "criterion": "service",
        }
    ]
    submission.save()
    return row


def test_the_frozen_submission_is_read_never_the_live_rows(sign_in, opened, officer):
    bid = opened.bids[0]
    criterion = opened.competition.criteria.get(reference="service")
    Answer.objects.create(bid=bid, criterion=criterion, text="CHANGED LATER", saved_by=bid.started_by, saved_at=AT)
    bid.organisation.name = "Renamed Care"

    page = sign_in(officer).get(address("opened_bid", bid)).content.decode()

    assert "Harbour Care will keep all eleven centres open." in page
    assert "CHANGED LATER" not in page
    assert "£" not in page


def test_the_offer_shows_its_figures_and_the_company_that_would_follow(sign_in, opened, officer):
    page = sign_in(officer).get(address("opened_offer", opened.bids[1])).content.decode()

    for said in ("£800,000", "£26,000,000", "Barchester Day Centres Limited", "Employee trust", "40%"):
        assert said in page


def test_the_offer_shows_the_terms_that_are_there(sign_in, opened, officer):
    submission = Submission.objects.get(bid=opened.bids[0])
    articles = {"locks": [{"until": "2099-03-31"}], "step_in": "The council may step in."}
    submission.content["offer"] |= {"agreed": {"articles": articles}, "support": "Our sister charity helps."}
    submission.save()
    client = sign_in(officer)

    full, simple = (client.get(address("opened_offer", bid)).content.decode() for bid in opened.bids)

    for said in ("Lock-ins", "31 March 2099", "The council may step in.", "Our sister charity helps."):
        assert said in full
        assert said not in simple


@pytest.mark.parametrize("name", ["opened_bid", "opened_offer"])
def test_who_may_read_an_opened_bid(sign_in, opened, other_officer, lead_officer, name, council):
    officer, approver, auditor = (
        world.council_member(council, role, f"The {role}")
        for role in (CouncilRole.OFFICER, CouncilRole.APPROVER, CouncilRole.AUDITOR)
    )
    eve, evan, _ = opened.panel.evaluators
    bid, rival = opened.bids
    panels.declare(evan, bid, Interest.POTENTIAL, "Applied for a job.", by=evan.user, at=AT)
    undeclared = world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)

    def status(user, of=bid):
        return sign_in(user).get(address(name, of)).status_code

    assert [status(user) for user in (officer, auditor, approver, eve.user, opened.panel.observer.user)] == [200] * 5
    assert [status(user) for user in (evan.user, undeclared.user, other_officer, bid.started_by)] == [404] * 4
    assert status(rival.started_by) == 404
    assert status(evan.user, rival) == 200


def test_nobody_reads_a_bid_before_the_opening(sign_in, published, bid, officer, lead_officer):
    world.submission(bid)

    for user in (officer, lead_officer):
        assert sign_in(user).get(address("opened_bid", bid)).status_code == 404
        page = sign_in(user).get(reverse("scoring:opened_bids", args=[published.reference])).content.decode()
        assert "Harbour Care" not in page


def test_a_document_is_downloaded_never_run(sign_in, opened, document, officer):
    answer = sign_in(officer).get(address("opened_document", opened.bids[0], document.reference))

    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (FileState.RECEIVED, "is still being checked"),
        (FileState.SCANNING, "is still being checked"),
        (FileState.FAILED, "could not be checked yet"),
        (FileState.REFUSED, "is protected with a password"),
    ],
)
def test_a_file_that_is_not_checked_or_was_refused_is_not_given_out(sign_in, opened, document, officer, state, says):
    document.state, document.reason = state.value, "“plan” is protected with a password."
    document.save()

    answer = sign_in(officer).get(address("opened_document", opened.bids[0], document.reference))

    assert answer.status_code == 409
    assert says in answer.content.decode()


def test_only_documents_of_the_submission_that_counts_are_given(sign_in, opened, document, officer):
    other = BidDocument.objects.create(
        bid=opened.bids[0],
        title="Added, not submitted",
        file="x",
        name="x",
        size=1,
        sha256="",
        uploaded_at=AT,
        uploaded_by=opened.bids[0].started_by,
    )
    client = sign_in(officer)

    assert client.get(address("opened_document", opened.bids[0], other.reference)).status_code == 404
    assert client.get(address("opened_document", opened.bids[1], document.reference)).status_code == 404


def test_a_conflict_shuts_the_documents_too(sign_in, opened, document):
    eve = opened.panel.evaluators[0]
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    assert sign_in(eve.user).get(address("opened_document", opened.bids[0], document.reference)).status_code == 404


def test_the_list_names_only_bids_that_one_may_read(sign_in, opened):
    eve = opened.panel.evaluators[0]
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    page = sign_in(eve.user).get(reverse("scoring:opened_bids", args=[opened.competition.reference])).content.decode()

    assert "Quayside Partners" in page
    assert "Harbour Care" not in page
