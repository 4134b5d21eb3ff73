# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Adding, changing, trying and removing the servers that a user asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.model import Connection, Model
from sidelight.providers.catalogue import LOCAL, RECORDED, Catalogue
from sidelight.providers.daemon_executor import DaemonExecutor
from sidelight.providers.keys import FoundKey, KeyChain
from sidelight.workbench.settings import Places, connections_in, read_connections

if TYPE_CHECKING:
    from sidelight.workbench.budget import Budget
    from sidelight.workbench.quotas import Quota, Quotas

_PUBLIC_LISTS = ("openrouter.ai",)


@dataclass(frozen=True, slots=True)
class Preset:
    """A service that many people use: what to write for it, and the variable that usually holds its key."""

    label: str
    name: str
    kind: str
    address: str
    variable: str = ""

    @property
    def needs_key(self) -> bool:
        """Whether it answers nobody without a key."""
        return bool(self.variable)


PRESETS = (
    Preset("OpenAI", "openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    Preset("Anthropic", "anthropic", "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
    Preset(
        "Google Gemini",
        "gemini",
        "gemini",
        "https://generativelanguage.googleapis.com/v1beta",
        "GEMINI_API_KEY",
    ),
    Preset("Mistral", "mistral", "openai", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    Preset("OpenRouter", "openrouter", "openai", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    Preset("Ollama", "ollama", "ollama", "http://127.0.0.1:11434/api"),
    Preset("LM Studio", "lmstudio", "openai", "http://127.0.0.1:1234/v1"),
    Preset("vLLM", "vllm", "openai", "http://127.0.0.1:8000/v1"),
    Preset("llama.cpp", "llamacpp", "openai", "http://127.0.0.1:8080/v1"),
)
"""Services and servers with their usual addresses."""


class Connecting:
    """The user's servers. Belongs to one thread; what may take time is done in others and told by futures."""

    def __init__(
        self,
        places: Places,
        catalogue: Catalogue,
        environ: Mapping[str, str],
        quotas: Quotas | None = None,
    ) -> None:
        """Know where they are named.

        Args:
            places: holds ``connections.toml``.
            catalogue: offers their models; told of every change.
            environ: where variables with keys are.
            quotas: counts what was asked of them; nothing is counted if not given.
        """
        self._places = places
        self._catalogue = catalogue
        self._environ = environ
        self._quotas = quotas
        self._threads = DaemonExecutor()
        # What was counted since would tell whom a round without names asked.
        self.hushed: Callable[[], bool] = lambda: False

    @property
    def file(self) -> str:
        """Where the servers are named, for a sentence."""
        return str(self._places.connections_file)

    def kinds(self) -> list[tuple[str, str]]:
        """The ways of talking to a server: what the file calls them, and what a person does."""
        from sidelight.providers.formats import FORMATS  # only who adds a server waits for all adapters

        return [(kind, form.label) for kind, form in FORMATS.items()]

    def servers(self) -> tuple[Connection, ...]:
        """The servers that the file names now; from here on they are the catalogue's, too.

        Raises:
            UsageError: the file cannot be understood.
        """
        connections = read_connections(self._places)
        self._catalogue.set_connections(connections)
        return connections

    def drafted(self, connection: Connection, *, fresh: bool) -> Connection:
        """What was typed, as it would be kept.

        Raises:
            UsageError: it cannot be used; the sentence says why.
        """
        from sidelight.providers.addresses import endpoint

        name = connection.name.strip()
        here = [LOCAL.name, RECORDED.name, *(one.name for one in self.servers())]
        if fresh and name in here:
            raise UsageError(f"There is a connection “{name}” already.", "Choose another short name.")
        drafted = replace(
            connection,
            name=name,
            label=connection.label.strip() or name,
            base_url=connection.base_url.strip().rstrip("/"),
        )
        if not name:
            raise UsageError("The short name is missing.", "Models are called by it: lab/… for “lab”.")
        if not drafted.base_url:
            raise UsageError("The address is missing.", "Write it like https://host/v1.")
        try:
            endpoint(drafted.base_url, "", insecure=drafted.insecure_http)
        except GenerationError as error:
            raise UsageError(str(error), error.advice) from None
        from sidelight.workbench.connections_file import section_of

        # Whatever else the file would not take is said by who reads it.
        (read,) = connections_in(section_of(drafted), self._places.connections_file)
        return read

    def warning(self, connection: Connection) -> str:
        """What to say beside the fields of a connection that is not encrypted; empty if it is."""
        from sidelight.workbench.catalogue import insecurity

        return insecurity(connection)

    def save(self, connection: Connection, *, fresh: bool) -> Connection:
        """Keep a connection; it can be asked at once.

        Raises:
            UsageError: it cannot be used, or the file cannot be written.
        """
        from sidelight.workbench.connections_file import write_connection  # tomlkit takes a moment

        drafted = self.drafted(connection, fresh=fresh)
        write_connection(self._places.connections_file, drafted)
        self.servers()
        return drafted

    def remove(self, name: str) -> Future[str]:
        """Take a connection out at once, then forget its key: the sentence says how that went.

        Raises:
            UsageError: the file cannot be written.
        """
        from sidelight.workbench.connections_file import drop_connection

        drop_connection(self._places.connections_file, name)
        self.servers()
        return self.forget_key(name)

    def keep_key(self, name: str, key: str) -> Future[str]:
        """Keep a key in the keyring or, if there is none, in a file; a sentence says where.

        The future raises ``UsageError`` if it is no key or could not be kept.
        """
        return self._threads.submit(self._catalogue.keys.keep, name, key)

    def forget_key(self, name: str) -> Future[str]:
        """Forget a key. The future raises ``UsageError`` if that could not be noted."""

        def forget() -> str:
            self._catalogue.keys.forget(name)
            return f"No key of “{name}” is kept."

        return self._threads.submit(forget)

    def key_place(self, connection: Connection) -> Future[str]:
        """Where a key is, as a sentence that never holds it; empty if there is none. May ask the keyring.

        The future raises ``GenerationError`` if there is one that cannot be used.
        """

        def find() -> str:
            place = self._catalogue.keys.find(connection).place
            return {
                "environment": f"The environment variable {connection.key_variable} holds the key.",
                "keyring": "The key is in the system's keyring.",
                "file": "The key is in a file that you alone can read, not encrypted.",
                "": "",
            }[place]

        return self._threads.submit(find)

    def has_variable(self, name: str) -> bool:
        """Whether the environment holds something under a name."""
        return bool(name and self._environ.get(name))

    def try_out(self, connection: Connection, key: str = "") -> Future[list[Model]]:
        """Ask a server for its models, before it is kept; ``key`` goes before any that is kept.

        The future raises ``GenerationError`` with a sentence if it would not say.
        """
        return self._threads.submit(self._listed, connection, key.strip())

    def lists_to_anyone(self, connection: Connection) -> bool:
        """Whether a list of models says nothing about the key."""
        return (urlsplit(connection.base_url).hostname or "") in _PUBLIC_LISTS

    def quotas_of(self, models: list[Model]) -> Future[dict[str, list[Quota]]] | None:
        """What is left of the limits on these models, by their full names; ``None`` if there is no limit.

        Nothing is told while ``hushed``.
        """
        limited = []
        known = {one.name: one for one in self._catalogue.connections()}
        for model in models:
            connection = known.get(model.ref.connection)
            if connection is not None and any(
                n is not None for n in (connection.per_minute, connection.per_hour, connection.per_day)
            ):
                limited.append((connection, model.ref))
        quotas = self._quotas
        if quotas is None or not limited or self.hushed():
            return None
        return self._threads.submit(
            lambda: {str(ref): quotas.of_model(connection, ref) for connection, ref in limited}
        )

    def budgets_of(self, models: list[Model]) -> Future[dict[str, Budget]] | None:
        """What is left of a day's money, by the full names of models; ``None`` if there is no such limit.

        Nothing is told while ``hushed``.
        """
        known = {one.name: one for one in self._catalogue.connections()}
        limited = [
            (connection, model)
            for model in models
            if (connection := known.get(model.ref.connection)) is not None
            and connection.cost_per_day is not None
        ]
        quotas = self._quotas
        if quotas is None or not limited or self.hushed():
            return None

        def look() -> dict[str, Budget]:
            found = {str(model.ref): quotas.budget_of(connection, model) for connection, model in limited}
            return {name: budget for name, budget in found.items() if budget is not None}

        return self._threads.submit(look)

    def _listed(self, connection: Connection, key: str) -> list[Model]:
        from sidelight.providers.network import Network
        from sidelight.providers.outbox import Outbox

        # Asked as if it were kept: by the same adapter, with the same rules for addresses and keys.
        catalogue = Catalogue(
            data_folder=self._places.data,
            connections=(connection,),
            recordings=(),
            environ=self._environ,
            keys=_Typed(key) if key else self._catalogue.keys,
        )
        network = Network(catalogue, Outbox())
        try:
            return network.list_models(connection.name).result()
        except GenerationError as error:
            if error.failure.status == 401:
                raise GenerationError(replace(error.failure, advice=_key_advice(connection, key))) from None
            raise
        finally:
            network.close()


def _key_advice(connection: Connection, key: str) -> str:
    if connection.key_variable and not key:
        return f"Check the environment variable {connection.key_variable}, or type a key here."
    return "Type the key again." if key else "Type a key."


class _Typed(KeyChain):
    """The one key that was typed, for whichever connection asks."""

    def __init__(self, key: str) -> None:
        self._key = key

    def find(self, connection: Connection) -> FoundKey:
        """The typed key."""
        return FoundKey(self._key, "")
