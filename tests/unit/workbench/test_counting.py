# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Counts of tokens by whoever knows best: real tokenizers, and stand-ins for the makers' endpoints."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sidelight import resources
from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.tokens.encodings import Encodings
from sidelight.workbench.counting import BY_PROVIDER, ESTIMATED, EXACT, Count, Counting

TEXT = "Grüße an 🦕 – 12,345 otters."
PATIENCE_S = 100.0


class Makers:
    """What the makers' count endpoints answer, and what they were sent."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, object]]] = []
        self.status = 200
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told.seen.append(
                    (self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                )
                known = self.path.rpartition("/")[2] in ("count_tokens", "input_tokens", "m:countTokens")
                status = told.status if known else 404
                answer = (
                    {"input_tokens": 17, "totalTokens": 17}
                    if status == 200
                    else {"error": {"message": "No."}}
                )
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def makers() -> Iterator[Makers]:
    makers = Makers()
    thread = threading.Thread(target=makers.server.serve_forever, args=(0.05,))
    thread.start()
    yield makers
    makers.server.shutdown()
    thread.join()
    makers.server.server_close()


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Callable[..., Count]]:
    networks = []

    def count(model: str, *connections: Connection, text: str = TEXT, folder: Path = tmp_path) -> Count:
        catalogue = Catalogue(data_folder=folder, connections=connections, recordings=(), environ={})
        networks.append(Network(catalogue, Outbox()))
        ref = ModelRef.parse(model)
        local = ref.connection == "local"
        known = catalogue.model(ref) if local else Model(ref, ref.name)
        return Counting(catalogue, networks[-1]).count(text, known).result(PATIENCE_S)

    yield count
    for network in networks:
        network.close()


@pytest.mark.parametrize(
    ("kind", "path", "holds"),
    [
        ("anthropic", "/v1/messages/count_tokens", {"model", "messages"}),
        ("openai-responses", "/v1/responses/input_tokens", {"model", "input"}),
        ("gemini", "/v1/models/m:countTokens", {"generateContentRequest"}),
    ],
)
def test_a_maker_counts_the_message(
    makers: Makers, counted: Callable[..., Count], kind: str, path: str, holds: set[str]
) -> None:
    connection = Connection("c", kind, "C", f"http://127.0.0.1:{makers.server.server_port}/v1")
    assert counted("c/m", connection) == Count(17, BY_PROVIDER)
    ((asked, body),) = makers.seen
    assert asked == path
    assert set(body) == holds
    assert TEXT in json.dumps(body, ensure_ascii=False)
    makers.status = 429
    told = counted("c/m", connection)
    assert (told.count, told.source) == (-(-len(TEXT) // 4), ESTIMATED)
    assert told.note.startswith("127.0.0.1:")


def test_a_server_that_does_not_count_is_estimated_without_a_complaint(
    makers: Makers, counted: Callable[..., Count]
) -> None:
    connection = Connection("c", "openai", "C", f"http://127.0.0.1:{makers.server.server_port}/v1")
    assert counted("c/m", connection) == Count(7, ESTIMATED)
    assert [path for path, _ in makers.seen] == ["/tokenize"]
    # Another machine is not asked at what may be nothing.
    assert counted("c/m", Connection("c", "openai", "C", "https://far.example/v1")) == Count(7, ESTIMATED)


def test_openais_own_models_are_counted_here(counted: Callable[..., Count]) -> None:
    found = counted("o/gpt-4o-mini", Connection("o", "openai", "O", "https://api.openai.com/v1"))
    encoding = Encodings(resources.path("ranks")).get("o200k_base")
    assert found.ids == tuple(encoding.encode(TEXT))
    assert (found.count, found.source) == (len(found.ids), EXACT)
    assert b"".join(found.pieces or ()) == TEXT.encode()


def test_a_model_on_this_machine_cuts_with_its_own_tokenizer(
    demo_model: Path, counted: Callable[..., Count]
) -> None:
    folder = demo_model.parent.parent
    found = counted("local/smollm2-135m", folder=folder)
    assert found.source == EXACT
    assert found.ids is not None
    assert found.count == len(found.ids) > 5
    assert b"".join(found.pieces or ()) == TEXT.encode()


def test_nothing_has_no_tokens_and_recordings_are_estimated(counted: Callable[..., Count]) -> None:
    assert counted("recorded/x", text="") == Count(0, EXACT, (), ())
    assert counted("recorded/x").source == ESTIMATED
    with pytest.raises(UsageError, match="no connection"):
        counted("gone/x")
