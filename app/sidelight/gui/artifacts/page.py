# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page: a column a model, a row an artifact; attempts are versions that one steps through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from sidelight.domain.artifact import Artifact
from sidelight.gui.artifacts.cell import ArtifactCell
from sidelight.gui.artifacts.column_head import ColumnHead
from sidelight.gui.artifacts.far import Far, bring_into_sight
from sidelight.gui.artifacts.together import Together
from sidelight.gui.choice import Choice
from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.rendered.asking import Asking
from sidelight.gui.rendered.edits import Edits
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.slices import Slices
from sidelight.gui.theme import Theme
from sidelight.text.artifacts import artifacts

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer, LiveComparison

LEAST_COLUMN = 320
_SEE_MS = 60
_BEYOND = 0.75
"""How far beyond what is seen pictures are given their pixels, in heights of what is seen."""
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0)


class ArtifactsPage(QWidget):
    """All artifacts of a comparison.

    Signals:
        left: back to the answers.
        opened: an artifact's place in its answer is wanted (the answer, the artifact's index).
        link_clicked: an address was clicked; nothing was opened.
    """

    left = Signal()
    opened = Signal(object, int)
    link_clicked = Signal(str)
    run_wanted = Signal(object, object)

    def __init__(
        self,
        live: LiveComparison,
        names: list[str],
        asking: Asking,
        theme: Theme,
        parent: QWidget,
        edits: Edits | None = None,
        can_run: Callable[[Artifact], bool] = lambda _artifact: False,
    ) -> None:
        """Show nothing yet; see ``keep_up``.

        Args:
            live: the comparison.
            names: what its columns are called.
            asking: the line to the renderers.
            theme: the look.
            parent: Qt's.
            edits: keeps what is edited, and may outlive this.
            can_run: whether an artifact can be run.
        """
        super().__init__(parent)
        self._can_run = can_run
        self._edits: Edits = {} if edits is None else edits
        self._live = live
        self._names = names
        self._asking = asking
        self._theme = theme
        self._shown = [len(attempts) - 1 for attempts in live.panes]
        self._read: dict[str, tuple[int, list[Artifact]]] = {}
        self._language = ""
        self._scale: float | None = None
        self.cells: list[list[ArtifactCell]] = []
        self._heads: list[ColumnHead] = []
        self._taken_off: list[QWidget] = []  # and not yet deleted, also by a filling that was broken off
        self.setAccessibleName(self.tr("Artifacts"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.languages = Choice(self)
        self.languages.setAccessibleName(self.tr("Which artifacts"))
        self.languages.activated.connect(self._choose_language)
        self.told = QLabel(self)
        self.told.setProperty("kind", "quiet")
        self.smaller = QuietButton("minus", self.tr("Smaller, all of them"), theme, keys="-", parent=self)
        self.larger = QuietButton("plus", self.tr("Larger, all of them"), theme, keys="+", parent=self)
        self.fit_button = QuietButton("fit", self.tr("Each as large as fits"), theme, keys="0", parent=self)
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.fit_button.clicked.connect(lambda: self.zoom_by(0))
        self.close_button = QuietButton(
            "close", self.tr("Back to the answers"), theme, keys="Esc", parent=self
        )
        self.close_button.clicked.connect(self.left)
        self._buttons = [self.smaller, self.larger, self.fit_button, self.close_button]
        self._columns = QWidget(self)
        self._grid = QGridLayout(self._columns)
        self._grid.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        self._grid.setSpacing(theme.space.m)
        self.area = QScrollArea(self)
        self.area.setWidget(self._columns)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        for bar in (self.area.verticalScrollBar(), self.area.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._scrolled())
        self._see_timer = QTimer(self)
        self._see_timer.setSingleShot(True)
        self._see_timer.setInterval(_SEE_MS)
        self._see_timer.timeout.connect(self._see)
        self._far = Far(self, self._is_seen)
        self.together = Together(lambda: self.cells, self._is_seen, self)
        self._slices, self._building = Slices(self), Slices(self)
        self._filled: tuple[object, ...] | None = None
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        head = QHBoxLayout()
        head.setContentsMargins(space.l, space.s, space.m, space.s)
        head.setSpacing(space.s)
        head.addWidget(self.languages)
        head.addWidget(self.told, 1)
        for button in self._buttons:
            head.addWidget(button)
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(space.hairline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self.area, 1)

    # what is shown

    def keep_up(self) -> None:
        """Read the answers as they stand now, and show what they hold."""
        self._slices.begin(self._read_all())

    @property
    def reading(self) -> bool:
        """Whether answers are still being read."""
        return self._slices.busy

    def _read_all(self) -> Iterator[None]:
        for attempts in self._live.panes:
            for answer in attempts:
                if self._read.get(answer.id, (-1, []))[0] != answer.version:
                    self._read[answer.id] = (answer.version, artifacts(answer.text))
                    yield
        answers = self._answers()
        shown = (self._language, tuple((one.id, one.version) if one is not None else None for one in answers))
        if shown != self._filled:
            yield from self._fill(answers)
            self._filled = shown

    def _answers(self) -> list[LiveAnswer | None]:
        made: list[LiveAnswer | None] = []
        for attempts, at in zip(self._live.panes, self._shown, strict=True):
            made.append(attempts[min(at, len(attempts) - 1)] if attempts else None)
        return made

    def _found(self, answer: LiveAnswer | None) -> list[Artifact]:
        every = self._read.get(answer.id, (0, []))[1] if answer is not None else []
        return [one for one in every if not self._language or _name(one) == self._language]

    def _fill(self, answers: list[LiveAnswer | None]) -> Iterator[None]:
        self._filled = None
        self._building.stop()
        self._far.clear()
        self._taken_off += self._clear()
        cells = [one for one in self._taken_off if isinstance(one, ArtifactCell) and isValid(one)]
        shown = [cell for cell in cells if cell.stand.shown is not None]
        running = {(cell.answer.id if cell.answer else "", cell.artifact): cell for cell in shown}
        every = [_name(one) for _version, found in self._read.values() for one in found]
        self._offer(every)
        self.cells, self._heads = [], []
        for column, answer in enumerate(answers):
            self._grid.addWidget(self._head(column, answer), 0, column)
            self._grid.setColumnMinimumWidth(column, LEAST_COLUMN)
            self._grid.setColumnStretch(column, 1)
            self.cells.append([])
        for column, answer in enumerate(answers):
            for row, artifact in enumerate(self._found(answer)):
                # What runs goes on where it still has its place.
                known = running.pop((answer.id if answer else "", artifact), None)
                cell = known or self._cell(answer, artifact)
                self._grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignTop)
                if known is not None:
                    known.show()
                self.cells[column].append(cell)
                yield
        self._say_what_there_is(every)
        self.together.offer_rows()
        self._see_soon()
        stay = {id(cell) for column in self.cells for cell in column}
        while self._taken_off:
            widget = self._taken_off.pop()
            if id(widget) in stay:
                continue
            # At once: many together, a moment later, would hold the window up.
            if isinstance(widget, ArtifactCell) and isValid(widget):
                widget.end()
            elif isValid(widget):
                delete(widget)
            yield

    def _clear(self) -> list[QWidget]:
        """Empty the page; gives what stood on it."""
        old = []
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                old.append(widget)
        return old

    def _cell(self, answer: LiveAnswer | None, artifact: Artifact) -> ArtifactCell:
        runs = answer is not None and self._runs(artifact)
        cell = ArtifactCell(artifact, self._asking, self._theme, self._is_seen, self._columns, runs=runs)
        if answer is not None:
            cell.answer, cell.beside = answer, self._read[answer.id][1]
            self._keep_edits(cell, (answer.id, artifact.index))
        cell.answer_wanted.connect(lambda: self.opened.emit(answer, artifact.index))
        cell.link_clicked.connect(self.link_clicked)
        cell.drawn.connect(lambda: cell.scale_to(self._scale))
        cell.run_wanted.connect(lambda text: self.run_wanted.emit(cell, text))
        cell.row_wanted.connect(lambda: self.together.run_row_of(cell))
        cell.sight_wanted.connect(lambda: bring_into_sight(self.area, cell, self._theme.space.m))
        return cell

    def _runs(self, artifact: Artifact) -> bool:
        off = self._asking.scripts_off if artifact.language == "python" else not self._asking.pages_on
        return not off and self._can_run(artifact)

    def _say_what_there_is(self, every: list[str]) -> None:
        rows = max(map(len, self.cells), default=0)
        self._grid.setRowStretch(rows + 1, 1)
        count = sum(map(len, self.cells))
        words = self.tr("1 artifact") if count == 1 else self.tr("{0} artifacts").format(count)
        if not every:
            words = self.tr("These answers hold no fenced blocks: code, drawings or data would stand here.")
        self.told.setText(words)

    def _keep_edits(self, cell: ArtifactCell, key: tuple[str, int]) -> None:
        if key in self._edits:
            cell.resume(self._edits[key])

        def keep() -> None:
            made = cell.edit_made
            if made is not None:
                self._edits[key] = made
            else:
                self._edits.pop(key, None)

        cell.edited_further.connect(keep)

    def _offer(self, every: list[str]) -> None:
        names = sorted(set(every), key=lambda name: (-every.count(name), name))
        self.languages.clear()
        self.languages.addItem(self.tr("All kinds"), "")
        for name in names:
            self.languages.addItem(f"{name} ({every.count(name)})", name)
        self.languages.setCurrentIndex(max(0, self.languages.findData(self._language)))
        self.languages.setVisible(bool(names))

    def _choose_language(self, at: int) -> None:
        self._language = self.languages.itemData(at)
        self.keep_up()

    def _head(self, column: int, answer: LiveAnswer | None) -> QWidget:
        made = ColumnHead(column, self._names[column], self._theme, self._columns)
        made.stepped.connect(lambda by: self.step_attempt(column, by))
        made.run_wanted.connect(lambda: self.together.run_column(column))
        if sum(map(self._runs, self._found(answer))) > 1:
            made.offer_run()
        attempts = self._live.panes[column]
        if answer is not None and len(attempts) > 1:
            made.offer_attempts(attempts.index(answer), len(attempts))
        self._heads.append(made)
        return made

    def step_attempt(self, column: int, by: int) -> None:
        """Another version of what a model gave."""
        last = len(self._live.panes[column]) - 1
        self._shown[column] = max(0, min(self._shown[column] + by, last))
        self.keep_up()

    def look_at(self, answer: LiveAnswer | None) -> None:
        """Show this attempt of its model."""
        for column, attempts in enumerate(self._live.panes):
            if answer is not None and answer in attempts:
                self._shown[column] = attempts.index(answer)

    # drawing what is seen

    def _is_seen(self, cell: QWidget, beyond: float = 0.0) -> bool:
        # The columns' heads lie at the top: what is there beside them has not been laid out yet.
        if not self.isVisible() or cell.y() == 0:
            return False
        viewport = self.area.viewport()
        place = QRect(cell.mapTo(viewport, cell.rect().topLeft()), cell.size())
        more = round(viewport.height() * beyond)
        return place.intersects(viewport.rect().adjusted(0, -more, 0, more))

    def _see_soon(self) -> None:
        self._see_timer.start()

    def _see(self) -> None:
        self._building.begin(self._see_each())

    def _see_each(self) -> Iterator[None]:
        near = [cell for column in self.cells for cell in column if self._is_seen(cell, _BEYOND)]
        for cell in sorted(near, key=lambda cell: not self._is_seen(cell)):
            if isValid(cell):
                cell.build()
                self._far.wake(cell)
                yield
            if isValid(cell):
                if cell.waiting and self._is_seen(cell):
                    cell.begin()
                elif cell.view is not None and isinstance(cell.view.body, ImageBody):
                    self._asking.pixels.near(cell.view.body)

        self._far.rest_soon()

    def _scrolled(self) -> None:
        self._far.wake_seen()
        self._far.rest_soon()
        self._see_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what can be seen now."""
        super().showEvent(event)
        self._see_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other things can be seen."""
        super().resizeEvent(event)
        self._see_soon()

    # size

    def zoom_by(self, steps: int) -> None:
        """All pictures at one scale, a step larger or smaller; 0 is each as large as fits."""
        if not steps:
            self._scale = None
        else:
            at = self._scale or min(self._scales(), default=1.0)
            near = min(range(len(_STEPS)), key=lambda place: abs(_STEPS[place] - at))
            self._scale = _STEPS[max(0, min(near + steps, len(_STEPS) - 1))]
        for column in self.cells:
            for cell in column:
                cell.scale_to(self._scale)

    def _scales(self) -> list[float]:
        bodies = [cell.view.body for column in self.cells for cell in column if cell.view is not None]
        return [body.scale for body in bodies if isinstance(body, ImageBody)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; plus, minus and nought for the size."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_by(0)
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for button in self._buttons:
            button.set_theme(theme)
        for head in self._heads:
            head.set_theme(theme)
        for column in self.cells:
            for cell in column:
                cell.set_theme(theme)
        self._see_soon()


def _name(artifact: Artifact) -> str:
    return artifact.language or "text"
