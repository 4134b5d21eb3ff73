# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""TeX's memory at a moment: most of it is empty, so only the pages that are not are kept."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096
_EMPTY = bytes(PAGE)
_MAGIC = b"SLTEXMEM"


@dataclass(frozen=True, slots=True)
class Image:
    """The pages of a memory that hold anything: number of the page to its 4096 bytes."""

    pages: dict[int, bytes]

    @classmethod
    def of_dump(cls, dump: bytes) -> Image:
        """What a whole memory holds."""
        slices = ((at // PAGE, dump[at : at + PAGE]) for at in range(0, len(dump), PAGE))
        return cls({number: page.ljust(PAGE, b"\0") for number, page in slices if page.strip(b"\0")})

    @classmethod
    def read(cls, path: Path) -> Image:
        """The image in a file.

        Raises:
            ValueError: the file is none, or is cut short.
            OSError: it cannot be read.
        """
        return cls.of_bytes(path.read_bytes(), path.name)

    @classmethod
    def of_bytes(cls, content: bytes, name: str) -> Image:
        """The image that ``to_bytes`` wrote.

        Raises:
            ValueError: it is none, or is cut short; ``name`` is said then.
        """
        numbers = array("I")
        head = len(_MAGIC) + 4
        if content[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"{name} is no memory image")
        count = int.from_bytes(content[len(_MAGIC) : head], "little")
        start = head + count * numbers.itemsize
        if len(content) != start + count * PAGE:
            raise ValueError(f"{name} is cut short")
        numbers.frombytes(content[head:start])
        starts = range(start, len(content), PAGE)
        return cls({number: content[at : at + PAGE] for number, at in zip(numbers, starts, strict=True)})

    def write(self, path: Path) -> None:
        """Keep it in a file: see ``to_bytes``."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """All of it, in the order of bytes of this machine."""
        numbers = array("I", self.pages)
        head = _MAGIC + len(numbers).to_bytes(4, "little") + numbers.tobytes()
        return head + b"".join(self.pages.values())

    def since(self, base: Image) -> Image:
        """What of it differs from ``base``; pages that are empty now are among that."""
        changed = {number: page for number, page in self.pages.items() if base.pages.get(number) != page}
        return Image(changed | {number: _EMPTY for number in base.pages if number not in self.pages})

    def put(self, address: int) -> None:
        """Write it into an empty memory that begins at ``address``."""
        for number, page in self.pages.items():
            ctypes.memmove(address + number * PAGE, page, PAGE)

    def changed(self, memory: memoryview) -> Image:
        """What ``memory``, once filled from this image, holds now. Pages that stayed the same are shared."""
        pages = self.pages
        after: dict[int, bytes] = {}
        for number in range(len(memory) // PAGE):
            page = memory[number * PAGE : number * PAGE + PAGE]
            before = pages.get(number, _EMPTY)
            if page == before:
                if before is not _EMPTY:
                    after[number] = before
            else:
                after[number] = bytes(page)
        return Image(after)

    def with_bytes(self, address: int, content: bytes) -> Image:
        """The same with a few bytes (all in one page) put in."""
        number, at = divmod(address, PAGE)
        page = self.pages.get(number, _EMPTY)
        return Image({**self.pages, number: page[:at] + content + page[at + len(content) :]})
