"""Sessions of which the database knows no key, so that whoever sees its rows or statements can't go on as somebody."""

from hashlib import sha256

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone


class SessionStore(db.SessionStore):
    """The reader's cookie holds the key; the row stands under what the key is kept as."""

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, object]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept_as(key))

    def _get_session_from_db(self) -> Session | None:
        """The row of the session; without one the key is nobody's."""
        live = Session.objects.filter(expire_date__gt=timezone.now())
        row = live.filter(session_key=kept_as(self.session_key)).first() if self.session_key else None
        if row is None:
            self._session_key = None
        return row


def kept_as(key: str) -> str:
    """Forty signs, all that the column holds. A key is as random as they are, so no salt and no slow hash is needed."""
    return sha256(key.encode()).hexdigest()[:40]
