# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the author of a plugin hears while writing it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidelight.api import Artifact, Context
from sidelight.domain.running import Level
from sidelight.sandbox import run as sandbox
from sidelight.workbench.developing import Printed
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places
from support.plugins import HEAD, PLAIN, install, rendering

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)

PROJECT = """
[project]
name = "sidelight-own"
version = "0.1"
[project.entry-points."sidelight.renderers"]
own = "testing_own:renderer"
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package of a plugin in its source folder."""
    package = install(tmp_path / "all", "own")
    (package.parent / "pyproject.toml").write_text(PROJECT, "utf-8")
    return package


@pytest.fixture
def shown(tmp_path: Path, package: Path) -> Iterator[Rendering]:
    """With the plugin under development."""
    rendering = Rendering(
        Places(tmp_path, tmp_path / "config"), {"SIDELIGHT_PLUGIN_PROJECT": str(package.parent)}
    )
    yield rendering
    rendering.close()


def test_an_error_in_the_source_is_told_with_its_place_and_never_hides_the_plugin(
    package: Path, shown: Rendering, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "__init__.py").write_text(HEAD + "renderer = Plain(\n", "utf-8")
    place = f"__init__.py:{HEAD.count(chr(10)) + 1}"
    assert shown.ready()
    for text in "abcde":
        job = shown.wait(shown.start(Artifact(0, "own", text, True), Context()))
        assert job.failure.endswith(f"SyntaxError: '(' was never closed ({place}).")
        assert "cannot be started: SyntaxError" in job.failure
    assert [info.id for info in shown.choices(Artifact(0, "own", "f", True))] == ["own"]
    told = capsys.readouterr().err
    assert f"({place})" in told
    assert "renderer = Plain(" in told
    assert told.count("cannot be started") == 1


def test_an_error_at_work_is_told_with_its_place_and_its_traceback(
    package: Path, shown: Rendering, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "__init__.py").write_text(HEAD + rendering("return 1 / 0"), "utf-8")
    assert shown.ready()
    job = shown.wait(shown.start(Artifact(0, "own", "a", True), Context()))
    place = f"__init__.py:{HEAD.count(chr(10)) + 3}"
    assert job.failure.endswith(f"ZeroDivisionError: division by zero ({place}).")
    told = capsys.readouterr().err
    assert "Traceback (most recent call last)" in told
    assert "return 1 / 0" in told


def test_a_manifest_that_cannot_be_read_is_told(
    package: Path, shown: Rendering, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "sidelight-plugin.toml").write_text("api = = 1", "utf-8")
    assert shown.ready()
    assert "sidelight-plugin.toml" in capsys.readouterr().err


def test_while_its_manifest_is_broken_it_goes_on_as_before_and_the_window_can_tell_why(
    package: Path, shown: Rendering
) -> None:
    assert shown.ready()
    artifact = Artifact(0, "own", "abc", True)
    assert shown.wait(shown.start(artifact, Context())).rendered is not None
    manifest = package / "sidelight-plugin.toml"
    good = manifest.read_text("utf-8")
    manifest.write_text("api = = 1", "utf-8")
    _pump_until(shown, lambda: bool(shown.author_problem))
    assert "sidelight-plugin.toml" in shown.author_problem
    assert [info.id for info in shown.choices(artifact)] == ["own"]
    again = shown.wait(shown.start(artifact, Context()))
    assert again.cached
    assert again.rendered is not None
    manifest.write_text(good.replace("The own", "The mended"), "utf-8")
    _pump_until(shown, lambda: not shown.author_problem)
    assert [info.name for info in shown.choices(artifact)] == ["The mended"]


def test_what_went_wrong_belongs_to_what_was_saved_then(package: Path, shown: Rendering) -> None:
    (package / "__init__.py").write_text(HEAD + rendering("return 1 / 0"), "utf-8")
    assert shown.ready()
    shown.wait(shown.start(Artifact(0, "own", "a", True), Context()))
    (own,) = (one for one in shown.plugins() if one.id == "own")
    assert "division by zero" in own.last_error
    before = shown.era("own")
    (package / "__init__.py").write_text(HEAD + PLAIN, "utf-8")
    _pump_until(shown, lambda: shown.era("own") > before)
    (own,) = (one for one in shown.plugins() if one.id == "own")
    assert own.last_error == ""


def test_what_it_prints_is_told_line_by_line_with_its_id(
    package: Path, shown: Rendering, capfd: pytest.CaptureFixture[str]
) -> None:
    body = (
        'print("here", len(artifact.text)); print("\\x1b[31mthere", file=sys.stderr); return super().render('
    )
    (package / "__init__.py").write_text(HEAD + rendering(body + "artifact, context)"), "utf-8")
    assert shown.ready()
    shown.wait(shown.start(Artifact(0, "own", "abc", True), Context()))
    told: list[str] = []

    def heard() -> bool:
        told.append(capfd.readouterr().err)
        return "there" in "".join(told) and "here 3" in "".join(told)

    _pump_until(shown, heard)
    lines = "".join(told).splitlines()
    assert "own: here 3" in lines
    assert "own: ␛[31mthere" in lines


def test_what_it_prints_is_bounded() -> None:
    told: list[str] = []
    printed = Printed("own", told.append)
    printed("stdout", "half")
    printed("stderr", "x" * 100_000 + "\n")
    printed("stdout", " a line\n" + "again\n" * 5000)
    assert told[0] == "own: " + "x" * 2000 + " …"
    assert told[1] == "own: half a line"
    assert len(told) == 1001
    assert told[-1].startswith("own: … what it prints further")


def test_a_match_of_0_is_told_by_the_name_of_the_example(
    package: Path, shown: Rendering, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "class No(Plain):\n    def match(self, artifact):\n        return 0\n\nrenderer = No()\n"
    (package / "__init__.py").write_text(HEAD + code, "utf-8")
    (package.parent / "examples").mkdir()
    (package.parent / "examples" / "bad.own").write_text("nothing\n", "utf-8")
    assert shown.ready()
    for text in ("nothing", "something else", "nothing"):
        assert shown.wait(shown.start(Artifact(0, "own", text, True), Context())).declined
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "own: match gave 0 for bad.own, so it stands as its source.",
        "own: match gave 0 for the block that begins with “something else”, so it stands as its source.",
    ]


def _pump_until(shown: Rendering, condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        select.select([shown], [], [], 1)
        shown.pump()
