# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trees as the package forest takes them, from its brackets to nodes with their keys."""

from __future__ import annotations

import re

from sidelight_tikz.brackets import (
    DEEPEST,
    MOST_NODES,
    BadTree,
    Node,
    Tree,
    end_of_group,
    first_comma,
    groups_of,
    pairs,
    unbraced,
)

_PHANTOMS = re.compile(r"insert before\s*=\s*\{\s*\[\s*,\s*phantom")
_AT_ONCE = ("for root", "delay", "before typesetting nodes", "before computing xy", "before drawing tree")
_MOST_LETTERS = 5_000_000
Keys = list[tuple[str, str | None]]


class Forest:
    r"""Reads a tree and hands its keys to its nodes. ``styles`` are those of ``\forestset``."""

    def __init__(self, text: str, line: int, styles: dict[str, str]) -> None:
        self._text = text
        self._line = line
        self._styles = styles
        self._nodes = 0
        self._letters = 0

    def tree(self) -> Tree:
        """The tree.

        Raises:
            BadTree: its brackets do not fit together, or there are too many.
        """
        text = self._text
        begin = 0
        while begin < len(text) and text[begin] != "[":
            begin = end_of_group(text, begin) if text[begin] == "{" else begin + 1
        if begin >= len(text):
            raise BadTree(self._line)
        before = text[:begin]
        if before.lstrip().startswith("("):  # stages; not for us
            before = before.partition(")")[2]
        root, end = self._node(begin, 0, 1)
        wide = [*pairs(self._styles.get("default preamble", "")), *pairs(before)]
        self._spread(root, wide)
        for node in root.walk():
            self._settle(node)
        return Tree(root, text[end:].strip(), self._line, qtree=False)

    def _node(self, at: int, level: int, number: int) -> tuple[Node, int]:
        """The node whose bracket opens at ``at``, and where it ends."""
        text = self._text
        self._nodes += 1
        if self._nodes > MOST_NODES or level > DEEPEST:
            raise BadTree(self._line + text.count("\n", 0, at))
        here = at + 1
        begins = here
        parts: list[str] = []
        children: list[Node] = []
        said = False
        while here < len(text):
            sign = text[here]
            if sign == "\\":
                here += 2
            elif sign == "{":
                here = end_of_group(text, here)
            elif sign in "[]":
                if not said:
                    parts.append(text[begins:here])
                    said = True
                if sign == "]":
                    break
                child, here = self._node(here, level + 1, len(children) + 1)
                children.append(child)
            else:
                here += 1
        else:
            raise BadTree(self._line + text.count("\n", 0, at))
        content, *options = first_comma("".join(parts))
        line = self._line + text.count("\n", 0, at)
        keys = list(pairs(options[0])) if options else []
        made = Node(unbraced(content), keys, line, children, level, number)
        return made, here + 1

    def _spread(self, root: Node, wide: Keys) -> None:
        """Hand down keys that are for more than one node; those of a node itself go last."""
        own = {id(node): self._expanded(node.keys) for node in root.walk()}
        for node in root.walk():
            node.keys = []
        self._give(root, self._expanded(wide))
        for node in root.walk():
            self._give(node, own[id(node)])

    def _give(self, node: Node, keys: Keys) -> None:
        for key, value in keys:
            self._spend(value)
            inner = list(pairs(value)) if value is not None else []
            if key in ("for tree", "for tree'"):
                for below in node.walk():
                    self._give(below, self._expanded(inner))
            elif key == "for descendants":
                for below in list(node.walk())[1:]:
                    self._give(below, self._expanded(inner))
            elif key == "for children":
                for below in node.children:
                    self._give(below, self._expanded(inner))
            elif key in _AT_ONCE:
                if value is not None and _PHANTOMS.search(value):
                    node.keys.append(("folder", None))
                else:
                    self._give(node, self._expanded(inner))
            elif key == "for leaves":
                for below in node.walk():
                    if not below.children:
                        self._give(below, self._expanded(inner))
            elif (chosen := re.fullmatch(r"(where|if|for) (n children|level|n)", key)) and value is not None:
                if chosen[1] != "for":
                    self._choose(node, chosen[1], chosen[2], value)
            elif (level := re.match(r"for level\s*=?\s*(\d+)$", key)) or (key == "for level" and value):
                self._of_level(node, level[1] if level else "", value or "")
            else:
                node.keys.append((key, value))

    def _of_level(self, node: Node, level: str, value: str) -> None:
        groups = groups_of(value)
        wanted = level or groups[0]
        for below in node.walk():
            if str(below.level) == wanted.strip():
                self._give(below, self._expanded(list(pairs(groups[-1]))))

    def _choose(self, node: Node, word: str, what: str, value: str) -> None:
        """``where level=1{…}{…}`` for all below, ``if n=1{…}{…}`` for one."""
        wanted, *ways = groups_of(value)
        for below in node.walk() if word == "where" else (node,):
            has = {"n children": len(below.children), "level": below.level, "n": below.number}[what]
            way = 0 if str(has) == wanted.strip() else 1
            if way < len(ways):
                self._give(below, self._expanded(list(pairs(ways[way]))))

    def _expanded(self, keys: Keys, depth: int = 0) -> Keys:
        r"""With the styles of ``\forestset`` in the places of their names."""
        made: Keys = []
        for key, value in keys:
            self._spend(value)
            if key in self._styles and depth < 8:
                inner = self._styles[key].replace("#1", value or "")
                made += self._expanded(list(pairs(inner)), depth + 1)
            else:
                made.append((key, value))
        return made

    def _spend(self, value: str | None) -> None:
        """Styles that name each other, and keys for all below within such keys, would not come to an end."""
        self._letters += len(value or "") + 10
        if self._letters > _MOST_LETTERS:
            raise BadTree(self._line)

    def _settle(self, node: Node) -> None:
        for key, value in node.keys:
            if key == "content" and value is not None:
                node.content = value
            elif key == "name" and value is not None:
                node.name = value
