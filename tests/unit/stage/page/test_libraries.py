# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of addresses and the catalogue of the plugin that fetches speak of the same libraries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sidelight.stage.page.addresses import Wanted, read
from sidelight.stage.page.libraries import CALLED, CDNJS, OTHER_NAMES, REPOSITORIES, SHELVED, SPECIAL

CATALOGUE = Path(__file__).parents[4] / "plugins" / "page" / "sidelight_page" / "shelf.toml"


def test_what_is_said_to_be_fetched_is_what_is_fetched():
    libraries = tomllib.loads(CATALOGUE.read_text("utf-8"))["library"]
    assert {one["name"] for one in libraries} == SHELVED


def test_every_other_name_leads_to_one_of_them():
    named = {*OTHER_NAMES.values(), *CALLED, *(package for package, _ in REPOSITORIES.values())}
    named |= {package for _, _, package, _, _ in SPECIAL}
    assert named <= SHELVED


@pytest.mark.parametrize("name", sorted(CDNJS))
def test_every_name_of_cdnjs_is_understood(name):
    wanted = read(f"https://cdnjs.cloudflare.com/ajax/libs/{name}/1.0.0/a/b.min.js")
    assert isinstance(wanted, Wanted)
    assert wanted.package == CDNJS[name][0]
