# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight import resources
from sidelight.domain.errors import UsageError
from sidelight.domain.model import SETTINGS, Connection, Model, ModelRef
from sidelight.providers.formats import FORMATS
from sidelight.providers.model_table import ModelTable, read_rows

SHIPPED = resources.path("models.toml")
CLAUDE = Connection("c", "anthropic", "C", "https://api.anthropic.com/v1")


def model(name, **known):
    return Model(ModelRef.parse(f"c/{name}"), name, **known)


def write(tmp_path, text):
    file = tmp_path / "models.toml"
    file.write_text(text)
    return file


def test_every_shipped_price_has_a_day_a_page_and_a_host():
    rows = read_rows(SHIPPED)
    assert len(rows) > 30
    for row in rows:
        assert set(row.kinds) <= set(FORMATS)
        assert row.hosts
        assert row.price.as_of >= "2026-10-01"
        assert row.price.page.startswith("https://")
        assert 0 < row.price.input < row.price.output
        assert row.price.cached_input is None or row.price.cached_input <= row.price.input
        assert row.most_output_tokens <= row.context_tokens


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("claude-opus-4-5", 5.0),
        ("claude-opus-4-5-20251101", 5.0),
        ("claude-opus-5-5", 4.0),
        ("claude-opus-9", None),
    ],
)
def test_a_model_is_found_by_its_name_and_its_snapshots(name, price):
    found = ModelTable(SHIPPED).described(model(name), CLAUDE)
    assert (found.price and found.price.input) == price
    assert (found.context_tokens is None) == (price is None)


def test_another_server_with_that_model_has_no_price():
    elsewhere = Connection("c", "anthropic", "C", "http://127.0.0.1:8080/v1")
    assert ModelTable(SHIPPED).described(model("claude-opus-5-5"), elsewhere).price is None


def test_what_a_server_says_of_itself_stays():
    found = ModelTable(SHIPPED).described(model("claude-opus-5-5", context_tokens=999), CLAUDE)
    assert (found.context_tokens, found.most_output_tokens) == (999, 128_000)


def test_settings_that_a_model_refuses_are_not_accepted():
    table = ModelTable(SHIPPED)
    assert table.described(model("claude-opus-5-5"), CLAUDE).accepts == SETTINGS - {"temperature", "top_p"}
    assert table.described(model("claude-opus-9"), CLAUDE).accepts == SETTINGS


def test_the_users_own_table_goes_first(tmp_path):
    own = write(
        tmp_path,
        '[[model]]\nkinds = ["anthropic"]\nnames = ["claude-*"]\ninput = 1\noutput = 2.5\ncurrency = "EUR"\n'
        "as_of = 2026-11-20\n",
    )
    price = ModelTable(SHIPPED, own).described(model("claude-opus-5-5"), CLAUDE).price
    assert (price.input, price.output, price.currency, price.as_of) == (1.0, 2.5, "EUR", "2026-11-20")


def test_a_price_ends_on_its_last_day(tmp_path):
    own = write(
        tmp_path, '[[model]]\nnames = ["m"]\ninput = 1\noutput = 2\nas_of = 2026-10-01\nuntil = 2026-12-31\n'
    )
    for today, known in (("2026-12-31", True), ("2027-01-01", False)):
        found = ModelTable(SHIPPED, own, lambda today=today: today).described(model("m"), CLAUDE)
        assert (found.price is not None) == known


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[model", "not in TOML"),
        ("x = 1", "must hold"),
        ("[[model]]\ninput = 1", "names no models"),
        ('[[model]]\nnames = ["m"]\ninput = 1\nas_of = 2026-01-01', "one price without the other"),
        ('[[model]]\nnames = ["m"]\ninput = 1\noutput = 1', "of which day"),
        ('[[model]]\nnames = ["m"]\ninput = -1\noutput = 1', "under “input”"),
        ('[[model]]\nnames = ["m"]\ncontext_tokens = true', "under “context_tokens”"),
        ('[[model]]\nnames = ["m"]\nas_of = "yesterday"', "under “as_of”"),
        ('[[model]]\nnames = ["m"]\nrefuses = ["heat"]', "“heat”, which is no setting"),
        ('[[model]]\nnames = ["m"]\nprize = 1', "unknown field “prize”"),
    ],
)
def test_what_is_wrong_is_told_and_the_shipped_table_stays(tmp_path, text, words):
    own = write(tmp_path, text)
    with pytest.raises(UsageError, match=words):
        read_rows(own)
    table = ModelTable(SHIPPED, own)
    assert words in table.trouble
    assert str(own) in table.trouble
    assert table.described(model("claude-opus-5-5"), CLAUDE).price.input == 4.0


def test_without_a_table_of_ones_own_there_is_no_trouble(tmp_path):
    assert ModelTable(SHIPPED, tmp_path / "models.toml").trouble == ""
