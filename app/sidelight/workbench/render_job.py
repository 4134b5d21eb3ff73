# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One artifact that is being shown, from the wish to the result."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace

from sidelight.api import Artifact, Context, Kind, Rendered
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.task import Outcome, Task

LONGEST_TEXT = 8 << 20
TOO_LONG = "It is longer than 8 million characters: the text itself can be read."
"""Whoever asks would have to wait while a longer one is looked up, and no renderer shows it."""


@dataclass(slots=True, eq=False)
class RenderJob:
    """What was asked for, and once ``ended``, what came of it.

    ``rendered`` is a picture as PNG, or html, a table, a tree, text, or live; ``failure`` a sentence why
    there is none, with the ``line`` that is to blame if one is. With ``declined`` no renderer took it for
    its format: the raw text says all. With ``superseded`` a newer job took its place. ``unchanged`` means
    that what was shown before stays. ``source_svg`` is the drawing behind a picture, for saving. ``trace``
    is for a plugin's author.
    """

    artifact: Artifact
    context: Context
    choices: tuple[PluginInfo, ...]
    chosen: bool = False
    place: Hashable = None
    info: PluginInfo | None = None
    ended: bool = False
    rendered: Rendered | None = None
    failure: str = ""
    line: int | None = None
    declined: bool = False
    superseded: bool = False
    unchanged: bool = False
    cached: bool = False
    source_svg: bytes | None = None
    trace: str = ""
    duration_ms: float = 0.0
    key: Hashable = None
    era: int = 0
    task: Task | None = None
    drawn: Rendered | None = None
    on_cancel: Callable[[RenderJob], None] | None = None
    _asked: int = field(default=0, repr=False)

    def cancel(self) -> None:
        """Nobody waits for it any more. It ends soon, as superseded."""
        if not self.ended and self.on_cancel is not None:
            self.on_cancel(self)

    @property
    def has_more(self) -> bool:
        """Whether a renderer is left that was not asked yet."""
        return self._asked < len(self.choices)

    def next_choice(self) -> PluginInfo | None:
        """The next renderer to ask; ``None`` when all were."""
        left: Sequence[PluginInfo] = self.choices[self._asked :]
        self._asked += 1
        return left[0] if left else None


def pictured(drawn: Rendered, outcome: Outcome) -> Outcome:
    """What came of drawing an SVG document: the picture, with the document's own size and words around it."""
    if outcome.rendered is None:
        return outcome
    picture = outcome.rendered.image
    if outcome.rendered.kind is not Kind.PNG or picture is None or drawn.image is None:
        return Outcome(failure="The plugin that draws SVG gave no picture.")
    image = replace(drawn.image, data=picture.data)
    return replace(outcome, rendered=replace(drawn, kind=Kind.PNG, image=image))


def text_key(info: PluginInfo, artifact: Artifact) -> tuple[str, str, str]:
    """A text, for a version of a renderer."""
    return (info.id, info.version, artifact.digest)
