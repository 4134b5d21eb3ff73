# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.battle import Battle, Choice, LogEvent, Vote, entry_digest
from sidelight.domain.canonical import canonical_json
from sidelight.domain.identity import BattleId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.auditing import Audit, Auditing
from sidelight.workbench.commitment import commitment, vote_digest
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said
from support.ticking import tick_until

ROUNDS = 4


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project with four blind battles, all of them voted on; two of the last votes were changed."""
    folder = tmp_path_factory.mktemp("sound")
    models = [{"name": name, "label": name} for name in ("amber", "blue")]
    answers = [{"model": model["name"], "prompt": "Say hello.", "text": "hello"} for model in models]
    document = {"format": "sidelight-recording", "version": 1, "models": models, "answers": answers}
    (folder / "recording.json").write_text(json.dumps(document))
    recordings = (folder / "recording.json",)
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=recordings, environ={})
    path = folder / "work.sidelight"
    desk = Desk(ProjectFile.create(path), catalogue, Moment.real())
    for number in range(ROUNDS):
        hold(desk, changed=bool(number % 2))
    desk.close()
    return path.read_bytes()


def hold(desk: Desk, *, changed: bool) -> None:
    """One round, voted on and opened; the vote is changed before and after if wanted."""
    round_ = desk.arena.start("Say hello.", [desk.model("recorded/amber@0"), desk.model("recorded/blue@0")])
    tick_until(desk, lambda: round_.state is RoundState.READY)
    round_.show()
    round_.vote(Said(Choice.A))
    if changed:
        round_.undo()
        round_.vote(Said(Choice.B, strength=2, reasons=["clear"], comment="better"))
    round_.reveal()
    tick_until(desk, lambda: round_.state is RoundState.REVEALED)
    if changed:
        round_.change(Said(Choice.TIE))


@pytest.fixture
def path(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "work.sidelight"
    path.write_bytes(sound)
    return path


def audited(path: Path, noted: str = "") -> Audit:
    with ProjectFile.open(path, read_only=True) as project:
        return Auditing(project).audit(noted)


def edit(path: Path, table: str, change: str) -> None:
    """Change records as somebody would who owns the file: take the lock off, change, put it back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        locks = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in locks:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(change).rowcount == 1
        for _, sql in locks:
            connection.execute(sql)


def test_what_was_held_is_found_sound(path):
    found = audited(path)
    assert found.problems == ()
    assert (found.battles, found.votes, found.entries) == (4, 4 + 2 * 3, 4 * 4 + 2 * 3)
    assert (found.imported, found.unopened, len(found.heads)) == (0, 0, 1)
    assert audited(path, found.heads[0]).sound
    assert not audited(path, "ab" * 32).sound


ONE = "rowid = (SELECT min(rowid) + 1 FROM {table})"
EDITS = {
    "battle": [
        "model_a = 'recorded/coral@0'",
        "model_a = model_b, model_b = model_a",
        "nonce = '00' || substr(nonce, 3)",
        "commitment = 'ff' || substr(commitment, 3)",
        "purpose = 'control'",
        "settings = replace(settings, 'true', 'false')",
        "prompt = 'ff' || substr(prompt, 3)",
        "styles = '[[1,0,0,0],[1,0,0,0]]'",
        "category = 'maths'",
        "created_ms = created_ms + 1",
        "blind = 0",
        "turn = 2",
        "origin = 'import'",
        "generations = '[]'",
    ],
    "vote": [
        "choice = 'b'",
        "choice = NULL",
        "strength = 3",
        "annotator = 'somebody'",
        "leaked = 1",
        "early = 1",
        "revealed = 1",
        "shown_ms = 1",
        "created_ms = created_ms - 1",
        "comment = 'x'",
        "skipped = 'x', choice = NULL",
    ],
    "blind_log": [
        "body = replace(body, '1', '2')",
        "created_ms = created_ms + 1",
        "kind = 'void'",
        "seq = 700",
        "previous = ''",
        "digest = 'ff' || substr(digest, 3)",
        "battle_id = 'x'",
        "comparison_id = NULL",
        "body = '{'",
    ],
}


