# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a program leaves can be taken along, nothing else can, and all of it is removed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import collect as collecting
from sidelight.sandbox import scratch
from sidelight.sandbox.collect import collect
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import CollectedFile, Program

LEAVES = """
import os
open("figure.png", "wb").write(b"picture")
os.makedirs("out/inner"); open("out/inner/data.csv", "w").write("1,2")
open("tmp/rubbish", "w").write("x")
os.symlink("/etc/passwd", "passwd"); os.symlink("/etc", "etc")
open("out/a\\x1b[2J\\n\\u202e", "w").write("named badly")
print("done")
"""


def test_what_a_program_left_is_collected_until_the_run_is_closed(means, level):
    program = Program(LEAVES, keep_files=True)
    with begin(program, Policy(Limits(seconds=30)), level, means) as running:
        end = running.wait(60)
        assert (end.stdout, end.survivors) == ("done\n", 0)
        found = {file.name: file.content for file in running.files()}
        folder = running._scratch
        assert os.path.lexists(folder)
    assert found == {
        "figure.png": b"picture",
        "out/inner/data.csv": b"1,2",
        "out/a␛[2J\n\ufffd": b"named badly",
    }
    assert not os.path.lexists(folder)
    assert running.files() == []


def test_without_asking_nothing_is_left_to_collect(means, level):
    with begin(Program(LEAVES), Policy(Limits(seconds=30)), level, means) as running:
        running.wait(60)
        assert running.files() == []


def test_a_program_at_work_can_be_collected_from_too(at_work):
    source = "import signal\nopen('a', 'w').write('now')\nprint('ready', flush=True)\nsignal.pause()"
    with at_work(source) as (running, _text):
        assert running.files() == [CollectedFile("a", b"now")]


def test_kept_files_go_with_an_application_that_is_killed(means, level):
    import signal
    import subprocess
    import sys

    code = f"""
import os, sys, select
sys.path.insert(0, {str(Path(scratch.__file__).resolve().parents[2])!r})
from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox.held import begin
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program
program = Program({LEAVES!r}, keep_files=True)
run = begin(program, Policy(Limits(seconds=30)), Level({str(level)!r}), Means.find(os.environ))
run.wait(60)
print(run._scratch, *(file.name for file in run.files()), flush=True)
select.select([], [], [])
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as helper:
        folder, *files = helper.stdout.readline().split()
        assert "figure.png" in files
        assert os.path.lexists(folder)
        helper.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while os.path.lexists(folder):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_only_plain_files_within_bounds_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_BYTES", 1000)
    monkeypatch.setattr(collecting, "MOST_BYTES_EACH", 600)
    monkeypatch.setattr(collecting, "MOST_FILES", 3)
    inside = tmp_path / "scratch"
    inside.mkdir()
    (tmp_path / "secret").write_text("secret")
    os.mkfifo(inside / "pipe")
    (inside / "link").symlink_to("../secret")
    (inside / "up").symlink_to("..")
    with (inside / "hole").open("wb") as hole:
        hole.truncate(1 << 40)
    (inside / "large").write_bytes(b"x" * 601)
    for name in ("a", "b"):
        (inside / name).write_bytes(name.encode() * 600)
    (inside / "c").write_bytes(b"c")
    found = collect(str(inside), skip=())
    assert {file.name[0] for file in found} <= {"a", "b", "c"}
    assert len(found) == 2
    for number in range(9):
        (inside / f"small{number}").write_bytes(b"s")
    assert len(collect(str(inside), skip={"a", "b"})) == 3
    assert collect(str(tmp_path / "nowhere"), skip=()) == []


def test_a_folder_exchanged_for_a_link_is_not_entered(tmp_path):
    (tmp_path / "etc").symlink_to("/etc")
    assert collecting._enter(str(tmp_path), ("etc",)) is None
    assert collecting._enter(str(tmp_path / "etc"), ()) is None


@pytest.mark.parametrize("kind", ["deep", "wide", "both"])
def test_large_trees_are_removed(tmp_path, kind):
    place = tmp_path / "scratch"
    place.mkdir()
    if kind in ("deep", "both"):
        inner = os.open(place, os.O_RDONLY)
        for number in range(3000):
            os.mkdir("d", dir_fd=inner)
            if kind == "both":
                os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY, dir_fd=inner))
            deeper = os.open("d", os.O_RDONLY, dir_fd=inner)
            os.close(inner)
            inner = deeper
        os.close(inner)
    if kind in ("wide", "both"):
        for number in range(20_000):
            (place / f"{number}").touch()
    assert len(collect(str(place), skip=())) <= collecting.MOST_FILES
    assert scratch.remove(str(place))
    assert not place.exists()
