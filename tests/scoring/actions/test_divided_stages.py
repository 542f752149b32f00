"""A later stage has a key of its own, which may be divided: by codes of its own, whatever became of the first one."""

from types import SimpleNamespace

import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.domain.sealing import CannotOpen
from accounts.models import SealedStorage
from partners.actions import document_checks, earlier_files, key_codes, openings, shutting
from partners.models import Answer, BidDocument, Submission
from procurement.actions import divisions
from procurement.models import CompetitionKey, KeyShare, later_stages
from tests import world
from tests.scoring import deciding, staging
from tests.scoring.actions.test_earlier_files import PLAN, add_earlier


@pytest.fixture
def codes(draft, officer, lead_officer):
    """The codes of the final tenders' key, by share; the first stage's key is kept whole."""
    final = staging.plan(draft, officer)[0]
    holders = [officer, lead_officer, world.council_member(draft.council, CouncilRole.APPROVER, "Ann Approver")]
    maker = world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")
    about = {"needed": 2, "kept_by": "The monitoring officer"}
    divisions.divide(final, holders=holders, **about, by=lead_officer, at=world.PUBLISHED)
    made = {}
    for share in KeyShare.objects.all():
        by = share.holder or maker
        made[share.number] = divisions.make_code(share, by=by, at=world.PUBLISHED)
        divisions.accept(share, made[share.number], by=by, at=world.PUBLISHED)
    staging.announce(draft)
    return made


@pytest.fixture
def sealed(codes, judged):
    """A final tender is in, sealed to the divided key of its stage."""
    deciding.rank(judged)
    judged.competition.refresh_from_db()
    final = later_stages(judged.competition)[0]
    staging.shortlist(judged.competition)
    staging.invite(final)
    return staging.sealed_final_tender(SimpleNamespace(competition=judged.competition, final=final, bids=judged.bids))


def test_what_is_taken_over_is_sealed_to_the_divided_key_of_the_new_stage(sealed):
    assert sealed.bid.working_key_id is not None
    assert CompetitionKey.objects.get(competition=sealed.bid.competition).private_hex == ""

    assert shutting.shut_due(at=staging.OPENS) == 1

    with pytest.raises(CannotOpen):
        Answer.objects.filter(bid=sealed.bid).first()
    assert Answer.objects.filter(bid__competition=sealed.bid.competition.follows).first().text


def test_two_officers_and_enough_codes_of_this_stage_open_it(sealed, codes, officer, lead_officer):
    shutting.shut_due(at=staging.OPENS)
    final = sealed.bid.competition
    for by in (officer, lead_officer):
        assert not openings.confirm_opening(final, by=by, at=staging.OPENS)
    shares = list(KeyShare.objects.filter(holder__isnull=False).order_by("number"))
    with pytest.raises(Refusal):
        key_codes.enter(shares[0], codes[shares[1].number], by=shares[0].holder, at=staging.OPENS)

    opened = [key_codes.enter(share, codes[share.number], by=share.holder, at=staging.OPENS) for share in shares[:2]]

    assert opened == [False, True]
    assert Submission.objects.get(pk=sealed.pk).content["answers"]["service"] == "We will keep all eleven."


def test_a_file_that_was_taken_over_is_sealed_to_the_divided_key_too(codes, judged):
    deciding.rank(judged)
    judged.competition.refresh_from_db()
    final = later_stages(judged.competition)[0]
    before = add_earlier(judged.bids[0])
    staging.shortlist(judged.competition)
    staging.invite(final)
    bid = staging.final_tender(SimpleNamespace(competition=judged.competition, final=final, bids=judged.bids))
    (each,) = earlier_files.files_to_take_over(bid)
    taken = earlier_files.take_over_file(bid, each, by=bid.started_by, at=staging.AT)
    document_checks.check(taken.pk, at=staging.AT)

    assert shutting.shut_due(at=staging.OPENS) == 1

    with pytest.raises(CannotOpen):
        SealedStorage().open(taken.file.name)
    with pytest.raises(CannotOpen):
        BidDocument.objects.get(pk=taken.pk)
    with before.file.open() as file:
        assert file.read() == PLAN
    assert earlier_files.files_to_take_over(bid) == []
