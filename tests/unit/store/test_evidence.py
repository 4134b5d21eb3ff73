# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.delta import Exchange, WirePiece
from sidelight.store import JournalPiece, ProjectFile, evidence
from unit.store import making

pieces = st.lists(st.builds(WirePiece, st.floats(allow_nan=False), st.binary(max_size=200)), max_size=20)


@given(pieces)
def test_pieces_come_back(pieces):
    assert evidence.unpack(evidence.pack(pieces)) == tuple(pieces)


@given(st.binary(max_size=300))
def test_other_bytes_are_refused(data):
    with pytest.raises(ValueError, match="raw stream"):
        evidence.unpack(data)


@given(pieces.filter(bool), st.data())
def test_cut_pieces_are_refused(pieces, data):
    packed = evidence.pack(pieces)
    with pytest.raises(ValueError, match="raw stream"):
        evidence.unpack(packed[: data.draw(st.integers(0, len(packed) - 1))])


SECRET = "sk-never-in-a-project"


def test_no_key_gets_into_a_project(tmp_path):
    names = ["Authorization", "X-API-Key", "cookie", "Set-Cookie", "api-key", "Proxy-Authorization"]
    headers = (*((name, SECRET) for name in names), ("Date", "today"))
    url = f"https://me:{SECRET}@models.example:8443/v1/chat?key={SECRET}&alt=sse&api_key={SECRET}#end"
    asked = making.comparison(1)
    answer = making.generation(asked)
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        project.add_comparison(asked)
        project.begin(answer)
        project.finish(making.ended(answer), Exchange(url, "{}", 200, headers))
        kept = project.exchange(answer.id)
        assert kept == Exchange(
            "https://models.example:8443/v1/chat?alt=sse#end", "{}", 200, (("Date", "today"),)
        )
    assert SECRET.encode() not in project.path.read_bytes()


@pytest.mark.parametrize(
    "url", ["", "https://a/b?x=1&y=%20#z", "http://[::1]:80/v1", "not a url", "http://[broken"]
)
def test_an_ordinary_address_stays_as_it_is(url):
    assert evidence.without_secrets(Exchange(url, "", None)).url == url


def test_a_broken_address_with_a_secret_is_left_out():
    assert evidence.without_secrets(Exchange(f"http://me:{SECRET}@[broken", "", None)).url == ""


def stream(project: ProjectFile, number: int, batches: list[tuple[WirePiece, ...]]):
    asked = making.comparison(number)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    for seq, wire in enumerate(batches):
        project.journal([JournalPiece(answer.id, seq, "x", "", wire)])
    project.finish(making.ended(answer), making.exchange())
    return answer


def stored(project: ProjectFile, answer) -> list[int]:
    with project._reading() as connection:
        query = "SELECT length(pieces) FROM wire WHERE generation_id = ? ORDER BY seq"
        return [row[0] for row in connection.execute(query, (answer.id,))]


def test_a_stream_is_compressed_as_a_whole_when_it_ends(tmp_path):
    chunk = b'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"delta":"%d"}]}\n\n'
    batches = [tuple(WirePiece(float(b * 5 + i), chunk % (b * 5 + i)) for i in range(5)) for b in range(100)]
    raw = sum(len(piece.data) for batch in batches for piece in batch)
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        answer = stream(project, 1, batches)
        assert project.exchange(answer.id) == replace(
            making.exchange(), pieces=tuple(piece for batch in batches for piece in batch)
        )
        (size,) = stored(project, answer)
        assert raw / size > 10


def test_a_very_long_stream_stays_as_it_was_journaled(tmp_path):
    batches = [(WirePiece(float(b), os.urandom(300_000)),) for b in range(5)]
    zeros = [(WirePiece(float(b), bytes(300_000)),) for b in range(5)]
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        for number, long in enumerate((batches, zeros)):
            answer = stream(project, number, long)
            assert len(stored(project, answer)) == 5
            assert project.exchange(answer.id).pieces == tuple(batch[0] for batch in long)
