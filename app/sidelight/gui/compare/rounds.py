# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What goes out to the models: a new round, a continuation, one more attempt, a replay; and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sidelight.domain.errors import SidelightError
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.replay import replay
from sidelight.gui.compare.sampling import UNDER_MORE, wrong_words

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveComparison


class Rounds(QObject):
    """Sends what the composer holds, and says there why something cannot be sent.

    Signals:
        begun: a comparison that begins now (its ``LiveComparison``).
        grown: the open comparison has one more attempt.
        changed: the next prompt continues the open comparison, or does not any more.
    """

    begun = Signal(object)
    grown = Signal()
    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        asking: Asking,
        composer: Composer,
        shown: Callable[[], OpenComparison | None],
        parent: QObject,
    ) -> None:
        """Begin with new rounds.

        Args:
            desk: the open project.
            asking: which models are asked, and how.
            composer: where the prompt is written.
            shown: gives the comparison that is open now.
            parent: Qt's.
        """
        super().__init__(parent)
        self._desk = desk
        self._asking = asking
        self._composer = composer
        self._shown = shown
        self._follows = False
        self._common = False

    @property
    def common(self) -> int | None:
        """The pane whose answer all models continue, 0 is leftmost; ``None`` if each continues its own."""
        known = self._shown()
        if known is None or not (self._follows and self._common) or len(known.deck.panes) < 2:
            return None
        current = known.deck.current
        return known.deck.panes.index(current) if current is not None else 0

    @property
    def followed(self) -> LiveComparison | None:
        """The comparison that the next prompt continues; ``None`` if it begins a new round."""
        known = self._shown()
        return known.live if known is not None and self._follows else None

    def offer(self) -> None:
        """Have the composer offer to go on from what is open, and show whether the next prompt does."""
        known, followed, common = self._shown(), self.followed, self.common
        self._composer.offer_follow_up(
            possible=known is not None,
            models=followed.models if followed is not None else (),
            common=known.deck.panes[common].tab.name if known is not None and common is not None else "",
        )

    def follow(self, follows: bool, *, common: bool = False) -> None:
        """Let the next prompt continue the open comparison, or begin a new round.

        With ``common`` every model continues the answer of the pane that is worked in.
        """
        self._follows = follows and self._shown() is not None
        self._common = common
        self.changed.emit()

    def follow_as(self, what: str) -> None:
        """The same by a word: ``new``, ``continue`` or ``common``."""
        self.follow(what != "new", common=what == "common")

    def send(self) -> None:
        """Put the prompt to the models."""
        box = self._composer.box
        if box.composing:
            return
        known = self._shown()
        if known is not None and known.live.running:
            self._composer.say_error(
                self.tr("Answers are still being written. Wait, or stop them first (Esc).")
            )
            return
        if self._asking.reading:
            self._composer.say_error(self.tr("A file is still being read. Send again in a moment."))
            return
        if self._asking.refused:
            name, (_, why) = next(iter(self._asking.refused.items()))
            told = self.tr("Nothing was sent: {0}. {1}")
            if name in UNDER_MORE:
                told = self.tr("Nothing was sent: under “More”, {0}. {1}")
            self._composer.say_error(told.format(wrong_words(name), why))
            return
        follows = self.followed
        models = follows.models if follows is not None else self._asking.models
        if self._begin(
            lambda: self._desk.comparing.start(
                box.exact_text(),
                models,
                system="" if follows is not None else self._asking.system,
                config=self._asking.config,
                follows=follows,
                common=self.common,
                attachments=self._asking.attachments,
            )
        ):
            if follows is None:
                self._asking.end_loan(asked=True)
            self._asking.set_attachments(())
            box.set_exact_text("")
            self._composer.clear_error()

    def replay(self, pace: float) -> None:
        """Stream the answers that are shown once more, all at one pace."""
        known = self._shown()
        if known is not None:
            self._begin(lambda: replay(self._desk, known.live, known.deck.panes, pace))

    def again(self, place: int) -> None:
        """One more attempt in a pane, counted from 0, unless one is being written there."""
        known = self._shown()
        if known is None or any(answer.running for answer in known.deck.panes[place].attempts):
            return
        try:
            self._desk.comparing.reroll(known.live, place)
        except SidelightError as error:
            self._composer.say_error(error.sentence)
            return
        known.deck.panes[place].show_newest()
        self.grown.emit()

    def again_here(self) -> None:
        """One more attempt of the current pane's model."""
        known = self._shown()
        if known is not None:
            current = known.deck.current
            self.again(known.deck.panes.index(current) if current is not None else 0)

    def again_everywhere(self) -> None:
        """One more attempt of every model."""
        known = self._shown()
        for place in range(len(known.deck.panes) if known is not None else 0):
            self.again(place)

    def stop(self) -> None:
        """End every answer of the open comparison that is being written."""
        known = self._shown()
        if known is not None:
            self._desk.comparing.stop_all(known.live)

    def _begin(self, start: Callable[[], LiveComparison]) -> bool:
        """Begin a comparison, or say why not."""
        try:
            begun = start()
        except SidelightError as error:
            self._composer.say_error(error.sentence)
            self._composer.box.setFocus()
            return False
        self.begun.emit(begun)
        return True
