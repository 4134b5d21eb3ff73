# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts of plugins: which verifiers an attempt is for, and what their workers say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

from sidelight.api import Attempt
from sidelight.domain.identity import GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.verdict import Finding
from sidelight.registry.discovery import Installed
from sidelight.registry.task import Outcome
from sidelight.text.artifacts import artifacts
from sidelight.workbench.plugin_keeping import PluginKeeping

LONGEST = 4 << 20
"""Characters of an answer; no verifier is asked about a longer one."""


class Verifying:
    """Asks verifiers about attempts, each once about each. Belongs to one thread; nothing here waits."""

    def __init__(self, plugins: PluginKeeping) -> None:
        self._plugins = plugins
        self._asked: set[tuple[GenerationId, str, int]] = set()

    @property
    def any(self) -> bool:
        """Whether there is a verifier at all, as far as it is known."""
        return bool(self._plugins.usable("verifier"))

    def due(self, answer: GenerationId, prompt: str, judged: Collection[str]) -> list[Installed]:
        """The verifiers that are to be asked about an answer now; they count as asked from now on.

        Args:
            answer: its name.
            prompt: what was asked.
            judged: verifiers with their versions that have said something of it before.
        """
        found = []
        for one in self._plugins.usable("verifier"):
            info = one.info
            era = self._plugins.era(info.id)
            known = f"{info.id} {info.version}" in judged and not era
            key = (answer, f"{info.id} {info.version}", era)
            if key not in self._asked and not known and is_for(info.prompts, prompt):
                self._asked.add(key)
                found.append(one)
        return found

    def ask(
        self, verifier: Installed, conversation: Conversation, text: str, then: Callable[[Finding], None]
    ) -> None:
        """Have an attempt judged. Called on any thread.

        Args:
            verifier: the plugin.
            conversation: what was asked.
            text: the whole answer.
            then: takes a verdict, on the workers' thread; not called where there is none.
        """
        if len(text) > LONGEST:
            return
        attempt = Attempt(conversation.prompt, text, tuple(artifacts(text)), conversation.system)

        def done(outcome: Outcome) -> None:
            if outcome.finding is not None:
                then(outcome.finding)

        self._plugins.judge(verifier, attempt, done)


def is_for(words: Collection[str], prompt: str) -> bool:
    """Whether a prompt holds one of these words, as a word of its own and in either case."""
    return any(_pattern(word).search(prompt) for word in words)


@cache
def _pattern(word: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if word[0].isascii() else ""
    after = r"(?!\w)" if word[-1].isascii() else ""
    return re.compile(f"{before}{re.escape(word)}{after}", re.IGNORECASE)
