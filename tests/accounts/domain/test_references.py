from accounts.domain.references import ALPHABET, LENGTH, new_reference


def test_a_reference_can_be_read_aloud_and_typed():
    assert not set("0O1ILU") & set(ALPHABET)
    assert all(len(reference) == LENGTH and set(reference) <= set(ALPHABET) for reference in many())


def test_references_do_not_repeat_nor_count():
    references = many()

    assert len(set(references)) == len(references)
    assert references != sorted(references)


def many():
    return [new_reference() for _ in range(500)]
