# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered of plugins survives, and a file that was damaged stops nobody."""

from __future__ import annotations

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
    assert [each.name for each in file.parent.iterdir()] == ["plugins.toml"]


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


def test_where_nothing_can_be_written_it_holds_for_this_sitting(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    standing = Standing(tmp_path / "config" / "plugins.toml")
    standing.set_enabled("x", False)
    assert not standing.enabled("x")
    assert "cannot be written" in standing.problem
