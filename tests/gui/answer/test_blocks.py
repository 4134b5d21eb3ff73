# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What kinds of text there are, as they stand in the view."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.code import Code
from sidelight.text.inline import Style

MakeView = Callable[..., AnswerView]


def frames(
    view: AnswerView, make: Callable[[int], str], first: int, count: int = 40, rounds: int = 4
) -> float:
    """CPU time of some frames, each of which brings one more piece: of several rounds the least disturbed."""
    spent = []
    for start in range(first, first + count * rounds, count):
        begin = time.thread_time()
        for number in range(start, start + count):
            view.feed(make(number))
            view.show_pending(6)
            QApplication.processEvents()
        spent.append(time.thread_time() - begin)
    return min(spent)


@pytest.mark.parametrize(
    ("head", "make"),
    [
        ("", lambda n: f"- item {n} with *text* and `code`\n"),
        ("", lambda n: f"{n + 1}. item {n}\n   - one below it\n"),
        ("", lambda n: f"- [{'x' if n % 2 else ' '}] task {n}\n"),
        ("| a | b |\n|---|---|\n", lambda n: f"| row {n} | **{n}** |\n"),
        ("> ", lambda n: f"> > quoted {n}\n\n"),
        ("```python\n", lambda n: f"x_{n} = [{n}, 'text']  # comment\n"),
    ],
    ids=["items", "numbered items", "tasks", "rows", "quotes", "a listing"],
)
def test_one_more_of_thousands_costs_as_much_as_of_a_few(
    make_view: MakeView, head: str, make: Callable[[int], str]
) -> None:
    view = make_view()
    view.shared.lexers.wait("python")
    view.feed(head)
    frames(view, make, 0, 90, 1)
    early = frames(view, make, 90)
    view.feed("".join(make(n) for n in range(250, 5000)))
    while view.waiting:
        view.show_pending(6)
    frames(view, make, 5000, 30, 1)
    # What grows with the answer would cost some thirty times as much.
    assert frames(view, make, 5030) < 4 * early


def test_tasks_are_ticked_or_not_and_say_so(make_view: MakeView) -> None:
    view = make_view("- [x] done\n- [ ] open\n- plain\n  1. [x] below")
    ticks = [block.block.containers[-1].ticked for block in view.flow]
    assert ticks == [True, False, None, True]
    assert [block.text for block in view.flow] == ["done", "open", "plain", "below"]
    pictures = []
    for index in range(2):
        box = view.page.box(index).toAlignedRect()
        pictures.append(view.viewport().grab(box).toImage().copy(0, 0, 24, box.height()))
    assert pictures[0] != pictures[1]


def test_quotes_within_quotes_have_a_bar_each(make_view: MakeView) -> None:
    view = make_view("> one\n>\n> > two\n> >\n> > > three\n\nout")
    assert [sum(c.quote for c in block.block.containers) for block in view.flow] == [1, 2, 3, 0]
    lefts = [block.left for block in view.flow]
    assert lefts == [*sorted(lefts[:3]), 0.0]
    image = view.viewport().grab(view.page.box(2).toAlignedRect()).toImage()
    bars = _bars(image, view.shared.look.colour("line").rgb())
    assert bars == 3


def _bars(image: QImage, colour: int) -> int:
    """How many upright bars of a colour there are at mid height."""
    y = image.height() // 2
    cells = [image.pixel(x, y) == colour for x in range(image.width())]
    return sum(now and not before for before, now in zip([False, *cells], cells, strict=False))


def test_labelled_links_lead_somewhere_wherever_the_label_is_defined(make_view: MakeView) -> None:
    text = "See [the first][a], [b] and ![c].\n\n| [a] |\n|--|\n| [b] |\n\n"
    text += (
        "[a]: https://a.example\n  'with a title'\n[B]: <https://b.example>\n[c]: https://c.example\n\nend"
    )
    view = make_view()
    for character in text:
        view.feed(character)
        view.show_pending(6)
    view.finish()
    assert [address for _, _, address in view.flow[0].links()] == [
        "https://a.example",
        "https://b.example",
        "https://c.example",
    ]
    assert [address for _, _, address in view.flow[1].links()] == ["https://a.example", "https://b.example"]
    assert "https" not in view.flow[len(view.flow) - 1].text
    assert len(view.flow) == 3


def test_emphasis_in_chinese_is_strong_in_the_view(make_view: MakeView) -> None:
    view = make_view("**中文：**字和**（重点）**内容")
    inline = view.flow[0].inline
    assert inline.text == "中文：字和（重点）内容"
    strong = [inline.text[run.start : run.end] for run in inline.runs if run.style & Style.STRONG]
    assert strong == ["中文：", "（重点）"]


def test_emoji_are_one_place_each_and_found_again(make_view: MakeView) -> None:
    text = "a 👨‍🚀 b 🇩🇪 c 👍🏽 d"
    view = make_view(text)
    at = text.index("d")
    view.find("d")
    span = view.selected_span()
    assert span is not None
    assert (span.start, span.end) == (at, at + 1)
    assert view.flow[0].text == text


ART = """\
┌────────┬──────────┐
│ name   │ value    │
├────────┼──────────┤
│ α → β  │ ▓▓▒▒░░   │
└────────┴──────────┘
+--------+----------+
|  /\\_/\\ |  ( o.o ) |
+--------+----------+
"""


def test_drawings_of_characters_stand_on_a_grid(make_view: MakeView) -> None:
    """Each character of a listing stands where its column is, in every line."""
    view = make_view(f"```\n{ART}```\n")
    (block,) = view.flow
    assert isinstance(block, Code)
    advance = block.look.mono.advance
    left = block.caret(0).left()
    lines = ART.splitlines()
    start = 0
    for row, line in enumerate(lines):
        for column in range(len(line) + 1):
            caret = block.caret(start + column)
            assert abs(caret.left() - left - column * advance) < 1.0, (row, column)
            assert caret.top() == block.line_top(row)
        start += len(line) + 1


@pytest.mark.parametrize("seed", range(4))
def test_reading_up_and_down_an_answer_of_every_kind_never_jumps(make_view: MakeView, seed: int) -> None:
    """Heights are estimates until a block is seen; whatever they turn out to be, what is seen stays."""
    choose = random.Random(seed)
    kinds = [
        "A paragraph *of* words. " * 12,
        "中文的段落没有空格。" * 30,
        "- item\n  - below\n- other\n",
        "| a | b |\n|--|--|\n" + "| one | two words |\n" * 12,
        "```python\n" + "x = 1\n" * 25 + "```",
        "> quoted\n\n> > twice",
        "$$\na\nb\n$$",
        "# A heading that is long enough to be wrapped where the window is narrow",
        "\u05e9\u05dc\u05d5\u05dd " * 60,
        "🎲 " * 90,
        "[l]: /u",
    ]
    view = make_view("\n\n".join(choose.choice(kinds) for _ in range(400)), width=choose.choice([420, 720]))
    bar = view.verticalScrollBar()
    bar.setValue(choose.randrange(bar.maximum() // 4, bar.maximum() * 3 // 4))
    for _ in range(150):
        by = choose.choice([-160, -45, -45, 45, 90])
        seen = {index: view.page.top(index) for index in view.page.visible() if view.flow[index].width > 0}
        before = bar.value()
        bar.setValue(before + by)
        if not 200 < bar.value() < bar.maximum() - 200:
            continue
        for index in view.page.visible():
            if index in seen:
                assert abs(view.page.top(index) - seen[index] + by) <= 1.0
