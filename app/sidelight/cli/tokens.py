# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight tokens``: how OpenAI's encodings cut a text, without a network."""

from __future__ import annotations

import os
import sys

from sidelight import resources
from sidelight.cli.given import text_given
from sidelight.cli.output import complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.tokens.encodings import NAMES, Encodings
from sidelight.tokens.tokenizing import Tokenized, tokenize
from sidelight.workbench.counting import count_once
from sidelight.workbench.settings import Places

USUAL = "o200k_base"
_SHOWN = 400


def tokens(text: str | None, *, encoding: str, as_json: bool) -> int:
    """Print a text's tokens; ``-`` or nothing reads it from standard input."""
    encodings = Encodings(resources.path("ranks"))
    names = NAMES if encoding == "all" else (encoding,)
    given = _given() if text in (None, "-") else str(text)
    for name in names:
        found = tokenize(given, encodings.get(name))
        if as_json:
            print_json(as_record(found))
        elif encoding == "all":
            say(f"{name:14} {found.count}")
        else:
            _show(found)
    return 0


def tokens_of_model(text: str | None, *, model: str, as_json: bool) -> int:
    """Print how many tokens a text has for a model, and who counted."""
    given = _given() if text in (None, "-") else str(text)
    found = count_once(given, model, Places.of(os.environ), os.environ)
    if as_json:
        print_json(
            {
                "model": model,
                "count": found.count,
                "source": found.source,
                "ids": None if found.ids is None else list(found.ids),
                "pieces": None
                if found.pieces is None
                else [piece.decode("utf-8", "backslashreplace") for piece in found.pieces],
                "note": found.note or None,
            }
        )
        return 0
    if found.note:
        complain(found.note)
    say(f"{found.count:,} tokens for {model} ({found.source})")
    return 0


def as_record(found: Tokenized) -> dict[str, object]:
    """A text's tokens as one object of JSON."""
    return {
        "encoding": found.encoding,
        "count": found.count,
        "ids": list(found.ids),
        "pieces": found.shown(),
        "special": [{"text": special.text, "id": special.id, "at": special.at} for special in found.special],
    }


def _given() -> str:
    if sys.stdin.isatty():
        raise UsageError("No text is given.", "Write it behind the command, or pipe it in.")
    return text_given()


def _show(found: Tokenized) -> None:
    for number, piece in list(zip(found.ids, found.shown(), strict=True))[:_SHOWN]:
        # Tabs and line breaks would tear the table apart.
        line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in piece)
        say(f"{number:>7}  “{line}”")
    if found.count > _SHOWN:
        say(f"         and {found.count - _SHOWN:,} more; --json prints all")
    for special in found.special:
        say(f"“{special.text}” at {special.at} is special token {special.id}; it was taken as plain text.")
    say(f"{found.count:,} tokens in {found.encoding}")
