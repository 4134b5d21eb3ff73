# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Knows which models can be asked: files on this machine, recordings, and what servers offer."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sidelight.domain.errors import ModelFileError, UsageError
from sidelight.domain.model import SETTINGS, Connection, Model, ModelRef
from sidelight.providers import demo_model
from sidelight.providers.gguf import ModelHeader, read_header
from sidelight.providers.keys import FILE_NAME, KeyChain
from sidelight.providers.model_table import ModelTable
from sidelight.providers.recording import RecordedAnswer, Recording, read_recording, split_pace

LOCAL = Connection("local", "local", "This machine")
RECORDED = Connection("recorded", "recorded", "Recorded answers")

SLOT_TOKENS = 4096
"""The most that prompt and answer may hold together with a local model, to bound its memory."""

LOCAL_SETTINGS = SETTINGS - {"reasoning_effort"}
"""What the engine of local models takes."""

_ADDED = "added-models.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file and how a server is to run it. ``context_tokens`` is for one answer."""

    path: Path
    context_tokens: int


class Catalogue:
    """The models that can be asked. Safe to use from several threads; never touches the network.

    Args:
        data_folder: holds ``models/`` with GGUF files, and the list of files that were added.
        connections: to servers; ``local`` and ``recorded`` are there without being named.
        recordings: recording files; one that cannot be read is left out with a line in the log.
        environ: where keys are found.
        keys: where they are found as well; nowhere else if not given.
        table: what is known of servers' models; nothing if not given.
    """

    def __init__(
        self,
        *,
        data_folder: Path,
        connections: Sequence[Connection],
        recordings: Sequence[Path],
        environ: Mapping[str, str],
        keys: KeyChain | None = None,
        table: ModelTable | None = None,
    ) -> None:
        self.set_connections(connections)
        self._folder = data_folder
        self.keys = keys or KeyChain(environ=environ, file=data_folder / FILE_NAME, vault=None)
        self._table = table
        # Protects the caches below: the window and the network thread both ask.
        self._lock = threading.RLock()
        self._headers: dict[tuple[Path, int, int], ModelHeader | ModelFileError] = {}
        self._added_files: list[Path] = []
        self._recording_paths = list(recordings)
        self._read_recordings: dict[Path, Recording | None] = {}
        self._load_added()

    def connections(self) -> tuple[Connection, ...]:
        """All connections, those to this machine first."""
        return self._connections

    def set_connections(self, connections: Sequence[Connection]) -> None:
        """Know these servers from now on; answers that are on their way are not touched."""
        named = {LOCAL.name: LOCAL, RECORDED.name: RECORDED} | {c.name: c for c in connections}
        self._connections = tuple(named.values())

    def connection(self, name: str) -> Connection:
        """The connection of a name.

        Raises:
            UsageError: there is none.
        """
        for connection in self._connections:
            if connection.name == name:
                return connection
        known = ", ".join(connection.name for connection in self._connections)
        raise UsageError(f"There is no connection “{name}”.", f"There are: {known}.")

    def key(self, connection: Connection) -> str:
        """The connection's key, empty if none is set. May wait for the system's keyring.

        Raises:
            GenerationError: it is kept where others can read it.
        """
        return self.keys.find(connection).value

    def models(self) -> tuple[Model, ...]:
        """The models on this machine and the recorded ones."""
        with self._lock:
            local = [model for _, models in self._local() for model in models]
            return (*local, *self._recorded_models().values())

    def model(self, ref: ModelRef) -> Model:
        """The model of a reference. A server's models are taken at their word.

        Raises:
            UsageError: there is no such connection or model.
        """
        connection = self.connection(ref.connection)
        if connection.kind not in (LOCAL.kind, RECORDED.kind):
            name = str(ref).partition("/")[2]
            return self.described(Model(ref, name, f"at {connection.label}"))
        models = [model for model in self.models() if model.ref.connection == ref.connection]
        for model in models:
            if model.ref == ref:
                return model
        name, pace = split_pace(str(ref))
        if connection.kind == "recorded" and pace is not None:
            model = self.model(ModelRef.parse(name))
            told = f"{pace:g} tokens/s" if pace else "at once"
            return replace(model, ref=ref, label=f"{model.label}, {told}")
        if ref.connection == LOCAL.name and not models:
            advice = "There is none yet: “sidelight model get smollm2” fetches the demo model."
        else:
            advice = f"There are: {', '.join(str(model.ref) for model in models[:20])}." if models else ""
        raise UsageError(f"There is no model “{ref}”.", advice)

    def read_table(self) -> None:
        """Read what is known of servers' models now, so that nobody waits for it later."""
        if self._table is not None:
            self._table.read()

    @property
    def trouble(self) -> str:
        """Why the user's own table of models is left out, as a sentence; empty if it is not."""
        return self._table.trouble if self._table is not None else ""

    def described(self, model: Model) -> Model:
        """A server's model with what is known of it: what it holds, costs and takes."""
        connection = next((one for one in self._connections if one.name == model.ref.connection), None)
        if connection is None:
            return model
        if connection.kind not in (LOCAL.kind, RECORDED.kind):
            from sidelight.providers.formats import FORMATS  # only who has servers waits for all adapters

            host = urlsplit(connection.base_url).hostname or ""
            form = FORMATS.get(connection.kind)
            refused = form.dialect(host).refused if form is not None else frozenset()
            model = replace(model, accepts=model.accepts - refused)
        return self._table.described(model, connection) if self._table is not None else model

    def model_file(self, ref: ModelRef) -> ModelFile:
        """The file behind a local model.

        Raises:
            UsageError: there is no such model.
        """
        with self._lock:
            for path, models in self._local():
                for model in models:
                    if model.ref == ref:
                        return ModelFile(path, model.context_tokens or SLOT_TOKENS)
        self.model(ref)
        raise UsageError(f"“{ref}” is no model on this machine.")

    def recorded(self, name: str) -> tuple[RecordedAnswer, ...]:
        """The recorded answers of a model, by its full name."""
        with self._lock:
            return tuple(a for recording in self._recordings() for a in recording.answers if a.model == name)

    def add_model_file(self, path: Path) -> Model:
        """Make a GGUF file a model, now and from now on.

        Raises:
            ModelFileError: it cannot be used.
        """
        path = path.expanduser().absolute()
        read_header(path)
        with self._lock:
            if path not in self._files():
                self._added_files.append(path)
                self._save_added()
            for file, models in self._local():
                if file == path:
                    return models[0]
            # The demo model from another folder is the demo model that is here already.
            return replace(demo_model.settings(SLOT_TOKENS)[0], accepts=LOCAL_SETTINGS)

    def add_recording(self, path: Path) -> None:
        """Make a recording's models available, now and from now on.

        Raises:
            UsageError: it is no recording.
        """
        path = path.expanduser().absolute()
        recording = read_recording(path)
        with self._lock:
            self._read_recordings[path] = recording
            if path not in self._recording_paths:
                self._recording_paths.append(path)
                self._save_added(recording=path)

    def _files(self) -> list[Path]:
        folder = self._folder / "models"
        try:
            own = sorted(p for p in folder.iterdir() if p.suffix == ".gguf" and not p.name.startswith("."))
        except OSError:
            own = []
        return own + [path for path in self._added_files if path not in own]

    def _local(self) -> list[tuple[Path, tuple[Model, ...]]]:
        found: list[tuple[Path, tuple[Model, ...]]] = []
        taken: set[str] = set()
        for path in self._files():
            header = self._header(path)
            if header is None:
                continue
            context = min(header.context_tokens or SLOT_TOKENS, SLOT_TOKENS)
            if path.name == demo_model.FILE_NAME and header.file_bytes == demo_model.FILE_BYTES:
                models: tuple[Model, ...] = demo_model.settings(context)
                if models[0].ref.name in taken:
                    continue
            else:
                models = (_model_of(path, header, context, taken),)
            taken.add(models[0].ref.name)
            found.append((path, tuple(replace(model, accepts=LOCAL_SETTINGS) for model in models)))
        return found

    def _header(self, path: Path) -> ModelHeader | None:
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (path, status.st_size, status.st_mtime_ns)
        if stamp not in self._headers:
            try:
                self._headers[stamp] = read_header(path)
            except ModelFileError as error:
                self._headers[stamp] = error
                _log.warning("%s", error.sentence)
        header = self._headers[stamp]
        return header if isinstance(header, ModelHeader) else None

    def _recordings(self) -> list[Recording]:
        for path in self._recording_paths:
            if path not in self._read_recordings:
                try:
                    self._read_recordings[path] = read_recording(path)
                except UsageError as error:
                    self._read_recordings[path] = None
                    _log.warning("%s", error.sentence)
        return [r for path in self._recording_paths if (r := self._read_recordings[path]) is not None]

    def _recorded_models(self) -> dict[str, Model]:
        models: dict[str, Model] = {}
        for recording in self._recordings():
            for recorded in recording.models:
                ref = ModelRef.parse(f"{RECORDED.name}/{recorded.name}")
                models.setdefault(
                    recorded.name, Model(ref, recorded.label, recorded.about, accepts=frozenset())
                )
        return models

    def _load_added(self) -> None:
        models, recordings = self._noted()
        self._added_files = models
        self._recording_paths += [path for path in recordings if path not in self._recording_paths]

    def _noted(self) -> tuple[list[Path], list[Path]]:
        try:
            noted = json.loads((self._folder / _ADDED).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return [], []
        except (OSError, ValueError) as error:
            _log.warning("The list of added models cannot be read: %s", error)
            return [], []
        lists = [noted.get(name) if isinstance(noted, dict) else None for name in ("models", "recordings")]
        models, recordings = (
            [Path(path) for path in paths if isinstance(path, str)] if isinstance(paths, list) else []
            for paths in lists
        )
        return models, recordings

    def _save_added(self, recording: Path | None = None) -> None:
        # Read again first: another window may have added something.
        models, recordings = self._noted()
        models += [path for path in self._added_files if path not in models]
        if recording is not None and recording not in recordings:
            recordings.append(recording)
        document = {
            "models": [str(path) for path in models],
            "recordings": [str(path) for path in recordings],
        }
        unfinished = self._folder / f".{_ADDED}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(document, indent=1), encoding="utf-8")
            unfinished.replace(self._folder / _ADDED)
        except OSError as error:
            _log.warning("What was added holds until Sidelight ends; it could not be noted: %s", error)


def _model_of(path: Path, header: ModelHeader, context: int, taken: set[str]) -> Model:
    name = re.sub(r"[^\w.+-]+", "-", path.stem.lower()).strip("-.") or "model"
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    size = (
        f"{header.file_bytes / 1e9:.1f} GB"
        if header.file_bytes >= 1e9
        else f"{header.file_bytes / 1e6:.0f} MB"
    )
    chat = header.has_chat_template
    about = f"{header.architecture}, {size}" + ("" if chat else ", a base model: it continues text")
    label = path.stem
    return Model(ModelRef(LOCAL.name, free), label, about, context, "chat" if chat else "completion")
