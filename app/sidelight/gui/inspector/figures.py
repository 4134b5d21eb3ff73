# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The figures of an answer: tokens, cost, times, why it ended, and what was asked of the sampler."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sidelight.domain.generation import StopReason, estimated_tokens
from sidelight.gui.glview.plain import plain_tooltip
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer

THIN_SPACE = "\u2009"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what it is, its value, a quiet word behind it, and an explanation for the tooltip."""

    name: str
    value: str
    aside: str = ""
    meaning: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Figures", text)


def count(number: int) -> str:
    """A whole number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", THIN_SPACE)


def seconds(milliseconds: float) -> str:
    """A duration, as exact as a reader needs it."""
    spent = milliseconds / 1000
    if spent < 0.0995:
        return _tr("{n} ms").format(n=round(milliseconds))
    if spent < 9.95:
        return _tr("{n:.1f} s").format(n=spent)
    if spent < 119.5:
        return _tr("{n} s").format(n=round(spent))
    minutes, rest = divmod(round(spent), 60)
    return _tr("{m} min {s} s").format(m=minutes, s=rest)


def stop_word(answer: LiveAnswer) -> tuple[str, str]:
    """Why an answer ended, as a word and as a sentence."""
    if answer.interrupted:
        return _tr("interrupted"), _tr(
            "Sidelight ended while this answer was being written. What had arrived was kept."
        )
    reason = answer.stop_reason
    if reason is None:
        return _tr("being written"), _tr("The answer is still arriving.")
    if reason is StopReason.FAILED and answer.failure is not None:
        return _tr("failed"), answer.failure.sentence
    return {
        StopReason.COMPLETE: (_tr("complete"), _tr("The model said that it was done.")),
        StopReason.LENGTH: (
            _tr("length"),
            _tr("It came to the most tokens that an answer may have, so it is cut off."),
        ),
        StopReason.STOPPED: (_tr("stopped"), _tr("You stopped it. What had arrived was kept.")),
        StopReason.FILTERED: (_tr("filtered"), _tr("A content filter held the rest of the answer back.")),
        StopReason.TOOL: (_tr("tool"), _tr("The model asked for a tool instead of going on.")),
        StopReason.TRUNCATED: (
            _tr("truncated"),
            _tr("The stream ended without saying why. The answer may be incomplete."),
        ),
        StopReason.FAILED: (_tr("failed"), _tr("The answer did not come.")),
    }[reason]


def figures_of(answer: LiveAnswer) -> list[Figure]:
    """Everything worth a line, in the order in which it is read."""
    lines = _tokens(answer) + _cost(answer)
    timing = answer.timing
    if timing.ttft_ms is not None:
        lines.append(
            Figure(
                _tr("First token"), seconds(timing.ttft_ms), meaning=_tr("From sending to the first piece.")
            )
        )
    speed = answer.tokens_per_second
    if speed is not None:
        shown = f"{speed:.1f}" if speed < 10 else count(round(speed))
        lines.append(
            Figure(
                _tr("Speed"),
                _tr("{n} tok/s").format(n=shown),
                meaning=_tr("Tokens a second after the first piece."),
            )
        )
    if answer.elapsed_ms:
        lines.append(
            Figure(_tr("Total"), seconds(answer.elapsed_ms), meaning=_tr("From sending to the last piece."))
        )
    word, sentence = stop_word(answer)
    lines.append(Figure(_tr("Ended") if not answer.running else _tr("State"), word, meaning=sentence))
    return lines + _sampler(answer)


def _tokens(answer: LiveAnswer) -> list[Figure]:
    usage = answer.usage
    if usage is None:
        if not answer.text_length:
            return []
        guess = estimated_tokens(answer.text_length)
        return [Figure(_tr("Tokens out"), f"≈{THIN_SPACE}{count(guess)}", _tr("estimated"), _estimate())]
    if usage.source != "reported" and not answer.text_length and not answer.reasoning:
        # Nothing came: there is nothing to estimate.
        return []
    if usage.source == "reported":
        mark, aside, meaning = "", _tr("reported"), _tr("Counted by whoever served the model.")
    else:
        mark, aside, meaning = f"≈{THIN_SPACE}", _tr("estimated"), _estimate()
    lines = []
    if usage.input is not None:
        lines.append(Figure(_tr("Tokens in"), mark + count(usage.input), aside, meaning))
    if usage.output is not None:
        lines.append(Figure(_tr("Tokens out"), mark + count(usage.output), aside, meaning))
    if usage.reasoning:
        lines.append(
            Figure(
                _tr("Reasoning"),
                mark + count(usage.reasoning),
                meaning=_tr("How many of the tokens out were thought, not answer."),
            )
        )
    return lines


