# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Makes ``recorded.json``, which the connection ``recorded`` replays, from the texts in its folder.

``recording.toml`` lists the authors and which file answers which prompt. In an answer, a line
``{{cube_pygame.py}}`` stands for that file, so a script that is run and a script that is read are the same.

``python packaging/build_recording.py`` writes it; with ``--check`` it only says whether it is up to date.
Standard library only.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"
RECORDING = "recorded.json"

INCLUDE = re.compile(r"^\{\{([\w.-]+)\}\}$", re.MULTILINE)


def build(folder: Path) -> dict[str, Any]:
    """The recording, as it is to be written.

    Raises:
        ValueError: ``recording.toml`` contradicts itself; the sentence says where.
        OSError: a file that is named is not there.
    """
    listing = tomllib.loads((folder / "recording.toml").read_text("utf-8"))
    models = [{key: model[key] for key in ("name", "label", "about")} for model in listing["model"]]
    known = {model["name"] for model in models}
    answers = []
    for question in listing["question"]:
        for model, file in question["answers"].items():
            if model not in known:
                raise ValueError(
                    f"recording.toml: “{model}” answers “{question['prompt']}” but is no author."
                )
            answers.append(_answer(folder, model, question["prompt"].strip(), file))
    return {"format": "sidelight-recording", "version": 1, "models": models, "answers": answers}


def _answer(folder: Path, model: str, prompt: str, file: str) -> dict[str, Any]:
    text = _text(folder, file)
    answer = {"model": model, "prompt": prompt, "text": text, "stop_reason": "complete"}
    thoughts = folder / file.replace(".md", ".reasoning.md")
    if thoughts != folder / file and thoughts.exists():
        answer["reasoning"] = thoughts.read_text("utf-8").rstrip("\n")
    return answer


def _text(folder: Path, file: str) -> str:
    """An answer with the files that it includes put in their places."""
    return INCLUDE.sub(
        lambda found: (folder / found[1]).read_text("utf-8").rstrip("\n"), (folder / file).read_text("utf-8")
    )


def written(recording: dict[str, Any]) -> str:
    """The recording as the text of its file."""
    return json.dumps(recording, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the recording, or check it."""
    target = SAMPLES / RECORDING
    wanted = written(build(SAMPLES))
    if "--check" in sys.argv[1:]:
        if target.exists() and target.read_text("utf-8") == wanted:
            print(f"{RECORDING} is up to date.")
            return 0
        print(f"{RECORDING} is not what the samples make. Run: python packaging/build_recording.py")
        return 1
    target.write_text(wanted, "utf-8")
    print(f"{RECORDING}: {len(json.loads(wanted)['answers'])} answers.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
