# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import QDate

from sidelight.gui.choosing.readers import read_seed, read_temperature, read_tokens
from sidelight.gui.library.days import name_of_day
from sidelight.gui.library.history import plain

TODAY = QDate(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (TODAY, "Today"),
        (TODAY.addDays(-1), "Yesterday"),
        (TODAY.addDays(-2), "Thursday"),
        (TODAY.addDays(-7), "14 November"),
        (QDate(2025, 12, 31), "31 December 2025"),
        (TODAY.addDays(3), "24 November"),
    ],
)
def test_days_have_names(qapp, day, name):
    assert name_of_day(day, TODAY) == name


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_temperature, "0.7", 0.7),
        (read_temperature, " 0,7 ", 0.7),
        (read_temperature, "", None),
        (read_tokens, "1 000", 1000),
        (read_tokens, "  ", None),
        (read_seed, "0", 0),
    ],
)
def test_settings_are_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_temperature, "2.01"),
        (read_temperature, "nan"),
        (read_temperature, "warm"),
        (read_tokens, "0"),
        (read_tokens, "1.5"),
        (read_tokens, "9" * 5000),
        (read_seed, "-1"),
        (read_seed, "x"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(qapp, read, text):
    with pytest.raises(ValueError, match=r"[A-Z].*\."):
        read(text)


def test_titles_and_snippets_are_one_plain_line():
    assert plain("a\n\tb\x00c <b>d</b>\x02e") == "a bc de"
