# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Recordings: answers that models gave before, in a file that can be replayed without any model.

A recording is a JSON file in UTF-8::

    {
      "format": "sidelight-recording",
      "version": 1,
      "models": [
        {"name": "otter-large", "label": "Otter Large", "about": "Recorded in May 2026"}
      ],
      "answers": [
        {
          "model": "otter-large",            the name of one of the models above
          "prompt": "How heavy …?",
          "text": "A feather …",
          "reasoning": "Let me think …",     may be left out
          "stop_reason": "complete",         a ``StopReason``; may be left out
          "usage": {"input": 12, "output": 80}   may be left out, and so may either number
        }
      ]
    }

Unknown fields are ignored. A file with a higher version is refused.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sidelight.domain.errors import UsageError
from sidelight.domain.generation import Generation, StopReason, Usage

FORMAT = "sidelight-recording"
VERSION = 1

_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecordedModel:
    """A model whose answers were recorded."""

    name: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """One answer to one prompt."""

    model: str
    prompt: str
    text: str
    reasoning: str = ""
    stop_reason: StopReason = StopReason.COMPLETE
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """What a recording file holds."""

    models: tuple[RecordedModel, ...]
    answers: tuple[RecordedAnswer, ...]

    def to_json(self) -> str:
        """The recording as the text of a file."""
        document = {
            "format": FORMAT,
            "version": VERSION,
            "models": [{"name": m.name, "label": m.label, "about": m.about} for m in self.models],
            "answers": [_plain(answer) for answer in self.answers],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def write(self, path: Path) -> None:
        """Save the recording; an existing file is replaced only once the new one is complete."""
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            unfinished.write_text(self.to_json(), encoding="utf-8", errors="replace")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _plain(answer: RecordedAnswer) -> dict[str, object]:
    plain: dict[str, object] = {"model": answer.model, "prompt": answer.prompt, "text": answer.text}
    if answer.reasoning:
        plain["reasoning"] = answer.reasoning
    plain["stop_reason"] = str(answer.stop_reason)
    if answer.usage is not None:
        counts = {"input": answer.usage.input, "output": answer.usage.output}
        plain["usage"] = {name: count for name, count in counts.items() if count is not None}
    return plain


def recording_of(answers: Iterable[tuple[str, Generation]], labels: Mapping[str, str]) -> Recording:
    """Make a recording from prompts and the finished generations that answered them.

    Args:
        answers: each prompt with an answer; unfinished ones, and failed ones without text, are left out.
        labels: what to call the models, by their references (``connection/name``), which stand in for it.
    """
    models: dict[str, RecordedModel] = {}
    kept: list[RecordedAnswer] = []
    for prompt, generation in answers:
        reason = generation.stop_reason
        if reason is None or (reason is StopReason.FAILED and not generation.text):
            continue
        name = str(generation.model)
        models.setdefault(name, RecordedModel(name, labels.get(name, name), f"Recorded from {name}"))
        # A recording has no failures of its own: what came is what there is.
        kept.append(
            RecordedAnswer(
                name,
                prompt,
                generation.text,
                generation.reasoning,
                StopReason.TRUNCATED if reason is StopReason.FAILED else reason,
                generation.usage,
            )
        )
    return Recording(tuple(models.values()), tuple(kept))


def split_pace(name: str) -> tuple[str, float | None]:
    """A recorded model's name without the pace that may stand behind it.

    ``sample-amber@240`` is ``sample-amber`` at 240 tokens a second; ``@0`` gives everything at once. A name
    without a pace comes back as it is, with ``None``.
    """
    base, at, pace = name.rpartition("@")
    return (base, float(pace)) if at and base and re.fullmatch(r"\d{1,5}(\.\d+)?", pace) else (name, None)


def read_recording(path: Path) -> Recording:
    """Read a recording file.

    Raises:
        UsageError: it cannot be read, or is no recording; the sentence says where it goes wrong.
    """
    try:
        if path.stat().st_size > _LARGEST:
            _refuse(path, f"is larger than {_LARGEST >> 20} MB")
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(text)
    except OSError as error:
        raise UsageError(f"“{path.name}” cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        _refuse(path, "is not text in UTF-8")
    except (ValueError, RecursionError):
        _refuse(path, "is not JSON")
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        _refuse(path, f"does not say that its format is “{FORMAT}”")
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise UsageError(
            f"“{path.name}” is a recording of a newer kind (version {version}).",
            "Update Sidelight to read it.",
        )
    if version != VERSION:
        _refuse(path, "names no version")
    models = tuple(_model(path, entry) for entry in _list(path, document, "models"))
    names = {model.name for model in models}
    answers = []
    for number, entry in enumerate(_list(path, document, "answers"), 1):
        answer = _answer(path, number, entry)
        if answer.model not in names:
            _refuse(path, f"has an answer ({number}) of “{answer.model}”, which is not among its models")
        answers.append(answer)
    return Recording(models, tuple(answers))


def _refuse(path: Path, why: str) -> NoReturn:
    raise UsageError(f"“{path.name}” is no recording: it {why}.", "Choose a file that Sidelight recorded.")


def _list(path: Path, document: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    entries = document.get(name)
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        _refuse(path, f"has no list of {name}")
    return entries


def _model(path: Path, entry: Mapping[str, object]) -> RecordedModel:
    name, label, about = entry.get("name"), entry.get("label", entry.get("name")), entry.get("about", "")
    if (
        not isinstance(name, str)
        or not name.strip()
        or not isinstance(label, str)
        or not isinstance(about, str)
    ):
        _refuse(path, "has a model without a name")
    return RecordedModel(name.strip(), label.strip() or name, about)


def _answer(path: Path, number: int, entry: Mapping[str, object]) -> RecordedAnswer:
    fields = {name: entry.get(name, "") for name in ("model", "prompt", "text", "reasoning")}
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    if len(texts) < len(fields) or not texts["model"]:
        _refuse(path, f"has an answer ({number}) without model, prompt or text")
    try:
        reason = StopReason(str(entry.get("stop_reason", "complete")))
    except ValueError:
        _refuse(path, f"has an answer ({number}) that ended for an unknown reason")
    usage = entry.get("usage")
    counted = None
    if isinstance(usage, Mapping):
        counted = Usage(_count(usage.get("input")), _count(usage.get("output")), "reported")
    # Halves of characters, which JSON can hold and a project cannot, become U+FFFD.
    whole = {name: value.encode("utf-8", "replace").decode() for name, value in texts.items()}
    return RecordedAnswer(
        whole["model"].strip(), whole["prompt"], whole["text"], whole["reasoning"], reason, counted
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None
