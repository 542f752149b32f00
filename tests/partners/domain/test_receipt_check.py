"""The program that checks receipts, against the vectors of RFC 8032 and against another implementation."""

import ast
import base64
import copy
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from partners.domain import receipt_check, receipts
from partners.domain.receipt_check import L, check_parts, check_signature, is_signed, key_id, read, signed_bytes
from tests.world import offer_content

# RFC 8032, section 7.1, tests 1, 2 and 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

CONTENT = {
    "bid": "BID",
    "competition": "COMP",
    "organisation": {"name": "Harbour Care", "kind": "charity"},
    "consortium": [{"name": "Tide Trust"}],
    "answers": {"service": "Eleven centres.\n", "insurance": "Ja – ναι."},
    "documents": [{"reference": "D1", "title": "Plans", "name": "plan.pdf", "size": 4, "sha256": "ab" * 32}],
    "offer": offer_content("Harbour Care"),
}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEYS = {key_id(PUBLIC): PUBLIC.hex()}
FACTS = {
    "receipt": "R",
    "competition": {"reference": "COMP", "title": "A partner", "council": "Barchester Council"},
    "submission": 1,
    "submitted_at": "2026-11-01T12:00:00.000000+00:00",
    "submitted_by": "Ada",
    "deadline": "2026-11-02T12:00:00.000000+00:00",
    "issued_at": "2026-11-01T12:00:00.000000+00:00",
    "came_about": receipts.PRESSED,
    "key": {"id": key_id(PUBLIC), "public": PUBLIC.hex(), "kind": "Ed25519"},
}


def signed(key=KEY):

    body = receipts.body(FACTS, CONTENT, {"service": "The service"})
    return {**body, "signature": base64.b64encode(key.sign(signed_bytes(body))).decode()}


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_are_right_and_no_bit_of_them_may_change(public, message, signature):
    public, message, signature = (bytes.fromhex(text) for text in (public, message, signature))

    assert is_signed(public, message, signature)
    assert not is_signed(public, message + b"x", signature)
    for bit in range(0, 512, 37):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        assert not is_signed(public, message, bytes(changed))


def test_a_second_form_of_the_same_signature_is_wrong():
    public, _, signature = (bytes.fromhex(text) for text in VECTORS[0])
    scalar = int.from_bytes(signature[32:], "little") + L

    assert not is_signed(public, b"", signature[:32] + scalar.to_bytes(32, "little"))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100))
def test_what_another_implementation_signs_is_right(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)

    assert is_signed(key.public_key().public_bytes_raw(), message, key.sign(message))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_noise_is_no_signature(public, signature):
    assert not is_signed(public, b"a receipt", signature)


@pytest.mark.parametrize("form", [receipts.as_file, lambda receipt: receipts.armoured(receipt).encode()])
def test_a_receipt_is_read_from_its_file_and_from_a_letter(form):
    assert read(form(signed())) == signed()
    assert check_signature(read(form(signed())), KEYS).is_right


def test_a_receipt_is_read_from_a_letter_that_was_quoted_and_broken_anew():
    letter = receipts.armoured(signed()).split("\n")
    inside = "".join(letter[1:-1])
    quoted = "\r\n> ".join(
        ["> Your bid is in.", letter[0], *(inside[at : at + 41] for at in range(0, len(inside), 41)), letter[-1]]
    )

    assert read(quoted.encode()) == signed()


def places(value, path=()):
    """The path of everything in a receipt that is not made of further things."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))
    else:
        yield path


@pytest.mark.parametrize("path", list(places(signed())), ids=lambda path: "/".join(map(str, path)))
def test_no_part_of_a_receipt_can_be_changed(path):
    forged = copy.deepcopy(signed())
    holder = forged
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    holder[path[-1]] = old + 1 if isinstance(old, int) else ("b" if old[:1] == "a" else "a") + old[1:]

    assert not check_signature(forged, KEYS).is_right


@pytest.mark.parametrize("name", [name for name in signed() if name != "signature"])
def test_no_part_of_a_receipt_can_be_left_out(name):
    forged = signed()
    del forged[name]

    try:
        found = read(receipts.as_file(forged))
    except receipt_check.Unreadable:
        return
    assert not check_signature(found, KEYS).is_right


def test_a_receipt_does_not_depend_on_the_order_in_which_its_parts_come():
    backwards = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value for name, value in CONTENT.items()
    }
    turned = dict(reversed(backwards.items()))

    assert receipts.body(FACTS, turned, {}) == receipts.body(FACTS, CONTENT, {})


def test_a_receipt_that_somebody_else_signed_is_not_to_be_relied_on():
    other = Ed25519PrivateKey.generate()
    public = other.public_key().public_bytes_raw()
    forged = {**signed(), "key": {"id": key_id(public), "public": public.hex(), "kind": "Ed25519"}}
    body = {name: value for name, value in forged.items() if name != "signature"}

    forged["signature"] = base64.b64encode(other.sign(signed_bytes(body))).decode()

    assert not check_signature(forged, KEYS).is_right
    assert "none that is known here" in check_signature(forged, KEYS).words


def test_each_part_is_found_by_its_contents_and_a_changed_one_is_named():

    files = [(f"my/{name}", sha256(data).hexdigest()) for name, data in receipts.files_of(CONTENT).items()]
    files.append(("another name.pdf", "ab" * 32))

    assert all(each.is_right for each in check_parts(signed(), files))
    for changed in range(len(files)):
        others = [*files[:changed], (files[changed][0], "00" * 32), *files[changed + 1 :]]
        wrong = [each.words for each in check_parts(signed(), others) if not each.is_right]
        assert len(wrong) == 1, files[changed]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b'{"format": 1, "format": "bid-receipt/1"}', b"[" * 100_000]
)
def test_what_is_no_receipt_is_told_so(data):
    with pytest.raises(receipt_check.Unreadable):
        read(data)


def test_the_program_needs_the_standard_library_alone():
    tree = ast.parse(Path(receipt_check.__file__).read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= set(sys.stdlib_module_names)
