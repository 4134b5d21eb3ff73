# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Style sheets taken apart: rules with their selectors, and the keyframes of animations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sidelight_svg import css

_STOP = re.compile(r"[{};\"'()]")
_DEEPEST = 8
_DARK = re.compile(r"prefers-color-scheme\s*:\s*dark")
_NEVER = re.compile(
    r"\b(?:print|speech|hover\s*:\s*none|prefers-contrast\s*:\s*more|prefers-reduced-motion\s*:\s*reduce)\b"
)
_SIZE = re.compile(r"(min|max)-(?:width|height)\s*:\s*(\d+)")
# So wide is the place that media queries ask about.
_ROOM = 800

Declarations = list[tuple[str, str, bool]]


@dataclass(slots=True)
class Sheet:
    """Rules in their order: selectors as text, and declarations (name, value, whether important).

    ``frames`` are the keyframes of animations by name: shares from 0 to 1 with what is declared there.
    """

    rules: list[tuple[str, Declarations]] = field(default_factory=list)
    frames: dict[str, list[tuple[float, Declarations]]] = field(default_factory=dict)
    adapts: bool = False


def read(text: str, outside: Callable[[str], None], motion: Callable[[], None], *, dark: bool) -> Sheet:
    """Take a sheet apart; addresses outside, and at-rules that reach there, are told to ``outside``."""
    sheet = Sheet()
    _rules(css.unescaped(text), "", sheet, outside, motion, dark=dark, depth=0)
    return sheet


def declarations(text: str, outside: Callable[[str], None]) -> Declarations:
    """What a ``style`` attribute or the inside of a rule declares."""
    return [made for prelude, body in _blocks(text) if body is None and (made := _declared(prelude, outside))]


def _rules(
    text: str,
    around: str,
    sheet: Sheet,
    outside: Callable[[str], None],
    motion: Callable[[], None],
    *,
    dark: bool,
    depth: int,
) -> None:
    own: Declarations = []
    if around:
        sheet.rules.append((around, own))
    for prelude, body in _blocks(text):
        if body is None:
            if prelude.startswith("@"):
                outside(prelude.split()[0].lower())
            elif around and (made := _declared(prelude, outside)):
                own.append(made)
            continue
        if depth >= _DEEPEST:
            continue
        if not prelude.startswith("@"):
            inner = _nested(prelude, around) if around else prelude
            _rules(body, inner, sheet, outside, motion, dark=dark, depth=depth + 1)
            continue
        name, _, words = prelude.partition(" ")
        name = name.lower()
        if name.endswith("keyframes"):
            motion()
            sheet.frames[words.strip().strip("\"'")] = _keyframes(body, outside)
        elif name == "@media":
            sheet.adapts = sheet.adapts or bool(_DARK.search(words))
            if _holds(words.lower(), dark=dark):
                _rules(body, around, sheet, outside, motion, dark=dark, depth=depth + 1)
        elif name in ("@supports", "@layer", "@container", "@scope"):
            _rules(body, around, sheet, outside, motion, dark=dark, depth=depth + 1)
        elif name == "@font-face":
            outside(name)


def _blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """What stands in a block, one after the other: with a body in braces, or, up to a semicolon, without."""
    begin = at = 0
    parentheses = 0
    while found := _STOP.search(text, at):
        sign, at = found[0], found.end()
        if sign in "\"'":
            end = text.find(sign, at)
            at = end + 1 if end >= 0 else len(text)
        elif sign in "()":
            parentheses = max(0, parentheses + (1 if sign == "(" else -1))
        elif sign == ";" and not parentheses:
            yield text[begin : found.start()].strip(), None
            begin = at
        elif sign == "{":
            end = _closing(text, at)
            yield text[begin : found.start()].strip(), text[at:end]
            begin = at = end + 1
            parentheses = 0
        elif sign == "}":
            begin, parentheses = at, 0
    if text[begin:].strip():
        yield text[begin:].strip(), None


def _closing(text: str, at: int) -> int:
    depth = 1
    for found in re.finditer(r"[{}]", text[at:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return at + found.start()
    return len(text)


def _declared(text: str, outside: Callable[[str], None]) -> tuple[str, str, bool] | None:
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not value or not re.fullmatch(r"-{0,2}[A-Za-z][\w-]*", name):
        return None
    bare = re.sub(r"\s*!\s*important\s*$", "", value, flags=re.IGNORECASE)
    clean = css.references(bare, outside)
    return (name if name.startswith("--") else name.lower()), clean, bare != value


def _keyframes(body: str, outside: Callable[[str], None]) -> list[tuple[float, Declarations]]:
    made: list[tuple[float, Declarations]] = []
    for prelude, inside in _blocks(body):
        declared = declarations(inside, outside) if inside is not None else []
        for part in prelude.split(",")[:100]:
            share = {"from": 0.0, "to": 1.0}.get(part.strip().lower())
            figure = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,9})?)%\s*", part)
            if figure:
                share = float(figure[1]) / 100
            if share is not None and share <= 1:
                made.append((share, declared))
    return sorted(made, key=lambda frame: frame[0])


def _nested(inner: str, around: str) -> str:
    if len(inner) + len(around) > 2_000:
        return ""
    whole = f":is({around})" if "," in around else around
    return ",".join(
        part.replace("&", whole) if "&" in part else f"{whole} {part.strip()}" for part in inner.split(",")
    )


def _holds(words: str, *, dark: bool) -> bool:
    """Whether a media query is true where drawings are shown."""
    return any(_one_holds(part, dark=dark) for part in words.split(","))


def _one_holds(words: str, *, dark: bool) -> bool:
    if "prefers-color-scheme" in words and bool(_DARK.search(words)) != dark:
        return False
    if _NEVER.search(words):
        return False
    return all(
        int(size) <= _ROOM if which == "min" else int(size) >= _ROOM for which, size in _SIZE.findall(words)
    )
