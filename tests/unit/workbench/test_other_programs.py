# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a window takes up of what other programs do with plugins while it is open."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidelight.api import Artifact, Context
from sidelight.domain.errors import PluginError
from sidelight.domain.running import Level
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.standing import Standing
from sidelight.sandbox import run as sandbox
from sidelight.workbench.rendering import Plugin, Rendering
from sidelight.workbench.settings import Places
from support.plugins import PLAIN, install, rendering

PATIENCE_S = 60.0

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path / "config")


@pytest.fixture
def opened(places: Places, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Rendering]]:
    """Opens what a window has of plugins, on the places' folders."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    made: list[Rendering] = []

    def begin(**environ: str) -> Rendering:
        made.append(Rendering(places, environ))
        made[-1].ready()
        return made[-1]

    yield begin
    for one in made:
        one.close()


def lay(places: Places, identifier: str, code: str = PLAIN, **fields: object) -> Path:
    return install(places.data / "plugins", identifier, code, **fields)


def other(places: Places) -> Standing:
    """What another program knows of the choices."""
    return Standing(places.config / "plugins.toml")


def until(shown: Rendering, so: Callable[[], bool]) -> None:
    shown.look_again()
    end = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < end
        shown._bell.wait(end)
        shown.pump()


def plugin(shown: Rendering, identifier: str) -> Plugin | None:
    return next((one for one in shown.plugins() if one.id == identifier), None)


def words(shown: Rendering, identifier: str, text: str = "abc") -> str:
    job = shown.wait(shown.start(Artifact(0, identifier, text, True), Context()), PATIENCE_S)
    return job.rendered.text if job.rendered is not None else job.failure


def info(shown: Rendering, identifier: str) -> PluginInfo:
    known = plugin(shown, identifier)
    assert known is not None
    assert known.info is not None
    return known.info


def test_one_that_is_installed_changed_and_removed_meanwhile(opened, places: Places) -> None:
    shown = opened()
    assert plugin(shown, "late") is None
    lay(places, "late")
    until(shown, lambda: plugin(shown, "late") is not None)
    assert words(shown, "late") == "ABC"

    package = lay(places, "late", rendering("return Rendered.of_text('anew', alt_text='a')"), version="1.1")
    (package.parent / "touched").touch()
    until(shown, lambda: info(shown, "late").version == "1.1")
    assert words(shown, "late") == "anew", "what it gave before is forgotten, and its worker with it"

    shutil.rmtree(package.parent)
    until(shown, lambda: plugin(shown, "late") is None)
    assert shown.choices(Artifact(0, "late", "abc", True)) == ()


def test_the_same_version_with_other_code_is_another_plugin(opened, places: Places) -> None:
    lay(places, "late")
    shown = opened()
    assert words(shown, "late") == "ABC"
    package = lay(places, "late", rendering("return Rendered.of_text('anew', alt_text='a')"))
    (package.parent / "touched").touch()
    before = shown.revision
    until(shown, lambda: shown.revision != before)
    assert words(shown, "late") == "anew"


def test_where_nothing_changed_nothing_is_drawn_anew(opened, places: Places) -> None:
    lay(places, "late")
    shown = opened()
    before = shown.revision
    looked: list[bool] = []
    shown.look_again()
    shown._pool.call(lambda: looked.append(True))
    end = time.monotonic() + PATIENCE_S
    while not looked:
        assert time.monotonic() < end
        shown._bell.wait(end)
    shown.pump()
    assert shown.revision == before


def test_one_that_another_program_switches_off_and_on(opened, places: Places) -> None:
    lay(places, "late")
    shown = opened()
    assert words(shown, "late") == "ABC"
    other(places).set_enabled("late", False)
    until(shown, lambda: not shown.choices(Artifact(0, "late", "abc", True)))
    other(places).set_enabled("late", True)
    until(shown, lambda: bool(shown.choices(Artifact(0, "late", "abc", True))))
    assert words(shown, "late", "def") == "DEF"


def test_one_that_another_program_allows_again_is_tried_on_what_it_fell_over(opened, places: Places) -> None:
    trap = places.data / "plugins" / "late" / "testing_late" / "trap"
    code = f"""
    import os
    if os.path.exists({str(trap)!r}):
        os._exit(9)
    return Rendered.of_text("there", alt_text="t")
    """
    lay(places, "late", rendering(code))
    trap.touch()
    shown = opened()
    for number in range(3):
        assert "crashed" in words(shown, "late", f"{number}")
    known = plugin(shown, "late")
    assert known is not None
    assert known.quarantined
    trap.unlink()
    other(places).forgive("late")
    until(shown, lambda: bool(shown.choices(Artifact(0, "late", "0", True))))
    assert words(shown, "late", "0") == "there", "what is held against a text went with the quarantine"
    now = plugin(shown, "late")
    assert now is not None
    assert now.last_error == ""


def test_an_engine_that_another_program_fetched_is_found_by_a_worker_that_runs(
    opened, places: Places
) -> None:
    code = """
    import os
    here = os.path.join(os.environ["SIDELIGHT_ENGINES"], "late", "engine")
    if not os.path.exists(here):
        raise RenderError("No engine.")
    return Rendered.of_text("fetched", alt_text="f")
    """
    lay(places, "late", rendering(code))
    shown = opened()
    assert words(shown, "late") == "No engine."
    engine = places.data / "engines" / "late" / "engine"
    engine.parent.mkdir(parents=True)
    engine.touch()
    before = shown.revision
    until(shown, lambda: shown.revision != before)
    assert words(shown, "late") == "fetched"


def test_in_safe_mode_nothing_is_looked_for(opened, places: Places) -> None:
    shown = opened(SIDELIGHT_SAFE_MODE="1")
    lay(places, "late")
    shown.look_again()
    assert shown.watched() == ()
    assert shown.plugins() == ()
    assert shown._pool._thread is None, "there is not even a thread that could look"


def test_widgets_that_run_in_the_window_say_that_a_restart_shows_the_new_ones(opened, places: Places) -> None:
    code = "class Widgets:\n    said = 'old'\n\nrenderer = Widgets()\n"
    lay(places, "dial", code, isolation="inprocess")
    shown = opened()
    shown.consent("dial")
    assert shown.widgets("dial").said == "old"
    package = lay(places, "dial", code.replace("old", "newer"), isolation="inprocess")
    (package.parent / "touched").touch()
    until(shown, lambda: getattr(plugin(shown, "dial"), "stale", False))
    with pytest.raises(PluginError, match="start Sidelight again"):
        shown.widgets("dial")
    shutil.rmtree(package.parent)
    until(shown, lambda: plugin(shown, "dial") is None)
    with pytest.raises(PluginError, match="There is no plugin"):
        shown.widgets("dial")


def test_what_is_watched_is_there_and_grows(opened, places: Places) -> None:
    shown = opened()
    assert str(places.data / "plugins") not in shown.watched()
    assert all(Path(one).is_dir() for one in shown.watched())
    assert {str(places.data), str(places.config.parent)} <= set(shown.watched())
    lay(places, "late")
    assert str(places.data / "plugins") in shown.watched()
