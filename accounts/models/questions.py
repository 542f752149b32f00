"""Queries that pages ask at every visit, put into SQL once.

Django builds a query anew each time, which takes it several times as long as the database takes to answer. A `Question`
builds one query set, keeps its SQL, and asks it with other keys. Nothing that the database answers is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable, get_related_populators

Answer = TypeVar("Answer")
Model = TypeVar("Model", bound=models.Model)
Key = int | str
_INT = -(2**31) + 7
_STAND_INS: dict[type, Callable[[int], Key]] = {int: lambda place: _INT + place, str: lambda place: f"⟨given {place}⟩"}


class AsksTooEarly(Exception):
    """Building the query set asked the database, so that its SQL depends on more than the keys that are given."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The SQL of a question, and what Django needs to make objects or rows of what is answered."""

    sql: str
    params: tuple[Any, ...]
    converters: list[tuple[int, list[Callable[..., object]], object]]
    make: Callable[[list[Any]], Any]


class Question(Generic[Answer]):
    """A query of one shape. `build` makes the query set from the keys that it names: numbers and texts, nothing else.

    `build` is called once, with stand-ins for the keys, and may not ask the database. So its SQL can't depend on
    anything but the keys, such as who a person is: whoever needs a person's key builds `stand_in(User, key)`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Answer]], **keys: type[Key]) -> None:
        self.build = build
        self.stand_ins = {name: _STAND_INS[kind](place) for place, (name, kind) in enumerate(keys.items())}
        self._asked: _Asked | None = None

    def ask(self, **keys: Key) -> list[Answer]:
        """What the query set would give for these keys now. One query."""
        asked = self._asked = self._asked or self._put()
        given = {self.stand_ins[name]: key for name, key in keys.items()}
        if len(given) != len(self.stand_ins):
            raise TypeError(f"Asked for {', '.join(self.stand_ins)}, and given {', '.join(keys)}.")
        params = [given.get(each, each) if isinstance(each, int | str) else each for each in asked.params]
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, params)
            rows = cursor.fetchall()
        return [asked.make(_converted(row, asked.converters)) for row in rows]

    def first(self, **keys: Key) -> Answer | None:
        """The first of what is found, if anything is."""
        return next(iter(self.ask(**keys)), None)

    def _put(self) -> _Asked:
        with connection.execute_wrapper(_refuse):
            queryset = self.build(**self.stand_ins)
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            sql, params = compiler.as_sql()
        if missing := [name for name, each in self.stand_ins.items() if each not in params]:
            raise TypeError(f"The query set does not depend on {', '.join(missing)}.")
        converters = compiler.get_converters([each for each, _, _ in compiler.select])
        in_places = [(place, convs, expression) for place, (convs, expression) in converters.items()]
        return _Asked(sql, tuple(params), in_places, _maker(queryset, compiler))


Asked = TypeVar("Asked", bound=Callable[..., Any])


def of_one_shape(visible_to: Asked) -> Asked:
    """Says of a `visible_to` that what it asks follows from the person's key alone, so that its SQL may be kept."""
    visible_to.is_of_one_shape = True  # type: ignore[attr-defined]
    return visible_to


def stand_in(model: type[Model], key: Key) -> Model:
    """An object of which nothing is known but its key: whoever asks it for more asks the database."""
    return model.from_db(DEFAULT_DB_ALIAS, [model._meta.pk.attname], [key])


def _maker(queryset: models.QuerySet[Any, Any], compiler: Any) -> Callable[[list[Any]], Any]:
    """Makes of a row what the query set would: an object with those that it is joined to, a tuple, or one value."""
    kind = queryset._iterable_class
    if kind is models.query.FlatValuesListIterable:
        return lambda row: row[0]
    if kind is models.query.ValuesListIterable:
        return tuple
    if kind is not ModelIterable:
        raise TypeError("A question is answered with objects, with tuples or with single values.")
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [field[0].target.attname for field in compiler.select[start:end]]
    # As Django 5.2 has it; the types are those of a later one.
    populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    annotated = list(compiler.annotation_col_map.items())

    def make(row: list[Any]) -> Any:
        found = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotated:
            setattr(found, name, row[place])
        return found

    return make


def _converted(row: tuple[Any, ...], converters: list[tuple[int, list[Callable[..., object]], object]]) -> list[Any]:
    values = list(row)
    for place, convs, expression in converters:
        for convert in convs:
            values[place] = convert(values[place], expression, connection)
    return values


def _refuse(*args: object) -> object:
    raise AsksTooEarly("A question is built without asking the database.")
