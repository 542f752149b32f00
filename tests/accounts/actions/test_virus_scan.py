"""The scanner's own language, spoken by a stand-in for the daemon on a real socket."""

import socket
import socketserver
import struct
import threading

import pytest

from accounts.actions.virus_scan import ScanFailed, scan

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    """Finds the test file of the industry (EICAR), and takes no more than a million bytes."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > 1_000_000:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def daemon(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Daemon) as server:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def found_in(*pieces):
    with scan() as scanner:
        for piece in pieces:
            scanner.feed(piece)
        return scanner.found()


def test_a_clean_file_and_an_infected_one_that_comes_in_pieces(daemon):
    assert found_in(b"hello", b"world") is None
    assert found_in(EICAR[:20], EICAR[20:]) == "Eicar-Test-Signature"


def test_a_file_that_the_scanner_does_not_take_is_a_failure_and_no_clean_bill(daemon):
    with pytest.raises(ScanFailed, match=r"as large as this|could not look"):
        found_in(*[bytes(100_000)] * 40)


def test_a_scanner_that_is_not_there_is_a_failure(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CLAMD_URL = f"tcp://127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(ScanFailed, match="did not answer"):
            found_in(b"hello")


def test_one_on_a_socket_of_the_machine(settings, tmp_path):
    path = str(tmp_path / "clamd.ctl")
    settings.CLAMD_URL = f"unix:{path}"
    with socketserver.UnixStreamServer(path, Daemon) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        assert found_in(EICAR) == "Eicar-Test-Signature"
        server.shutdown()


def test_without_a_scanner_nothing_is_found(settings):
    settings.CLAMD_URL = ""

    assert found_in(EICAR) is None
