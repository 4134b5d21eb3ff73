# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What tests of plugins use: pytest fixtures.

``render``, ``stream`` and ``golden_image`` are for renderers, ``verify`` is for verifiers, ``export``,
``battles`` and ``comparisons`` are for exporters, ``hostile`` is for all.

They come with Sidelight and need no import. They work on the plugin whose project the tests lie in, in the
tests' own process, so that a debugger can step into it; what it gives back is taken in with the same bounds
as from a worker. ``sidelight plugin check`` tries it in the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sidelight.api import BattleRecord, ComparisonRecord, Context, Finding, Rendered
    from sidelight.registry.discovery import Installed

_UPDATE = "--update-golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option: to write the pictures that others are compared with."""
    group = parser.getgroup("sidelight")
    group.addoption(_UPDATE, action="store_true", help="write golden images instead of comparing with them")


@pytest.fixture
def hostile() -> Mapping[str, str]:
    """The hostile and broken texts that ``sidelight plugin check`` tries, by the names that it calls them."""
    from sidelight.workbench.plugin_corpus import HOSTILE

    return dict(HOSTILE)


@pytest.fixture
def plugin_project(request: pytest.FixtureRequest) -> Path:
    """The project that a test belongs to: the nearest folder above it with a ``pyproject.toml``."""
    for folder in request.path.parents:
        if (folder / "pyproject.toml").is_file():
            return folder
    raise pytest.UsageError(f"There is no pyproject.toml in any folder above {request.path}.")


@pytest.fixture
def render(plugin_project: Path) -> Callable[..., Rendered]:
    """``render(text, language=…, **context)``: what the plugin shows for a text.

    ``language`` is the plugin's first if it is not given; the rest goes into the ``Context``. Raises
    ``RenderError`` as the renderer does, and fails where it gives what Sidelight would not take.
    """
    plugin, renderer = _loaded(plugin_project)

    def show(text: str, language: str | None = None, **context: Any) -> Rendered:
        artifact = _artifact(plugin, text, language, complete=True)
        assert 0 <= renderer.match(artifact) <= 100, "match gives a number from 0 to 100"
        return _taken(plugin, renderer.render(artifact, _context(plugin, context)))

    return show


@pytest.fixture
def stream(plugin_project: Path) -> Callable[..., list[Rendered | None]]:
    """``stream(text, step=…, language=…, **context)``: what is shown while a text is being written.

    Each time ``step`` more characters have come the renderer's ``update`` is asked, and at the end ``render``
    is, for the whole. Returns a result, or ``None`` for "no change", for each step.
    """
    plugin, renderer = _loaded(plugin_project)

    def show(text: str, step: int = 20, language: str | None = None, **context: Any) -> list[Rendered | None]:
        told = _context(plugin, context)
        found: list[Rendered | None] = []
        for end in range(step, len(text), step):
            part = _artifact(plugin, text[:end], language, complete=False)
            shown = renderer.update(part, told)
            found.append(None if shown is None else _taken(plugin, shown))
        whole = _artifact(plugin, text, language, complete=True)
        return [*found, _taken(plugin, renderer.render(whole, told))]

    return show


@pytest.fixture
def golden_image(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., None]:
    """``golden_image(result, name, tolerance=0.02)``: compares with ``golden/NAME.png`` beside the test.

    The picture is a ``Rendered`` (PNG; SVG where the plugin for SVG is installed) or the bytes of a PNG file.
    ``tolerance`` is the share of pixels that may look different; antialiasing and other versions of fonts
    change a few. Run with ``--update-golden`` to write the file.
    """

    def compare(result: Rendered | bytes, name: str, tolerance: float = 0.02) -> None:
        from sidelight.registry.likeness import difference

        data = result if isinstance(result, bytes) else _picture(result)
        file = request.path.parent / "golden" / f"{name}.png"
        if request.config.getoption(_UPDATE):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
            return
        if not file.is_file():
            pytest.fail(f"There is no {file}; look at the picture, and write it with {_UPDATE}.")
        found = difference(file.read_bytes(), data)
        if found > tolerance:
            actual = tmp_path / f"{name}.png"
            actual.write_bytes(data)
            pytest.fail(
                f"{found:.1%} of the picture differs from {file} (at most {tolerance:.1%}): see {actual}"
            )

    return compare


