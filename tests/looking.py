"""Looks at what an address answers as closely as somebody would who wants to learn from it what it does not say."""

import re
import zipfile
from io import BytesIO

import pikepdf
from django.db import transaction

# What is made anew with each page: the tokens of its forms, and the reference that a new thing would get.
MADE_WITH_THE_PAGE = re.compile(rb'(csrfmiddlewaretoken" value="|csrf-token" content="|name="reference" value=")\w+')


def without_tokens(body):
    return MADE_WITH_THE_PAGE.sub(b"", body)


def unpacked(body):
    """What is in a parcel, or in a document that is one, without the times at which it was packed."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(BytesIO(body)) as parcel:
        parts = [name.encode() + parcel.read(name) for name in parcel.namelist()]
    return b"".join(re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"", part) for part in parts)


def answered(client, place):
    """Status, headers, names of cookies and body, without what differs from request to request; where it takes no GET
    also what it answers to a POST with nothing in it."""
    client.cookies.pop("messages", None)
    with transaction.atomic():
        answer = client.get(place)
        if answer.status_code == 405:
            answer = client.post(place)
        sent = b"".join(answer)
        transaction.set_rollback(True)
    body = unpacked(sent)
    passing = {"Expires", *(["Content-Length"] if body != sent else [])}
    headers = sorted((name, text) for name, text in answer.headers.items() if name not in passing)
    return answer.status_code, headers, sorted(answer.cookies), without_tokens(body)


def readable(body):
    """The body as it can be searched: of a PDF all its parts unpacked, with what it says of itself."""
    if not body.startswith(b"%PDF-1.7\n%"):
        return body
    unpacked = BytesIO()
    with pikepdf.open(BytesIO(body)) as pdf:
        pdf.save(unpacked, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return body + unpacked.getvalue()
