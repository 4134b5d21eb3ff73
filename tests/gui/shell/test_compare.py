# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.shell.stand_ins import BROKEN, COUNT, CUBE, LINES, MOON, TALK, plain_rooms, quiet_desk
from sidelight.domain.review import Span
from sidelight.gui.choosing.model_rows import CHOSEN_ROLE
from sidelight.gui.compare.deck import TILE_WIDTH, tile_rows
from sidelight.gui.compare.second_click import DEAF_S
from sidelight.gui.compare.short_names import short_name
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.store.project import ProjectFile

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def line_up(window, count):
    """Choose ``count`` models; the same two over and over."""
    asking, models = window.page.asking, window.page.desk.models()
    while asking.models:
        asking.remove(0)
    for place in range(count):
        asking.add(models[place % 2])


def texts(window):
    return [pane.view.text() for pane in window.page.panes]


# asking


def test_a_prompt_goes_to_both_models_and_their_answers_appear(window, ask):
    live = ask(window, MOON)
    assert live.prompt == MOON
    assert [pane.tab.name for pane in window.page.panes] == ["Amber Large", "Coral Mini"]
    assert texts(window) == [answer.text for answer in live.answers()]
    assert all(pane.view.finished for pane in window.page.panes)
    assert all(pane.state.shape == "disc" for pane in window.page.panes)
    assert window.page.composer.box.exact_text() == ""


def test_an_empty_prompt_is_answered_with_a_sentence_where_it_happened(window, qtbot):
    window.page.composer.box.set_exact_text("  \n ")
    qtbot.mouseClick(window.page.composer.send_button, Qt.MouseButton.LeftButton)
    assert "prompt" in window.page.composer.error()
    assert window.page.live is None
    qtbot.keyClicks(window.page.composer.box, "x")
    assert window.page.composer.error() == ""


def test_the_sentence_goes_when_one_works_elsewhere(window, qtbot, ask):
    composer, page = window.page.composer, window.page
    old = ask(window, MOON)

    def wrong():
        page.rounds.send()
        assert composer.error()

    wrong()
    qtbot.mouseClick(composer.send_button, Qt.MouseButton.LeftButton)
    assert composer.error()
    page.panes[0].take_focus()
    assert composer.error() == ""
    wrong()
    page.begin_new()
    assert composer.error() == ""
    wrong()
    page.open(old.comparison.id)
    assert composer.error() == ""


def test_no_model_is_answered_with_a_sentence(window, qtbot):
    line_up(window, 0)
    window.page.composer.box.set_exact_text(MOON)
    window.page.rounds.send()
    assert "model" in window.page.composer.error()
    assert window.page.composer.box.exact_text() == MOON


def test_send_turns_into_stop_and_esc_stops(window, qtbot, ask):
    live = ask(window, TALK, wait=False)
    assert window.page.composer.send_button.text() == "Stop"
    qtbot.waitUntil(lambda: live.answers()[0].text_length > 0, timeout=100_000)
    qtbot.keyClick(window.page.composer.box, Qt.Key.Key_Escape)
    ask.done(window)
    assert window.page.composer.send_button.text() == "Send"
    assert [pane.state.word for pane in window.page.panes] == ["stopped", "stopped"]
    assert all("stopped" in pane.view.notices[-1] for pane in window.page.panes)
    assert texts(window)[0]


def test_stop_by_the_button_and_one_pane_by_its_own(window, qtbot, ask):
    live = ask(window, TALK, wait=False)
    qtbot.waitUntil(lambda: live.answers()[1].text_length > 0, timeout=100_000)
    for place in (window.page.composer, window.page.panes[1].tools):
        place.second_click.now = lambda: time.monotonic() + DEAF_S
    qtbot.mouseClick(window.page.panes[1].tools.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not live.answers()[1].running, timeout=100_000)
    assert live.answers()[0].running
    qtbot.mouseClick(window.page.composer.send_button, Qt.MouseButton.LeftButton)
    ask.done(window)
    assert not live.running