@pytest.fixture
def verify(plugin_project: Path) -> Callable[..., Finding | None]:
    """``verify(prompt, answer, system=…, settings=…)``: what the plugin says of an answer.

    The fenced blocks in the answer become its artifacts. Fails where the verifier gives what Sidelight would
    not take.
    """
    plugin, verifier = _loaded(plugin_project)

    def judge(
        prompt: str, answer: str, system: str = "", settings: Mapping[str, Any] | None = None
    ) -> Finding | None:
        from sidelight.api import Attempt, Job
        from sidelight.registry.bounds import finding
        from sidelight.stage import verifying, wire
        from sidelight.text.artifacts import artifacts

        told = Attempt(prompt, answer, tuple(artifacts(answer)), system)
        attempt = verifying.unpacked(verifying.packed(told).decode())
        job = Job(plugin.info.values({}) | dict(settings or {}))
        frames = wire.Frames()
        for out in verifying.verify(verifier, attempt, job):
            for letter, body in frames.feed(out):
                if letter == wire.VERDICT:
                    return finding(body, plugin.info)
        return None

    return judge


@pytest.fixture
def battles() -> Callable[..., tuple[BattleRecord, ...]]:
    """``battles(many, prompt=…, **fields)``: so many battles as a project may hold, always the same ones."""
    from sidelight.workbench.plugin_records import battles as make

    return make


@pytest.fixture
def comparisons() -> Callable[..., tuple[ComparisonRecord, ...]]:
    """``comparisons(many, prompt=…, **fields)``: the same for an exporter of comparisons."""
    from sidelight.workbench.plugin_records import comparisons as make

    return make


@pytest.fixture
def export(plugin_project: Path) -> Callable[..., bytes]:
    """``export(records, suffix=…, settings=…)``: the file that the plugin writes for these records.

    ``suffix`` is the first of the plugin's ``extensions`` if it is not given. Raises ``ExportError`` as the
    exporter does, and fails where it gives what Sidelight would not take.
    """
    plugin, exporter = _loaded(plugin_project)

    def write(
        records: Iterable[BattleRecord] | Iterable[ComparisonRecord],
        suffix: str = "",
        settings: Mapping[str, Any] | None = None,
    ) -> bytes:
        import json

        from sidelight.api import Job
        from sidelight.stage import exporting, wire

        # As they would come from the program.
        read = exporting.battle_of if plugin.info.records == "battles" else exporting.comparison_of
        given: Any = (read(json.loads(exporting.line_of(one))) for one in records)
        job = Job(plugin.info.values({}) | dict(settings or {}), suffix or plugin.info.extensions[0])
        frames = wire.Frames()
        taken = (body for out in exporting.export(exporter, given, job) for _, body in frames.feed(out))
        return b"".join(taken)

    return write


def _loaded(project: Path) -> tuple[Installed, Any]:
    import sys

    from sidelight.registry.discovery import from_project
    from sidelight.workbench.plugins import imported

    plugin = from_project(project)
    above = str(Path(plugin.folder).parent)
    if above not in sys.path:
        sys.path.insert(0, above)
    return plugin, imported(plugin)


def _artifact(plugin: Installed, text: str, language: str | None, *, complete: bool) -> Any:
    from sidelight.api import Artifact

    first = plugin.info.languages[0] if plugin.info.languages else ""
    return Artifact(0, first if language is None else language, text, complete)


def _context(plugin: Installed, given: dict[str, Any]) -> Context:
    from sidelight.api import Context

    settings = plugin.info.values({}) | dict(given.pop("settings", {}))
    return Context(settings=settings, **given)


def _taken(plugin: Installed, shown: Any) -> Rendered:
    """The result after the way that it takes from a worker, with all its bounds."""
    from sidelight.api import Rendered
    from sidelight.registry.bounds import Intake
    from sidelight.stage import wire

    assert isinstance(shown, Rendered), f"a renderer gives a Rendered, not {type(shown).__name__}"
    frames, intake = wire.Frames(), Intake(plugin.info.output)
    for frame in wire.encode(shown):
        for letter, body in frames.feed(frame):
            intake.take(letter, body)
    return intake.finish()


def _picture(result: Rendered) -> bytes:
    from sidelight.api import Artifact, Context, Kind
    from sidelight.registry.discovery import discover
    from sidelight.workbench.plugins import imported
    from sidelight.workbench.svg_drawer import drawer_of

    if result.image is None:
        pytest.fail(f"The result is {result.kind.value}, not a picture.")
    if result.kind is Kind.PNG:
        return result.image.data
    drawer = drawer_of(discover())
    if drawer is None:
        pytest.fail("The plugin that draws SVG is not installed (sidelight-svg).")
    drawing = Artifact(0, "svg", result.image.data.decode(), True)
    drawn = imported(drawer).render(drawing, Context(width=max(640.0, result.image.width)))
    if drawn.image is None:
        pytest.fail(f"The plugin “{drawer.info.name}” made no picture of the drawing: {drawn.alt_text}")
    return bytes(drawn.image.data)
