"""Looks for words in all that could be carried away: the database, the files, Redis; plain, as hex, and in Base64."""

import base64
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from config.local import services


def hits(words):
    """Where each word is found: the table, file or key by its name, and the word."""
    look = finder(words)
    return {(place, word) for place, content in places().items() for word in look(content)}


def places():
    """All that could be carried away, as bytes, by the name of its place."""
    return {**_tables(), **_sessions(), **_files(Path(settings.MEDIA_ROOT)), **_redis()}


def plain_dump(*options, env=()):
    """What pg_dump makes of what is committed, as words, for whoever has the application's credentials.

    Without the key, unless `env` shows it. The options are those that get the most out of it.
    """
    place = connection.settings_dict
    command = [services.postgres_programs() / "pg_dump", f"--host={place['HOST']}", f"--username={place['USER']}"]
    most = options or ("--enable-row-security", "--exclude-table-data=*_seq")
    command += ["--restrict-key=x", *most, place["NAME"]]
    done = subprocess.run(command, env={**os.environ, **dict(env)}, check=False, capture_output=True, text=True)
    return SimpleNamespace(refused=bool(done.returncode), out=done.stdout, said=done.stderr, rows=_rows_in(done.stdout))


def _rows_in(dump):
    """What a dump has between each COPY and its end."""
    return [line for part in dump.split("COPY public.")[1:] for line in part.split("\\.\n")[0].splitlines()[1:]]


def finder(words):
    """A function that says which of the words some bytes hold; each place is read once for all of them."""
    forms = {form: word for word in words for form in _forms(word)}
    # Words that begin alike are found at once, whichever comes first: longer ones go first, so that none hides another.
    pattern = re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))

    def look(content):
        return {forms[found] for found in pattern.findall(content.lower())}

    return look


def _forms(word):
    # Base64 looks different at each of the three places at which a word may begin.
    turned = [base64.b64encode(b"x" * shift + word.encode())[4:-4].lower() for shift in range(3)]
    plain = word.lower().encode()
    return (plain, plain.hex().encode(), *turned)


def _tables():
    """Each table as the bytes that a binary dump has for it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            with cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copy:
                found[table] = b"".join(bytes(part) for part in copy)
    return found


def _sessions():
    """What the sessions hold, which stands compressed in their table."""
    return {f"session {each.pk}": repr(each.get_decoded()).encode() for each in Session.objects.all()}


def _files(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {f"file {path}": str(path).encode() + path.read_bytes() for path in paths}


def _redis():
    client, found = redis.Redis.from_url(settings.REDIS_URL), {}
    readers = {
        b"string": client.get,
        b"list": lambda key: b" ".join(client.lrange(key, 0, -1)),
        b"hash": lambda key: str(client.hgetall(key)).encode(),
        b"set": lambda key: b" ".join(client.smembers(key)),
        b"zset": lambda key: b" ".join(client.zrange(key, 0, -1)),
    }
    for key in client.scan_iter():
        read = readers.get(client.type(key))
        found[f"redis {key!r}"] = key + (read(key) or b"" if read else b"")
    client.close()
    return found
