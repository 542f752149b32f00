"""Reasons of an agreed score that stand for themselves, for a reader who was not in the room."""

from dataclasses import dataclass, fields

LABELS = {
    "evidence": "Evidence",
    "strengths": "Strengths",
    "weaknesses": "Weaknesses",
    "why_not_higher": "Why not the next score up",
}


@dataclass(frozen=True, slots=True)
class AgreedReasons:
    """What in the bid was found, what speaks for it and against it, and what kept it from the next score up."""

    evidence: str = ""
    strengths: str = ""
    weaknesses: str = ""
    why_not_higher: str = ""

    def parts(self) -> list[tuple[str, str, str]]:
        """Name, label and text of each."""
        return [(each.name, LABELS[each.name], getattr(self, each.name)) for each in fields(self)]

    def in_words(self) -> str:
        """All of it as one text; what is empty is left out."""
        return "\n\n".join(f"{label}: {text}" for _, label, text in self.parts() if text)

    def missing(self, *, is_condition: bool, is_highest: bool) -> list[tuple[str, str]]:
        """What is missing, by name, in sentences to whoever writes it.

        A condition is passed or failed, so its evidence is enough; nothing is above the highest score.
        """
        wanted = {"evidence": "Name the evidence: what in the bid, and where, led the panel to this score."}
        if not is_condition:
            wanted["strengths"] = "Name the strengths of the bid here, or write “None”."
            wanted["weaknesses"] = "Name the weaknesses of the bid here, or write “None”."
            if not is_highest:
                wanted["why_not_higher"] = "Say what kept the bid from the next score up."
        return [(name, sentence) for name, sentence in wanted.items() if not getattr(self, name).strip()]
