# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Serves one plugin inside the sandbox: a renderer takes artifacts and gives back what to show.

The process is sealed before this is imported, as for any stranger's script. One artifact after another; what
the application says meanwhile is read when the renderer asks whether anybody still waits.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import json
import os
import select
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from sidelight.api import Artifact, Context, ExportError, Job, Rendered, RenderError
from sidelight.stage import exporting, verifying, wire

_QT = frozenset({"PySide6", "shiboken6", "PyQt6", "PyQt5", "PySide2"})
_METHODS = {"renderer": ("match", "render"), "verifier": ("verify",), "exporter": ("export",)}
_READ = 1 << 16
_LONGEST_TRACE = 6000
_TELLING = frozenset(
    {"socket.__new__", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}
)
_MOST_SEEN = 100


class NoQt(importlib.abc.MetaPathFinder):
    """Refuses Qt: nothing here has a window, and half of a toolkit in a worker only crashes later."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Nothing; an error where the module is one of Qt's."""
        if fullname.partition(".")[0] in _QT:
            raise ImportError(
                f"{fullname} cannot be imported here: a plugin uses no Qt, it runs in a process without a "
                "window.",
                name=fullname,
            )


class _Line:
    """Our end of the stream."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._frames = wire.Frames()
        self._arrived: list[tuple[bytes, bytes]] = []
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def say(self, frame: bytes) -> None:
        """Send a frame; without an application there is nobody left to work for."""
        view = memoryview(frame)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            os._exit(0)

    def next(self) -> tuple[bytes, bytes]:
        """The next frame, after waiting for it."""
        while not self._arrived:
            self._take()
        return self._arrived.pop(0)

    def cancelled(self, job: int) -> bool:
        """Whether the application has said that nobody waits for this job any more."""
        while self._poll.poll(0):
            self._take()
        return any(letter == wire.CANCEL and body == b"%d" % job for letter, body in self._arrived)

    def _take(self) -> None:
        try:
            piece = os.read(self._descriptor, _READ)
        except OSError:
            piece = b""
        if not piece:
            os._exit(0)
        self._arrived += self._frames.feed(piece)


def main(descriptor: int, spec_path: str) -> NoReturn:
    """Serve until the application closes its end. The file says which plugin, as JSON.

    ``kind`` says what it is, ``module`` and ``attribute`` name it, ``folder`` is where its package lies,
    ``search`` are further folders to import from, ``environment`` further variables.
    """
    line = _Line(descriptor)
    began = time.process_time()
    try:
        with open(spec_path, "rb") as file:  # noqa: PTH123 - sooner than pathlib
            spec = json.load(file)
        os.environ.update(spec["environment"])
        # Before what the program itself has: of what two need in two versions, each gets its own.
        sys.path[1:1] = spec["search"]
        sys.meta_path.insert(0, NoQt())
        seen = _watch() if spec.get("watch") else []
        kind = spec.get("kind", "renderer")
        plugin = _load(kind, spec["module"], spec["attribute"], spec["folder"])
    except BaseException as error:
        line.say(_fault(0, error))
        os._exit(1)
    line.say(wire.told(wire.READY, {"ms": (time.process_time() - began) * 1000}))
    while True:
        _serve(line, kind, plugin, seen)


def _load(kind: str, module: str, attribute: str, folder: str) -> Any:
    """The plugin. Its package is taken from its own folder, whatever else is called so."""
    top = module.partition(".")[0]
    if folder:
        spec: ModuleSpec | None = importlib.util.spec_from_file_location(
            top, f"{folder}/__init__.py", submodule_search_locations=[folder]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"There is no package {top} in its folder.")
        package = importlib.util.module_from_spec(spec)
        sys.modules[top] = package
        spec.loader.exec_module(package)
    found: Any = importlib.import_module(module)
    for name in attribute.split("."):
        found = getattr(found, name)
    for needed in _METHODS[kind]:
        if not callable(getattr(found, needed, None)):
            raise TypeError(f"{module}:{attribute} is no {kind}: it has no method {needed}.")
    return found


def _watch() -> list[str]:
    """Note, from now on, which of the things are tried that a renderer has no use for."""
    seen: list[str] = []

    def note(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _TELLING and len(seen) < _MOST_SEEN:
            seen.append(event)

    sys.addaudithook(note)
    return seen


def _serve(line: _Line, kind: str, plugin: Any, seen: list[str]) -> None:
    letter, body = line.next()
    if letter != wire.REQUEST:
        return
    asked = json.loads(body)
    pieces: list[bytes] = []
    while (letter := (frame := line.next())[0]) != wire.GO:
        if letter == wire.PIECE:
            pieces.append(frame[1])
    job = asked["job"]
    # Of the processor's time: what others on the machine take is not the plugin's.
    began = time.process_time()
    # Half a character, which nothing can write out again, is none here.
    text = b"".join(pieces).decode("utf-8", "replace")
    try:
        for frame_out in _work(line, kind, plugin, asked, text):
            line.say(frame_out)
    except (RenderError, ExportError) as error:
        at = getattr(error, "line", None)
        facts = {"job": job, "ours": True, "message": str(error)[: wire.LONGEST_WORDS], "line": at}
        line.say(wire.told(wire.FAULT, facts | {"seen": sorted(set(seen))}))
    except BaseException as error:
        line.say(_fault(job, error))
    else:
        facts = {"job": job, "ms": (time.process_time() - began) * 1000, "seen": sorted(set(seen))}
        line.say(wire.told(wire.DONE, facts))


def _work(line: _Line, kind: str, plugin: Any, asked: dict[str, Any], text: str) -> Iterator[bytes]:
    def cancelled() -> bool:
        return line.cancelled(asked["job"])

    if kind == "exporter":
        job = Job(asked["settings"], asked["suffix"], cancelled)
        return exporting.export(plugin, exporting.records(asked["records"], line.say, line.next), job)
    if kind == "verifier":
        return verifying.verify(plugin, verifying.unpacked(text), Job(asked["settings"], "", cancelled))
    artifact = Artifact(asked["index"], asked["language"], text, asked["complete"])
    return _answer(plugin, artifact, Context(**asked["context"], cancelled=cancelled), asked)


def _answer(renderer: Any, artifact: Artifact, context: Context, asked: dict[str, Any]) -> Iterator[bytes]:
    if asked["ask"] or asked["only_ask"]:
        sure = renderer.match(artifact)
        if not isinstance(sure, int) or not 0 <= sure <= 100:
            raise wire.Unfit(f"its match gave {sure!r}, not a number from 0 to 100")
        if asked["only_ask"]:
            yield wire.told(wire.SURE, {"sure": int(sure)})
            return
        if sure == 0:
            yield wire.pack(wire.DECLINED)
            return
    update = getattr(renderer, "update", None)
    shown: Rendered | None
    if asked["update"] and not artifact.complete and callable(update):
        shown = update(artifact, context)
        if shown is None:
            yield wire.pack(wire.NOTHING)
            return
    else:
        shown = renderer.render(artifact, context)
    if not isinstance(shown, Rendered):
        raise wire.Unfit(f"it gave {type(shown).__name__}, not a Rendered")
    yield from wire.encode(shown)


def _fault(job: int, error: BaseException) -> bytes:
    words = str(error).strip()
    name = "" if isinstance(error, wire.Unfit) else type(error).__name__
    message = ": ".join(part for part in (name, words) if part)
    trace = "".join(traceback.format_exception(error))[-_LONGEST_TRACE:]
    facts = {
        "job": job,
        "ours": False,
        "message": message[: wire.LONGEST_WORDS],
        "trace": trace,
        "line": None,
    }
    return wire.told(wire.FAULT, facts)
