# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin's worker is given to do, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from sidelight.api import Attempt, Context, Finding, Rendered
from sidelight.domain.artifact import Artifact
from sidelight.registry.discovery import Installed
from sidelight.stage import wire
from sidelight.stage.verifying import packed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one artifact: a result, or a sentence why there is none.

    ``declined``: the renderer says that this is not its format. ``nothing``: what was shown before stays.
    ``crashed``: the worker ended by it; ``killed``: by no fault that is known, so the text is not to blame.
    ``trace`` is the plugin's own traceback, for its author.
    ``sure`` is how sure the renderer is, where only that was asked; ``worked_ms`` and ``import_ms`` how much
    of the processor's time this and importing the plugin took, as the worker says; ``seen`` what it tried
    that renderers have no use for, where somebody watches; ``weight`` about how much memory the result
    takes, in bytes. ``finding`` is what a verifier says.
    """

    rendered: Rendered | None = None
    failure: str = ""
    line: int | None = None
    declined: bool = False
    nothing: bool = False
    crashed: bool = False
    killed: bool = False
    cancelled: bool = False
    trace: str = ""
    duration_ms: float = 0.0
    worked_ms: float = 0.0
    sure: int | None = None
    import_ms: float = 0.0
    seen: tuple[str, ...] = ()
    weight: int = 0
    finding: Finding | None = None


@dataclass(slots=True, eq=False)
class Task:
    """One artifact to show, or one attempt to judge. ``done`` is called once, on the pool's thread.

    ``ask`` has the renderer say first whether this is its format. Of several tasks with one ``place`` the
    newest counts. ``update`` says that more will follow. With an ``attempt`` it is for a verifier to judge
    that; the artifact is none then. ``spare`` is told how its worker was killed, and says whether another one
    is to be given it; it is asked once at most, on the pool's thread.
    """

    installed: Installed
    artifact: Artifact
    context: Context
    done: Callable[[Outcome], None]
    ask: bool = False
    only_ask: bool = False
    update: bool = False
    place: Hashable = None
    attempt: Attempt | None = None
    not_before: float = 0.0
    cancelled: bool = False
    again: bool = False
    spare: Callable[[str], bool] = lambda _how: True


def request(task: Task, number: int) -> Iterator[bytes]:
    """What a worker is asked, but for the last frame."""
    context, settings = task.context, dict(task.context.settings)
    if task.attempt is not None:
        yield wire.told(wire.REQUEST, {"job": number, "settings": settings})
        yield from wire.pieces(packed(task.attempt))
        return
    asked = {
        "job": number,
        "index": task.artifact.index,
        "language": task.artifact.language,
        "complete": task.artifact.complete,
        "ask": task.ask,
        "only_ask": task.only_ask,
        "update": task.update,
        "context": {
            "width": context.width,
            "scale": context.scale,
            "dark": context.dark,
            "colours": dict(context.colours),
            "font_folders": list(context.font_folders),
            "settings": settings,
        },
    }
    yield wire.told(wire.REQUEST, asked)
    yield from wire.pieces(task.artifact.text.encode("utf-8", "surrogatepass"))
