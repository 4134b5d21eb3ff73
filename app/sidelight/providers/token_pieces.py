# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Cuts a text into pieces the size of a model's tokens, never inside what a reader sees as one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_PIECE = 4


def token_pieces(text: str) -> Iterator[str]:
    """Pieces of about four characters that begin at words, in order; joined they are the text."""
    piece = ""
    length = 0
    previous = ""
    flags = 0
    for character in text:
        flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        # Flags are pairs of letters; everything else hangs on what came before it, or does not.
        joined = (flag and flags % 2 == 1) or (bool(previous) and _hangs_on(character, previous))
        flags = flags + 1 if flag else 0
        if piece and not joined and _begins_piece(character, previous, length):
            yield piece
            piece, length = "", 0
        piece += character
        length += 0 if joined else 1
        previous = character
    if piece:
        yield piece


def _begins_piece(character: str, previous: str, length: int) -> bool:
    if character.isspace():
        return not previous.isspace() or length >= 4 * _PIECE
    if previous == " " and length == 1:
        return False
    if previous.isspace() or length >= _PIECE + (1 if previous.isalnum() else 0):
        return True
    return character.isalnum() != previous.isalnum() and character not in "'’"


def _hangs_on(character: str, previous: str) -> bool:
    if character < "\u0300":
        return False
    return (
        previous == _JOINER
        or character == _JOINER
        or "\ufe00" <= character <= "\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or "\udc00" <= character <= "\udfff"
        or unicodedata.category(character)[0] == "M"
    )
