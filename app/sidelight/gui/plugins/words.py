# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sidelight.domain.running import Level

if TYPE_CHECKING:
    from sidelight.workbench.rendering import Plugin


def _tr(text: str) -> str:
    return QCoreApplication.translate("Plugins", text)


def state_of(plugin: Plugin) -> tuple[str, str]:
    """How it stands: a word, and the colour's token for it."""
    if plugin.info is None:
        return (_tr("not used"), "warn") if plugin.hidden else (_tr("cannot be used"), "bad")
    if plugin.quarantined:
        return _tr("in quarantine"), "warn"
    if not plugin.enabled:
        return _tr("off"), "quiet"
    if plugin.info.isolation == "inprocess" and not plugin.consented:
        return _tr("waits for your consent"), "warn"
    if plugin.stale:
        return _tr("on, needs a restart"), "warn"
    return _tr("on"), "good"


def held(plugin: Plugin) -> str:
    """How it is held, as a sentence."""
    if plugin.info is not None and plugin.info.isolation == "inprocess":
        return _tr("Not held at all: its widgets run inside this window and can do whatever Sidelight can.")
    if plugin.level is None:
        return _tr("In a worker process inside the sandbox; it has not been used yet in this sitting.")
    if plugin.level is Level.A:
        return _tr("In a worker process inside the sandbox, level A: no network, no files but its own.")
    if plugin.level is Level.B:
        return _tr("In a worker process inside the sandbox, level B: no network, no files but its own.")
    return _tr("In a worker process that this machine cannot hold in a sandbox.")


def use_of(plugin: Plugin) -> tuple[str, str]:
    """What it is used for: a word, and names of languages, words of prompts, or endings of files."""
    info = plugin.info
    if info is None:
        return "", ""
    if info.kind == "verifier":
        return _tr("Judges"), _tr("answers to prompts with: {0}").format(", ".join(info.prompts))
    if info.kind == "exporter":
        what = _tr("comparisons") if info.records == "comparisons" else _tr("battles")
        return _tr("Writes"), _tr("{0} as {1}").format(what, ", ".join(info.extensions))
    named = [language for language in info.languages if language]
    if "" in info.languages:
        named.append(_tr("blocks without a language"))
    return _tr("Shows"), ", ".join(named) or ", ".join(info.mime)


def origin(plugin: Plugin) -> str:
    """The package it is from, its version, and where that lies."""
    package = f"{plugin.package} {plugin.package_version}".strip()
    return _tr("{0}, from {1}").format(package, plugin.where) if plugin.where else package
