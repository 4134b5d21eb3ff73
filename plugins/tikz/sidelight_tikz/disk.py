# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The files that TeX sees in one run: those of the engine, the document, and what it writes itself."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping

import wasmtime

SOURCE = "input.tex"
WASM_PAGE = 65536
_MOST_OUTPUT = 12 * 1024 * 1024
_MOST_FILES = 1900
_RECORD = 8  # numbers in a place of the table of files
_TABLE = 2048 * _RECORD * 4
_BUFFER = 4096
_MISSING, _READ, _WRITTEN, _FORGOTTEN = range(4)
_TERMINAL = 0
# Nobody types: TeX is given the name of the document, and then the end of its input.
_TYPED = b" " + SOURCE.encode() + b" \n"


class Endless(Exception):
    """The run would not come to an end, or wanted more than it may have; the message says which."""


class Cancelled(Exception):
    """Nobody waits for the run any more."""


class Finished(Exception):
    """TeX has ended."""


def address(store: wasmtime.Store, memory: wasmtime.Memory) -> int:
    """Where a memory begins in this process."""
    return ctypes.addressof(memory.data_ptr(store).contents)


def view(store: wasmtime.Store, memory: wasmtime.Memory) -> memoryview:
    """A memory as bytes that can be changed. Not to be used once the store is closed."""
    size = memory.data_len(store)
    return memoryview((ctypes.c_ubyte * size).from_address(address(store, memory))).cast("B")


class Disk:
    """The files of one run. Those that TeX writes are its own and end with it."""

    def __init__(
        self,
        store: wasmtime.Store,
        tex: wasmtime.Memory,
        files: Mapping[str, bytes],
        own: Mapping[str, bytes],
        cancelled: Callable[[], bool],
    ) -> None:
        """``own`` are files of this run: the document, and what goes with it."""
        self._store = store
        self._tex = view(store, tex)
        self._files = files
        self._given = own
        self._cancelled = cancelled
        self._open: dict[int, str] = {}
        self._names: list[str] = [""]
        self._buffers: dict[int, int] = {}
        self._loaded: dict[str, tuple[int, int]] = {}
        self._total = 0
        self._free = _TABLE
        self.written: dict[str, bytearray] = {"": bytearray()}

    def begin(self, own: wasmtime.Memory) -> None:
        """Take the memory that holds the table of files; the terminal is the first of them."""
        self._own = own
        self._look()
        self._write_to(_TERMINAL, _WRITTEN)

    def open(self, mode: int, length: int, name_at: int) -> int:
        """A file to read (``mode`` 0) or to write; a new number for it."""
        if self._cancelled():
            raise Cancelled
        name = _file_name(bytes(self._tex[name_at : name_at + length]))
        if mode and name == "TTY:":
            return _TERMINAL
        number = len(self._names)
        if number >= _MOST_FILES:
            raise Endless(f"TeX opened more than {_MOST_FILES:,} files.")
        self._names.append(name)
        if mode:
            forgotten = name.endswith(".fmt")
            self.written[name] = bytearray()
            self._write_to(number, _FORGOTTEN if forgotten else _WRITTEN)
        elif (content := _TYPED if name == "TTY:" else self._content(name)) is not None:
            self._read_from(number, name, content)
            self._open[number] = name
        return number

    @property
    def reading(self) -> str:
        """The file that was opened last and is still open; the document where it is none."""
        names = [name for name in self._open.values() if name != "TTY:" and not name.endswith(".tfm")]
        return names[-1] if names else SOURCE

    def _content(self, name: str) -> bytes | None:
        if name in self._given:
            return self._given[name]
        if name in self._files:
            return self._files[name]
        return bytes(self.written[name]) if name and name in self.written else None

    def drain(self, number: int) -> None:
        """A buffer is full, or its file is closed."""
        if self._cancelled():
            raise Cancelled
        start, end = self._buffers[number], self._record(number)[2]
        self._total += end - start
        if self._total > _MOST_OUTPUT:
            raise Endless(f"TeX wrote more than {_MOST_OUTPUT >> 20} MB.")
        self.written[self._names[number]] += self._bytes[start:end]
        self._set(number, 2, start)

    def shut(self, number: int) -> None:
        """A file is closed; what was written can be read from now on."""
        self._open.pop(number, None)
        if number in self._buffers:
            self.drain(number)

    def drain_all(self) -> None:
        """Take what is still in buffers."""
        for number in self._buffers:
            self.drain(number)

    def too_long(self, room: int) -> None:
        """A line does not fit into TeX's buffer of ``room`` bytes."""
        raise Endless(f"TeX cannot read a line of more than {room:,} characters. Break it in two.")

    def finish(self) -> None:
        """TeX has come to its end."""
        raise Finished

    def _look(self) -> None:
        self._bytes = view(self._store, self._own)
        self._numbers = self._bytes[:_TABLE].cast("i")

    def _record(self, number: int) -> memoryview:
        return self._numbers[number * _RECORD : number * _RECORD + _RECORD]

    def _set(self, number: int, field: int, value: int) -> None:
        self._numbers[number * _RECORD + field] = value

    def _room(self, size: int) -> int:
        """Where ``size`` new bytes may lie."""
        start, self._free = self._free, self._free + size
        if self._free > len(self._bytes):
            missing = self._free - len(self._bytes)
            try:
                self._own.grow(self._store, -(-missing // WASM_PAGE))
            except wasmtime.WasmtimeError as error:
                raise Endless("TeX read more than 64 MB.") from error
            self._look()
        return start

    def _read_from(self, number: int, name: str, content: bytes) -> None:
        # Many documents open the same file again and again (the metrics of a font, a library).
        if name not in self._loaded or name in self.written:
            start = self._room(len(content))
            self._bytes[start : start + len(content)] = content
            self._loaded[name] = start, start + len(content)
        start, end = self._loaded[name]
        for field, value in enumerate((_READ, start, start, end, 0, 0, start)):
            self._set(number, field, value)

    def _write_to(self, number: int, kind: int) -> None:
        start = self._room(_BUFFER) if kind == _WRITTEN else 0
        if kind == _WRITTEN:
            self._buffers[number] = start
        for field, value in enumerate((kind, start, start, start + _BUFFER, 1, 1, start)):
            self._set(number, field, value)


def _file_name(given: bytes) -> str:
    """The name that TeX means: without quotes, filling and the areas that it puts before."""
    name = given.decode("utf-8", "replace").rstrip("\0 ")
    for opening, closing in (("{", "}"), ('"', '"')):
        if name.startswith(opening):
            name = name[1:].partition(closing)[0]
    return name.rstrip(" ").removeprefix("*").removeprefix("TeXfonts:").removeprefix("TeXinputs:")
