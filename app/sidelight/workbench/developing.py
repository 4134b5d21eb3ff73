# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A plugin that is being written: it is never put into quarantine, and its author hears what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sidelight.domain.artifact import Artifact
from sidelight.registry.discovery import Found, Installed
from sidelight.registry.task import Outcome
from sidelight.workbench.error_place import with_place
from sidelight.workbench.watching import Watched

_FIRST_WORDS = 40
_LONGEST_LINE = 2000
_MOST_LINES = 1000


def _to_terminal(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Developing:
    """The source folders of plugins under development. ``say`` gets what their author is told.

    Attributes:
        problem: why what was saved last cannot be used, for as long as that is so; empty otherwise.
    """

    def __init__(self, folder: str, say: Callable[[str], None] | None = None) -> None:
        self.folders = (Path(folder).resolve(),) if folder else ()
        self._say = say or _to_terminal
        self._said: set[str] = set()
        self._good: dict[Path, Installed] = {}
        self.problem = ""

    def __contains__(self, installed: Installed) -> bool:
        return Path(installed.where) in self.folders

    def watched(self) -> Watched:
        """Their files."""
        return Watched(self.folders)

    def loaded(self, found: Found) -> tuple[Found, list[Installed]]:
        """What was found anew, and those in it that are under development and may be another now.

        One that cannot be used any more stays as it was when it could: its author goes on seeing it, and
        hears what is wrong. What was said before may be said again.
        """
        self._said.clear()
        fresh = [one for one in found.usable if one in self]
        self._good |= {Path(one.where): one for one in fresh}
        problems = [one for one in found.unusable if Path(one.where).resolve() in self.folders]
        for one in problems:
            self._tell(f"{one.name}: {one.problem}")
        self.problem = "\n".join(f"{one.name}: {one.problem}" for one in problems)
        kept = [self._good[where] for one in problems if (where := Path(one.where).resolve()) in self._good]
        names = {one.info.id for one in kept}
        others = tuple(one for one in found.usable if one.info.id not in names)
        return replace(found, usable=(*kept, *others)), fresh

    def told(self, installed: Installed, outcome: Outcome) -> Outcome:
        """The outcome with the place of its error in the sentence; the author is told all of it, once."""
        if not outcome.failure or installed not in self:
            return outcome
        outcome = replace(outcome, failure=with_place(outcome, Path(installed.folder)))
        self._tell("\n".join(part for part in (outcome.failure, outcome.trace.rstrip()) if part))
        return outcome

    def declined(self, installed: Installed, artifact: Artifact, *, others: bool) -> None:
        """Its ``match`` gave 0 for an artifact; ``others`` says that another plugin is asked in its place."""
        if installed in self and artifact.complete:
            what = "another plugin is asked" if others else "it stands as its source"
            self._tell(
                f"{installed.info.id}: match gave 0 for {_called(installed, artifact.text)}, so {what}."
            )

    def listener(self, installed: Installed) -> Callable[[str, str], None] | None:
        """What hears the words that a worker of this plugin prints; ``None`` if it is not being written."""
        return Printed(installed.info.id, self._say) if installed in self else None

    def _tell(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            self._say(words)


def _called(plugin: Installed, text: str) -> str:
    """The example that a text is from; else its first line."""
    from sidelight.workbench.plugin_scratch import FOLDER, examples  # only an author waits for it

    for path, example in examples(Path(plugin.where) / FOLDER):
        if example.strip() == text.strip():
            return path.name
    first = next(iter(text.strip().splitlines()), "")
    return f"the block that begins with “{first[:_FIRST_WORDS]}”" if first else "an empty block"


class Printed:
    """Says what one worker prints, line by line, each with the plugin's id before it.

    A line is cut at 2000 characters; after 1000 lines the rest is not said.
    """

    def __init__(self, identifier: str, say: Callable[[str], None]) -> None:
        self._identifier = identifier
        self._say = say
        self._rest = {"stdout": "", "stderr": ""}
        self._said = 0

    def __call__(self, stream: str, text: str) -> None:
        """Take a piece of what came on a stream; a line is said when it has ended."""
        *lines, rest = (self._rest.get(stream, "") + text).split("\n")
        self._rest[stream] = rest[: _LONGEST_LINE + 1]
        for line in lines:
            self._said += 1
            if self._said > _MOST_LINES + 1:
                return
            if self._said > _MOST_LINES:
                self._say(f"{self._identifier}: … what it prints further is not shown before it starts anew.")
                return
            end = " …" if len(line) > _LONGEST_LINE else ""
            self._say(f"{self._identifier}: {line[:_LONGEST_LINE]}{end}")
