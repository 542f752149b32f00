"""A file tells an auditor among whom a key was divided and when each code was entered, and holds no secret."""

import json

import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from partners.actions import key_codes, shutting
from partners.actions.openings import confirm_opening
from procurement.models import Competition, CompetitionKey, KeyShare
from scoring.files import divided_keys
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.schema_evaluation import DividedKeyPart
from scoring.files.writing import file_of
from tests import world
from tests.partners.dividing import divided, submitted
from tests.scoring.files import small
from tests.world import AFTER, PUBLISHED


@pytest.fixture
def codes(draft, officer, lead_officer):
    maker = world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")
    return divided(draft, [officer, lead_officer], maker, by=lead_officer)


def test_before_the_opening_a_file_tells_how_many_of_how_many_and_afterwards_who_and_when(codes, officer, lead_officer):
    competition = Competition.objects.get()
    submitted(competition)
    assert divided_keys.content(competition) == {"needed": 2, "of": 3, "shares": []}

    shutting.shut_due(at=AFTER)
    for each in (officer, lead_officer):
        confirm_opening(competition, by=each, at=AFTER)
    mine, envelope = KeyShare.objects.get(holder=officer), KeyShare.objects.get(holder=None)
    key_codes.enter(mine, codes[mine.number], by=officer, at=AFTER)
    key_codes.enter(envelope, codes[envelope.number], by=lead_officer, at=AFTER)

    content = divided_keys.content(Competition.objects.get())
    told = {share.person or share.kept_by: share for share in DividedKeyPart.model_validate(content).shares}
    assert {name: share.entered and (share.entered.by, share.entered.at) for name, share in told.items()} == {
        officer.email: (officer.email, AFTER),
        lead_officer.email: None,
        "The monitoring officer": (lead_officer.email, AFTER),
    }
    assert {share.taken_at for share in told.values()} == {PUBLISHED}
    key = CompetitionKey.objects.get()
    secrets = [*codes.values(), *(share.public_hex for share in KeyShare.objects.all()), key.private_hex]
    assert not [secret for secret in secrets if secret in str(content)]


def a_file(tmp_path, **changed):
    """The small file, its key divided among three, of whom two entered their codes before the opening."""
    shares = [
        {"person": small.OFFICER, "taken_at": "2026-01-20 09:00", "entered": small.deed(small.OFFICER, "03-06 13:01")},
        {"person": small.LEAD, "taken_at": "2026-01-20 09:00"},
        {"kept_by": "The clerk", "entered": small.deed(small.LEAD, "03-06 13:02")},
    ]
    content = {**small.content(), "divided_key": {"needed": 2, "of": 3, "shares": shares, **changed}}
    path = tmp_path / "divided.yaml"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_file_that_tells_of_it_is_loaded_as_a_record_and_written_again(tmp_path):
    path = a_file(tmp_path)

    competition = load(path)

    assert file_of(competition) == read(path.read_text(encoding="utf-8"), "small")
    assert CompetitionKey.objects.get().is_held
    assert not KeyShare.objects.filter(sealed__isnull=False).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"needed": 4}, "4 of 3 shares can’t be needed"),
        ({"of": 4}, "there are 4 shares, and 3 are told"),
        ({"of": 2, "shares": [{"person": small.OFFICER}, {}]}, "either a holder, or somebody who keeps its envelope"),
        ({"of": 2, "shares": [{"person": "x@nowhere.example"}, {"kept_by": "A"}]}, "not one of the people"),
        (
            {
                "of": 2,
                "shares": [{"kept_by": "A", "entered": small.deed(small.LEAD, "03-06 14:00")}, {"kept_by": "B"}],
            },
            "comes before a code of the key",
        ),
    ],
)
def test_what_contradicts_itself_is_told(tmp_path, changed, said):
    path = a_file(tmp_path, **changed)

    with pytest.raises(Refusal, match=said):
        read(path.read_text(encoding="utf-8"), "small")
