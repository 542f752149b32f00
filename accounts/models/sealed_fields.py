"""Fields that are sealed in the database and plain in Python. What is sealed can't be filtered, sorted or searched."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from accounts.models.key_rings import key_ring


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

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        return connection.Database.Binary(key_ring().seal(self.to_bytes(value), self.place))

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
