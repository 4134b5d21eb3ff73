# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A canary for a key, through the whole program: it reaches the server and comes out nowhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sidelight.providers.keys import KeyChain
from sidelight.store.project import ProjectFile

CANARY = "sk-canary-0123456789abcdef"
KINDS = ["openai", "openai-responses", "anthropic", "gemini", "ollama"]
HEADERS = ("authorization", "x-api-key", "x-goog-api-key")


class Parrot(BaseHTTPRequestHandler):
    """Repeats the key that it was sent wherever it can: headers, text, thoughts, errors."""

    seen: list[str]
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        key = next(self.headers[name] for name in HEADERS if name in self.headers)
        self.seen.append(key)
        text = {"content": f"you said {key}", "reasoning": key}
        error = {"error": {"message": f"bad key {key}", "code": 401}}
        body = json.dumps(error).encode()
        if self.status == 200:
            # In one piece, cut in two, and as a token with its bytes.
            halves = ({"choices": [{"delta": {"content": half}}]} for half in (f" {key[:9]}", f"{key[9:]} "))
            likely = {
                "content": [
                    {"token": key, "logprob": -1.0, "top_logprobs": [{"token": key, "logprob": -1.0}]}
                ]
            }
            chunks = ({"choices": [{"delta": text, "logprobs": likely}]}, *halves, error)
            body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode()
        self.send_response(self.status)
        self.send_header("content-length", str(len(body)))
        for name in ("x-echo", "set-cookie", "www-authenticate"):
            self.send_header(name, key)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(params=[200, pytest.param(401, marks=pytest.mark.slow)])
def parrot(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []
    handler = type("ThisParrot", (Parrot,), {"seen": seen, "status": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
    server.shutdown()
    thread.join()
    server.server_close()


def sidelight(data: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "SIDELIGHT_DATA": str(data),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    command = [sys.executable, "-X", "dev", "-m", "sidelight", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environ, input=stdin, timeout=120, check=False
    )


def connect(data: Path, url: str) -> None:
    (data / "config").mkdir(exist_ok=True)
    limits = "per_minute = 90\nper_day = 900\ncost_per_day = 9.5\n"
    tables = [
        f'[[connection]]\nname = "{kind}"\nkind = "{kind}"\nbase_url = "{url}"\n{limits}' for kind in KINDS
    ]
    price = '[[model]]\nnames = ["m"]\nmost_output_tokens = 99\ninput = 1\noutput = 2\nas_of = 2026-11-20\n'
    (data / "config" / "models.toml").write_text(price)
    (data / "config" / "connections.toml").write_text("\n".join(tables))


def test_a_canary_comes_out_nowhere(tmp_path: Path, parrot: tuple[str, list[str]]) -> None:
    url, seen = parrot
    connect(tmp_path, url)
    said = []
    kept = sidelight(tmp_path, "key", "set", KINDS[0], stdin=CANARY + "\n")
    assert kept.returncode == 0
    assert kept.stderr.startswith("Warning: there is no keyring here")
    said.append(kept)
    chain = KeyChain(environ={}, file=tmp_path / "config" / "keys.toml", vault=None)
    for kind in KINDS[1:]:
        chain.keep(kind, CANARY)
    project = tmp_path / "parrot.sidelight"
    models = [part for kind in KINDS for part in ("-m", f"{kind}/m")]
    (tmp_path / "notes.txt").write_text("Otters float.")
    settings = [
        "--logprobs",
        "2",
        "--reasoning-effort",
        "low",
        "--top-p",
        "0.5",
        "--stop",
        "x",
        "--seed",
        "1",
    ]
    attached = ["--attach", str(tmp_path / "notes.txt"), "--project", str(project), "--json"]
    said.extend(sidelight(tmp_path, "tokens", "Why?", "--model", f"{kind}/m", "--json") for kind in KINDS)
    said.extend(sidelight(tmp_path, "tokens", "Why?", "--model", f"{kind}/m") for kind in KINDS)
    asked = sidelight(tmp_path, "ask", "Why?", *models, *settings, *attached)
    said.append(asked)
    said.append(sidelight(tmp_path, "ask", "Why?", *models, *settings, "--project", str(project)))
    said.append(sidelight(tmp_path, "replay-record", "--project", str(project), "--json"))
    said.append(sidelight(tmp_path, "key", "where", "--json"))
    said.append(sidelight(tmp_path, "models"))
    assert {key.removeprefix("Bearer ") for key in seen} == {CANARY}
    assert len(seen) >= len(KINDS)
    for done in said:
        assert CANARY not in done.stdout + done.stderr
    records = [json.loads(line) for line in asked.stdout.splitlines()]
    assert len(records) == len(KINDS)
    assert "[key removed]" in asked.stdout
    again = [json.loads(line) for line in said[-3].stdout.splitlines()]
    assert len(again) == 2 * len(KINDS)
    # Nowhere in the data folder but in the one file that is for the user alone.
    holders = [path for path in tmp_path.rglob("*") if path.is_file() and b"canary-0123" in path.read_bytes()]
    assert [path.name for path in holders] == ["keys.toml"]
    assert holders[0].stat().st_mode & 0o077 == 0
    opened = ProjectFile.open(project, read_only=True)
    try:
        for record in records:
            assert CANARY not in repr(opened.exchange(record["id"])) + repr(opened.generation(record["id"]))
    finally:
        opened.close()


def test_where_keys_are(tmp_path: Path) -> None:
    connect(tmp_path, "http://127.0.0.1:9/v1")
    sidelight(tmp_path, "key", "set", "gemini", stdin=CANARY)
    lines = sidelight(tmp_path, "key", "where", "--json").stdout.splitlines()
    places = {line["connection"]: line["place"] for line in map(json.loads, lines)}
    assert places == {kind: "file" if kind == "gemini" else None for kind in KINDS}
    assert "not encrypted" in sidelight(tmp_path, "key", "where").stdout
    assert sidelight(tmp_path, "key", "forget", "gemini").returncode == 0
    assert "not encrypted" not in sidelight(tmp_path, "key", "where").stdout
    (tmp_path / "config" / "keys.toml").chmod(0o644)
    told = sidelight(tmp_path, "key", "where")
    assert told.returncode == 1
    assert "Others can read the keys" in told.stdout


def test_wrong_use_is_told(tmp_path: Path) -> None:
    connect(tmp_path, "http://127.0.0.1:9/v1")
    assert sidelight(tmp_path, "key", "set", "nobody", stdin=CANARY).returncode == 2
    refused = sidelight(tmp_path, "key", "set", "gemini", stdin="two words\n")
    assert refused.returncode == 2
    assert "This is not a key." in refused.stderr
    assert sidelight(tmp_path, "key", "set", "gemini", CANARY).returncode == 2
