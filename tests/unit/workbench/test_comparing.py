# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sidelight.domain.errors import ReadOnlyProject, UsageError
from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection, GenerationConfig
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support.chat_server import ChatServer
from support.ticking import finish, tick_until

LONG = "A long answer that goes on for a while. " * 200


def test_two_models_answer_one_prompt_and_every_word_is_kept(
    desk: Desk, reopened: Callable[[], Desk]
) -> None:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber"), desk.model("recorded/blue")])
    finish(desk, live)
    said = [[answer.text for answer in pane] for pane in live.panes]
    assert said == [["amber says: hello"], ["blue says: hello"]]
    again = reopened().comparing.open(live.comparison.id)
    assert [[answer.text for answer in pane] for pane in again.panes] == said
    assert {answer.stop_reason for answer in again.answers()} == {StopReason.COMPLETE}
    assert again.prompt == "Say hello."


def test_the_same_model_may_stand_in_two_panes(desk: Desk) -> None:
    amber = desk.model("recorded/amber")
    live = desk.comparing.start("Say hello.", [amber, amber])
    finish(desk, live)
    assert live.panes[0][0].id != live.panes[1][0].id
    assert live.panes[0][0].text == live.panes[1][0].text


def test_a_re_roll_keeps_every_attempt(desk: Desk, reopened: Callable[[], Desk]) -> None:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")])
    finish(desk, live)
    second = desk.comparing.reroll(live, 0)
    finish(desk, live)
    assert [a.attempt for a in live.panes[0]] == [1, 2]
    assert live.panes[0][1] is second
    again = reopened().comparing.open(live.comparison.id)
    assert [a.id for a in again.panes[0]] == [a.id for a in live.panes[0]]


def test_a_stopped_answer_keeps_what_had_come(desk: Desk) -> None:
    live = desk.comparing.start("Write a lot.", [desk.model("recorded/amber")])
    answer = live.panes[0][0]
    tick_until(desk, lambda: answer.text_length > 20)
    desk.comparing.stop(answer)
    finish(desk, live)
    assert answer.stop_reason is StopReason.STOPPED
    assert 20 < answer.text_length < len(LONG)
    assert ("amber says: " + LONG).startswith(answer.text)


def test_a_follow_up_continues_each_panes_own_history(tmp_path: Path) -> None:
    with ChatServer(("first ",)).serving() as one, ChatServer(("second ",)).serving() as two:
        connections = tuple(
            Connection(name, "openai", name, server.base_url) for name, server in (("one", one), ("two", two))
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "turns.sidelight"), catalogue, Moment.real())
        try:
            models = [desk.model("one/a"), desk.model("two/b")]
            first = desk.comparing.start("Say hello.", models, system="Be kind.")
            finish(desk, first)
            finish(desk, desk.comparing.start("Go on.", models, follows=first))
        finally:
            desk.close()
        sent = [[(m["role"], m["content"]) for m in server.requests[1]["messages"]] for server in (one, two)]
    start = [("system", "Be kind."), ("user", "Say hello.")]
    assert sent[0] == [*start, ("assistant", "first "), ("user", "Go on.")]
    assert sent[1] == [*start, ("assistant", "second "), ("user", "Go on.")]


def test_a_dead_server_and_a_wrong_key_are_told_in_words(tmp_path: Path) -> None:
    with ChatServer(status=401).serving() as locked:
        connections = (
            Connection("dead", "openai", "Dead", "http://127.0.0.1:9/v1"),
            Connection("locked", "openai", "Locked", locked.base_url, "SOME_KEY"),
        )
        catalogue = Catalogue(
            data_folder=tmp_path, connections=connections, recordings=(), environ={"SOME_KEY": "canary-key"}
        )
        desk = Desk(ProjectFile.create(tmp_path / "bad.sidelight"), catalogue, Moment.real())
        try:
            live = desk.comparing.start("Say hello.", [desk.model("dead/m"), desk.model("locked/m")])
            finish(desk, live)
            dead, refused = (pane[0].failure for pane in live.panes)
            records = [desk.exchange(answer.id) for answer in live.answers()]
        finally:
            desk.close()
    assert dead is not None
    assert dead.kind == "unreachable"
    assert "127.0.0.1:9" in dead.sentence
    assert dead.advice
    assert refused is not None
    assert refused.kind == "unauthorised"
    assert "key" in refused.sentence.lower()
    assert "canary-key" not in repr(records)


def test_a_running_comparison_is_one_object_however_often_it_is_opened(desk: Desk) -> None:
    live = desk.comparing.start("Write a lot.", [desk.model("recorded/amber")])
    assert desk.comparing.open(live.comparison.id) is live
    desk.comparing.stop_all(live)
    finish(desk, live)


@pytest.mark.parametrize("prompt", ["", "  \n\t "])
def test_an_empty_prompt_is_refused_in_words(desk: Desk, prompt: str) -> None:
    with pytest.raises(UsageError, match="nothing to send"):
        desk.comparing.start(prompt, [desk.model("recorded/amber")])


def test_nobody_or_too_many_to_ask_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(UsageError, match="No model"):
        desk.comparing.start("Say hello.", [])
    with pytest.raises(UsageError, match="9 models"):
        desk.comparing.start("Say hello.", [desk.model("recorded/amber")] * 9)


def test_a_follow_up_needs_the_panes_that_answered(desk: Desk) -> None:
    amber = desk.model("recorded/amber")
    first = desk.comparing.start("Say hello.", [amber])
    finish(desk, first)
    with pytest.raises(UsageError, match="follow-up"):
        desk.comparing.start("Go on.", [amber, amber], follows=first)


