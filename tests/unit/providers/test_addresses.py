# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.errors import GenerationError
from sidelight.providers.addresses import endpoint, is_bare, is_loopback, place


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://api.example.org/v1", "https://api.example.org/v1/models"),
        ("https://api.example.org/v1/", "https://api.example.org/v1/models"),
        (" https://api.example.org:8443 ", "https://api.example.org:8443/models"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/models"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/models"),
        ("http://localhost/v1", "http://localhost/v1/models"),
    ],
)
def test_addresses_that_may_be_asked(base, url):
    assert endpoint(base, "models") == url


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("http://api.example.org/v1", "not encrypted"),
        ("http://127.0.0.1.example.org/v1", "not encrypted"),
        ("http://0.0.0.0/v1", "not encrypted"),
        ("http://192.168.1.5/v1", "not encrypted"),
        ("https://me:secret@api.example.org/v1", "password"),
        ("https://api.example.org/v1?key=secret", "query"),
        ("ftp://api.example.org", "no usable address"),
        ("api.example.org/v1", "no usable address"),
        ("", "no usable address"),
        ("https://[broken/v1", "no usable address"),
        ("https://api.example.org:99999/v1", "no usable address"),
    ],
)
def test_addresses_that_may_not(base, words):
    with pytest.raises(GenerationError, match=words) as refused:
        endpoint(base, "models")
    assert "secret" not in refused.value.sentence
    assert refused.value.advice


def test_without_encryption_by_the_users_word_alone():
    assert endpoint("http://192.168.1.5/v1", "models", insecure=True) == "http://192.168.1.5/v1/models"
    with pytest.raises(GenerationError, match="password"):
        endpoint("http://me:secret@192.168.1.5/v1", "models", insecure=True)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("http://192.168.1.5/v1", True),
        ("https://h/v1", False),
        ("http://localhost/v1", False),
        ("http://[", False),
    ],
)
def test_what_others_can_read_on_the_way(url, bare):
    assert is_bare(url) == bare


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine(host):
    assert is_loopback(host)


def test_the_place_in_a_sentence():
    assert place("https://api.example.org:8443/v1/models") == "api.example.org:8443"
