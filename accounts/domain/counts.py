"""Numbers together with the words that agree with them."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with what it counts: "1 share", "1,200 shares", "2 parties"; without `many` an s is added."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def agreeing(number: int, one: str, many: str) -> str:
    """The verb that goes with the number: "was" or "were"."""
    return one if number == 1 else many
