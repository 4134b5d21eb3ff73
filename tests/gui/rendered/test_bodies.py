# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures, tables, trees, pages and grids, each by itself."""

from __future__ import annotations

import gc
import json
import time

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gui.rendered.scripted import png
from sidelight.api import Artifact, Node, Note, Table
from sidelight.gui.collecting import COLLECTING
from sidelight.gui.rendered import rows
from sidelight.gui.rendered.cells import Cells, Face
from sidelight.gui.rendered.failure import FailureCard
from sidelight.gui.rendered.grid import GridBody, cells_of
from sidelight.gui.rendered.grounds import decode
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.naming import name_of
from sidelight.gui.rendered.nodes import path_of
from sidelight.gui.rendered.notes import Notes
from sidelight.gui.rendered.page import PageBody, pieces_of
from sidelight.gui.rendered.rows import figure_of
from sidelight.gui.rendered.table import TableBody
from sidelight.gui.rendered.tree import TreeBody
from sidelight.gui.rendered.view import RenderedView, save_as, write
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme

PATIENCE_MS = 100_000
PEOPLE = Table(("name", "age"), (("Bob", "9"), ("ada", "36"), ("Cy, Jr", "")))


@pytest.fixture
def parent(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    with qtbot.waitExposed(window):
        window.show()
    return window


def shown(body, width=500, height=300):
    body.resize(width, height)
    body.show()
    return body


def column(table, at):
    return [table.model.cell(row, at) for row in range(table.model.rowCount())]


# tables


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("1,250.5", 1250.5),
        ("−3", -3.0),
        ("12 %", 12.0),
        ("1e3", 1000.0),
        ("€ 5", 5.0),
        ("abc", None),
        ("", None),
    ],
)
def test_figures_are_read_as_people_write_them(cell, figure):
    assert figure_of(cell) == figure


def test_a_column_is_sorted_up_down_and_back(qtbot, theme, parent):
    table = shown(TableBody(PEOPLE, "people", theme, parent))
    header = table.view.horizontalHeader()
    for wanted in (["9", "36", ""], ["", "36", "9"], ["9", "36", ""]):
        at = QPoint(header.sectionViewportPosition(1) + 8, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: not table.model.busy, timeout=PATIENCE_MS)
        assert column(table, 1) == wanted
    assert column(table, 0) == ["Bob", "ada", "Cy, Jr"]


def test_no_cell_is_cut_while_there_is_room(theme, parent, qapp):
    dress(qapp, parent, theme)
    long = "Eddystone, the fourth lighthouse of that name on the same rock, 1882, of granite"
    table = shown(TableBody(Table(("name", "year"), (("Pharos, Alexandria", "-280"),)), "t", theme, parent))
    other = shown(TableBody(Table(("name", "year"), ((long, "1882"),)), "t", theme, parent), 900)

    def wanted(body, at):
        return body.view.sizeHintForIndex(body.model.index(0, at, QModelIndex())).width()

    for body in (table, other):
        assert [body.view.columnWidth(at) >= wanted(body, at) for at in range(2)] == [True, True]
    other.resize(300, 300)
    assert other.view.columnWidth(0) < wanted(other, 0)
    other.view.setColumnWidth(0, 77)
    other.resize(900, 300)
    assert other.view.columnWidth(0) == 77


def test_rows_are_narrowed_and_copied_as_csv(qtbot, theme, parent):
    table = shown(TableBody(PEOPLE, "people", theme, parent))
    table.filter.setText("Y")
    qtbot.waitUntil(lambda: not table.model.busy, timeout=PATIENCE_MS)
    table.copy()
    assert QApplication.clipboard().text() == 'name,age\n"Cy, Jr",\n'
    table.select(0, 0)
    table.copy()
    assert QApplication.clipboard().text() == "Cy, Jr"
    assert table.saved().ending == "csv"


def test_a_huge_table_is_sorted_and_narrowed_in_slices(qtbot, theme, parent):
    rows = tuple((str(n), str((n * 7919) % 100_003)) for n in range(100_000))
    table = shown(TableBody(Table(("n", "x"), rows), "figures", theme, parent))
    table.model.sort(1)
    assert table.model.busy
    assert table.model.cell(0, 0) == "0"
    qtbot.waitUntil(lambda: not table.model.busy, timeout=PATIENCE_MS)
    figures = [int(table.model.cell(row, 1)) for row in range(0, 100_000, 997)]
    assert figures == sorted(figures)
    table.filter.setText("99999")
    qtbot.waitUntil(lambda: not table.model.busy, timeout=PATIENCE_MS)
    assert 0 < table.model.rowCount() < 20


