# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import argparse
import ast
import random
import textwrap
from pathlib import Path
from typing import Any

import pytest
from pygments.lexers import get_lexer_by_name

from sidelight.text.highlight import Lexers, LineColours, exact

LANGUAGES = (
    *("bash", "c", "clojure", "cmake", "console", "cpp", "csharp", "css", "cuda", "dart", "diff", "docker"),
    *("elixir", "erlang", "fortran", "glsl", "go", "graphql", "groovy", "haskell", "html", "ini", "java"),
    *("javascript", "json", "jsx", "julia", "kotlin", "latex", "lua", "make", "markdown", "matlab", "nginx"),
    *(
        "objective-c",
        "ocaml",
        "perl",
        "php",
        "powershell",
        "protobuf",
        "python",
        "r",
        "ruby",
        "rust",
        "scala",
    ),
    *("scss", "sql", "swift", "toml", "tsx", "typescript", "vim", "xml", "yaml", "zig"),
)
"""More than the forty that answers hold most often."""

_FRAGMENTS = (
    "/* a comment\n   over two lines */",
    "// a line of comment",
    "# a line of comment",
    "-- a line of comment",
    "{- nested {- comment -} -}",
    "<!-- a\n comment -->",
    "(* ml *)",
    "%{ x }",
    "'single'",
    '"double \\" escaped"',
    '"unclosed',
    "'''three\nquotes'''",
    '"""three\n  quotes"""',
    "`back ${tick}\nquoted`",
    'r#"raw "text"\nhere"#',
    'R"(raw\nstring)"',
    "<<EOF\nhere $document\nEOF",
    "f'{x!r:>{width}} {y}'",
    "$variable ${other} @decorator :symbol",
    "def name(self, x: int = 0) -> str:",
    "function f(a, b) { return a + b; }",
    "fn main() -> Result<(), E> {",
    "class A extends B implements C {",
    "public static void main(String[] args) throws Exception {",
    "SELECT a, count(*) FROM b WHERE c LIKE '%d' GROUP BY 1;",
    "#include <stdio.h>\n#define X(a) \\\n  (a + 1)",
    "import os, sys\nfrom a.b import c as d",
    "if x >= 1 && y != 2 || !z then",
    "case 1: break; default: end",
    "key: value\n- item: [1, 2.5, null]\n  other: 'x'",
    '{"key": [1, 2.5e-3, true, null], "other": {}}',
    "<p class='a' id=b>text &amp; <b>more</b></p>",
    "<script>let a = '</b>';</script><style>p { color: red }</style>",
    "a { color: #fff; width: calc(1px + 2em) !important; }",
    '[section]\nname = "value" # why',
    "FROM python:3.11\nRUN pip install x && \\\n    rm -rf /tmp",
    "target: source\n\t@echo $(VAR) $@ $<",
    "\\begin{a} $x^2$ % comment\n\\end{a}",
    "0x1F 1_000 3.14e-10 0b101 1u64 'c' '\\n' 12.5f",
    "$ ls -l | grep x > y 2>&1\noutput",
    "+ added\n- removed\n@@ -1,2 +1,2 @@",
    "<?php echo $a; ?>",
    "中文 é \U0001f3b2 \u200d",
    "}",
    ")",
    "\\",
    "   ",
    "",
)


def composed(language: str, seed: int) -> list[str]:
    """Lines in many tongues at once; a lexer meets its own and others' marks."""
    choose = random.Random(f"{language} {seed}")
    text = "\n".join(choose.choice(_FRAGMENTS) for _ in range(choose.randint(1, 40)))
    return text.split("\n")


def batch(lexer: Any, lines: list[str]) -> list[list[str]]:
    """The token of every character, as one run over the whole text gives them; blanks have none."""
    cells: list[str] = []
    text = ""
    for _, token, value in lexer.get_tokens_unprocessed("\n".join(lines) + "\n"):
        text += value
        cells += [str(token)] * len(value)
    assert text == "\n".join(lines) + "\n"
    rows, at = [], 0
    for line in lines:
        rows.append(cells[at : at + len(line)])
        at += len(line) + 1
    return rows


def painted(lexer: Any, lines: list[str]) -> list[list[str]]:
    """The token of every character, as a finished listing has them."""
    *_, colours = exact(lexer, lines, step=50)
    assert colours is not None
    rows = []
    for line, stretches in zip(lines, colours, strict=True):
        cells = [""] * len(line)
        for start, length, token in stretches:
            cells[start : start + length] = [token] * length
        rows.append(cells)
    return rows


def check(lexer: Any, lines: list[str]) -> None:
    """Every character has its colour; only in a line with an error may a word have none."""
    for line, ours, theirs in zip(lines, painted(lexer, lines), batch(lexer, lines), strict=True):
        wrong = "Token.Error" in theirs
        for at, character in enumerate(line):
            if character.isspace():
                continue
            assert ours[at] == theirs[at] or (wrong and not ours[at]), (line, at)
            assert ours[at] != "Token.Error"
        if not wrong:
            assert [c for c, x in zip(ours, line, strict=True) if not x.isspace()] == [
                c for c, x in zip(theirs, line, strict=True) if not x.isspace()
            ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finished_listing_has_the_colours_of_one_run_of_pygments(language: str) -> None:
    assert len(LANGUAGES) >= 40
    lexers = Lexers()
    assert lexers.wait(language)
    ours = lexers.lexer(language)
    theirs = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    assert type(ours) is type(theirs)
    for seed in range(6):
        check(ours, composed(language, seed))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hundred_more_listings_of_each_language(language: str) -> None:
    lexers = Lexers()
    lexers.wait(language)
    for seed in range(100, 200):
        check(lexers.lexer(language), composed(language, seed))


@pytest.mark.parametrize("module", [argparse, ast, random, textwrap], ids=lambda m: m.__name__)
def test_real_programs_have_the_colours_of_one_run_of_pygments(module: Any) -> None:
    lexers = Lexers()
    lexers.wait("python")
    check(lexers.lexer("python"), Path(module.__file__).read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_growing_listing_of_any_language_is_coloured_within_its_lines(language: str) -> None:
    """Line by line no lexer fails, and no colour reaches beyond its line."""
    lexers = Lexers()
    lexers.wait(language)
    for seed in range(3):
        colours = LineColours(lexers.lexer(language))
        for line in composed(language, seed):
            end = 0
            for start, length, _ in sorted(colours.line(line)):
                assert end <= start
                end = start + length
            assert end <= len(line)
