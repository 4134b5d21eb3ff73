# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Live views of a comparison: starting an artifact puts its picture where it stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SandboxRefused, SidelightError
from sidelight.domain.running import Level
from sidelight.domain.verdict import Verdict
from sidelight.gui.awaited import Awaited
from sidelight.gui.compare.verdicts import VerdictsInViews
from sidelight.gui.glview.chorus import Chorus
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme
from sidelight.text.pages import is_page

if TYPE_CHECKING:
    from sidelight.gui.compare.shelf_offer import ShelfOffer
    from sidelight.gui.glview.cards import RefusalCard
    from sidelight.gui.glview.stand import Stand
    from sidelight.gui.glview.view import LiveView
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer


_Key = tuple[str, Hashable]
"""An answer, and the place in which something of it runs."""


class LiveRuns(QObject):
    """The runs of one comparison.

    Signals:
        ended: a run ended; its record is kept with the answer.
        judged: a person gave a verdict on what a live view shows.
    """

    ended = Signal()
    judged = Signal()

    def __init__(self, desk: Desk, rooms: Rooms, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rooms = rooms
        self._theme = theme
        self._views: dict[_Key, LiveView] = {}
        self._refusals: dict[_Key, RefusalCard] = {}
        self._awaited = Awaited(self)
        self._verdicts = VerdictsInViews(desk.judging, self)
        self.chorus = Chorus(self)
        self._offer: ShelfOffer | None = None

    def when_known(self, begin: Callable[[], object]) -> None:
        """Call ``begin`` as soon as it is known what holds a script here: nearly always at once.

        Only in the window's first moments it is not, and then nothing on its thread may wait for it.
        """
        awaited = self._desk.running.awaited()
        if awaited is None:
            begin()
        else:
            self._awaited.add(awaited, lambda _future: begin())

    def start(
        self,
        answer: LiveAnswer,
        stand: Stand,
        artifact: Artifact,
        *,
        consented: bool = False,
        held: bool = False,
        source: str | None = None,
    ) -> None:
        """Run an artifact of an answer; if it runs already, from the beginning.

        Args:
            answer: what holds it.
            stand: where it is shown.
            artifact: what is run.
            consented: somebody wants it run this once even where nothing can hold it.
            held: it waits at its first frame.
            source: what a person made of its text; ``None`` runs what the answer says.
        """
        key = (answer.id, stand.key)
        known = self._views.get(key)
        if known is not None and isValid(known) and not consented:
            if source is not None and source != known.run.source:
                known.run_edited(source)
            else:
                (known.restart_held if held else known.restart)()
            stand.reveal()
            _give_keyboard(stand, known, held=held)
            return
        try:
            run = self._desk.running.start(
                answer.id, artifact, beside=stand.beside, consented=consented, source=source
            )
            if held:
                run.set_paused(True)
        except SandboxRefused as refusal:
            self._show_refusal(refusal, answer, stand, artifact, source)
            return
        except SidelightError as error:
            stand.say(error.sentence)
            return
        live = self._rooms.live_view(run, self._theme, stand.room)
        live.setAccessibleName(
            QCoreApplication.translate("LiveRuns", "Live view of {0}").format(answer.model.label)
        )
        live.ended.connect(lambda _end: self.ended.emit())
        live.sight_wanted.connect(stand.reveal)
        live.line_requested.connect(stand.show_line)
        live.verdict_wanted.connect(lambda word: self._judge(answer, stand, Verdict(word)))
        self._verdicts.add(live, answer)
        live.may_consent = self._may_consent
        live.consent_given.connect(lambda: self.start(answer, stand, artifact, consented=True))
        self._views[key] = live
        self.chorus.add(live)
        if is_page(artifact.language, artifact.text):
            self._offer_shelf().watch(live, stand)
        _place(stand, live, live.sizeHint().height(), live=True)
        _give_keyboard(stand, live, held=held)
        self._drop_refusal(key)
        if known is not None and isValid(known):
            known.shut()
            known.deleteLater()

    def _offer_shelf(self) -> ShelfOffer:
        if self._offer is None:
            from sidelight.gui.compare.shelf_offer import ShelfOffer  # after first paint

            self._offer = ShelfOffer(self._desk.fetch_engine, self)
        return self._offer

    def _judge(self, answer: LiveAnswer, stand: Stand, verdict: Verdict) -> None:
        """Give a person's verdict on what the live view shows; the inspector shows what stands."""
        try:
            self._desk.judging.press(answer, verdict)
        except SidelightError as error:
            stand.say(error.sentence)
        self._verdicts.refresh()
        self.judged.emit()

    def expect(self, answers: Iterable[LiveAnswer | None]) -> None:
        """Programs in these answers may be run soon: their first picture shall not keep anybody waiting."""
        whole = (answer.text for answer in answers if answer is not None and not answer.running)
        self._desk.running.expect(sum("```py" in text for text in whole))

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._theme = theme
        every: list[LiveView | RefusalCard] = [*self._views.values(), *self._refusals.values()]
        for shown in every:
            if isValid(shown):
                shown.set_theme(theme)

    @property
    def running(self) -> bool:
        """Whether any script is running."""
        return any(isValid(live) and live.run.ended is None for live in self._views.values())

    def stop(self) -> None:
        """End what is running; the views stay."""
        self._awaited.stop()
        for live in self._views.values():
            if isValid(live):
                live.steering.stop()

    def shut(self) -> None:
        """End every run."""
        self._awaited.stop()
        if self._offer is not None:
            self._offer.give_up()
        for live in self._views.values():
            if isValid(live):
                live.shut()
        self._views.clear()

    def _show_refusal(
        self,
        refusal: SandboxRefused,
        answer: LiveAnswer,
        stand: Stand,
        artifact: Artifact,
        source: str | None,
    ) -> None:
        """Say why it was not run, where it would have been shown."""
        from sidelight.gui.glview.cards import RefusalCard  # after first paint

        key = (answer.id, stand.key)
        before = self._refusals.get(key)
        # A page is never shown where nothing holds it: an engine is no script that one could have read.
        may = self._may_consent() and not is_page(artifact.language, artifact.text)
        card = RefusalCard(refusal, self._theme, stand.room, may_consent=may)
        card.retry_requested.connect(lambda: self.start(answer, stand, artifact, source=source))
        card.dismissed.connect(lambda: self._dismiss(key, stand))
        card.consent_given.connect(lambda: self.start(answer, stand, artifact, consented=True, source=source))
        _place(stand, card, card.full_height(stand.room.width()), live=False)
        if before is not None and isValid(before) and before.retry_button.hasFocus():
            card.retry_button.setFocus()
        self._drop_refusal(key)
        self._refusals[key] = card

    def _may_consent(self) -> bool:
        """Whether nothing here holds a script, so that only a person's word could let one run."""
        report = self._desk.running.report()
        return report is not None and report.level is Level.NONE

    def _dismiss(self, key: _Key, stand: Stand) -> None:
        stand.take_away()
        self._drop_refusal(key)

    def _drop_refusal(self, key: _Key) -> None:
        card = self._refusals.pop(key, None)
        if card is not None and isValid(card):
            card.deleteLater()


def _place(stand: Stand, shown: LiveView | RefusalCard, height: int, *, live: bool) -> None:
    """Put something where its artifact stands, at the height it wants, and bring it into sight."""
    shown.height_wanted.connect(lambda height: stand.fit(shown, height))
    stand.put(shown, height, live=live)
    stand.reveal()


def _give_keyboard(stand: Stand, live: LiveView, *, held: bool) -> None:
    """Lead from where Run was pressed to the live view; who writes elsewhere goes on writing."""
    if stand.has_keyboard and not held:
        live.body.setFocus(Qt.FocusReason.OtherFocusReason)
