"""Private notes: kept with each version, for their author, and for the auditor once everybody has locked."""

from django.urls import reverse

from accounts.models import TrailEvent
from scoring.models import PrivateNote, PrivateNoteVersion
from tests.scoring.judging import REASONS, assignment, reveal, score_and_lock

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
NOTE = "Ask the finance expert whether nine minibuses are enough."


def address(each):
    return reverse("scoring:score", args=[each.reference])


def typed(**more):
    return {"value": "3", "reasons": REASONS, "version": "0", "private_note": NOTE, "note_version": "0"} | more


def test_a_note_is_saved_with_whatever_button_and_each_version_is_kept(sign_in, eve, mine):
    client = sign_in(eve.user)
    client.post(address(mine), typed(stay="1"))
    note = reverse("scoring:private_note", args=[mine.reference])

    saved = client.post(note, {"private_note": "Twelve.", "version": "1"}, **SCRIPT).json()
    met = client.post(note, {"private_note": "Other.", "version": "1"}, **SCRIPT).json()
    refused = client.post(address(mine), typed(version="1", private_note="Third.")).content.decode()

    assert saved == {"state": "saved", "version": 2, "message": "Saved."}
    assert (met["state"], met["theirs"]) == ("conflict", {"private_note": "Twelve."})
    assert "changed your private note in another window" in refused
    assert "Third." in refused
    assert list(PrivateNoteVersion.objects.values_list("text", flat=True)) == ["Twelve.", NOTE]
    assert ">Twelve.</textarea>" in client.get(address(mine)).content.decode()


def test_only_its_author_and_later_the_auditor_read_it(sign_in, opened, auditor, officer, eve, mine):
    sign_in(eve.user).post(address(mine), typed(stay="1"))
    page = reverse("scoring:private_notes", args=[opened.competition.reference])
    before = sign_in(auditor).get(page).content.decode()
    for member in opened.panel.evaluators:
        score_and_lock(member)
    reveal(opened)
    client = sign_in(auditor)

    read = client.get(page).content.decode()
    client.get(page)

    assert NOTE not in before
    assert NOTE in read
    assert TrailEvent.objects.get(verb="scoring.read_notes").by == auditor
    assert NOTE not in str(list(TrailEvent.objects.values_list("details", "subject")))
    assert [sign_in(user).get(page).status_code for user in (eve.user, opened.panel.chair.user, officer)] == [403] * 3
    for user, seen in (
        (opened.panel.chair.user, reverse("scoring:moderate", args=[opened.competition.reference, "service"])),
        (opened.panel.evaluators[1].user, address(assignment(opened.panel.evaluators[1], opened.bids[0]))),
    ):
        assert NOTE not in sign_in(user).get(seen).content.decode()
    assert PrivateNote.objects.get().text == NOTE
