"""Fields that are sealed in the database and plain in Python. What is sealed can't be filtered, sorted or searched."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from accounts.models.key_rings import key_ring


class HasWorkingKey(models.Model):
    """A row of which the sealed columns and files are sealed with a working key, where there is one."""

    class Meta:
        abstract = True

    @property
    def sealed_with(self) -> str | None:
        """The number of its working key."""
        raise NotImplementedError


def working_key_of(row: models.Model) -> str | None:
    return row.sealed_with if isinstance(row, HasWorkingKey) else None


@dataclass(frozen=True)
class _ForRow:
    """A value on its way to a row, with the number of the row's working key."""

    value: Any
    working: str


class Sealed(models.Field):  # type: ignore[type-arg]
    """What the sealed fields share: bytes in the database, sealed for the table and column in which they stand."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def of_bytes(self, plain: bytes) -> Any:
        return plain.decode()

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value, working = super().pre_save(model_instance, add), working_key_of(model_instance)
        return value if value is None or working is None else _ForRow(value, working)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        working = None
        if isinstance(value, _ForRow):
            value, working = value.value, bytes.fromhex(value.working)
        return connection.Database.Binary(key_ring().seal(self.to_bytes(value), self.place, working))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            raise FieldError(f"{self.name} is sealed, so the database can't compute it.")
        return self.get_db_prep_value(value, connection)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self.of_bytes(key_ring().open(bytes(value), self.place))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed, so the database can't look into it.")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed, so the database can't look into it.")


class SealedTextField(Sealed, models.TextField):  # type: ignore[type-arg]
    """As TextField."""


class SealedCharField(Sealed, models.CharField):  # type: ignore[type-arg]
    """As CharField: `max_length` is asked of what people type."""


class SealedEmailField(Sealed, models.EmailField):  # type: ignore[type-arg]
    """As EmailField."""


class SealedJSONField(Sealed, models.JSONField):
    """As JSONField, without looking into it in SQL."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, cls=self.encoder, ensure_ascii=False).encode()

    def of_bytes(self, plain: bytes) -> Any:
        return json.loads(plain, cls=self.decoder)
