# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Displayed maths and HTML, as the source they are written in."""

from __future__ import annotations

from sidelight.gui.answer.look import Face
from sidelight.gui.answer.prose import Prose
from sidelight.text.blocks import Block, Kind
from sidelight.text.inline import BREAK, Inline, plain


class Verbatim(Prose):
    """Lines in the mono face; nothing in them is Markdown."""

    @property
    def face(self) -> Face:
        """The mono face."""
        return self.look.mono

    @property
    def indent(self) -> float:
        """How far the text stands to the right."""
        return super().indent + (self.look.space.xl if self.block.kind is Kind.MATHS else 0)

    @property
    def inline(self) -> Inline:
        """The shown text and where it comes from."""
        if self._inline is None:
            self._inline = plain(self.block.body.replace("\n", BREAK))
        return self._inline

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block."""
        self.block, self.live = block, live
        self.forget()
        return 0.0
