# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How many tokens a text has for one model: by its own tokenizer, by its maker's count, or by an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from urllib.parse import urlsplit

from sidelight import resources
from sidelight.domain.errors import SidelightError, UsageError
from sidelight.domain.generation import estimated_tokens
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import RECORDED, Catalogue
from sidelight.providers.daemon_executor import DaemonExecutor
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.providers.request import Request
from sidelight.tokens.encodings import Encodings
from sidelight.tokens.tokenizing import tokenize
from sidelight.workbench.catalogue import catalogue_of
from sidelight.workbench.settings import Places

EXACT = "exact from the model's own tokenizer"
BY_PROVIDER = "counted by the provider"
ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Count:
    """The tokens of a text, and who says so: ``EXACT``, ``BY_PROVIDER`` or ``ESTIMATED``.

    ``ids`` and ``pieces`` (bytes) are there if the tokens were shown. A provider counts the text as a
    message, with what stands around one. ``note`` says why it is an estimate only, if something went wrong.
    """

    count: int
    source: str
    ids: tuple[int, ...] | None = None
    pieces: tuple[bytes, ...] | None = None
    note: str = ""


class Counting:
    """Counts for models of a catalogue. Each count runs in a thread of its own."""

    def __init__(self, catalogue: Catalogue, network: Network) -> None:
        self._catalogue = catalogue
        self._network = network
        self._encodings = Encodings(resources.path("ranks"))
        self._threads = DaemonExecutor()

    def count(self, text: str, model: Model) -> Future[Count]:
        """Count a text's tokens. What goes wrong on the way makes it an estimate with a note.

        The future raises ``UsageError`` if the model's connection is not there any more.
        """
        return self._threads.submit(self._count, text, model)

    def _count(self, text: str, model: Model) -> Count:
        connection = self._catalogue.connection(model.ref.connection)
        if not text:
            return Count(0, EXACT, (), ())
        note = ""
        try:
            if (name := encoding_of(model, connection)) is not None:
                found = tokenize(text, self._encodings.get(name))
                return Count(found.count, EXACT, found.ids, found.pieces)
            if connection.kind != RECORDED.kind:
                request = Request(model, connection, Conversation.asking(text), GenerationConfig())
                counted = self._network.count(request).result()
                if counted is not None:
                    source = BY_PROVIDER if counted.whole else EXACT
                    return Count(counted.count, source, counted.ids, counted.pieces)
        except UsageError:
            raise
        except SidelightError as error:
            note = error.sentence
        return Count(estimated_tokens(len(text)), ESTIMATED, note=note)


def count_once(text: str, model: str, places: Places, environ: Mapping[str, str]) -> Count:
    """Count for one of a user's models, by its full name.

    Raises:
        UsageError: there is no such model.
    """
    catalogue = catalogue_of(places, environ)
    network = Network(catalogue, Outbox())
    try:
        return Counting(catalogue, network).count(text, catalogue.model(ModelRef.parse(model))).result()
    finally:
        network.close()


def encoding_of(model: Model, connection: Connection) -> str | None:
    """The encoding of one of OpenAI's own models at OpenAI, as tiktoken knows it; ``None`` for any other."""
    if urlsplit(connection.base_url).hostname != "api.openai.com":
        return None
    from tiktoken.model import encoding_name_for_model

    try:
        return encoding_name_for_model(model.ref.name)
    except KeyError:
        return None
