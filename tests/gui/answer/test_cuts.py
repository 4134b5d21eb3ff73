# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens marked in what is shown: each where it stands, and no more of them than are in sight."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.cuts import FEW, Cuts, ends_of

MakeView = Callable[..., AnswerView]

TEXT = """## A heading

Words with **strong** and `code` and a [link](https://example.org), 注意 and 🙂.

- item *one*

```python
x = "é"
```

| a | b |
|---|--:|
| one | 1 |
"""
WHOLE = QRectF(0, 0, 10_000, 10_000)


@given(st.text(), st.lists(st.integers(min_value=0, max_value=400)))
def test_ends_are_those_of_whole_characters(text, places):
    data = text.encode()
    cuts = sorted({0, len(data), *(place for place in places if place <= len(data))})
    ends = ends_of([data[a:b] for a, b in pairwise(cuts)], text)
    assert ends is not None
    assert ends == sorted(set(ends))
    assert ends == [] if not text else ends[-1] == len(text)
    # Where a token ends between two characters, so it is shown.
    between = {len(text[:at].encode()): at for at in range(1, len(text) + 1)}
    assert {between[cut] for cut in cuts if cut in between} <= set(ends)


def test_tokens_of_another_text_are_none():
    assert ends_of([b"one"], "two") is None
    assert ends_of([b"\xf0\x9f", b"\x99\x82", b"!"], "🙂!") == [1, 2]


def test_every_character_that_is_shown_stands_on_the_ground_of_one_token(make_view: MakeView):
    view = make_view(TEXT)
    view.show_cuts(range(1, len(TEXT) + 1))
    hues = [hue.name() for hue in view.shared.look.theme.hues[:5]]
    for block in view.flow:
        washes = view.cuts.washes(block, view.shared.look, WHOLE)
        assert not washes or washes[0].start == 0
        assert all(a.end == b.start for a, b in pairwise(washes))
        shown = len(block.text)
        assert (washes[-1].end if washes else 0) == shown
        # A token is told from the one before it by its hue.
        for wash in washes:
            source = block.source(wash.start)
            if wash.end - wash.start == 1 and block.source_end(wash.end) == source + 1:
                assert wash.colour.name() == hues[source % 5]


def test_tokens_are_drawn_and_taken_away_without_a_trace(make_view: MakeView):
    view = make_view(TEXT)
    before = view.grab().toImage()
    view.show_cuts(range(2, len(TEXT) + 1, 2))
    assert view.cuts.any
    assert view.grab().toImage() != before
    view.show_cuts(())
    assert not view.cuts.any
    assert view.grab().toImage() == before


def test_of_a_long_listing_only_what_is_in_sight_is_drawn(make_view: MakeView):
    text = "```python\n" + "".join(f"x = {n}\n" for n in range(5000)) + "```\n"
    view = make_view(text)
    view.show_cuts(range(1, len(text) + 1))
    (block,) = view.flow
    exposed = QRectF(0, 40_000, 700, 600)
    drawn = view.cuts.washes(block, view.shared.look, exposed)
    assert FEW > len(drawn) > 100
    first, last = block.hit(exposed.topLeft()), block.hit(exposed.bottomLeft())
    assert drawn[0].start <= first
    assert drawn[-1].end >= last
    assert all(wash.end - wash.start == 1 for wash in drawn)


def test_without_tokens_nothing_is_looked_for():
    assert Cuts().washes(None, None, WHOLE) == []  # type: ignore[arg-type]
