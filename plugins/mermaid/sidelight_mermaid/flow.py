# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Lines of a flowchart that Mermaid refuses, written as they were meant: labels in quotes, arrows whole."""

from __future__ import annotations

import re

_OPENERS = {
    "(((": (")))",),
    "([": ("])",),
    "[[": ("]]",),
    "[(": (")]",),
    "[/": ("/]", "\\]"),
    "[\\": ("\\]", "/]"),
    "((": ("))",),
    "{{": ("}}",),
    "[": ("]",),
    "(": (")",),
    "{": ("}",),
    ">": ("]",),
}
_NEXT = re.compile(r"\s*(?:\Z|;|&|:::|@\{|<?--|<?==|<?-\.|~~~|->|=>|[ox]--|[—–→⟶])")
_WORD = re.compile(r"[^\W_](?:[\w.]|-(?![-.>]))*|_\w*")
_PIPE = re.compile(r"\|([^|]*)\|")
_PLAIN = re.compile(r"[\w\s.,!?'’+*$€%-]*")
_LINK_WORDS = re.compile(r"(--|==|-\.)\s+([^\s|>\-=.\"][^|\"]*?)\s+(--+[>xo]?|==+>?|\.-+>?)(?=[\s\w]|\Z)")
_ARROW = re.compile(r"<?(?:--+|==+|-\.+-?)(?:>|[xo](?=\s))?|~~~")
_ARROWS = re.compile(r"-->|---|==>|-\.->")
_SHORT = re.compile(r"(?:->|=>|[—–]+>|→|⟶|—|–{2})")
_COLON = re.compile(
    r"(\s*\w[^:\"|]*?)\s*(-->|---|==>|-\.->)\s*"
    r"(\w[\w.-]*(?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\})?)\s*:\s+(\S.*?);?\s*\Z"
)
_SUBGRAPH = re.compile(r"(\s*subgraph\s+)(?!.*\[.*\]\s*\Z)(?!\"[^\"]*\"\s*\Z)(.*\S)\s*\Z")
_HEAD = re.compile(r"(\s*(?:graph|flowchart)\s+)(td|tb|bt|lr|rl)\b", re.IGNORECASE)
_LEFT_ALONE = re.compile(
    r"\s*(?:style|classDef|class|linkStyle|click|direction|accTitle|accDescr|%%|title)\b|\s*(?:end|%%.*)?;?\s*\Z"
)
_REMARK = re.compile(r"\s+(?://|%%)(?=\s|[^\"]*\Z).*")


def line_meant(line: str, number: int) -> str:
    """One line; ``number`` makes names for groups that have none."""
    if head := _HEAD.match(line):
        return f"{head[1]}{head[2].upper()}{line[head.end() :]}"
    if _LEFT_ALONE.match(line):
        return line
    line = _REMARK.sub("", line)
    if group := _SUBGRAPH.match(line):
        title = group[2].strip('"')
        return line if re.fullmatch(r"[\w\s.-]+", title) else f"{group[1]}sg{number}[{_quoted(title)}]"
    if (named := _COLON.match(line)) and "@{" not in line:
        line = f"{named[1]} {named[2]}|{_quoted(named[4])}| {named[3]}"
    made: list[str] = []
    at = 0
    while at < len(line):
        piece, at = _piece(line, at, made)
        made.append(piece)
    return "".join(made)


def _piece(line: str, at: int, before: list[str]) -> tuple[str, int]:
    """What stands at a place, as it was meant, and where the next begins."""
    if line[at] == '"':
        end = line.find('"', at + 1)
        end = len(line) if end < 0 else end + 1
        return line[at:end], end
    if word := _WORD.match(line, at):
        return _node(line, word)
    if pipe := _PIPE.match(line, at):
        return (pipe[0] if _plain(pipe[1]) else f"|{_quoted(pipe[1])}|"), pipe.end()
    if words := _LINK_WORDS.match(line, at):
        inside = words[2] if _plain(words[2]) else _quoted(words[2])
        return f"{words[1]} {inside} {words[3]}", words.end()
    if arrow := _ARROW.match(line, at):
        return arrow[0], arrow.end()
    if short := _SHORT.match(line, at):
        whole = "==>" if short[0] == "=>" else "---" if short[0] in ("—", "––") else "-->"
        return f" {whole} ", short.end()
    return line[at], at + 1


def _node(line: str, word: re.Match[str]) -> tuple[str, int]:
    name, at = word[0], word.end()
    called = f"{name}_" if name == "end" else name
    if name in ("x", "o") and line.startswith("--", at):
        return f"{name} ", at
    for opener, closers in _OPENERS.items():
        if not line.startswith(opener, at):
            continue
        found = _closed(line, at + len(opener), closers)
        if found is not None:
            end, closer = found
            label = line[at + len(opener) : end]
            if not _plain(label):
                label = _quoted(label)
            return f"{called}{opener}{label}{closer}", end + len(closer)
    return (called if called == name else f'{called}["{name}"]'), at


def _closed(line: str, at: int, closers: tuple[str, ...]) -> tuple[int, str] | None:
    """Where a label ends: at the first bracket of its kind that something follows which may."""
    places = sorted(
        (place, closer)
        for closer in closers
        for place in _all(line, closer, at)
        if _NEXT.match(line, place + len(closer))
    )
    # A label with an arrow in it is two nodes.
    return places[0] if places and not _ARROWS.search(line, at, places[0][0]) else None


def _all(line: str, sign: str, at: int) -> list[int]:
    places = []
    while (at := line.find(sign, at)) >= 0:
        places.append(at)
        at += 1
    return places


def _plain(label: str) -> bool:
    bare = label.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] == '"' and '"' not in bare[1:-1]
    return quoted or (_PLAIN.fullmatch(bare) is not None and bare != "end")


def _quoted(label: str) -> str:
    """A label in quotes; quotes within it are written as Mermaid has them."""
    bare = label.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1]
    return '"' + bare.replace('"', "#quot;") + '"'
