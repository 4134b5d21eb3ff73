# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""TeX's memory with plots and circuits loaded, on the disk: whole and of this engine, or not used at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidelight_tikz import kept
from sidelight_tikz.document import COMMON, document
from sidelight_tikz.image import PAGE, Image

BASE = Image({1: b"a" * PAGE, 2: b"b" * PAGE, 3: b"c" * PAGE})
MADE = Image({1: b"a" * PAGE, 2: b"x" * PAGE, 7: b"d" * PAGE})
KEY = bytes(32)
HEAD = r"\documentclass[tikz]{standalone}"


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    kept.write(tmp_path, "common", KEY, BASE, MADE)
    found = kept.read(tmp_path, "common", KEY, BASE)
    assert found is not None
    assert {number: page for number, page in found.pages.items() if page.strip(b"\0")} == MADE.pages
    assert [path.name for path in tmp_path.iterdir()] == ["common.kept"]


def test_what_is_loaded_is_part_of_what_a_memory_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tex").mkdir()
    for name in ("tex.wasm", "core.pages"):
        (tmp_path / name).write_bytes(b"")
    before = kept.key(tmp_path, {})
    assert kept.key(tmp_path, {"a.tex": b""}) != before
    monkeypatch.setitem(kept.LOADS, "plots", "other")
    assert kept.key(tmp_path, {}) != before


def test_one_that_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "common.kept").mkdir()
    with pytest.raises(OSError, match="directory"):
        kept.write(tmp_path, "common", KEY, BASE, MADE)
    assert [path.name for path in tmp_path.iterdir()] == ["common.kept"]


def test_one_of_another_engine_or_a_damaged_one_does_not_count(tmp_path: Path) -> None:
    assert kept.read(tmp_path, "common", KEY, BASE) is None
    kept.write(tmp_path, "common", KEY, BASE, MADE)
    assert kept.read(tmp_path, "common", b"1" * 32, BASE) is None
    file = tmp_path / "common.kept"
    whole = file.read_bytes()
    for damaged in (whole[:40], whole[:-1], whole[:-1] + b"?", b""):
        file.write_bytes(damaged)
        assert kept.read(tmp_path, "common", KEY, BASE) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"\draw (0,0) -- (1,1);", "common"),
        (r"\begin{axis}\addplot {x};\end{axis}", "plots"),
        (r"\begin{circuitikz}\draw (0,0) to[R] (1,0);\end{circuitikz}", "circuits"),
        (HEAD + r"\usepackage{xcolor, pgfplots}\begin{document}\tikz\draw;\end{document}", "pgfplots"),
        (HEAD + "% \\usepackage{pgfplots}\n\\begin{document}\\tikz\\draw;\\end{document}", "begin"),
        (HEAD + r"\usepackage[siunitx]{circuitikz}\begin{document}\tikz\draw;\end{document}", "begin"),
    ],
)
def test_a_preamble_begins_with_the_memory_that_has_most_of_it(text: str, name: str) -> None:
    preamble = document(text).preamble
    found, rest = kept.begun(preamble)
    assert found == name
    assert preamble.endswith(rest)
    assert (COMMON in rest) is False


def test_the_engine_has_all_of_them(engine: Path) -> None:
    assert {path.name for path in engine.glob("*.kept")} == set(kept.NAMES)
