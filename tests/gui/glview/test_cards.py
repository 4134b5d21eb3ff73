# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from sidelight.domain.errors import SandboxRefused
from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.traceback import Traceback
from sidelight.gui.glview.words import Trouble

REFUSED = SandboxRefused("Nothing here can hold it.", "Install bubblewrap.")


@pytest.mark.parametrize("width", [700, 420, 330])
def test_the_line_at_fault_is_cut_between_words(qtbot, theme, window, width):
    source = "glDrawElements(GL_TRIANGLES, len(indices), GL_UNSIGNED_INT, element_buffer_offset)"
    found = Traceback("GLError: no", 12, "draw", source)
    card = TroubleCard(Trouble("GLError: no", traceback=found), theme)
    window.layout().addWidget(card)
    card.setFixedWidth(width)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: card.width() == width)
    shown = card.source.text()
    assert card.source.fontMetrics().horizontalAdvance(shown) <= card.source.width()
    assert shown.endswith("…")
    kept = shown.removesuffix("…")
    assert source.startswith(kept)
    assert not (kept[-1].isalnum() and source[len(kept)].isalnum())
    assert "element_buffer_offset" in card.source.toolTip()


@pytest.mark.parametrize("width", [420, 224, 150])
def test_no_button_of_a_narrow_card_is_cut(qtbot, theme, window, width):
    card = TroubleCard(Trouble("Error: three is too many", advice="The page goes on."), theme)
    window.layout().addWidget(card)
    with qtbot.waitExposed(window):
        window.show()
    window.layout().removeWidget(card)
    card.setGeometry(0, 0, width, card.heightForWidth(width))
    card.layout().activate()
    boxes = []
    for button in (card.restart_button, card.edit_button, card.output_button):
        assert button.width() >= button.sizeHint().width()
        box = QRect(button.mapTo(card, QPoint(0, 0)), button.size())
        assert card.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes)
        boxes.append(box)


@pytest.fixture
def card(qtbot, theme, window):
    made = RefusalCard(REFUSED, theme, may_consent=True)
    window.layout().addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    made.given = []
    made.consent_given.connect(lambda: made.given.append(1))
    return made


def test_no_consent_is_offered_unless_it_may_be(theme):
    assert RefusalCard(REFUSED, theme).consent is None


def test_consent_takes_a_typed_word_and_a_press(qtbot, card):
    consent = card.consent
    assert not consent.details.isVisible()
    with qtbot.waitSignal(card.height_wanted) as told:
        qtbot.mouseClick(consent.open_button, Qt.MouseButton.LeftButton)
    assert told.args == [card.full_height(card.width())]
    assert "read, change and delete your files" in consent.warning.text()
    assert "recorded" in consent.warning.text()
    qtbot.waitUntil(consent.field.hasFocus)
    qtbot.mouseClick(consent.run_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(consent.field, "run")
    assert not consent.run_button.isEnabled()
    consent.field.clear()
    qtbot.keyClicks(consent.field, "RUN")
    assert consent.run_button.isEnabled()
    assert card.given == []
    qtbot.mouseClick(consent.run_button, Qt.MouseButton.LeftButton)
    assert card.given == [1]


def test_enter_is_no_consent_and_none_is_remembered(qtbot, card):
    consent = card.consent
    consent.set_open(True)
    qtbot.keyClicks(consent.field, "RUN")
    qtbot.keyClick(consent.field, Qt.Key.Key_Return)
    qtbot.keyClick(consent.field, Qt.Key.Key_Enter)
    assert card.given == []
    qtbot.mouseClick(consent.run_button, Qt.MouseButton.LeftButton)
    assert card.given == [1]
    assert not consent.details.isVisible()
    consent.set_open(True)
    assert consent.field.text() == ""
    assert not consent.run_button.isEnabled()


@pytest.mark.parametrize("width", [640, 420, 260])
def test_nothing_of_the_warning_is_cut(qtbot, card, window, width):
    window.layout().removeWidget(card)
    card.consent.set_open(True)

    def fits():
        card.setGeometry(0, 0, width, card.full_height(width))
        warning, details = card.consent.warning, card.consent.details
        assert warning.height() >= warning.heightForWidth(warning.width())
        bottom = card.consent.run_button.mapTo(card, card.consent.run_button.rect().bottomLeft()).y()
        assert bottom < card.height()
        assert details.width() <= width

    qtbot.waitUntil(fits)
