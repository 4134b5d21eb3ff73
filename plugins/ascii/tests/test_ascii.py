# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

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
