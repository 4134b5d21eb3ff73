# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import subprocess
import sys


def tokens(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sidelight", "tokens", *arguments]
    return subprocess.run(command, capture_output=True, input=stdin, timeout=120, check=False)


def test_one_object_with_just_these_fields() -> None:
    done = tokens("a <|endoftext|> 🦕", "--encoding", "cl100k_base", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    (line,) = done.stdout.decode().splitlines()
    found = json.loads(line)
    assert list(found) == ["encoding", "count", "ids", "pieces", "special"]
    assert found["encoding"] == "cl100k_base"
    assert found["count"] == len(found["ids"]) == len(found["pieces"])
    assert found["special"] == [{"text": "<|endoftext|>", "id": 100257, "at": 2}]


def test_all_encodings_give_a_line_each() -> None:
    lines = tokens("-", "--encoding", "all", "--json", stdin="naïve".encode()).stdout.decode().splitlines()
    counts = {json.loads(line)["encoding"]: json.loads(line)["count"] for line in lines}
    assert len(counts) == 7
    assert (counts["gpt2"], counts["o200k_base"]) == (2, 3)


def test_for_a_person_a_table() -> None:
    shown = tokens("a\tb", "--encoding", "gpt2").stdout.decode()
    assert "“\\t”" in shown
    assert shown.splitlines()[-1] == "3 tokens in gpt2"
    assert "gpt2           3" in tokens("a\tb", "--encoding", "all").stdout.decode()


def test_a_long_text_is_not_printed_token_by_token() -> None:
    shown = tokens(stdin=b"word " * 5000).stdout.decode()
    assert len(shown.splitlines()) < 500
    assert "--json prints all" in shown


def test_what_is_wrong_is_told() -> None:
    done = tokens("x", "--encoding", "p60k")
    assert done.returncode == 2
    assert "There is no encoding “p60k”" in done.stderr.decode()
    done = tokens("-", stdin=b"\xff\xfe")
    assert done.returncode == 2
    assert "UTF-8" in done.stderr.decode()
    assert tokens(stdin=b"").returncode == 0


def test_for_one_model_it_is_said_who_counted(tmp_path):
    def counted(*arguments):
        environ = {**os.environ, "SIDELIGHT_DATA": str(tmp_path)}
        command = [sys.executable, "-m", "sidelight", "tokens", "12345678", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120, check=False)

    done = counted("--model", "recorded/sample-amber", "--json")
    assert json.loads(done.stdout) == {
        "model": "recorded/sample-amber",
        "count": 2,
        "source": "estimated",
        "ids": None,
        "pieces": None,
        "note": None,
    }
    assert (
        counted("--model", "recorded/sample-amber").stdout
        == "2 tokens for recorded/sample-amber (estimated)\n"
    )
    assert counted("--model", "nowhere/m").returncode == 2
