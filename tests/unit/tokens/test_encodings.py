# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The encodings come from the files that ship, with no network, and are tiktoken's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import build_ranks
from sidelight import resources
from sidelight.domain.errors import SidelightError, UsageError
from sidelight.tokens.encodings import FILES, NAMES, Encodings

RANKS = resources.path("ranks")


def cut_off() -> list[str]:
    """A command that takes the network away from the one behind it: as root, or in a user namespace."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    # Neither is allowed here: addresses that lead nowhere have to do.
    return ["env", "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9", "NO_PROXY="]


def test_the_files_are_the_ones_that_tiktoken_expects():
    wanted = build_ranks.wanted()
    assert {file: digest for files in FILES.values() for file, digest in files} == {
        file: digest for file, (_, digest) in wanted.items()
    }
    assert list(build_ranks.faults(wanted)) == []
    assert {path.name for path in RANKS.iterdir()} == set(wanted)


def test_every_encoding_that_tiktoken_has_is_here():
    import tiktoken

    assert sorted(tiktoken.list_encoding_names()) == sorted(NAMES)
    assert len(NAMES) == 7


def test_all_seven_agree_with_tiktoken_with_the_network_cut_off(tmp_path):
    texts = ["hello world", "naïve 🦕 café", "<|endoftext|>", "  \n\t x", "人工知能", " SolidGoldMagikarp"]
    code = f"""
import json, os, socket, sys, tiktoken
from pathlib import Path
from sidelight.tokens.encodings import NAMES, Encodings
from sidelight.tokens.tokenizing import tokenize
assert "TIKTOKEN_CACHE_DIR" not in os.environ
reached = True
try:
    socket.create_connection(("192.0.2.1", 443), 0.2).close()
except OSError:
    reached = False
ours = Encodings(Path(sys.argv[1]))
found = {{n: [list(tokenize(t, ours.get(n)).ids) for t in {texts!r}] for n in NAMES}}
# tiktoken on its own, in the same cut-off process, from a folder of its own.
tiktoken.registry.ENCODINGS.clear()
os.environ["TIKTOKEN_CACHE_DIR"] = sys.argv[2]
theirs = {{n: [tiktoken.get_encoding(n).encode(t, disallowed_special=()) for t in {texts!r}] for n in NAMES}}
print(json.dumps([reached, found == theirs, found]))
"""
    shutil.copytree(RANKS, tmp_path / "ranks")
    environ = {k: v for k, v in os.environ.items() if k not in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR")}
    done = subprocess.run(
        [*cut_off(), sys.executable, "-c", code, str(RANKS), str(tmp_path / "ranks")],
        capture_output=True, text=True, env=environ,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    reached, same, found = json.loads(done.stdout)
    assert (reached, same) == (False, True)
    # Known from elsewhere: the glitch token is one in the old encodings and five in the new ones.
    assert {name: len(ids[5]) for name, ids in found.items()} == {
        "gpt2": 1, "r50k_base": 1, "p50k_base": 1, "p50k_edit": 1,
        "cl100k_base": 5, "o200k_base": 5, "o200k_harmony": 5,
    }  # fmt: skip
    assert found["gpt2"][5] == [43453]


def test_a_damaged_file_is_told_and_neither_deleted_nor_fetched(tmp_path):
    folder = tmp_path / "ranks"
    shutil.copytree(RANKS, folder)
    file = folder / FILES["cl100k_base"][0][0]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(SidelightError, match="rank file of cl100k_base is damaged"):
        Encodings(folder).get("cl100k_base")
    assert file.exists()
    file.unlink()
    with pytest.raises(SidelightError, match="missing"):
        Encodings(folder).get("cl100k_base")
    assert not file.exists()


def test_an_unknown_encoding_is_told_with_those_there_are():
    with pytest.raises(UsageError) as caught:
        Encodings(RANKS).get("p60k")
    assert "o200k_harmony" in caught.value.advice


def test_the_users_own_setting_is_left_as_it_was(monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "/nowhere")
    Encodings(RANKS).get("r50k_base")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "/nowhere"


def test_importing_the_room_imports_no_tiktoken():
    code = "import sys, sidelight.tokens.tokenizing, sidelight.cli.tokens; print('tiktoken' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_the_npm_form_becomes_a_rank_file():
    encoder = {"bpe_ranks": "! 0 IQ== Ig==\n! 2 Iw=="}
    assert build_ranks.rank_file(encoder) == b"IQ== 0\nIg== 1\nIw== 2\n"


def test_no_file_is_too_large_for_a_repository():
    assert max(path.stat().st_size for path in Path(RANKS).iterdir()) < 5_000_000
