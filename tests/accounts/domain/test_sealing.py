import io
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import sealed_boxes
from accounts.domain.sealed_streams import CHUNK, SealedReader, plain_size, sealed
from accounts.domain.sealing import CannotOpen, KeyRing, SealedForNow, key_id, key_of, sealed_by

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
RING = KeyRing(NEW, [OLD])


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_is_sealed_is_opened_in_its_place(plain, place):
    assert RING.open(RING.seal(plain, place), place) == plain


@given(st.binary(max_size=100), st.data())
def test_no_bit_can_be_changed(plain, data):
    sealed_text = bytearray(RING.seal(plain, "a.b"))
    at = data.draw(st.integers(0, len(sealed_text) - 1))
    sealed_text[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CannotOpen):
        RING.open(bytes(sealed_text), "a.b")


def test_what_is_sealed_for_one_column_is_not_opened_in_another():
    with pytest.raises(CannotOpen, match="changed, damaged or moved"):
        RING.open(RING.seal(b"yes", "a.b"), "a.c")


def test_another_key_gets_a_sentence_and_nothing_else():
    with pytest.raises(CannotOpen, match="whoever looks after the installation has to give it the key again"):
        KeyRing(OLD).open(RING.seal(b"yes", "a.b"), "a.b")


def test_an_older_key_opens_and_is_told_from_the_current_one():
    before = KeyRing(OLD).seal(b"yes", "a.b")

    assert RING.open(before, "a.b") == b"yes"
    assert [RING.is_older(sealed_by(each)) for each in (before, RING.seal(b"yes", "a.b"))] == [True, False]
    assert RING.all_derived("receipts") == [KeyRing(NEW).derived("receipts"), KeyRing(OLD).derived("receipts")]
    assert RING.tags("bidder", "7")[1] == KeyRing(OLD).tags("bidder", "7")[0]


def test_what_a_working_key_seals_opens_only_while_it_is_held():
    secret, held = bytes(range(64, 96)), True

    def working(number):
        if number != key_id(secret):
            return None
        if not held:
            raise SealedForNow
        return secret

    ring = KeyRing(NEW, working=working)
    sealed_now = ring.seal(b"yes", "a.b", key_id(secret))
    assert ring.open(sealed_now, "a.b") == b"yes"
    with pytest.raises(CannotOpen):
        KeyRing(NEW).open(sealed_now, "a.b")

    held = False
    with pytest.raises(SealedForNow, match="until the council opens the bids"):
        ring.open(sealed_now, "a.b")
    # What comes now is late, and must not be lost.
    assert KeyRing(NEW).open(ring.seal(b"late", "a.b", key_id(secret)), "a.b") == b"late"


def test_short_texts_look_the_same_from_outside():
    assert len({len(RING.seal(b"x" * length, "a.b")) for length in range(64)}) == 1


@pytest.mark.parametrize("text", ["no base64!", "c2hvcnQ="])
def test_a_setting_that_is_no_key_says_how_to_make_one(text):
    with pytest.raises(ValueError, match="Make a key with"):
        key_of(text)


SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5]


def stored(plain, tmp_path, name="x"):
    path = tmp_path / name
    path.write_bytes(b"".join(sealed([plain[:7], plain[7:]], RING, "place")))
    return path


def reader(path, place="place"):
    return SealedReader(io.BytesIO(path.read_bytes()), path.stat().st_size, RING, place)


def whole(opened):
    pieces, at = [], 0
    while piece := opened.read_at(at, 100_000):
        pieces.append(piece)
        at += len(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_is_read_whole_and_from_any_place(size, tmp_path):
    plain = secrets.token_bytes(size)
    path = stored(plain, tmp_path)
    opened = reader(path)

    assert whole(opened) == plain
    assert [opened.size, plain_size(path.stat().st_size)] == [size, size]
    assert opened.read_at(size // 2, 10) == plain[size // 2 : size // 2 + 10]


def cut_off(content):
    return content[: len(content) - 21]


def chunk_gone(content):
    head = len(content) - (2 * CHUNK + 5 + 3 * 16)
    return content[: head + CHUNK + 16]


def chunks_swapped(content):
    head, chunk = len(content) - (2 * CHUNK + 5 + 3 * 16), CHUNK + 16
    return (
        content[:head]
        + content[head + chunk : head + 2 * chunk]
        + content[head : head + chunk]
        + content[head + 2 * chunk :]
    )


@pytest.mark.parametrize("spoil", [cut_off, chunk_gone, chunks_swapped, lambda content: content[:10]])
def test_a_file_that_was_cut_or_put_together_otherwise_is_refused(spoil, tmp_path):
    path = stored(secrets.token_bytes(2 * CHUNK + 5), tmp_path)
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(CannotOpen):
        [reader(path).read_at(at, CHUNK) for at in range(0, 2 * CHUNK + 5, CHUNK)]


def test_a_file_put_in_place_of_another_is_refused(tmp_path):
    path = stored(b"mine", tmp_path)

    with pytest.raises(CannotOpen):
        reader(path, "another place").read_at(0, 4)


def test_a_box_opens_with_its_private_key_and_place_only():
    private, public = sealed_boxes.new_pair()
    box = sealed_boxes.seal(b"the bid", public, "competition-1")

    assert sealed_boxes.open_box(box, private, "competition-1") == b"the bid"
    for key, place in ((sealed_boxes.new_pair()[0], "competition-1"), (private, "competition-2")):
        with pytest.raises(CannotOpen):
            sealed_boxes.open_box(box, key, place)
