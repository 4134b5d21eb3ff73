# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The system's keyring, through the package of that name, if both are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sidelight.providers.keys import SERVICE

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class SystemVault:
    """Keeps keys in the system's keyring. It is looked for when it is first needed, since that takes long."""

    def __init__(self) -> None:
        self._backend: KeyringBackend | None = None
        self._looked = False

    def get(self, name: str) -> str:
        """The key of a connection, empty if there is none.

        Raises:
            OSError: there is no keyring, or it stays locked.
        """
        from keyring.errors import KeyringError

        try:
            return self._found().get_password(SERVICE, name) or ""
        except KeyringError as error:
            raise OSError(type(error).__name__) from None

    def put(self, name: str, key: str) -> None:
        """Keep a key.

        Raises:
            OSError: there is no keyring, or it stays locked.
        """
        from keyring.errors import KeyringError

        try:
            self._found().set_password(SERVICE, name, key)
        except KeyringError as error:
            raise OSError(type(error).__name__) from None

    def drop(self, name: str) -> None:
        """Forget a key, if there is one.

        Raises:
            OSError: there is no keyring, or it stays locked.
        """
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            self._found().delete_password(SERVICE, name)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise OSError(type(error).__name__) from None

    def _found(self) -> KeyringBackend:
        if not self._looked:
            import keyring

            backend = keyring.get_keyring()
            # Backends that keep nothing, or would keep it in the open, are none.
            self._backend = backend if backend.priority >= 1 else None
            self._looked = True
        if self._backend is None:
            raise OSError("no keyring")
        return self._backend
