# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight import resources
from sidelight.domain.delta import (
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.generation import StopReason, Usage
from sidelight.providers.platform_messages import PlatformWatch, read_messages
from sidelight.providers.stream import joined

MESSAGES = read_messages(resources.path("platform_messages.toml"))
COMPLETE = StopDelta(StopReason.COMPLETE)
RATE = (
    "**RATE LIMIT OF THIS MODEL IS REACHED. PLEASE COME BACK LATER OR USE <span style='color:red'>[BATTLE "
    "MODE](https://example.org)</span> (the 1st tab).**\n\nMODEL_HOURLY_LIMIT (otter-7b): 100"
)
NETWORK = "**NETWORK ERROR DUE TO HIGH TRAFFIC. PLEASE REGENERATE OR REFRESH THIS PAGE.**"


def watched(*deltas):
    watch = PlatformWatch(MESSAGES)
    return list(joined([out for delta in deltas for out in watch.feed(delta)]))


def said(text, end=COMPLETE):
    """One character at a time."""
    return watched(*(TextDelta(c) for c in text), end)


def test_a_rate_limit_is_a_failure_with_its_reason():
    notice, failed = said(RATE)
    assert notice.text.startswith("The platform wrote this, not the model: “**RATE LIMIT")
    failure = failed.failure
    assert failure.kind == "rate_limited"
    assert failure.what == (
        "The platform's limit for this model is reached. It gives 100 answers an hour with otter-7b to all "
        "its users together."
    )
    assert failure.advice


def test_the_users_own_limit():
    failure = said(RATE.replace("MODEL_HOURLY_LIMIT (otter-7b): 100", "USER_DAILY_LIMIT (otter-7b): 20"))[
        -1
    ].failure
    assert failure.what.endswith("It gives each user 20 answers a day with otter-7b.")


@pytest.mark.parametrize(
    "text",
    [
        "$MODERATION$ YOUR INPUT VIOLATES OUR CONTENT MODERATION GUIDELINES.",
        "YOUR INPUT VIOLATES OUR CONTENT MODERATION GUIDELINES.",
    ],
)
def test_moderation_filters_the_answer(text):
    first, second, stop = said(text)
    assert text in first.text
    assert second == NoticeDelta("The platform's moderation refused the prompt.")
    assert stop == StopDelta(StopReason.FILTERED)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NETWORK, "server"),
        ("YOU HAVE REACHED THE CONVERSATION LENGTH LIMIT. PLEASE CLEAR HISTORY.", "too_long"),
        ("THIS SESSION HAS BEEN INACTIVE FOR TOO LONG. PLEASE REFRESH THIS PAGE.", "timeout"),
    ],
)
def test_other_banners_are_failures(text, kind):
    assert said(text)[-1].failure.kind == kind


def test_a_network_error_after_half_an_answer_keeps_the_half():
    half, notice, failed = said(f"First this.\n\n{NETWORK}")
    assert half == TextDelta("First this.\n\n")
    assert isinstance(notice, NoticeDelta)
    assert failed.failure.kind == "server"


def test_a_word_of_patience_is_a_notice_and_the_answer_follows():
    patience = next(m.begins for m in MESSAGES if m.outcome == "notice")
    assert said(f"{patience}\n\nBecause.") == [
        NoticeDelta("The platform asked for patience before the answer began."),
        TextDelta("Because."),
        COMPLETE,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The banner reads **RATE LIMIT OF THIS MODEL IS REACHED. It is red.",
        "**RATE LIMITS** are common.",
        "**NETWORK",
        "$MODERATION",
        "",
        "\n\n\n",
        f"In FastChat you will see\n{NETWORK}",
        f"{NETWORK} is what it says. " + "But why? " * 400,
    ],
)
def test_what_a_model_says_about_banners_stays_its_own(text):
    assert said(text) == ([TextDelta(text)] if text else []) + [COMPLETE]


def test_only_what_may_be_a_banner_is_held_back():
    watch = PlatformWatch(MESSAGES)
    assert watch.feed(TextDelta("**R")) == []
    assert watch.feed(TextDelta("eally")) == [TextDelta("**Really")]
    assert watch.feed(TextDelta("** yes\n\n")) == [TextDelta("** yes\n\n")]
    assert watch.feed(TextDelta("Y")) == []
    assert watch.feed(TextDelta("es")) == [TextDelta("Yes")]


def test_other_deltas_keep_their_place():
    usage = UsageDelta(Usage(1, 2, "reported"))
    assert watched(TextDelta("**R"), ReasoningDelta("hm"), TextDelta("x"), usage, COMPLETE) == [
        TextDelta("**R"),
        ReasoningDelta("hm"),
        TextDelta("x"),
        usage,
        COMPLETE,
    ]


def test_a_failure_stays_the_one_it_is_unless_the_platform_gave_one():
    mine = said("Because", FailureDelta(said(NETWORK)[-1].failure))
    assert [type(d) for d in mine] == [TextDelta, FailureDelta]


PIECES = st.sampled_from(
    ["a", "\n", "\n\n", "**", "NETWORK", " ERROR", "$MODERATION", "$", NETWORK, "⚠️ ", "text. "]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=12), st.lists(st.integers(0, 400), max_size=8))
def test_where_the_text_is_cut_does_not_matter_and_none_is_lost(pieces, places):
    text = "".join(pieces)
    places = sorted(place % (len(text) + 1) for place in places)
    cut = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    deltas = watched(*(TextDelta(piece) for piece in cut if piece), COMPLETE)
    assert deltas == said(text)
    if deltas[-1] == COMPLETE:
        assert "".join(d.text for d in deltas if isinstance(d, TextDelta)) == text


def test_through_the_network_it_is_no_answer_and_not_asked_again(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        for word in RATE.split(" "):
            caller.say(f"{word} ")
        caller.say("", "stop")
        caller.done()

    server = odd_server(answer)
    got = bench.ask(bench.network(patience=None), asking(server.connection()))
    assert got.text == ""
    assert got.failure.kind == "rate_limited"
    assert len(server.callers) == 1
