# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Showing one text as what it means without a window: for the command line and for scripts of one's own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidelight.api import Context, Kind, Node, Rendered
from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import UsageError
from sidelight.registry.standing import CRASHES
from sidelight.workbench.render_job import RenderJob
from sidelight.workbench.rendering import Rendering

WIDTH = 640.0
"""The room that a drawing is given unless another is asked for, in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a text. ``error`` is empty if it was shown, with its ``line`` if one is to blame.

    ``kind`` is how a window would draw it; ``files`` are those that were saved, pictures first. ``refused``
    says that it was not even tried, because nothing here can hold a plugin.
    """

    renderer: str
    kind: str
    alt_text: str
    notes: tuple[str, ...]
    error: str
    line: int | None
    took_ms: float
    files: tuple[str, ...]


def language_of(rendering: Rendering, file: Path) -> str:
    """The language of a file by the ending of its name, as the plugins know it; empty if none does."""
    ending = file.suffix.lower()
    known = [one.info for one in rendering.plugins() if one.info is not None and one.enabled]
    by_ending = [info for info in known if ending and ending in info.extensions]
    spoken = {language for info in known for language in info.languages}
    if ending[1:] in spoken:
        return ending[1:]
    return next((info.languages[0] for info in by_ending if info.languages), "")


def show(
    source: str,
    language: str,
    rendering: Rendering,
    *,
    renderer: str | None = None,
    width: float = WIDTH,
    seconds: float = 60.0,
    out: Path | None = None,
    name: str = "drawing",
) -> Shown:
    """Show a text by the plugin for its language, and save what comes of it.

    Args:
        source: the text.
        language: as a fence would name it.
        rendering: the plugins, ready.
        renderer: a plugin's id; without one the choices are asked in turn.
        width: the room that there is, in pixels.
        seconds: how long to wait.
        out: a folder; ``None`` saves nothing.
        name: what the files are called, without an ending.

    Raises:
        UsageError: no plugin shows this language, there is no such plugin, or the folder cannot be written.
    """
    artifact = Artifact(0, language, source, True)
    if renderer is not None:
        _see_that_it_renders(rendering, renderer)
    else:
        _see_that_none_is_aside(rendering, artifact)
    if renderer is None and not rendering.choices(artifact):
        raise UsageError(f"No plugin shows {language or 'this kind of file'}.", "See: sidelight plugin list")
    job = rendering.start(artifact, Context(width=width), renderer)
    try:
        rendering.wait(job, seconds)
    except TimeoutError:
        job.cancel()
        return _shown(job, error=f"It was not shown within {seconds:g} s.")
    if job.rendered is None:
        otherwise = "No plugin takes it for its format." if job.declined else "It could not be shown."
        return _shown(job, error=job.failure or otherwise)
    return _shown(job, files=_save(job.rendered, job.source_svg, out, name) if out is not None else ())


def _see_that_none_is_aside(rendering: Rendering, artifact: Artifact) -> None:
    """Raise a ``UsageError`` where what would show it stands in quarantine."""
    aside = None if rendering.choices(artifact) else rendering.aside(artifact)
    if aside is not None:
        raise _in_quarantine(aside.id, CRASHES)


def _in_quarantine(identifier: str, crashes: int) -> UsageError:
    return UsageError(
        f"{identifier} is in quarantine: it crashed {crashes} times in a row.",
        f"To allow it again: sidelight plugin allow {identifier}",
    )


def _see_that_it_renders(rendering: Rendering, identifier: str) -> None:
    """Raise a ``UsageError`` where a plugin of this id shows nothing, is off, or is not there."""
    usable = {one.id: one for one in rendering.plugins() if one.info is not None}
    renderers = {name: one for name, one in usable.items() if one.info and one.info.kind == "renderer"}
    asked = usable.get(identifier)
    on = sorted(name for name, one in renderers.items() if one.state == "on")
    others = f"There are: {', '.join(on)}."
    if asked is not None and asked.info is not None and asked.info.kind != "renderer":
        kind = asked.info.kind
        raise UsageError(
            f"{identifier} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}, which shows nothing.", others
        )
    if asked is not None and asked.quarantined:
        raise _in_quarantine(identifier, asked.crashes)
    if asked is None or not asked.enabled:
        raise UsageError(f"There is no plugin {identifier} that is on.", others)


def _shown(job: RenderJob, *, error: str = "", files: tuple[str, ...] = ()) -> Shown:
    rendered = job.rendered
    return Shown(
        renderer=job.info.id if job.info is not None else "",
        kind=rendered.kind.value if rendered is not None else "",
        alt_text=rendered.alt_text if rendered is not None else "",
        notes=tuple(note.message for note in rendered.notes) if rendered is not None else (),
        error=error,
        line=job.line,
        took_ms=job.duration_ms,
        files=files,
    )


def _save(rendered: Rendered, svg: bytes | None, out: Path, name: str) -> tuple[str, ...]:
    saved: list[str] = []
    for ending, content in _forms(rendered, svg):
        target = out / f"{name}.{ending}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}.", "Name a folder.") from error
        saved.append(str(target))
    return tuple(saved)


def _forms(rendered: Rendered, svg: bytes | None) -> Iterator[tuple[str, bytes]]:
    """The endings and the bytes of the files that hold a result."""
    match rendered.kind:
        case Kind.PNG | Kind.SVG if rendered.image is not None:
            yield rendered.kind.value, rendered.image.data
            if svg is not None and rendered.kind is Kind.PNG:
                yield "svg", svg
        case Kind.HTML:
            yield "html", rendered.text.encode("utf-8", "replace")
        case Kind.TABLE if rendered.table is not None:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([rendered.table.columns, *rendered.table.rows])
            yield "csv", text.getvalue().encode("utf-8", "replace")
        case Kind.TREE if rendered.tree is not None:
            yield (
                "json",
                json.dumps(_plain(rendered.tree), ensure_ascii=False, indent=2).encode("utf-8", "replace"),
            )
        case Kind.TEXT:
            yield "txt", rendered.text.encode("utf-8", "replace")


def _plain(root: Node) -> dict[str, object]:
    """A tree as nested objects. Without recursion: a stranger's tree may be deep."""
    made: dict[str, object] = {}
    waiting = [(root, made)]
    while waiting:
        node, into = waiting.pop()
        below: list[dict[str, object]] = [{} for _child in node.children]
        into.update(label=node.label, value=node.value, kind=node.kind, children=below)
        waiting += zip(node.children, below, strict=True)
    return made
