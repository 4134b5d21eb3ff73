# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (servers' words are quoted as they come)
from __future__ import annotations

import json

import pytest

from sidelight.providers.errors import Asked, complaint_in, failure_of_response

ASKED = Asked("api.example.org", "otter-1", "EXAMPLE_KEY", True)


def failure(status, body="", headers=None, asked=ASKED):
    text = body if isinstance(body, str) else json.dumps(body)
    return failure_of_response(asked, status, headers or {}, text)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "bad_request"), (401, "unauthorised"), (402, "unauthorised"), (403, "unauthorised"), (404, "not_found"),
     (405, "not_found"), (408, "timeout"), (409, "bad_request"), (413, "too_long"), (418, "bad_request"),
     (422, "bad_request"), (429, "rate_limited"), (500, "server"), (502, "server"), (503, "server"),
     (504, "timeout"), (529, "server"), (301, "not_found"), (307, "not_found")],
)  # fmt: skip
def test_each_status_has_a_kind_a_sentence_and_advice(status, kind):
    found = failure(status)
    assert found.kind == kind
    assert found.status == status
    assert found.what.endswith(".")
    assert found.advice.endswith(".")
    assert "api.example.org" in found.what


def test_the_servers_own_words_are_quoted_and_kept():
    body = {"error": {"message": "The  tap\nis closed", "type": "server_error", "code": None, "param": None}}
    found = failure(500, body)
    assert "“The tap is closed”" in found.what
    assert json.loads(found.body) == body


def test_a_missing_key_names_the_variable_to_set():
    found = failure(401, asked=Asked("h", "m", "EXAMPLE_KEY", False))
    assert "none is set" in found.what
    assert "EXAMPLE_KEY" in found.advice


def test_a_missing_key_without_a_variable():
    asked = Asked("h", "m", connection="lab")
    assert failure(401, asked=asked).advice == "Give it one: sidelight key set lab."


def test_a_wrong_key_names_the_variable_to_check():
    assert "EXAMPLE_KEY" in failure(401).advice


def test_an_unknown_model_is_told_from_a_wrong_address():
    model = failure(
        404, {"error": {"message": "The model `otter-1` does not exist", "code": "model_not_found"}}
    )
    assert "otter-1" in model.what
    assert "/v1" in failure(404, "<html>").advice


@pytest.mark.parametrize(
    ("headers", "words"),
    [({"retry-after": "7"}, "7 seconds"), ({"retry-after": "1"}, "1 second."), ({"retry-after-ms": "2500"}, "2 seconds"),
     ({"retry-after": "600"}, "10 minutes"), ({"retry-after": "36000"}, "10 hours"), ({"retry-after": "soon"}, "a little"),
     ({}, "a little"), ({"retry-after": "-5"}, "a little"), ({"retry-after": "nan"}, "a little")],
)  # fmt: skip
def test_how_long_to_wait(headers, words):
    assert words in failure(429, headers=headers).advice


def test_a_used_up_quota_is_not_answered_by_waiting():
    assert "credit" in failure(429, {"error": {"message": "x", "code": "insufficient_quota"}}).advice


def test_a_redirection_tells_where_to():
    assert (
        "https://new.example.org/v1" in failure(308, headers={"location": "https://new.example.org/v1"}).what
    )


@pytest.mark.parametrize(
    ("body", "needed", "context"),
    [
        ({"error": {"code": 400, "message": "request (9031 tokens) exceeds the available context size (4096 tokens)",
                    "type": "exceed_context_size_error", "n_prompt_tokens": 9031, "n_ctx": 4096}}, "9,031", "4,096"),
        ({"error": {"message": "This model's maximum context length is 8192 tokens. However, your messages resulted "
                    "in 9001 tokens.", "code": "context_length_exceeded"}}, "9,001", "8,192"),
        ({"error": {"message": "This endpoint's maximum context length is 32768 tokens. However, you requested about "
                    "50000 tokens (49000 of text input)", "code": 400}}, "50,000", "32,768"),
        ({"object": "error", "message": "This model's maximum context length is 2048 tokens. However, you requested "
          "2100 tokens", "code": 40303}, "2,100", "2,048"),
        ({"type": "error", "error": {"type": "invalid_request_error",
          "message": "prompt is too long: 213462 tokens > 200000 maximum"}}, "213,462", "200,000"),
    ],
)  # fmt: skip
def test_a_prompt_that_is_too_long_gives_both_numbers(body, needed, context):
    found = failure(400, body)
    assert found.kind == "too_long"
    assert needed in found.what
    assert context in found.what


def test_a_prompt_that_is_too_long_without_numbers():
    found = failure(
        400, {"error": {"message": "Input exceeds the context window.", "code": "context_length_exceeded"}}
    )
    assert found.kind == "too_long"
    assert "otter-1" in found.what


def test_fastapi_details():
    detail = [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]
    complaint = complaint_in({"detail": detail})
    assert complaint.field == "seed"
    assert "“seed”" in failure(422, {"detail": detail}).what
    assert "Not Found" in failure(404, {"detail": "Not Found"}).what


@pytest.mark.parametrize("body", [None, [], 3, {}, {"error": None}, {"error": {}}, {"error": ""}, {"detail": []},
                                  {"detail": [3]}, {"error_code": 0, "text": "fine"}])  # fmt: skip
def test_what_is_no_complaint(body):
    assert complaint_in(body) is None


def test_a_long_body_is_cut():
    assert len(failure(500, "x" * 100_000).body) <= 4000
    assert len(failure(500, {"error": "y" * 100_000}).what) < 500


def test_a_model_that_is_loading():
    body = {"error": {"code": 503, "type": "unavailable_error", "message": "Loading model"}}
    assert "loading" in failure(503, body).what
