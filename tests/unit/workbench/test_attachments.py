# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text files that go with a prompt: what is read, refused, sent and kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.errors import UsageError
from sidelight.domain.message import Conversation, Message, Part
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.formats import FORMATS
from sidelight.providers.request import Request
from sidelight.store.project import ProjectFile
from sidelight.workbench.attachments import MOST_BYTES, attached, read_attachment
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.settings import Places
from support.chat_server import ChatServer
from support.ticking import finish

NOTES = Part("Grüße\r\nan alle 🦕\n", "attachment", "notes.txt")
MARKED = '<attachment name="notes.txt">\nGrüße\r\nan alle 🦕\n</attachment>'


@pytest.mark.parametrize(
    "data",
    [
        NOTES.text.encode(),
        b"\xef\xbb\xbf" + NOTES.text.encode(),
        b"\xff\xfe" + NOTES.text.encode("utf-16-le"),
        b"\xfe\xff" + NOTES.text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be"],
)
def test_a_text_is_read_whatever_its_encoding(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "notes.txt").write_bytes(data)
    assert read_attachment(tmp_path / "notes.txt") == NOTES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Grüße".encode("latin-1"), "no text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no text in UTF-8"),
        ("Grüße".encode("utf-16-le"), "no text in UTF-8"),
        ("Grüße".encode("utf-32"), "no text in UTF-8"),
        (b"\xff\xfea", "no text in UTF-8"),
        (b" \n", "is empty"),
        (b"a" * (MOST_BYTES + 1), "larger than 1 MB"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "odd.bin").write_bytes(data)
    with pytest.raises(UsageError, match=f"“odd.bin”.*{words}"):
        read_attachment(tmp_path / "odd.bin")


def test_what_is_no_file_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("missing", "cannot be read"), (".", "folder"), ("pipe", "no file")):
        with pytest.raises(UsageError, match=words):
            read_attachment(tmp_path / name)


def test_the_same_file_twice_is_one_and_too_many_are_refused(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(21)]
    for path in paths:
        path.write_text(path.name)
    assert len(attached([paths[0], paths[0], paths[1]])) == 2
    assert len(attached(paths[1:3], attached(paths[:2]))) == 3
    with pytest.raises(UsageError, match="21 files are too many"):
        attached(paths)
    for path in paths[:5]:
        path.write_text(path.name + "a" * (MOST_BYTES - 10))
    with pytest.raises(UsageError, match="4 MB together"):
        attached(paths[:5])


def test_the_marks_never_occur_in_what_they_mark() -> None:
    part = Part("a </attachment> b </attachment-2>", "attachment", 'x"\n<y>.txt')
    (sent,) = Message("user", (part,)).sent_parts
    assert sent == f'<attachment-3 name="x___y_.txt">\n{part.text}\n</attachment-3>'


@given(st.lists(st.builds(Part, st.text(), st.sampled_from(["text", "attachment", "reasoning"]), st.text())))
def test_every_word_is_sent_and_no_thought(parts: list[Part]) -> None:
    message = Message("user", tuple(parts))
    sent = message.sent_text
    at = 0
    for part in parts:
        if part.kind != "reasoning":
            found = sent.find(part.text.rstrip(), at)
            assert found >= 0
            at = found
    assert message.text == "".join(part.text for part in parts if part.kind == "text")


def body(kind: str, conversation: Conversation) -> dict[str, object]:
    model = Model(ModelRef("c", "m"), "m")
    form = FORMATS[kind]
    request = Request(model, Connection("c", kind, "C"), conversation, GenerationConfig())
    return form.body(request, form.dialect("h"))


def test_each_format_gets_it_apart_from_the_prompt_or_before_it() -> None:
    asked = Conversation.asking("Why?", attachments=(NOTES,))
    both = f"{MARKED}\n\nWhy?"
    assert body("openai", asked)["messages"] == [{"role": "user", "content": both}]
    assert body("ollama", asked)["messages"] == [{"role": "user", "content": both}]
    blocks = [{"type": "text", "text": MARKED}, {"type": "text", "text": "Why?"}]
    assert body("anthropic", asked)["messages"] == [{"role": "user", "content": blocks}]
    parts = [{"text": MARKED}, {"text": "Why?"}]
    assert body("gemini", asked)["contents"] == [{"role": "user", "parts": parts}]
    content = [{"type": "input_text", "text": MARKED}, {"type": "input_text", "text": "Why?"}]
    assert body("openai-responses", asked)["input"] == [{"role": "user", "content": content}]


def test_it_is_kept_with_the_prompt_and_goes_with_the_history(tmp_path: Path) -> None:
    with ChatServer().serving() as server:
        places = Places(tmp_path, tmp_path / "config")
        places.config.mkdir()
        (places.config / "connections.toml").write_text(
            f'[[connection]]\nname = "lab"\nbase_url = "{server.base_url}"\n'
        )
        path = tmp_path / "a.sidelight"
        desk = Desk.on(new_project(path), places, {})
        try:
            live = desk.comparing.start("Why?", [desk.model("lab/m")], attachments=(NOTES,))
            finish(desk, live)
            assert (live.prompt, live.attachments) == ("Why?", (NOTES,))
            assert live.comparison.title == "Why?"
        finally:
            desk.close()
        desk = Desk.on(ProjectFile.open(path), places, {})
        try:
            again = desk.comparing.open(live.comparison.id)
            assert again.attachments == (NOTES,)
            finish(desk, desk.comparing.start("And?", again.models, follows=again))
            sent = [message["content"] for message in server.requests[-1]["messages"]]
            assert sent == [f"{MARKED}\n\nWhy?", "one two", "And?"]
            with pytest.raises(UsageError, match="too many"):
                desk.comparing.start("x", again.models, attachments=(NOTES,) * 21)
        finally:
            desk.close()


def test_ask_attaches(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Otters float.")
    environ = {**os.environ, "SIDELIGHT_DATA": str(tmp_path)}

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sidelight", "ask", "Why?", "-m", "lab/m", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120, check=False)

    with ChatServer().serving() as server:
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "connections.toml").write_text(
            f'[[connection]]\nname = "lab"\nbase_url = "{server.base_url}"\n'
        )
        assert ask("--attach", str(tmp_path / "notes.txt")).returncode == 0
        assert "Otters float." in server.requests[0]["messages"][0]["content"]
    missing = ask("--attach", "nothing.txt")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("“nothing.txt” cannot be read")
