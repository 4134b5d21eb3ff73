# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One encoding's way of cutting the text: how many tokens, which, and what each of them is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.awaited import Awaited
from sidelight.gui.choice import Choice
from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme
from sidelight.gui.tokens.grid import TokenGrid

if TYPE_CHECKING:
    from sidelight.tokens.flow import Flow
    from sidelight.workbench.cutting import Cut, Cutting

PATIENCE_MS = 400
"""Milliseconds after which old figures are taken away while new ones are still being found."""

MOST_IDS = 200_000
"""Ids that are copied at once; more would make a clipboard of several megabytes."""


class TokenColumn(QFrame):
    """The column.

    Signals:
        chosen: a token was chosen (the offsets of its first byte and of the one behind its last).
        encoding_changed: another encoding is wanted here.
        special_wanted: a special token's name is to be put into the text.
        close_wanted: the column is not wanted any more.
    """

    chosen = Signal(int, int)
    encoding_changed = Signal()
    special_wanted = Signal(str)
    close_wanted = Signal()

    def __init__(self, cutting: Cutting, encoding: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._cutting = cutting
        self._theme = theme
        self._text = ""
        self._cut: Cut | None = None
        self._pending: list[Future[Cut] | Future[Flow]] = []
        self._awaited = Awaited(self)
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._late.timeout.connect(self._say_cutting)
        self.box = Choice(self)
        self.box.addItems(cutting.names)
        self.box.setCurrentText(encoding)
        self.box.setAccessibleName(self.tr("Encoding"))
        self.box.setToolTip(self.tr("Which encoding cuts the text here"))
        self.special_button = self._button("more", self.tr("Special tokens, and copying"))
        self.special_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.special_button.setMenu(self._menu)
        self.close_button = self._button("close", self.tr("Take this encoding away"))
        self.close_button.clicked.connect(self.close_wanted)
        self.figure = QLabel(self)
        self.figure.setProperty("kind", "heading")
        self.grid = TokenGrid(theme, self)
        self.detail = self._line(self.tr("What the chosen token is"))
        self.warning = self._line(self.tr("Special tokens in the text"))
        self.warning.setProperty("kind", "warn-small")
        self._lay_out(theme)
        self.box.currentTextChanged.connect(lambda _name: self._begin())
        self.box.currentTextChanged.connect(lambda _name: self.encoding_changed.emit())
        self.grid.chosen.connect(self._choose)
        self.grid.columns_changed.connect(lambda _columns: self._lay_out_rows())

    @property
    def encoding(self) -> str:
        """The encoding that cuts here."""
        return self.box.currentText()

    @property
    def busy(self) -> bool:
        """Whether the figures are still those of an older text."""
        return bool(self._pending)

    def show_text(self, text: str) -> None:
        """Cut another text; the old tokens stay until the new ones are there."""
        self._text = text
        self._begin()

    def mark_bytes(self, start: int, end: int) -> None:
        """Choose the tokens that hold any of these bytes of the text."""
        if self._cut is None or not self._cut.ends:
            return
        ends = self._cut.ends
        first = bisect_right(ends, start)
        last = min(bisect_left(ends, end), len(ends) - 1)
        self.grid.mark(first, last, reveal=True)
        self._describe(first, last)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.grid.set_theme(theme)
        self.special_button.setIcon(icon("more", theme))
        self.close_button.setIcon(icon("close", theme))

    def leave(self) -> None:
        """Wait for nothing any more."""
        self._forget_pending()

    # cutting

    def _begin(self) -> None:
        self._forget_pending()
        future = self._cutting.cut(self._text, self.encoding)
        self._pending.append(future)
        self._awaited.add(future, self._take_cut)
        self._late.start()

    def _say_cutting(self) -> None:
        self.figure.setText(self.tr("Cutting …"))

    def _forget_pending(self) -> None:
        self._late.stop()
        self._awaited.stop()
        for future in self._pending:
            future.cancel()
        self._pending.clear()

    def _take_cut(self, future: Future[Cut]) -> None:
        self._pending.remove(future)
        self._late.stop()
        try:
            self._cut = future.result()
        except CancelledError:
            return
        except SidelightError as error:
            self._cut = None
            self.figure.setText("–")
            self.warning.setText(error.sentence)
            self.warning.show()
            self.detail.clear()
            self.grid.show_flow(None)
            return
        count, characters = self._cut.tokenized.count, len(self._text)
        self.figure.setText(self.tr("1 token") if count == 1 else self.tr("{0} tokens").format(f"{count:,}"))
        rate = f"{characters / count:.1f}" if count else "–"
        self.figure.setToolTip(self.tr("{0} characters a token").format(rate))
        names = self._cut.tokenized.special
        self.warning.setVisible(bool(names))
        self.warning.setText(
            self.tr("{0} stands in the text and is taken as plain text.").format(_named(names))
            if len(names) == 1
            else self.tr("Special tokens stand in the text and are taken as plain text: {0}").format(
                _named(names)
            )
        )
        self.detail.setText(self.tr("{0} characters a token. Choose one to see what it is.").format(rate))
        self._lay_out_rows()

    def _lay_out_rows(self) -> None:
        if self._cut is None:
            return
        future = self._cutting.lay_out(self._cut, self.grid.columns)
        self._pending.append(future)
        self._awaited.add(future, self._take_rows)

    def _take_rows(self, future: Future[Flow]) -> None:
        self._pending.remove(future)
        if not future.cancelled():
            self.grid.show_flow(future.result(), self._special_pieces())

    def _special_pieces(self) -> frozenset[int]:
        """The tokens that hold a piece of a special token's name."""
        if self._cut is None or not self._cut.tokenized.special:
            return frozenset()
        ends = self._cut.ends
        found: set[int] = set()
        for special in self._cut.tokenized.special:
            start = len(self._text[: special.at].encode("utf-8", "replace"))
            end = start + len(special.text.encode())
            found.update(range(bisect_right(ends, start), bisect_left(ends, end) + 1))
        return frozenset(found)

    # one token

    def _choose(self, piece: int) -> None:
        if self._cut is not None and 0 <= piece < len(self._cut.ends):
            self.chosen.emit(self._cut.ends[piece - 1] if piece else 0, self._cut.ends[piece])

    def _describe(self, first: int, last: int) -> None:
        if self._cut is None:
            return
        found = self._cut.tokenized
        if last > first:
            ids = ", ".join(map(str, found.ids[first : last + 1][:8]))
            self.detail.setText(
                self.tr("Tokens {0} to {1} of {2}: {3}").format(first + 1, last + 1, found.count, ids)
            )
            return
        piece = found.pieces[first]
        self.detail.setText(
            self.tr("Token {0} of {1} · id {2} · “{3}” · bytes {4}").format(
                first + 1,
                found.count,
                found.ids[first],
                piece.decode("utf-8", "backslashreplace").replace("\n", "↵"),
                piece.hex(" ") if len(piece) <= 24 else piece[:24].hex(" ") + " …",
            )
        )

    # the menu

    def _fill_menu(self) -> None:
        self._menu.clear()
        copy = self._menu.addAction(self.tr("Copy the ids"))
        copy.setEnabled(self._cut is not None and bool(self._cut.tokenized.ids))
        copy.triggered.connect(self._copy_ids)
        self._menu.addSeparator()
        heading = self._menu.addAction(self.tr("Put a special token's name into the text:"))
        heading.setEnabled(False)
        for name, number in self._specials():
            action = self._menu.addAction(f"{name}   {number}")
            action.triggered.connect(lambda _checked=False, name=name: self.special_wanted.emit(name))

    def _specials(self) -> Sequence[tuple[str, int]]:
        try:
            return self._cutting.special(self.encoding).result(timeout=1.0)
        except (SidelightError, TimeoutError):
            return ()

    def _copy_ids(self) -> None:
        if self._cut is not None:
            ids = self._cut.tokenized.ids[:MOST_IDS]
            QGuiApplication.clipboard().setText(", ".join(map(str, ids)))

    # how it is built

    def _button(self, drawing: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setIcon(icon(drawing, self._theme))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _line(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("kind", "small")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAccessibleName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        head = QHBoxLayout()
        head.setSpacing(space.xs)
        head.addWidget(self.box)
        head.addStretch(1)
        head.addWidget(self.figure)
        head.addSpacing(space.xs)
        head.addWidget(self.special_button)
        head.addWidget(self.close_button)
        head.setContentsMargins(space.m, space.s, space.s, space.xs)
        foot = QVBoxLayout()
        foot.setContentsMargins(space.m, space.xs, space.m, space.s)
        foot.setSpacing(2)
        foot.addWidget(self.warning)
        foot.addWidget(self.detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.grid, 1)
        layout.addLayout(foot)
        self.warning.hide()
        # Two lines, so that the rows above do not move when a token is chosen.
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)


def _named(names: Sequence[object]) -> str:
    texts = list(dict.fromkeys(str(getattr(name, "text", name)) for name in names))
    return ", ".join(texts[:6]) + (" …" if len(texts) > 6 else "")
