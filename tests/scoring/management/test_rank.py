import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.domain.ranking_record import from_content, to_content
from scoring.files.loading import load
from scoring.models import Ranking

ROOT = Path(__file__).resolve().parents[3]
MYCSP = ROOT / "examples" / "mycsp.yaml"


def said(file, *options):
    out = StringIO()
    call_command("rank", file, *options, stdout=out)
    return out.getvalue()


def by_name(content):
    """Places, totals and marks by bid, whatever references they go by."""
    return {
        bid.name: (bid.place, bid.total, {reference: mark.earned for reference, mark in bid.marks.items()})
        for bid in from_content(content).bids
    }


def test_the_file_alone_gives_what_the_application_ranked(db):
    load(MYCSP)

    assert by_name(json.loads(said(MYCSP, "--json"))) == by_name(Ranking.objects.get().content)


def test_it_says_each_mark_and_how_it_came_about():
    lines = said(MYCSP).splitlines()

    assert lines[0].startswith("1: Fernhill Pensions Services Limited, ")
    assert any("The score 4 of 5 earns 4 ÷ 5 of" in line for line in lines)
    assert any(line.startswith("2: Commonstake Social Investment, ") for line in lines)


def test_how_sure_it_is_comes_from_the_same_file():
    content = json.loads(said(MYCSP, "--sure"))

    assert content["first"] == "Fernhill Pensions Services Limited"
    assert content["severities"]
    assert {row["bid"] for row in content["flips"]} == {content["first"], "Commonstake Social Investment"}


def test_a_frozen_ranking_is_computed_again(tmp_path):
    record = json.loads(said(MYCSP, "--json"))
    kept = tmp_path / "ranking.json"
    kept.write_text(json.dumps(record))
    assert said(kept).startswith(
        "Computed again from its inputs, the ranking is the same in every figure.\n\n1: Fernhill"
    )

    for shape in (record, {"ranking": {"content": record}}):
        record["bids"][0]["total"] = "99"
        kept.write_text(json.dumps(shape))
        with pytest.raises(CommandError, match="does not come out the same"):
            said(kept)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"version": 1}', '{"version": 9}'])
def test_what_is_no_record_is_refused_in_words(tmp_path, content):
    kept = tmp_path / "ranking.json"
    kept.write_text(content)

    with pytest.raises(CommandError, match="no record of a ranking"):
        said(kept)


def test_what_is_missing_is_said(tmp_path):
    file = tmp_path / "competition.yaml"
    file.write_text(MYCSP.read_text().split("\nmoderation:\n")[0])

    with pytest.raises(CommandError, match="has no agreed score for"):
        said(file)


def test_it_needs_no_database():
    environment = {**os.environ, "DEBUG": "1", "DEMO": "0", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    command = [sys.executable, ROOT / "manage.py", "rank", MYCSP]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1: Fernhill Pensions Services Limited, ")


def test_the_record_that_is_printed_reads_back():
    record = json.loads(said(MYCSP, "--json"))

    assert to_content(from_content(record)) == record
