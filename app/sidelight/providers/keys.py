# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where keys are kept: an environment variable, the system's keyring, or a file that the user alone can read.

The file, ``keys.toml``, says ``name = "the key"``, or ``name = true`` for a key that the keyring has: a
keyring may ask its owner to unlock it, which must not happen for a server that needs no key. A key is in
no project, no log, no error and no argument of a process.
"""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.model import Connection

SERVICE = "sidelight"
FILE_NAME = "keys.toml"

Place = Literal["environment", "keyring", "file", ""]


class Vault(Protocol):
    """The system's keyring. Each call may wait for the user to unlock it; ``OSError`` if it will not work."""

    def get(self, name: str) -> str:
        """The key of a connection, empty if there is none."""
        ...

    def put(self, name: str, key: str) -> None:
        """Keep a key."""
        ...

    def drop(self, name: str) -> None:
        """Forget a key, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it was found. Its own words are in no representation."""

    value: str = field(repr=False)
    place: Place


class KeyChain:
    """Finds and keeps keys. Threads may share it; finding one may wait for the keyring.

    Args:
        environ: where variables are looked up; they win over everything else.
        file: the file that is used where there is no keyring.
        vault: the system's keyring; ``None`` if there is none.
    """

    def __init__(self, *, environ: Mapping[str, str], file: Path, vault: Vault | None) -> None:
        self._environ = environ
        self._file = file
        self._vault = vault
        # Protects what was found: several answers to one server ask at once.
        self._lock = threading.Lock()
        self._found: dict[str, FoundKey] = {}

    def find(self, connection: Connection) -> FoundKey:
        """A connection's key; empty if none is set.

        Raises:
            GenerationError: it is kept where others can read it.
        """
        if connection.key_variable and (key := self._environ.get(connection.key_variable, "")):
            return FoundKey(key, "environment")
        with self._lock:
            if connection.name not in self._found:
                self._found[connection.name] = self._looked_up(connection.name)
            return self._found[connection.name]

    def keep(self, name: str, key: str) -> str:
        """Keep a connection's key; a sentence says where, and what that means.

        Raises:
            UsageError: it holds what no key has, or it could not be kept.
        """
        key = key.strip()
        if not key or not is_sendable(key):
            raise UsageError("This is not a key.", "Copy it again; it holds no space and no quotation mark.")
        with self._lock:
            self._found.pop(name, None)
            if self._vault is not None:
                try:
                    self._vault.put(name, key)
                except OSError:
                    pass
                else:
                    self._rewrite(name, True)
                    return f"The key of “{name}” is in the system's keyring."
            self._rewrite(name, key)
        return (
            f"Warning: there is no keyring here, so the key of “{name}” is in {self._file}, not encrypted. "
            "You alone can read that file; whoever can act as you can read it, too."
        )

    def forget(self, name: str) -> None:
        """Forget a connection's key, wherever it is kept. A variable is not touched.

        Raises:
            UsageError: the file could not be written.
        """
        with self._lock:
            self._found.pop(name, None)
            if self._vault is not None:
                try:
                    self._vault.drop(name)
                except OSError:
                    pass
            self._rewrite(name, None)

    def _looked_up(self, name: str) -> FoundKey:
        kept = self._kept().get(name, "")
        if isinstance(kept, str):
            return FoundKey(kept, "file" if kept else "")
        try:
            key = self._vault.get(name) if self._vault is not None else ""
        except OSError:
            key = ""
        if not key:
            raise GenerationError(
                Failure(
                    "unauthorised",
                    f"The system's keyring does not give out the key of “{name}”.",
                    f"Unlock it, or give the key once more: sidelight key set {name}.",
                )
            )
        return FoundKey(key, "keyring")

    def _kept(self) -> dict[str, str | Literal[True]]:
        try:
            with self._file.open("rb") as opened:
                status = os.fstat(opened.fileno())
                if os.name == "posix" and (status.st_mode & 0o077 or status.st_uid != os.getuid()):
                    raise GenerationError(
                        Failure(
                            "unauthorised",
                            f"Others can read the keys in {self._file}, so none of them is used.",
                            f"Make it yours alone (chmod 600 {self._file}), and think of new keys.",
                        )
                    )
                kept = tomllib.loads(opened.read().decode("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            # What is wrong with it is not quoted: it would quote a key.
            raise GenerationError(
                Failure("unauthorised", f"The keys in {self._file} cannot be read.", "Mend it, or remove it.")
            ) from None
        return {name: key for name, key in kept.items() if isinstance(key, str) or key is True}

    def _rewrite(self, name: str, key: str | Literal[True] | None) -> None:
        try:
            kept = self._kept()
        except GenerationError as error:
            raise UsageError(str(error), error.advice) from None
        if kept.get(name) == key:
            return
        kept.pop(name, None)
        if key is not None:
            kept[name] = key
        import tomlkit  # who keeps no key never waits for it

        fresh = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.unlink(missing_ok=True)
            # Made for the user alone from its first byte on.
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(tomlkit.dumps(kept))
                opened.flush()
                os.fsync(opened.fileno())
            fresh.replace(self._file)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise UsageError(
                f"{self._file} cannot be written: {error.strerror}.", "Check the folder."
            ) from None


def is_sendable(key: str) -> bool:
    """Whether a header may carry a key."""
    return key.isascii() and key.isprintable() and not set(key) & set(" \"'")


def usable(key: str, connection: Connection) -> str:
    """The key without the newline that copying leaves behind.

    Raises:
        GenerationError: it holds what no header may carry. (Sent regardless, an error would quote it.)
    """
    key = key.strip()
    if key and not is_sendable(key):
        where = connection.key_variable or connection.label
        raise GenerationError(
            Failure(
                "unauthorised",
                f"The key in {where} holds characters that no key has.",
                "Set it again; perhaps a space, a line break or a quotation mark slipped in.",
            )
        )
    return key
