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
        (("export", "--project", project), 2, "No file is named"),
        (("export", "--format", "x", "--out", str(tmp_path / "o.x")), 2, "“x” is no known form to export in"),
        (("plugin", "new", "x", "--kind", "theme"), 2, "“theme” is no kind of plugin"),
    ):
        done = sidelight(*arguments)
        assert (done.returncode, words in done.stderr) == (code, True), done
        assert "Traceback" not in done.stderr


def test_an_exporter_is_made_checked_installed_listed_and_used(data_folder: Path, tmp_path: Path) -> None:
    """As its author does it, from the first command to the file."""
    made, project, out = tmp_path / "sidelight-votes", str(tmp_path / "a.sidelight"), tmp_path / "votes.tsv"
    path = lines(tmp_path / "public.jsonl", [arena(n) for n in range(12)])
    for arguments in (
        ("plugin", "new", "votes", "--kind", "exporter", "--in", str(tmp_path)),
        ("plugin", "check", str(made)),
        ("plugin", "install", str(made)),
        ("import", str(path), "--project", project),
    ):
        done = sidelight(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    listed = sidelight("export", "--list")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert names == ["arena", "fastchat", "votes"]
    assert "Writes the votes as a table, one line each. (plugin, version 0.1.0)" in listed.stdout
    record = json.loads(sidelight("export", "--list", "--json").stdout.splitlines()[2])
    assert (record["format"], record["records"], record["suffixes"]) == ("votes", "battles", [".csv", ".tsv"])
    done = sidelight("export", "--format", "votes", "--project", project, "--out", str(out))
    assert (done.returncode, done.stderr) == (0, f"{out} was written from 12 battles.\n")
    assert out.read_text("utf-8").splitlines()[1].split("\t")[1:4] == [
        "imported/amber-7b",
        "imported/blue-13b",
        "left",
    ]
    (made / "sidelight_votes" / "__init__.py").write_text("exporter = None")
    assert sidelight("plugin", "install", str(made)).returncode == 1
    (data_folder / "plugins" / "votes" / "sidelight_votes" / "__init__.py").write_text("exporter = None")
    done = sidelight("export", "--format", "votes", "--project", project, "--out", str(tmp_path / "x.csv"))
    assert done.returncode == 1
    assert "The plugin “Votes” cannot be started: TypeError" in done.stderr
    assert not (tmp_path / "x.csv").exists()
