# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person takes along of a run: the frame that is shown, the last seconds as a strip or as a clip."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from sidelight.gui.glview.canvas import Canvas
from sidelight.gui.glview.capture import Saving, png_of, save_bytes
from sidelight.gui.glview.looking_back import LookingBack

if TYPE_CHECKING:
    from sidelight.workbench.film import ClipKind
    from sidelight.workbench.live_run import LiveRun


class Pictures(QObject):
    """Saves into the user's folder; frames and strips are kept with the answer as well.

    Signals:
        said: what became of it, for the view's line, and a whole sentence of it if there is more to say.
        saved: the ``Path`` of a new file.
    """

    said = Signal(str, str)
    saved = Signal(object)

    def __init__(
        self,
        run: LiveRun,
        canvas: Canvas,
        past: LookingBack,
        folder: Callable[[], Path],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._canvas = canvas
        self._past = past
        self._folder = folder
        self._strip: tuple[str, float, float] | None = None
        self._saving = Saving(self)
        self._saving.saved.connect(self._made)
        self._saving.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        """Whether a strip or a clip is being made."""
        return self._saving.busy

    def save_frame(self) -> Path | None:
        """Save the picture as it stands; says where, or why it could not."""
        if not self._canvas.has_picture():
            return None
        try:
            png = png_of(self._canvas.picture())
            path = save_bytes(png, self._folder(), self._title(), "png")
        except OSError as error:
            self._fail(error.strerror or str(error))
            return None
        shown = self._past.shown
        at_s = self._run.played_s if shown is None else shown.at_s
        self._tell(path, kept=self._run.keep_picture("frame", png, at_s, at_s))
        return path

    def save_strip(self) -> None:
        """Save several frames of the last seconds side by side."""
        shots = tuple(self._past.shots)
        if len(shots) > 1:
            from sidelight.workbench.film import strip_of  # brings Pillow along

            self._begin(
                lambda: strip_of(shots), "strip", "png", (self._run.id, shots[0].at_s, shots[-1].at_s)
            )

    def save_clip(self, kind: ClipKind) -> None:
        """Save the last seconds as a moving picture."""
        shots = tuple(self._past.shots)
        if len(shots) > 1:
            from sidelight.workbench.film import clip_of  # brings Pillow along

            self._begin(lambda: clip_of(shots, kind), "clip", kind, None)

    def _title(self) -> str:
        return self._run.title or self.tr("frame")

    def _begin(
        self,
        make: Callable[[], bytes],
        what: Literal["strip", "clip"],
        suffix: str,
        strip: tuple[str, float, float] | None,
    ) -> None:
        name = f"{self._run.title} {what}".strip()
        if self._saving.begin(make, self._folder(), name, suffix):
            self._strip = strip
            self.said.emit(self.tr("Making a strip…") if what == "strip" else self.tr("Making a clip…"), "")

    def _made(self, path: Path, content: bytes) -> None:
        strip, self._strip = self._strip, None
        # A strip of an earlier run would be kept with this one, had it been started again meanwhile.
        kept = strip is not None and strip[0] == self._run.id
        if kept and strip is not None:
            kept = self._run.keep_picture("strip", content, strip[1], strip[2])
        self._tell(path, kept=kept)

    def _tell(self, path: Path, *, kept: bool) -> None:
        # The folder first: where there is little room the end is cut, and the name can be guessed.
        words = self.tr("Saved in {folder}: “{name}”").format(name=path.name, folder=_short(path.parent))
        whole = self.tr("Saved as {path}").format(path=path)
        also = self.tr("; kept with the answer") if kept else ""
        self.said.emit(f"{words}{also}", f"{whole}{also}")
        self.saved.emit(path)

    def _fail(self, cause: str) -> None:
        self.said.emit(self.tr("It was not saved: {cause}").format(cause=cause), "")


def _short(folder: Path) -> str:
    """A folder as it is known at home, or its own name where it lies elsewhere."""
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{folder.relative_to(Path.home())}"
    return folder.name or str(folder)
