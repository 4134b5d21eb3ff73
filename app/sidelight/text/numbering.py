# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What number an item of a list has: the first one says where its list begins, the others are counted."""

from __future__ import annotations

from typing import NamedTuple


class _Item(NamedTuple):
    mark: str
    number: int | None


class Numbering:
    """The last item of the list at each depth, as long as nothing else has come between."""

    def __init__(self) -> None:
        self._last: dict[int, _Item] = {}

    def copy(self) -> Numbering:
        """The same again, to go on with apart."""
        other = Numbering()
        other._last = dict(self._last)
        return other

    def interrupt(self, depth: int) -> None:
        """Something stands at this depth that is no item: what comes behind it is another list."""
        for known in [known for known in self._last if known >= depth]:
            del self._last[known]

    def item(self, depth: int, mark: str, written: str | None) -> int | None:
        """Count an item.

        Args:
            depth: how many containers stand around it.
            mark: the bullet, or what stands behind the number; another one begins another list.
            written: its digits, or ``None`` for a bullet.

        Returns:
            Its number; ``None`` for a bullet.
        """
        above = self._last.get(depth)
        number = int(written) if written else None
        if number is not None and above is not None and above.mark == mark and above.number is not None:
            number = above.number + 1
        self.interrupt(depth)
        self._last[depth] = _Item(mark, number)
        return number
