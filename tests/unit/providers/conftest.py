# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Real parts for the tests of the providers: sockets, the demo model, a collector of answers."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import socket
import threading
import time
from pathlib import Path

import pytest

from sidelight.domain.delta import (
    Delta,
    Exchange,
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Timing, Usage
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Batch, Ended, Outbox
from sidelight.providers.provider import Patience
from sidelight.providers.request import Request


def wait_until(condition, timeout_s: float = 100.0):
    """The first true value of the condition."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if value := condition():
            return value
        threading.Event().wait(0.004)
    raise AssertionError("it did not happen in time")


@dataclasses.dataclass
class Answer:
    """Everything that came of one stream."""

    batches: list[Batch] = dataclasses.field(default_factory=list)
    ends: list[Ended] = dataclasses.field(default_factory=list)
    after_end: int = 0

    def take(self, event: Batch | Ended) -> None:
        if self.ends:
            self.after_end += 1
        (self.ends if isinstance(event, Ended) else self.batches).append(event)

    @property
    def deltas(self) -> list[Delta]:
        return [delta for batch in self.batches for delta in batch.deltas]

    @property
    def text(self) -> str:
        return "".join(d.text for d in self.deltas if isinstance(d, TextDelta))

    @property
    def reasoning(self) -> str:
        return "".join(d.text for d in self.deltas if isinstance(d, ReasoningDelta))

    @property
    def notices(self) -> list[str]:
        return [d.text for d in self.deltas if isinstance(d, NoticeDelta)]

    @property
    def stops(self) -> list[StopReason]:
        return [d.reason for d in self.deltas if isinstance(d, StopDelta)]

    @property
    def failure(self) -> Failure | None:
        return next((d.failure for d in self.deltas if isinstance(d, FailureDelta)), None)

    @property
    def usage(self) -> Usage | None:
        return next((d.usage for d in reversed(self.deltas) if isinstance(d, UsageDelta)), None)

    @property
    def exchange(self) -> Exchange:
        return self.ends[0].exchange

    @property
    def timing(self) -> Timing:
        return self.ends[0].timing

    @property
    def wire(self) -> bytes:
        return b"".join(piece.data for batch in self.batches for piece in batch.wire)

    @property
    def sent(self) -> dict:
        return json.loads(self.exchange.request)


class Bench:
    """A network with its outbox, and answers sorted by stream."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outbox = Outbox()
        self.answers: dict[str, Answer] = {}
        self._networks: list[Network] = []
        self.catalogue: Catalogue | None = None
        self._count = 0

    def network(self, *, connections=(), environ=None, data_folder=None, recordings=(), **how) -> Network:
        self.catalogue = Catalogue(
            data_folder=data_folder or self.folder,
            connections=connections,
            recordings=recordings,
            environ=environ or {},
        )
        # What a server says is what most tests are about; asking again has tests of its own.
        how.setdefault("patience", Patience(retry_s=0))
        network = Network(self.catalogue, self.outbox, **how)
        self._networks.append(network)
        return network

    def pump(self) -> None:
        for event in self.outbox.drain():
            self.answers.setdefault(event.stream, Answer()).take(event)

    def start(self, network: Network, request: Request) -> str:
        self._count += 1
        stream = f"stream-{self._count}"
        self.answers[stream] = Answer()
        network.start(stream, request)
        return stream

    def until(self, condition, timeout_s: float = 100.0):
        def pumped():
            self.pump()
            return condition()

        return wait_until(pumped, timeout_s)

    def ended(self, stream: str, timeout_s: float = 100.0) -> Answer:
        answer = self.answers[stream]
        self.until(lambda: answer.ends, timeout_s)
        self.pump()
        assert len(answer.ends) == 1
        assert answer.after_end == 0
        return answer

    def ask(self, network: Network, request: Request) -> Answer:
        return self.ended(self.start(network, request))

    def close(self) -> None:
        for network in self._networks:
            network.close()


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


class Caller:
    """One connection as the odd server sees it."""

    def __init__(self, sock: socket.socket, head: bytes, body: bytes) -> None:
        self._sock = sock
        self.head = head.decode("latin-1")
        self.body = body
        self.finished = False

    @property
    def headers(self) -> dict[str, str]:
        lines = (line.partition(":") for line in self.head.splitlines()[1:])
        return {name.lower(): value.strip() for name, _, value in lines if name}

    @property
    def asked(self) -> dict:
        return json.loads(self.body)

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def begin(self, status: str = "200 OK", *headers: str, kind: str = "text/event-stream") -> None:
        lines = [f"HTTP/1.1 {status}", f"content-type: {kind}", "transfer-encoding: chunked", *headers]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n")

    def chunk(self, data: bytes | str) -> None:
        data = data.encode() if isinstance(data, str) else data
        self.send(b"%x\r\n%b\r\n" % (len(data), data))

    def event(self, value: object) -> None:
        self.chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def say(self, text: str, reason: str | None = None) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}]})

    def done(self) -> None:
        self.chunk("data: [DONE]\n\n")
        self.end()

    def end(self) -> None:
        self.send(b"0\r\n\r\n")
        self.finished = True

    def answer(self, status: str, body: bytes | str, *headers: str, kind: str = "application/json") -> None:
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"content-type: {kind}", f"content-length: {len(body)}", *headers]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        self.finished = True

    def left_after(self, timeout_s: float = 60.0) -> float:
        """The moment (monotonic) at which the other side closed."""
        self._sock.settimeout(timeout_s)
        with contextlib.suppress(ConnectionError):
            while self._sock.recv(65536):
                pass
        return time.monotonic()


