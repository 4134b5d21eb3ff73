# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer is, and what it is told about where its work will be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sidelight.api.rendered import Rendered
from sidelight.domain.artifact import Artifact

API_VERSION = 1
"""The version of all of ``sidelight.api``. Sidelight loads plugins of this version and the one before."""


class RenderError(Exception):
    """The artifact cannot be shown, and why: a sentence for a person.

    ``line`` counts from 1 in the artifact's text; ``None`` if no line is to blame.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def never() -> bool:
    """Nobody has asked to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Context:
    """Where the result will be seen.

    ``width`` is the room there is, in device-independent pixels; ``scale`` is device pixels for each of
    them. ``colours`` holds the theme's tokens as ``#rrggbb`` (``page``, ``text``, ``quiet``, ``accent``, …);
    ``dark`` says which way they lie. ``font_folders`` are where the fonts are. ``settings`` are the person's
    for this plugin.
    ``cancelled()`` turns true when nobody waits for the result any more.
    """

    width: float = 640.0
    scale: float = 1.0
    dark: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)
    font_folders: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    cancelled: Callable[[], bool] = never


class Renderer(Protocol):
    """Shows one format. Made once in a worker process and asked many times, one artifact after another."""

    def match(self, artifact: Artifact) -> int:
        """How sure it is that this is its format, 0 (not at all) to 100. Quick, and always the same."""

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """Show the artifact.

        Raises:
            RenderError: it cannot be shown; the message says why.
        """

    def close(self) -> None:
        """Free what is held. Nothing is asked afterwards."""


class UpdatingRenderer(Renderer, Protocol):
    """Can show an artifact while it is still being written (``streaming = "incremental"``)."""

    def update(self, artifact: Artifact, context: Context) -> Rendered | None:
        """Show what is there so far; ``None`` leaves what was shown before."""


class WidgetRenderer(Renderer, Protocol):
    """Gives a widget of its own (``isolation = "inprocess"``). Loaded only with the user's consent."""

    def create_widget(self, artifact: Artifact, context: Context, parent: Any) -> Any:
        """A ``QWidget`` that shows the artifact, with ``parent`` as its parent."""
