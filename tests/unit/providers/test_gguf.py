# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import struct
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.domain.errors import ModelFileError
from sidelight.providers.gguf import read_header


def string(text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(data)) + data


def entry(key: str, value) -> bytes:
    if isinstance(value, bytes):
        return string(key) + value
    if isinstance(value, str):
        return string(key) + struct.pack("<I", 8) + string(value)
    return string(key) + struct.pack("<II", 4, value)


def strings(*texts: str) -> bytes:
    return struct.pack("<IIQ", 9, 8, len(texts)) + b"".join(map(string, texts))


USUAL = {
    "general.architecture": "llama",
    "general.name": "Otter",
    "llama.context_length": 2048,
    "tokenizer.ggml.tokens": strings("a", "b", ""),
    "tokenizer.ggml.scores": struct.pack("<IIQ", 9, 6, 3) + b"\0" * 12,
    "tokenizer.chat_template": "{{ messages }}",
}
TENSOR = string("token_embd.weight") + struct.pack("<IQQIQ", 2, 4, 4, 0, 0)


def gguf(
    values=None, *, magic=b"GGUF", version=3, tensors=1, keys=None, described=TENSOR, data=b"\0" * 64
) -> bytes:
    values = USUAL if values is None else values
    head = magic + struct.pack("<IQQ", version, tensors, len(values) if keys is None else keys)
    return head + b"".join(entry(key, value) for key, value in values.items()) + described + data


def read(folder, content: bytes):
    path = folder / "m.gguf"
    path.write_bytes(content)
    return read_header(path)


def test_a_small_model(tmp_path):
    header = read(tmp_path, gguf())
    assert (header.architecture, header.name, header.context_tokens) == ("llama", "Otter", 2048)
    assert header.has_chat_template
    assert header.tensors == 1


def test_a_base_model_that_says_little(tmp_path):
    header = read(tmp_path, gguf({"general.architecture": "gpt2"}, version=2))
    assert (header.name, header.context_tokens, header.has_chat_template) == ("", None, False)


def test_the_real_demo_model(demo_file):
    header = read_header(demo_file)
    assert header.architecture == "llama"
    assert header.context_tokens == 8192
    assert header.has_chat_template
    assert header.tensors == 272
    assert header.file_bytes == 98_362_432


@pytest.mark.parametrize("kept", [0, 3, 4, 30, 5_000, 1_200_000, 20_000_000])
def test_the_real_demo_model_cut_short(demo_file, tmp_path, kept):
    with demo_file.open("rb") as file, pytest.raises(ModelFileError) as refused:
        read(tmp_path, file.read(kept))
    assert refused.value.advice


ENDLESS = struct.pack("<Q", 1 << 62)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"\n  <html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "pointer"),
        (b"PK\x03\x04" + b"\0" * 300, "zip"),
        (struct.pack("<Q", 20) + b'{"a": 1}', "safetensors"),
        (b"lmgg" + b"\0" * 20, "old format"),
        (b"hello", "not a GGUF"),
        (gguf(version=1), "version 1"),
        (gguf(version=99), "version 99"),
        (gguf(version=3 << 24), "byte order"),
        (gguf(tensors=0), "claims 0 tensors"),
        (gguf(tensors=1 << 60), "tensors"),
        (gguf(keys=1 << 60), "entries"),
        (gguf(keys=200), "goes beyond its end|name of|unknown kind"),
        (gguf({"general.name": "x"}), "architecture"),
        (gguf({"general.architecture": "clip"}), "no language model"),
        (gguf({"general.architecture": "llama", "general.type": "adapter"}), "no language model"),
        (gguf({"general.architecture": "llama", "split.no": 1}), "later part"),
        (gguf(data=b""), "cut short"),
        (gguf(described=string("t") + struct.pack("<I", 1 << 30)), "dimensions"),
        (gguf({"a": struct.pack("<I", 77)}), "unknown kind"),
        (gguf({"a": struct.pack("<II", 9, 77) + b"\0" * 8}), "unknown kind"),
        (gguf({"a": struct.pack("<I", 8) + ENDLESS}), "beyond its end"),
        (gguf({"a": struct.pack("<II", 9, 8) + ENDLESS}), "beyond its end"),
        (gguf({"a": struct.pack("<II", 9, 12) + ENDLESS}), "beyond its end"),
        (gguf({"a": struct.pack("<II", 9, 8) + struct.pack("<Q", 2) + ENDLESS}), "beyond its end"),
        (gguf({"a": struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 9}), "unknown kind"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + ENDLESS, "name of"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 2) + entry("a", "b") + entry("a", "c"), "two entries"),
    ],
)
def test_hostile_and_damaged_files(tmp_path, content, words):
    with pytest.raises(ModelFileError, match=words) as refused:
        read(tmp_path, content)
    assert refused.value.advice


def test_no_file_and_no_right_to_read_it(tmp_path):
    with pytest.raises(ModelFileError, match="no file"):
        read_header(tmp_path / "none.gguf")
    with pytest.raises(ModelFileError, match="folder"):
        read_header(tmp_path)


def test_a_long_text_is_cut_and_a_nested_list_is_skipped(tmp_path):
    nested = struct.pack("<IIQ", 9, 9, 2) + 2 * (struct.pack("<IQ", 0, 3) + b"abc")
    values = {"a": nested, "long": "x" * (3 << 20), **USUAL, "general.name": "y" * (2 << 20)}
    assert len(read(tmp_path, gguf(values)).name) == 1 << 20


def test_many_tokens_that_cross_every_window(tmp_path):
    tokens = strings(*("t" * (n % 977) for n in range(9000)), "u" * (3 << 20), "v")
    assert read(tmp_path, gguf({"tokens": tokens, **USUAL})).context_tokens == 2048


def test_a_huge_sparse_file_is_read_in_little_memory_and_time(tmp_path):
    path = tmp_path / "sparse.gguf"
    content = b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + string("a") + struct.pack("<IIQ", 9, 8, 1 << 30)
    path.write_bytes(content)
    os.truncate(path, 20 << 30)
    code = (
        "import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        "from sidelight.providers.gguf import read_header\n"
        "try: read_header(pathlib.Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, timeout=100, check=True
    )
    assert done.stdout.startswith("ModelFileError")
    assert "does not end" in done.stdout


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_change_of_bytes_makes_it_raise_anything_else(tmp_path, data):
    content = bytearray(gguf())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(tmp_path, bytes(content[: data.draw(st.integers(0, len(content)))]))
    except ModelFileError:
        pass
