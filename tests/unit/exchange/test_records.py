# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import contextlib
import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.domain.errors import ExchangeError
from sidelight.exchange import records
from sidelight.exchange.foreign import Reason
from sidelight.exchange.records import Record, json_records


def read(path: Path, data: bytes) -> list[Record]:
    path.write_bytes(data)
    return list(json_records(path))


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_an_array_of_any_length_is_read(tmp_path: Path, indent: int | None, bom: bytes) -> None:
    rows = [{"n": n, "text": "é" * (n % 700)} for n in range(6000)]
    found = read(tmp_path / "a.json", bom + json.dumps(rows, indent=indent, ensure_ascii=False).encode())
    assert [record.value for record in found] == rows


def test_one_object_a_line_is_read_and_empty_lines_are_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "a", b'\n{"a": 1}\r\n\n{"a": 2}') == [Record({"a": 1}), Record({"a": 2})]


def test_what_is_wrong_in_one_line_costs_that_line(tmp_path: Path) -> None:
    data = b'{"a": 1}\nnonsense\n[1]\n{"a": "\xff"}\n{"a": 2}\n{"a": 3'
    found = read(tmp_path / "a.jsonl", data)
    assert [record.value for record in found] == [{"a": 1}, None, None, None, {"a": 2}, None]
    assert [record.reason for record in found if record.reason] == [Reason.UNREADABLE] * 3 + [
        Reason.BROKEN_OFF
    ]


@pytest.mark.parametrize(
    "end", [b'{"a": 2', b"", b'{"a": 2} x', b'{"a": "\xff"}]', b'{"a": ' + b"[" * 100_000]
)
def test_a_damaged_array_gives_what_came_before(tmp_path: Path, end: bytes) -> None:
    found = read(tmp_path / "a.json", b'[{"a": 1}, ' + end)
    assert found[0] == Record({"a": 1})
    assert found[-1] == Record(None, Reason.BROKEN_OFF)


def test_what_is_no_object_is_counted(tmp_path: Path) -> None:
    assert read(tmp_path / "a.json", b'[1, {"a": 1}, null]')[::2] == [Record(None, Reason.UNREADABLE)] * 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (gzip.compress(b"{}", mtime=0), "gunzip"),
        (b"PK\x03\x04zip", "ZIP"),
        ("[{}]".encode("utf-16"), "UTF-16"),
        (b"model_a,model_b\nx,y\n", "no JSON"),
        (b"SQLite format 3\0", "database"),
        (b'{\n  "rows": []\n}', "several lines"),
        (b"\x00\x01\x02", "no JSON"),
    ],
)
def test_another_kind_of_file_gets_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ExchangeError) as error:
        read(tmp_path / "file", data)
    assert words in error.value.sentence


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST", 1000)
    found = read(tmp_path / "a.jsonl", b'{"a": "' + b"x" * 5000 + b'"}\n{"a": 1}\n')
    assert found == [Record(None, Reason.UNREADABLE), Record({"a": 1})]


@given(st.binary(max_size=200), st.sampled_from([b"", b"[", b"{", b'{"a":1}\n', b'[{"a":1},']))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_records_or_a_sentence(data: bytes, start: bytes) -> None:
    found: list[Record] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(ExchangeError):
        found = read(Path(folder) / "file", start + data)
    assert all((record.value is None) != (record.reason is None) for record in found)
    if start.endswith((b"\n", b",")):
        assert found[0] == Record({"a": 1})
