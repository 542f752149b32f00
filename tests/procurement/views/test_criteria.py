import pytest

from procurement.models import Criterion, Scale, ScaleStep, Section
from tests.pages import errors, filled


def address(competition, page):
    return f"/council/competitions/{competition.reference}/{page}"


def criterion_page(competition, kind, within="quality"):
    return address(competition, f"criteria/new/?in={within}&kind={kind}")


def test_weights_of_99_99_percent_say_how_to_mend_them(at, draft):
    Criterion.objects.filter(reference="service").update(weight="59.99")

    page = at.get(address(draft, "criteria/")).content.decode()

    assert "The weights add up to 99.99%, not 100%: add 0.01%." in page


def test_the_tree_takes_as_many_queries_for_few_rows_as_for_many(at, draft, django_assert_num_queries):
    at.get(address(draft, "criteria/"))
    with django_assert_num_queries(7):
        at.get(address(draft, "criteria/"))

    for number in range(30):
        section = Section.objects.create(
            competition=draft, reference=f"s{number}", title="S", weight=0, position=9, parent=None
        )
        Criterion.objects.create(
            competition=draft, section=section, reference=f"c{number}", title="C", kind="scored", position=1
        )
    with django_assert_num_queries(7):
        at.get(address(draft, "criteria/"))


def test_a_section_within_a_section_is_added_once(at, draft):
    page = address(draft, "sections/new/?in=quality")
    typed = filled(at.get(page), title="Care 🏛", weight="0")
    for _ in range(2):
        at.post(page, typed)

    assert [str(each.parent) for each in Section.objects.filter(title="Care 🏛")] == ["Quality"]


def test_the_kind_is_asked_first_and_only_what_it_needs_after(at, draft):
    asked = at.get(address(draft, "criteria/new/?in=quality")).content.decode()
    assert "How will it be judged?" in asked

    forms = {kind: set(at.get(criterion_page(draft, kind)).context["form"].fields) for kind in KINDS}
    assert {kind: names - {"seen", "reference"} for kind, names in forms.items()} == KINDS


KINDS = {
    "scored": {
        "title",
        "question",
        "weight",
        "word_limit",
        "scale",
        "minimum_score",
        "shown_to_staff",
        "result",
        "result_because",
    },
    "formula": {"title", "question", "weight", "measure", "method", "zero_at", "full_at"},
    "condition": {"title", "question", "word_limit"},
    "staff": {"title", "question", "weight", "scale", "least_ballots", "partners_named"},
}


def test_a_scored_criterion_can_take_over_a_ready_made_scale_and_is_added_once(at, draft):
    page = criterion_page(draft, "scored")
    typed = filled(at.get(page), title="Safety", weight="0", scale="zero_to_four")
    for _ in range(2):
        assert at.post(page, typed).status_code == 302

    assert Criterion.objects.get(title="Safety").scale.name == "0 to 4"
    assert Scale.objects.filter(name="0 to 4").count() == 1


def test_pass_or_fail_is_never_the_first_scale_of_a_scored_criterion(at, draft):
    Scale.objects.filter(name="0 to 5").update(name="Zest")

    scales = at.get(criterion_page(draft, "scored")).context["form"].fields["scale"].widget.choices

    assert [words for _, words in scales] == ["Zest", "0 to 5 (ready-made)", "0 to 4 (ready-made)", "Pass or fail"]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (
            "scored",
            {"minimum_score": "6", "scale": "zero_to_five"},
            "6 is not on this scale, which has the scores 0, 1, 2, 3, 4, 5.",
        ),
        ("scored", {"weight": "101"}, "Weight, in per cent must be 100 or less."),
        ("scored", {"weight": "33.33333"}, "Weight, in per cent has too many decimal places: use 4 or fewer."),
        ("scored", {"word_limit": "0"}, "Most words of an answer must be 1 or more."),
        (
            "formula",
            {"measure": "price_total", "method": "linear", "zero_at": "5"},
            "Enter the figure that earns all the marks: a straight line needs both ends.",
        ),
        (
            "formula",
            {"measure": "price_total", "method": "linear", "zero_at": "5", "full_at": "5.0"},
            "The two figures must differ: a line can’t run between equal ones.",
        ),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(at, draft, kind, typed, said):
    Scale.objects.filter(name="0 to 5").update(name="Ours")
    page = criterion_page(draft, kind)

    response = at.post(page, filled(at.get(page), **{"title": "Safety 🏛", "weight": "10", **typed}))

    assert errors(response) == [said]
    assert "Safety 🏛" in response.content.decode()
    assert not Criterion.objects.filter(title="Safety 🏛").exists()