def test_a_double_click_on_send_or_again_does_not_stop(window, qtbot, ask, monkeypatch):
    stopped = []
    monkeypatch.setattr(window.page.desk.comparing, "stop", stopped.append)
    monkeypatch.setattr(window.page.desk.comparing, "stop_all", stopped.append)
    page = window.page
    page.composer.second_click.now = lambda: 7.0
    page.composer.box.set_exact_text(COUNT)
    for _ in range(2):
        qtbot.mouseClick(page.composer.send_button, Qt.MouseButton.LeftButton)
    assert page.live.running
    assert stopped == []
    tools = page.panes[0].tools
    page.composer.second_click.now = lambda: 7.0 + DEAF_S
    qtbot.mouseClick(page.composer.send_button, Qt.MouseButton.LeftButton)
    assert stopped == [page.live]
    ask.done(window)
    tools.second_click.now = lambda: 9.0
    qtbot.mouseClick(tools.again, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tools.stop, Qt.MouseButton.LeftButton)
    assert len(stopped) == 1
    tools.second_click.now = lambda: 9.0 + DEAF_S
    qtbot.mouseClick(tools.stop, Qt.MouseButton.LeftButton)
    assert stopped[1:] == [page.live.panes[0][1]]
    ask.done(window)


def test_another_prompt_waits_until_the_first_is_answered(window, qtbot, ask):
    live = ask(window, COUNT, wait=False)
    window.page.composer.box.set_exact_text(MOON)
    qtbot.keyClick(window.page.composer.box, Qt.Key.Key_Return, CONTROL)
    assert window.page.live is live
    assert "still being written" in window.page.composer.error()
    assert window.page.composer.box.exact_text() == MOON
    window.page.rounds.stop()
    ask.done(window)


def test_nothing_is_sent_while_composing(window, qtbot):
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    box = window.page.composer.box
    box.set_exact_text("日")
    QApplication.sendEvent(box, QInputMethodEvent("ほん", []))
    qtbot.keyClick(box, Qt.Key.Key_Return, CONTROL)
    window.page.rounds.send()
    assert window.page.live is None


def test_answers_that_ended_badly_say_so(window, ask):
    ask(window, BROKEN)
    first, second = window.page.panes
    assert (first.state.shape, first.state.word) == ("triangle", "truncated")
    assert (second.state.shape, second.state.word) == ("half", "length limit")
    assert "broke off" in first.view.notices[0]
    assert first.tab.accessibleName() == "Amber Large: truncated"


