# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trees as the package tikz-qtree takes them: ``[.S [.NP the dog ] … ]``."""

from __future__ import annotations

import re

from sidelight_tikz.brackets import DEEPEST, BadTree, Node, Tree, end_of_group, unbraced


class QTree:
    """Reads ``[.S [.NP the dog ] … ]``."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line

    def tree(self) -> Tree:
        """The tree.

        Raises:
            BadTree: its brackets do not fit together.
        """
        root, _ = self._node(0, 0, 1)
        return Tree(root, "", self._line, qtree=True)

    def _line_of(self, at: int) -> int:
        return self._line + self._text.count("\n", 0, at)

    def _node(self, at: int, level: int, number: int) -> tuple[Node, int]:
        text, line = self._text, self._line_of(at)
        if level > DEEPEST:
            raise BadTree(line)
        here = at + 1
        content = ""
        if text[here : here + 1] == ".":
            content, here = self._word(here + 1)
        node = Node(content, [], line, [], level, number)
        edge = ""
        while here < len(text):
            if text[here].isspace():
                here += 1
            elif text[here] == "]":
                # What stands right behind it would be the label: [ … ].S
                return node, here + 1
            elif text[here] == "[":
                child, here = self._node(here, level + 1, len(node.children) + 1)
                node.children.append(child)
                edge = self._with_edge(child, edge)
            elif match := re.compile(r"\\edge\s*(?:\[([^\]]*)\])?\s*(node[^;]*)?;").match(text, here):
                edge, here = match[1] or "", match.end()
            else:
                content, here = self._word(here)
                child = Node(content, [], self._line_of(here), [], level + 1, len(node.children) + 1)
                node.children.append(child)
                edge = self._with_edge(child, edge)
        raise BadTree(line)

    def _with_edge(self, child: Node, edge: str) -> str:
        if edge:
            child.keys.append(("roof", None) if "roof" in edge else ("edge", edge))
        return ""

    def _word(self, at: int) -> tuple[str, int]:
        text = self._text
        while at < len(text) and text[at].isspace():
            at += 1
        if text.startswith("\\node", at):
            end = text.find(";", at)
            brace = text.find("{", at)
            if 0 <= brace < end:
                return unbraced(text[brace:end]), end + 1
        here = at
        while here < len(text) and not text[here].isspace() and text[here] not in "[]":
            here = end_of_group(text, here) if text[here] == "{" else here + (2 if text[here] == "\\" else 1)
        return unbraced(text[at:here]), max(here, at + 1)