def test_how_wide_a_table_is_takes_no_longer_the_more_columns_it_has(theme, parent, monkeypatch):
    looked_at = []
    monkeypatch.setattr(rows, "figure_of", lambda cell: looked_at.append(cell))
    wide = Table(("n",) * 500, (("12345",) * 500,) * 800)
    shown(TableBody(wide, "wide", theme, parent)).view.viewport().grab()
    assert 0 < len(looked_at) <= 5_000


def test_a_long_text_is_no_figure_and_that_is_seen_at_once(monkeypatch):
    class Never:
        def fullmatch(self, cell):
            raise AssertionError("it was looked through")

    monkeypatch.setattr(rows, "_FIGURE", Never())
    assert figure_of("1 " * 24_000 + "x") is None


# trees


def tree_of(children):
    return Node("", f"{len(children)} items", "array", tuple(children))


def test_a_tree_is_searched_and_opened_where_something_is_found(qtbot, theme, parent):
    deep = Node("home", "1 key", "object", (Node("odd key", '"London"', "string"),))
    many = tuple(Node(str(n), str(n), "number") for n in range(40))
    root = Node("", "2 keys", "object", (Node("list", "40 items", "array", many), deep))
    tree = shown(TreeBody(root, "x", theme, parent))
    tree.search.setText("london")
    qtbot.waitUntil(lambda: tree.view.currentIndex().isValid(), timeout=PATIENCE_MS)
    place = tree.model.place(tree.view.currentIndex())
    assert path_of(place) == 'home["odd key"]'
    tree.copy()
    assert QApplication.clipboard().text() == '"London"'
    tree.search.setText("nowhere")
    qtbot.waitUntil(lambda: tree._told.text() == "nothing found", timeout=PATIENCE_MS)


def test_long_lists_are_handed_out_in_parts_and_searched_to_the_end(qtbot, theme, parent):
    tree = shown(
        TreeBody(tree_of([Node(str(n), f"v{n}", "string") for n in range(30_000)]), "x", theme, parent)
    )
    assert tree.model.rowCount() < 5_000
    tree.search.setText("v29999")
    qtbot.waitUntil(lambda: tree.view.currentIndex().isValid(), timeout=PATIENCE_MS)
    assert tree.view.currentIndex().row() == 29_999
    tree.copy_path()
    assert QApplication.clipboard().text() == "[29999]"


def test_small_trees_are_open_and_single_values_shown(theme, parent):
    inner = Node("a", "1 item", "array", (Node("0", "5", "number"),))
    tree = shown(TreeBody(Node("", "1 key", "object", (inner,)), "x", theme, parent))
    assert tree.view.isExpanded(tree.model.index(0, 0))
    single = shown(TreeBody(Node("", "42", "number"), "x", theme, parent))
    assert single.model.data(single.model.index(0, 1)) == "42"


# pages


def test_a_page_loads_nothing_and_its_links_ask(qtbot, theme, parent):
    html = (
        '<p>x <a href="https://example.org/">y</a></p><img src="file:///etc/hostname"><img src="https://a/b">'
    )
    page = shown(PageBody(html, "x", theme, parent))
    assert page.browser.loadResource(2, QUrl("file:///etc/hostname")) is None
    with qtbot.waitSignal(page.link_clicked) as clicked:
        page.browser.anchorClicked.emit(QUrl("https://example.org/"))
    assert clicked.args == ["https://example.org/"]


def test_a_long_page_comes_in_pieces_of_whole_elements(qtbot, theme, parent):
    html = "".join(f"<pre>line <b>{n}</b></pre>" for n in range(2000))
    parts = list(pieces_of(html))
    pieces = [part for part in parts if part]
    assert "".join(pieces) == html
    assert parts.count("") >= len(html) // 3000, "and something else can be done meanwhile"
    assert all(piece.startswith("<pre>") and piece.endswith("</pre>") for piece in pieces)
    page = shown(PageBody(html, "x", theme, parent))
    assert page.busy
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE_MS)
    assert page.browser.toPlainText().split("\n")[-1] == "line 1999"
    assert page.browser.document().blockCount() == 2000


