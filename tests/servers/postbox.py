"""A mail server that takes what it is sent, and can stop in the middle of a conversation."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Postbox:
    """What came in. While `holds_after` names a command, its answer is kept back and `is_holding` is set."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    holds_after: str = ""
    is_holding: threading.Event = field(default_factory=threading.Event)

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as Django's client speaks."""

    server: "_Server"

    def handle(self) -> None:
        self._say("220 postbox")
        while line := self.rfile.readline():
            verb = line.decode().split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            self._wait_when_held(verb)
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.postbox.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))

    def _wait_when_held(self, verb: str) -> None:
        if self.server.postbox.holds_after == verb:
            self.server.postbox.is_holding.set()
            self.rfile.read()  # the client says nothing more: this ends when it does

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    postbox: Postbox

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed breaks off: that is what this server is for."""


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.postbox = Postbox(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.postbox
        server.shutdown()