@pytest.mark.parametrize(("table", "change"), [(table, one) for table in EDITS for one in EDITS[table]])
def test_whatever_is_changed_is_found_and_named(path, table, change):
    with closing(sqlite3.connect(path)) as connection:
        query = f"SELECT * FROM {table} WHERE {ONE.format(table=table)}"
        row = connection.execute(query).fetchone()
    edit(path, table, f"UPDATE {table} SET {change} WHERE {ONE.format(table=table)}")
    found = audited(path)
    assert not found.sound
    told = " ".join(f"{problem.where} {problem.what}" for problem in found.problems)
    # The place in the log or the name that is kept, or the identity of the battle or vote.
    assert (
        f"entry {row[1]} of the log" in told or row[0][:16] in told
        if table == "blind_log"
        else row[0] in told
    )


@pytest.mark.parametrize("table", ["battle", "vote", "blind_log"])
def test_what_is_taken_out_is_missed(path, table):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        where = "supersedes IS NULL AND" if table == "vote" else ""
        (row,) = connection.execute(
            f"SELECT rowid FROM {table} WHERE {where} rowid >= 2 ORDER BY rowid LIMIT 1"
        ).fetchone()
    if table == "battle":
        of = f"battle_id = (SELECT id FROM battle WHERE rowid = {row})"
        edit(path, "vote", f"DELETE FROM vote WHERE {of} AND supersedes IS NULL")
    edit(path, table, f"DELETE FROM {table} WHERE rowid = {row}")
    assert not audited(path).sound


def test_an_answer_or_a_prompt_that_was_changed_is_found(path):
    edit(path, "generation_end", "UPDATE generation_end SET text = text || '.' WHERE rowid = 3")
    (problem,) = audited(path).problems
    assert "is not the one that was shown" in problem.what
    edit(
        path,
        "comparison",
        "UPDATE comparison SET conversation = replace(conversation, 'hello', 'hallo') WHERE rowid = 1",
    )
    assert any("The prompt" in problem.what for problem in audited(path).problems)


@pytest.mark.parametrize("flip", [0x01, 0x80])
@pytest.mark.parametrize("what", ["nonce", "digest", "vote"])
def test_a_byte_changed_in_the_file_itself_is_found(path, what, flip):
    with closing(sqlite3.connect(path)) as connection:
        (nonce,) = connection.execute("SELECT nonce FROM battle WHERE rowid = 2").fetchone()
        (body,) = connection.execute("SELECT body FROM blind_log WHERE seq = 3").fetchone()
        (vote,) = connection.execute("SELECT reasons FROM vote WHERE reasons != '[]'").fetchone()
    needle = {"nonce": nonce, "digest": json.loads(body)["digest"], "vote": vote}[what].encode()
    data = bytearray(path.read_bytes())
    place = data.index(needle) + 3
    data[place] ^= flip
    path.write_bytes(data)
    found = audited(path)
    assert not found.sound
    assert any(
        ("battle" in one.where) or ("entry" in one.where) or ("vote" in one.where) for one in found.problems
    )


def test_a_byte_changed_in_an_index_is_found(path):
    """Votes are counted with the help of one: what it hides would not be counted."""
    with closing(sqlite3.connect(path)) as connection:
        (older,) = connection.execute("SELECT supersedes FROM vote WHERE supersedes IS NOT NULL").fetchone()
    data = bytearray(path.read_bytes())
    places = [place for place in range(len(data)) if data.startswith(older.encode(), place)]
    found = []
    for place in places:
        changed = bytearray(data)
        changed[place + 35] ^= 1
        path.write_bytes(changed)
        found.append(audited(path).sound)
    # The vote itself, its entry in the log, what supersedes it, and the indexes of all these.
    assert len(found) >= 5
    assert not any(found)


def test_a_vote_slipped_in_later_is_found(path):
    with ProjectFile.open(path) as project:
        last = project.votes()[0]
        project.add_vote(replace(last, id=RecordId("0198f1a2-0000-7000-8000-0000000000ff"), choice=Choice.B))
    assert any("does not know it" in problem.what for problem in audited(path).problems)


