from dataclasses import dataclass, field

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, or to know: `words` are the link, `detail` stands below, `tag` is the state in a word or two."""

    words: str
    url: str
    detail: str = ""
    tag: str = ""
    is_done: bool = False


@dataclass(slots=True)
class Work:
    """The tasks of one role, such as “For Barchester Council”; `to_start` are things that may be begun."""

    title: str
    tasks: list[Task] = field(default_factory=list)
    to_start: list[Task] = field(default_factory=list)
    is_of_bidder: bool = False

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_done]

    @property
    def done_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.is_done]


def link(name: str, *references: str) -> str:
    return reverse(name, args=references)


def so_many(count: int, one: str, many: str = "") -> str:
    """“1 question”, “3 questions”."""
    return f"{count} {one if count == 1 else many or one + 's'}"
