# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page itself: what it prints is told, and what would lead out of it is not done but said."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)

from sidelight.stage.page import dragging, outside
from sidelight.stage.page.answering import Counter
from sidelight.stage.page.hearing import Hearing
from sidelight.stage.page.shelf import Shelf

NO_SOUND = "The page plays sound. It is not heard here."
NO_LINK = "A link to {address} was not followed. Nothing outside can be reached."
NO_PAGE = "A link to {address} was not followed. There is no other page than this one."
NO_WINDOW = "The page wanted to open another window. There is only this one."
NO_FILE = "The page wanted to save a file ({name}). It cannot here."
NO_CHOICE = "The page asked for a file. There is none within its reach."
NO_RIGHT = "The page asked for {what}. It is not given here."
FULL_SCREEN = "The page asked for the full screen and has all of the view. Shift+Esc leaves it again."
_LONGEST = 100
# A script of the page that stands in a block beside it (see ``text.pages``).
_BESIDE = re.compile(r"data:[^,;]*;charset=utf-8;name=([^,;]{1,200});")

_Attribute = QWebEngineSettings.WebAttribute
_SETTINGS = {
    _Attribute.LocalContentCanAccessRemoteUrls: False,
    _Attribute.LocalContentCanAccessFileUrls: False,
    _Attribute.JavascriptCanAccessClipboard: False,
    _Attribute.JavascriptCanPaste: False,
    _Attribute.ScreenCaptureEnabled: False,
    _Attribute.DnsPrefetchEnabled: False,
    _Attribute.HyperlinkAuditingEnabled: False,
    _Attribute.PluginsEnabled: False,
    _Attribute.PdfViewerEnabled: False,
    _Attribute.WebRTCPublicInterfacesOnly: True,
    _Attribute.PlaybackRequiresUserGesture: False,
    _Attribute.FullScreenSupportEnabled: True,
    _Attribute.WebGLEnabled: True,
}


class Sheet(QWebEnginePage):
    """A page in a profile that keeps nothing; ``say`` takes a sentence for the person."""

    def __init__(self, html: bytes, shelf: Shelf, say: Callable[[str], None], parent: QObject) -> None:
        # Without a name it is off the record: cookies, storage and cache are in memory and end with it.
        profile = QWebEngineProfile(parent)
        profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
        profile.setSpellCheckEnabled(False)
        counter = Counter(shelf)
        fence = outside.Fence(counter, say, profile)
        profile.setUrlRequestInterceptor(fence)
        home = outside.Home(html, counter, profile)
        profile.installUrlSchemeHandler(outside.SCHEME, home)
        super().__init__(profile, parent)
        self._say = say
        # Qt keeps none of the Python halves alive.
        self._fence, self._home = fence, home
        for attribute, on in _SETTINGS.items():
            self.settings().setAttribute(attribute, on)
        profile.downloadRequested.connect(self._refuse_download)
        self.permissionRequested.connect(self._refuse_permission)
        self.full_screen = False
        self.fullScreenRequested.connect(self._take_full_screen)
        self.newWindowRequested.connect(lambda _request: say(NO_WINDOW))
        self._hearing = Hearing()
        self.scripts().insert(self._hearing.script())
        self.scripts().insert(dragging.script())

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """What the page prints: errors and warnings on the error stream, with their line."""
        kind = QWebEnginePage.JavaScriptConsoleMessageLevel
        if message == self._hearing.word:
            self._say(NO_SOUND)
            return
        if level is kind.InfoMessageLevel:
            print(message, flush=True)
            return
        beside = _BESIDE.match(source)
        at = ""
        if line > 0 and source == outside.HOME.toString():
            at = f" (line {line})"
        elif line > 0 and beside is not None:
            at = f" ({unquote(beside[1])}, line {line})"
        print(f"{message}{at}", file=sys.stderr, flush=True)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Whether to go there: within the page, and in its frames wherever nothing else is reached."""
        url = QUrl(url)
        here = url.scheme() == "page" and url.host() == outside.HOME.host()
        if here and is_main_frame and url.path() not in ("", outside.HOME.path()):
            self._say(NO_PAGE.format(address=url.path().lstrip("/")[:_LONGEST]))
            return False
        if here or (not is_main_frame and url.scheme() in outside.WITHIN):
            return True
        self._say(NO_LINK.format(address=url.toString()[:_LONGEST]))
        return False

    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,
        old_files: Sequence[str],
        accepted_mime_types: Sequence[str],
    ) -> list[str]:
        """No file."""
        self._say(NO_CHOICE)
        return []

    def _refuse_download(self, request: QWebEngineDownloadRequest) -> None:
        self._say(NO_FILE.format(name=request.downloadFileName()[:_LONGEST]))
        request.cancel()

    def _refuse_permission(self, permission: QWebEnginePermission) -> None:
        self._say(NO_RIGHT.format(what=_RIGHTS.get(permission.permissionType().name, "a right of its own")))
        permission.deny()

    def _take_full_screen(self, request: QWebEngineFullScreenRequest) -> None:
        """All of the view is given to what wants the full screen; there is no more that it could have."""
        self.full_screen = request.toggleOn()
        if self.full_screen:
            self._say(FULL_SCREEN)
        request.accept()

    def leave_full_screen(self) -> None:
        """As a person does in a browser with Esc."""
        self.triggerAction(QWebEnginePage.WebAction.ExitFullScreen)


_RIGHTS = {
    "MediaAudioCapture": "the microphone",
    "MediaVideoCapture": "the camera",
    "MediaAudioVideoCapture": "the camera and the microphone",
    "DesktopVideoCapture": "a view of the screen",
    "DesktopAudioVideoCapture": "a view of the screen",
    "MouseLock": "the pointer for itself",
    "Notifications": "notifications",
    "Geolocation": "your place",
    "ClipboardReadWrite": "the clipboard",
    "LocalFontsAccess": "the list of fonts",
}
