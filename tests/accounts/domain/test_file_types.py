import pytest

from accounts.domain.file_types import TYPES, listed_in_words, why_not_by_name


def test_types_are_listed_in_words():
    assert (
        listed_in_words([".pdf", ".jpg", ".jpeg", ".docx"])
        == "PDF (.pdf), JPEG picture (.jpg or .jpeg) or Word (.docx)"
    )
    assert listed_in_words([".pdf"]) == "PDF (.pdf)"


@pytest.mark.parametrize("ending", list(TYPES))
def test_each_type_is_taken_only_where_it_is_listed(ending):
    name = f"Plans{ending.upper()}"

    assert why_not_by_name(name, list(TYPES)) is None
    assert why_not_by_name(name, [each for each in TYPES if each != ending]).startswith(f"“{name}” is of a type")
