# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ctypes
import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox import test_hostile_words as hostile_words
from sidelight.gui.answer import AnswerView

MakeView = Callable[..., AnswerView]
_IN_OPEN = 0x20


class Watch:
    """The kernel's own word on whether a file was opened."""

    def __init__(self, path: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._fd >= 0
        assert self._libc.inotify_add_watch(self._fd, str(path).encode(), _IN_OPEN) >= 0

    def opened(self) -> bool:
        try:
            return bool(os.read(self._fd, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._fd)


@pytest.fixture
def picture(tmp_path: Path) -> Iterator[tuple[Path, Watch]]:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    path = tmp_path / "secret.png"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    path.write_bytes(bytes(buffer.data().data()))
    watch = Watch(path)
    yield path, watch
    watch.close()


@pytest.fixture(autouse=True)
def no_long_walk() -> Iterator[None]:
    """A walk of the garbage collector over what other tests left is no part of a step."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_no_file_is_opened_and_no_picture_shown(
    make_view: MakeView, picture: tuple[Path, Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, watch = picture
    asked: list[object] = []
    load = QTextDocument.loadResource
    monkeypatch.setattr(QTextDocument, "loadResource", lambda *a: asked.append(a) or load(*a))
    url = QUrl.fromLocalFile(str(path)).toString()
    text = (
        f"![a]({url}) ![b]({path}) ![c](<{path}>) [![d]({url})](x) ![e][r]\n\n<img src='{url}'>\n\n"
        f"<img src={path}><object data='{url}'></object><iframe src='{url}'></iframe>\n\n"
        f"| ![f]({url}) |\n|--|\n"
        f"| <img src='{url}'> |\n\n- ![g]({url})\n\n> ![h]({url} 'title')\n\n# ![i]({url})\n\n[r]: {url}\n"
        "![j](//host/share/x.png) <style>@import 'x';</style> <link rel=stylesheet href='file:///x'>\n"
    )
    view = make_view(text, height=900)
    for index, block in enumerate(view.flow):
        block.arrange(view.page.width_for(block))
        view.flow.resized(index)
        view.tooltip_at(view.page.box(index).center())
    shot = view.grab().toImage()
    pixels = {shot.pixel(x, y) for x in range(0, shot.width(), 3) for y in range(0, shot.height(), 3)}
    assert QColor("#ff00ff").rgb() not in pixels
    assert asked == []
    assert not watch.opened()
    path.read_bytes()
    assert watch.opened(), "the watch itself must work"


def test_markup_in_a_tooltip_or_a_notice_stays_text(make_view: MakeView, picture: tuple[Path, Watch]) -> None:
    path, watch = picture
    view = make_view(f"[x](<file://{path}>)")
    view.set_notice(f"<img src='{path}'>", "bad", [])
    QApplication.processEvents()
    view.grab()
    assert not watch.opened()


_HOSTILE = {
    "one line of 1 MB": "x" * 1_000_000,
    "one line of 1 MB with markup": "*a `b` [c](d) " * 70_000,
    "one code line of 1 MB": "```\n" + "y " * 500_000,
    "one quoted line of 1 MB": "> - 1. " + "**z** " * 170_000,
    "one line of 1 MB from right to left": "\u05e9\u05dc\u05d5\u05dd **\u05e2\u05d5\u05dc\u05dd** " * 60_000,
    "100,000 items": "- item with *text*\n" * 100_000,
    "100,000 rows": "| a | b |\n|---|---|\n" + "| 1 | **2** |\n" * 100_000,
    "unclosed everything": "**a `b [c](d ~~e $f \\(g ![h](\n```python\n'''\n" + "z = (\n" * 2000,
    "unclosed markup": "<!-- a\n\n**b**\n\n- c\n" * 3000,
    "unclosed maths": "$$ a\nb\n" * 9000 + "\\[ c\n" * 9000,
    "deep quotes": (">" * 500 + " x\n") * 200,
    "deep lists": "".join("  " * n + "- x\n" for n in range(500)),
    "deep quotes and lists": ("> - " * 400 + "x\n\n") * 100,
    "deep links": "[" * 9000 + "a" + "](u)" * 9000,
    "open brackets": "![" * 60_000,
    "runs of stars": "*a **b _c " * 20_000,
    "stars that close nothing": "a** b* c__ " * 20_000,
    "stars and underlines in turns": "*_" * 30_000 + "a" + "_*" * 30_000,
    "growing ticks": "".join("`" * n + " " for n in range(1, 400)),
    "links that never end": '[a](b "' * 20_000,
    "maths that never ends": "\\( $a " * 20_000,
    "30,000 definitions": "".join(f"[l{n}]: https://x.example/{n} 'T'\n" for n in range(30_000)),
    "uses of what is never defined": "[a][b] [c] " * 30_000,
    "definitions that never end": '[a]: /u "t\n' * 20_000,
    "footnotes": "".join(f"w[^{n}] " for n in range(5000)) + "".join(f"\n\n[^{n}]: n" for n in range(5000)),
    "tags": "<div>" * 50_000,
    "attributes": "<a" + ' b="c"' * 50_000,
    "entities": "&amp;&#x41;&nosuch; " * 20_000,
    "marks and overrides": ("a" + "\u0301" * 2000 + "\u202e" + "\u200b" * 500 + "\n\n") * 20,
    "joined emoji": "\U0001f468\u200d" * 20_000,
    "controls and surrogates": "\x00\x01\ud800\udfff\ufffc\u2028\u2029\x0c\n\n" * 500,
    "wide table": "|" + " a |" * 2000 + "\n|" + "---|" * 2000 + "\n|" + " 1 |" * 2000,
    "fences": "```python\nx\n```\n" * 8000,
}

STEP_S = 0.5
"""More than any step takes by far, for a machine that is slow; what grows with the text would pass it."""


def streamed(view: AnswerView, text: str, piece: int = 50_000) -> float:
    """Write a text into a view; gives the longest step of the window's thread, in seconds of CPU time."""
    for start in range(0, len(text), piece):
        view.feed(text[start : start + piece])
    view.finish()
    longest = 0.0
    until = time.monotonic() + 60
    while view.waiting and time.monotonic() < until:
        begin = time.thread_time()
        view.show_pending(6)
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - begin)
    assert not view.waiting
    return longest


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_text_is_shown_in_short_steps(make_view: MakeView, qtbot: QtBot, name: str) -> None:
    """No step of the window's thread takes long, in CPU time; the text comes through unchanged."""
    text = _HOSTILE[name]
    view = make_view()
    longest = streamed(view, text)
    assert view.text() == text
    bar = view.verticalScrollBar()
    steps = [lambda part=part: bar.setValue(int(bar.maximum() * part)) for part in (0.5, 0.0, 1.0)]
    for step in (*steps, lambda: view.resize(500, 600)):
        begin = time.thread_time()
        step()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - begin)
    assert longest < STEP_S


