# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.stage.channel import Channel
from sidelight.stage.events import ButtonChange, Input, KeyChange, Motion


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield ours, theirs
    ours.close()
    theirs.close()


def test_messages_go_both_ways_whole_and_in_order(pair):
    app, stage = pair
    channel = Channel(stage.fileno(), gone=pytest.fail)
    channel.tell({"t": "title", "title": "ü"})
    channel.tell_frame()
    assert [json.loads(app.recv(999)) for _ in range(2)] == [{"t": "title", "title": "ü"}, {"t": "f"}]
    for x in range(5):
        app.send(json.dumps({"t": "motion", "x": x, "y": 0}).encode())
    assert [message["x"] for message in channel.take()] == [0, 1, 2, 3, 4]
    assert channel.take() == []


def test_what_makes_no_sense_is_passed_over(pair):
    app, stage = pair
    channel = Channel(stage.fileno(), gone=pytest.fail)
    for datagram in (b"\xff\xfe", b"[1]", b"7", b"{", b'{"t": "quit"}'):
        app.send(datagram)
    assert channel.take() == [{"t": "quit"}]


def test_an_app_that_does_not_read_never_blocks_and_gets_the_rest_later(pair):
    app, stage = pair
    channel = Channel(stage.fileno(), gone=pytest.fail)
    for number in range(600):
        channel.tell({"t": "title", "title": str(number)})
        channel.tell_frame()
    app.settimeout(5)
    titles = []
    while len(titles) < 600:
        message = json.loads(app.recv(999))
        if message["t"] == "title":
            titles.append(int(message["title"]))
        channel.flush()
    assert titles == list(range(600))


def test_the_end_of_the_app_is_noticed_once(pair):
    app, stage = pair
    ends = []
    channel = Channel(stage.fileno(), gone=lambda: ends.append(1))
    app.close()
    assert channel.take(1.0) == []
    channel.tell({"t": "title", "title": "into nothing"})
    channel.flush(1.0)
    assert channel.take() == []
    assert ends == [1]


def test_without_an_app_nothing_is_said_or_heard():
    channel = Channel(None, gone=pytest.fail)
    channel.tell({"t": "title", "title": "x"})
    channel.tell_frame()
    assert channel.take(0.001) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("key", "text", "down", "mods", "x", "y", "b", "dx", "dy", "w", "h", "on")
KINDS = st.sampled_from(["key", "motion", "button", "wheel", "resize", "focus", "quit", "else"])


@given(
    messages=st.lists(
        st.builds(lambda t, rest: rest | {"t": t}, KINDS, st.dictionaries(st.sampled_from(FIELDS), JSON))
    )
)
def test_no_message_can_break_the_input(messages):
    given_input = Input()
    for message in messages:
        given_input.event(message)
    assert isinstance(given_input.mods, int)


def test_each_event_knows_what_was_held_when_it_happened():
    given_input = Input()
    messages = [
        {"t": "button", "b": 1, "down": True, "x": 1, "y": 2},
        {"t": "motion", "x": 4, "y": 6},
        {"t": "button", "b": 1, "down": False, "x": 4, "y": 6},
        {"t": "key", "key": "a", "text": "a", "down": True, "mods": 2},
        {"t": "key", "key": "a", "text": "a", "down": True, "mods": 2},
        {"t": "motion", "x": 5, "y": 6},
    ]
    down, drag, up, first, again, move = [given_input.event(message) for message in messages]
    assert isinstance(down, ButtonChange)
    assert down.buttons == {1}
    assert isinstance(drag, Motion)
    assert (drag.dx, drag.dy, drag.buttons) == (3, 4, {1})
    assert up.buttons == set()
    assert isinstance(first, KeyChange)
    assert (first.repeat, again.repeat, first.x) == (False, True, 4)
    assert (move.buttons, move.mods) == (set(), 2)


def test_a_warped_pointer_stays_where_it_is_until_the_focus_goes():
    given_input = Input()
    given_input.event({"t": "motion", "x": 10, "y": 10})
    given_input.warp(100, 100)
    moved = given_input.event({"t": "motion", "x": 12, "y": 9})
    assert (moved.x, moved.y, moved.dx, moved.dy) == (102, 99, 2, -1)
    given_input.event({"t": "focus", "on": False})
    back = given_input.event({"t": "motion", "x": 12, "y": 9})
    assert (back.x, back.y) == (12, 9)
