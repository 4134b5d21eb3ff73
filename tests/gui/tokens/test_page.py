# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the place Tokens, with the real encodings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from sidelight import resources
from sidelight.gui.actions import Actions
from sidelight.gui.theme import Theme
from sidelight.gui.tokens.page import TokensPage
from sidelight.tokens.encodings import Encodings
from sidelight.tokens.tokenizing import tokenize
from sidelight.workbench.cutting import Cutting

PATIENCE_MS = 100_000


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def page(qtbot, settings):
    window = QWidget()
    theme = Theme.load("light")
    cutting = Cutting(resources.path("ranks"))
    made = TokensPage(cutting, Actions(window, theme), theme, settings, window)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    made.resize(1000, 700)
    with qtbot.waitExposed(window):
        window.show()
    made.enter()
    yield made
    made.leave()
    cutting.close()


@pytest.fixture
def settled(qtbot, page):
    """Waits until every column shows the tokens of the text that stands in the box."""

    def wait():
        qtbot.waitUntil(
            lambda: not page._wait.isActive() and not any(column.busy for column in page.columns),
            timeout=PATIENCE_MS,
        )

    wait()
    return wait


def figures(page):
    return {column.encoding: column.figure.text() for column in page.columns}


def test_typed_text_is_cut_by_each_encoding(page, settled, qtbot):
    text = "Uniform tokenization (12345)"
    qtbot.keyClicks(page.box, text)
    settled()
    encodings = Encodings(resources.path("ranks"))
    assert figures(page) == {
        name: f"{tokenize(text, encodings.get(name)).count} tokens"
        for name in ("o200k_base", "cl100k_base", "gpt2")
    }


def test_a_token_chosen_in_one_column_is_chosen_in_all(page, settled, qtbot):
    page.show_text("Apple banana 12345678")
    settled()
    first, *others = page.columns
    point = QPoint(
        page._theme.space.m + int(first.grid._advance * 7), page._theme.space.s + first.grid._line // 2
    )
    qtbot.mouseClick(first.grid.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert "“ banana”" in first.detail.text()
    assert "20 62 61 6e 61 6e 61" in first.detail.text()
    assert all(column.grid.current == 1 for column in others)
    qtbot.keyClick(first.grid, Qt.Key.Key_Left)
    assert "“Apple”" in first.detail.text()


def test_names_of_special_tokens_are_pointed_out(page, settled):
    page.show_text("before <|endoftext|> behind")
    settled()
    assert all(column.warning.isVisible() for column in page.columns)
    assert "<|endoftext|>" in page.columns[0].warning.text()
    page.show_text("nothing of the kind")
    settled()
    assert not any(column.warning.isVisible() for column in page.columns)


def test_the_menu_puts_a_special_token_into_the_text(page, settled):
    column = page.columns[1]
    column._fill_menu()
    action = next(action for action in column._menu.actions() if action.text().startswith("<|fim_suffix|>"))
    assert action.text().endswith("100260")
    action.trigger()
    assert page.box.exact_text() == "<|fim_suffix|>"


def test_ids_can_be_copied(page, settled):
    page.show_text("hello world")
    settled()
    page.columns[2]._copy_ids()
    assert QGuiApplication.clipboard().text() == "31373, 995"


def test_columns_are_added_taken_away_and_remembered(page, settled, settings):
    page.show_text("some text")
    page.add_column()
    settled()
    assert figures(page)["r50k_base"] == "2 tokens"
    page.columns[0].close_wanted.emit()
    assert settings.value("tokens/encodings") == "cl100k_base,gpt2,r50k_base"
    page.columns[0].box.setCurrentText("o200k_harmony")
    settled()
    assert figures(page)["o200k_harmony"] == "2 tokens"
    assert settings.value("tokens/encodings") == "o200k_harmony,gpt2,r50k_base"


def test_a_megabyte_is_cut_while_the_window_goes_on(page, settled, qtbot):
    beats = []
    beat = QTimer(page, interval=5)
    beat.timeout.connect(lambda: beats.append(True))
    text = "Sidelight compares language models, честно и 公平に. " * 20_000
    page.show_text(text)
    beats.clear()
    beat.start()
    settled()
    beat.stop()
    assert figures(page)["o200k_base"] == f"{page.columns[0]._cut.tokenized.count:,} tokens"
    assert b"".join(page.columns[0]._cut.tokenized.pieces) == text.encode()
    assert len(beats) >= 20


def test_text_that_cannot_be_cut_says_so_and_the_next_is_cut(page, settled):
    page.show_text(" " * 1_000_000)
    settled()
    assert "too many blanks in a row" in page.columns[0].warning.text()
    assert page.columns[0].figure.text() == "–"
    page.show_text("fine again")
    settled()
    assert figures(page)["gpt2"] == "2 tokens"
