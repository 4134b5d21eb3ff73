# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What every plugin must stand, tried in the sandbox that it will be used in."""

from __future__ import annotations

import queue
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sidelight.api import Artifact, Context, Kind, Rendered
from sidelight.domain.errors import PluginError
from sidelight.registry.discovery import Installed, conflict, discover, from_project
from sidelight.registry.png import LONGEST_SIDE, MOST_PIXELS
from sidelight.registry.pool import Pool
from sidelight.registry.task import Outcome, Task
from sidelight.workbench.error_place import with_place
from sidelight.workbench.plugin_advice import advice_for
from sidelight.workbench.plugin_check_exporter import try_exporter
from sidelight.workbench.plugin_check_verifier import try_verifier
from sidelight.workbench.plugin_corpus import HOSTILE, truncated
from sidelight.workbench.plugin_source import findings
from sidelight.workbench.svg_drawer import SVG, drawer_of
from sidelight.workbench.worker_process import WorkerProcess, font_folders

SLOWEST_IMPORT_MS = 1000.0
SLOWEST_MATCH_MS = 50.0
_START_S = 60.0
_LARGEST_EXAMPLE = 1 << 20
_MOST_EXAMPLES = 5
_ENOUGH = 10
_DARK = {"page": "#15181c", "text": "#e8eaed"}
_ADAPTS = re.compile(rb"(color-scheme\s{0,9}:[^;\"']{0,60}\bdark\b|\bbackground\b)")
_ON_PAPER = (
    'it draws otherwise in a dark window, but on white paper: write style="color-scheme: light dark" '
    "in the drawing's root"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    ``detail`` says what was found; ``failures`` what is wrong, and ``advice`` then what to do.
    """

    name: str
    detail: str
    failures: tuple[str, ...] = ()
    advice: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures


@dataclass(slots=True)
class _Seen:
    """What was seen while a plugin worked."""

    import_ms: float = 0.0
    slowest_match_ms: float = 0.0
    shown: int = 0
    said_no: int = 0
    slowest: tuple[float, str] = (0.0, "")
    dark: bool = False
    drawer: Installed | None = None
    drawn: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, check: str, sentence: str) -> None:
        self.wrong.setdefault(check, []).append(sentence)


def check(project: Path, engines: Path, tell: Callable[[int, int], None] | None = None) -> list[Check]:
    """Look at the plugin in a source folder.

    Args:
        project: the folder with its ``pyproject.toml``.
        engines: where fetched engines lie.
        tell: hears how many artifacts of how many were shown.

    Raises:
        SandboxRefused: nothing here can hold a worker, so nothing can be tried.
    """
    try:
        plugin = from_project(project)
    except PluginError as error:
        found = (error.sentence,)
        return [Check("manifest", "cannot be used", found, advice_for("manifest", "renderer"))]
    checks = _checked(plugin, project, engines, tell)
    kind = plugin.info.kind
    return [one if one.passed else replace(one, advice=advice_for(one.name, kind)) for one in checks]


def _checked(
    plugin: Installed, project: Path, engines: Path, tell: Callable[[int, int], None] | None
) -> list[Check]:
    info = plugin.info
    seen = _Seen(drawer=drawer_of(discover()))
    if taken := conflict(plugin):
        seen.note("manifest", taken)
    for name, sentence in findings(plugin):
        seen.note({"source": "manifest"}.get(name, name), sentence)
    if info.kind == "exporter":
        return _check_exporter(plugin, engines, seen, tell)
    if info.kind == "verifier":
        return _check_verifier(plugin, engines, project, seen, tell)
    checks = [Check("manifest", f"{info.id} {info.version} for {', '.join(info.languages) or 'no language'}")]
    if manifest := _wrong(seen.wrong, 0.0).get("manifest"):
        checks[0] = Check("manifest", checks[0].detail, manifest)
    if info.isolation == "inprocess":
        return [*checks, Check("isolation", "it has widgets of its own; only its source was looked at")]
    peak_mb = _try(plugin, engines, _corpus(project), seen, tell)
    wrong = _wrong(seen.wrong, seen.import_ms)
    checks += [
        *_of_every_plugin(seen.import_ms, wrong),
        Check("match", f"the same twice, {seen.slowest_match_ms:.0f} ms at most", wrong.get("match", ())),
        Check(
            "corpus",
            f"{seen.shown} shown, {seen.said_no} refused in words; slowest: {seen.slowest[1]}, "
            f"{seen.slowest[0]:.0f} ms",
            wrong.get("corpus", ()),
        ),
        Check("same again", "the same input gives the same result", wrong.get("same again", ())),
        Check("pictures", _pictures(seen), wrong.get("pictures", ())),
        Check("words", "every result says what is to be seen", wrong.get("words", ())),
        Check("dark", "drawings can be seen in dark colours too", wrong.get("dark", ())),
        Check("memory", f"{peak_mb:.0f} MB of {info.memory_mb}", wrong.get("memory", ())),
        Check("network", "no socket, no other program", wrong.get("network", ())),
    ]
    return checks


def _check_exporter(
    plugin: Installed, engines: Path, seen: _Seen, tell: Callable[[int, int], None] | None
) -> list[Check]:
    info = plugin.info
    tried = try_exporter(plugin, engines, tell)
    for name, sentences in seen.wrong.items():
        tried.wrong[name] = [*sentences, *tried.wrong.get(name, [])]
    wrong = _wrong(tried.wrong, tried.import_ms)
    about = f"{info.id} {info.version} for {info.records}, {', '.join(info.extensions)}"
    return [
        Check("manifest", about, wrong.get("manifest", ())),
        *_of_every_plugin(tried.import_ms, wrong),
        Check("corpus", f"{tried.written} files, {tried.refused} refused in words", wrong.get("corpus", ())),
        Check("same again", "the same records give the same file", wrong.get("same again", ())),
        Check("memory", f"{tried.peak_mb:.0f} MB of {info.memory_mb}", wrong.get("memory", ())),
        Check("network", "no socket, no other program", wrong.get("network", ())),
    ]


def _check_verifier(
    plugin: Installed, engines: Path, project: Path, seen: _Seen, tell: Callable[[int, int], None] | None
) -> list[Check]:
    info = plugin.info
    judged = try_verifier(plugin, engines, project, tell)
    for name, sentences in seen.wrong.items():
        judged.wrong[name] = [*sentences, *judged.wrong.get(name, [])]
    wrong = _wrong(judged.wrong, judged.import_ms)
    told = ", ".join(f"{many} {word}" for word, many in sorted(judged.verdicts.items()))
    slowest = f"slowest: {judged.slowest[1]}, {judged.slowest[0]:.0f} ms"
    about = f"{info.id} {info.version} for prompts with {', '.join(info.prompts)}"
    return [
        Check("manifest", about, wrong.get("manifest", ())),
        *_of_every_plugin(judged.import_ms, wrong),
        Check("corpus", f"{told}; {slowest}", wrong.get("corpus", ())),
        Check("same again", "the same attempt gets the same verdict", wrong.get("same again", ())),
        Check("memory", f"{judged.peak_mb:.0f} MB of {info.memory_mb}", wrong.get("memory", ())),
        Check("network", "no socket, no other program", wrong.get("network", ())),
    ]


def _pictures(seen: _Seen) -> str:
    if seen.drawn:
        return f"{seen.drawn} drawings became pictures, each of a size that can be shown"
    return "each is of a size that can be shown"


def _wrong(found: Mapping[str, list[str]], import_ms: float) -> dict[str, tuple[str, ...]]:
    wrong = {name: tuple(sentences[:10]) for name, sentences in found.items()}
    if import_ms > SLOWEST_IMPORT_MS:
        slow = f"more than {SLOWEST_IMPORT_MS:.0f} ms: import what is heavy where it is used"
        wrong["import"] = (*wrong.get("import", ()), slow)
    return wrong


def _of_every_plugin(import_ms: float, wrong: Mapping[str, tuple[str, ...]]) -> list[Check]:
    return [
        Check("import", f"{import_ms:.0f} ms", wrong.get("import", ())),
        Check("Qt", "not imported", wrong.get("Qt", ())),
        Check("API", "nothing of Sidelight but sidelight.api", wrong.get("API", ())),
    ]


def as_json(checks: list[Check]) -> list[Mapping[str, Any]]:
    """The checks as they are printed for programs."""
    return [
        {
            "check": one.name,
            "passed": one.passed,
            "detail": one.detail,
            "failures": list(one.failures),
            "advice": one.advice,
        }
        for one in checks
    ]


def _corpus(project: Path) -> dict[str, str]:
    examples: list[tuple[str, str]] = []
    folder = project / "examples"
    for file in sorted(folder.glob("*")) if folder.is_dir() else []:
        if file.is_file() and file.stat().st_size <= _LARGEST_EXAMPLE and len(examples) < _MOST_EXAMPLES:
            examples.append((file.name, file.read_text("utf-8", "replace")))
    return {**truncated(examples), **HOSTILE}


def _try(
    plugin: Installed,
    engines: Path,
    corpus: Mapping[str, str],
    seen: _Seen,
    tell: Callable[[int, int], None] | None,
) -> float:
    """Have it show the corpus; how much memory it took, in MB."""
    started: list[WorkerProcess] = []

    def launch(installed: Installed) -> WorkerProcess:
        process = WorkerProcess.start(installed, engines, watch=True)
        if installed is plugin:
            started.append(process)
        return process

    pool = Pool(launch)
    try:
        language = plugin.info.languages[0] if plugin.info.languages else ""
        for number, (name, text) in enumerate(corpus.items(), start=1):
            _try_one(pool, plugin, name, Artifact(0, language, text, True), seen)
            if not seen.import_ms or len(seen.wrong.get("corpus", ())) >= _ENOUGH:
                # The rest would only say the same again, and one that hangs takes its time.
                break
            if tell is not None:
                tell(number, len(corpus))
    finally:
        pool.close()
    return max((process.peak_mb for process in started), default=0.0)


def _try_one(pool: Pool, plugin: Installed, name: str, artifact: Artifact, seen: _Seen) -> None:
    sure = [_ask(pool, plugin, artifact, only_ask=True) for _ in range(2)]
    seen.import_ms = max(seen.import_ms, sure[0].import_ms)
    if sure[0].failure or sure[1].failure:
        kind = "Qt" if "uses no Qt" in sure[0].failure else "match" if seen.import_ms else "import"
        failed = sure[0] if sure[0].failure else sure[1]
        seen.note(kind, f"{name}: {with_place(failed, Path(plugin.folder))}")
        return
    if sure[0].sure != sure[1].sure:
        seen.note("match", f"{name}: {sure[0].sure}, then {sure[1].sure}")
    quickest = min(each.worked_ms for each in sure)
    seen.slowest_match_ms = max(seen.slowest_match_ms, quickest)
    if quickest > SLOWEST_MATCH_MS:
        seen.note("match", f"{name}: it took {quickest:.0f} ms (at most {SLOWEST_MATCH_MS:.0f})")
    first, second = (_ask(pool, plugin, artifact) for _ in range(2))
    seen.slowest = max(seen.slowest, (first.duration_ms, name))
    for event in first.seen:
        sentence = "it tried to start a program" if event in ("subprocess.Popen", "os.system") else event
        if not (plugin.info.executables and event in ("subprocess.Popen", "os.system")):
            seen.note("network", f"{name}: {sentence}")
    if first.crashed or first.trace or "was ended" in first.failure:
        memory = "of memory" in first.failure or "MemoryError" in first.failure
        qt = "uses no Qt" in first.failure
        failure = with_place(first, Path(plugin.folder))
        seen.note("Qt" if qt else "memory" if memory else "corpus", f"{name}: {failure}")
        return
    if first.failure:
        seen.said_no += 1
    elif first.rendered is not None:
        seen.shown += 1
        if not first.rendered.alt_text.strip():
            seen.note("words", f"{name}: the alternative text is empty")
        _look_at_the_picture(pool, name, first.rendered, seen)
        if first.rendered.kind is Kind.SVG and not seen.dark:
            seen.dark = True
            _look_in_the_dark(pool, plugin, name, artifact, first, seen)
    if (first.rendered, first.failure, first.line) != (second.rendered, second.failure, second.line):
        seen.note("same again", f"{name}: {second.failure or 'two results'}")


def _look_at_the_picture(pool: Pool, name: str, shown: Rendered, seen: _Seen) -> None:
    """Whether a picture can be shown in its size, and a drawing be drawn."""
    image = shown.image
    if image is None:
        return
    if max(image.width, image.height) > LONGEST_SIDE or image.width * image.height > MOST_PIXELS:
        seen.note(
            "pictures",
            f"{name}: it is {image.width:g} wide and {image.height:g} high; at most {LONGEST_SIDE} a side "
            f"and {MOST_PIXELS // 1_000_000} million in all can be shown",
        )
        return
    if shown.kind is not Kind.SVG:
        return
    if seen.drawer is None:
        seen.note("pictures", f"{name}: no plugin that draws SVG is at hand")
        return
    drawing = Artifact(0, SVG, image.data.decode("utf-8", "replace"), True)
    drawn = _ask(pool, seen.drawer, drawing, width=max(Context().width, image.width))
    if drawn.rendered is None:
        seen.note("pictures", f"{name}: its drawing cannot be drawn: {drawn.failure}")
    else:
        seen.drawn += 1


def _look_in_the_dark(
    pool: Pool, plugin: Installed, name: str, artifact: Artifact, light: Outcome, seen: _Seen
) -> None:
    """Whether a drawing that is another one in dark colours says so: what does not lies on white paper."""
    dark = _ask(pool, plugin, artifact, colours=_DARK)
    images = [one.rendered.image for one in (light, dark) if one.rendered is not None]
    if len(images) < 2 or images[0] is None or images[1] is None:
        return
    if images[0].data != images[1].data and not _ADAPTS.search(images[1].data):
        seen.note("dark", f"{name}: {_ON_PAPER}")


def _ask(
    pool: Pool,
    plugin: Installed,
    artifact: Artifact,
    *,
    only_ask: bool = False,
    colours: Mapping[str, str] | None = None,
    width: float | None = None,
) -> Outcome:
    """What comes of it; in a dark window with ``colours``, else in a light one."""
    come: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    context = Context(
        font_folders=font_folders(),
        settings=plugin.info.values({}),
        dark=colours is not None,
        colours=colours or {},
    )
    if width is not None:
        context = replace(context, width=width)
    pool.submit(Task(plugin, artifact, context, come.put, only_ask=only_ask))
    outcome = come.get(timeout=plugin.info.seconds + _START_S)
    if outcome.failure.endswith("nothing here could hold it.") or "was not started" in outcome.failure:
        from sidelight.domain.errors import SandboxRefused

        raise SandboxRefused(outcome.failure)
    return outcome
