# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The inspector: everything about one answer but its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.generation import StopReason
from sidelight.domain.identity import GenerationId
from sidelight.domain.review import Annotation, Span
from sidelight.domain.running import Run, RunPicture
from sidelight.domain.verdict import Verdict
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.plain import plain_label, plain_tooltip
from sidelight.gui.inspector.annotate import Draft
from sidelight.gui.inspector.figures import Figures, figures_of, stop_word
from sidelight.gui.inspector.notes import Notes
from sidelight.gui.inspector.rating import RatingRow
from sidelight.gui.inspector.record import RecordDialog
from sidelight.gui.inspector.runs import Runs
from sidelight.gui.inspector.sections import Content, Remark, Section
from sidelight.gui.inspector.verdict import VerdictRow
from sidelight.gui.theme import Theme
from sidelight.probes.task import holds_code

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer


def remarks_on(answer: LiveAnswer) -> list[tuple[str, str, str]]:
    """What must be said of an answer beyond its figures: tone, sentence, and the other side's own words."""
    remarks: list[tuple[str, str, str]] = []
    if answer.failure is not None:
        remarks.append(("bad", answer.failure.sentence, answer.failure.body))
    elif answer.interrupted or answer.stop_reason in (
        StopReason.TRUNCATED,
        StopReason.FILTERED,
        StopReason.FAILED,
    ):
        remarks.append(("warn", stop_word(answer)[1], ""))
    return remarks + [("info", notice, "") for notice in answer.notices]


