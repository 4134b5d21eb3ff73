# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The one style sheet, made from the theme.

Widgets say what they are by a property, never how they look: ``kind`` is ``primary``, ``link``, ``example``,
``quiet``, ``segment``, ``chip`` or ``place`` for buttons; ``title``, ``heading``, ``quiet``, ``small``,
``bad``, ``warn``, ``warn-small`` or ``good`` for labels; ``rail``, ``popover``, ``card`` or
``hairline`` for frames.
"""

from __future__ import annotations

import re
from string import Template

from PySide6.QtWidgets import QApplication, QWidget

from sidelight.gui.theme import Theme

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $edge_of_popup; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[kind="title"] { font-size: 18px; }
QLabel[kind="heading"] { font-size: 15px; }
QLabel[kind="quiet"] { color: $quiet; }
QLabel[kind="small"] { color: $quiet; font-size: 11px; }
QLabel[kind="bad"] { color: $bad; }
QLabel[kind="warn"] { color: $warn; }
QLabel[kind="warn-small"] { color: $warn; font-size: 11px; }
QLabel[kind="good"] { color: $good; }

QFrame[kind="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[kind="popover"] { background: $raised; border: 1px solid $edge_of_popup; border-radius: 6px; }
QFrame[kind="card"] { background: $page; border: 1px solid $line; border-radius: 6px; }
QFrame[kind="card"][focused="true"] { border-color: $accent; }
QFrame[kind="hairline"] { background: $line; border: none; }
QFrame[kind="banner-info"] { background: $accent_quiet; border: none; border-bottom: 1px solid $line; }
QFrame[kind="banner-warn"] { background: $warn_quiet; border: none; border-bottom: 1px solid $line; }
QFrame[kind="banner-bad"] { background: $bad_quiet; border: none; border-bottom: 1px solid $line; }

QPushButton {
  background: $page; color: $text; border: 1px solid $line; border-radius: 4px;
  padding: 0 12px; min-height: 26px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $press; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $disabled; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_strong; border-color: $accent_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 0 11px; min-height: 24px; }
QPushButton[kind="primary"]:disabled { background: $press; color: $disabled; border-color: $press; }
QPushButton[kind="link"] {
  background: transparent; color: $accent; border: 1px solid transparent; padding: 0 4px; min-height: 22px;
}
QPushButton[kind="link"]:hover { background: $accent_quiet; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $press; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[kind="quiet"] { min-width: 22px; min-height: 22px; max-height: 22px; padding: 0; }
QToolButton[kind="quiet"]:checked { background: $accent_quiet; }
QToolButton[kind="place"]:checked { background: $press; }
QToolButton[kind="chip"] { background: $rail; border: 1px solid $line; font-size: 12px; }
QToolButton[kind="chip"]:hover { background: $hover; }
QToolButton[kind="chip"]:focus { border-color: $accent; }
QToolButton[kind="chip"][set="true"] { background: $accent_quiet; border-color: $accent_quiet; }
QToolButton[kind="chip"][set="wrong"] { border-color: $warn; }
QToolButton[kind="chip"][set="true"]:focus { border-color: $accent; }
QToolButton[kind="reason"] { background: $rail; border: 1px solid $line; font-size: 12px; padding: 2px 6px; }
QToolButton[kind="reason"]:hover { background: $hover; }
QToolButton[kind="reason"]:checked { background: $accent_quiet; border-color: $accent; }
QToolButton[kind="reason"]:focus { border-color: $accent; }
QToolButton[kind="example"] { background: $page; border: 1px solid $line; border-radius: 6px; }
QToolButton[kind="example"]:hover { background: $rail; }
QToolButton[kind="example"]:focus { border-color: $accent; }
QFrame[kind="model-chip"] { background: $rail; border: 1px solid $line; border-radius: 4px; }
QFrame[kind="model-chip"] QLabel { font-size: 12px; }

QFrame[kind="segments"] { background: $rail; border: 1px solid $line; border-radius: 4px; }
QToolButton[kind="segment"] {
  color: $quiet; border-radius: 3px; padding: 0 8px; min-height: 20px; max-height: 20px; font-size: 12px;
}
QToolButton[kind="segment"][bare="true"] { padding: 0; min-width: 26px; }
QToolButton[kind="segment"]:hover { color: $text; }
QToolButton[kind="segment"]:checked { background: $page; color: $text; border-color: $edge_of_popup; }
QToolButton[kind="segment"]:focus { border-color: $accent; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: $page; color: $text; border: 1px solid $line; border-radius: 4px;
  padding: 0 8px; min-height: 26px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: $accent; }
QLineEdit:disabled { color: $quiet; background: $rail; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0 8px; min-height: 0; }
QComboBox { padding-left: 10px; }
QComboBox::drop-down { border: none; width: 24px; }
QLineEdit[kind="bare"] { border: none; background: transparent; min-height: 36px; font-size: 15px; }
QLineEdit[wrong="true"] { border-color: $bad; }
QTextEdit, QPlainTextEdit {
  background: $page; color: $text; border: 1px solid $line; border-radius: 4px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QTextEdit:focus, QPlainTextEdit:focus { border-color: $accent; }
QPlainTextEdit[kind="bare"] { border: none; background: transparent; }

QListView {
  background: transparent; border: 1px solid transparent; outline: none; color: $text;
  selection-background-color: $accent_quiet; selection-color: $text;
}
QListWidget::item { padding: 0 8px; border-radius: 4px; color: $text; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $accent_quiet; }
QListWidget:focus { border-color: transparent; }
QListWidget::item:selected:focus { border: 1px solid $accent; padding: 0 7px; }
QFrame[kind="popover"] QListView:focus { border-color: transparent; }

QTableView, QTreeView {
  background: $page; color: $text; border: none; outline: none;
  selection-background-color: $accent_quiet; selection-color: $text;
}
QTableView::item { padding: 0 8px; border: none; border-bottom: 1px solid $line; }
QTreeView::item { padding: 0 4px; border: none; }
QTableView::item:selected, QTreeView::item:selected { background: $accent_quiet; color: $text; }
QHeaderView { background: $page; border: none; }
QHeaderView::section { background: $page; color: $quiet; border: none; padding: 0 8px; }
QHeaderView::section:horizontal { border-bottom: 1px solid $line; }
QTableCornerButton::section { background: $page; border: none; border-bottom: 1px solid $line; }
QTextBrowser[kind="bare"] { border: none; background: $page; }

QMenu { background: $raised; color: $text; border: 1px solid $edge_of_popup; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; }
QMenu::icon { padding-left: 4px; }
QMenu::item:selected { background: $accent_quiet; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }

QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal {
  background: $page; border: 2px solid $accent; width: 10px; margin: -5px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus { background: $accent; }
""")

