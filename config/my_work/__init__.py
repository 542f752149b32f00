"""What each person has to do next, in words, from the rows: the page that somebody who signs in comes to."""

from config.my_work.all_of_it import work_of
from config.my_work.tasks import Task, Work

__all__ = ["Task", "Work", "work_of"]
