# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight-plugin.toml``: what a plugin is for, read before any of its code is.

Every manifest is somebody else's, so each field is looked at; one that is wrong is refused with a sentence
that says which, and what would be right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

from sidelight.api import API_VERSION, Kind
from sidelight.domain.errors import PluginError

FILE_NAME = "sidelight-plugin.toml"
LARGEST_FILE = 64 << 10

PluginKind = Literal["renderer", "verifier", "exporter"]
Records = Literal["battles", "comparisons"]
Streaming = Literal["final", "incremental"]
Isolation = Literal["worker", "inprocess"]
SettingType = Literal["bool", "integer", "number", "string", "choice"]

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FETCH = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
_EXECUTABLE = re.compile(r"[\w.+-]{1,60}")
_VERSION = re.compile(
    r"v?(\d+!)?\d+(\.\d+)*"
    r"([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?"
    r"(-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?"
    r"([-_.]?dev[-_.]?\d*)?"
    r"(\+[a-z0-9]+([-_.][a-z0-9]+)*)?",
    re.IGNORECASE | re.ASCII,
)
"""What PEP 440 takes for a version, and so does pip."""
_MOST_NAMES = 60
_MOST_SECONDS = 120.0
_LEAST_MB, _MOST_MB = 64, 4096
_MOST_PRIORITY = 1000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that a person can set for a plugin. ``choices`` are for the type ``choice`` alone."""

    key: str
    type: SettingType
    default: bool | int | float | str
    label: str
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether a value is of this setting's type."""
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "string":
                return isinstance(value, str) and len(value) <= 1000
            case "choice":
                return value in self.choices


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What a plugin says of itself, before it is asked anything.

    Of a renderer: ``languages`` are names of fences, in lower case. ``sniff`` are words near the start of an
    artifact that names no telling language; its ``match`` then decides. A higher ``priority`` goes first,
    after the person's own order. Of a verifier: ``prompts`` are words, of which a prompt that it judges holds
    one. Of an exporter: ``extensions`` are the endings of its files, the usual one first, and ``records``
    says what it writes.

    ``seconds`` are for one artifact, one answer, or one portion of records; ``memory_mb`` is for its worker
    as a whole. ``executables`` are programs of the system that it uses where they are installed. ``engine``
    names a function that fetches what it cannot carry along; it is called only when somebody asks for that.
    """

    api: int
    id: str
    name: str
    description: str
    version: str
    languages: tuple[str, ...] = ()
    mime: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    sniff: tuple[str, ...] = ()
    priority: int = 500
    streaming: Streaming = "final"
    isolation: Isolation = "worker"
    output: tuple[Kind, ...] = ()
    gl: bool = False
    executables: tuple[str, ...] = ()
    seconds: float = 10.0
    memory_mb: int = 512
    settings: tuple[Setting, ...] = ()
    engine: str = ""
    kind: PluginKind = "renderer"
    prompts: tuple[str, ...] = ()
    records: Records = "battles"

    def values(self, chosen: Mapping[str, object]) -> dict[str, object]:
        """A value for every setting: the person's where it fits, else the plugin's own."""
        return {
            one.key: chosen[one.key] if one.key in chosen and one.accepts(chosen[one.key]) else one.default
            for one in self.settings
        }


def read(file: Path, *, api: int = API_VERSION) -> PluginInfo:
    """The manifest in a file. ``api`` is the version that this Sidelight speaks.

    Raises:
        PluginError: there is none, or it is wrong; the sentence says where.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise PluginError(
            f"There is no {FILE_NAME} in {file.parent}.", "It must be part of the package, beside its code."
        ) from None
    except OSError as error:
        raise PluginError(f"{file} cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST_FILE:
        raise PluginError(f"{file} is larger than {LARGEST_FILE >> 10} KB, which no manifest is.")
    try:
        return parse(content.decode("utf-8"), api=api)
    except UnicodeDecodeError as error:
        raise PluginError(f"{file} is not a text in UTF-8.") from error
    except PluginError as error:
        raise PluginError(f"{file}: {error}", error.advice) from error


def parse(text: str, *, api: int = API_VERSION) -> PluginInfo:
    """The manifest in a text.

    Raises:
        PluginError: it is wrong; the sentence says where.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PluginError(f"The manifest is not in TOML: {error}.") from error
    top = _Table("", document)
    version = top.take("api", int, "the whole number of the plugin API, like api = 1")
    if version > api:
        raise PluginError(
            f"The plugin is made for version {version} of the plugin API; this Sidelight speaks {api}.",
            "Use a newer Sidelight, or an older version of the plugin.",
        )
    if version < max(1, api - 1):
        raise PluginError(
            f"The plugin is made for version {version} of the plugin API, too old for this Sidelight.",
            "Use a newer version of the plugin.",
        )
    needs, limits = top.table("needs"), top.table("limits")
    if needs.take("network", bool, "true or false", False):
        raise PluginError(
            "The plugin needs the network, and none gets it.", "Say network = false, or leave it out."
        )
    kind = top.one_of("kind", get_args(PluginKind), "renderer")
    info = PluginInfo(
        api=version,
        id=top.match("id", _ID, "a short name in lower case, like id = “svg”"),
        name=top.words("name", 60),
        description=top.words("description", 300),
        version=top.version("version", 40),
        gl=needs.take("gl", bool, "true or false", False),
        executables=needs.names("executables", lambda name: bool(_EXECUTABLE.fullmatch(name))),
        seconds=limits.number("seconds", 10.0, 0.1, _MOST_SECONDS),
        memory_mb=limits.number("memory_mb", 512, _LEAST_MB, _MOST_MB, whole=True),
        settings=tuple(_setting(key, one) for key, one in top.table("settings").tables()),
        engine=(engine := top.table("engine")).match("fetch", _FETCH, "package.module:function", ""),
        kind=kind,
    )
    # What another kind would say is not taken, and so refused below as unknown.
    info = {"renderer": _renderer, "verifier": _verifier, "exporter": _exporter}[kind](info, top)
    for table in (engine, needs, limits, top):
        table.finish()
    return info


def _renderer(info: PluginInfo, top: _Table) -> PluginInfo:
    info = replace(
        info,
        languages=top.names("languages", lambda name: name == name.lower() and not re.search(r"\s", name)),
        mime=top.names("mime", lambda name: "/" in name),
        extensions=top.names("extensions", _is_ending),
        sniff=top.names("sniff", lambda name: len(name) >= 2),
        priority=top.number("priority", 500, 0, _MOST_PRIORITY, whole=True),
        streaming=top.one_of("streaming", get_args(Streaming), "final"),
        isolation=top.one_of("isolation", get_args(Isolation), "worker"),
        output=tuple(
            Kind(name)
            for name in top.names("output", lambda name: name in set(Kind), f"out of {', '.join(Kind)}")
        ),
    )
    # Every block without a language would be asked for, and hold up all of them.
    if not (any(info.languages) or info.mime or info.extensions or info.sniff):
        raise PluginError(
            "The manifest names nothing that the plugin could show.",
            "Give it languages, mime, extensions, or sniff.",
        )
    return info


def _verifier(info: PluginInfo, top: _Table) -> PluginInfo:
    info = replace(info, prompts=top.names("prompts", lambda words: len(words.strip()) >= 2))
    if not info.prompts:
        raise PluginError(
            "The manifest does not say which prompts the plugin judges.",
            "Give it prompts, words of which such a prompt holds one.",
        )
    return info


def _exporter(info: PluginInfo, top: _Table) -> PluginInfo:
    info = replace(
        info,
        extensions=top.names("extensions", _is_ending),
        records=top.one_of("records", get_args(Records), "battles"),
    )
    if not info.extensions:
        raise PluginError("The manifest does not say how its files are called.", "Give it extensions.")
    return info


def _is_ending(name: str) -> bool:
    return (
        name.startswith(".") and len(name) > 1 and name == name.lower() and not re.search(r"[\s/\\*]", name)
    )


def _setting(key: str, table: _Table) -> Setting:
    if not _KEY.fullmatch(key):
        raise PluginError(f"“{key}” cannot be the name of a setting.", "Use lower case and underscores.")
    kind = cast("SettingType", table.one_of("type", get_args(SettingType), ""))
    choices = table.names("choices")
    setting = Setting(key, kind, False, table.words("label", 100), choices)
    default = table.take("default", object, "what holds as long as nobody chose")
    if not setting.accepts(default):
        raise PluginError(f"The default of the setting “{key}” is not one of its type {kind}.")
    table.finish()
    return Setting(key, kind, cast("str", default), setting.label, choices)


@dataclass(slots=True)
class _Table:
    """A table of the manifest whose fields are taken out one by one."""

    name: str
    fields: dict[str, Any]
    _taken: set[str] = field(default_factory=set)

    def take(self, key: str, kind: type[T], should: str, default: T | None = None) -> T:
        self._taken.add(key)
        value = self.fields.get(key, default)
        if key not in self.fields and default is None:
            raise PluginError(f"The manifest has no {self._called(key)}.", f"It is {should}.")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise PluginError(f"In the manifest {self._called(key)} is wrong.", f"It is {should}.")
        return value

    def table(self, key: str) -> _Table:
        return _Table(key, dict(self.take(key, dict, f"a table, [{key}]", {})))

    def tables(self) -> list[tuple[str, _Table]]:
        return [
            (key, _Table(f"{self.name}.{key}", dict(self.take(key, dict, "a table")))) for key in self.fields
        ]

    def words(self, key: str, longest: int) -> str:
        text = self.take(key, str, f"one line of up to {longest} characters").strip()
        if not text or len(text) > longest or not text.isprintable():
            raise PluginError(
                f"In the manifest {self._called(key)} is wrong.",
                f"It is one line of up to {longest} characters.",
            )
        return text

    def version(self, key: str, longest: int) -> str:
        text = self.words(key, longest)
        if not _VERSION.fullmatch(text):
            raise PluginError(
                f"In the manifest {self._called(key)} is “{text}”, which is no version.",
                "It is like version = “1.2.0”, as Python packages have it (PEP 440).",
            )
        return text

    def match(self, key: str, pattern: re.Pattern[str], should: str, default: str | None = None) -> str:
        text = self.take(key, str, should, default)
        if text != default and not pattern.fullmatch(text):
            raise PluginError(f"In the manifest {self._called(key)} is wrong.", f"It is {should}.")
        return text

    def names(
        self, key: str, fits: Callable[[str], bool] = bool, of: str = "in quotation marks"
    ) -> tuple[str, ...]:
        given = self.take(key, list, f"a list of words {of}", [])
        good = len(given) <= _MOST_NAMES and all(
            isinstance(one, str)
            and (one or key == "languages")
            and len(one) <= 100
            and one.isprintable()
            and fits(one)
            for one in given
        )
        if not good:
            shape = {"languages": "in lower case", "extensions": "like .svg", "mime": "like image/svg+xml"}
            raise PluginError(
                f"In the manifest {self._called(key)} is wrong.",
                f"It is a list of words {shape.get(key, of)}.",
            )
        return tuple(dict.fromkeys(given))

    def one_of(self, key: str, values: tuple[str, ...], default: str) -> Any:
        should = "one of " + ", ".join(f"“{value}”" for value in values)
        found = self.take(key, str, should, default or None)
        if found not in values:
            raise PluginError(f"In the manifest {self._called(key)} is “{found}”.", f"It is {should}.")
        return found

    def number(self, key: str, default: float, least: float, most: float, *, whole: bool = False) -> Any:
        should = f"a {'whole ' if whole else ''}number from {least:g} to {most:g}"
        kind: Any = int if whole else (int, float)
        value = self.fields.get(key, default)
        self._taken.add(key)
        if isinstance(value, bool) or not isinstance(value, kind) or not least <= value <= most:
            raise PluginError(f"In the manifest {self._called(key)} is wrong.", f"It is {should}.")
        return value

    def finish(self) -> None:
        """Nothing may be left: a word that was mistyped would else say nothing."""
        for key in self.fields:
            if key not in self._taken:
                raise PluginError(f"The manifest does not know {self._called(key)}.", "Is it mistyped?")

    def _called(self, key: str) -> str:
        return f"“{key}” in [{self.name}]" if self.name else f"“{key}”"