def test_a_vote_that_another_battles_vote_hides_is_found(path):
    """What a vote takes the place of is not counted: one from elsewhere may not do that to one of here."""
    ref = ModelRef("imported", "amber")
    with ProjectFile.open(path) as project:
        hidden = project.ballots()[0]
        alien = Battle(BattleId("0198f1a2-0000-7000-8000-0000000000fe"), None, (ref, ref), (), 1, origin="x")
        said = Vote(
            RecordId("0198f1a2-0000-7000-8000-0000000000ff"), alien.id, None, 1, supersedes=hidden.vote_id
        )
        project.add_battles([alien], [said])
        assert hidden.vote_id not in {one.vote_id for one in project.ballots()}
    assert any("another battle" in problem.what for problem in audited(path).problems)


def test_two_merged_projects_are_sound_with_two_heads(path, tmp_path, catalogue):
    other = tmp_path / "other.sidelight"
    desk = Desk(ProjectFile.create(other), catalogue, Moment.real())
    pool = [desk.model("recorded/amber@0"), desk.model("recorded/blue@0")]
    round_ = desk.arena.start("Go on.", pool)
    tick_until(desk, lambda: round_.state is RoundState.READY)
    desk.close()
    heads = {*audited(path).heads, *audited(other).heads}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS other", (str(other),))
        for table in ("comparison", "generation", "generation_end", "battle", "vote", "blind_log"):
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
    found = audited(path)
    assert found.problems == ()
    assert (set(found.heads), found.battles, found.unopened) == (heads, 5, 1)


def test_an_empty_project_is_sound(tmp_path):
    ProjectFile.create(tmp_path / "empty.sidelight").close()
    assert audited(tmp_path / "empty.sidelight") == Audit((), (), 0, 0, 0)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_canonical_json_says_the_value_and_does_not_depend_on_order(value):
    text = canonical_json(value)
    assert json.loads(text) == value
    assert text.isascii()

    def turned(one: object) -> object:
        if isinstance(one, dict):
            return {key: turned(one[key]) for key in reversed(list(one))}
        return [turned(part) for part in one] if isinstance(one, list) else one

    assert canonical_json(turned(value)) == text
    assert canonical_json(json.loads(text)) == text


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"a": {2.0}}, [b"x"], float("nan")])
def test_what_could_be_written_in_two_ways_is_refused(value: object):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_the_formats_stay_as_they_are():
    """Projects hold digests made with them: they may never come out otherwise."""
    held = Battle(
        BattleId("b"),
        None,
        (ModelRef("lab", "x"), ModelRef("lab", "y", "warm")),
        (),
        5,
        prompt="p",
        nonce="n",
    )
    assert commitment(held) == "985cf15a159ada865543805c3f18891174e43e4121e86fd3a13b52fd8f6eb6ba"
    event = LogEvent("drawn", BattleId("b"), None, '{"version":1}', 7)
    assert (
        entry_digest(2, ("b", "a"), event)
        == entry_digest(2, ("a", "b"), event)
        == "9f7cc602f576874190ec90d445bc6486b3bcb9b61af79dc6c7ccecd020663522"
    )


texts = st.text(max_size=8)


@given(st.lists(st.tuples(texts, texts, st.integers(0, 9)), min_size=2, max_size=8), st.data())
def test_every_change_of_an_entry_changes_its_name(events, data):
    index = data.draw(st.integers(0, len(events) - 1))
    kind, body, at_ms = events[index]
    event = LogEvent(kind, BattleId("b"), None, body, at_ms)
    name = entry_digest(index + 1, ("x",), event)
    changes: list[Callable[[LogEvent], LogEvent]] = [
        lambda one: replace(one, kind=one.kind + "x"),
        lambda one: replace(one, body=one.body + " "),
        lambda one: replace(one, created_ms=one.created_ms + 1),
        lambda one: replace(one, battle_id=BattleId("c")),
    ]
    assert all(entry_digest(index + 1, ("x",), change(event)) != name for change in changes)
    assert entry_digest(index + 2, ("x",), event) != name
    assert entry_digest(index + 1, ("y",), event) != name


def test_every_field_of_a_vote_counts(path):
    with ProjectFile.open(path, read_only=True) as project:
        vote = project.votes()[-1]
    digests = {
        vote_digest(replace(vote, **{name: value}))
        for name, value in (
            ("annotator", "x"), ("comment", "x"), ("created_ms", 1), ("early", True), ("leaked", True),
            ("reasons", ("x",)), ("revealed", False), ("shown_ms", 99), ("strength", 3), ("supersedes", None),
        )
    }  # fmt: skip
    assert len(digests | {vote_digest(vote)}) == 11