class Inspector(QScrollArea):
    """Shows one answer, takes ratings and notes, and opens its record.

    Whoever shows the answer sets ``selected_span``, which tells what is selected in it.

    Signals:
        span_requested: the ``Span`` of a note that was clicked, to be shown in the answer.
        notes_changed: the ``LiveAnswer`` whose notes or verdict are others now.
    """

    span_requested = Signal(object)
    notes_changed = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.selected_span: Callable[[], Span | None] = lambda: None
        self._answer: LiveAnswer | None = None
        self._drafts: dict[GenerationId, tuple[Draft, Annotation | None]] = {}
        self._remarks_shown: list[tuple[str, str, str]] = []
        self.setAccessibleName(self.tr("Inspector"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        space = theme.space

        self.title = plain_label(kind="heading", selectable=False)
        self.subtitle = plain_label(kind="small", selectable=False)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(space.s)
        self.rating = RatingRow(theme)
        self.rating.stars_chosen.connect(lambda value: self._rate("stars", value))
        self.rating.thumbs_chosen.connect(lambda value: self._rate("thumbs", value))
        self.rating.undo_wanted.connect(self.undo)
        self.verdict = VerdictRow(theme)
        self.verdict.chosen.connect(self.judge)
        self.figures = Figures(theme)
        self.notes = Notes(theme)
        self.notes.span_requested.connect(self.span_requested)
        self.notes.written.connect(self._write_note)
        self.notes.amended.connect(self._amend_note)
        self.notes.withdrawn.connect(self._withdraw_note)
        self.notes.add_wanted.connect(self.add_note)
        self.runs = Runs(theme)
        self.record_button = WordButton(self.tr("Exact record"), keys="X")
        self.record_button.clicked.connect(self.show_record)

        self._content = Content()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(space.s, space.m, space.s, space.l)
        column.setSpacing(space.l)
        head = QVBoxLayout()
        head.setSpacing(space.xs)
        head.setContentsMargins(space.s, 0, space.s, 0)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        column.addLayout(head)
        self._remark_place = QWidget()
        self._remark_place.setLayout(self._remarks)
        self._remarks.setContentsMargins(space.s, 0, space.s, 0)
        column.addWidget(self._remark_place)
        column.addWidget(self.rating)
        self._sections = [
            Section(self.tr("Figures"), self.figures, theme),
            Section(self.tr("Notes"), self.notes, theme),
            Section(self.tr("Runs"), self.runs, theme),
        ]
        self._verdict_section = Section(self.tr("Verdict"), self.verdict, theme)
        for section in (self._verdict_section, *self._sections):
            column.addWidget(section)
        foot = QHBoxLayout()
        foot.setContentsMargins(space.s, 0, space.s, 0)
        foot.addWidget(self.record_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self.setWidget(self._content)
        self.show_answer(None)

    # what is shown

    def show_answer(self, answer: LiveAnswer | None) -> None:
        """Inspect an answer, or nothing. A note being written waits for its answer to come back."""
        if answer is not self._answer:
            self._lay_draft_aside()
        self._answer = answer
        self._content.setVisible(answer is not None)
        if answer is None:
            return
        self.title.setText(answer.model.label)
        self.title.setToolTip(plain_tooltip(str(answer.model.ref)))
        self.subtitle.setText(self.tr("Attempt {n}").format(n=answer.attempt))
        self.rating.say("")
        self._show_review()
        self.refresh()
        self.show_runs()
        laid_aside = self._drafts.pop(answer.id, None)
        if laid_aside is not None:
            draft, amending = laid_aside
            # The note that was being changed may itself have been changed or brought back meanwhile.
            self.notes.write(draft, amending and self._desk.reviewing.as_it_stands(amending))

    def refresh(self) -> None:
        """Show what changed since. Nothing is read: the answer may just have gone to the disk."""
        answer = self._answer
        if answer is None:
            return
        self.figures.show_figures(figures_of(answer))
        self._show_remarks(remarks_on(answer))
        self._show_verdict(answer)
        self.record_button.setEnabled(not answer.running)
        told = self.tr("The record is whole when the answer has ended") if answer.running else ""
        self.record_button.setToolTip(told or self.tr("What was sent, and every byte that came back (X)"))

    def show_runs(self) -> None:
        """Read what came of the answer's code; a run may have ended."""
        answer = self._answer
        if answer is None:
            return
        runs: list[Run] = []
        pictures: list[RunPicture] = []
        # An answer without a word holds no code: nothing is read of one that was asked for just now.
        if answer.text_length:
            try:
                runs = self._desk.running.runs(answer.id)
                pictures = self._desk.running.pictures(answer.id) if runs else []
            except SidelightError as error:
                self.rating.say(error.sentence)
        self.runs.show_runs(runs, pictures)
        self._sections[2].set_count(len(runs))
        self._sections[2].setVisible(bool(runs))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.rating.set_theme(theme)
        self.notes.set_theme(theme)
        self.runs.set_theme(theme)
        self.verdict.set_theme(theme)
        for section in (self._verdict_section, *self._sections):
            section.set_theme(theme)
        shown, self._remarks_shown = self._remarks_shown, []
        self._show_remarks(shown)

    # what a person can do

    def annotate(self, span: object) -> None:
        """Begin a note on a span of the answer."""
        if isinstance(span, Span):
            self._begin_note(span)

    def add_note(self) -> None:
        """Begin a note on what is selected in the answer, or else on the whole of it."""
        self._begin_note(self.selected_span())

    def judge(self, word: str) -> None:
        """Say that the attempt does what was asked, ``pass``, or does not, ``fail``; again takes it back."""
        answer = self._answer
        if answer is None or answer.running:
            return
        try:
            self._desk.judging.press(answer, Verdict(word))
        except SidelightError as error:
            self.rating.say(error.sentence)
        self._notes_are_others()

    def show_record(self) -> None:
        """Open the exact record."""
        answer = self._answer
        if answer is None or answer.running:
            return
        try:
            _, exchange = self._desk.exchange(answer.id)
        except SidelightError as error:
            self.rating.say(error.sentence)
            return
        if exchange is None:
            self.rating.say(self.tr("Nothing was exchanged for this answer, so there is no record."))
            return
        dialog = RecordDialog(exchange, answer.model.label, self._theme, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def undo(self) -> None:
        """Take back the last rating or note, whichever answer it was on."""
        self._step(self._desk.reviewing.undo, self.tr("Undid the {words}. Ctrl+Shift+Z brings it back."))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._desk.reviewing.redo, self.tr("Redid the {words}."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stars by number, thumbs by + and −, Y and B the verdict, N a note, X the record, Ctrl+Z."""
        if self._answer is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        elif not self._take_key(event) and not self.rating.stars.take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self.rating.press_thumb(1),
            Qt.Key.Key_Minus: lambda: self.rating.press_thumb(-1),
            Qt.Key.Key_N: self.add_note,
            Qt.Key.Key_X: self.show_record,
            Qt.Key.Key_Y: lambda: self.judge("pass"),
            Qt.Key.Key_B: lambda: self.judge("fail"),
        }
        deed = deeds.get(event.key())
        if deed is not None:
            deed()
        return deed is not None

    # inside

    def _begin_note(self, span: Span | None) -> None:
        if self._answer is None:
            return
        editor = self.notes.editor
        if editor is not None and not editor.draft().empty:
            # Nothing that was typed is lost to another beginning.
            editor.complain(self.tr("Save this note first, or cancel it."))
            editor.begin()
        else:
            self.notes.write(Draft(span, "", ""))
        QTimer.singleShot(0, self, self._show_editor)

    def _rate(self, scale: str, value: int | None) -> None:
        answer = self._answer
        if answer is None:
            return
        try:
            self._desk.reviewing.rate(answer.id, "stars" if scale == "stars" else "thumbs", value)
            self.rating.say("")
        except SidelightError as error:
            self.rating.say(error.sentence)
        self._show_review()

    def _write_note(self, draft: Draft) -> None:
        answer = self._answer
        if answer is not None:
            self._keep(
                lambda: self._desk.reviewing.annotate(
                    answer.id, draft.note, span=draft.span, label=draft.label
                )
            )

    def _amend_note(self, draft: Draft) -> None:
        before = self.notes.amending
        if before is not None:
            self._keep(lambda: self._desk.reviewing.amend(before, label=draft.label, note=draft.note))

    def _keep(self, write: Callable[[], object]) -> None:
        try:
            write()
        except SidelightError as error:
            if self.notes.editor is not None:
                self.notes.editor.complain(error.sentence)
            return
        self.notes.close_editor()
        self._notes_are_others()
        self.notes.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw_note(self, annotation: Annotation) -> None:
        try:
            self._desk.reviewing.withdraw(annotation)
        except SidelightError as error:
            self.rating.say(error.sentence)
            return
        if self.notes.amending is annotation:
            self.notes.close_editor()
        self.rating.say(self.tr("Note taken back. Ctrl+Z brings it again."))
        self._notes_are_others()
        self.notes.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: Callable[[], str | None], sentence: str) -> None:
        try:
            words = step()
        except SidelightError as error:
            self.rating.say(error.sentence)
            return
        if words is not None:
            self.rating.say(sentence.format(words=words))
            self._notes_are_others()

    def _notes_are_others(self) -> None:
        self._show_review()
        self.notes_changed.emit(self._answer)

    def _show_verdict(self, answer: LiveAnswer) -> None:
        # Without a script there is nothing to run, and so nothing to say of it, unless somebody has.
        known = not answer.running and answer.failure is None and holds_code(answer.text)
        try:
            standing = self._desk.judging.standing(answer)
            self.verdict.show_standing(standing)
            known |= standing.verdict is not None
        except SidelightError as error:
            self.rating.say(error.sentence)
        self._verdict_section.setVisible(known and not answer.running)

    def _show_review(self) -> None:
        answer, reviewing = self._answer, self._desk.reviewing
        if answer is None:
            return
        self._show_verdict(answer)
        try:
            stars, thumbs = reviewing.stars(answer.id), reviewing.thumbs(answer.id)
            annotations = reviewing.annotations(answer.id)
            recorded = self._desk.has_record(answer.id)
        except SidelightError as error:
            self.rating.say(error.sentence)
            return
        self.rating.show_rating(stars, thumbs, can_undo=reviewing.can_undo)
        self.record_button.setVisible(recorded)
        if self.notes.amending is not None:
            self.notes.amending = reviewing.as_it_stands(self.notes.amending)
        self.notes.show_notes(annotations, reviewing.labels())
        self._sections[1].set_count(len(annotations))

    def _show_remarks(self, remarks: list[tuple[str, str, str]]) -> None:
        self._remark_place.setVisible(bool(remarks))
        if remarks == self._remarks_shown:
            return
        self._remarks_shown = list(remarks)
        while (entry := self._remarks.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tone, sentence, body in remarks:
            self._remarks.addWidget(Remark(tone, sentence, body, self._theme))

    def _lay_draft_aside(self) -> None:
        draft, answer = self.notes.draft(), self._answer
        if draft is not None and answer is not None and not draft.empty:
            self._drafts[answer.id] = (draft, self.notes.amending)
        self.notes.close_editor()

    def _show_editor(self) -> None:
        if self.notes.editor is not None:
            self.ensureWidgetVisible(self.notes.editor)
