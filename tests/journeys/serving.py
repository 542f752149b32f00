"""Asks a real web server as a browser does, without one: signed in, with the token of its forms."""

import http.client
from urllib.parse import urlencode

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    def __init__(self, port, user):
        client = Client()
        client.force_login(user)
        self.cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'c' * 32}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, address, body=b"", **headers):
        headers = {"Cookie": self.cookie, "X-CSRFToken": "c" * 32, "X-Requested-With": "XMLHttpRequest"} | headers
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        # The server ends a connection that was quiet for a while, or on which it refused something: each has its own.
        self.connection.close()
        return answer.status, body

    def post(self, address, /, **fields):
        """What a form sends; with files among the fields, as a form with files does. Only the status counts."""
        if any(hasattr(field, "read") for field in fields.values()):
            body, headers = encode_multipart(BOUNDARY, fields), {"Content-Type": MULTIPART_CONTENT}
        else:
            body, headers = urlencode(fields, doseq=True).encode(), FORM
        return self.ask("POST", address, body, **headers)[0]
