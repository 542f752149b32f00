import re
import struct
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from accounts.domain.refusals import Refusal
from partners.domain.kits import Question
from partners.files import kit_document, kit_workbook, kits
from tests.partners.files.whole import kit, texts

WORKBOOK = kit_workbook.written(kit(service="We will."))


def repacked(content, **parts):
    """The archive with the content of some parts replaced, of which the names end so."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            ending = next((each for each in parts if name.endswith(f"{each}.xml")), None)
            new.writestr(name, parts[ending](old.read(name)) if ending else old.read(name))
    return made.getvalue()


def protected():
    """What Office makes of a file with a password: a compound file with an entry “EncryptedPackage”."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\x00") + struct.pack("<H", 9)
    head = head.ljust(48, b"\x00") + struct.pack("<I", 0)
    head = head.ljust(76, b"\x00") + struct.pack("<I", 1) + struct.pack("<I", 0xFFFFFFFF) * 108
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + struct.pack("<H", len(name) + 2)
    return head + entry.ljust(512, b"\x00") + struct.pack("<I", 0xFFFFFFFE) * 128


@pytest.mark.parametrize(("writer", "name"), [(kit_document, "a.docx"), (kit_workbook, "a.XLSX")])
def test_both_kinds_are_read(writer, name):
    content = writer.written(kit(service="We will."))

    assert texts(kits.read(content, name)) == {"insurance": "", "service": "We will.", "employees": ""}


@pytest.mark.parametrize("writer", [kit_document, kit_workbook])
def test_a_long_title_with_signs_that_nobody_sees_does_no_harm(writer):
    odd = "A \x0bpartner\x07 " * 40
    question = Question("service", odd, odd, odd, [odd], [(odd, odd)], 500)
    content = writer.written(replace(kit(service=odd), title=odd, council=odd, questions=[question]))

    assert list(texts(writer.read(content, "a"))) == ["service"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "“a.pdf” is of a type that is not taken"),
        (b"PK", "a.xlsx", "“a.xlsx” is damaged"),
        (WORKBOOK[: len(WORKBOOK) // 2], "a.xlsx", "“a.xlsx” is damaged"),
        (WORKBOOK, "a.docx", "“a.docx” is not what its name says"),
        (protected(), "a.xlsx", "“a.xlsx” is protected with a password"),
        (repacked(WORKBOOK, sheet2=lambda text: text[:-9]), "a.xlsx", "“a.xlsx” is damaged"),
        (repacked(WORKBOOK, sheet2=lambda text: text + b" " * 21_000_000), "a.xlsx", "“a.xlsx” would unpack to more"),
        (
            repacked(WORKBOOK, sheet2=lambda text: b"<!DOCTYPE a>" + text),
            "a.xlsx",
            "“a.xlsx” has a part that no office program writes",
        ),
    ],
)
def test_a_file_that_is_not_to_be_opened_is_refused(content, name, sentence):
    with pytest.raises(Refusal) as refusal:
        kits.read(content, name)

    assert refusal.value.sentences[0].startswith(sentence)


def test_what_a_sheet_says_of_its_size_is_not_believed():
    content = repacked(WORKBOOK, sheet2=lambda text: re.sub(rb'ref="A1:\w+"', b'ref="A1:XFD1048576"', text))

    assert texts(kits.read(content, "a.xlsx"))["service"] == "We will."
