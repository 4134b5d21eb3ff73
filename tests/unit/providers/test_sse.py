# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.providers.sse import Event, EventSplitter, EventTooLong


def events_of(*pieces: bytes) -> list[Event]:
    splitter = EventSplitter()
    return [event for piece in pieces for event in splitter.feed(piece)] + splitter.close()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_of_the_standard(end):
    stream = end.join([b"data: one", b"", b"event: error", b"data:two", b"data:  three", b"", b""])
    assert events_of(stream) == [Event("message", "one"), Event("error", "two\n three")]


def test_comments_ids_and_unknown_fields_are_passed_over():
    stream = b": OPENROUTER PROCESSING\n\nid: 7\nretry: 10\nx\ndata: a\n: ping\n\n"
    assert events_of(stream) == [Event("message", "a")]


def test_a_byte_order_mark_is_no_part_of_the_first_field():
    assert events_of(b"\xef\xbb\xbfdata: a\n\n") == [Event("message", "a")]


def test_an_event_without_its_blank_line_comes_at_the_end():
    assert events_of(b"data: a\n\ndata: [DONE]") == [Event("message", "a"), Event("message", "[DONE]")]


def test_an_event_type_without_data_is_no_event_and_does_not_stick():
    assert events_of(b"event: ping\n\ndata: a\n\n") == [Event("message", "a")]


def test_bytes_that_are_no_utf8_are_replaced():
    assert events_of(b"data: a\xffb\n\n") == [Event("message", "a�b")]


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 500, b"data: 01234567890123456789\n" * 50])
def test_an_endless_event_is_refused(piece):
    splitter = EventSplitter(longest=400)
    with pytest.raises(EventTooLong):
        [splitter.feed(piece) for _ in range(3)]


def test_many_events_are_no_long_event():
    splitter = EventSplitter(longest=400)
    assert sum(len(splitter.feed(b"data: 0123456789\n\n")) for _ in range(1000)) == 1000


LINES = st.sampled_from(
    ["data: €", "data:", "data: {}", ": c", "event: error", "id: 1", "", "data: 🦕", "x: y", "data"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(st.tuples(LINES, ENDS)), st.data())
def test_where_the_bytes_are_cut_does_not_matter(lines, data):
    stream = "".join(line + end for line, end in lines).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert events_of(*pieces) == events_of(stream)
