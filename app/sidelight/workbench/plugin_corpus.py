# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer must stand: text that was cut off, is far too much, or means harm."""

from __future__ import annotations

from collections.abc import Sequence

_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]><a>&e;&e;&e;&e;</a>'
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

HOSTILE: dict[str, str] = {
    "nothing": "",
    "one space": " ",
    "only line feeds": "\n" * 5000,
    "one letter": "x",
    "NUL characters": "a\0b\0\0c\n",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x9b31m\n",
    "terminal commands": "\x1b]0;title\x07\x1b[2J\x1b[31mred\n",
    "a byte order mark": "\ufeffa: 1\n",
    "text that turns its direction": "user\u202etxt.exe\u2066 \u2069\u200f\n",
    "half a character": "a\ud800b\udfff\n",
    "marks upon marks": "a" + "\u0301" * 5000 + "\n",
    "wide and joined signs": "👩‍👩‍👧‍👦 漢字 ｆｕｌｌ \U0001f1e9\U0001f1ea\n" * 50,
    "old line ends": "a: 1\rb: 2\r\nc: 3\r",
    "unusual line ends": "a\x0bb\x0cc\x85d\u2028e\u2029f\n",
    "one very long line": "x" * 1_000_000,
    "many lines": "a,b,c\n" * 50_000,
    "many columns": ",".join(map(str, range(20_000))) + "\n1\n",
    "brackets that never close": "[" * 50_000,
    "braces that never close": "{" * 50_000,
    "objects that never close": '{"a":' * 20_000,
    "parentheses and a word": "(" * 30_000 + "x" + ")" * 30_000,
    "quotation marks": '"' * 9999,
    "backslashes": "\\" * 9999,
    "groups in groups": "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 30_000,
    "an element that uses itself": (
        "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'><use href='#a'/></g><use href='#a'/></svg>"
    ),
    "a giant": "<svg xmlns='http://www.w3.org/2000/svg' width='9e9' height='9e9'><rect width='9e9'/></svg>",
    "entities upon entities": _ENTITIES,
    "an entity from outside": _OUTSIDE,
    "a script": "<script>fetch('http://127.0.0.1:9/')</script><img src=x onerror=alert(1)>",
    "addresses": "![a](file:///etc/passwd) <img src='http://127.0.0.1:9/a.png'> \\\\server\\share\\a.png\n",
    "a broken data address": "data:image/png;base64,iVBORw0KGgo=====%%%%",
    "a picture of 60000 pixels each way": (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgAQAAAADkrjBr"
    ),
    "numbers out of range": "a: 1e999\nb: -1e999\nc: nan\nd: 0x1p-2000\ne: " + "9" * 5000 + "\n",
    "patterns of formats": "%s%s%n {0.__class__.__mro__} ${HOME} $(id) `id`\n",
    "paths": "../../../../etc/passwd\n/dev/zero\nC:\\con\\con\n",
    "TeX that reads a file": "\\documentclass{article}\\begin{document}\\input{/etc/passwd}\\end{document}",
    "TeX that never ends": "\\def\\a{\\a\\a}\\a\n\\loop\\iftrue\\repeat\n",
    "a pattern that is slow to match": "a" * 40_000 + "!",
    "a diagram without an end": "graph TD\n" + "".join(f"n{i} --> n{i + 1}\n" for i in range(3000)),
    "a table without cells": "|||||\n|-|-|-|\n" + "|" * 5000,
    "bytes of another kind": bytes(range(128, 256)).decode("latin-1") * 200,
}


def truncated(examples: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A plugin's own examples: whole, cut off in several places, and turned over.

    Args:
        examples: pairs of a name and a text.
    """
    found: dict[str, str] = {}
    for name, text in examples:
        found[f"{name}, whole"] = text
        for percent in (10, 35, 60, 85, 97):
            found[f"{name}, cut off at {percent} %"] = text[: len(text) * percent // 100]
        found[f"{name}, back to front"] = text[::-1]
        found[f"{name}, twice"] = text * 2
    return found
