# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Saving one connection changes nothing else in the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.workbench.connections_file import drop_connection, write_connection
from sidelight.workbench.settings import connections_in

WRITTEN = """\
# The servers of our group.

[[connection]]
name = "lab"   # short, please
base_url = 'http://127.0.0.1:8000/v1'

# Paid by the institute: use it sparingly.
[[connection]]
name = "claude"
kind = "anthropic"  # not openai
key_variable = "CLAUDE_KEY"
per_hour = 20

# That is all."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "connections.toml"
    path.write_text(WRITTEN)
    return path


def read(file: Path) -> dict[str, Connection]:
    return {one.name: one for one in connections_in(file.read_text(), file)}


def test_a_first_connection_makes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config" / "connections.toml"
    lab = Connection("lab", "openai", "lab", "http://127.0.0.1:8000/v1")
    write_connection(file, lab)
    assert file.read_text() == '[[connection]]\nname = "lab"\nbase_url = "http://127.0.0.1:8000/v1"\n'
    assert read(file) == {"lab": lab}


def test_changing_one_leaves_every_other_line_where_it_was(file: Path) -> None:
    lab = replace(read(file)["lab"], per_hour=60, label="The lab")
    write_connection(file, lab)
    assert read(file)["lab"] == lab
    expected = WRITTEN.replace("8000/v1'\n", '8000/v1\'\nlabel = "The lab"\nper_hour = 60\n')
    assert file.read_text() == expected


def test_a_limit_that_is_taken_away_goes_and_the_comments_stay(file: Path) -> None:
    claude = replace(read(file)["claude"], per_hour=None)
    write_connection(file, claude)
    assert read(file)["claude"] == claude
    assert "per_hour" not in file.read_text()
    assert "# not openai" in file.read_text()
    assert file.read_text().endswith("# That is all.")


def test_a_new_one_comes_last(file: Path) -> None:
    new = Connection("new", "gemini", "Gemini", "https://generativelanguage.googleapis.com/v1beta")
    write_connection(file, new)
    assert list(read(file)) == ["lab", "claude", "new"]
    assert file.read_text().startswith(WRITTEN + "\n\n[[connection]]\n")


def test_taking_one_out_keeps_what_is_said_of_the_next(file: Path) -> None:
    drop_connection(file, "lab")
    assert list(read(file)) == ["claude"]
    assert file.read_text() == WRITTEN.replace(
        "[[connection]]\nname = \"lab\"   # short, please\nbase_url = 'http://127.0.0.1:8000/v1'\n\n", ""
    )
    drop_connection(file, "claude")
    assert read(file) == {}
    for comment in ("# The servers", "# Paid by", "# That is all."):
        assert comment in file.read_text()
    drop_connection(file, "claude")


def test_tables_in_one_line_are_changed_too(tmp_path: Path) -> None:
    file = tmp_path / "connections.toml"
    file.write_text('# mine\nconnection = [{name = "a", base_url = "http://127.0.0.1:1/v1"}]\n')
    a = replace(read(file)["a"], per_day=9)
    b = Connection("b", "ollama", "b", "http://127.0.0.1:11434/api")
    write_connection(file, a)
    write_connection(file, b)
    assert read(file) == {"a": a, "b": b}
    drop_connection(file, "a")
    assert read(file) == {"b": b}
    drop_connection(file, "b")
    assert file.read_text().strip() == "# mine"


@pytest.mark.parametrize("broken", ["[[connection", '[[connection]]\nname = "a"\n', "theme = 1\n"])
def test_a_file_that_is_not_understood_is_left_alone(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "connections.toml"
    file.write_text(broken)
    with pytest.raises(UsageError, match=r"connections\.toml"):
        write_connection(file, Connection("lab", "openai", "lab", "http://127.0.0.1:8000/v1"))
    assert file.read_text() == broken
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_used_is_not_written(file: Path) -> None:
    with pytest.raises(UsageError, match="base_url"):
        write_connection(file, Connection("new", "openai", "new", "somewhere"))
    assert file.read_text() == WRITTEN


def test_a_link_stays_a_link_and_keeps_its_mode(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    write_connection(link, replace(read(file)["lab"], per_day=1))
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert read(file)["lab"].per_day == 1


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
LIMITS = st.none() | st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(bool), LIMITS, LIMITS, st.sampled_from(["lab", "claude", "new"]))
def test_whatever_is_typed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, label: str, hour: int | None, day: int | None, name: str
) -> None:
    file = tmp_path_factory.mktemp("typed") / "connections.toml"
    file.write_text(WRITTEN)
    typed = Connection(name, "openai", label, "https://example.org/v1", "", hour, day)
    write_connection(file, typed)
    others = {one.name: one for one in connections_in(WRITTEN, file)}
    assert read(file) == others | {name: typed}


def test_the_word_for_an_unencrypted_server_is_kept_and_checked(tmp_path: Path) -> None:
    file = tmp_path / "connections.toml"
    far = Connection(
        "far", "openai", "far", "http://far.example/v1", per_minute=3, cost_per_day=2.5, insecure_http=True
    )
    write_connection(file, far)
    assert connections_in(file.read_text(), file) == (far,)
    write_connection(file, replace(far, insecure_http=False))
    assert "insecure_http" not in file.read_text()
    with pytest.raises(UsageError, match="neither true nor false"):
        connections_in('[[connection]]\nname = "x"\nbase_url = "http://h/v1"\ninsecure_http = "yes"', file)
