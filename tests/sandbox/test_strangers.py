# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A hostile stranger's scripts get nothing, change nothing and leave nothing."""

from __future__ import annotations

import importlib.util
import select
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("strangers", Path(__file__).with_name("strangers.py"))
strangers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strangers)

SECRET = "the canary sings"
ENDED_BY = {
    "fork bomb in a shell": {"processes", None},
    "fork bomb in perl": {"processes"},
    "memory eater with friends": {"memory"},
    "disk filler with links": {"disk"},
    "keeper of its supervisor": {"output"},
}


@pytest.fixture
def surroundings():
    """What a user has: a file, a service, a process."""
    with (
        tempfile.TemporaryDirectory(prefix="sidelight-user-") as folder,
        socket.create_server(("127.0.0.1", 0)) as service,
        subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE) as victim,
    ):
        Path(folder, "precious.txt").write_text(SECRET)
        yield Path(folder), service, victim
        assert victim.poll() is None
        assert not select.select([service], [], [], 0)[0]
        assert [entry.name for entry in Path(folder).iterdir()] == ["precious.txt"]
        assert Path(folder, "precious.txt").read_text() == SECRET
        victim.communicate(b"\n")
        assert victim.returncode == 0


@pytest.mark.parametrize("name", list(strangers.SCRIPTS))
def test_a_stranger_gets_nothing(finish, surroundings, monkeypatch, name):
    folder, service, victim = surroundings
    monkeypatch.setenv("SIDELIGHT_API_KEY", SECRET)
    source = strangers.SCRIPTS[name]
    for word, value in (
        ("OUTSIDE", str(folder)),
        ("PORT", str(service.getsockname()[1])),
        ("VICTIM", str(victim.pid)),
    ):
        source = source.replace(word, value)
    end = finish(source, seconds=100, memory_mb=400, scratch_mb=64, output_mb=16)
    assert end.outcome != "refused"
    assert "PWNED" not in end.stdout
    assert SECRET not in end.stdout + end.stderr
    assert not {"\x1b", "\x9b", "\u202e", "\x00", "\x08", "\r"} & set(end.stdout + end.stderr)
    assert {end.limit} <= ENDED_BY.get(name, {None})


def test_there_are_enough_of_them():
    assert len(strangers.SCRIPTS) >= 15
