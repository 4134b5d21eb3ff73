# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One attempt in its pane: what of it has been handed to its views, and what is held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sidelight.gui.compare.held import WordCount
from sidelight.gui.compare.raw import Found, RawText

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.workbench.live import LiveAnswer


class Shown:
    """How far the views of an answer are with it.

    Attributes:
        answer: the attempt.
        view: shows it as it is meant.
        raw: shows its source; ``None`` until somebody wants it.
    """

    def __init__(self, answer: LiveAnswer, view: AnswerView) -> None:
        self.answer = answer
        self.view = view
        self.raw: RawText | None = None
        self._version = -1
        self._length = 0
        self._reasoning = 0
        self._raw_length = 0
        self._ended = False
        self._held: WordCount | None = None
        self._counted = 0

    @property
    def fresh(self) -> bool:
        """Whether the answer has changed since it was last taken over."""
        return self._version != self.answer.version

    def take_over(self) -> bool:
        """Hand on what has arrived; ``True`` if the answer has ended by that."""
        answer, view = self.answer, self.view
        first = self._version < 0
        self._version = answer.version
        reasoning = answer.reasoning
        ends = not answer.running and not self._ended
        if len(reasoning) != self._reasoning or (ends and reasoning):
            view.set_reasoning(reasoning, live=answer.running and not answer.text_length)
            self._reasoning = len(reasoning)
        if first and not answer.running:
            view.set_text(answer.text)
        elif answer.text_length > self._length:
            view.feed(answer.text_from(self._length))
        self._length = answer.text_length
        if self.raw is not None:
            self.raw.feed(answer.text_from(self._raw_length))
            self._raw_length = answer.text_length
        if ends:
            self._ended = True
            if not first:
                view.finish()
        return ends

    def begin_raw(self, raw: RawText) -> None:
        """Show the source as well, as far as the answer itself is shown."""
        self.raw = raw
        raw.feed(self.answer.text[: self._length])
        self._raw_length = self._length

    # holding back

    @property
    def held(self) -> bool:
        """Whether what arrives is held back."""
        return self._held is not None

    def hold(self, held: bool) -> None:
        """Hold back what arrives from now on, or let all of it come."""
        self._held = WordCount() if held else None
        self._counted = self._length

    def count_held(self) -> int:
        """How many words have been held back."""
        if self._held is None:
            return 0
        if self.answer.text_length > self._counted:
            self._held.take(self.answer.text_from(self._counted))
            self._counted = self.answer.text_length
        return self._held.words

    # finding

    def find(self, words: str, *, backwards: bool, in_raw: bool, from_edge: bool = False) -> Found:
        """Mark all places of these words and select the next one."""
        if in_raw and self.raw is not None:
            return self.raw.find_words(words, backwards=backwards, from_edge=from_edge)
        count = self.view.find(words, backwards=backwards, from_edge=from_edge)
        return Found(count, self.view.found_at if count else 0)

    def clear_find(self) -> None:
        """Take the marks of what was found away."""
        self.view.clear_find()
        if self.raw is not None:
            self.raw.clear_find()
