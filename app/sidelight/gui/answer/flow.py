# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The blocks of an answer one below the other, and where each begins.

Heights change one at a time and places are asked for all the time, among perhaps 100,000 blocks: a Fenwick
tree does both in logarithmic time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sidelight.gui.answer.block_view import BlockView


class Flow:
    """Block views in order; each takes its gap and its height."""

    def __init__(self) -> None:
        self._views: list[BlockView] = []
        self._heights: list[float] = []
        self._tree: list[float] = [0.0]
        self._total = 0.0

    def __len__(self) -> int:
        return len(self._views)

    def __getitem__(self, index: int) -> BlockView:
        return self._views[index]

    def __iter__(self) -> Iterator[BlockView]:
        return iter(self._views)

    @property
    def height(self) -> float:
        """Of all blocks together, in pixels."""
        return self._total

    def append(self, view: BlockView) -> None:
        """Add a block below the others."""
        height = view.gap + view.height
        self._views.append(view)
        self._heights.append(height)
        index = len(self._views)
        # A new node of the tree sums the nodes below it.
        value = height
        step = 1
        while step < (index & -index):
            value += self._tree[index - step]
            step <<= 1
        self._tree.append(value)
        self._total += height

    def cut(self, count: int) -> list[BlockView]:
        """Keep the first ``count`` blocks; give the others."""
        gone = self._views[count:]
        self._total -= sum(self._heights[count:])
        del self._views[count:]
        del self._heights[count:]
        del self._tree[count + 1 :]
        if not count:
            self._total = 0.0
        return gone

    def replace(self, views: Sequence[BlockView]) -> None:
        """Begin again with these blocks."""
        self.cut(0)
        for view in views:
            self.append(view)

    def resized(self, index: int) -> float:
        """Take in the block's new height; gives by how much it changed."""
        view = self._views[index]
        change = view.gap + view.height - self._heights[index]
        if change:
            self._heights[index] += change
            self._total += change
            node = index + 1
            while node < len(self._tree):
                self._tree[node] += change
                node += node & -node
        return change

    def top(self, index: int) -> float:
        """Where the block's gap begins."""
        total = 0.0
        while index > 0:
            total += self._tree[index]
            index &= index - 1
        return total

    def at(self, y: float) -> int:
        """The block (with the gap above it) that holds this height; the last one if all lie above."""
        position = 0
        step = 1 << max(0, len(self._views).bit_length() - 1)
        while step:
            further = position + step
            if further <= len(self._views) and self._tree[further] <= y:
                position = further
                y -= self._tree[further]
            step >>= 1
        return max(0, min(position, len(self._views) - 1))