# grids


def test_every_character_has_a_cell_of_its_own():
    assert cells_of("a\u0301b") == [(0, "a\u0301"), (1, "b")]
    assert cells_of("日x") == [(0, "日"), (2, "x")]


def test_a_grid_lays_out_only_what_is_seen_of_it(theme, parent):
    assert cells_of("a" + "\u0301" * 50_000 + "b") == [(0, "a" + "\u0301" * 8), (1, "b")]
    for text in ("\n".join(["x" * 99] * 40_000), "\n".join(["│" * 99] * 40_000), "─" * 4_000_000):
        laid_out = []
        grid = GridBody(text, "long", theme, parent, grid=True)
        whole = grid._cells_in
        grid._cells_in = lambda *what, whole=whole, laid_out=laid_out: (
            laid_out.extend(got := whole(*what)) or got
        )
        shown(grid).grab()
        assert 0 < len(laid_out) < 30_000
        assert grid.saved().data == text.encode() + b"\n"


def test_a_grid_is_as_high_as_its_lines_and_copied(theme, parent):
    grid = shown(GridBody("+--+\n|  |\n+--+", "box", theme, parent, grid=True))
    four = GridBody("+--+\n|  |\n|  |\n+--+", "box", theme, parent, grid=True)
    assert four.wanted_height(400, 500) - grid.wanted_height(400, 500) == grid.cell[1]
    grid.copy()
    assert QApplication.clipboard().text() == "+--+\n|  |\n+--+"


# pictures


def test_a_picture_is_never_larger_than_it_is_meant_to_be_and_fits(theme, parent):
    picture = decode(png(400, 200))
    body = shown(ImageBody(picture, "x", theme, parent), 1000, 600)
    assert body.scale == 1.0
    assert body.wanted_height(208 + 2 * body.margin - 8, 500) == 100 + 2 * body.margin


def test_a_large_picture_is_made_small_beside_the_window(theme, parent):
    large = decode(png(4000, 3000))
    assert 1_400_000 < large.small.width() * large.small.height() < 1_600_000
    assert decode(png(1000, 800)).small is None
    body = shown(ImageBody(large, "x", theme, parent), 1000, 600)
    assert body.wanted_height(1000, 600) == 600
    seen = body.grab().toImage()
    assert seen.pixelColor(500, 300) == large.pixels.pixelColor(2000, 1500)
    assert body.saved().data.startswith(b"\x89PNG")


