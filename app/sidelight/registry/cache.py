# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What was rendered, kept as long as there is room: by renderer, text, and where it is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from sidelight.api import Context, Node, Rendered
from sidelight.domain.artifact import Artifact
from sidelight.registry.manifest import PluginInfo

MOST_BYTES = 96 << 20
MOST_RESULTS = 400
_OVERHEAD = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A result, its ``weight``, and the drawing that its picture was made from."""

    rendered: Rendered
    size: int
    source_svg: bytes | None = None


class Cache:
    """Results, those used last kept longest. Belongs to one thread."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_results: int = MOST_RESULTS) -> None:
        self._most_bytes = most_bytes
        self._most_results = most_results
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._bytes = 0

    @staticmethod
    def key(info: PluginInfo, artifact: Artifact, context: Context, further: str = "") -> Hashable:
        """By what a result is found again; ``further`` is what it depends on besides."""
        return (
            info.id,
            info.version,
            artifact.digest,
            artifact.language,
            artifact.complete,
            round(context.width, 1),
            context.scale,
            context.dark,
            tuple(sorted(context.colours.items())),
            context.font_folders,
            repr(sorted(context.settings.items())),
            further,
        )

    def get(self, key: Hashable) -> Kept | None:
        """What was kept."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep a result; the ones that were not used for longest make room for it."""
        size = kept.size + len(kept.source_svg or b"")
        if size > self._most_bytes // 2:
            return
        self._bytes += size - self._kept.pop(key, (kept, 0))[1]
        self._kept[key] = (kept, size)
        while self._bytes > self._most_bytes or len(self._kept) > self._most_results:
            _key, (_dropped, freed) = self._kept.popitem(last=False)
            self._bytes -= freed

    def forget(self, identifier: str) -> None:
        """Drop everything of one renderer."""
        for key in [key for key in self._kept if isinstance(key, tuple) and key[0] == identifier]:
            self._bytes -= self._kept.pop(key)[1]


def weight(rendered: Rendered) -> int:
    """About how many bytes of memory a result takes. Not for a window's thread: a tree may be large."""
    size = _OVERHEAD + len(rendered.text) + (len(rendered.image.data) if rendered.image else 0)
    if rendered.table is not None:
        size += sum(60 * len(row) + sum(map(len, row)) for row in rendered.table.rows)
    waiting: list[Node] = [rendered.tree] if rendered.tree is not None else []
    while waiting:
        node = waiting.pop()
        size += _OVERHEAD + len(node.label) + len(node.value)
        waiting += node.children
    return size
