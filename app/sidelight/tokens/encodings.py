# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenAI's encodings, made by tiktoken from the rank files that ship with Sidelight."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight.domain.errors import SidelightError, UsageError

if TYPE_CHECKING:
    from tiktoken import Encoding

_R50K = ("0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4",
         "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930")  # fmt: skip
_P50K = ("ec7223a39ce59f226a68acc30dc1af2788490e15",
         "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069")  # fmt: skip
_CL100K = ("9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
           "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7")  # fmt: skip
_O200K = ("fb374d419588a4632f3f557e76b4b70aebbca790",
          "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d")  # fmt: skip
_GPT2_MERGES = ("6d1cbeee0f20b3d9449abfede4726ed8212e3aee",
                "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5")  # fmt: skip
_GPT2_WORDS = ("6c7ea1a7e38e3a7f062df639a5b80947f075ffe6",
               "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783")  # fmt: skip

FILES: dict[str, tuple[tuple[str, str], ...]] = {
    "gpt2": (_GPT2_MERGES, _GPT2_WORDS),
    "r50k_base": (_R50K,),
    "p50k_base": (_P50K,),
    "p50k_edit": (_P50K,),
    "cl100k_base": (_CL100K,),
    "o200k_base": (_O200K,),
    "o200k_harmony": (_O200K,),
}
"""The rank files of each encoding: the name under which tiktoken looks for one, and its SHA-256."""

NAMES = tuple(FILES)

_FOLDER_VARIABLE = "TIKTOKEN_CACHE_DIR"


class Encodings:
    """Makes encodings when they are first wanted (up to half a second) and keeps them. Threads may share it.

    Args:
        folder: where the rank files are. It is only read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._made: dict[str, Encoding] = {}

    def get(self, name: str) -> Encoding:
        """An encoding by its name.

        Raises:
            UsageError: there is none of that name.
            SidelightError: its rank file is missing or damaged.
        """
        if name not in FILES:
            raise UsageError(f"There is no encoding “{name}”.", f"There are: {', '.join(NAMES)}.")
        with self._lock:
            if name not in self._made:
                self._check(name)
                with self._offline():
                    import tiktoken

                    self._made[name] = tiktoken.get_encoding(name)
            return self._made[name]

    def _check(self, name: str) -> None:
        # tiktoken deletes a file that is not right and asks the network for another.
        for file, digest in FILES[name]:
            try:
                found = hashlib.sha256((self._folder / file).read_bytes()).hexdigest()
            except OSError:
                found = ""
            if found != digest:
                raise SidelightError(
                    f"The rank file of {name} is {'damaged' if found else 'missing'}.",
                    "The installation is incomplete; install Sidelight again.",
                )

    @contextmanager
    def _offline(self) -> Iterator[None]:
        before = os.environ.get(_FOLDER_VARIABLE)
        os.environ[_FOLDER_VARIABLE] = str(self._folder)
        try:
            yield
        finally:
            if before is None:
                del os.environ[_FOLDER_VARIABLE]
            else:
                os.environ[_FOLDER_VARIABLE] = before