def test_ctrl_and_the_wheel_zoom_at_the_pointer_and_it_is_dragged(qtbot, theme, parent):
    body = shown(ImageBody(decode(png(400, 200)), "x", theme, parent), 416, 216)
    point = QPointF(100, 80)
    wheel = QWheelEvent(
        point, body.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = (point - body._box().topLeft()) / body.scale
    body.wheelEvent(wheel)
    assert body.scale == 1.25
    after = (point - body._box().topLeft()) / body.scale
    assert abs(after.x() - before.x()) < 0.01
    left = body._box().left()
    qtbot.mousePress(body, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(body, QPoint(90, 100))
    qtbot.mouseRelease(body, Qt.MouseButton.LeftButton, pos=QPoint(90, 100))
    assert abs(body._box().left() - (left - 10)) < 1.5
    qtbot.keyClick(body, Qt.Key.Key_0)
    assert body.scale == 1.0


def test_black_strokes_without_a_ground_get_one_on_a_dark_page(qtbot, parent):
    dark = Theme.load("dark")
    black = decode(png(40, 40, "#101010", clear=True))
    assert black.needs_ground(dark=True)
    assert not black.needs_ground(dark=False)
    assert not decode(png(40, 40, "#101010")).needs_ground(dark=True)
    body = shown(ImageBody(black, "x", dark, parent), 56, 56)
    assert body.grab().toImage().pixelColor(2, 2).name() == "#ffffff"
    assert decode(png(4, 4)) is not None


def test_what_is_no_picture_is_none():
    from sidelight.api import Image

    assert decode(Image(b"nonsense", 1, 1)) is None


def test_a_picture_is_copied_and_saved(qtbot, theme, parent, tmp_path):
    body = shown(ImageBody(decode(png(40, 20)), "x", theme, parent))
    body.copy()
    assert QApplication.clipboard().image().size().toTuple() == (40, 20)
    assert "Saved" in write(str(tmp_path / "a.png"), body.saved())
    assert decode(type(png())((tmp_path / "a.png").read_bytes(), 1, 1)).pixels.width() == 40
    assert "could not be written" in write(str(tmp_path / "no" / "a.png"), body.saved())
    drawing = ImageBody(decode(png()), "x", theme, parent, b"<svg/>")
    assert drawing.saved()[:2] == (b"<svg/>", "svg")


def test_a_drawing_is_saved_as_its_name_or_the_chosen_kind_says(theme, parent, tmp_path, monkeypatch):
    drawing = ImageBody(decode(png()), "x", theme, parent, b"<svg/>")
    view = RenderedView(drawing, "SVG", [("svg", "SVG")], [], theme, parent)
    offered = []

    def save(name, kind):
        def answer(_parent, _title, _name, kinds):
            offered.append(kinds)
            return str(tmp_path / name), next((one for one in kinds.split(";;") if kind in one), "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        view.save()

    for name, kind in (("a.svg", "png"), ("b.PNG", "svg"), ("c", "png"), ("d", "svg"), ("e.v2", "svg")):
        save(name, kind)
    assert offered[0] == "SVG drawing (*.svg);;PNG picture (*.png)"
    made = {path.name: path.read_bytes()[:6] for path in tmp_path.iterdir()}
    picture = b"\x89PNG\r\n"
    assert made == {
        "a.svg": b"<svg/>", "b.PNG": picture, "c.png": picture, "d.svg": b"<svg/>", "e.v2.svg": b"<svg/>",
    }  # fmt: skip
    (tmp_path / "d.svg").write_bytes(b"mine")
    save("d", "svg")
    assert (tmp_path / "d.svg").read_bytes() == b"mine"
    assert "is there already" in view._name.text()


# around them


def test_notes_lead_to_their_lines_and_many_fold(qtbot, theme, parent):
    notes = Notes([Note(f"Remark {n}", line=n + 1) for n in range(6)], theme, parent)
    notes.resize(400, 200)
    notes.show()
    links = [
        b for b in notes.findChildren(type(notes._more)) if b.text().startswith("line") and b.isVisible()
    ]
    assert len(links) == 3
    with qtbot.waitSignal(notes.line_requested) as wanted:
        links[1].click()
    assert wanted.args == [2]
    with qtbot.waitSignal(notes.grown):
        notes._more.click()


def test_a_narrow_place_leaves_the_menu_and_drops_buttons(theme, parent, qtbot):
    body = TableBody(PEOPLE, "people", theme, parent)
    view = RenderedView(body, "Tables", [("table", "Tables")], [], theme, parent)
    view.resize(160, 300)
    view.show()
    qtbot.waitUntil(lambda: view.more is not None, timeout=PATIENCE_MS)
    assert view.more.isVisible()
    assert sum(button.isVisible() for button in view._buttons) < len(view._buttons)
    assert "Copy" in [action.text() for action in view.menu().actions()]


def test_a_model_is_asked_once_for_each_cell_that_is_painted(theme, parent, qapp, qtbot):
    dress(qapp, parent, theme)
    cells = Table(("a", "b", "c"), tuple((f"row {n}", str(n), "words\nand more") for n in range(40)))
    table = shown(TableBody(cells, "x", theme, parent))
    tree = shown(TreeBody(tree_of([Node(str(n), f"v{n}", "string") for n in range(40)]), "x", theme, parent))
    for body in (table, tree):
        body.view.viewport().grab()
        asked, worded = [], []
        data, words = body.model.data, body.model.words
        body.model.data = lambda index, role=0, data=data, asked=asked: (
            asked.append(role) or data(index, role)
        )
        body.model.words = lambda index, words=words, worded=worded: worded.append(index) or words(index)
        picture = body.view.viewport().grab().toImage()
        assert 20 <= len(worded) <= 80
        assert asked == []
        ink = {picture.pixelColor(x, 12).name() for x in range(picture.width())}
        assert len(ink) > 3, "words are seen"


def test_a_chosen_cell_is_seen_on_its_ground(theme, parent, qapp):
    dress(qapp, parent, theme)
    table = shown(TableBody(PEOPLE, "people", theme, parent))
    table.select(1, 0)
    rect = table.view.visualRect(table.model.index(1, 0, QModelIndex()))
    seen = table.view.viewport().grab().toImage()
    assert seen.pixelColor(rect.left() + 2, rect.top() + 4) == theme.colour("accent_quiet")
    assert seen.pixelColor(rect.left() + 2, rect.bottom() - 26) != theme.colour("accent_quiet")


# files


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("svg", "<svg><title>A red\nhouse / garden</title></svg>", "A red house garden"),
        ("mermaid", "---\ntitle: Who calls whom\n---\nflowchart LR\n a-->b", "Who calls whom"),
        ("mermaid", 'pie title Pets\n "a": 1', "Pets"),
        ("mermaid", "flowchart LR\n a-->b", "mermaid drawing"),
        ("diff", "--- a/x.py\n+++ b/app/main.py\n", "main.py"),
        ("json", '{"name": "Ada", "age": 3}', "Ada"),
        ("html", "<h1>Tea &amp; cake</h1>", "Tea & cake"),
        ("tikz", "% A circle\n\\begin{tikzpicture}", "A circle"),
        ("csv", "a,b\n", "csv drawing"),
        ("svg", "<svg><title>../..</title></svg>", "svg drawing"),
        ("", "x", "drawing"),
        ("svg", f"<svg><title>{'long ' * 50}</title></svg>", ("long " * 12).strip()),
    ],
)
def test_a_file_is_named_by_the_title_in_the_source(language, text, name):
    assert name_of(Artifact(0, language, text, True), "drawing") == name


def test_a_tree_is_saved_as_the_json_that_it_was_or_as_what_it_holds(theme, parent, tmp_path):
    root = Node("", "1 key", "object", (Node("a", "2 items", "array", (Node("0", '"x"', "string"),)),))
    tree = TreeBody(root, "x", theme, parent)
    view = RenderedView(tree, "JSON", [("json", "JSON")], [], theme, parent)
    for language, source, held in (("json", '{"a": ["x"]}', {"a": ["x"]}), ("yaml", "a: [x]", None)):
        tree.artifact = Artifact(0, language, source, True)
        path = tmp_path / "tree.json"
        save_as(str(path), tree.forms(), tree.forms()[0], view.say)
        assert path.name in view._name.text()
        told = json.loads(path.read_text("utf-8"))
        assert told == held or held is None
        if held is None:
            assert told["children"][0]["label"] == "a"
            assert told["children"][0]["children"] == [{"label": "0", "value": '"x"', "kind": "string"}]
    assert [form.ending for form in tree.forms()] == ["json", "txt"]


def test_what_is_shown_is_copied_as_a_picture(theme, parent):
    view = RenderedView(TableBody(PEOPLE, "x", theme, parent), "T", [("t", "T")], [], theme, parent)
    view.resize(400, 200)
    next(one for one in view.menu().actions() if one.text() == "Copy as a picture").trigger()
    assert QApplication.clipboard().image().width() >= 400


def test_a_form_that_is_made_when_it_is_wanted_is_written_then_or_says_why_not(theme, parent, tmp_path):
    body = ImageBody(decode(png()), "x", theme, parent)
    wanted, said = [], []
    body.svg_later = wanted.append
    forms = body.forms()
    assert [form.ending for form in forms] == ["svg", "png"]
    assert body.saved().ending == "png", "what is there at once"
    path = tmp_path / "a.svg"
    save_as(str(path), forms, forms[0], said.append)
    assert not path.exists()
    wanted[0](b"<svg/>", "")
    assert path.read_bytes() == b"<svg/>"
    save_as(str(tmp_path / "b.svg"), forms, forms[0], said.append)
    wanted[1](None, "It took too long.")
    assert said[-1] == "Not saved: It took too long."


def held_up(qtbot, begin, ended):
    """The longest time that the thread worked without a pause, in milliseconds, until it is over."""
    longest, last = [0.0], [time.thread_time()]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def beat():
        now = time.thread_time()
        longest[0], last[0] = max(longest[0], (now - last[0]) * 1000), now

    timer.timeout.connect(beat)
    timer.start(1)
    begin()
    qtbot.waitUntil(ended, timeout=PATIENCE_MS)
    beat()
    return longest[0]


def test_however_much_a_stranger_gives_the_window_goes_on(qtbot, theme, parent, tmp_path):
    long = Table(("h" * 5000,) * 50, tuple(("w " * 20_000,) * 50 for _ in range(60)))
    tall = Table(("a", "b"), tuple((str(n), str(n)) for n in range(200_000)))
    many = tree_of([Node(str(n), f"v{n}", "string") for n in range(200_000)])
    made = {}
    gc.collect()
    COLLECTING.hold(parent)  # as the window does while something moves
    longest = {}
    for name, make in (
        ("long cells", lambda: TableBody(long, "x", theme, parent)),
        ("many rows", lambda: TableBody(tall, "x", theme, parent)),
        ("many places", lambda: TreeBody(many, "x", theme, parent)),
        ("many lines", lambda: GridBody("│x\n" * 1_300_000, "x", theme, parent, grid=True)),
    ):
        longest[name] = held_up(qtbot, lambda name=name, make=make: made.update({name: make()}), lambda: True)
    table, tree = made["many rows"], made["many places"]
    long_table = made["long cells"]
    longest["narrowed"] = held_up(
        qtbot, lambda: long_table.filter.setText("w w"), lambda: not long_table.model.busy
    )
    QApplication.clipboard().setText("before")
    longest["copied"] = held_up(qtbot, table.copy, lambda: QApplication.clipboard().text() != "before")
    assert QApplication.clipboard().text().count("\n") == 200_001
    file = tmp_path / "tree.json"
    form = tree.forms()[0]
    longest["saved"] = held_up(
        qtbot, lambda: save_as(str(file), tree.forms(), form, lambda _words: None), file.exists
    )
    COLLECTING.release(parent, walk=False)
    assert len(json.loads(file.read_text("utf-8"))["children"]) == 200_000
    # A whole read at once would take hundreds of milliseconds; how many of them hangs on the machine.
    begun = time.thread_time()
    json.dumps([{"name": str(n), "value": f"v{n}", "kind": "string"} for n in range(50_000)], indent=1)
    most = max(60, (time.thread_time() - begun) * 1000)
    assert {name: ms for name, ms in longest.items() if ms > most} == {}


@pytest.mark.parametrize("width", range(240, 520, 20))
def test_no_line_of_a_card_is_cut(theme, parent, qapp, qtbot, width):
    dress(qapp, parent, theme)
    words = "The engine is not there yet, and nobody gets it by waiting for it here."
    card = FailureCard("TikZ drawings", words, None, theme, parent, engine="Get the engine")
    card.setGeometry(0, 0, width, card.wanted_height(width))
    card.show()
    qtbot.waitUntil(lambda: card.words.isVisible() and card.words.width() > 100, timeout=PATIENCE_MS)
    assert card.words.height() >= card.words.heightForWidth(card.words.width())
    bottom = max(button.geometry().bottom() for button in (card.again_button, card.engine_button))
    assert bottom < card.height() - 2


def test_short_rows_below_a_short_name_are_not_cut(theme, parent, qapp):
    dress(qapp, parent, theme)
    rows = (
        ("Zürich", "443037", "15 BC"),
        ("Genève", "203856"),
        ("Bern", "134794", "1191"),
        ("WWW", "1", "MMMM"),
    )
    table = shown(TableBody(Table(("c", "population", "f"), rows), "t", theme, parent))
    metrics = QFontMetrics(theme.sans(13))
    for row in rows:
        for at, words in enumerate(row):
            assert metrics.horizontalAdvance(words) <= table.view.columnWidth(at) - 2 * 11, words


def test_a_cell_without_room_ends_in_an_ellipsis(theme):
    face = Face.of(theme.sans(13))
    whole = face.metrics.horizontalAdvance("Zürich")
    assert Cells.fitted("Zürich", face, whole + 1) == "Zürich"
    for room in range(20, whole - 2):
        assert Cells.fitted("Zürich", face, room).endswith("…")