def test_settings_reach_the_answer(window, qtbot, ask):
    window.actions_["ask.temperature"].trigger()
    field = window.page.cards.temperature.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "7")
    assert window.page.asking.config.temperature is None
    field.clear()
    qtbot.keyClicks(field, "0,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not window.page.cards.temperature.isVisible()
    assert window.page.composer.temperature_chip.text() == "Temperature 0.5"
    for name, value in (("tokens", "64"), ("seed", "7")):
        window.actions_[f"ask.{name}"].trigger()
        qtbot.keyClicks(getattr(window.page.cards, name).field, value)
        qtbot.keyClick(getattr(window.page.cards, name).field, Qt.Key.Key_Escape)
    window.actions_["ask.system"].trigger()
    qtbot.keyClicks(window.page.cards.system.field, "Be brief.")
    qtbot.keyClick(window.page.cards.system.field, Qt.Key.Key_Return, CONTROL)
    live = ask(window, MOON)
    config = live.answers()[0].config
    assert (config.temperature, config.max_tokens, config.seed) == (0.5, 64, 7)
    assert live.comparison.conversation.system == "Be brief."


def test_wrong_settings_are_told_and_change_nothing(window, qtbot):
    for action, card, typed in (
        ("ask.temperature", "temperature", "hot"),
        ("ask.tokens", "tokens", "0"),
        ("ask.seed", "seed", "-1"),
    ):
        window.actions_[action].trigger()
        editor = getattr(window.page.cards, card)
        qtbot.keyClicks(editor.field, typed)
        assert editor._wrong.isVisible()
        editor.dismiss()
    config = window.page.asking.config
    assert (config.temperature, config.max_tokens, config.seed) == (None, None, None)


# models


def test_models_are_chosen_by_searching_and_the_same_one_twice(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_M, CONTROL)
    chooser = window.page.cards.chooser
    assert chooser.isVisible()
    qtbot.keyClicks(chooser.field, "cor")
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert [model.label for model in window.page.asking.models] == ["Amber Large", "Coral Mini", "Coral Mini"]
    assert chooser.count.text() == "3 models chosen, room for 5 more"
    marks = [
        chooser.rows.data(chooser.rows.index(row), CHOSEN_ROLE) for row in range(chooser.rows.rowCount())
    ]
    assert marks == ["chosen twice", "chosen"]
    qtbot.keyClicks(chooser.field, "amb")
    assert chooser.field.text() == "amb", "what is typed after a choice looks for another model"
    qtbot.keyClick(chooser.field, Qt.Key.Key_Escape)
    chips = window.page.composer.model_chips()
    assert len(chips) == 3
    qtbot.mouseClick(chips[0].close_button, Qt.MouseButton.LeftButton)
    assert [model.label for model in window.page.asking.models] == ["Coral Mini", "Coral Mini"]


def test_a_chosen_model_is_taken_out_by_a_click_and_added_again_with_shift(window, qtbot):
    window.page.choose_models()
    chooser, asking = window.page.cards.chooser, window.page.asking
    before = [model.label for model in asking.models]

    def click(label, held=Qt.KeyboardModifier.NoModifier):
        row = next(row for row, model in enumerate(chooser.rows.models) if model.label == label)
        place = chooser.list.visualRect(chooser.rows.index(row)).center()
        qtbot.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, held, place)
        return [model.label for model in asking.models]

    assert click("Coral Mini") == ["Amber Large"]
    assert click("Coral Mini") == before
    assert click("Amber Large", Qt.KeyboardModifier.ShiftModifier) == [*before, "Amber Large"]
    assert click("Amber Large") == before
    line_up(window, 8)
    window.page.choose_models()
    assert len(click("Amber Large")) == 7
    assert chooser.hint.isVisible()


def test_a_model_can_be_written_out(window, qtbot):
    window.page.choose_models()
    chooser = window.page.cards.chooser
    qtbot.keyClicks(chooser.field, "recorded/amb")
    assert [model.label for model in chooser.rows.models] == ["Amber Large"]
    chooser.field.setText("nobody/knows")
    assert chooser.rows.models == []
    assert chooser.nothing.isVisible()


def test_no_more_than_eight(window):
    line_up(window, 12)
    assert len(window.page.asking.models) == 8
    assert not window.page.composer.add_chip.isVisible()


def test_direct_mode_asks_one_model_and_remembers_both_line_ups(window, qtbot, ask):
    qtbot.mouseClick(window.page.header.modes.button("direct"), Qt.MouseButton.LeftButton)
    assert len(window.page.composer.model_chips()) == 1
    ask(window, MOON)
    assert len(window.page.panes) == 1
    assert not window.page.header.arrangements.isVisible()
    qtbot.mouseClick(window.page.header.modes.button("side"), Qt.MouseButton.LeftButton)
    assert len(window.page.composer.model_chips()) == 2


def test_without_any_model_the_first_step_is_to_add_one(open_window, tmp_path, qtbot, asked):
    desk = quiet_desk(tmp_path / "bare", models=False)
    window = open_window(desk)
    button = window.page.empty._add
    assert button.isVisible()
    assert not any(example.isVisible() for example in window.page.empty.examples)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["model"]
    window.close()
    desk.close()


