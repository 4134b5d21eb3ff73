# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered of plugins between sittings: which are off, their order, consents, settings, crashes.

It is one small file of the user's, replaced as a whole or not at all. One that cannot be understood counts as
empty, is kept beside the new one, and stops nobody. Before each change the file is read again under a lock:
where two programs are open at once, neither loses a choice of the other.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidelight.registry.manifest import PluginInfo

FILE_NAME = "plugins.toml"
CRASHES = 3
"""So many crashes, with no success between them, and a plugin of this version is left alone."""
_LONGEST = 2000
_PATIENCE_S, _GLANCE_S = 2.0, 0.001
"""How long another program is waited for that is writing: milliseconds, on a busy machine some hundred."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What another program changed: ``forgiven`` are the ids that it took out of quarantine."""

    forgiven: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Crashes:
    """How often a version of a plugin crashed since it last worked, and how it did the last time."""

    version: str = ""
    count: int = 0
    last: str = ""


class Standing:
    """The file, read at the start and before each change. Safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._off: set[str] = set()
        self._orders: dict[str, tuple[str, ...]] = {}
        self._consents: dict[str, str] = {}
        self._settings: dict[str, dict[str, object]] = {}
        self._crashes: dict[str, Crashes] = {}
        self._written: dict[str, Any] = {}  # what the file said when it was last read or written
        self._unwritten: list[Callable[[], object]] = []
        self._stamp: tuple[int, ...] = ()  # of the file when it was last read or written
        self.problem = ""
        self._read()

    @property
    def folder(self) -> Path:
        """Where the file lies."""
        return self._file.parent

    def refresh(self) -> Otherwise | None:
        """Take in what another program wrote; ``None`` where nothing of use is otherwise."""
        with self._lock:
            if self._stamp_now() == self._stamp:
                return None
            before, aside = self._choices(), self._aside()
            # Nobody changes it here: who writes it by hand may not be done yet.
            self._read(put_away=False)
            for each in self._unwritten:
                each()
            forgiven = frozenset(aside - self._aside())
            return None if (before, aside) == (self._choices(), self._aside()) else Otherwise(forgiven)

    def _choices(self) -> tuple[object, ...]:
        settings = {one: dict(values) for one, values in self._settings.items()}
        return frozenset(self._off), dict(self._orders), dict(self._consents), settings

    def _aside(self) -> set[str]:
        return {one for one, told in self._crashes.items() if told.count >= CRASHES}

    def enabled(self, identifier: str) -> bool:
        """Whether the person has not switched it off."""
        return identifier not in self._off

    def set_enabled(self, identifier: str, on: bool) -> None:
        """Switch one on or off."""
        self._change(lambda: self._off.discard(identifier) if on else self._off.add(identifier))

    def order(self, language: str) -> tuple[str, ...]:
        """The ids of renderers in the order that the person gave them for a language; empty without one."""
        return self._orders.get(language, ())

    def set_order(self, language: str, identifiers: tuple[str, ...]) -> None:
        """Say which go first for a language; an empty order leaves it to the plugins."""

        def change() -> None:
            self._orders.pop(language, None)
            if identifiers:
                self._orders[language] = identifiers

        self._change(change)

    def settings(self, info: PluginInfo) -> dict[str, object]:
        """A value for each of a plugin's settings."""
        return info.values(self._settings.get(info.id, {}))

    def set_setting(self, identifier: str, key: str, value: bool | int | float | str) -> None:
        """Keep the person's choice for one of a plugin's settings."""
        self._change(lambda: self._settings.setdefault(identifier, {}).update({key: value}))

    def consented(self, info: PluginInfo) -> bool:
        """Whether this version may run in the window's own process."""
        return self._consents.get(info.id) == info.version

    def consent(self, info: PluginInfo, on: bool) -> None:
        """Let this version run in the window's own process, or no longer."""

        def change() -> None:
            self._consents.pop(info.id, None)
            if on:
                self._consents[info.id] = info.version

        self._change(change)

    def crashes(self, info: PluginInfo) -> Crashes:
        """The crashes of this version."""
        known = self._crashes.get(info.id, Crashes())
        return known if known.version == info.version else Crashes(info.version)

    def quarantined(self, info: PluginInfo) -> bool:
        """Whether this version crashed too often."""
        return self.crashes(info).count >= CRASHES

    def crashed(self, info: PluginInfo, how: str) -> None:
        """Count a crash."""

        def change() -> None:
            before = self.crashes(info).count
            self._crashes[info.id] = Crashes(info.version, before + 1, how[:_LONGEST])

        self._change(change)

    def worked(self, info: PluginInfo) -> None:
        """It did its work: what was before counts no more. One in quarantine stays there."""

        def change() -> None:
            if 0 < self.crashes(info).count < CRASHES:
                del self._crashes[info.id]

        if 0 < self.crashes(info).count < CRASHES:
            self._change(change)

    def forgive(self, identifier: str) -> None:
        """Take one out of quarantine."""
        if identifier in self._crashes:
            self._change(lambda: self._crashes.pop(identifier, None))

    def _change(self, change: Callable[[], object]) -> None:
        """Change what the file says now, which another program may have written meanwhile."""
        with self._lock:
            self._unwritten.append(change)
            with self._alone():
                self._read()
                # What could not be written before is no part of the file.
                for each in self._unwritten:
                    each()
                if self._write():
                    self._unwritten.clear()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other program changes the file meanwhile, unless it holds on to it for ever."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            opened = self._file.with_name(f".{FILE_NAME}.lock").open("w")
        except OSError:
            yield  # then nothing can be written either
            return
        with opened:
            until = time.monotonic() + _PATIENCE_S
            while True:
                try:
                    fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        break
                    time.sleep(_GLANCE_S)
                except OSError:
                    break  # a file system without locks
            yield

    def _stamp_now(self) -> tuple[int, ...]:
        try:
            known = self._file.stat()
        except OSError:
            return ()
        return (known.st_ino, known.st_mtime_ns, known.st_size)

    def _read(self, *, put_away: bool = True) -> None:
        """Take what the file says; one that is not there, or says nothing sensible, changes nothing.

        ``put_away``: one that says nothing sensible makes room for the next.
        """
        self._stamp = self._stamp_now()  # before: what is written while it is read is looked at again
        try:
            document = tomllib.loads(self._file.read_text("utf-8"))
            self._take(document)
            self._written = document
            return
        except (FileNotFoundError, NotADirectoryError):
            self._take(self._written)
            return
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self.problem = (
                f"{self._file} cannot be understood, so what it says of plugins is left out: {error}."
            )
        self._take(self._written)
        if put_away:
            with suppress(OSError):
                self._file.replace(self._file.with_name(f"{FILE_NAME}.unreadable"))

    def _take(self, document: dict[str, Any]) -> None:
        off = {str(one) for one in document.get("off", [])}
        orders = {
            str(language): tuple(str(one) for one in ids)
            for language, ids in document.get("order", {}).items()
        }
        consents = {str(one): str(version) for one, version in document.get("consent", {}).items()}
        settings = {str(one): dict(values) for one, values in document.get("settings", {}).items()}
        crashes = {
            str(one): Crashes(str(told["version"]), int(told["count"]), str(told.get("last", "")))
            for one, told in document.get("crashes", {}).items()
        }
        self._off, self._orders, self._consents = off, orders, consents
        self._settings, self._crashes = settings, crashes

    def _write(self) -> bool:
        """Write all of it; whether that went well."""
        import tomlkit  # who never changes anything never waits for it

        document: dict[str, Any] = {
            "off": sorted(self._off),
            "order": {language: list(ids) for language, ids in sorted(self._orders.items())},
            "consent": dict(sorted(self._consents.items())),
            "settings": {one: dict(values) for one, values in sorted(self._settings.items())},
            "crashes": {
                one: {"version": told.version, "count": told.count, "last": told.last}
                for one, told in sorted(self._crashes.items())
            },
        }
        fresh = self._file.with_name(f".{FILE_NAME}.{os.getpid()}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with fresh.open("w", encoding="utf-8", errors="replace") as opened:
                opened.write(tomlkit.dumps({name: told for name, told in document.items() if told}))
            fresh.replace(self._file)
        except OSError as error:
            # What was changed still holds in this sitting.
            self.problem = f"{self._file} cannot be written: {error.strerror}."
            with suppress(OSError):
                fresh.unlink()
            return False
        self.problem = ""
        self._written = document
        self._stamp = self._stamp_now()
        return True
