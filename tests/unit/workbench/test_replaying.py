# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time
from pathlib import Path

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support.chat_server import ChatServer
from support.ticking import finish


def test_any_past_comparison_streams_again_as_it_was(tmp_path: Path) -> None:
    with (
        ChatServer(("first ", "one")).serving() as one,
        ChatServer(("second ", "one")).serving() as two,
    ):
        connections = (
            Connection("one", "openai", "One", one.base_url),
            Connection("two", "openai", "Two", two.base_url),
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "past.sidelight"), catalogue, Moment.real())
        try:
            models = [desk.model("one/m"), desk.model("one/m"), desk.model("two/m@warm")]
            past = desk.comparing.start("Say something.", models)
            finish(desk, past)
            shown = [pane[-1] for pane in past.panes]
            again = desk.comparing.start(past.prompt, desk.replaying.record(past, shown))
            finish(desk, again)
            third = desk.comparing.start(
                past.prompt, desk.replaying.record(again, [pane[-1] for pane in again.panes])
            )
            finish(desk, third)
        finally:
            desk.close()
    said = [answer.text for answer in past.answers()]
    assert said == ["first one", "first one", "second one"]
    assert [answer.text for answer in again.answers()] == said
    assert [answer.text for answer in third.answers()] == said
    assert {answer.model.ref.connection for answer in again.answers()} == {"recorded"}
    assert [a.model.ref for a in third.answers()] == [a.model.ref for a in again.answers()]
    assert len(one.requests) == 2


def test_a_pace_behind_the_name_is_kept_to(desk: Desk) -> None:
    quick = desk.comparing.start("Write a lot.", [desk.model("recorded/amber@0")])
    finish(desk, quick)
    begun = time.monotonic()
    slow = desk.comparing.start("Say hello.", [desk.model("recorded/amber@10")])
    finish(desk, slow)
    assert time.monotonic() - begun > 0.3
    assert slow.panes[0][0].text == "amber says: hello"
    assert "10 tokens/s" in slow.models[0].label


def test_all_answers_come_again_at_the_pace_that_is_chosen(tmp_path: Path, recording: Path) -> None:
    with ChatServer(("one ", "two ", "three ", "four")).serving() as server:
        connections = (Connection("lab", "openai", "Lab", server.base_url),)
        catalogue = Catalogue(
            data_folder=tmp_path, connections=connections, recordings=(recording,), environ={}
        )
        desk = Desk(ProjectFile.create(tmp_path / "pace.sidelight"), catalogue, Moment.real())
        try:
            models = [desk.model("lab/m@2"), desk.model("recorded/amber@0")]
            past = desk.comparing.start("Say hello.", models)
            finish(desk, past)
            shown = [pane[-1] for pane in past.panes]
            paced = desk.replaying.record(past, shown, pace=20)
            begun = time.monotonic()
            again = desk.comparing.start(past.prompt, paced)
            finish(desk, again)
            spent = time.monotonic() - begun
            at_once = desk.replaying.record(again, [pane[-1] for pane in again.panes], pace=0)
        finally:
            desk.close()
    assert [str(model.ref) for model in paced] == ["recorded/lab/m-2@20", "recorded/amber@20"]
    assert all("20 tokens/s" in model.label for model in paced)
    assert [answer.text for answer in again.answers()] == ["one two three four", "amber says: hello"]
    assert spent > 0.15
    assert [str(model.ref) for model in at_once] == ["recorded/lab/m-2@0", "recorded/amber@0"]


def test_a_recorded_answer_that_was_stopped_comes_again_as_far_as_it_had_come(desk: Desk) -> None:
    live = desk.comparing.start("Write a lot.", [desk.model("recorded/amber@50")])
    answer = live.panes[0][0]
    deadline = time.monotonic() + 60
    while not answer.text_length and time.monotonic() < deadline:
        desk.tick()
    desk.comparing.stop(answer)
    finish(desk, live)
    again = desk.comparing.start(live.prompt, desk.replaying.record(live, [answer], pace=0))
    finish(desk, again)
    assert again.panes[0][0].text == answer.text


def test_what_is_still_written_or_empty_is_not_replayed(desk: Desk) -> None:
    live = desk.comparing.start("Write a lot.", [desk.model("recorded/amber")])
    with pytest.raises(UsageError, match="still being written"):
        desk.replaying.record(live, live.panes[0])
    desk.comparing.stop_all(live)
    finish(desk, live)
