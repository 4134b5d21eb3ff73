# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog for exports: a form is chosen, then a file; it says how it goes and what has no place there."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui import last_folder
from sidelight.gui.awaited import Awaited
from sidelight.gui.choice import Choice
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.exporters import Form
    from sidelight.workbench.exporting import Exported
    from sidelight.workbench.giving_out import GivingOut

LOOK_EVERY_MS = 200
_WIDTH = 520
_LINES = 4


def tr(text: str) -> str:
    """A text of this dialog in the person's language."""
    return QCoreApplication.translate("Export", text)


class ExportPage(QDialog):
    """One export at a time."""

    def __init__(self, giving_out: GivingOut, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._giving_out = giving_out
        self._forms: tuple[Form, ...] = ()
        self._form: Form | None = None
        self._path = Path()
        self._read = 0
        self._give_up = Event()
        self._under_way: Future[Exported] | None = None
        self._awaited = Awaited(self)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._tell)
        self.setWindowTitle(tr("Export"))
        self.setAccessibleName(tr("Export"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self.form = Choice(self)
        self.form.setAccessibleName(tr("Form of the file"))
        self.form.currentIndexChanged.connect(self._choose)
        self.about = self._label("")
        self.endings = self._label("quiet")
        self.line = self._label("")
        self.line.setAccessibleName(tr("How the export goes"))
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.export_button = QPushButton(tr("Export…"), self)
        self.export_button.setProperty("kind", "primary")
        self.export_button.setDefault(True)
        self.export_button.setEnabled(False)
        self.export_button.clicked.connect(self._ask)
        self.close_button = QPushButton(tr("Close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self._lay_out(theme)

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        return label

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        row = QHBoxLayout()
        name = QLabel(tr("Form"), self)
        name.setBuddy(self.form)
        row.addWidget(name)
        row.addWidget(self.form, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.export_button)
        self.line.setMinimumHeight(_LINES * self.line.fontMetrics().lineSpacing())
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.xl, space.l, space.xl, space.l)
        layout.setSpacing(space.m)
        layout.addLayout(row)
        layout.addWidget(self.about)
        layout.addWidget(self.endings)
        layout.addWidget(self.line)
        layout.addLayout(foot)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._under_way is not None

    @property
    def waiting(self) -> bool:
        """Whether anything is awaited."""
        return self._awaited.waiting

    def open_page(self) -> None:
        """Look which forms there are, and show them."""
        if not self.busy:
            self._awaited.add(self._giving_out.forms(), self._take_forms)
        self.open()
        self.form.setFocus()

    def leave(self) -> None:
        """The window closes: stop."""
        self._give_up.set()
        self._awaited.stop()
        self._timer.stop()

    def reject(self) -> None:
        """Close; while a file is being written, stop that first and say so."""
        if self.busy:
            self._stop()
        else:
            super().reject()

    def export_to(self, path: Path) -> None:
        """Write a file in the chosen form."""
        if self.busy or self._form is None:
            return
        self._path, self._read, self._give_up = path, 0, Event()
        self._under_way = self._giving_out.export(self._form, path, self._count, self._give_up.is_set)
        self._awaited.add(self._under_way, self._take)
        self._timer.start()
        self._show_busy()
        self._tell()

    # the forms

    def _take_forms(self, future: Future[tuple[Form, ...]]) -> None:
        shown = self._form.name if self._form is not None else ""
        self._forms = future.result()
        self.form.blockSignals(True)
        self.form.clear()
        for form in self._forms:
            self.form.addItem(_title(form), form.name)
        self.form.setCurrentIndex(max(0, self.form.findData(shown)))
        self.form.blockSignals(False)
        self._choose(self.form.currentIndex())

    def _choose(self, at: int) -> None:
        self._form = form = self._forms[at] if 0 <= at < len(self._forms) else None
        self.export_button.setEnabled(form is not None and not self.busy)
        if form is None:
            return
        self.about.setText(form.about)
        self.endings.setText(tr("Files: {0}").format(", ".join(form.suffixes)))

    def _ask(self) -> None:
        form = self._form
        if form is None:
            return
        kinds = [f"{form.title} (*{suffix})" for suffix in form.suffixes]
        suggested = last_folder.folder() / f"{form.records}{form.suffixes[0]}"
        chosen, kind = QFileDialog.getSaveFileName(self, tr("Export"), str(suggested), ";;".join(kinds))
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in form.suffixes:
            at = kinds.index(kind) if kind in kinds else 0
            path = path.with_name(path.name + form.suffixes[at])
            if path.exists():
                # The dialog asked about another name.
                self.line.setText(tr("{0} exists already. Choose another name.").format(path))
                return
        last_folder.note(path)
        self.export_to(path)

    # how it goes

    def _count(self, read: int) -> None:
        self._read = read  # on the exporting thread: a number, and nothing of the window's

    def _tell(self) -> None:
        if self._give_up.is_set():
            self.line.setText(tr("Stopping …"))
        elif self._form is not None and self._read:
            what = records_word(self._form.records)
            self.line.setText(
                tr("Writing {0}: {1} {2} so far").format(self._path.name, f"{self._read:,}", what)
            )
        else:
            self.line.setText(tr("Writing {0} …").format(self._path.name))

    def _show_busy(self) -> None:
        self.close_button.setText(tr("Stop") if self.busy else tr("Close"))
        self.form.setEnabled(not self.busy)
        self.export_button.setEnabled(not self.busy and self._form is not None)

    def _stop(self) -> None:
        self._give_up.set()
        self._tell()

    def _take(self, future: Future[Exported]) -> None:
        from sidelight.workbench.exporters import GivenUp

        self._under_way = None
        self._timer.stop()
        self._show_busy()
        try:
            self.line.setText(in_words(future.result(), self._path))
        except (GivenUp, CancelledError):
            self.line.setText(tr("Stopped; no file was written."))
        except SidelightError as error:
            self.line.setText(error.sentence)
            # One that crashed too often is no form any more.
            self._awaited.add(self._giving_out.forms(), self._take_forms)


def _title(form: Form) -> str:
    words = tr("{0} – {1}").format(form.title, records_word(form.records))
    return (
        tr("{0} (plugin {1})").format(words, form.plugin.info.version) if form.plugin is not None else words
    )


def records_word(records: str, many: int = 2) -> str:
    """What a form holds, as a word that fits so many."""
    if many == 1:
        return tr("comparison") if records == "comparisons" else tr("battle")
    return tr("comparisons") if records == "comparisons" else tr("battles")


def in_words(exported: Exported, path: Path) -> str:
    """What an export did, and what has no place in its file."""
    # What a plugin makes of those that it read nobody knows.
    sentence = tr("{2} was written from {0} {1}.") if exported.by_plugin else tr("{0} {1} written to {2}.")
    word = records_word(exported.what, exported.written)
    told = [sentence.format(f"{exported.written:,}", word, path)]
    if exported.without_answers:
        told.append(
            tr("{0} of them as votes alone: their answers are not in the project.").format(
                f"{exported.without_answers:,}"
            )
        )
    if exported.not_on_board:
        many = sum(one for _, one in exported.not_on_board)
        why = "; ".join(
            f"{reason} ({one:,})" if len(exported.not_on_board) > 1 else reason
            for reason, one in exported.not_on_board
        )
        told.append(tr("The leaderboard leaves {0} of them out: {1}.").format(f"{many:,}", why))
    if exported.left_out:
        why = "; ".join(f"{reason} ({many:,})" for reason, many in exported.left_out)
        told.append(tr("Left out: {0}.").format(why))
    return "\n".join(told)
