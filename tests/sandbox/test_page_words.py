# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page's text: selected and copied by a person, told to a screen reader, and nowhere else."""

from __future__ import annotations

import dataclasses

import pytest

from sidelight.domain.copying import TOLD
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.workbench.live_pages import POLICY
from sidelight.workbench.page_words import PageWords
from support.shown import PATIENCE_S, Shown

CONTROL = 2
PAGE = """<!doctype html><title>Reading</title><body style="margin:0;font:20px monospace">
<style>body > *, input { position: absolute; left: 20px; margin: 0 }</style>
<p style="top:20px">alpha beta gamma</p><p style="top:60px">second line</p>
<label style="top:120px">Name <input id=i style="left:100px" value="typed"></label>
<input type=password id=p style="top:160px;width:200px" value="hidden words">
<button style="top:220px;width:100px;height:30px">Press</button><img alt="A red cat" style="top:300px">
<script>
document.onselectionchange = () => console.log('selected', String(getSelection()));
i.oninput = () => console.log('typed', i.value);
console.log('ready');
</script>"""


class Reading(Shown):
    """A page with what the application makes of its words."""

    def __init__(self, running) -> None:
        super().__init__(running)
        self.words = PageWords(lambda: 0.0)
        self._heard = 0

    def pump(self) -> None:
        """Take in what happened."""
        super().pump()
        for message in self.messages[self._heard :]:
            self.words.hear(message)
        self._heard = len(self.messages)

    def key(self, key: str, mods: int = 0) -> None:
        """A key, down and up."""
        for down in (True, False):
            self.running.send({"t": "key", "key": key, "text": "", "down": down, "mods": mods})

    def copied(self) -> str:
        """What comes of the keys that copy."""
        self.running.send(self.words.ask_copy())
        self.key("c", CONTROL)
        found = []

        def come() -> bool:
            found.append(self.words.take_copied())
            return found[-1] is not None

        self.until(come)
        return found[-1].text


@pytest.fixture
def read(means, level):
    """Show a page; whatever it did, nothing is left of it."""
    running = []

    def start(html: str) -> Reading:
        policy = dataclasses.replace(POLICY, limits=dataclasses.replace(POLICY.limits, seconds=120))
        run = begin(Program(html, name="page.html", stage=True, page=True), policy, level, means)
        running.append(run)
        return Reading(run)

    yield start
    for run in running:
        run.stop()
        assert run.wait(PATIENCE_S).survivors == 0
        run.close()


def test_what_a_person_selects_is_copied_when_they_ask_for_it(read):
    shown = read(PAGE)
    shown.until(lambda: "ready" in shown.out and shown.frames)
    shown.running.send({"t": "motion", "x": 21, "y": 32})
    shown.running.send({"t": "button", "b": 1, "x": 21, "y": 32, "down": True})
    for x in range(21, 141, 10):
        shown.running.send({"t": "motion", "x": x, "y": 32})
    shown.running.send({"t": "button", "b": 1, "x": 140, "y": 32, "down": False})
    shown.until(lambda: "selected alpha" in shown.out)
    assert shown.copied().startswith("alpha")
    for _press in range(2):
        shown.click(100, 32)
    shown.until(lambda: "selected beta\n" in shown.out)
    assert shown.copied() == "beta"
    shown.click(600, 400)
    shown.key("a", CONTROL)
    shown.until(lambda: "second line" in shown.out)
    assert "alpha beta gamma" in shown.copied()
    shown.click(150, 132)
    shown.until(lambda: shown.words.within == "text field, Name, typed")
    shown.key("a", CONTROL)
    assert shown.copied() == "typed"
    # The engine has a clipboard of its own, within the page.
    shown.key("End")
    shown.key("v", CONTROL)
    shown.until(lambda: "typed typedtyped" in shown.out)


def test_a_page_copies_and_reads_nothing_of_its_own_accord(read):
    shown = read(
        "<!doctype html><p id=p>secret</p><script>"
        "const all = [];"
        "for (const [name, act] of Object.entries({"
        "  write: () => navigator.clipboard.writeText('written'),"
        "  read: () => navigator.clipboard.readText(),"
        "  copy: async () => { getSelection().selectAllChildren(p); return document.execCommand('copy') },"
        "  paste: async () => document.execCommand('paste'),"
        "})) all.push(act().then(told => console.log(name, told), error => console.log(name, 'refused')));"
        "onkeydown = () => {"
        "  document.execCommand('copy'); navigator.clipboard.writeText('x').catch(() => 0) };"
        "Promise.all(all).then(() => console.log('tried'));</script>"
    )
    shown.until(lambda: "tried" in shown.out and shown.frames)
    assert "write refused" in shown.out
    assert "read refused" in shown.out
    assert "paste false" in shown.out
    shown.press("x", "x")
    shown.running.send({"t": "key", "key": "F5", "text": "", "down": True, "mods": 0})
    shown.until(lambda: shown.words.shown == "secret")
    assert not [message for message in shown.messages if message["t"] == "copied"]
    assert shown.words.take_copied() is None


def test_a_screen_reader_is_told_what_a_page_shows_and_what_has_its_focus(read):
    shown = read(PAGE)
    shown.until(lambda: "second line" in shown.words.shown)
    assert "A red cat" in shown.words.shown
    shown.key("Tab")
    shown.until(lambda: shown.words.within == "text field, Name, typed")
    shown.key("Tab")
    shown.until(lambda: shown.words.within == "password field")
    shown.key("Tab")
    shown.until(lambda: shown.words.within == "button, Press")


def test_words_that_change_are_told_again_and_a_page_cannot_forge_the_way(read):
    shown = read(
        "<!doctype html><p id=p>first</p><script>"
        "Object.defineProperty(HTMLElement.prototype, 'innerText', { get: () => 'forged' });"
        "String.prototype.slice = () => 'forged'; Array.prototype.map = () => ['forged'];"
        "onkeydown = () => { p.textContent = 'second ' + 'long '.repeat(5000) };</script>"
    )
    shown.until(lambda: shown.words.shown == "first")
    shown.press("x", "x")
    shown.until(lambda: shown.words.shown.startswith("second long"))
    assert len(shown.words.shown) <= TOLD
