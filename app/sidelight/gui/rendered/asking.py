# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The window's one line to the renderers: what is asked for, in the order of who can be seen."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from sidelight.api import Context, Image, Kind
from sidelight.domain.artifact import Artifact
from sidelight.gui.awaited import Awaited
from sidelight.gui.collecting import COLLECTING
from sidelight.gui.rendered.grounds import SMALL, Decoding, Picture
from sidelight.gui.rendered.pixels import Pixels
from sidelight.workbench import live_pages

if TYPE_CHECKING:
    from sidelight.workbench.render_job import RenderJob
    from sidelight.workbench.rendering import Plugin, PluginInfo

AT_ONCE = 4
"""Jobs that are under way together; the rest waits here, where what is no longer seen can be left out."""


TURN_MS = 8
BUDGET_MS = 4.0
"""How often what came is handed back, and for how long at a time: the window goes on between."""


class Renders(Protocol):
    """What is asked; ``sidelight.workbench.rendering.Rendering`` is it."""

    revision: int

    def choices(self, artifact: Artifact) -> tuple[PluginInfo, ...]:
        """Those that may show it."""

    def aside(self, artifact: Artifact) -> PluginInfo | None:
        """One that would show it, had it not crashed too often."""

    def start(
        self, artifact: Artifact, context: Context, renderer_id: str | None = None, *, place: Hashable = None
    ) -> RenderJob:
        """Begin."""

    def plugins(self) -> tuple[Plugin, ...]:
        """All of them, those that are off as well."""

    def watched(self) -> tuple[str, ...]:
        """Folders whose names change when other plugins may be there."""

    def look_again(self) -> None:
        """See in the background whether they are."""

    def fileno(self) -> int:
        """Readable when a job has ended."""

    def pump(self) -> list[RenderJob]:
        """The jobs that have ended."""

    def order(self, language: str) -> tuple[str, ...]:
        """The person's order for a language."""

    def widgets(self, identifier: str) -> Any:
        """What makes the widgets of one that may run in this window."""

    def set_enabled(self, identifier: str, on: bool) -> None:
        """Switch one on or off."""

    def forgive(self, identifier: str) -> None:
        """What it gave before counts no more."""

    def set_order(self, language: str, identifiers: tuple[str, ...]) -> None:
        """Remember it."""


class Ask:
    """Something that was asked for.

    Attributes:
        job: what the renderers make of it; ``None`` until it is its turn.
        picture: what it gave, decoded, where it gave a picture; only until it was handed back, because its
            pixels belong to whoever shows them.
        over: nothing comes any more.
    """

    def __init__(
        self,
        artifact: Artifact,
        context: Context,
        renderer: str | None,
        place: Hashable,
        seen: Callable[[], bool],
        done: Callable[[Ask], None],
        whole: bool = False,
    ) -> None:
        self.artifact = artifact
        self.context = context
        self.renderer = renderer
        self.place = place
        self.seen = seen
        self.done = done
        self.whole = whole
        self.job: RenderJob | None = None
        self.picture: Picture | None = None
        self.over = False

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self.over = True
        if self.job is not None:
            self.job.cancel()


