# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.api import Artifact, Context, RenderError
from sidelight_ascii import renderer

DRAWINGS = {
    "cat": " /\\_/\\\n( o.o )\n > ^ <\n",
    "boxes": "+-------+     +--------+\n| start | --> | finish |\n+-------+     +--------+\n",
    "box characters": "┌─────┐\n│ abc │\n└─────┘\n",
    "tree": "src\n├── app.py\n├── lib\n│   └── x.py\n└── tests\n",
    "house": "    /\\\n   /  \\\n  /____\\\n  |    |\n  | [] |\n  |____|\n",
    "plot": "10 |        *\n 8 |      *\n 6 |    *\n 4 |  *\n 2 |*\n   +----------\n",
    "braille": "⠀⣴⣿⣦\n⢸⣿⣿⣿\n⠈⠻⠿⠟\n",
    "tic tac toe": " X | O | X\n---+---+---\n O | X | O\n---+---+---\n X | O | X\n",
    "sierpinski": "   *\n  * *\n *   *\n* * * *\n",
}
OTHERS = {
    "prose": "The quick brown fox jumps over the dog.\nThen it goes home, and sleeps - at last.\nThe end.\n",
    "python": "import sys\n\ndef main(args):\n    for a in args:\n        print(a + 1 - 2)\n    return 0\n",
    "c": '#include <stdio.h>\nint main(void) {\n    printf("%d\\n", 1);\n    return 0;\n}\n',
    "traceback": 'Traceback (most recent):\n  File "a.py", line 1, in <module>\n    1 / 0\nZeroDiv',
    "log": "2024-01-01 12:00:00 INFO up\n2024-01-01 12:00:01 WARN slow\n2024-01-01 12:00:02 INFO done\n",
    "shell": "$ ls -l\n$ cd /tmp/x-y\n$ pip install --upgrade foo\n",
    "list": "- one\n- two\n- three\n- four\n",
    "numbers": "1 2 3\n4 5 6\n7 8 9\n",
    "json": '{\n  "a": [1, 2],\n  "b": {"c": null}\n}\n',
    "html": "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n",
    "sql": "SELECT a, b\nFROM t\nWHERE a > 1 AND b < 2\nORDER BY a;\n",
    "keys": "name: Ada\nage: 36\ncity: London\n",
    "two lines": "/\\\n\\/\n",
    "poem": "O Rose thou art sick.\nThe invisible worm,\nThat flies in the night\nIn the howling storm:\n",
    "paths": "/usr/local/bin/python\n/usr/local/bin/pip\n/etc/passwd\n/var/log/messages\n",
    "formula": "x = (-b + sqrt(b^2 - 4ac)) / (2a)\ny = x^2 + 1\nz = x / y\n",
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_are_recognised(name):
    assert renderer.match(Artifact(0, "", DRAWINGS[name], True)) >= 50


@pytest.mark.parametrize("name", OTHERS)
def test_prose_and_listings_are_left_alone(name):
    assert renderer.match(Artifact(0, "text", OTHERS[name], True)) == 0


def test_the_language_decides_where_it_is_named():
    assert renderer.match(Artifact(0, "ascii", "hello\n", True)) > 50
    assert renderer.match(Artifact(0, "python", DRAWINGS["house"], True)) == 0
    assert renderer.match(Artifact(0, "", " \n", True)) == 0


def test_it_is_shown_on_a_grid_with_its_tabs_set():
    rendered = renderer.render(Artifact(0, "ascii", "|\tx\n+--  \n\n", True), Context())
    assert rendered.grid
    assert rendered.text == "|       x\n+--"
    assert "2 lines and 9 columns" in rendered.alt_text


def test_what_is_too_large_is_refused():
    with pytest.raises(RenderError, match="too many"):
        renderer.render(Artifact(0, "ascii", "#" * 5000, True), Context())


def test_tabs_are_set_by_cells_where_characters_are_wide():
    rendered = renderer.render(Artifact(0, "ascii", "漢字\t|\nabcd\t|\n", True), Context())
    assert rendered.text == "漢字    |\nabcd    |"


def test_codes_of_a_terminal_are_colours():
    text = "\x1b[1;31m/\\\x1b[0m\n\x1b[38;5;196m<>\x1b[48;2;0;0;255m &\x1b[m\n\x1b[2Jx\n"
    assert renderer.match(Artifact(0, "", text, True)) > 0
    shown = renderer.render(Artifact(0, "ansi", text, True), Context()).text
    assert shown == (
        '<pre><span style="color:#c8372d;font-weight:bold">/\\</span></pre>'
        '<pre><span style="color:#ff0000">&lt;&gt;</span>'
        '<span style="color:#ff0000;background-color:#0000ff"> &amp;</span></pre><pre>x</pre>'
    )
    many = renderer.render(Artifact(0, "ansi", "\x1b[31mx\n" * 2000, True), Context())
    assert many.text.startswith("x\nx\n")
    assert many.notes


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.text("\x1b[]();m0123456789AB\n\t漢 "))
def test_any_codes_are_read(text):
    shown = renderer.render(Artifact(0, "ansi", text, True), Context())
    assert "columns" in shown.alt_text
