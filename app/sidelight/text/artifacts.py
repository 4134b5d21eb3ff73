# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The artifacts of an answer: its fenced blocks, numbered as the reader sees them."""

from __future__ import annotations

import re

from sidelight.domain.artifact import Artifact
from sidelight.text.blocks import Block, Kind
from sidelight.text.splitter import split

_NAMES = {
    "py": "python",
    "py3": "python",
    "python3": "python",
    "js": "javascript",
    "ts": "typescript",
    "sh": "bash",
    "shell": "bash",
    "zsh": "bash",
    "yml": "yaml",
    "md": "markdown",
    "c++": "cpp",
    "rs": "rust",
    "golang": "go",
    "ps1": "powershell",
}
_WORD = re.compile(r"[{.\s]*([^\s{}:,;=]+)")


def language(info: str) -> str:
    """The language that a fence names, in lower case and under one name; empty if it names none."""
    match = _WORD.match(info)
    word = match[1].lower() if match else ""
    return _NAMES.get(word, word)


def is_artifact(block: Block) -> bool:
    """Whether this block counts as an artifact."""
    return block.kind is Kind.CODE and block.fenced


def artifact(block: Block, index: int) -> Artifact:
    """A fenced block as the answer's artifact number ``index``. Its text ends with a line feed."""
    body = block.body
    return Artifact(index, language(block.info), f"{body}\n" if body else "", block.closed)


def artifacts(text: str) -> list[Artifact]:
    """All artifacts of a raw answer, in order."""
    blocks = (block for block in split(text) if is_artifact(block))
    return [artifact(block, index) for index, block in enumerate(blocks)]
