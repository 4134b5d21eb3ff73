# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The plugins as a person looks after them: what each does, where it is from, and how it fares."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sidelight.domain.errors import PluginError
from sidelight.domain.running import Level
from sidelight.registry.discovery import Found, Installed
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.standing import Standing


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that is installed. ``info`` is ``None`` if it cannot be used; ``problem`` then says why.

    ``where`` says in words where it is from. ``hidden`` says that another plugin of its id is used in its
    place. ``level`` is how its worker is held, ``None`` as long as nobody looked; a plugin with widgets of
    its own (``info.isolation``) is not held at all, so it needs ``consented``. ``last_error`` is the last
    that went wrong in this sitting, or what put it in quarantine. ``stale``: its widgets that this process
    imported are of before it was changed, so that only a restart shows them as they are now.
    """

    id: str
    name: str
    package: str
    package_version: str
    where: str
    info: PluginInfo | None = None
    problem: str = ""
    level: Level | None = None
    enabled: bool = True
    quarantined: bool = False
    consented: bool = False
    crashes: int = 0
    last_error: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    hidden: bool = False
    stale: bool = False

    @property
    def state(self) -> str:
        """In a word: hidden (by another of its id), unusable, quarantined, off, or on."""
        if self.info is None:
            return "hidden" if self.hidden else "unusable"
        return "quarantined" if self.quarantined else "on" if self.enabled else "off"


def described(
    found: Found,
    standing: Standing,
    level: Level | None,
    errors: Mapping[str, str],
    stale: Collection[str] = (),
) -> tuple[Plugin, ...]:
    """All of them, by name; those that cannot be used come last.

    Args:
        found: what was found.
        standing: what is remembered of them.
        level: how this machine holds a worker, if that is known.
        errors: the last that went wrong in this sitting, by id.
        stale: ids of those that this process imported before they were changed.
    """
    usable = [
        Plugin(
            one.info.id,
            one.info.name,
            one.package,
            one.package_version,
            one.where,
            one.info,
            level=level if one.info.isolation == "worker" else Level.NONE,
            enabled=standing.enabled(one.info.id),
            quarantined=standing.quarantined(one.info),
            consented=standing.consented(one.info),
            crashes=standing.crashes(one.info).count,
            last_error=errors.get(one.info.id, "") or standing.crashes(one.info).last,
            settings=standing.settings(one.info),
            stale=one.info.id in stale,
        )
        for one in found.usable
    ]
    unusable = [
        Plugin(
            one.id,
            one.name,
            one.package,
            one.package_version,
            one.where,
            problem=one.problem,
            hidden=bool(one.id),
        )
        for one in found.unusable
    ]
    return (
        *sorted(usable, key=lambda plugin: plugin.name.lower()),
        *sorted(unusable, key=lambda plugin: plugin.name.lower()),
    )


def imported(plugin: Installed) -> Any:
    """The renderer of a plugin, imported into this very process. Only after the person's consent.

    Raises:
        PluginError: it cannot be imported.
    """
    return imported_from(plugin, plugin.module, plugin.attribute)


def imported_from(plugin: Installed, module: str, attribute: str) -> Any:
    """Something of a plugin's, imported into this very process. Only when a person asked for that.

    Raises:
        PluginError: it cannot be imported.
    """
    sys.path += [folder for folder in plugin.search if folder not in sys.path]
    try:
        found: Any = importlib.import_module(module)
        for name in attribute.split("."):
            found = getattr(found, name)
    except Exception as error:
        raise PluginError(f"“{plugin.info.name}” cannot be imported: {error}") from error
    return found
