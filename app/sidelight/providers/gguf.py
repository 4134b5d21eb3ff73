# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the header of a GGUF model file, strictly: enough to know what the file is and that it is whole.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. A file is a stranger's, so every count
and length is checked against the size of the file before it is believed, and tokens are skipped, not read.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sidelight.domain.errors import ModelFileError

_SCALAR = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_STRING, _ARRAY = 8, 9

_MOST_TENSORS = 1 << 17
_MOST_KEYS = 1 << 14
_LONGEST_KEY = 1 << 16
_LONGEST_KEPT = 1 << 20
_DEEPEST = 4
_MOST_DIMENSIONS = 8
_LONGEST_HEADER = 1 << 28

_NOT_LANGUAGE = frozenset({"clip", "bert", "nomic-bert", "jina-bert-v2", "t5encoder", "wavtokenizer-dec"})


@dataclass(frozen=True, slots=True)
class ModelHeader:
    """What a model file says of itself. ``context_tokens`` is what the model was trained for, if it says."""

    architecture: str
    name: str
    context_tokens: int | None
    has_chat_template: bool
    tensors: int
    file_bytes: int


def read_header(path: Path) -> ModelHeader:
    """Read a model file's header.

    Raises:
        ModelFileError: there is no such file, it is something else, or it is damaged or cut short.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _check_beginning(path, file.read(256), size)
            return _Header(path, file, size).read()
    except FileNotFoundError:
        raise ModelFileError(f"There is no file “{path}”.", "Check where the model file lies.") from None
    except IsADirectoryError:
        raise ModelFileError(f"“{path}” is a folder.", "Choose the .gguf file inside it.") from None
    except OSError as error:
        raise ModelFileError(f"“{path.name}” cannot be read: {error.strerror or error}.") from None


def _check_beginning(path: Path, start: bytes, size: int) -> None:
    if start.startswith(b"GGUF"):
        return
    found, advice = "not a GGUF model file", "Sidelight runs models in the GGUF format (.gguf)."
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if size == 0:
        found, advice = "empty", "Download it again."
    elif text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        found = "a web page, not a model"
        advice = "The download gave a page instead of the file (a login or an error); download it again."
    elif text.startswith(b"version https://git-lfs"):
        found = "a pointer to a large file, not the model itself"
        advice = "Fetch the file with “git lfs pull”, or download it from its page."
    elif start.startswith((b"ggml", b"ggjt", b"ggmf", b"lmgg", b"tjgg", b"fmgg")):
        found, advice = "a model in an old format that came before GGUF", "Look for a .gguf version of it."
    elif start[8:9] == b"{":
        found = "a safetensors file"
    elif start.startswith(b"PK"):
        found = "a zip archive or a PyTorch file"
    raise ModelFileError(f"“{path.name}” is {found}.", advice)


class _Header:
    """One pass over a header."""

    def __init__(self, path: Path, file: BinaryIO, size: int) -> None:
        self._name = path.name
        self._file = file
        self._size = size
        self._window = b""
        self._at = 0
        self._window_start = 0

    def read(self) -> ModelHeader:
        self._file.seek(0)
        self._take(4)
        version = self._number("<I")
        if version not in (2, 3):
            swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
            if swapped in (2, 3):
                raise ModelFileError(
                    f"“{self._name}” is made for machines of the other byte order.",
                    "Download the usual version of the file.",
                )
            raise ModelFileError(
                f"“{self._name}” is GGUF of version {version}, which is not known here (2 and 3 are).",
                "Look for a newer version of the file." if version < 2 else "Update Sidelight.",
            )
        tensors, keys = self._number("<Q"), self._number("<Q")
        if not 0 < tensors <= _MOST_TENSORS or keys > _MOST_KEYS:
            raise self._damaged(f"it claims {tensors:,} tensors and {keys:,} entries")
        values: dict[str, str | int | float | bool | None] = {}
        for _ in range(keys):
            key = self._string(_LONGEST_KEY)
            if key in values:
                raise self._damaged(f"it has two entries “{key[:60]}”")
            values[key] = self._value(self._number("<I"), 0)
        last = max(self._tensor_offset() for _ in range(tensors))
        if self._position() + last >= self._size:
            raise ModelFileError(
                f"“{self._name}” is cut short: its header promises more than its {self._size:,} bytes.",
                "Download it again.",
            )
        return self._summary(values, tensors)

    def _summary(self, values: dict[str, str | int | float | bool | None], tensors: int) -> ModelHeader:
        architecture = values.get("general.architecture")
        if not isinstance(architecture, str) or not architecture:
            raise self._damaged("it does not say which architecture it has")
        kind = values.get("general.type", "model")
        if architecture in _NOT_LANGUAGE or kind != "model":
            what = architecture if kind == "model" else kind
            raise ModelFileError(
                f"“{self._name}” is no language model but a part of another kind ({what}).",
                "Choose the model's main file.",
            )
        if isinstance(part := values.get("split.no"), int) and part > 0:
            raise ModelFileError(
                f"“{self._name}” is a later part of a model in several files.", "Choose the first part."
            )
        name, context = values.get("general.name"), values.get(f"{architecture}.context_length")
        template = values.get("tokenizer.chat_template")
        return ModelHeader(
            architecture=architecture,
            name=name if isinstance(name, str) else "",
            context_tokens=context if isinstance(context, int) and 0 < context < 1 << 31 else None,
            has_chat_template=isinstance(template, str) and bool(template.strip()),
            tensors=tensors,
            file_bytes=self._size,
        )

    def _value(self, kind: int, depth: int) -> str | int | float | bool | None:
        """A scalar or a string; arrays are skipped."""
        if form := _SCALAR.get(kind):
            value: int | float | bool = struct.unpack(form, self._take(struct.calcsize(form)))[0]
            return value
        if kind == _STRING:
            return self._string(None)
        if kind == _ARRAY and depth < _DEEPEST:
            self._skip_array(depth)
            return None
        raise self._damaged("it holds a value of an unknown kind")

    def _skip_array(self, depth: int) -> None:
        kind, count = self._number("<I"), self._number("<Q")
        if form := _SCALAR.get(kind):
            self._skip(count * struct.calcsize(form))
            return
        # Each string or array takes 8 bytes at least: a larger count cannot be true.
        self._check(8 * count)
        if kind == _STRING:
            self._skip_strings(count)
        elif kind == _ARRAY:
            for _ in range(count):
                self._value(kind, depth + 1)
        else:
            raise self._damaged("it holds a list of an unknown kind")

    def _skip_strings(self, count: int) -> None:
        # Half a million tokens are usual, so this loop stays in local names.
        window, at = self._window, self._at
        unpack = struct.Struct("<Q").unpack_from
        for _ in range(count):
            if at + 8 > len(window):
                self._at = at
                self._fill(8)
                window, at = self._window, self._at
            at += 8 + unpack(window, at)[0]
            if at > len(window):
                self._at = len(window)
                self._skip(at - len(window))
                window, at = self._window, self._at
        self._at = at

    def _tensor_offset(self) -> int:
        """Read past one tensor's description; where its values begin, counted from the end of the header."""
        self._string(_LONGEST_KEY)
        dimensions = self._number("<I")
        if dimensions > _MOST_DIMENSIONS:
            raise self._damaged(f"it has a tensor of {dimensions:,} dimensions")
        self._skip(8 * dimensions + 4)
        return self._number("<Q")

    def _string(self, longest: int | None) -> str:
        length = self._number("<Q")
        if longest is not None and length > longest:
            raise self._damaged(f"it has a name of {length:,} bytes")
        self._check(length)
        text = self._take(min(length, _LONGEST_KEPT)).decode("utf-8", "replace")
        self._skip(max(0, length - _LONGEST_KEPT))
        return text

    def _number(self, form: str) -> int:
        number: int = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return number

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._window):
            self._fill(count)
        taken = self._window[self._at : self._at + count]
        self._at += count
        return taken

    def _skip(self, count: int) -> None:
        self._check(count)
        if self._at + count <= len(self._window):
            self._at += count
            return
        self._window_start = self._position() + count
        self._file.seek(self._window_start)
        self._window, self._at = b"", 0

    def _fill(self, count: int) -> None:
        """Let the window begin here and hold at least so many bytes."""
        self._check(count)
        self._window_start = self._position()
        if self._window_start > _LONGEST_HEADER:
            raise self._damaged("its header does not end")
        self._file.seek(self._window_start)
        self._window, self._at = self._file.read(max(count, 1 << 20)), 0
        if len(self._window) < count:
            raise self._damaged("it ends inside its header")

    def _position(self) -> int:
        return self._window_start + self._at

    def _check(self, count: int) -> None:
        if count > self._size - self._position():
            raise ModelFileError(
                f"“{self._name}” is damaged or cut short: its header goes beyond its end.",
                "Download it again.",
            )

    def _damaged(self, how: str) -> ModelFileError:
        return ModelFileError(f"“{self._name}” is damaged: {how}.", "Download it again.")
