# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page shows, in words: for a screen reader, which sees nothing but a picture otherwise.

It is asked in a world of its own, in which the page's scripts can replace nothing, and only when the page has
come to rest: nobody can follow words that change sixty times a second.
"""

from __future__ import annotations

from collections.abc import Callable

from sidelight.domain.copying import TOLD

SETTLED_S = 0.7
"""A page that has drawn nothing new for so long has come to rest."""
RESTLESS_S = 10.0
"""One that never rests is asked now and then."""
AFTER_INPUT_S = 0.2

WORDS = f"""(() => {{
  const body = document.body || document.documentElement;
  if (!body) return '';
  const few = document.getElementsByTagName('*').length <= 5000;
  let text = ((few ? body.innerText : body.textContent) || '').slice(0, {8 * TOLD});
  const named = [...document.querySelectorAll('img[alt], [role=img][aria-label], canvas[aria-label]')]
    .slice(0, 20).map(one => one.getAttribute('aria-label') || one.alt);
  text = [text, ...named].join('\\n').replace(/[ \\t]+/g, ' ').replace(/ ?\\n[ \\n]*/g, '\\n').trim();
  return text.slice(0, {TOLD});
}})()"""
"""What stands in the page, and what its pictures are called."""

FOCUS = """(() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body || one === document.documentElement) return '';
  const said = text => (text || '').replace(/\\s+/g, ' ').trim().slice(0, 100);
  const kinds = {A: 'link', BUTTON: 'button', SELECT: 'list', TEXTAREA: 'text field', CANVAS: 'drawing',
    SUMMARY: 'disclosure', IFRAME: 'frame', VIDEO: 'video', AUDIO: 'sound'};
  const inputs = {button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox',
    radio: 'radio button', range: 'slider', color: 'colour', file: 'file', password: 'password field'};
  const input = one.tagName === 'INPUT';
  const kind = said(one.getAttribute('role'))
    || (input ? inputs[one.type] || 'text field' : kinds[one.tagName])
    || (one.isContentEditable ? 'text field' : 'element');
  const by = (one.getAttribute('aria-labelledby') || '').split(/\\s+/).map(id => document.getElementById(id));
  const name = said(one.getAttribute('aria-label')) || said(by.map(it => it ? it.textContent : '').join(' '))
    || said([...(one.labels || [])].map(it => it.textContent).join(' ')) || said(one.placeholder)
    || said(one.title) || said(one.alt) || said(kind === 'text field' ? '' : one.textContent);
  let value = '';
  if (input && ['checkbox', 'radio'].includes(one.type)) value = one.checked ? 'checked' : 'not checked';
  else if (one.tagName === 'SELECT')
    value = said(one.selectedOptions[0] && one.selectedOptions[0].textContent);
  else if (input && inputs[one.type] === 'button') return kind + (said(one.value) || name ? ', ' : '')
    + (said(one.value) || name);
  else if ((input && one.type !== 'password') || one.tagName === 'TEXTAREA') value = said(one.value);
  return [kind, name, value].filter(part => part).join(', ');
})()"""
"""The kind of what has the page's focus, its name, and what is in it; nothing of a password."""


class Telling:
    """Asks a page for its words when it is time, and tells those that are new."""

    def __init__(
        self,
        ask: Callable[[str, Callable[[object], None]], None],
        tell_words: Callable[[str], None],
        tell_focus: Callable[[str], None],
    ) -> None:
        """Begin.

        Args:
            ask: has a script of ours run beside the page, and hands its value on.
            tell_words: takes what the page shows.
            tell_focus: takes what has its focus; empty if nothing has.
        """
        self._ask = ask
        self._tell = {WORDS: tell_words, FOCUS: tell_focus}
        self._told = {WORDS: "", FOCUS: ""}
        self._waits: set[str] = set()
        self._changed = False
        self._drawn_at = 0.0
        self._asked_at: float | None = None
        self._focus_at: float | None = None

    def drawn(self, now: float) -> None:
        """The page has drawn something new."""
        self._changed, self._drawn_at = True, now

    def touched(self, now: float) -> None:
        """The person did something in it."""
        self._focus_at = now + AFTER_INPUT_S

    def tick(self, now: float) -> None:
        """Ask what is due. Seconds of a clock that only grows."""
        if self._asked_at is None:
            self._asked_at = now
        rests = now - self._drawn_at >= SETTLED_S or now - self._asked_at >= RESTLESS_S
        if self._changed and rests:
            self._changed, self._asked_at = False, now
            self._put(WORDS)
            self._focus_at = now if self._focus_at is None else self._focus_at
        if self._focus_at is not None and now >= self._focus_at and FOCUS not in self._waits:
            self._focus_at = None
            self._put(FOCUS)

    def _put(self, script: str) -> None:
        # A busy page answers later; one question of a kind is enough.
        if script not in self._waits:
            self._waits.add(script)
            self._ask(script, lambda value: self._take(script, value))

    def _take(self, script: str, value: object) -> None:
        self._waits.discard(script)
        text = value[:TOLD] if isinstance(value, str) else ""
        if text != self._told[script]:
            self._told[script] = text
            self._tell[script](text)