def test_an_example_goes_into_the_box(window, qtbot):
    qtbot.mouseClick(window.page.empty.examples[0], Qt.MouseButton.LeftButton)
    assert window.page.composer.box.exact_text() == CUBE
    assert window.page.composer.box.hasFocus()


# panes


def test_tabs_and_tiles_are_the_same_panes_scroll_and_selection_stay(window, qtbot, ask):
    ask(window, COUNT)
    first, second = window.page.panes
    first.view.verticalScrollBar().setValue(17)
    second.view.verticalScrollBar().setValue(9)
    cursor = second.view.textCursor()
    cursor.setPosition(30)
    cursor.setPosition(60, cursor.MoveMode.KeepAnchor)
    second.view.setTextCursor(cursor)
    second.view.verticalScrollBar().setValue(9)
    views = [first.view, second.view]
    for key, arrangement in ((Qt.Key.Key_T, "tabs"), (Qt.Key.Key_G, "tiles")) * 2:
        qtbot.keyClick(window, key, CONTROL | ALT)
        assert window.page.header.arrangements.button(arrangement).isChecked()
        assert [pane.view for pane in window.page.panes] == views
        assert second.view.selected_text() == COUNT_TEXT[30:60]
    assert first.view.verticalScrollBar().value() == 17
    assert second.view.verticalScrollBar().value() == 9


COUNT_TEXT = "\u2029\u2029".join(f"Line {n}." for n in range(LINES))


def test_tabs_show_one_pane_and_a_click_shows_another(window, qtbot, ask):
    ask(window, MOON)
    window.page.arrange("tabs")
    first, second = window.page.panes
    assert (first.isVisible(), second.isVisible()) == (True, False)
    qtbot.mouseClick(second.tab, Qt.MouseButton.LeftButton)
    assert (first.isVisible(), second.isVisible()) == (False, True)
    second.tab.setFocus()
    qtbot.keyClick(second.tab, Qt.Key.Key_Left)
    assert first.isVisible()
    assert first.tab.hasFocus()


def test_a_hidden_tab_shows_its_state_and_all_of_its_text_when_it_is_seen(window, qtbot, ask):
    window.page.arrange("tabs")
    live = ask(window, MOON)
    second = window.page.panes[1]
    assert second.tab.accessibleName().endswith("complete")
    window.page.choose_pane(1)
    qtbot.waitUntil(lambda: second.view.text() == live.panes[1][0].text)


def test_names_that_are_alike_are_told_apart_where_there_is_no_room():
    def short(name, names, room):
        return short_name(name, names, lambda text: len(text) <= room)

    few = ["Sample amber", "Sample blue", "Sample amber (2)"]
    assert [short(name, few, 8) for name in few] == ["amber", "blue", "(2)"]
    paced = ["Sample amber, 40 tokens/s", "Sample amber, 240 tokens/s", "Sample blue, 40 tokens/s", "Otter"]
    told = [short(name, paced, 9) for name in paced]
    assert told == ["amber, 40", "240", "blue, 40", "Otter"]
    assert [short(name, paced, 99) for name in paced] == paced
    assert short("Sample amber", ["Sample amber"], 3) == "Sample amber"
    assert short("Otter", ["Otter", "Otter"], 2) == "Otter"


@pytest.mark.parametrize("arrangement", ["tiles", "tabs"])
def test_every_head_can_copy_however_narrow_it_is(open_window, desk, ask, arrangement):
    window = open_window(desk, size=(1000, 700))
    line_up(window, 8)
    window.page.arrange(arrangement)
    ask(window, MOON)
    for place, pane in enumerate(window.page.panes):
        window.page.choose_pane(place)
        assert pane.tools.copy.isVisible()
        assert pane.tools.menu.isVisible()
        assert pane.tab.width() >= 60
        assert pane.tab.name in pane.tab.toolTip()
        tools = pane.tools.geometry()
        assert tools.right() < window.page.known.deck.width()
        assert not tools.intersects(pane.tab.geometry())


