# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.failure import Failure
from sidelight.providers.secrecy import REMOVED, Redaction

KEY = "sk-canary-5f3a9b7c1d"


def test_headers_that_carry_secrets_are_dropped_and_others_cleaned():
    headers = [("Set-Cookie", "a"), ("X-Api-Key", "b"), ("AUTHORIZATION", "c"), ("x-echo", f"was {KEY}")]
    assert Redaction(KEY).headers(headers) == (("x-echo", f"was {REMOVED}"),)


def test_every_field_of_a_failure_is_cleaned():
    failure = Failure("server", KEY, KEY, 500, f"a {KEY} b")
    cleaned = Redaction(KEY).failure(failure)
    assert KEY not in repr(cleaned)
    assert cleaned.kind == "server"
    assert cleaned.body == f"a {REMOVED} b"


def test_a_word_given_in_place_of_a_key_is_no_secret():
    redaction = Redaction("EMPTY")
    assert redaction.feed(b"EMPTY") + redaction.close() == b"EMPTY"
    assert redaction.text("EMPTY") == "EMPTY"


def test_an_ordinary_end_is_not_held_back():
    assert Redaction(KEY).feed(b'data: {"a": 1}\n\n') == b'data: {"a": 1}\n\n'


@given(st.lists(st.sampled_from([KEY, KEY[:7], KEY[3:], "s", "sk-", "x ", "\n\n"])), st.data())
def test_a_key_is_found_wherever_the_bytes_are_cut(parts, data):
    stream = "".join(parts).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    redaction = Redaction(KEY)
    out = b"".join(redaction.feed(stream[a:b]) for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True))
    assert out + redaction.close() == stream.replace(KEY.encode(), REMOVED.encode())


@given(st.lists(st.sampled_from(["s", "k-", KEY[3:], "é🦕", "sk-", " "]), max_size=12))
def test_a_key_is_found_in_a_text_wherever_that_is_cut(pieces):
    redaction = Redaction(KEY)
    joined = "".join(redaction.piece(piece) for piece in pieces) + redaction.last_piece()
    assert joined == "".join(pieces).replace(KEY, REMOVED)


def test_a_text_that_breaks_off_keeps_the_letters_that_might_have_begun_the_key(bench, asking, odd_server):
    def answer(caller):
        caller.begin()
        caller.say("It rains")
        caller.send(b"nonsense")
        caller.finished = False

    server = odd_server(answer)
    connection = server.connection(key_variable="THE_KEY")
    network = bench.network(connections=[connection], environ={"THE_KEY": KEY})
    answered = bench.ask(network, asking(connection))
    assert answered.failure is not None
    assert answered.text == "It rains"
