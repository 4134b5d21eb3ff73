# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog of connections on a window of its own, with real files, and a server on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gui.shell.conftest import asked, desk, open_window, settings, window  # noqa: F401
from gui.shell.stand_ins import recording
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.settings import Places

KEY = "sk-right-0123456789"


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "desk", tmp_path / "desk" / "config")


@pytest.fixture
def url():
    """A server that lists its models to those who have the key, and answers each prompt with a word."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            right = self.headers.get("Authorization") == f"Bearer {KEY}"
            listed = {"data": [{"id": "m-1"}, {"id": "m-2"}]}
            body = json.dumps(listed if right else {"error": {"message": "No such key."}}).encode()
            self._answer(200 if right else 401, "application/json", body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            chunk = {"choices": [{"index": 0, "delta": {"content": "Yes."}, "finish_reason": "stop"}]}
            self._answer(
                200, "text/event-stream", b"data: %b\n\ndata: [DONE]\n\n" % json.dumps(chunk).encode()
            )

        def _answer(self, status, kind, body):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def counted_desk(tmp_path, places):
    """A desk that counts what is asked of servers with limits."""
    folder = tmp_path / "desk"
    folder.mkdir()
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=(recording(folder),), environ={})
    project = ProjectFile.create(folder / "investigation.sidelight")
    made = Desk(project, catalogue, Moment.real(), quotas=Quotas.of(places), places=places, environ={})
    yield made
    made.close()