def money(amount: float, currency: str) -> str:
    """A sum, small ones with two figures that count: ``0.0042 USD``."""
    digits = 2 if amount >= 1 or amount == 0 else 1 - math.floor(math.log10(amount))
    return f"{amount:.{max(2, digits)}f}{THIN_SPACE}{currency}"


def _cost(answer: LiveAnswer) -> list[Figure]:
    cost = answer.cost
    if cost is None:
        return []
    told = _tr("By the prices of {day}.").format(day=cost.as_of)
    if cost.source == "reported":
        return [Figure(_tr("Cost"), money(cost.amount, cost.currency), meaning=told)]
    told += " " + _tr("Not all tokens were counted by whoever served the model.")
    return [Figure(_tr("Cost"), f"≈{THIN_SPACE}{money(cost.amount, cost.currency)}", _tr("estimated"), told)]


def _estimate() -> str:
    return _tr("Nobody reported a count: four characters are taken for a token.")


def _sampler(answer: LiveAnswer) -> list[Figure]:
    config = answer.config
    server = _tr("Left to whoever serves the model.")
    lines = [
        Figure(_tr("Temperature"), f"{config.temperature:g}")
        if config.temperature is not None
        else Figure(_tr("Temperature"), "–", meaning=server),
        Figure(_tr("Seed"), str(config.seed))
        if config.seed is not None
        else Figure(_tr("Seed"), "–", meaning=_tr("None was asked for.")),
    ]
    if config.top_p is not None:
        lines.append(Figure(_tr("Top p"), f"{config.top_p:g}"))
    if config.max_tokens is not None:
        lines.append(Figure(_tr("Max tokens"), count(config.max_tokens)))
    if config.reasoning_effort is not None:
        lines.append(Figure(_tr("Effort"), config.reasoning_effort))
    if config.stop:
        lines.append(Figure(_tr("Stop at"), ", ".join(map(repr, config.stop))))
    return lines


class Figures(QWidget):
    """The figures as a table of two columns. Showing the same again costs a comparison."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[Figure] = []
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.space.s, 0, theme.space.s, 0)
        self._grid.setHorizontalSpacing(theme.space.s)
        self._grid.setVerticalSpacing(theme.space.xs)
        self._grid.setColumnMinimumWidth(0, 96)
        self._grid.setColumnStretch(2, 1)
        self._font = theme.sans(13)
        self._font.setFeature(QFont.Tag("tnum"), 1)

    def show_figures(self, figures: list[Figure]) -> None:
        """Show these lines; only labels whose text changed are touched."""
        if figures == self._shown:
            return
        while len(self._rows) < len(figures):
            self._add_row()
        for at, labels in enumerate(self._rows):
            figure = figures[at] if at < len(figures) else None
            for label in labels:
                label.setVisible(figure is not None)
            if figure is None or (at < len(self._shown) and figure == self._shown[at]):
                continue
            for label, text in zip(labels, (figure.name, figure.value, figure.aside), strict=True):
                label.setText(text)
                label.setToolTip(plain_tooltip(figure.meaning))
        self._shown = list(figures)
        self.setAccessibleName("; ".join(f"{f.name} {f.value} {f.aside}".strip() for f in figures))

    def text(self) -> str:
        """What is shown, a line a figure."""
        return "\n".join(f"{f.name}\t{f.value}\t{f.aside}".rstrip() for f in self._shown)

    def _add_row(self) -> None:
        name, value, aside = QLabel(), QLabel(), QLabel()
        name.setProperty("kind", "quiet")
        aside.setProperty("kind", "small")
        value.setFont(self._font)
        row = len(self._rows)
        for column, label in enumerate((name, value, aside)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, row, column)
        self._rows.append((name, value, aside))
