# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import stat

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.model import Connection
from sidelight.providers.keys import FoundKey, KeyChain
from sidelight.providers.vault import SystemVault

CANARY = "sk-canary-0123456789abcdef"
LAB = Connection("lab", "openai", "The lab", "https://lab.example.org/v1", "LAB_KEY")


class Shelf(KeyringBackend):
    """A keyring as the package knows them, that keeps everything in memory."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _check(self):
        if self.locked:
            raise KeyringLocked(f"locked, and says {CANARY}")

    def get_password(self, service, username):
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._check()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not found")
        del self.kept[service, username]


@pytest.fixture
def shelf():
    before = keyring.get_keyring()
    shelf = Shelf()
    keyring.set_keyring(shelf)
    yield shelf
    keyring.set_keyring(before)


@pytest.fixture
def chain(tmp_path):
    def make(vault=None, **environ):
        return KeyChain(environ=environ, file=tmp_path / "config" / "keys.toml", vault=vault)

    return make


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_variable_wins(chain, shelf):
    keys = chain(SystemVault(), LAB_KEY="from-the-environment")
    keys.keep("lab", CANARY)
    assert keys.find(LAB) == FoundKey("from-the-environment", "environment")


def test_the_keyring_is_next(chain, shelf, tmp_path):
    keys = chain(SystemVault())
    assert keys.find(LAB) == FoundKey("", "")
    assert "keyring" in keys.keep("lab", f" {CANARY}\n")
    assert keys.find(LAB) == FoundKey(CANARY, "keyring")
    assert chain(SystemVault()).find(LAB).value == CANARY
    assert shelf.kept == {("sidelight", "lab"): CANARY}
    assert CANARY not in (tmp_path / "config" / "keys.toml").read_text()
    keys.forget("lab")
    keys.forget("lab")
    assert (keys.find(LAB).value, shelf.kept) == ("", {})


@pytest.mark.parametrize("why", ["none", "not there", "locked"])
def test_without_a_keyring_a_file_for_the_user_alone_and_a_clear_warning(chain, shelf, tmp_path, why):
    shelf.locked = why == "locked"
    if why == "not there":
        keyring.set_keyring(NoKeyring())
    keys = chain(None if why == "none" else SystemVault())
    before = os.umask(0)
    try:
        told = keys.keep("lab", CANARY)
    finally:
        os.umask(before)
    file = tmp_path / "config" / "keys.toml"
    assert told.startswith("Warning: ")
    assert "not encrypted" in told
    assert str(file) in told
    assert CANARY not in told
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)
    assert keys.find(LAB) == FoundKey(CANARY, "file")
    assert [path.name for path in file.parent.iterdir()] == ["keys.toml"]
    keys.forget("lab")
    assert keys.find(LAB).value == ""
    assert CANARY not in file.read_text()


def test_a_keyring_is_not_asked_for_a_server_that_has_no_key_there(chain, shelf):
    shelf.locked = True
    assert chain(SystemVault()).find(LAB) == FoundKey("", "")


def test_a_keyring_that_stays_locked_is_told(chain, shelf):
    chain(SystemVault()).keep("lab", CANARY)
    shelf.locked = True
    with pytest.raises(GenerationError, match="keyring does not give out") as caught:
        chain(SystemVault()).find(LAB)
    assert "canary" not in repr(caught.value.failure)
    shelf.locked = False
    assert chain(SystemVault()).find(LAB).value == CANARY


def test_a_key_that_moves_into_the_keyring_leaves_the_file(chain, shelf, tmp_path):
    chain(None).keep("lab", CANARY)
    chain(SystemVault()).keep("lab", CANARY + "2")
    assert CANARY not in (tmp_path / "config" / "keys.toml").read_text()


def test_a_file_that_others_can_read_is_not_used(chain, tmp_path):
    chain(None).keep("lab", CANARY)
    file = tmp_path / "config" / "keys.toml"
    file.chmod(0o640)
    with pytest.raises(GenerationError, match="Others can read") as caught:
        chain(None).find(LAB)
    assert "chmod 600" in caught.value.advice
    with pytest.raises(UsageError, match="Others can read"):
        chain(None).keep("other", CANARY)


@pytest.mark.parametrize("content", [b'lab = "sk-canary', b"\xff\xfe", b"lab = [1"])
def test_a_damaged_file_is_not_quoted(chain, tmp_path, content):
    file = tmp_path / "config" / "keys.toml"
    file.parent.mkdir()
    file.touch(0o600)
    file.write_bytes(content)
    with pytest.raises(GenerationError) as caught:
        chain(None).find(LAB)
    assert "canary" not in repr(caught.value.failure)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("key", ["", "  ", "two words", 'a"quote', "umlaut-ü", "line\nbreak"])
def test_what_is_no_key_is_not_kept(chain, key):
    with pytest.raises(UsageError, match="not a key"):
        chain(None).keep("lab", key)


def test_a_folder_that_cannot_be_written_is_told(chain, tmp_path):
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be") as caught:
        chain(None).keep("lab", CANARY)
    assert CANARY not in str(caught.value)


def test_a_key_is_in_no_representation():
    assert CANARY not in repr(FoundKey(CANARY, "file"))
