# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a page plays sound. The engine has nothing to play it to, so it cannot tell itself."""

from __future__ import annotations

import json
import secrets

from PySide6.QtWebEngineCore import QWebEngineScript

_SCRIPT = """(word => {
  const tell = console.info.bind(console);
  let told = false;
  const heard = () => { if (!told) { told = true; tell(word); } };
  const around = (owner, name, when) => {
    const own = owner && owner.prototype[name];
    const told = { [name](...given) { if (when(this)) heard(); return own.apply(this, given); } };
    if (own) owner.prototype[name] = told[name];
  };
  const aloud = media => !media.muted && media.volume > 0;
  around(globalThis.AudioScheduledSourceNode, 'start', () => true);
  around(globalThis.AudioBufferSourceNode, 'start', () => true);
  around(globalThis.HTMLAudioElement && HTMLMediaElement, 'play', aloud);
  around(globalThis.SpeechSynthesis, 'speak', () => true);
  document.addEventListener('playing', come => { if (aloud(come.target)) heard(); }, true);
})(WORD)"""


class Hearing:
    """A script that says a word, which only it knows, when a page begins to play something aloud."""

    def __init__(self) -> None:
        self.word = secrets.token_hex(16)

    def script(self) -> QWebEngineScript:
        """What runs in the page before its own scripts."""
        made = QWebEngineScript()
        made.setName("hearing")
        made.setSourceCode(_SCRIPT.replace("WORD", json.dumps(self.word)))
        made.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
        made.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld.value)
        made.setRunsOnSubFrames(True)
        return made
