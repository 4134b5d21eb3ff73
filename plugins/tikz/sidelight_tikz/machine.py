# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""TeX as a WebAssembly module: it sees its own memory and the files it is given, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import wasmtime

from sidelight_tikz.disk import SOURCE, WASM_PAGE, Disk, Endless, Finished, address, view
from sidelight_tikz.image import Image

PAGES = 1100
"""The size of TeX's memory, in pages of 65 536 bytes; the module asks for exactly this."""

FUEL = 80_000_000_000
"""Steps after which a run is ended: some eight seconds of work."""


@dataclass(frozen=True, slots=True)
class Run:
    """What TeX made of a document.

    ``dvi`` is empty if there is none; ``said`` is what it said on its terminal; ``reading`` names the file
    that it was reading when it ended; ``after`` is its memory then, if that was wanted.
    """

    dvi: bytes
    said: str
    reading: str
    after: Image | None
    fuel: int


def compiler() -> wasmtime.Engine:
    """What compiles the modules, with the settings that a compiled one is bound to."""
    config = wasmtime.Config()
    config.consume_fuel = True
    config.wasm_multi_memory = True
    return wasmtime.Engine(config)


def compiled(path: Path) -> bytes:
    """The module at ``path`` as machine code for this machine, to be kept beside it."""
    return bytes(wasmtime.Module(compiler(), path.read_bytes()).serialize())


_LOOP = "TeX did not come to an end. Is there a loop, or a macro that calls itself?"


class Machine:
    """TeX, compiled and ready. Each run has a fresh memory, so nothing of one document reaches another.

    ``module`` is the folder's ``tex.wasm``, ``code`` what ``compiled`` made of it (compiled anew if it is not
    for this machine), ``files`` are all that TeX can open.
    """

    def __init__(self, module: Path, code: bytes | None, files: Mapping[str, bytes]) -> None:
        self._engine = compiler()
        self._tex = self._module(module, code)
        beside = Path(__file__).with_name("files.wat").read_text(encoding="utf-8")
        self._beside = wasmtime.Module(self._engine, bytes(wasmtime.wat2wasm(beside)))
        self._files = files

    def _module(self, path: Path, code: bytes | None) -> wasmtime.Module:
        if code is not None:
            try:
                return wasmtime.Module.deserialize(self._engine, code)
            except wasmtime.WasmtimeError:
                pass  # for another processor or another version
        return wasmtime.Module(self._engine, path.read_bytes())

    def run(
        self,
        image: Image,
        source: bytes,
        *,
        keep: bool = False,
        fuel: int = FUEL,
        cancelled: Callable[[], bool] = bool,
        more: Mapping[str, bytes] | None = None,
    ) -> Run:
        """Have TeX read ``source``, starting from ``image``. With ``keep`` the memory afterwards is returned.

        ``more`` are files of this run alone.

        Raises:
            Endless: it took more steps, wrote more or opened more files than it may.
            Cancelled: ``cancelled()`` turned true; it is asked whenever a file is opened or a buffer is full.
        """
        store = wasmtime.Store(self._engine)
        try:
            return self._run(store, image, {**(more or {}), SOURCE: source}, keep, fuel, cancelled)
        finally:
            # Its functions know it, so that it would never be found to be unused; it holds 72 MB.
            store.close()

    def _run(
        self,
        store: wasmtime.Store,
        image: Image,
        own: Mapping[str, bytes],
        keep: bool,
        fuel: int,
        cancelled: Callable[[], bool],
    ) -> Run:
        store.set_fuel(fuel)
        store.set_limits(memory_size=PAGES * WASM_PAGE, memories=2, instances=2)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(PAGES, PAGES)))
        image.put(address(store, memory))
        disk = Disk(store, memory, self._files, own, cancelled)
        given: dict[str, Callable[..., Any]] = {"open": disk.open, "drain": disk.drain, "shut": disk.shut}
        given |= {"too_long": disk.too_long, "finish": disk.finish}
        beside = self._instance(store, self._beside, {"memory": memory}, given)
        disk.begin(beside["files"])
        tex = self._instance(store, self._tex, {"memory": memory, **beside}, {})
        try:
            tex["main"](store)
        except Finished:
            pass
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            if store.get_fuel() < 1000:
                raise Endless(_LOOP) from error
            raise Endless("TeX broke down over this document.") from error
        disk.drain_all()
        return Run(
            dvi=bytes(disk.written.get("input.dvi", b"")),
            said=bytes(disk.written[""]).decode("utf-8", "replace"),
            reading=disk.reading,
            after=image.changed(view(store, memory)) if keep else None,
            fuel=fuel - store.get_fuel(),
        )

    def _instance(
        self,
        store: wasmtime.Store,
        module: wasmtime.Module,
        parts: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]],
    ) -> dict[str, Any]:
        """A module with what it imports, by its name; what it exports."""
        imports = []
        for entry in module.imports:
            name = entry.name or ""
            if isinstance(entry.type, wasmtime.FuncType) and name in functions:
                imports.append(wasmtime.Func(store, entry.type, functions[name]))
            else:
                imports.append(parts[name])
        exports = wasmtime.Instance(store, module, imports).exports(store)
        return {entry.name: exports[entry.name] for entry in module.exports if entry.name}
