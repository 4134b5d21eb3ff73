# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long a reader waits: for a long talk, for two long answers compared, for five megabytes of bare text.

    python tests/bench/reading.py [--messages 400] [--tokens 64000] [--megabytes 5]

All of it in Sidelight's own window on a real project. "busy" is the longest stretch for which the window's
thread did nothing else, in milliseconds of its own CPU time. It is no test.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from streaming import answer

from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.gui.compare.diffing import Diffing
from sidelight.gui.compare.raw import RawText
from sidelight.gui.files import FileActions
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

MODELS = (ModelRef.parse("recorded/amber"), ModelRef.parse("recorded/coral"))
PATIENCE_S = 120.0


class Book:
    """Writes comparisons into a project."""

    def __init__(self, project: ProjectFile, moment: Moment) -> None:
        self._project, self._moment = project, moment
        self._before: tuple[GenerationId, ...] = ()

    def add(self, prompt: str, texts: tuple[str, ...], *, goes_on: bool) -> ComparisonId:
        """One comparison, finished."""
        moment, identity = self._moment, ComparisonId(self._moment.new_id())
        follows = self._before if goes_on else ()
        asked = Conversation.asking(prompt)
        models = MODELS[: len(texts)]
        self._project.add_comparison(Comparison(identity, asked, models, moment.wall_ms(), follows=follows))
        ids = []
        for position, text in enumerate(texts):
            made = Generation(
                id=GenerationId(moment.new_id()),
                comparison_id=identity,
                model=models[position],
                config=GenerationConfig(),
                position=position,
                attempt=1,
                created_ms=moment.wall_ms(),
                text=text,
                stop_reason=StopReason.COMPLETE,
            )
            self._project.begin(made)
            self._project.finish(made, None)
            ids.append(made.id)
        self._before = tuple(ids)
        return identity


def until(done: Callable[[], bool], app: QApplication) -> tuple[float, float]:
    """Let the window work until something holds; seconds by the clock, and the longest busy stretch in ms."""
    begun, longest = time.perf_counter(), 0.0
    while not done():
        if time.perf_counter() - begun > PATIENCE_S:
            raise TimeoutError
        before = time.thread_time()
        app.processEvents()
        longest = max(longest, (time.thread_time() - before) * 1000)
        time.sleep(0.002)
    return time.perf_counter() - begun, longest


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--tokens", type=int, default=64_000)
    parser.add_argument("--megabytes", type=float, default=5)
    chosen = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        project = ProjectFile.create(root / "reading.sidelight")
        book = Book(project, Moment.real())
        short = book.add("Warm up.", ("A short answer.", "Another one."), goes_on=False)
        long = "".join(answer(1000))
        for turn in range(chosen.messages // 2):
            talk = book.add(f"Question {turn}?\n\n{long[:2000]}", (long, long[::2]), goes_on=turn > 0)
        talk = book.add("And now?", ("The last answer.", "The other last answer."), goes_on=True)
        one, other = "".join(answer(chosen.tokens)), "".join(answer(chosen.tokens, seed=11))
        pair = book.add("Two long ones.", (one, other), goes_on=False)
        project.flush()
        catalogue = Catalogue(data_folder=root, connections=(), recordings=(), environ={})
        desk = Desk(project, catalogue, Moment.real())
        nothing = FileActions(*[lambda: None] * 4)
        settings = QSettings(str(root / "s.ini"), QSettings.Format.IniFormat)
        window = Window(desk, Theme.load("light"), settings=settings, files=nothing)
        window.resize(1280, 800)
        window.show()
        window.page.open(short)
        until(lambda: not window.clock.running, app)

        begun = time.perf_counter()
        window.page.open(talk)
        window.grab()
        spent = (time.perf_counter() - begun) * 1000
        turns = window.page.panes[0].turns
        said = turns.count if turns is not None else 0
        print(
            f"a talk of {said} messages of {len(long)} characters, two panes: {spent:.0f} ms to the picture"
        )

        window.page.open(pair)
        until(lambda: not window.clock.running, app)
        begun = time.perf_counter()
        window.actions_["compare.diff"].trigger()
        opened = (time.perf_counter() - begun) * 1000
        diffing = window.page.known.overlay(Diffing).page  # type: ignore[union-attr]
        assert diffing is not None
        seconds, busy = until(lambda: bool(diffing.view.sheet.diff.rows), app)
        print(
            f"two answers of {len(one)} and {len(other)} characters: page after {opened:.0f} ms, "
            f"{len(diffing.view.sheet.diff.rows)} rows after {seconds:.2f} s, busy {busy:.0f} ms"
        )
        worst = 0.0
        for _ in range(60):
            before = time.thread_time()
            window.actions_["diff.next"].trigger()
            diffing.view.grab()
            worst = max(worst, (time.thread_time() - before) * 1000)
        print(f"  a step to the next difference and its picture: at most {worst:.0f} ms")
        window.close()

        for name, text in (
            ("in lines", "word after word goes on \n" * round(chosen.megabytes * 1e6 / 25)),
            ("in one line", "x" * round(chosen.megabytes * 1e6)),
        ):
            raw = RawText(Theme.load("light"), None)  # type: ignore[arg-type]
            raw.resize(600, 600)
            raw.show()
            raw.feed(text)
            worst, begun = 0.0, time.perf_counter()
            while raw.waiting:
                before = time.thread_time()
                raw.show_pending(6.0)
                app.processEvents()
                worst = max(worst, (time.thread_time() - before) * 1000)
            spent = time.perf_counter() - begun
            begun = time.perf_counter()
            raw.find_words("nowhere", backwards=False)
            found = (time.perf_counter() - begun) * 1000
            print(
                f"bare text of {len(text) / 1e6:.0f} MB {name}: {spent:.2f} s, busy {worst:.0f} ms; "
                f"first search {found:.0f} ms"
            )
            raw.close()
        desk.close()
    os._exit(0)


if __name__ == "__main__":
    main()