def test_moving_goes_to_a_place_so_a_double_click_moves_once(at, draft):
    for _ in range(2):
        at.post(address(draft, "parts/offer/move/"), {"to": "1"})

    order = Section.objects.order_by("position").values_list("reference", flat=True)
    assert list(order) == ["conditions", "offer", "quality"]


def test_removing_asks_first_and_a_double_click_does_no_harm(at, draft):
    page = address(draft, "parts/quality/remove/")
    assert "How the service will run" in at.get(page).content.decode()

    for _ in range(2):
        assert at.post(page).status_code == 302

    assert not Section.objects.filter(reference="quality").exists()


def test_two_officers_change_one_criterion_and_the_second_is_told(at, draft):
    page = address(draft, "criteria/service/change/")
    typed = filled(at.get(page), weight="70")
    Criterion.objects.filter(reference="service").update(weight=65)

    met = at.post(page, typed)

    assert "Weight is now: 65" in errors(met)[1]
    at.post(page, filled(met))
    assert Criterion.objects.get(reference="service").weight == 70


def test_a_part_of_another_competition_is_not_found(at, draft, service):
    assert at.get(address(draft, "criteria/elsewhere/change/")).status_code == 404
    assert at.post(address(draft, "parts/elsewhere/move/"), {"to": "0"}).status_code == 404


@pytest.mark.parametrize("to", ["", "-1", "x", "99999", "١"])
def test_a_place_that_is_none_is_not_found(at, draft, to):
    assert at.post(address(draft, "parts/offer/move/"), {"to": to}).status_code in {302, 404}


def test_a_scale_starts_from_a_ready_made_one(at, draft):
    page = address(draft, "scales/new/?from=zero_to_four")
    typed = filled(at.get(page))
    for _ in range(2):
        at.post(page, typed)

    assert ScaleStep.objects.filter(scale__name="0 to 4").count() == 5


def test_more_rows_keep_what_was_typed(at, draft):
    page = address(draft, "scales/new/")
    response = at.post(page, filled(at.get(page), name="Ours 🏛", value_0="x", more="more"))

    assert len(response.context["form"].numbers) == 9
    content = response.content.decode()
    assert "Ours 🏛" in content
    assert "There is a problem" not in content


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "A scale needs at least two scores, such as 0 and 1."),
        ({"value_0": "1", "label_0": "A", "value_1": "1.0", "label_1": "B"}, "The score 1 is already in row 1."),
        ({"value_0": "-1", "label_0": "A"}, "Score 1 must be 0 or more."),
        ({"value_0": "1"}, "Enter a word for the score in row 1."),
        ({"label_3": "Good"}, "Enter the score in row 4, or empty the whole row."),
    ],
)
def test_a_scale_that_can_not_be_is_said(at, draft, typed, said):
    page = address(draft, "scales/new/")

    assert said in errors(at.post(page, filled(at.get(page), name="Ours", **typed)))


def test_a_scale_is_changed_and_the_second_officer_told(at, draft):
    scale = Scale.objects.get(name="0 to 5")
    page = address(draft, f"scales/{scale.reference}/change/")
    typed = filled(at.get(page), label_5="Outstanding")
    scale.steps.filter(value=5).update(label="Superb")

    met = at.post(page, typed)

    assert any("5 Superb" in sentence for sentence in errors(met))
    at.post(page, filled(met))
    assert scale.steps.get(value=5).label == "Outstanding"


def test_a_scale_in_use_can_not_be_removed(at, draft):
    scale = Scale.objects.get(name="0 to 5")

    response = at.post(address(draft, f"scales/{scale.reference}/remove/"))

    assert response.status_code == 409
    assert "Choose another scale there first." in response.content.decode()
