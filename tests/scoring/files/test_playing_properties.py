"""Whatever somebody writes into a file, it is loaded or refused in sentences: there is no third way."""

import json

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.domain.refusals import Refusal
from accounts.models import Council, User
from procurement.models import Competition
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from scoring.models import Award
from tests.scoring.files import small, staged
from tests.scoring.files.examples import forgotten

ODD = st.sampled_from(
    [
        None,
        "",
        " ",
        "x" * 400 + "🌻",
        -1,
        0,
        2,
        99.99,
        10**15,
        True,
        [],
        {},
        "none",
        "evenings",
        "stake",
        "all",
        "Quayside",
        "Harbour Care",
        small.OFFICER,
        small.EVALUATOR,
        "nobody@nowhere.example",
        "2026-02-05 09:00",
        "2026-03-06 12:00",
        "2026-03-06 12:01",
        "2027-01-01 00:00",
        "formula",
        "condition",
        "observer",
        "potential",
        "linear",
        "pro_rata_lowest",
    ]
)


def places(part, path=()):
    """The path of every field and list element."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, inner in pairs:
        yield (*path, name)
        yield from places(inner, (*path, name))


PLACES = {make: list(places(make())) for make in (small.content, staged.content)}


@st.composite
def spoiled(draw, make):
    """The competition with one to three things changed, taken away, or told twice."""
    content = make()
    for path in draw(st.lists(st.sampled_from(PLACES[make]), min_size=1, max_size=3)):
        holder = content
        for name in path[:-1]:
            if not isinstance(holder, dict | list) or (isinstance(holder, list) and name >= len(holder)):
                break
            if isinstance(holder, dict) and name not in holder:
                break
            holder = holder[name]
        else:
            _spoil(holder, path[-1], draw(st.sampled_from(["change", "take away", "twice"])), draw(ODD))
    return content


def _spoil(holder, name, how, odd):
    if isinstance(holder, dict) and name in holder:
        if how == "take away":
            del holder[name]
        else:
            holder[name] = odd
    elif isinstance(holder, list) and isinstance(name, int) and name < len(holder):
        if how == "take away":
            del holder[name]
        elif how == "twice":
            holder.append(holder[name])
        else:
            holder[name] = odd


class Loading(TestCase):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.path = tmp_path / "file.yaml"
        with override_settings(MEDIA_ROOT=tmp_path / "media"):
            yield

    @settings(max_examples=40)
    @given(spoiled(small.content))
    def test_a_spoiled_file_is_loaded_whole_or_refused_whole_with_its_line(self, content):
        self.check(content)

    # Each is several competitions long.
    @settings(max_examples=8)
    @given(spoiled(staged.content))
    def test_so_is_one_in_several_stages(self, content):
        self.check(content)

    def check(self, content):
        self.path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

        unplaced = []
        try:
            with forgotten():
                dumped = to_yaml(file_of(load(self.path)))
        except Refusal as refusal:
            told = (f"{self.path}, line ", "And ")
            unplaced = [sentence for sentence in refusal.sentences if not sentence.startswith(told)]
        else:
            assert to_yaml(read(dumped, "dump")) == dumped
        assert unplaced == []
        assert not Competition.objects.exists()
        assert not Council.objects.exists()
        assert not User.objects.exists()


@pytest.mark.django_db
def test_the_small_competition_is_written_back_to_the_same_content(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(small.content()), encoding="utf-8")

    with forgotten():
        competition = load(path)
        content = Award.objects.get(competition=competition).content
        dumped = to_yaml(file_of(competition))

    [changed] = content["score_changes"]
    assert (changed["evaluator"], changed["value_before"], changed["value"]) == ("Eve", "1.00", "2.00")
    assert changed["why"] == "I had overlooked the rota."
    marked = [(each["quote"], each["start"], each["document_title"], each["page"]) for each in content["evidence"]]
    assert marked == [
        ("two of us in each library", 27, "", None),
        ("No names yet", None, "Rota", 2),
        ("from Tuesday", 4, "", None),
    ]
    assert read(dumped, "dump") == read(path.read_text(encoding="utf-8"), "small")
