# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The models that a user has: those that ship, those on this machine, and those that they named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sidelight import resources
from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Connection, Model
from sidelight.providers import demo_model
from sidelight.providers.catalogue import LOCAL, RECORDED, Catalogue
from sidelight.providers.keys import FILE_NAME, KeyChain
from sidelight.providers.model_fetch import fetch
from sidelight.providers.model_table import FILE_NAME as TABLE_NAME
from sidelight.providers.model_table import ModelTable
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.providers.vault import SystemVault
from sidelight.workbench.settings import Places, read_connections


def catalogue_of(
    places: Places, environ: Mapping[str, str], connections: Sequence[Connection] | None = None
) -> Catalogue:
    """The catalogue of one user, with the servers that they named unless others are given.

    Raises:
        UsageError: ``connections.toml`` cannot be understood.
    """
    return Catalogue(
        data_folder=places.data,
        connections=read_connections(places) if connections is None else connections,
        recordings=(resources.path("samples", "recorded.json"),),
        environ=environ,
        keys=key_chain_of(places, environ),
        table=table_of(places),
    )


def table_of(places: Places) -> ModelTable:
    """What is known of servers' models: the user's own table goes before the one that ships."""
    return ModelTable(resources.path(TABLE_NAME), places.config / TABLE_NAME)


def fetch_demo_model(
    name: str,
    places: Places,
    progress: Callable[[int, int | None], None],
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Path:
    """Fetch a demo model into the data folder; at once if it is there.

    Args:
        name: the model's name.
        places: whose data folder.
        progress: called with the bytes that have come and those that are expected.
        cancelled: asked ten times a second; once true, the download ends.

    Raises:
        ModelFileError: there is no such model, or it could not be fetched.
    """
    return fetch(name, places.data, progress, cancelled=cancelled)


def has_demo_model(models: Sequence[Model]) -> bool:
    """Whether the demo model is among these."""
    refs = {demo.ref for demo in demo_model.settings(None)}
    return any(model.ref in refs for model in models)


def ask_servers(catalogue: Catalogue) -> dict[str, list[Model] | str]:
    """What each server that the user named serves, or the sentence in which it would not say; all at once."""
    network = Network(catalogue, Outbox())
    try:
        asked = {
            connection.name: network.list_models(connection.name)
            for connection in catalogue.connections()
            if connection.kind not in (LOCAL.kind, RECORDED.kind)
        }
        found: dict[str, list[Model] | str] = {}
        for name, future in asked.items():
            try:
                found[name] = future.result()
            except SidelightError as error:
                found[name] = error.sentence
        return found
    finally:
        network.close()


def insecurity(connection: Connection) -> str:
    """What the user is told of a connection to another machine that is not encrypted; empty if it is."""
    from sidelight.providers.addresses import is_bare, place

    if not connection.insecure_http or not is_bare(connection.base_url):
        return ""
    return (
        f"Warning: {place(connection.base_url)} is asked without encryption, as you allowed. Whoever is on "
        "the way can read the key, the prompts and the answers, and change them."
    )


def key_chain_of(places: Places, environ: Mapping[str, str]) -> KeyChain:
    """Where one user's keys are: variables, the system's keyring, and a file in the configuration folder."""
    return KeyChain(environ=environ, file=places.config / FILE_NAME, vault=SystemVault())