class OddServer:
    """An HTTP server whose answers are written by hand, byte by byte."""

    def __init__(self, answer) -> None:
        self._answer = answer
        self.callers: list[Caller] = []
        self.errors: list[BaseException] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            try:
                # Only an answer that was ended properly leaves the connection open for another.
                while self._serve_one(sock):
                    pass
            except OSError:
                # The other side has gone, which some tests are about.
                return
            except Exception as error:
                self.errors.append(error)

    def _serve_one(self, sock: socket.socket) -> bool:
        data = b""
        while b"\r\n\r\n" not in data:
            more = sock.recv(65536)
            if not more:
                return False
            data += more
            if data.startswith(b"\x16"):
                # What any plain server says to somebody who begins to encrypt.
                sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return False
        head, _, body = data.partition(b"\r\n\r\n")
        caller = Caller(sock, head, body)
        wanted = int(caller.headers.get("content-length", "0"))
        while len(caller.body) < wanted:
            caller.body += sock.recv(65536)
        self.callers.append(caller)
        self._answer(caller)
        return caller.finished

    @property
    def connections(self) -> int:
        """How often somebody connected."""
        return len(self._open)

    def connection(self, name: str = "odd", key_variable: str = "") -> Connection:
        return Connection(name, "openai", "Odd server", self.url, key_variable)

    def close(self) -> None:
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(10)
        assert not self.errors, self.errors


@pytest.fixture
def odd_server():
    servers: list[OddServer] = []

    def make(answer) -> OddServer:
        servers.append(OddServer(answer))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def asking():
    """Makes requests."""

    def make(
        connection: Connection, prompt: str = "Why?", name: str = "m", style="chat", **config
    ) -> Request:
        model = Model(ModelRef(connection.name, name), "The Model", style=style)
        return Request(model, connection, Conversation.asking(prompt), GenerationConfig(**config))

    return make


@pytest.fixture
def patiently():
    """Waits for a condition."""
    return wait_until


@pytest.fixture(scope="session")
def demo_folder(demo_model: Path) -> Path:
    """A data folder with the real demo model, fetched once and kept."""
    return demo_model.parent.parent


@pytest.fixture(scope="session")
def demo_file(demo_model: Path) -> Path:
    return demo_model
