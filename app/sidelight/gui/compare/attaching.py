# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Files that go with the next prompt: chosen, dropped or pasted, and read beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.message import Part
from sidelight.gui import last_folder
from sidelight.gui.awaited import Awaited
from sidelight.workbench.attachments import attached, check

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from sidelight.gui.compare.prompt import PromptBox


class Asked(Protocol):
    """What the next prompt is sent with; ``reading`` while files are still being read."""

    reading: bool

    @property
    def attachments(self) -> tuple[Part, ...]:
        """What is attached."""
        ...

    def set_attachments(self, parts: Sequence[Part]) -> None:
        """Attach these."""

    def detach(self, part: Part) -> None:
        """Take one out."""


class Written(Protocol):
    """Where a prompt is written, and errors are told."""

    box: PromptBox

    @property
    def detach_wanted(self) -> SignalInstance:
        """A file is not to go with the prompt."""
        ...

    def say_error(self, sentence: str) -> None:
        """Say what stands in the way."""

    def clear_error(self) -> None:
        """Take the sentence away."""


class Attaching(QObject):
    """Takes files to the prompt. A disk, or a network behind it, may be slow: the window does not wait."""

    def __init__(self, asking: Asked, composer: Written, window: QWidget) -> None:
        super().__init__(window)
        self._asking = asking
        self._composer = composer
        self._window = window
        self._reader: ThreadPoolExecutor | None = None
        self._awaited = Awaited(self)
        composer.box.files_given.connect(self.take)
        composer.detach_wanted.connect(asking.detach)

    def choose(self) -> None:
        """Ask for files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Attach text files"), str(last_folder.folder()), self.tr("All files (*)")
        )
        if names:
            last_folder.note(names[0])
            self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Attach these files, behind those that are attached already."""
        if self._reader is None:
            self._reader = ThreadPoolExecutor(1, thread_name_prefix="sidelight-attaching")
        self._asking.reading = True
        self._awaited.add(self._reader.submit(attached, list(paths)), self._came)

    def leave(self) -> None:
        """Wait for nothing any more; the window closes."""
        self._awaited.stop()
        if self._reader is not None:
            self._reader.shutdown(wait=False, cancel_futures=True)

    def _came(self, read: Future[tuple[Part, ...]]) -> None:
        self._asking.reading = self._awaited.waiting
        try:
            # Others may have come or gone while these were read.
            parts = [*self._asking.attachments]
            parts += [part for part in read.result() if part not in parts]
            check(parts)
        except SidelightError as error:
            self._composer.say_error(error.sentence)
        else:
            self._asking.set_attachments(parts)
            self._composer.clear_error()