def test_a_project_that_may_only_be_read_takes_no_answers(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")])
    finish(desk, live)
    desk.close()
    reading = Desk(ProjectFile.open(tmp_path / "test.sidelight", read_only=True), catalogue, Moment.real())
    try:
        shown = reading.comparing.open(live.comparison.id)
        assert shown.panes[0][0].text == "amber says: hello"
        with pytest.raises(ReadOnlyProject):
            reading.comparing.start("Say hello.", [reading.model("recorded/amber")])
        with pytest.raises(ReadOnlyProject):
            reading.comparing.reroll(shown, 0)
    finally:
        reading.close()


def test_history_and_search_find_what_was_asked_and_answered(desk: Desk) -> None:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")])
    finish(desk, live)
    assert [entry.id for entry in desk.library.history()] == [live.comparison.id]
    assert [entry.id for entry in desk.library.search("amber hel")] == [live.comparison.id]
    assert desk.library.search("elephant") == []


def test_a_comparison_begins_whole_or_not_at_all(tmp_path: Path) -> None:
    with ChatServer().serving() as one:
        connections = tuple(Connection(name, "openai", name, one.base_url) for name in ("one", "gone"))
        path = tmp_path / "whole.sidelight"
        first_catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(path), first_catalogue, Moment.real())
        first = desk.comparing.start("Say hello.", [desk.model("one/m"), desk.model("gone/m")])
        finish(desk, first)
        desk.close()
        fewer = Catalogue(data_folder=tmp_path, connections=connections[:1], recordings=(), environ={})
        desk = Desk(ProjectFile.open(path), fewer, Moment.real())
        try:
            again = desk.comparing.open(first.comparison.id)
            with pytest.raises(UsageError, match="gone"):
                desk.comparing.start("More.", again.models, follows=again)
            with pytest.raises(UsageError, match="gone"):
                desk.comparing.reroll(again, 1)
            assert not desk.busy
            assert [entry.title for entry in desk.library.history()] == ["Say hello."]
            assert [len(pane) for pane in again.panes] == [1, 1]
            second = desk.comparing.reroll(again, 0)
            finish(desk, again)
            assert second.text == "one two"
        finally:
            desk.close()


def test_a_follow_up_after_a_restart_has_the_same_history(tmp_path: Path) -> None:
    with ChatServer(("first ",)).serving() as one:
        connection = Connection("one", "openai", "One", one.base_url)
        catalogue = Catalogue(data_folder=tmp_path, connections=(connection,), recordings=(), environ={})
        path = tmp_path / "turns.sidelight"
        desk = Desk(ProjectFile.create(path), catalogue, Moment.real())
        first = desk.comparing.start("One?", [desk.model("one/m")])
        finish(desk, first)
        second = desk.comparing.start("Two?", first.models, follows=first)
        finish(desk, second)
        desk.close()
        desk = Desk(ProjectFile.open(path), catalogue, Moment.real())
        try:
            reopened = desk.comparing.open(second.comparison.id)
            finish(desk, desk.comparing.start("Three?", reopened.models, follows=reopened))
        finally:
            desk.close()
        said = [m["content"] for m in one.requests[-1]["messages"]]
    assert said == ["One?", "first ", "Two?", "first ", "Three?"]


def test_an_unanswered_question_is_sent_with_the_one_that_continues_it(tmp_path: Path) -> None:
    with ChatServer(()).serving() as silent:
        connection = Connection("silent", "openai", "Silent", silent.base_url)
        catalogue = Catalogue(data_folder=tmp_path, connections=(connection,), recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "silent.sidelight"), catalogue, Moment.real())
        try:
            first = desk.comparing.start("One?", [desk.model("silent/m")], system="Be kind.")
            finish(desk, first)
            second = desk.comparing.start("Two?", first.models, follows=first)
            finish(desk, second)
            shown = [(m.role, m.text) for m in desk.comparing.conversation(second, 0).messages]
        finally:
            desk.close()
        sent = [(m["role"], m["content"]) for m in silent.requests[1]["messages"]]
    # One message, since many models refuse two questions in a row; yet each is shown as it was asked.
    assert sent == [("system", "Be kind."), ("user", "One?\n\nTwo?")]
    assert shown == [("system", "Be kind."), ("user", "One?"), ("user", "Two?")]


def test_a_recording_is_found_by_the_newest_question_alone(desk: Desk) -> None:
    first = desk.comparing.start("Write a lot.", [desk.model("recorded/amber")])
    desk.comparing.stop_all(first)
    finish(desk, first)
    assert first.panes[0][0].text == ""
    second = desk.comparing.start("Say hello.", first.models, follows=first)
    finish(desk, second)
    assert second.panes[0][0].text == "amber says: hello"
    assert second.panes[0][0].notices == ()


@pytest.mark.parametrize(("temperature", "seeds"), [(1.0, [7, 8, 9]), (None, [7, 8, 9]), (0.0, [7, 7, 7])])
def test_each_attempt_has_a_seed_of_its_own(desk: Desk, temperature: float | None, seeds: list[int]) -> None:
    config = GenerationConfig(seed=7, temperature=temperature)
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")], config=config, attempts=2)
    finish(desk, live)
    desk.comparing.reroll(live, 0)
    finish(desk, live)
    assert [answer.config.seed for answer in live.panes[0]] == seeds
