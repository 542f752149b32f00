import pytest

from accounts.domain.refusals import Refusal
from partners.domain.uploads import NEXT, FileState, check_move, in_words


@pytest.mark.parametrize("now", list(FileState))
@pytest.mark.parametrize("to", list(FileState))
def test_every_move_is_in_the_table_or_refused_with_a_sentence(now, to):
    if to in NEXT[now]:
        check_move(now, to.value)
        return
    with pytest.raises(Refusal) as refused:
        check_move(now.value, to)
    assert all(sentence.endswith(".") for sentence in refused.value.sentences)


def test_a_verdict_is_final():
    assert NEXT[FileState.CLEAN] == NEXT[FileState.REFUSED] == frozenset()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1536, "1.5 KB"),
        (500 * 1024**2, "500 MB"),
        (2 * 1024**3, "2 GB"),
    ],
)
def test_sizes_in_words(size, words):
    assert in_words(size) == words
