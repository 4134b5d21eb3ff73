# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
    "100,000 items": "- item with *text*\n" * 100_000,
    "100,000 rows": "| a | b |\n|---|---|\n" + "| 1 | **2** |\n" * 100_000,
    "unclosed everything": "**a `b [c](d ~~e $f \\(g ![h](\n```python\n'''\n" + "z = (\n" * 2000,
    "deep quotes": (">" * 500 + " x\n") * 200,
    "deep lists": "".join("  " * n + "- x\n" for n in range(500)),
    "tags": "<div>" * 50_000,
    "marks and overrides": ("a" + "\u0301" * 2000 + "\u202e" + "\u200b" * 500 + "\n\n") * 20,
    "controls and surrogates": "\x00\x01\ud800\udfff\ufffc\u2028\u2029\x0c\n\n" * 500,
    "wide table": "|" + " a |" * 2000 + "\n|" + "---|" * 2000 + "\n|" + " 1 |" * 2000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_text_is_shown_in_short_steps(make_view: MakeView, qtbot: QtBot, name: str) -> None:
    """No step of the window's thread takes long, in CPU time; the text comes through unchanged."""
    text = _HOSTILE[name]
    view = make_view()
    for start in range(0, len(text), 50_000):
        view.feed(text[start : start + 50_000])
    view.finish()
    longest = 0.0
    until = time.monotonic() + 60
    while view.waiting and time.monotonic() < until:
        begin = time.thread_time()
        view.show_pending(6)
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - begin)
    assert not view.waiting
    assert view.text() == text
    for part in (0.5, 0.0, 1.0):
        begin = time.thread_time()
        bar = view.verticalScrollBar()
        bar.setValue(int(bar.maximum() * part))
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - begin)
    assert longest < 0.5


@pytest.mark.slow
def test_an_answer_of_5_mb_opens_at_once_and_is_whole_later(make_view: MakeView, qtbot: QtBot) -> None:
    text = "".join(
        f"## Part {i}\n\nWords *of* `part` {i} that go on for a line.\n\n- a\n- b\n\n" for i in range(70_000)
    )
    view = make_view()
    begin = time.thread_time()
    view.set_text(text)
    assert time.thread_time() - begin < 0.5
    qtbot.waitUntil(lambda: not view.waiting, timeout=120_000)
    assert view.flow[len(view.flow) - 1].text == "b"


def test_selecting_all_of_a_long_answer_and_copying_it(make_view: MakeView) -> None:
    view = make_view("- item with *text*\n" * 5_000)
    view.select_all()
    assert view.selected_text() == "\n".join(["- item with text"] * 5_000)
    span = view.selected_span()
    assert span is not None
    assert (span.start, span.end) == (0, len(view.text()) - 1)
