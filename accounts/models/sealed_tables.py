"""Every table that holds something sealed, found from its fields, and its rows as the database has them: unopened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models.sealed_fields import Sealed
from accounts.models.sealed_files import SealedStorage


class Tagged(models.Model):
    """A row that is found by tags, which stand for sealed values of it."""

    class Meta:
        abstract = True

    def tags_now(self) -> dict[str, str]:
        """Each column that holds a tag, and the tag as the current key makes it."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With its tags."""
        for name, tag in self.tags_now().items():
            setattr(self, name, tag)
        super().save(*args, **kwargs)


@dataclass(frozen=True)
class Row:
    pk: Any
    stored: tuple[Any, ...]


@dataclass(frozen=True)
class SealedTable:
    """A table, with its sealed columns and those that name a sealed file."""

    model: type[models.Model]
    columns: tuple[Sealed, ...]
    files: tuple[models.FileField, ...]

    def rows(
        self,
        fields: Sequence[models.Field[Any, Any]],
        *,
        after: Any,
        most: int,
        where: str = "",
        args: Sequence[Any] = (),
    ) -> list[Row]:
        """The next rows behind that primary key, in its order, as they are stored. With `where` they are locked.

        `where` is SQL on the quoted columns.
        """
        pk, columns = _quoted(self.model._meta.pk), ", ".join(_quoted(field) for field in fields)
        behind = "TRUE" if after is None else f"{pk} > %s"
        lock = f"AND ({where}) ORDER BY {pk} LIMIT %s FOR NO KEY UPDATE" if where else f"ORDER BY {pk} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, {columns} FROM {self._name} WHERE {behind} {lock}",  # noqa: S608 (names of ours, quoted)
                [*([] if after is None else [after]), *args, most],
            )
            return [Row(pk, tuple(stored)) for pk, *stored in cursor.fetchall()]

    def beginning_with(self, heads: Sequence[bytes], *, after: Any, most: int) -> list[Row]:
        """The next rows of which a sealed column begins with one of these; locked, for the transaction."""
        if not heads:
            return []
        length = len(heads[0])
        where = " OR ".join(f"substring({_quoted(column)} from 1 for {length}) = ANY(%s)" for column in self.columns)
        return self.rows(self.columns, after=after, most=most, where=where, args=[list(heads)] * len(self.columns))

    def put(self, row: Row, stored: Sequence[Any]) -> None:
        """Store the sealed columns of a row, as they are given."""
        sets = ", ".join(f"{_quoted(column)} = %s" for column in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self._name} SET {sets} WHERE {_quoted(self.model._meta.pk)} = %s",  # noqa: S608
                [*stored, row.pk],
            )

    def tag_anew(self, row: Row) -> None:
        if issubclass(self.model, Tagged):
            rows = self.model._base_manager.filter(pk=row.pk)
            rows.update(**rows.get().tags_now())

    def locked_file(self, field: models.FileField, pk: Any) -> str:
        """The name of the file that the row has, if any. The row is locked, so that nobody takes the file away."""
        names = self.model._base_manager.filter(pk=pk).select_for_update(no_key=True, of=("self",))
        return str(names.values_list(field.attname, flat=True).first() or "")

    @property
    def _name(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)


def sealed_tables() -> list[SealedTable]:
    """Of every app, in the order of their names."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        fields = model._meta.local_concrete_fields
        columns = tuple(field for field in fields if isinstance(field, Sealed))
        files = tuple(
            field
            for field in fields
            if isinstance(field, models.FileField) and isinstance(field.storage, SealedStorage)
        )
        if columns or files:
            found.append(SealedTable(model, columns, files))
    return sorted(found, key=lambda table: table.model._meta.db_table)


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))
