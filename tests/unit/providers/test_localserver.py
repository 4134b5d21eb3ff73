# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The child that holds a local model: the real engine with the real demo model."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys

import httpx
import psutil
import pytest

from sidelight.providers.localserver import BAD_MODEL

KEY = "canary-key-0123456789"
COMMAND = [sys.executable, "-m", "sidelight.providers.localserver"]


def told(model, **changes) -> bytes:
    settings = {"model": str(model), "api_key": KEY, "threads": 1, "context": 256, "slots": 1} | changes
    return json.dumps(settings).encode() + b"\n"


@pytest.fixture
def child():
    with contextlib.ExitStack() as stack:

        def start(line: bytes) -> subprocess.Popen:
            pipe = subprocess.PIPE
            process = stack.enter_context(subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe))
            stack.callback(process.kill)
            process.stdin.write(line)
            process.stdin.flush()
            return process

        yield start


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def maps(pid: int, file) -> bool:
    return any(str(file) == mapped.path for mapped in psutil.Process(pid).memory_maps())


def test_it_listens_answers_and_ends_with_its_input(child, demo_file):
    process = child(told(demo_file))
    word, address = process.stdout.readline().decode().split()
    assert word == "LISTEN"
    assert address.startswith("http://127.0.0.1:")
    body = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 2}
    with httpx.Client(base_url=address, trust_env=False) as client:
        assert client.get("/health").status_code == 200
        for headers in ({}, {"authorization": "Bearer wrong"}):
            assert client.post("/v1/chat/completions", json=body, headers=headers).status_code == 401
        right = {"authorization": f"Bearer {KEY}", "origin": "https://evil.example"}
        answer = client.post("/v1/chat/completions", json=body, headers=right)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "http://127.0.0.1"
        assert str(demo_file) not in answer.text
    inside = psutil.Process(process.pid)
    assert KEY not in " ".join(inside.cmdline()) + str(inside.environ())
    assert demo_file.name not in " ".join(inside.cmdline()) + str(inside.environ())
    assert {c.laddr.ip for c in inside.net_connections() if c.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
    process.stdin.close()
    assert process.wait(10) == 0


def test_input_that_ends_before_it_began(child):
    process = child(b"")
    process.stdin.close()
    assert process.wait(30) == 0


def test_a_model_that_cannot_be_loaded(child, tmp_path):
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF" + b"\0" * 100)
    process = child(told(bad))
    assert process.wait(60) == BAD_MODEL
    # The engine says it in one way or another, depending on how far its own log has come.
    told_words = process.stderr.read().lower()
    assert b"failed to load model" in told_words or b"failed to init server" in told_words
    assert process.stdout.read() == b""


@pytest.mark.parametrize("phase", ["loading", "listening"])
def test_it_dies_with_a_parent_that_is_killed(demo_file, patiently, phase):
    parent_code = (
        "import subprocess, sys\n"
        "p = subprocess.PIPE\n"
        "command = [sys.executable, '-m', 'sidelight.providers.localserver']\n"
        "child = subprocess.Popen(command, stdin=p, stdout=p)\n"
        "child.stdin.write(sys.argv[1].encode() + b'\\n'); child.stdin.flush()\n"
        "print(child.pid, flush=True)\n"
        "print(child.stdout.readline().decode(), flush=True)\n"
        "child.wait()\n"
    )
    command = [sys.executable, "-c", parent_code, told(demo_file).decode().strip()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        if phase == "listening":
            assert parent.stdout.readline().startswith(b"LISTEN")
        else:
            # Once it maps the model, it is past the point where it could notice the end of its input.
            patiently(lambda: is_gone(pid) or maps(pid, demo_file))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    patiently(lambda: is_gone(pid), 10)


def test_importing_it_loads_no_engine():
    code = "import sys, sidelight.providers.localserver; print({'xllamacpp', 'asyncio'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"set()\n"
