import io
import os
import struct
import zipfile
from pathlib import Path

import pikepdf
import pytest

from accounts.domain.archives import Limits
from accounts.domain.file_checks import why_refused

MEGABYTE = 1024 * 1024
OOXML = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


def archive(entries, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file


def pdf(**encryption):
    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file, encryption=pikepdf.Encryption(**encryption) if encryption else False)
    return file


def container(*names):
    """The older container of Office, with entries of these names; its directory is in the last sectors of the file."""
    size, fat_sector, first = 512, 0, 1
    sectors = -(-len(names) // 4)
    head = bytearray(size)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, first)
    struct.pack_into("<109I", head, 76, fat_sector, *[0xFFFFFFFF] * 108)
    links = [0xFFFFFFFD, *range(first + 1, first + sectors), 0xFFFFFFFE]
    table = struct.pack("<128I", *links, *[0xFFFFFFFF] * (128 - len(links)))
    entries = bytearray(sectors * size)
    for place, name in enumerate(names):
        text = name.encode("utf-16-le")
        entries[place * 128 : place * 128 + len(text)] = text
        struct.pack_into("<H", entries, place * 128 + 64, len(text) + 2)
    return io.BytesIO(bytes(head) + table + bytes(entries))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.pdf", pdf()),
        # May be read by all; only printing or changing it is locked.
        ("a.pdf", pdf(owner="secret", user="")),
        ("a.docx", archive(OOXML)),
        ("a.xlsx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""})),
        ("a.odt", archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""})),
        ("a.zip", archive({"a.pdf": b"%PDF", "b.docx": archive(OOXML).getvalue()})),
        ("a.PNG", io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(50))),
        ("a.jpeg", io.BytesIO(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")),
        ("a.mp4", io.BytesIO(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")),
        ("a.txt", io.BytesIO("Grüße 😀".encode())),
        ("a.csv", io.BytesIO("Größe;1".encode("cp1252"))),
        ("a.txt", io.BytesIO("wide".encode("utf-16"))),
    ],
)
def test_what_it_says_it_is_is_taken(name, file):
    assert why_refused(file, name) is None
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "file", "why"),
    [
        ("a.pdf", pdf(owner="secret", user="secret"), "is protected with a password"),
        ("a.pdf", io.BytesIO(b"MZ\x90\x00 a program"), "is not a PDF, though its name says so"),
        ("a.pdf", io.BytesIO(b"%PDF-1.7 half of one"), "is damaged"),
        ("a.docx", container("Root Entry", "EncryptionInfo", "\x06DataSpaces", "x", "EncryptedPackage"), "a password"),
        ("a.docx", container("Root Entry", "WordDocument"), "older format of Office"),
        ("a.docx", archive({"xl/workbook.xml": b""}), "is not what its name says (Word)"),
        ("a.docx", archive({**OOXML, "word/vbaProject.bin": b"x"}), "holds macros"),
        ("a.xlsx", pdf(), "is not what its name says (Excel)"),
        ("a.png", io.BytesIO(b"<script>"), "is not what its name says (PNG picture)"),
        ("a.jpg", io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(50)), "is not what its name says (JPEG picture)"),
        ("a.txt", io.BytesIO(b"MZ\x90\x00\x03"), "is not text"),
        ("a.zip", io.BytesIO(archive({"a": b"1"}).getvalue()[:-30]), "is damaged"),
        ("a.zip", io.BytesIO(b"PK\x03\x04" + bytes(400)), "is damaged"),
    ],
)
def test_what_is_not_is_refused_with_a_sentence(name, file, why):
    said = why_refused(file, name)

    assert said is not None
    assert said.startswith(f"“{name}” ")
    assert why in said
    assert said.endswith(".")


def test_an_archive_with_a_password_is_refused(tmp_path):
    plain = bytearray(archive({"a.txt": b"secret"}).getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(mark) + at] |= 1

    assert "is protected with a password" in why_refused(io.BytesIO(plain), "a.zip")


def test_an_archive_that_bursts_is_refused_by_what_it_says_it_holds():
    bomb = archive({"zeros": bytes(60 * MEGABYTE)})

    assert "more than 200 times its size" in why_refused(bomb, "a.zip")


def test_a_document_that_bursts_is_refused_too():
    assert "times its size" in why_refused(archive({**OOXML, "word/media.xml": bytes(60 * MEGABYTE)}), "a.docx")


def test_an_archive_within_an_archive_that_bursts_is_refused():
    """Each by itself stays below the ratio, as the inner one is not packed a second time."""
    inner = archive({"zeros": bytes(60 * MEGABYTE)}).getvalue()

    assert "times its size" in why_refused(archive({"inner.zip": inner}, zipfile.ZIP_STORED), "a.zip")


def test_an_archive_that_lies_about_what_it_holds_is_refused():
    lying = bytearray(archive({"zeros": bytes(60 * MEGABYTE)}).getvalue())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", lying, lying.index(mark) + at, 10)

    assert "is damaged" in why_refused(io.BytesIO(lying), "a.zip")


def test_the_total_the_number_and_the_nesting_are_limited():
    limits = Limits(entries=3, total=1000, nesting=2)
    deep = archive({"1.zip": archive({"2.zip": archive({"3.txt": b"x"}).getvalue()}).getvalue()})

    assert "would unpack to more than" in why_refused(archive({"a": os.urandom(1001)}), "a.zip", limits)
    assert "holds more than 3 files" in why_refused(archive(dict.fromkeys("abcd", b"")), "a.zip", limits)
    assert "archives within archives" in why_refused(deep, "a.zip", limits)
    assert why_refused(archive({"a": bytes(999), "b": b"x"}), "a.zip", limits) is None


def test_a_huge_table_of_contents_is_refused_before_it_is_read():
    packed = bytearray(archive({"a": b"1"}).getvalue())
    struct.pack_into("<I", packed, packed.rindex(b"PK\x05\x06") + 12, 500 * MEGABYTE)

    assert "holds more than 10,000 files" in why_refused(io.BytesIO(packed), "a.zip")


def test_a_large_file_is_looked_at_in_pieces(tmp_path):
    large = Path(tmp_path / "a.txt")
    with large.open("wb") as file:
        file.write(b"text")
        file.truncate(5 * 1024 * MEGABYTE)

    with large.open("rb") as file:
        assert "is not text" in why_refused(file, "a.txt")
