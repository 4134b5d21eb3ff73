# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Colours for code that is still being written, and the exact ones once it is complete.

Pygments takes a tenth of a second to import, so it is imported in a thread when the first listing asks.
A listing is lexed line by line with the lexer's state kept between lines: each line once. What a lexer can
only match as a whole (a comment over several lines, in some languages) is coloured right by ``exact``, when
the listing is closed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

EXACT_LIMIT = 400_000
"""Characters above which a listing keeps the colours it got line by line."""


_ERROR = "Token.Error"
_WORDS = ("Token.Keyword", "Token.Name", "Token.Literal.Number")
"""What a lexer may find by accident in the middle of a word that it does not know."""


_WRITTEN_AS = {"tikz": "latex", "svg": "xml", "xhtml": "html"}
"""Languages that Pygments knows by the name of what they are written in."""


class Stretch(NamedTuple):
    """``length`` characters of a line from ``start``; ``token`` is a Pygments name as ``Token.Keyword``."""

    start: int
    length: int
    token: str


class Lexers:
    """Lexers by language, imported in the background.

    ``ready(language)`` starts the import and says whether it is over; ``lexer`` then gives the lexer, or
    ``None`` if there is none for that language.
    """

    def __init__(self) -> None:
        self._lexers: dict[str, Any] = {}
        self._threads: dict[str, threading.Thread] = {}

    def ready(self, language: str) -> bool:
        """Whether the lexer for this language is known; if not, it is on its way."""
        if not language or language in self._lexers:
            return True
        if language not in self._threads:
            thread = threading.Thread(
                target=self._load, args=(language,), name=f"lexer {language}", daemon=True
            )
            self._threads[language] = thread
            thread.start()
        return False

    def lexer(self, language: str) -> Any | None:
        """The lexer, if it has been imported and exists."""
        return self._lexers.get(language)

    def wait(self, language: str, timeout_s: float = 30.0) -> bool:
        """Wait until the lexer is known."""
        if not self.ready(language):
            self._threads[language].join(timeout_s)
        return self.ready(language)

    def preload(self, languages: Sequence[str] = ("python",)) -> None:
        """Begin to import what will probably be asked for; call it once the window has been drawn."""
        for language in languages:
            self.ready(language)

    def _load(self, language: str) -> None:
        # In a thread of its own: imports release the window again and again.
        from pygments.lexers import get_lexer_by_name
        from pygments.util import ClassNotFound

        try:
            lexer = get_lexer_by_name(_WRITTEN_AS.get(language, language), stripnl=False, ensurenl=False)
        except (ClassNotFound, ValueError, TypeError):
            lexer = None
        self._lexers[language] = lexer


class LineColours:
    """The lexer's state between the lines of one listing."""

    def __init__(self, lexer: Any) -> None:
        from pygments.lexer import ExtendedRegexLexer, RegexLexer

        self._lexer = lexer
        self._resumable = isinstance(lexer, RegexLexer) and not isinstance(lexer, ExtendedRegexLexer)
        plain = type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed
        self._resumable = self._resumable and plain
        self._stack = ["root"]

    def line(self, text: str) -> list[Stretch]:
        """Lex the next line (without its line feed)."""
        if self._resumable:
            tokens = self._resume(f"{text}\n")
        else:
            tokens = self._lexer.get_tokens_unprocessed(f"{text}\n")
        return _stretches(tokens, len(text))

    def _resume(self, text: str) -> Iterator[tuple[int, Any, str]]:
        from pygments.token import Error, Whitespace, _TokenType

        states = self._lexer._tokens  # noqa: SLF001 (the rules, compiled; Pygments has no other door)
        stack = self._stack
        at = 0
        idle = 0
        while at < len(text):
            for match_rule, action, after in states[stack[-1]]:
                match = match_rule(text, at)
                if match is None:
                    continue
                if action is not None:
                    if isinstance(action, _TokenType):
                        yield at, action, match.group()
                    else:
                        yield from action(self._lexer, match)
                idle = 0 if match.end() > at else idle + 1
                at = match.end()
                _enter(stack, after)
                break
            else:
                if text[at] == "\n":
                    stack[:] = ["root"]
                    yield at, Whitespace, "\n"
                else:
                    yield at, Error, text[at]
                at += 1
            if idle > 200:
                return  # rules that match nothing and lead to each other


def _enter(stack: list[str], after: Any) -> None:
    """What a rule does to the stack of states: a number pops, a name pushes, a tuple does several things."""
    if after is None:
        return
    if isinstance(after, int):
        del stack[max(1, len(stack) + after) :]
        return
    for step in after if isinstance(after, tuple) else (after,):
        if step == "#pop":
            if len(stack) > 1:
                stack.pop()
        elif step == "#push":
            stack.append(stack[-1])
        else:
            stack.append(step)


def _stretches(tokens: Iterator[tuple[int, Any, str]], length: int) -> list[Stretch]:
    found: list[Stretch] = []
    behind = 0
    for _, token, value in tokens:
        start, behind = behind, behind + len(value)
        size = min(len(value), length - start)
        if size > 0 and not value.isspace():
            found.append(Stretch(start, size, str(token)))
    return _without_errors(found)


def _without_errors(stretches: list[Stretch]) -> list[Stretch]:
    """Leave out what is no word of the language, and the accidental words within it.

    In ``'title'`` as JSON a lexer takes the quote and the "i" for errors and "t" and "tle" for pieces of
    constants: a word is plain as a whole if any of it is an error.
    """
    if not any(stretch.token == _ERROR for stretch in stretches):
        return stretches
    kept: list[Stretch] = []
    word: list[Stretch] = []
    for stretch in stretches:
        if word and (word[-1].start + word[-1].length != stretch.start or not _within_word(stretch)):
            kept += _whole(word)
            word = []
        if _within_word(stretch):
            word.append(stretch)
        else:
            kept.append(stretch)
    return kept + _whole(word)


def _within_word(stretch: Stretch) -> bool:
    return stretch.token == _ERROR or stretch.token.startswith(_WORDS)


def _whole(word: list[Stretch]) -> list[Stretch]:
    return [] if any(stretch.token == _ERROR for stretch in word) else word


def exact(lexer: Any, lines: Sequence[str], *, step: int = 100) -> Iterator[list[list[Stretch]] | None]:
    """Lex a whole listing as one text, in slices.

    Args:
        lexer: what ``Lexers.lexer`` gave.
        lines: the listing's lines without line feeds.
        step: tokens a slice.

    Yields:
        ``None`` after each slice; last of all the stretches of every line.
    """
    colours: list[list[Stretch]] = [[] for _ in lines]
    wrong: set[int] = set()
    row = 0
    begin = 0
    tokens = lexer.get_tokens_unprocessed("\n".join(lines) + "\n")
    behind = 0
    # Some lexers are wrong about where a token begins; what counts is that all of them make up the text.
    for count, (_, token, value) in enumerate(tokens, 1):
        start, behind = behind, behind + len(value)
        if count % step == 0:
            yield None
        name = str(token)
        error = name == _ERROR
        while row < len(lines) and start > begin + len(lines[row]):
            begin += len(lines[row]) + 1
            row += 1
        at, line_begin = row, begin
        left = start - line_begin
        for part in value.split("\n"):
            if at >= len(lines):
                break
            if part and not part.isspace():
                colours[at].append(Stretch(left, len(part), name))
                if error:
                    wrong.add(at)
            line_begin += len(lines[at]) + 1
            at += 1
            left = 0
    for at in wrong:
        colours[at] = _without_errors(colours[at])
    yield colours
