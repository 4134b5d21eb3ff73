# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which renderers may show an artifact, by what their manifests say. No code of theirs is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sidelight.domain.artifact import Artifact
from sidelight.registry.manifest import PluginInfo

UNTELLING = frozenset(
    {
        "",
        "text",
        "txt",
        "plain",
        "plaintext",
        "none",
        "output",
        "xml",
        "html",
        "markup",
        "code",
        "raw",
        "latex",
    }
)
"""Names of fences that say little or something broader: what is inside may be looked at."""

SNIFFED = 400
"""So many characters from its start an artifact is looked at."""


def choose(
    infos: Iterable[PluginInfo], artifact: Artifact, order: Sequence[str] = ()
) -> tuple[PluginInfo, ...]:
    """Those that may show it: in the person's order, then the likelier first, then by priority.

    Args:
        infos: all that can be used.
        artifact: what is to be shown.
        order: ids of renderers as the person ordered them for this language.
    """
    place = {identifier: number for number, identifier in enumerate(order)}
    fits = [(info, fit) for info in infos if (fit := _fit(info, artifact))]
    fits.sort(key=lambda pair: (place.get(pair[0].id, len(place)), -pair[1], -pair[0].priority, pair[0].id))
    return tuple(info for info, _fit in fits)


def is_named(info: PluginInfo, language: str) -> bool:
    """Whether a fence's word names this renderer's format: a language, a type, or a file's ending."""
    word = language.lower()
    return word in info.languages or word in info.mime or _ends(word, info.extensions)


def _fit(info: PluginInfo, artifact: Artifact) -> int:
    if is_named(info, artifact.language):
        return 2
    if info.sniff and artifact.language in UNTELLING:
        start = artifact.text[:SNIFFED].lower()
        return int(any(words.lower() in start for words in info.sniff))
    return 0


def _ends(word: str, extensions: tuple[str, ...]) -> bool:
    return bool(word) and (f".{word}" in extensions or (bool(extensions) and word.endswith(extensions)))
