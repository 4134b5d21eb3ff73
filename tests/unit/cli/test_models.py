# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight models`` asks the servers that the user named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def data(tmp_path: Path, llmock) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "connections.toml").write_text(
        f"""
[[connection]]
name = "claude"
kind = "anthropic"
base_url = "{llmock.url}/anthropic/v1"
key_variable = "MOCK_KEY"

[[connection]]
name = "gone"
base_url = "http://127.0.0.1:9/v1"
"""
    )
    return tmp_path


def models(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "SIDELIGHT_DATA": str(data), "MOCK_KEY": "llmock-test-key"}
    command = [sys.executable, "-m", "sidelight", "models", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120, check=False)


def test_a_servers_models_are_listed_and_one_that_would_not_say_is_told(data: Path) -> None:
    done = models(data, "--json")
    found = json.loads(done.stdout)
    names = [model["model"] for model in found["models"]]
    assert [name for name in names if name.startswith("claude/")]
    errors = {connection["name"]: connection["error"] for connection in found["connections"]}
    assert errors["claude"] is None
    assert "Nobody answers at 127.0.0.1:9" in errors["gone"]
    assert (done.returncode, done.stderr) == (1, "")


def test_for_a_person(data: Path) -> None:
    done = models(data)
    assert "claude/claude-" in done.stdout
    assert done.stderr.startswith("gone: Nobody answers at 127.0.0.1:9.")
