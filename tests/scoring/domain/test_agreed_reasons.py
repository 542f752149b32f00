from scoring.domain.agreed_reasons import AgreedReasons

WHOLE = AgreedReasons("Page 3 names eleven centres.", "Named managers.", "No transport.", "Nobody says who drives.")


def test_reasons_are_read_as_one_text_in_which_what_is_empty_is_left_out():
    assert AgreedReasons("Page 3.", weaknesses="None").in_words() == "Evidence: Page 3.\n\nWeaknesses: None"
    assert WHOLE.in_words().endswith("Why not the next score up: Nobody says who drives.")


def test_what_is_missing_depends_on_what_is_agreed():
    def missing(**given):
        return [name for name, _ in AgreedReasons(strengths=" \n").missing(**given)]

    assert missing(is_condition=False, is_highest=False) == ["evidence", "strengths", "weaknesses", "why_not_higher"]
    assert missing(is_condition=False, is_highest=True) == ["evidence", "strengths", "weaknesses"]
    assert missing(is_condition=True, is_highest=False) == ["evidence"]
    assert WHOLE.missing(is_condition=False, is_highest=False) == []
