# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A ``qtbot`` that waits as long as a loaded machine may need."""

from __future__ import annotations

from functools import partialmethod

import pytest
from pytestqt.qtbot import QtBot

# A wait ends as soon as what it waits for is there: only a test that fails takes this long.
PATIENCE_MS = 100_000


class PatientBot(QtBot):
    """As pytest-qt's, whose own five seconds are short where other processes have the processor."""


for wait in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive", "waitCallback"):
    setattr(PatientBot, wait, partialmethod(getattr(QtBot, wait), timeout=PATIENCE_MS))


@pytest.fixture
def qtbot(qapp, request) -> QtBot:
    """Keys, clicks and waits; the windows that were given to it are closed when the test has ended."""
    return PatientBot(request)
