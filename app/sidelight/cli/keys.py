# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight key``: give a connection its key, see where it is, forget it. A key is never an argument."""

from __future__ import annotations

import os
import sys
from getpass import getpass

from sidelight.cli.output import FAILED, complain, print_json, say
from sidelight.domain.errors import GenerationError
from sidelight.workbench.catalogue import catalogue_of, key_chain_of
from sidelight.workbench.settings import Places

_PLACES = {
    "environment": "in the environment variable {variable}",
    "keyring": "in the system's keyring",
    "file": "in a file that you alone can read, not encrypted",
    "": "has no key",
}


def set_key(name: str) -> int:
    """Keep a key, read from standard input, or typed unseen."""
    places = Places.of(os.environ)
    catalogue_of(places, os.environ).connection(name)
    key = getpass("Key (it is not shown): ") if sys.stdin.isatty() else sys.stdin.readline()
    complain(key_chain_of(places, os.environ).keep(name, key))
    return 0


def forget_key(name: str) -> int:
    """Forget a key."""
    places = Places.of(os.environ)
    key_chain_of(places, os.environ).forget(name)
    say(f"No key of “{name}” is kept.")
    return 0


def where_keys_are(*, as_json: bool) -> int:
    """Say where each connection's key is, never what it is."""
    places = Places.of(os.environ)
    chain = key_chain_of(places, os.environ)
    failed = False
    for connection in catalogue_of(places, os.environ).connections():
        if not connection.base_url:
            continue
        place, error = "", None
        try:
            place = chain.find(connection).place
        except GenerationError as found:
            error, failed = found.sentence, True
        if as_json:
            print_json({"connection": connection.name, "place": place or None, "error": error})
        else:
            say(f"{connection.name:20} {error or _PLACES[place].format(variable=connection.key_variable)}")
    return FAILED if failed else 0
