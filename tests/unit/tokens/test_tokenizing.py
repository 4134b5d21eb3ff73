# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight import resources
from sidelight.domain.errors import UsageError
from sidelight.tokens.encodings import NAMES, Encodings
from sidelight.tokens.tokenizing import Special, tokenize

ENCODINGS = Encodings(resources.path("ranks"))

RANGES = [(0x20, 0x7E), (0x0, 0x24F), (0x370, 0x5FF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
          (0x1F300, 0x1FAFF), (0x200B, 0x206F), (0xE000, 0x10FFFF)]  # fmt: skip


def random_text(chance: random.Random) -> str:
    low, high = chance.choice(RANGES)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(0, 60)))


@pytest.mark.parametrize("name", NAMES)
def test_thousands_of_random_strings_come_back_whole(name):
    encoding = ENCODINGS.get(name)
    chance = random.Random(name)
    for _ in range(3_000):
        text = random_text(chance)
        found = tokenize(text, encoding)
        assert b"".join(found.pieces).decode() == text
        assert encoding.decode(list(found.ids)) == text


@settings(max_examples=300)
@given(st.sampled_from(NAMES), st.text())
def test_any_text_comes_back_whole_in_every_encoding(name, text):
    found = tokenize(text, ENCODINGS.get(name))
    assert b"".join(found.pieces).decode() == text
    assert found.count == len(found.ids) == len(found.pieces)


def test_special_tokens_in_a_users_text_are_plain_text_and_named():
    found = tokenize("a <|endoftext|> b", ENCODINGS.get("cl100k_base"))
    assert 100257 not in found.ids
    assert found.count > 3
    assert found.special == (Special("<|endoftext|>", 100257, 2),)
    assert tokenize("a <|@endoftext@|> b", ENCODINGS.get("cl100k_base")).special == ()


def test_special_tokens_differ_between_encodings():
    text = "<|start|><|endofprompt|><|fim_prefix|>"
    names = {name: {s.text for s in tokenize(text, ENCODINGS.get(name)).special} for name in NAMES}
    assert "<|start|>" in names["o200k_harmony"]
    assert names["gpt2"] == set()
    assert names["cl100k_base"] == {"<|endofprompt|>", "<|fim_prefix|>"}


def test_half_a_character_is_replaced_not_refused():
    found = tokenize("a\ud83eb", ENCODINGS.get("o200k_base"))
    assert b"".join(found.pieces).decode() == "a�b"


def test_pieces_within_a_character_are_shown_as_bytes():
    shown = tokenize("🦕", ENCODINGS.get("gpt2")).shown()
    assert "".join(shown) == "\\xf0\\x9f\\xa6\\x95"


WORST = {
    "one letter": "a",
    "one sign": "^",
    "line breaks": "\n",
    "prose": "The quick brown fox, naïve 🦕, 12345 times.\n",
    "Chinese": "人",
    "letters at random": "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=1000)),
}


@pytest.mark.parametrize("name", ["gpt2", "cl100k_base", "o200k_base"])
@pytest.mark.parametrize("kind", WORST)
def test_a_megabyte_takes_no_quadratic_time(name, kind):
    encoding = ENCODINGS.get(name)
    unit = WORST[kind]

    def cost(size: int) -> float:
        text = unit * (size // len(unit.encode()))
        best = float("inf")
        for _ in range(2):
            begin = time.thread_time()
            tokenize(text, encoding)
            best = min(best, time.thread_time() - begin)
        return best

    # Sixteen times the text: 16 if linear, about 20 if n log n, 256 if quadratic. The ratio is what counts;
    # it is 85 where others wash the large text out of the processor's memory.
    small, large = cost(62_500), cost(1_000_000)
    assert large < 140 * max(small, 0.002)


def test_what_tiktoken_cannot_cut_is_told():
    with pytest.raises(UsageError, match="too many blanks in a row"):
        tokenize(" " * 1_000_000, ENCODINGS.get("o200k_base"))
