# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The engine for these tests: fetched once, with the plugin's own code, into ``build/engines``."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from sidelight_tikz.engine import EngineError, fetch
from sidelight_tikz.typesetter import Typesetter

ENGINES = Path(__file__).resolve().parents[3] / "build" / "engines"


@pytest.fixture(scope="session")
def engine() -> Path:
    """The folder of the engine."""
    ENGINES.mkdir(parents=True, exist_ok=True)
    # Two test runs may begin together; the second waits and finds the first one's engine.
    with (ENGINES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return fetch(ENGINES / "tikz")
        except EngineError as error:
            pytest.fail(
                f"These tests need the TikZ engine, and it could not be fetched. {error}", pytrace=False
            )


@pytest.fixture(scope="session")
def typesetter(engine: Path) -> Typesetter:
    """TeX, ready."""
    return Typesetter(engine)