@pytest.mark.parametrize("arrangement", ["tiles", "tabs"])
def test_eight_panes(window, qtbot, ask, arrangement):
    line_up(window, 8)
    window.page.arrange(arrangement)
    live = ask(window, MOON)
    panes = window.page.panes
    assert len(panes) == 8
    assert [pane.tab.name for pane in panes[:4]] == [
        "Amber Large",
        "Coral Mini",
        "Amber Large (2)",
        "Coral Mini (2)",
    ]
    for place, pane in enumerate(panes):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + place), ALT)
        assert window.page.pane is pane
        qtbot.waitUntil(lambda pane=pane, place=place: pane.view.text() == live.panes[place][0].text)
    places = [pane.tab.geometry() for pane in panes]
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :])


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("width", [200, 300, 650, 950, 1300, 3000])
def test_tiles_are_even_and_none_is_narrower_than_it_may_be(count, width):
    rows = tile_rows(count, width)
    assert sum(rows) == count
    assert max(rows) - min(rows) <= 1
    assert max(rows) == 1 or width // max(rows) >= TILE_WIDTH


def test_keys_go_from_pane_to_pane(window, qtbot, ask):
    ask(window, MOON)
    first, second = window.page.panes
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.page.pane is second
    assert second.view.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.page.pane is first
    qtbot.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert window.page.pane is second


# attempts


def test_asking_again_keeps_every_attempt_and_its_view(window, qtbot, ask):
    live = ask(window, COUNT)
    pane = window.page.panes[0]
    first_view = pane.view
    first_view.verticalScrollBar().setValue(11)
    window.page.choose_pane(0)
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    ask.done(window)
    assert len(live.panes[0]) == 2
    assert pane.answer is live.panes[0][1]
    assert pane.tools.which.text() == "attempt 2 of 2"
    assert pane.view is not first_view
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert pane.view is first_view
    assert first_view.verticalScrollBar().value() == 11
    assert not pane.tools.back.isEnabled()
    qtbot.mouseClick(pane.tools.forth, Qt.MouseButton.LeftButton)
    assert pane.answer is live.panes[0][1]
    assert len(live.panes[1]) == 1


def test_every_model_is_asked_again(window, qtbot, ask):
    live = ask(window, MOON)
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL | ALT)
    ask.done(window)
    assert [len(pane) for pane in live.panes] == [2, 2]


def test_an_old_comparison_opens_with_all_attempts(open_window, desk, window, qtbot, ask):
    live = ask(window, MOON)
    window.page.rounds.again_here()
    ask.done(window)
    window.close()
    again = open_window(desk)
    again.page.open(live.comparison.id)
    pane = again.page.panes[0]
    assert len(pane.attempts) == 2
    assert pane.view.text() == live.panes[0][1].text
    assert pane.view.finished
    again.actions_["answer.before"].trigger()
    assert pane.view.text() == live.panes[0][0].text


# reading


def test_the_raw_text_is_one_key_away_and_copying_takes_it(window, qtbot, ask):
    live = ask(window, CUBE)
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL | ALT)
    assert QGuiApplication.clipboard().text() == live.answers()[0].text
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    pane = window.page.panes[0]
    assert pane.raw
    raw = pane._stack.currentWidget()
    assert raw.exact_text() == live.answers()[0].text
    assert raw.isReadOnly()
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert pane._stack.currentWidget() is pane.view


def test_the_raw_text_grows_while_it_is_written(window, qtbot, ask):
    live = ask(window, COUNT, wait=False)
    window.actions_["answer.raw"].trigger()
    ask.done(window)
    assert window.page.panes[0]._stack.currentWidget().exact_text() == live.answers()[0].text


