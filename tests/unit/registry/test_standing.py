# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered of plugins survives, and a file that was damaged stops nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.registry.manifest import parse
from sidelight.registry.standing import Standing
from support.plugins import manifest

INFO = parse(manifest("x", settings={"a": {"type": "integer", "default": 1, "label": "A"}}))
NEWER = parse(manifest("x", version="1.1"))


def test_everything_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "config" / "plugins.toml"
    one = Standing(file)
    assert not file.exists(), "who changes nothing writes nothing"
    one.set_enabled("y", False)
    one.set_order("svg", ("b", "a"))
    one.set_setting("x", "a", 7)
    one.consent(INFO, True)
    one.crashed(INFO, "it fell “badly”\n\\ \t'''")
    again = Standing(file)
    assert not again.enabled("y")
    assert again.enabled("x")
    assert again.order("svg") == ("b", "a")
    assert again.order("other") == ()
    assert again.settings(INFO) == {"a": 7}
    assert again.consented(INFO)
    assert not again.consented(NEWER)
    assert (again.crashes(INFO).count, again.crashes(INFO).last) == (1, "it fell “badly”\n\\ \t'''")
    again.set_enabled("y", True)
    again.set_order("svg", ())
    again.forgive("x")
    again.consent(INFO, False)
    last = Standing(file)
    assert last.enabled("y")
    assert last.order("svg") == ()
    assert last.crashes(INFO).count == 0
    assert not last.consented(INFO)
    assert {each.name for each in file.parent.iterdir()} == {"plugins.toml", ".plugins.toml.lock"}


def test_half_a_character_in_the_name_of_a_language_is_no_reason_to_forget_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "plugins.toml"
    one = Standing(file)
    one.set_enabled("y", False)
    one.set_order("\ud800.svg", ("b", "a"))
    one.consent(INFO, True)
    again = Standing(file)
    assert again.problem == ""
    assert again.consented(INFO)
    assert not again.enabled("y")


def test_three_crashes_without_a_success_between_them_and_only_of_this_version(tmp_path: Path) -> None:
    standing = Standing(tmp_path / "plugins.toml")
    for _ in range(2):
        standing.crashed(INFO, "it fell")
    standing.worked(INFO)
    for _ in range(2):
        standing.crashed(INFO, "it fell")
        assert not standing.quarantined(INFO)
    standing.crashed(INFO, "it fell")
    assert standing.quarantined(INFO)
    assert not standing.quarantined(NEWER)
    standing.worked(INFO)
    assert Standing(tmp_path / "plugins.toml").quarantined(INFO), "only a person takes it out"


@pytest.mark.parametrize(
    "content",
    [b"off = [", b"\xff", b"off = 3", b'crashes = "x"', b"[crashes.x]\ncount = 1", b"[order]\na = 1"],
)
def test_a_file_that_cannot_be_understood_is_kept_beside_and_counts_as_empty(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "plugins.toml"
    file.write_bytes(content)
    standing = Standing(file)
    assert "cannot be understood" in standing.problem
    assert standing.enabled("x")
    assert (tmp_path / "plugins.toml.unreadable").read_bytes() == content
    standing.set_enabled("x", False)
    assert not Standing(file).enabled("x")


def test_a_file_that_somebody_is_writing_by_hand_is_left_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "plugins.toml"
    standing = Standing(file)
    standing.set_enabled("x", False)
    file.write_text('off = ["x", ')
    assert standing.refresh() is None
    assert "cannot be understood" in standing.problem
    assert file.read_text() == 'off = ["x", '
    assert not standing.enabled("x")
    file.write_text('off = ["y"]')
    assert standing.refresh() is not None
    assert standing.enabled("x")
    assert not standing.enabled("y")


def test_where_nothing_can_be_written_it_holds_for_this_sitting(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    standing = Standing(tmp_path / "config" / "plugins.toml")
    standing.set_enabled("x", False)
    assert not standing.enabled("x")
    assert "cannot be written" in standing.problem


def test_of_two_programs_that_are_open_at_once_neither_loses_a_choice_of_the_other(tmp_path: Path) -> None:
    file = tmp_path / "plugins.toml"
    one, other = Standing(file), Standing(file)
    one.set_enabled("y", False)
    one.set_setting("x", "a", 7)
    other.set_order("svg", ("b", "a"))
    one.crashed(INFO, "it fell")
    other.crashed(INFO, "it fell again")
    other.consent(INFO, True)
    one.set_enabled("z", False)
    for each in (Standing(file), one):
        assert not each.enabled("y")
        assert not each.enabled("z")
        assert each.order("svg") == ("b", "a")
        assert each.settings(INFO) == {"a": 7}
        assert each.consented(INFO)
        assert each.crashes(INFO).count == 2


_MANY = """
import sys
from pathlib import Path
from sidelight.registry.standing import Standing
standing = Standing(Path(sys.argv[1]))
sys.stdin.readline()
for number in range(40):
    standing.set_enabled(f"{sys.argv[2]}{number}", False)
"""


def test_programs_that_write_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "plugins.toml"
    children = [
        subprocess.Popen([sys.executable, "-c", _MANY, str(file), name], stdin=subprocess.PIPE)
        for name in "ab"
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"go\n")
        child.stdin.close()
    assert [child.wait(60) for child in children] == [0, 0]
    known = Standing(file)
    assert not any(known.enabled(f"{name}{number}") for name in "ab" for number in range(40))


def test_crashes_that_cannot_be_written_are_counted_once(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    standing = Standing(tmp_path / "config" / "plugins.toml")
    standing.crashed(INFO, "it fell")
    standing.set_enabled("y", False)
    assert standing.crashes(INFO).count == 1
    (tmp_path / "config").unlink()
    standing.set_enabled("z", False)
    again = Standing(tmp_path / "config" / "plugins.toml")
    assert again.crashes(INFO).count == 1
    assert not again.enabled("y")
