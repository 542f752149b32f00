"""How the web server serves; `gunicorn --config=python:config.gunicorn config.wsgi`, here as in production."""

preload_app = True
workers = 3
threads = 4
# Its control socket has one path for each person of the machine, so two servers would fight for it.
control_socket_disable = True
accesslog = "-"
# When, what, how it went, bytes, milliseconds: no address. An address names a bid, or holds the secret of a link, and
# whoever counts them knows how many bid; with where it came from, who (docs/sealing.md).
access_log_format = "%(t)s %(m)s %(s)s %(B)s bytes %(M)s ms"
