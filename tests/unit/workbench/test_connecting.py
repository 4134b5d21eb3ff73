# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Adding, trying and removing servers: against real ones on this machine, with real files."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.keys import KeyChain
from sidelight.providers.request import Request
from sidelight.store.quotas import Clocks, QuotaLedger
from sidelight.workbench.connecting import PRESETS, Connecting
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.settings import Places, read_connections

PATIENCE_S = 100.0
KEY = "sk-right-0123456789"


@pytest.fixture
def url() -> Iterator[str]:
    """A server that lists its models to those who have the key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = self.headers.get("Authorization") == f"Bearer {KEY}"
            answer: object = {"data": [{"id": "m-1"}, {"id": "m-2"}]}
            if not right:
                answer = {"error": {"message": "No such key."}}
            body = json.dumps(answer).encode()
            self.send_response(200 if right else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "config")


@pytest.fixture
def environ() -> dict[str, str]:
    return {}


@pytest.fixture
def catalogue(places: Places, environ: dict[str, str]) -> Catalogue:
    keys = KeyChain(environ=environ, file=places.config / "keys.toml", vault=None)
    return Catalogue(data_folder=places.data, connections=(), recordings=(), environ=environ, keys=keys)


@pytest.fixture
def connecting(places: Places, catalogue: Catalogue, environ: dict[str, str]) -> Connecting:
    clocks = Clocks(lambda: 1_700_000_000_000, lambda: 5_000.0, "boot")
    quotas = Quotas(QuotaLedger(places.data / "quotas.sqlite", clocks))
    return Connecting(places, catalogue, environ, quotas)


def lab(url: str = "http://127.0.0.1:9/v1") -> Connection:
    return Connection("lab", "openai", "The lab", url)


def test_what_is_saved_can_be_asked_at_once_and_after_a_restart(
    connecting: Connecting, catalogue: Catalogue, places: Places
) -> None:
    with pytest.raises(UsageError, match="no connection “lab”"):
        catalogue.model(ModelRef.parse("lab/m"))
    saved = connecting.save(replace(lab(), name=" lab ", base_url="http://127.0.0.1:9/v1/ "), fresh=True)
    assert saved == lab()
    assert catalogue.model(ModelRef.parse("lab/m")).about == "at The lab"
    assert read_connections(places) == (saved,)
    changed = connecting.save(replace(saved, per_hour=4), fresh=False)
    assert catalogue.connection("lab") == changed
    connecting.remove("lab").result(PATIENCE_S)
    assert "lab" not in [one.name for one in catalogue.connections()]
    assert read_connections(places) == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "short name is missing"),
        ({"name": "a/b"}, "letters, figures"),
        ({"name": "local"}, "already"),
        ({"base_url": ""}, "address is missing"),
        ({"base_url": "somewhere"}, "no usable address"),
        ({"base_url": "http://models.example.org/v1"}, "not encrypted"),
        ({"base_url": "https://me:word@models.example.org/v1"}, "password"),
        ({"per_hour": -1}, "whole numbers"),
        ({"kind": "telepathy"}, "unknown kind"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    connecting: Connecting, places: Places, wrong: dict[str, str | int], words: str
) -> None:
    with pytest.raises(UsageError) as told:
        connecting.save(replace(lab(), **wrong), fresh=True)  # type: ignore[arg-type]
    assert words in told.value.sentence
    assert not places.connections_file.exists()


def test_a_second_one_of_a_name_is_refused(connecting: Connecting) -> None:
    connecting.save(lab(), fresh=True)
    with pytest.raises(UsageError, match="“lab” already"):
        connecting.save(lab(), fresh=True)


def test_a_server_is_tried_with_the_key_that_was_typed_before_anything_is_kept(
    connecting: Connecting, places: Places, url: str
) -> None:
    listed = connecting.try_out(lab(url), f" {KEY}\n").result(PATIENCE_S)
    assert [str(model.ref) for model in listed] == ["lab/m-1", "lab/m-2"]
    assert not places.config.exists()


def test_a_wrong_key_is_told_with_what_can_be_done_here_and_never_repeated(
    connecting: Connecting, url: str
) -> None:
    with pytest.raises(GenerationError) as told:
        connecting.try_out(lab(url), "sk-wrong").result(PATIENCE_S)
    assert told.value.sentence.endswith("Type the key again.")
    assert "sk-wrong" not in told.value.sentence
    with pytest.raises(GenerationError) as told:
        connecting.try_out(lab(url)).result(PATIENCE_S)
    assert told.value.sentence.endswith("Type a key.")


def test_a_key_that_others_can_read_is_told_with_what_mends_that(
    connecting: Connecting, places: Places, url: str
) -> None:
    connecting.keep_key("lab", KEY).result(PATIENCE_S)
    (places.config / "keys.toml").chmod(0o644)
    with pytest.raises(GenerationError, match="Others can read the keys") as told:
        connecting.try_out(lab(url)).result(PATIENCE_S)
    assert "chmod 600" in told.value.sentence
    with pytest.raises(GenerationError, match="Others can read the keys"):
        connecting.key_place(lab(url)).result(PATIENCE_S)


def test_a_kept_key_is_used_found_and_forgotten_and_is_in_no_file_but_its_own(
    connecting: Connecting, places: Places, url: str
) -> None:
    saved = connecting.save(lab(url), fresh=True)
    told = connecting.keep_key("lab", KEY).result(PATIENCE_S)
    assert told.startswith("Warning: there is no keyring here")
    assert (places.config / "keys.toml").stat().st_mode & 0o777 == 0o600
    assert KEY not in places.connections_file.read_text()
    assert "file that you alone can read" in connecting.key_place(saved).result(PATIENCE_S)
    assert len(connecting.try_out(saved).result(PATIENCE_S)) == 2
    connecting.remove("lab").result(PATIENCE_S)
    assert KEY not in (places.config / "keys.toml").read_text()
    assert connecting.key_place(saved).result(PATIENCE_S) == ""


def test_a_variable_that_holds_the_key_is_named(connecting: Connecting, environ: dict[str, str]) -> None:
    environ["LAB_KEY"] = KEY
    assert connecting.has_variable("LAB_KEY")
    assert not connecting.has_variable("")
    place = connecting.key_place(replace(lab(), key_variable="LAB_KEY")).result(PATIENCE_S)
    assert place == "The environment variable LAB_KEY holds the key."


def test_every_preset_can_be_saved_as_it_stands(connecting: Connecting) -> None:
    kinds = [kind for kind, _ in connecting.kinds()]
    for preset in PRESETS:
        assert preset.kind in kinds
        connecting.save(
            Connection(preset.name, preset.kind, preset.label, preset.address, preset.variable), fresh=True
        )
    assert len(connecting.servers()) == len(PRESETS)


def test_what_is_left_is_counted_where_there_is_a_limit(connecting: Connecting, catalogue: Catalogue) -> None:
    connecting.save(replace(lab(), per_hour=1, per_day=5), fresh=True)
    connecting.save(replace(lab(), name="free"), fresh=True)
    connecting.save(replace(lab(), name="never", per_day=0), fresh=True)
    free, limited, never = (catalogue.model(ModelRef.parse(name)) for name in ("free/m", "lab/m", "never/m"))
    assert left(connecting, never) == [(0, "")]
    assert connecting.quotas_of([free]) is None
    assert left(connecting, limited) == [(1, ""), (5, "")]
    request = Request(limited, catalogue.connection("lab"), Conversation(()), GenerationConfig())
    quotas = connecting._quotas
    assert quotas is not None
    assert quotas.permit(request) is None
    assert left(connecting, limited) == [(0, "60 minutes"), (4, "")]
    refused = quotas.permit(replace(request, model=never, connection=catalogue.connection("never")))
    assert refused is not None
    assert refused.advice == "Raise the limit in connections.toml to ask it."


def left(connecting: Connecting, model: Model) -> list[tuple[int, str]]:
    asked = connecting.quotas_of([model])
    assert asked is not None
    return [(quota.left, quota.free_in) for quota in asked.result(PATIENCE_S)[str(model.ref)]]
