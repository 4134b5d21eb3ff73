# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from unit.exchange.making import arena, lines


def sidelight(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sidelight", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=os.environ, timeout=120, check=False
    )


def test_battles_go_in_are_ranked_and_go_out(tmp_path: Path) -> None:
    project, out = str(tmp_path / "a.sidelight"), tmp_path / "out.parquet"
    rows = [*(arena(n) for n in range(12)), arena(99, winner="?")]
    path = lines(tmp_path / "public.jsonl", rows)
    done = sidelight("import", str(path), "--project", project, "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["read"], record["added"], len(record["dropped"])) == (13, 12, 1)
    words = sidelight("import", str(path), "--project", project)
    assert "0 of 13 records added as “public”" in words.stdout
    assert "12  dropped: the same vote is in the project already" in words.stdout
    board = json.loads(sidelight("leaderboard", "--project", project, "--origin", "public", "--json").stdout)
    assert [model["model"] for model in board["models"]] == ["imported/amber-7b", "imported/blue-13b"]
    written = sidelight("export", "--project", project, "--out", str(out), "--json")
    assert json.loads(written.stdout)["written"] == 12
    assert out.read_bytes()[:4] == b"PAR1"


def test_what_makes_no_sense_gets_a_sentence(tmp_path: Path) -> None:
    project = str(tmp_path / "a.sidelight")
    (tmp_path / "empty.json").write_bytes(b"")
    for arguments, code, words in (
        (("import", str(tmp_path / "none.json"), "--project", project), 2, "There is no file"),
        (("import", str(tmp_path / "empty.json"), "--project", project), 1, "is empty"),
        (("export", "--project", project, "--out", str(tmp_path / "o.jsonl")), 2, "no battle"),
        (("export", "--project", project, "--out", str(tmp_path / "o.csv")), 2, "Use .json"),
        (("export", "--project", project, "--out", project), 2, "exists already"),
    ):
        done = sidelight(*arguments)
        assert (done.returncode, words in done.stderr) == (code, True), done
        assert "Traceback" not in done.stderr
