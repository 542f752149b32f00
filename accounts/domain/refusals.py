"""The expected "no": said to the person, in sentences that they can act on."""


class Refusal(Exception):
    """What a person asked for cannot be done now; each sentence says why, and what to do next.

    Anything that is *not* a Refusal may crash: it is a fault of the program, not of the person.
    """

    def __init__(self, *sentences: str) -> None:
        if not sentences:
            raise ValueError("A refusal says why.")
        super().__init__(" ".join(sentences))
        self.sentences = sentences
