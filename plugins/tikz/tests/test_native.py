# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A TeX of this machine for what the engine has not: started, held to its bounds, and missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sidelight_tikz import native
from sidelight_tikz.disk import Cancelled
from sidelight_tikz.document import document
from sidelight_tikz.native import Native, Unable, source
from sidelight_tikz.typesetter import Failed, Typesetter

FOREST = (
    "\\documentclass{standalone}\n\\usepackage{forest}\n\\begin{document}\n"
    "\\begin{forest}[a[b][c]]\\end{forest}\n\\end{document}"
)
BARE = "\\usepackage{tikz-qtree}\n\\tikz\\Tree [.S a b ];"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a pdftex that is a script, and a kpsewhich that names a tree, in the place of all programs."""
    folder, tree = tmp_path / "bin", tmp_path / "tree"
    (tree / "tex" / "latex" / "base").mkdir(parents=True)
    (tree / "tex" / "latex" / "base" / "latex.ltx").write_text("")
    folder.mkdir()

    def made(script: str) -> None:
        for name, lines in (("pdftex", script), ("kpsewhich", f"echo {tree}")):
            (folder / name).write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return made


def test_without_one_the_message_says_that_one_would_help(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetter, "_searched", False)
    monkeypatch.setattr(typesetter, "_native", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Failed, match=r"“nonsense” is not part.*A TeX that is installed") as caught:
        typesetter.typeset(document(FOREST.replace("{forest}\n", "{nonsense}\n")))
    assert caught.value.line == 2


def test_one_without_latex_is_none(programs: Callable[[str], None], tmp_path: Path) -> None:
    programs("exit 0")
    assert Native.found() is not None
    shutil.rmtree(tmp_path / "tree")
    assert Native.found() is None


def test_one_that_does_not_end_is_ended(
    programs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    programs("exec sleep 60")
    monkeypatch.setattr(native, "_PATIENCE_S", 0.3)
    tex = Native.found()
    assert tex is not None
    with pytest.raises(Unable, match="did not end within"):
        tex.run(document(FOREST), bool)
    with pytest.raises(Cancelled):
        tex.run(document(FOREST), lambda: True)
    tex.close()


def test_one_that_cannot_load_latex_says_so(programs: Callable[[str], None]) -> None:
    programs("echo no such file; exit 1")
    tex = Native.found()
    assert tex is not None
    with pytest.raises(Unable, match="could not load LaTeX: no such file"):
        tex.run(document(FOREST), bool)
    tex.close()


def test_it_is_told_to_run_and_to_open_nothing(programs: Callable[[str], None], tmp_path: Path) -> None:
    told = tmp_path / "told"
    programs(f'echo "$@ $openin_any $openout_any $shell_escape" >> {told}; touch latex.fmt')
    tex = Native.found()
    assert tex is not None
    assert tex.run(document(FOREST), bool).dvi == b""
    tex.close()
    assert "-no-shell-escape input.tex p p f" in told.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    "text", [FOREST, BARE, FOREST.replace("{standalone}", "[border=2pt,\ntikz]{article}")]
)
def test_lines_stay_where_they_are(text: str) -> None:
    made = source(document(text)).split("\n")
    lines = text.split("\n")
    for wanted in ("forest}[a", "\\Tree"):
        assert [wanted in line for line in made[: len(lines)]] == [wanted in line for line in lines]


@pytest.mark.slow
@pytest.mark.skipif(Native.found() is None, reason="no TeX is installed here")
def test_an_installed_one_draws_what_the_engine_cannot(typesetter: Typesetter) -> None:
    try:
        made = typesetter.typeset(document(BARE))
    except Failed as error:
        pytest.skip(f"this TeX has not what is asked for: {error}")
    assert made.elsewhere
    assert sorted(made.drawing.words.split()) == ["S", "a", "b"]
    assert 20 < made.drawing.width < 90
    with pytest.raises(Failed, match="Undefined control sequence") as caught:
        typesetter.typeset(document(BARE.replace("\\Tree", "\n\\tree")))
    assert caught.value.line == 3