def test_words_are_found_in_an_answer(window, qtbot, ask):
    ask(window, COUNT)
    window.page.panes[0].take_focus()
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    line = window.page.panes[0].find_line
    assert line.field.hasFocus()
    qtbot.keyClicks(line.field, "line")
    assert line.count.text() == f"{LINES} found"
    assert window.page.panes[0].view.found == "line"
    qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    assert window.page.panes[0].view.found == ""
    assert not line.isVisible()
    assert window.page.panes[0].view.hasFocus()


def test_all_panes_and_all_attempts_are_read_in_one_size(window, ask):
    ask(window, MOON)
    first, second = window.page.panes
    first.view.zoomed.emit(1.5)
    assert second.view.zoom == 1.5
    window.page.rounds.again_here()
    ask.done(window)
    assert first.view.zoom == 1.5


def test_the_menu_of_a_pane_belongs_to_that_pane(window, qtbot, ask):
    from PySide6.QtWidgets import QApplication

    ask(window, MOON)
    second = window.page.panes[1]
    qtbot.mouseClick(second.tools.menu, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert window.page.pane is second
    assert "Copy answer" in [action.text() for action in menu.actions()]
    menu.close()


def test_the_whole_prompt_can_be_read_and_used_again(window, qtbot, ask):
    ask(window, MOON)
    qtbot.mouseClick(window.page.header.title, Qt.MouseButton.LeftButton)
    card = window.page.prompt_card
    assert card.isVisible()
    assert card.text.exact_text() == MOON
    card.reuse_requested.emit(MOON)
    assert window.page.composer.box.exact_text() == MOON


# going on


def test_continuing_sends_each_model_its_own_history(window, qtbot, ask):
    first = ask(window, MOON)
    assert window.page.composer.rounds.isVisible()
    qtbot.mouseClick(window.page.composer.rounds.button("continue"), Qt.MouseButton.LeftButton)
    assert not window.page.composer.add_chip.isVisible()
    second = ask(window, CUBE)
    assert second.comparison.follows == tuple(pane[-1].id for pane in first.panes)
    qtbot.mouseClick(window.page.composer.rounds.button("new"), Qt.MouseButton.LeftButton)
    third = ask(window, MOON)
    assert third.comparison.follows == ()


def test_a_window_that_closes_while_answers_are_written_comes_to_rest(open_window, desk, qtbot, ask):
    window = open_window(desk)
    ask(window, COUNT, wait=False)
    assert window.page._seconds.isActive()
    window.close()
    window.page.refresh_models()
    window.page.panes[0].show()
    assert desk.busy
    assert not window.page._seconds.isActive()
    assert not window.clock.running


def test_a_new_comparison_leaves_the_running_one_running(window, qtbot, ask):
    live = ask(window, COUNT, wait=False)
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.page.live is None
    assert window.page.empty.isVisible()
    window.page.open(live.comparison.id)
    assert window.page.live is live
    ask.done(window)
    assert texts(window)[0] == live.answers()[0].text


def test_many_comparisons_are_opened_and_old_ones_let_go(window, qtbot, ask):
    opened = [ask(window, MOON) for _ in range(6)]
    assert window.page._parts.stack.count() <= 5 + 1
    window.page.open(opened[0].comparison.id)
    assert texts(window) == [answer.text for answer in opened[0].answers()]


def test_a_project_that_can_only_be_read_says_so(open_window, desk, window, tmp_path, ask):
    ask(window, MOON)
    desk.project_path = desk.path
    window.close()
    desk.close()
    project = ProjectFile.open(desk.project_path, read_only=True)
    reader = quiet_desk(tmp_path / "reader", project=project)
    again = open_window(reader, rooms=plain_rooms())
    assert "only be read" in again.banner.sentence
    again.page.composer.box.set_exact_text(CUBE)
    again.page.rounds.send()
    assert again.page.composer.error()
    assert again.page.composer.box.exact_text() == CUBE
    again.close()
    reader.close()


# links, notes


def test_a_link_asks_before_it_leads_anywhere(window, qtbot, ask):
    opened = []
    ask(window, MOON)
    card = window.page.link_card
    card._open_outside = lambda url: opened.append(url.toString())
    window.page.panes[0].view.link_clicked.emit("https://example.org/a?b=c")
    assert card.isVisible()
    assert card.address.accessibleName() == "https://example.org/a?b=c"
    assert opened == []
    qtbot.mouseClick(card.open_button, Qt.MouseButton.LeftButton)
    assert opened == ["https://example.org/a?b=c"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "//host/x", ""]
)
def test_other_addresses_are_shown_and_never_opened(window, ask, address):
    ask(window, MOON)
    window.page.link_card.ask(address)
    assert not window.page.link_card.open_button.isVisible()
    assert window.page.link_card.copy_button.isVisible()


