# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A file that is whole or not there, whatever happens while it is written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.domain.errors import ExchangeError
from sidelight.exchange.drafting import draft_of


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def write_half(path: Path, error: BaseException) -> None:
    with draft_of(path) as draft:
        draft.write_text("half")
        raise error


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a[b].txt"
    path.write_text("before")
    with draft_of(path) as draft:
        draft.write_text("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert names(tmp_path) == ["a[b].txt"]


def test_what_was_there_stays_if_anything_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        write_half(path, KeyboardInterrupt())
    with pytest.raises(ExchangeError, match="cannot be written: No space left"):
        write_half(path, OSError(28, os.strerror(28)))
    assert path.read_text() == "before"
    assert names(tmp_path) == ["a.txt"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="cannot be written"), draft_of(tmp_path / "no" / "a") as draft:
        draft.write_text("x")


def test_what_a_killed_process_left_goes_with_the_next_file_and_no_other(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom sidelight.exchange.drafting import draft_of\n"
        "with draft_of(Path(sys.argv[1])) as draft:\n"
        "    draft.write_text('half')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "a.txt"
    done = subprocess.run([sys.executable, "-c", code, str(path)], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    alive = tmp_path / f".a.txt.{os.getppid()}.new"
    for other in (alive, tmp_path / ".a.txt.mine.new", tmp_path / ".ab.txt.1.new"):
        other.write_text("another's")
    assert len(names(tmp_path)) == 4
    with draft_of(path) as draft:
        draft.write_text("whole")
    assert set(names(tmp_path)) == {alive.name, ".a.txt.mine.new", ".ab.txt.1.new", "a.txt"}
