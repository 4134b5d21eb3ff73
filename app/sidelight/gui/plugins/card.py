# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One plugin in full: facts, its switch, its quarantine, its settings, its place in the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sidelight.gui.choice import Choice
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.plugins.words import held, origin, state_of, use_of
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rendering import Plugin

_MOST = 10_000_000
_ERROR_HEIGHT = 96
Rivals = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""For each language that several plugins show: its name, and their ids and names, the first one first."""


class PluginCard(QWidget):
    """What is known of a plugin, and what can be done with it.

    Signals:
        enabled: it is to be on or off.
        forgiven: it is to be let out of quarantine.
        consented: its widgets may run in this window, or no longer.
        set: a setting of its own is another now (key, value).
        preferred: for a language this plugin goes first (language, id).
    """

    enabled = Signal(bool)
    forgiven = Signal()
    consented = Signal(bool)
    set = Signal(str, object)
    preferred = Signal(str, str)

    def __init__(self, plugin: Plugin, rivals: Rivals, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.space.xl, theme.space.l, theme.space.xl, theme.space.l)
        self._layout.setSpacing(theme.space.m)
        info = plugin.info
        word, _token = state_of(plugin)
        self._say(plugin.name, "heading")
        self._say(info.description if info is not None else plugin.problem, "" if info else "bad")
        self.forgive_button: WordButton | None = None
        self.consent_button: WordButton | None = None
        if plugin.quarantined:
            self._quarantine(plugin)
        if info is not None and info.isolation == "inprocess":
            self._consent(plugin)
        if plugin.stale:
            self._banner(
                self.tr(
                    "It was changed since it began to run inside this window. Start Sidelight again to see "
                    "it as it is now."
                )
            )
        self.switch = QCheckBox(self.tr("Use this plugin"), self)
        self.switch.setChecked(plugin.enabled)
        self.switch.setVisible(info is not None)
        self.switch.toggled.connect(self.enabled)
        self._layout.addWidget(self.switch)
        self._facts(
            (self.tr("State"), word),
            use_of(plugin),
            (self.tr("Package"), origin(plugin)),
            (self.tr("Version"), info.version if info is not None else ""),
            (self.tr("Held"), held(plugin) if info is not None else ""),
        )
        self.fields: dict[str, QWidget] = {}
        if info is not None and info.settings:
            self._settings(plugin)
        self.orders: dict[str, Choice] = {}
        if rivals:
            self._order(plugin, rivals)
        if plugin.last_error:
            self._say(self.tr("What went wrong last"), "quiet")
            self.error = QPlainTextEdit(plugin.last_error, self)
            self.error.setReadOnly(True)
            self.error.setFont(theme.mono(12))
            self.error.setFixedHeight(_ERROR_HEIGHT)
            self.error.setAccessibleName(self.tr("What went wrong last"))
            self._layout.addWidget(self.error)
        self._layout.addStretch(1)

    def _say(self, words: str, kind: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(label)
        return label

    def _facts(self, *facts: tuple[str, str]) -> None:
        form = self._form()
        for name, value in facts:
            if value:
                told = QLabel(value, self)
                told.setTextFormat(Qt.TextFormat.PlainText)
                told.setWordWrap(True)
                told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                form.addRow(self._quiet(name), told)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(self._theme.space.l)
        form.setVerticalSpacing(self._theme.space.xs)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.addLayout(form)
        return form

    def _quiet(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("kind", "quiet")
        return label

    def _banner(self, words: str, *buttons: QWidget) -> None:
        frame = QFrame(self)
        frame.setProperty("kind", "banner-warn")
        row = QHBoxLayout(frame)
        row.setContentsMargins(
            self._theme.space.m, self._theme.space.s, self._theme.space.s, self._theme.space.s
        )
        told = QLabel(words, frame)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        row.addWidget(told, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(frame)

    def _quarantine(self, plugin: Plugin) -> None:
        self.forgive_button = WordButton(self.tr("Allow again"), parent=self)
        self.forgive_button.clicked.connect(self.forgiven)
        words = self.tr("It crashed {0} times in a row and is not used until you allow it again.")
        self._banner(words.format(plugin.crashes), self.forgive_button)

    def _consent(self, plugin: Plugin) -> None:
        if plugin.consented:
            self.consent_button = WordButton(self.tr("Withdraw"), parent=self)
            words = self.tr("You let this version run inside the window.")
        else:
            self.consent_button = WordButton(self.tr("Let it run…"), parent=self)
            words = self.tr("It brings widgets that run inside the window, without any sandbox.")
        self.consent_button.clicked.connect(lambda: self.consented.emit(not plugin.consented))
        self._banner(words, self.consent_button)

    # its settings

    def _settings(self, plugin: Plugin) -> None:
        assert plugin.info is not None
        self._say(self.tr("Settings"), "quiet")
        form = self._form()
        for setting in plugin.info.settings:
            value = plugin.settings.get(setting.key, setting.default)
            field = self._field(setting.type, value, setting.choices, partial(self.set.emit, setting.key))
            field.setAccessibleName(setting.label)
            self.fields[setting.key] = field
            form.addRow(self._quiet(setting.label), field)

    def _field(
        self, kind: str, value: object, choices: Sequence[str], tell: Callable[[object], None]
    ) -> QWidget:
        if kind == "bool":
            box = QCheckBox(self)
            box.setChecked(bool(value))
            box.toggled.connect(tell)
            return box
        if kind == "integer":
            whole = QSpinBox(self)
            whole.setRange(-_MOST, _MOST)
            whole.setValue(int(str(value)))
            whole.valueChanged.connect(tell)
            return whole
        if kind == "number":
            number = QDoubleSpinBox(self)
            number.setRange(-_MOST, _MOST)
            number.setDecimals(3)
            number.setValue(float(str(value)))
            number.valueChanged.connect(tell)
            return number
        if kind == "choice":
            choice = Choice(self)
            choice.addItems(list(choices))
            choice.setCurrentText(str(value))
            choice.currentTextChanged.connect(tell)
            return choice
        line = QLineEdit(str(value), self)
        line.editingFinished.connect(lambda: tell(line.text()))
        return line

    # the order

    def _order(self, plugin: Plugin, rivals: Rivals) -> None:
        self._say(self.tr("Which plugin goes first"), "quiet")
        form = self._form()
        for language, plugins in rivals:
            choice = Choice(self)
            for identifier, name in plugins:
                choice.addItem(name, identifier)
            name = language or self.tr("blocks without a language")
            choice.setAccessibleName(self.tr("First for {0}").format(name))
            choice.activated.connect(partial(self._prefer, language, choice))
            self.orders[language] = choice
            form.addRow(self._quiet(name), choice)

    def _prefer(self, language: str, choice: Choice, at: int) -> None:
        self.preferred.emit(language, choice.itemData(at))
