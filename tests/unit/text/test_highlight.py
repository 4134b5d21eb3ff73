# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from pygments.lexers import get_lexer_by_name

from sidelight.text.highlight import Lexers, LineColours, Stretch, exact

_SAMPLES = {
    "python": 'import os\n\n\nclass A:\n    """Doc\n    string"""\n\n'
    '    def f(self, x: int) -> str:\n        return f"{x!r}"  # c\n',
    "c": "#include <stdio.h>\nint main(void) {\n  /* one */ return 0;\n}\n",
    "rust": 'fn main() { println!("{}", 1); }\n',
    "json": '{\n  "a": [1, 2.5, null]\n}\n',
    "yaml": "a: 1\nb:\n  - x\n",
    "html": "<p class='a'>text</p>\n",
    "bash": 'for i in 1 2; do echo "$i"; done\n',
    "sql": "SELECT a FROM b WHERE c = 'd';\n",
}


def batch(language: str, lines: list[str]) -> list[list[Stretch]]:
    """What Pygments says of the whole text, line by line."""
    found: list[list[Stretch]] = [[] for _ in lines]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    for start, token, value in lexer.get_tokens_unprocessed("\n".join(lines) + "\n"):
        at = start
        for part in value.split("\n"):
            row = max(i for i in range(len(starts)) if starts[i] <= at)
            if part and not part.isspace() and row < len(lines):
                found[row].append(Stretch(at - starts[row], len(part), str(token)))
            at += len(part) + 1
    return found


def run_exact(lexer: Any, lines: list[str], step: int) -> tuple[list[list[Stretch]], int]:
    slices = 0
    result: list[list[Stretch]] | None = None
    for given in exact(lexer, lines, step=step):
        slices += 1
        result = given
    assert result is not None
    return result, slices


@pytest.mark.parametrize("language", sorted(_SAMPLES))
def test_exact_colours_are_those_of_one_lex(language: str) -> None:
    lines = _SAMPLES[language].split("\n")
    lexers = Lexers()
    assert lexers.wait(language)
    colours, slices = run_exact(lexers.lexer(language), lines, 3)
    assert colours == batch(language, lines)
    assert slices > 1


@pytest.mark.parametrize("language", ["python", "c", "rust", "bash", "sql"])
def test_colours_line_by_line_agree_with_one_lex(language: str) -> None:
    lines = _SAMPLES[language].split("\n")
    lexers = Lexers()
    lexers.wait(language)
    state = LineColours(lexers.lexer(language))
    whole = batch(language, lines)
    for line, expected in zip(lines, whole, strict=True):
        got = state.line(line)
        # Pieces may be cut differently; each character has the same colour. Which strings are documentation
        # shows only when they end.
        assert paint(line, got) == paint(line, expected)


def paint(line: str, stretches: list[Stretch]) -> list[str]:
    cells = [""] * len(line)
    for start, length, token in stretches:
        cells[start : start + length] = [".".join(token.split(".")[:3])] * length
    return ["" if c.isspace() else cell for c, cell in zip(line, cells, strict=True)]


@pytest.mark.parametrize("whole", [False, True])
def test_a_word_that_is_an_error_is_plain_from_end_to_end(*, whole: bool) -> None:
    lexers = Lexers()
    lexers.wait("json")
    lexer = lexers.lexer("json")
    line = """  'title': 'Almanac true', ['C4', true, 1987x, 12, "ok"]"""
    found = run_exact(lexer, [line], 100)[0][0] if whole else LineColours(lexer).line(line)
    coloured = [line[s.start : s.start + s.length] for s in found if s.token != "Token.Punctuation"]
    assert coloured == ["true", "12", '"ok"']
    assert not any(s.token == "Token.Error" for s in found)


def test_a_string_over_several_lines_keeps_its_colour() -> None:
    lexers = Lexers()
    lexers.wait("python")
    state = LineColours(lexers.lexer("python"))
    state.line('x = """one')
    (middle,) = state.line("two")
    assert middle.token.startswith("Token.Literal.String")
    state.line('three"""')
    assert not any(s.token.startswith("Token.Literal.String") for s in state.line("y = 1"))


def test_each_line_is_lexed_once() -> None:
    lexers = Lexers()
    lexers.wait("python")
    lexer = lexers.lexer("python")
    state = LineColours(lexer)
    lines = ["x = f(1)  # c"] * 500
    assert all(state.line(line) for line in lines)


def test_an_unknown_language_has_no_lexer() -> None:
    lexers = Lexers()
    assert lexers.wait("no-such-language")
    assert lexers.lexer("no-such-language") is None
    assert lexers.ready("")


def test_the_import_waits_for_the_first_listing() -> None:
    code = (
        "import sys, sidelight.text.highlight as h, sidelight.text.splitter, sidelight.text.artifacts\n"
        "assert not any(n.split('.')[0] == 'pygments' for n in sys.modules)\n"
        "x = h.Lexers(); x.wait('python'); assert 'pygments' in sys.modules\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, env={"PYTHONPATH": "app", "PATH": ""}
    )


@pytest.mark.parametrize(("language", "as_it"), [("tikz", "latex"), ("svg", "xml"), ("xhtml", "html")])
def test_what_is_written_in_another_language_has_its_colours(language: str, as_it: str) -> None:
    lexers = Lexers()
    assert lexers.wait(language)
    assert lexers.wait(as_it)
    assert lexers.lexer(language) is not None
    assert type(lexers.lexer(language)) is type(lexers.lexer(as_it))
