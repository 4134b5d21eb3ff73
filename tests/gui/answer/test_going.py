# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Going to a passage or a line: it is selected exactly and comes into sight."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from sidelight.domain.review import Span
from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.selection import Spot

MakeView = Callable[..., AnswerView]

SAME = "The same words stand here.\n\n"
LONG = SAME * 60 + "One **bold `word`** of 🎲 中文 [there](http://x.y) &amp; more.\n\n" + SAME * 60
MIXED = """# Title 🎲

A **bold** paragraph with `code` and &lt;entities&gt;.

- first *item*
- second item

| name | value |
|------|------:|
| a \\| b | **1.5** |

```python
import math

print(math.pi)
```

Last words.
"""


def span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def in_sight(view: AnswerView) -> bool:
    first, last = view.page.caret(view.selection.first), view.page.caret(view.selection.last)
    return first.top() >= 0 and last.bottom() <= view.viewport().height()


def test_the_span_itself_is_selected_not_words_like_it(make_view: MakeView) -> None:
    view = make_view(LONG)
    for number in (0, 31, 119):
        start = LONG.index(SAME) + number * len(SAME) if number < 60 else LONG.rindex(SAME)
        wanted = span(LONG, start + 4, start + 14)
        view.show_span(wanted)
        assert view.selected_text() == "same words"
        assert view.selected_span() == wanted
        assert in_sight(view)


def test_marks_within_the_span_are_passed_over(make_view: MakeView) -> None:
    view = make_view(LONG)
    start = LONG.index("**bold")
    view.show_span(span(LONG, start, LONG.index(" more.") + 6))
    assert view.selected_text() == "bold word of 🎲 中文 there & more."
    assert in_sight(view)


@pytest.mark.parametrize("seed", range(3))
def test_any_selection_is_found_again_from_its_span(make_view: MakeView, seed: int) -> None:
    view = make_view(MIXED)
    choose = random.Random(seed)
    for _ in range(60):
        ends = []
        for _ in range(2):
            index = choose.randrange(len(view.flow))
            ends.append(Spot(index, choose.randint(0, len(view.flow[index].text))))
        view.selection.put(min(ends), max(ends))
        taken = view.selected_span()
        if taken is None:
            continue
        words = view.selected_text()
        view.selection.put(Spot(0, 0), Spot(0, 0))
        view.show_span(taken)
        assert view.selected_span() == taken
        assert view.selected_text().strip() == words.strip()


def test_a_span_past_the_end_does_no_harm(make_view: MakeView) -> None:
    view = make_view("Short.")
    view.show_span(Span(4, 900, "rt."))
    assert view.selected_text() == "t."
    make_view("").show_span(Span(0, 1, "x"))


def test_what_is_gone_to_while_hidden_is_in_sight_later(make_view: MakeView) -> None:
    view = make_view(LONG)
    view.hide()
    start = LONG.rindex(SAME)
    view.show_span(span(LONG, start, start + 8))
    view.show()
    assert in_sight(view)


def test_following_ends_when_one_goes_to_a_passage(make_view: MakeView) -> None:
    view = make_view()
    view.feed(LONG)
    view.show_pending(1000)
    assert view.following
    view.show_span(span(LONG, 0, 8))
    view.feed("More.\n\n" * 40)
    view.show_pending(1000)
    assert in_sight(view)


def test_a_line_is_counted_within_its_listing(make_view: MakeView) -> None:
    script = "\n".join(f"x{number} = 1" if number % 2 else "same = 0" for number in range(1, 201))
    view = make_view(f"{LONG}\n```\nother\n```\n\n```python\n{script}\n```\n\n{LONG}")
    for line, words in ((1, "x1 = 1"), (120, "same = 0"), (199, "x199 = 1")):
        assert view.show_line(1, line)
        assert view.selected_text() == words
        assert in_sight(view)
        code = view.flow[view.selection.first.index]
        assert isinstance(code, Code)
        assert code.block.body[: view.selection.first.offset].count("\n") == line - 1
    assert not view.show_line(1, 201)
    assert not view.show_line(1, 0)
    assert not view.show_line(2, 1)


@pytest.mark.parametrize("size", [1, 3, 50])
def test_lines_of_a_listing_that_came_in_pieces_are_where_they_are(make_view: MakeView, size: int) -> None:
    text = "```python\nfirst\n\n  second\n" + "y" * 9000 + "\nlast\n```\n\nBelow.\n"
    view = make_view()
    for at in range(0, len(text), size):
        view.feed(text[at : at + size])
        view.show_pending(1000)
    view.finish()
    assert view.show_line(0, 5)
    assert view.selected_text() == "last"
    start = text.index("  second")
    view.show_span(span(text, start + 2, start + 8))
    assert view.selected_text() == "second"
    assert view.selected_span() == span(text, start + 2, start + 8)


def test_an_empty_line_is_gone_to_and_a_very_long_one_is_one_line(make_view: MakeView) -> None:
    long = "y = '" + "z" * 20_000 + "'"
    view = make_view(f"```python\n{long}\n\nlast\n```\n\n{LONG}")
    assert view.show_line(0, 1)
    assert view.selected_text().replace("\n", "") == long
    assert view.show_line(0, 2)
    assert view.selected_text() == ""
    assert view.show_line(0, 3)
    assert view.selected_text() == "last"
