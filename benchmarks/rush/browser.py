"""One person's browser, as far as the server can tell: cookies, the token against forged requests, and a clock."""

import http.client
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

PATIENCE_SECONDS = 60.0
SCRIPT = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
FORM = "application/x-www-form-urlencoded"


class NoAnswer(Exception):
    """The request broke, or the server answered that it can't now: nobody knows whether it did anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Browser:
    """Asks, and writes down each request: what for, when, how long it took, and how it went."""

    port: int
    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def get(self, path: str, *, kind: str, script: bool = False) -> Answer:
        return self.ask("GET", path, kind=kind, headers=SCRIPT if script else {})

    def post(self, path: str, fields: Mapping[str, object], *, kind: str, script: bool = False) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
        return self.ask(
            "POST", path, kind=kind, body=body, headers={"Content-Type": FORM, **(SCRIPT if script else {})}
        )

    def patch(self, path: str, piece: bytes, headers: Mapping[str, str], *, kind: str) -> Answer:
        token = {"X-CSRFToken": self.cookies.get("csrftoken", "")}
        return self.ask("PATCH", path, kind=kind, body=piece, headers={**SCRIPT, **token, **headers})

    def ask(
        self, method: str, path: str, *, kind: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """The answer; raises NoAnswer if there is none, or one that tells of a fault of the server."""
        began, outcome = time.time(), ""
        try:
            answer = self._exchange(method, path, {**self._own_headers(), **headers}, body)
            outcome = str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            outcome = _in_words(error)
            raise NoAnswer(outcome) from error
        finally:
            self.requests.append(
                {"bidder": self.number, "kind": kind, "at": began, "took": time.time() - began, "outcome": outcome}
            )
        if not is_answer(outcome):
            raise NoAnswer(outcome)
        return answer

    def _own_headers(self) -> dict[str, str]:
        origin = f"https://localhost:{self.port}"
        return {
            "Host": f"localhost:{self.port}",
            "Origin": origin,
            "Referer": f"{origin}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            # What a proxy that ends TLS would say.
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.0.{self.number // 250}.{self.number % 250 + 1}",
            "Connection": "close",
        }

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            response = connection.getresponse()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie" and (found := re.match(r"([^=;\s]+)=([^;]*)", value)):
                    self.cookies[found[1]] = found[2]
            known = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, known, response.read())
        finally:
            connection.close()


def is_answer(outcome: str) -> bool:
    """Whether a request with this outcome had an answer that tells of no fault of the server."""
    return outcome.isdecimal() and int(outcome) < 500


def _in_words(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, TimeoutError | socket.timeout):
        return f"no answer in {PATIENCE_SECONDS:.0f} seconds"
    return "connection broken"