def test_look_alike_letters_in_an_address_are_shown_for_what_they_are(window, ask):
    ask(window, MOON)
    window.page.link_card.ask("https://p\u0430ypal.com/")
    assert "xn--" in window.page.link_card.address.accessibleName()


def test_noted_spans_are_marked_in_the_answer(window, desk, ask):
    ask(window, MOON)
    pane = window.page.panes[0]
    desk.reviewing.annotate(pane.answer.id, "right", span=Span(0, 4, pane.answer.text[:4]), label="good")
    window.side.inspector.notes_changed.emit(pane.answer)
    assert pane.view.marks == [(Span(0, 4, pane.answer.text[:4]), "good")]


# with Sidelight's own rooms


def test_with_the_real_views_it_writes_marks_rates_and_changes_its_look(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms())
    live = ask(window, CUBE)
    for pane, answers in zip(window.page.panes, live.panes, strict=True):
        assert pane.view.text() == answers[0].text
        assert len(pane.view.artifacts()) == 1
    window.actions_["review.rate"].trigger()
    qtbot.keyClick(window.side.inspector.rating.stars, Qt.Key.Key_4)
    assert desk.reviewing.stars(window.page.answer.id) == 4
    window.looks.choose("dark")
    window.page.arrange("tabs")
    window.page.arrange("tiles")
    window.actions_["answer.raw"].trigger()
    window.actions_["answer.raw"].trigger()
    assert window.page.panes[0].view.text() == live.panes[0][0].text


def test_opening_an_old_comparison_changes_nothing_of_what_was_chosen(open_window, desk, window, ask):
    line_up(window, 3)
    three = ask(window, MOON)
    window.page.set_mode("direct")
    ask(window, CUBE)
    window.page.set_mode("side")
    line_up(window, 8)
    chosen = [model.ref for model in window.page.asking.models]
    window.page.open(three.comparison.id)
    assert len(window.page.asking.models) == 3
    window.page.begin_new()
    assert window.page.asking.mode == "side"
    assert [model.ref for model in window.page.asking.models] == chosen
    window.close()
    later = open_window(desk)
    later.page.open(three.comparison.id)
    assert len(later.page.panes) == len(later.page.asking.models) == 3
    later.actions_["ask.own"].trigger()
    assert [model.ref for model in later.page.asking.models] == chosen


def test_settings_show_their_icons_alone_only_where_there_is_no_room(open_window, desk, qtbot):
    window = open_window(desk)
    chip = window.page.composer.temperature_chip
    assert chip.width() > 60
    line_up(window, 8)
    qtbot.waitUntil(lambda: chip.width() < 30)
    window.page.asking.set_config(temperature=0.5)
    qtbot.waitUntil(lambda: chip.width() > 60)


@pytest.mark.slow
def test_a_script_runs_under_its_code_and_ends_with_the_window(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms())
    ask(window, CUBE)
    pane = window.page.panes[0]
    pane.view.run_requested.emit(pane.view.artifacts()[0])
    qtbot.waitUntil(lambda: bool(desk.running.runs(pane.answer.id)), timeout=100_000)
    run = desk.running.runs(pane.answer.id)[0]
    assert run.stdout == "cube\n"
    assert pane.view.viewport().findChildren(LiveView)
