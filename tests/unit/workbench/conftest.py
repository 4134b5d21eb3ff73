# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A desk on a real project file, with answers replayed from a recording at a great pace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

LONG = "A long answer that goes on for a while. " * 200


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.json"
    answers = [
        {"model": name, "prompt": prompt, "text": f"{name} says: {text}", "stop_reason": "complete"}
        for name in ("amber", "blue")
        for prompt, text in (("Say hello.", "hello"), ("Go on.", "more"), ("Write a lot.", LONG))
    ]
    models = [{"name": name, "label": name.title(), "about": "A sample."} for name in ("amber", "blue")]
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    return path


@pytest.fixture
def catalogue(tmp_path: Path, recording: Path) -> Catalogue:
    return Catalogue(data_folder=tmp_path / "data", connections=(), recordings=(recording,), environ={})


@pytest.fixture
def desk(tmp_path: Path, catalogue: Catalogue) -> Iterator[Desk]:
    desk = Desk(ProjectFile.create(tmp_path / "test.sidelight"), catalogue, Moment.real())
    yield desk
    desk.close()


@pytest.fixture
def reopened(tmp_path: Path, catalogue: Catalogue, desk: Desk) -> Iterator[Callable[[], Desk]]:
    """Close the desk and open its project again."""
    opened: list[Desk] = []

    def reopen() -> Desk:
        (opened[-1] if opened else desk).close()
        opened.append(Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real()))
        return opened[-1]

    yield reopen
    for each in opened:
        each.close()