_GROWING: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "stars": lambda n: "*a **b _c " * (n // 10),
    "stars in turns": lambda n: "*_" * (n // 2),
    "links": lambda n: '[a](b "' * (n // 7),
    "maths": lambda n: "\\( " * (n // 3),
    "definitions": lambda n: "".join(f"[l{i}]: /u{i}\n" for i in range(n // 12)),
    "items": lambda n: "- item *x*\n" * (n // 11),
    "rows": lambda n: "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * (n // 10),
    "quotes": lambda n: "> a\nb\n" * (n // 6),
    "one word": lambda n: "x" * n,
    "ticks": lambda n: "``a` " * (n // 5),
    "tags": lambda n: "<a <b " * (n // 6),
    "a listing": lambda n: "```python\n" + "x = '''\n" * (n // 8),
}


@pytest.mark.parametrize("name", _GROWING)
def test_four_times_the_hostile_text_costs_about_four_times_as_much(make_view: MakeView, name: str) -> None:
    """CPU time of everything, painting included; what is quadratic would cost sixteen times as much."""
    make = _GROWING[name]

    def spend(size: int) -> float:
        view = make_view()
        text = make(size)
        begin = time.thread_time()
        streamed(view, text, 4000)
        spent = time.thread_time() - begin
        assert view.text() == text
        view.close()
        return spent

    spend(20_000)
    small, large = min(spend(60_000) for _ in range(2)), min(spend(240_000) for _ in range(2))
    assert large < 8 * small


def test_a_hostile_paragraph_that_grows_costs_the_same_at_any_place(make_view: MakeView) -> None:
    """Every token of a paragraph without end: the cost of a frame has a bound, however long it has become."""
    view = make_view()

    def frames(count: int) -> float:
        begin = time.thread_time()
        for _ in range(count):
            view.feed("*a **b [c](d \\( `e ")
            view.show_pending(6)
            QApplication.processEvents()
        return time.thread_time() - begin

    frames(110)
    early = min(frames(55) for _ in range(3))
    frames(440)
    assert min(frames(55) for _ in range(3)) < 3 * early


def test_random_and_malicious_words_are_shown_and_kept(make_view: MakeView) -> None:
    """What a child may say to a window, in every place that a Markdown text has for it."""
    chance = random.Random(9)
    places = (
        "{}",
        "- {}\n> {}",
        "```{}\n{}\n```",
        "| {} | b |\n|--|--|\n| {} | c |",
        "# {}",
        "[{}]({})",
        "<{}>",
    )
    said = [*hostile_words.RAW]
    said += [hostile_words.hostile(chance, ("t", "title", "w", "stream", "text")) for _ in range(300)]
    values = "".join(map(str, hostile_words.VALUES[:17]))
    view = make_view()
    for number, raw in enumerate(said):
        word = raw[:3000].decode(("latin-1", "utf-8")[number % 2], "replace")
        text = f"{places[number % len(places)].replace('{}', word)}\n\n{values}"
        view.restart()
        streamed(view, text, 700)
        assert view.text() == text
        for index, block in enumerate(view.flow):
            block.arrange(view.page.width_for(block))
            view.flow.resized(index)
        assert not view.grab().isNull()


@pytest.mark.slow
def test_an_answer_of_5_mb_opens_at_once_and_is_whole_later(make_view: MakeView, qtbot: QtBot) -> None:
    text = "".join(
        f"## Part {i}\n\nWords *of* `part` {i} that go on for a line.\n\n- a\n- b\n\n" for i in range(70_000)
    )
    view = make_view()
    begin = time.thread_time()
    view.set_text(text)
    assert time.thread_time() - begin < 0.5
    qtbot.waitUntil(lambda: not view.waiting, timeout=100_000)
    assert view.flow[len(view.flow) - 1].text == "b"


def test_selecting_all_of_a_long_answer_and_copying_it(make_view: MakeView) -> None:
    view = make_view("- item with *text*\n" * 5_000)
    view.select_all()
    assert view.selected_text() == "\n".join(["- item with text"] * 5_000)
    span = view.selected_span()
    assert span is not None
    assert (span.start, span.end) == (0, len(view.text()) - 1)