TOKENS = (
    "page",
    "rail",
    "line",
    "text",
    "quiet",
    "accent",
    "accent_quiet",
    "accent_strong",
    "on_accent",
    "good",
    "bad",
    "bad_quiet",
    "warn",
    "warn_quiet",
    "hover",
    "press",
    "raised",
    "edge_of_popup",
    "disabled",
    "scroll",
)


LOOKS = ("light", "dark")
_RULE = re.compile(r"([^{}]+)(\{[^}]*\})")


def style_sheet(theme: Theme) -> str:
    """The window's style sheet in one theme's colours."""
    return _SHEET.substitute({token: theme.css(token) for token in TOKENS})


def sheet_of_all_looks() -> str:
    """One style sheet with the colours of every look; a window's object name says which of them holds.

    Qt dresses all widgets of a window at once in a new style sheet. This one stays: after another name each
    widget takes the other colours when it is polished, and that can be spread over turns.
    """
    rules = []
    for look in LOOKS:
        for selectors, body in _RULE.findall(style_sheet(Theme.load(look))):
            own = ", ".join(f"#{look} {selector.strip()}" for selector in selectors.split(","))
            rules.append(f"{own} {body}")
    return "\n".join(rules)


def take_look(application: QApplication, window: QWidget, theme: Theme) -> None:
    """Have the whole program's palette, and the name by which the window's widgets find their colours."""
    application.setPalette(theme.palette())
    window.setObjectName(theme.name)


def dress(application: QApplication, window: QWidget, theme: Theme) -> None:
    """Give the whole program a theme at once: Qt's own palette and font, and the window's style sheet.

    See ``dressing.py`` for a window that is at work.
    """
    if application.style().objectName().casefold() != "fusion":
        application.setStyle("Fusion")
    application.setFont(theme.sans())
    take_look(application, window, theme)
    window.setStyleSheet(sheet_of_all_looks())
