"""Nobody reads a parser's own words: each fault says in plain ones what is wrong and on which line."""

import pytest

from spinouts.files.yaml_in import UNCLEAR, Unreadable, parse


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n\tb: 2\n", 2, "there is a tab here; indent with spaces"),
        ("a: b: c\n", 1, "a colon stands where none can be; put the text in quotes"),
        ("a: 1\nb\nc: 2\n", 3, "a colon is missing after the name of a field"),
        ('a: "text\nb: 1\n', 3, "a quotation mark is missing"),
        ("a: {b: 1\nc: 2\n", 2, "a bracket { is not closed, or a comma is missing"),
        ("a: [b, c\nd: 2\n", 2, "a bracket [ is not closed, or a comma is missing"),
        ("a:\n    b: 1\n  c: 2\n", 3, "this does not stand as far in as the lines before it"),
        ("a: *b\n", 1, "a name that begins with & or * is not read here; put it in quotes"),
        ("a: !b c\n", 1, "a word that begins with ! is not read here; put it in quotes"),
        ("a: @b\n", 1, UNCLEAR),
        ("a: 1\na: 2\n", 2, "“a” stands here twice"),
    ],
)
def test_a_fault_is_told_in_plain_words(text, line, words):
    with pytest.raises(Unreadable) as refused:
        parse(text)

    assert (refused.value.line, refused.value.words) == (line, words)
