# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a verifier or an exporter is told beside what it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sidelight.api.renderer import never


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    ``settings`` are the person's for this plugin. ``suffix`` is the ending of the file that an exporter
    writes, in lower case (``.csv``), one of its manifest's ``extensions``; empty for a verifier.
    ``cancelled()`` turns true when nobody waits for the result any more.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    suffix: str = ""
    cancelled: Callable[[], bool] = never
