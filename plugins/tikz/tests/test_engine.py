# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetching the engine, and an engine that is not what it should be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sidelight_tikz.document import document
from sidelight_tikz.engine import EngineError, fetch, found, metrics, place, unpack, whole
from sidelight_tikz.fonts import Face, widths
from sidelight_tikz.image import PAGE, Image
from sidelight_tikz.typesetter import Typesetter

CIRCLE = r"\documentclass{standalone}\begin{document}\tikz\draw circle (1);\end{document}"


def npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called npm before all others."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_npm_s_own_words_tell_why_nothing_was_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path / "bin", "echo 'network is down' >&2; exit 1", monkeypatch)
    with pytest.raises(EngineError, match="network is down"):
        fetch(tmp_path / "tikz")
    assert list((tmp_path / "tikz").iterdir()) == []


def test_another_archive_than_the_published_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path / "bin", "echo something else > node-tikzjax-1.0.5.tgz", monkeypatch)
    said: list[str] = []
    with pytest.raises(EngineError, match="is not what was published"):
        fetch(tmp_path / "tikz", said.append)
    assert said[0].startswith("Fetching node-tikzjax")
    assert found(tmp_path / "tikz") is None
    assert list((tmp_path / "tikz").iterdir()) == []


def test_an_archive_is_compared_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is not what was published"):
        unpack(b"", tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_one_that_is_there_is_not_fetched_again(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert fetch(engine.parent) == engine == place(engine.parent)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="could not be kept"):
        fetch(tmp_path / "file" / "tikz")


@pytest.mark.parametrize("code", [b"", b"\x7fELF of another machine", None])
def test_machine_code_of_another_machine_is_made_anew(
    engine: Path, tmp_path: Path, code: bytes | None
) -> None:
    copy = shutil.copytree(engine, tmp_path / "engine")
    (copy / "tex.code").unlink()
    if code is not None:
        (copy / "tex.code").write_bytes(code)
    assert Typesetter(copy).typeset(document(CIRCLE)).drawing.width > 70


@pytest.mark.parametrize("name", ["core.pages", "tex"])
def test_a_damaged_engine_is_said_to_be_one(engine: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(engine, tmp_path / "engine")
    if (copy / name).is_dir():
        shutil.rmtree(copy / name)
    else:
        (copy / name).write_bytes((copy / name).read_bytes()[:-100])
    with pytest.raises(EngineError, match="damaged"):
        Typesetter(copy)


def test_a_damaged_engine_is_replaced(engine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "tikz"
    copy = shutil.copytree(engine, place(made))
    assert whole(copy)
    (copy / "tex" / "amsbsy.sty").write_text("something else")
    assert not whole(copy)
    npm(tmp_path / "bin", "exit 1", monkeypatch)
    with pytest.raises(EngineError, match="could not fetch"):
        fetch(made)
    monkeypatch.undo()
    assert fetch(made) == copy
    assert whole(copy)
    assert [path.name for path in made.iterdir()] == [copy.name]


def test_every_character_with_a_width_has_an_outline(engine: Path) -> None:
    measures = metrics()
    blank: dict[str, list[int]] = {}
    for path in sorted((engine / "fonts").glob("*.ttf")):
        face = Face(path.read_bytes())
        wide = widths(measures[f"{path.stem}.tfm"])
        for code in range(128):
            if wide[code] and not face.outline(code):
                blank.setdefault(path.stem, []).append(code)
    # A space that is a character of its own.
    assert set(map(tuple, blank.values())) <= {(32,)}
    assert len(blank) < 5


def test_an_image_keeps_what_changed(tmp_path: Path) -> None:
    before = bytes(PAGE) + b"a" * PAGE + bytes(PAGE) + b"b" * PAGE
    image = Image.of_dump(before)
    assert sorted(image.pages) == [1, 3]
    after = bytearray(before)
    after[5] = 7
    after[PAGE : 2 * PAGE] = bytes(PAGE)
    changed = image.changed(memoryview(bytes(after)))
    assert changed.pages[3] is image.pages[3]
    assert changed.pages[1] == bytes(PAGE)
    assert changed.with_bytes(2 * PAGE + 1, b"xy").pages[2][:4] == b"\0xy\0"
    image.write(tmp_path / "image")
    assert Image.read(tmp_path / "image") == image
    (tmp_path / "other").write_bytes(b"something else")
    with pytest.raises(ValueError, match="no memory image"):
        Image.read(tmp_path / "other")
