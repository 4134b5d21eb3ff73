# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Dragging things about in a page. The engine hands that to the desktop, and there is none here.

So a drag that the page begins is carried on within it, with the events that a browser has for it. What is
dragged goes from one place of the page to another, never out of it and never in.
"""

from __future__ import annotations

from PySide6.QtWebEngineCore import QWebEngineScript

_SCRIPT = """(() => {
  let drag = null;
  const send = (kind, to, at, may) => to.dispatchEvent(new DragEvent(kind, {
    bubbles: true, cancelable: may, composed: true, dataTransfer: drag.data, clientX: at.clientX,
    clientY: at.clientY, screenX: at.screenX, screenY: at.screenY, ctrlKey: at.ctrlKey, shiftKey: at.shiftKey,
    altKey: at.altKey, metaKey: at.metaKey, buttons: at.buttons, view: window }));
  const under = at => {
    let one = document.elementFromPoint(at.clientX, at.clientY);
    while (one && one.shadowRoot && one.shadowRoot.elementFromPoint) {
      const inner = one.shadowRoot.elementFromPoint(at.clientX, at.clientY);
      if (!inner || inner === one) break;
      one = inner;
    }
    return one;
  };
  const mine = come => { come.preventDefault(); come.stopImmediatePropagation(); };
  const moved = come => {
    send('drag', drag.source, come, true);
    const over = under(come);
    if (over !== drag.over) {
      const left = drag.over;
      if (over) send('dragenter', over, come, true);
      if (left) send('dragleave', left, come, false);
      drag.over = over;
    }
    drag.welcome = !!over && !send('dragover', over, come, true);
  };
  const end = (come, dropped) => {
    if (drag.over) {
      if (dropped && drag.welcome) send('drop', drag.over, come, true);
      else send('dragleave', drag.over, come, false);
    }
    send('dragend', drag.source, come, false);
    drag = null;
  };
  addEventListener('dragstart', come => {
    if (!come.isTrusted) return;
    mine(come);
    const data = new DataTransfer();
    for (const type of come.dataTransfer.types)
      if (type !== 'Files') data.setData(type, come.dataTransfer.getData(type));
    drag = { source: come.target.nodeType === 1 ? come.target : come.target.parentElement, data, over: null,
      welcome: false, last: come };
    if (!drag.source || !send('dragstart', drag.source, come, true)) drag = null;
  }, true);
  for (const kind of ['pointermove', 'mousemove', 'pointerup', 'mouseup', 'click'])
    addEventListener(kind, come => {
      if (!come.isTrusted || !drag) return;
      mine(come);
      if (kind === 'mousemove') moved(come);
      if (kind === 'mouseup') end(come, true);
    }, true);
  addEventListener('keydown', come => {
    if (!come.isTrusted || !drag || come.key !== 'Escape') return;
    mine(come);
    end(new MouseEvent('mouseup'), false);
  }, true);
})()"""


def script() -> QWebEngineScript:
    """What runs beside a page, in a world of its own."""
    made = QWebEngineScript()
    made.setName("dragging")
    made.setSourceCode(_SCRIPT)
    made.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    made.setWorldId(QWebEngineScript.ScriptWorldId.ApplicationWorld.value)
    made.setRunsOnSubFrames(True)
    return made
