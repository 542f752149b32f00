from django.urls import reverse

from scoring.models import FilledScoreSheet, Score
from tests.scoring.judging import assignment, save, score_and_lock
from tests.scoring.sheets import filled, taken, upload


def text_of(response):
    return response.content.decode()


def page(name, each):
    return reverse(f"scoring:{name}", args=[each.reference])


def test_an_evaluator_takes_scores_along_and_brings_them_in_again(sign_in, mine):
    save(mine, 3)
    client = sign_in(mine.member.user)
    book = client.get(page("score_sheet_workbook", mine.member))
    assert book["Content-Disposition"].endswith('-scores.xlsx"')
    content = filled(book.content, {mine.reference: ("4", "Written on a train.")})

    assert "Choose the file" in text_of(client.post(page("score_sheet", mine.member)))
    brought = client.post(page("score_sheet", mine.member), {"file": upload(content)})
    compare = brought["Location"]
    shown = text_of(client.get(compare))

    assert "Changed in the file" in shown
    assert "Written on a train." in shown
    assert Score.objects.get(assignment=mine).value == 3

    name = mine.reference
    said = client.post(compare, {f"choice-{name}": "file", f"version-{name}": "1"}, follow=True)

    assert "1 score saved from the file" in text_of(said)
    assert Score.objects.get(assignment=mine).value == 4
    assert "nothing to choose" in text_of(client.get(compare))
    assert b"".join(client.get(f"{compare}file/")) == content


def test_where_both_were_changed_somebody_has_to_choose(sign_in, mine):
    save(mine, 3)
    content = filled(taken(mine.member), {mine.reference: ("4", "On a train.")})
    save(mine, 2, "At my desk.", version=1)
    client = sign_in(mine.member.user)
    compare = client.post(page("score_sheet", mine.member), {"file": upload(content)})["Location"]

    refused = client.post(compare, {f"version-{mine.reference}": "2"})

    assert refused.status_code == 422
    assert "Choose which score of" in text_of(refused)
    assert "At my desk." in text_of(refused)
    assert "On a train." in text_of(refused)


def test_a_file_of_somebody_else_or_of_no_kind_is_refused(sign_in, mine, opened):
    evan = opened.panel.evaluators[1]
    client = sign_in(mine.member.user)

    others = client.post(page("score_sheet", mine.member), {"file": upload(taken(evan))})
    broken = client.post(page("score_sheet", mine.member), {"file": upload(b"PK no zip", "broken.xlsx")})
    strange = client.post(page("score_sheet", mine.member), {"file": upload(b"text", "scores.csv")})

    assert "by somebody else" in text_of(others)
    assert broken.status_code == strange.status_code == 422


def test_nobody_else_reads_a_file_that_was_brought_in(sign_in, mine, opened, officer, auditor):
    save(mine, 3)
    content = filled(taken(mine.member), {mine.reference: ("4", "On a train.")})
    sign_in(mine.member.user).post(page("score_sheet", mine.member), {"file": upload(content)})
    sheet = FilledScoreSheet.objects.get()

    for user in (opened.panel.chair.user, opened.panel.evaluators[1].user, officer, auditor):
        client = sign_in(user)
        for name in ("filled_score_sheet", "filled_score_sheet_file"):
            assert client.get(page(name, sheet)).status_code == 404
        assert client.get(page("score_sheet", mine.member)).status_code == 404


def test_after_the_lock_the_page_says_so(sign_in, mine):
    save(mine, 3)
    content = filled(taken(mine.member), {mine.reference: ("4", "On a train.")})
    client = sign_in(mine.member.user)
    compare = client.post(page("score_sheet", mine.member), {"file": upload(content)})["Location"]
    score_and_lock(mine.member)

    assert "You have locked your scores" in text_of(client.get(page("score_sheet", mine.member)))
    assert client.get(page("score_sheet_workbook", mine.member)).status_code == 409
    late = client.post(compare, {f"choice-{mine.reference}": "file", f"version-{mine.reference}": "1"})
    assert "You have locked your scores" in text_of(late)
    assert Score.objects.get(assignment=mine).value == 3


def test_the_comparison_asks_as_much_of_the_database_with_many_scores_as_with_one(sign_in, mine, opened):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    save(mine, 3)
    client, counts = sign_in(mine.member.user), []
    others = [assignment(mine.member, bid, name) for bid in opened.bids for name in ("service", "employees")]
    for typed in ([mine], others):
        content = filled(taken(mine.member), {each.reference: ("4", "On a train.") for each in typed})
        where = client.post(page("score_sheet", mine.member), {"file": upload(content)})["Location"]
        with CaptureQueriesContext(connection) as found:
            client.get(where)
        counts.append(len(found))

    assert counts[0] == counts[1]
