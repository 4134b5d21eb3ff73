# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered of plugins between sittings: which are off, their order, consents, settings, crashes.

It is one small file of the user's, replaced as a whole or not at all. One that cannot be understood counts as
empty, is kept beside the new one, and stops nobody.
"""

from __future__ import annotations

import os
import threading
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidelight.registry.manifest import RendererInfo

FILE_NAME = "plugins.toml"
CRASHES = 3
"""So many crashes, with no success between them, and a plugin of this version is left alone."""
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Crashes:
    """How often a version of a plugin crashed since it last worked, and how it did the last time."""

    version: str = ""
    count: int = 0
    last: str = ""


class Standing:
    """The file, read once. Safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._off: set[str] = set()
        self._orders: dict[str, tuple[str, ...]] = {}
        self._consents: dict[str, str] = {}
        self._settings: dict[str, dict[str, object]] = {}
        self._crashes: dict[str, Crashes] = {}
        self.problem = ""
        self._read()

    def enabled(self, identifier: str) -> bool:
        """Whether the person has not switched it off."""
        return identifier not in self._off

    def set_enabled(self, identifier: str, on: bool) -> None:
        """Switch one on or off."""
        with self._lock:
            if on:
                self._off.discard(identifier)
            else:
                self._off.add(identifier)
            self._write()

    def order(self, language: str) -> tuple[str, ...]:
        """The ids of renderers in the order that the person gave them for a language; empty without one."""
        return self._orders.get(language, ())

    def set_order(self, language: str, identifiers: tuple[str, ...]) -> None:
        """Say which go first for a language; an empty order leaves it to the plugins."""
        with self._lock:
            self._orders.pop(language, None)
            if identifiers:
                self._orders[language] = identifiers
            self._write()

    def settings(self, info: RendererInfo) -> dict[str, object]:
        """A value for each of a plugin's settings."""
        return info.values(self._settings.get(info.id, {}))

    def set_setting(self, identifier: str, key: str, value: bool | int | float | str) -> None:
        """Keep the person's choice for one of a plugin's settings."""
        with self._lock:
            self._settings.setdefault(identifier, {})[key] = value
            self._write()

    def consented(self, info: RendererInfo) -> bool:
        """Whether this version may run in the window's own process."""
        return self._consents.get(info.id) == info.version

    def consent(self, info: RendererInfo, on: bool) -> None:
        """Let this version run in the window's own process, or no longer."""
        with self._lock:
            self._consents.pop(info.id, None)
            if on:
                self._consents[info.id] = info.version
            self._write()

    def crashes(self, info: RendererInfo) -> Crashes:
        """The crashes of this version."""
        known = self._crashes.get(info.id, Crashes())
        return known if known.version == info.version else Crashes(info.version)

    def quarantined(self, info: RendererInfo) -> bool:
        """Whether this version crashed too often."""
        return self.crashes(info).count >= CRASHES

    def crashed(self, info: RendererInfo, how: str) -> None:
        """Count a crash."""
        with self._lock:
            before = self.crashes(info).count
            self._crashes[info.id] = Crashes(info.version, before + 1, how[:_LONGEST])
            self._write()

    def worked(self, info: RendererInfo) -> None:
        """It did its work: what was before counts no more. One in quarantine stays there."""
        with self._lock:
            if 0 < self.crashes(info).count < CRASHES:
                del self._crashes[info.id]
                self._write()

    def forgive(self, identifier: str) -> None:
        """Take one out of quarantine."""
        with self._lock:
            if self._crashes.pop(identifier, None) is not None:
                self._write()

    def _read(self) -> None:
        try:
            document = tomllib.loads(self._file.read_text("utf-8"))
            self._take(document)
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self.problem = (
                f"{self._file} cannot be understood, so what it says of plugins is left out: {error}."
            )
            try:
                self._file.replace(self._file.with_name(f"{FILE_NAME}.unreadable"))
            except OSError:
                return

    def _take(self, document: dict[str, Any]) -> None:
        self._off = {str(one) for one in document.get("off", [])}
        self._orders = {
            str(language): tuple(str(one) for one in ids)
            for language, ids in document.get("order", {}).items()
        }
        self._consents = {str(one): str(version) for one, version in document.get("consent", {}).items()}
        self._settings = {str(one): dict(values) for one, values in document.get("settings", {}).items()}
        self._crashes = {
            str(one): Crashes(str(told["version"]), int(told["count"]), str(told.get("last", "")))
            for one, told in document.get("crashes", {}).items()
        }

    def _write(self) -> None:
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
            self.problem = ""
        except OSError as error:
            # What was changed still holds in this sitting.
            self.problem = f"{self._file} cannot be written: {error.strerror}."
            with suppress(OSError):
                fresh.unlink()