class Asking(QObject):
    """Hands wishes to the renderers, a few at a time, and gives back what came of it, a little at a time.

    Attributes:
        pixels: what pictures that were handed back take in memory.
        scripts_off: the plugins that show scripts by running them are all switched off.
        pages_on: pages of HTML can be shown alive.

    Signals:
        changed: other renderers, or another order of them, may show something else now.
        dressed: the window has another look (its ``Theme``).
    """

    changed = Signal()
    dressed = Signal(object)

    def __init__(self, rendering: Renders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rendering = rendering
        self._waiting: list[Ask] = []
        self._under_way: list[Ask] = []
        self._ended: list[Ask] = []
        self._decoding = Decoding()
        self._awaited = Awaited(self)
        self.pixels = Pixels(self._decoding, self)
        self._revision = rendering.revision
        self._look_who_runs()
        self._notifier = QSocketNotifier(rendering.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._pump)
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._hand_some_back)

    @property
    def busy(self) -> bool:
        """Whether anything is waited for."""
        return bool(self._waiting or self._under_way or self._ended or self._awaited.waiting)

    def choices(self, artifact: Artifact) -> tuple[PluginInfo, ...]:
        """Those that may show it, the person's order first; quick."""
        return self.rendering.choices(artifact)

    def ask(
        self,
        artifact: Artifact,
        context: Context,
        done: Callable[[Ask], None],
        *,
        renderer: str | None = None,
        place: Hashable = None,
        seen: Callable[[], bool] = lambda: True,
        whole: bool = False,
    ) -> Ask:
        """Ask for an artifact to be shown.

        Args:
            artifact: what.
            context: where.
            done: told when it is over, unless it was dropped.
            renderer: by which; the first that takes it, if not given.
            place: of several wishes for one place the newest counts.
            seen: whether it can be seen: such wishes go first.
            whole: every pixel of a picture is wanted, not as many as are shown at first.
        """
        ask = Ask(artifact, context, renderer, place, seen, done, whole)
        self._waiting.append(ask)
        self._begin_more()
        return ask

    def close(self) -> None:
        """Nothing more is handed back."""
        self._notifier.setEnabled(False)
        COLLECTING.release(self, walk=False)
        self._turn.stop()
        self._awaited.stop()
        self.pixels.close()
        for ask in (*self._waiting, *self._under_way, *self._ended):
            ask.drop()
        self._waiting.clear()
        self._under_way.clear()
        self._ended.clear()
        self._decoding.close()

    def _begin_more(self) -> None:
        self._waiting = [ask for ask in self._waiting if not ask.over]
        while self._waiting and len(self._under_way) < AT_ONCE:
            # The newest wish that can be seen: it is where the reader has just come to.
            ask = next((one for one in self._waiting if one.seen()), self._waiting[0])
            self._waiting.remove(ask)
            self._under_way.append(ask)
            ask.job = self.rendering.start(ask.artifact, ask.context, ask.renderer, place=ask.place)

    def _pump(self) -> None:
        ended = self.rendering.pump()
        for job in ended:
            ask = next((one for one in self._under_way if one.job is job), None)
            if ask is None:
                continue
            self._under_way.remove(ask)
            if ask.over:
                continue
            rendered = job.rendered
            if rendered is not None and rendered.kind is Kind.PNG and rendered.image is not None:
                self._decode(ask, rendered.image)
            else:
                self._hand_back(ask)
        self._begin_more()
        if not self.busy:
            COLLECTING.release(self, walk=False)  # what came last may have been dropped
        if self.rendering.revision != self._revision:
            self._revision = self.rendering.revision
            self._look_who_runs()
            self.changed.emit()

    def runs(self, renderer: str) -> bool:
        """Whether a renderer shows things by running them, which is done where somebody asks for it."""
        known = next(
            (one.info for one in self.rendering.plugins() if one.info and one.info.id == renderer), None
        )
        return known is not None and Kind.LIVE in known.output

    def _look_who_runs(self) -> None:
        live = [one for one in self.rendering.plugins() if one.info and Kind.LIVE in one.info.output]
        scripts = [one for one in live if one.info and "python" in one.info.languages]
        pages = [one for one in live if one.info and "html" in one.info.languages]
        self.scripts_off = bool(scripts) and not any(one.enabled for one in scripts)
        self.pages_on = live_pages.possible() and any(one.enabled for one in pages)

    def _decode(self, ask: Ask, image: Image) -> None:
        room = None if ask.whole else SMALL
        self._awaited.add(self._decoding.begin(image, room), partial(self._decoded, ask))

    def _decoded(self, ask: Ask, found: Future[Picture | None]) -> None:
        ask.picture = found.result()
        self._hand_back(ask)

    def _hand_back(self, ask: Ask) -> None:
        self._ended.append(ask)
        self._turn.start()
        COLLECTING.hold(self)

    def _hand_some_back(self) -> None:
        until = time.perf_counter() + BUDGET_MS / 1000
        while self._ended and time.perf_counter() < until:
            ask = self._ended.pop(0)
            if not ask.over:
                ask.over = True
                ask.done(ask)
                ask.picture = None
        if not self._ended:
            self._turn.stop()
            if not self.busy:
                COLLECTING.release(self, walk=False)
