# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trees written in brackets, as the packages forest and tikz-qtree take them: found in a text."""

from __future__ import annotations

import re
from dataclasses import replace

from sidelight_tikz.brackets import BadTree as BadTree
from sidelight_tikz.brackets import Tree, closed, pairs
from sidelight_tikz.forest import Forest
from sidelight_tikz.qtree import QTree

_BEGIN = re.compile(r"\\begin\s*\{forest\}|\\Forest\*?\s*(?=\{)|\\Tree\s*(?=\[)")
_END = re.compile(r"\\end\s*\{forest\}")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_FORESTSET = re.compile(r"\\forestset\s*(?=\{)")
_STYLE = re.compile(r"([^/]+)/\.style(?: n args=\{?\d\}?| args=\{?\d\}?)?")
_LINGUISTICS = re.compile(
    r"\\usepackage\s*\[[^\]]*linguistics[^\]]*\]\s*\{forest\}|\\useforestlibrary\{linguistics"
)


def found(body: str, styles: dict[str, str]) -> tuple[str, list[Tree]]:
    r"""The trees of a text, and the text with ``\input{sidelight-tree-N.tex}`` in their places.

    ``styles`` are those of ``styles_of`` the preamble; those of the text are added. Lines stay what they are.

    Raises:
        BadTree: the brackets of one do not fit together.
    """
    if not _BEGIN.search(body):
        return body, []
    bare = _COMMENT.sub(lambda match: match[1] + " " * (len(match[0]) - len(match[1])), body)
    styles = styles | styles_of(bare)
    pieces: list[str] = []
    trees: list[Tree] = []
    at = 0
    while begin := _BEGIN.search(bare, at):
        line = bare.count("\n", 0, begin.end())
        qtree = "Tree" in begin[0]
        if begin[0].startswith("\\begin"):
            end = _END.search(bare, begin.end())
            if end is None:
                break
            inside, stop = bare[begin.end() : end.start()], end.end()
        elif qtree:
            stop = closed(bare, begin.end(), "[", "]")
            inside = bare[begin.end() : stop]
        else:
            stop = closed(bare, begin.end(), "{", "}")
            inside = bare[begin.end() + 1 : stop - 1]
        tree = QTree(inside, line).tree() if qtree else Forest(inside, line, styles).tree()
        opened = bare.rfind(r"\begin{tikzpicture}", 0, begin.start())
        within = qtree and opened > bare.rfind(r"\end{tikzpicture}", 0, begin.start())
        trees.append(replace(tree, inside=within))
        inserted = rf"\input{{sidelight-tree-{len(trees) - 1}.tex}}"
        pieces += [body[at : begin.start()], inserted, "\n" * bare.count("\n", begin.start(), stop)]
        at = stop
    return "".join([*pieces, body[at:]]), trees


def styles_of(text: str) -> dict[str, str]:
    r"""The styles that a text gives to ``\forestset``; ``default preamble`` is one of them."""
    made: dict[str, str] = {}
    for begin in _FORESTSET.finditer(text):
        for key, value in pairs(text[begin.end() + 1 : closed(text, begin.end(), "{", "}") - 1]):
            if (style := _STYLE.fullmatch(key)) and value is not None:
                made[style[1].strip()] = value
            elif key == "default preamble" and value is not None:
                made[key] = value
    if _LINGUISTICS.search(text):
        made["default preamble"] = "for tree={sn edges}," + made.get("default preamble", "")
    return made
