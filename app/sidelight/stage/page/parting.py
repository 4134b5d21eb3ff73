# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A text that is too long for one message, in several."""

from __future__ import annotations

from sidelight.stage.channel import Channel

PIECE = 900
"""Characters in a message; the application takes 1000 of any text."""


def tell_long(channel: Channel, kind: str, number: int, text: str, most: int) -> None:
    """Tell at most so many characters of a text; ``number`` says which one this is of its kind."""
    pieces = [text[at : min(at + PIECE, most)] for at in range(0, min(len(text), most), PIECE)] or [""]
    for at, piece in enumerate(pieces):
        channel.tell({"t": kind, "n": number, "at": at, "of": len(pieces), "text": piece})
