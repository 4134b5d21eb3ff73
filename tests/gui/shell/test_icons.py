# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sidelight.gui import icons
from sidelight.gui.theme import Theme

MODE, STATE = QIcon.Mode, QIcon.State


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme.load("light")


@pytest.mark.parametrize(
    ("mode", "state", "token"),
    [
        (MODE.Normal, STATE.Off, "quiet"),
        (MODE.Active, STATE.Off, "quiet"),
        (MODE.Selected, STATE.Off, "quiet"),
        (MODE.Normal, STATE.On, "accent"),
        (MODE.Disabled, STATE.Off, "disabled"),
        (MODE.Disabled, STATE.On, "disabled"),
    ],
)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
def test_a_state_has_its_colour_at_every_scale(
    theme: Theme, mode: QIcon.Mode, state: QIcon.State, token: str, scale: float
) -> None:
    drawn = icons.icon("copy", theme).pixmap(QSize(16, 16), scale, mode, state)
    expected = icons.pixmap("copy", theme.css(token), 16, scale)
    assert drawn.toImage() == expected.toImage()
    assert drawn.devicePixelRatio() == scale


def test_an_icon_is_no_larger_than_it_was_made_for_and_can_be_smaller(theme: Theme) -> None:
    made = icons.icon("copy", theme, 16)
    assert made.actualSize(QSize(40, 40)) == QSize(16, 16)
    assert made.actualSize(QSize(12, 12)) == QSize(12, 12)
    assert made.pixmap(QSize(12, 12)).size() == QSize(12, 12)


def test_it_is_painted_in_the_middle(theme: Theme) -> None:
    def painted(place: QRect) -> QImage:
        image = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        icons.icon("copy", theme, 16).paint(painter, place)
        painter.end()
        return image

    assert painted(QRect(0, 0, 60, 60)) == painted(QRect(22, 22, 16, 16))
    empty = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
    empty.fill(0)
    assert painted(QRect(0, 0, 60, 60)) != empty


def test_nothing_is_drawn_before_it_is_seen(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = icons.pixmap
    monkeypatch.setattr(icons, "pixmap", lambda name, *rest: drawn.append(name) or real(name, *rest))
    made = icons.icon("copy", theme)
    assert drawn == []
    made.pixmap(16, 16)
    made.pixmap(16, 16)
    assert drawn == ["copy"]


def test_icons_outlive_what_made_them_and_can_be_changed(theme: Theme, qtbot: QtBot) -> None:
    kept = [QIcon(icons.icon("copy", theme)) for _ in range(300)]
    for one in kept[::3]:
        one.setIsMask(True)  # Qt copies the engine first
    gc.collect()
    expected = icons.pixmap("copy", theme.css("quiet"), 16).toImage()
    assert all(one.pixmap(16, 16).toImage() == expected for one in kept)
    button = QPushButton(kept[0], "")
    qtbot.addWidget(button)
    kept.clear()
    gc.collect()
    with qtbot.waitExposed(button):
        button.show()
    assert not button.grab().isNull()
