# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles in from files and out into files, with real projects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sidelight.domain.battle import Battle, Choice, LogEvent, Purpose, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.canonical import digest
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ExchangeError, UsageError
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId, uuid7
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.exchange.foreign import Reason
from sidelight.store.project import ProjectFile
from sidelight.workbench import exporting, off_board
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.exporting import export_battles
from sidelight.workbench.importing import import_battles
from sidelight.workbench.ranking import Ranking
from unit.exchange.making import arena, lines, talk, vote

NOW = 1_800_000_000_000


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "one.sidelight") as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "two.sidelight") as made:
        yield made


def name(n: int) -> str:
    return uuid7(1_700_000_000_000 + n, n.to_bytes(10, "big"))


def own_bundle(n: int, choice: Choice = Choice.A, text: str = "Hello", **changes: Any) -> Bundle:
    """A battle of two turns as one is held here, the second model's answers in the first pane."""
    models = (ModelRef("local", "x", "warm"), ModelRef("ollama", "y/z"))
    comparisons, generations = [], []
    for turn in (0, 1):
        identity = ComparisonId(name(100 * n + 10 * turn))
        said = Conversation.asking(f"Question {turn}", "Be brief." if turn == 0 else "")
        follows = tuple(one.id for one in reversed(generations[-2:]))
        comparisons.append(Comparison(identity, said, models[::-1], n, follows))
        generations += [
            Generation(
                GenerationId(name(100 * n + 10 * turn + 1 + side)),
                identity,
                models[side],
                GenerationConfig(temperature=0.5, seed=7),
                position=1 - side,
                attempt=2,
                created_ms=n,
                text=f"{text} {turn} {side}",
                stop_reason=StopReason.LENGTH,
            )
            for side in (0, 1)
        ]
    battle = Battle(
        BattleId(name(100 * n + 5)),
        comparisons[-1].id,
        models,
        tuple(one.id for one in generations[-2:]),
        1_700_000_000_000 + n,
        prompt=digest("Question 1"),
        nonce="n",
        commitment="c",
        turn=2,
        category="maths",
        settings='{"pace":40}',
        styles=((3, 0, 1, 2), (5, 1, 0, 0)),
        **changes,
    )
    said = Vote(
        RecordId(name(100 * n + 6)),
        battle.id,
        choice,
        1_700_000_000_500 + n,
        strength=2,
        reasons=("style",),
        comment="só",
        annotator="" if n % 2 else "ada",
        shown_ms=4000,
        early=n == 3,
        leaked=n == 4,
    )
    return Bundle(battle, (said,), tuple(comparisons), tuple(generations))


def test_the_data_sets_shape_becomes_battles_that_are_on_the_board(
    project: ProjectFile, tmp_path: Path
) -> None:
    rows = [arena(n, winner="model_a" if n % 3 else "tie (bothbad)") for n in range(30)]
    done = import_battles(project, lines(tmp_path / "public.jsonl", rows), NOW)
    assert (done.name, done.read, done.added, done.dropped) == ("public", 30, 30, ())
    board = Ranking(project).board()
    assert [row.model for row in board.rows] == ["imported/amber-7b", "imported/blue-13b"]
    assert (board.votes, board.rows[0].wins, board.rows[0].both_bad) == (30, 20, 10)
    battle = project.battles()[0]
    assert (battle.origin, battle.category, battle.prompt) == (
        "public",
        "English",
        digest("What is two and two?"),
    )
    assert battle.styles == ((12, 0, 0, 1), (15, 1, 1, 0))
    assert battle.created_ms == 1_690_000_000_250
    answers = project.generations(battle.comparison_id or ComparisonId(""))
    assert [one.text for one in answers] == ["It is **4**.", "# Answer\n- five"]
    assert len(project.search("two and two")) == 30


def test_the_log_of_a_day_is_taken_in_with_its_turns(project: ProjectFile, tmp_path: Path) -> None:
    rows = [
        {"type": "chat", "tstamp": 1.0},
        vote(1),
        vote(2, models=["amber-7b", "blue-13b"], type="tievote"),
    ]
    done = import_battles(project, lines(tmp_path / "2024-01-01-conv.json", rows), NOW, name="June")
    assert (done.name, done.read, done.added, done.known_names) == ("June", 3, 2, 1)
    assert done.dropped == ((Reason.OTHER_KIND, 1),)
    assert [vote.revealed for vote in project.votes()] == [False, True]
    assert Ranking(project).board().votes == 1


def test_several_turns_follow_each_other(project: ProjectFile, tmp_path: Path) -> None:
    left, right = talk("Hi", "Hello", "And now?", "Bye"), talk("Hi", "Yes?", "And now?", "Well")
    import_battles(
        project, lines(tmp_path / "a.jsonl", [arena(conversation_a=left, conversation_b=right)]), NOW
    )
    (battle,) = project.battles()
    assert battle.turn == 2
    second = project.comparison(battle.comparison_id or ComparisonId(""))
    assert second.conversation.prompt == "And now?"
    assert [project.generation(one).text for one in second.follows] == ["Hello", "Yes?"]


@pytest.mark.parametrize("answers", [True, False])
def test_the_same_file_again_adds_nothing(project: ProjectFile, tmp_path: Path, answers: bool) -> None:
    rows = [arena(n) for n in range(7)] + [{"model_a": "x", "model_b": "y", "winner": "tie"}] * 3
    path = lines(tmp_path / "a.jsonl", rows)
    assert import_battles(project, path, NOW, answers=answers).added == 10
    again = import_battles(project, path, NOW + 1, answers=answers, name="another name")
    assert (again.added, again.dropped) == (0, ((Reason.KNOWN, 10),))
    assert len(project.votes()) == 10
    assert len(project.history()) == (7 if answers else 0)


def test_an_answer_that_says_whose_it_is_is_flagged_and_left_out_of_the_board(
    project: ProjectFile, tmp_path: Path
) -> None:
    told = talk("What is two and two?", "I am ChatGPT, trained by OpenAI. It is 4.")
    unmeant = talk("What is two and two?", "Google it under a palm tree.")
    rows = [arena(1, conversation_a=told), arena(2, conversation_a=unmeant)]
    done = import_battles(project, lines(tmp_path / "a.jsonl", rows), NOW)
    assert (done.added, done.leaked) == (2, 1)
    assert Ranking(project).board().votes == 1


def test_a_truncated_file_gives_what_is_whole_and_the_rest_later(
    project: ProjectFile, tmp_path: Path
) -> None:
    whole = json.dumps([arena(n) for n in range(50)])
    path = tmp_path / "a.json"
    path.write_text(whole[: len(whole) * 3 // 5], "utf-8")
    cut = import_battles(project, path, NOW)
    assert 0 < cut.added < 50
    assert cut.dropped == ((Reason.BROKEN_OFF, 1),)
    path.write_text(whole, "utf-8")
    rest = import_battles(project, path, NOW)
    assert cut.added + rest.added == 50


def test_hostile_text_goes_in_and_out_unharmed(
    project: ProjectFile, other: ProjectFile, tmp_path: Path
) -> None:
    nasty = "\ud83d half, \x00 zero, \u2028 line, '); DROP TABLE battle; --"
    row = arena(1, conversation_a=talk("What is two and two?", nasty), model_a="<b>\u202ex", judge="\ud800")
    path = lines(tmp_path / "a.jsonl", [row])
    assert import_battles(project, path, NOW).added == 1
    out = tmp_path / "out.jsonl"
    assert export_battles(project, out, "arena").written == 1
    assert import_battles(other, out, NOW).added == 1
    assert other.ballots() == project.ballots()
    assert other.generation(other.battles()[0].generations[0]).text == nasty


def test_nothing_readable_is_an_error_and_changes_nothing(project: ProjectFile, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("model_a,model_b\n", "utf-8")
    with pytest.raises(ExchangeError):
        import_battles(project, path, NOW)
    assert project.battles() == []


@pytest.mark.parametrize(
    ("form", "suffix"), [("arena", "json"), ("arena", "jsonl"), ("arena", "parquet"), ("fastchat", "json")]
)
def test_what_goes_out_comes_back_as_it_was(
    project: ProjectFile, other: ProjectFile, tmp_path: Path, form: str, suffix: str
) -> None:
    bundles = [own_bundle(n, choice) for n, choice in enumerate([*Choice, *Choice], start=1)]
    project.add_bundles(bundles)
    out = tmp_path / f"out.{suffix}"
    done = export_battles(project, out, form)
    assert (done.written, done.without_answers, done.left_out) == (8, 0, ())
    back = import_battles(other, out, NOW, name="elsewhere")
    assert (back.added, back.dropped) == (8, ())
    for mine, theirs in zip(project.battles(), other.battles(), strict=True):
        assert theirs.origin == "elsewhere"
        assert _without_origin(theirs) == _without_origin(mine)
        assert [project.generation(one) for one in mine.generations] == [
            other.generation(one) for one in theirs.generations
        ]
    assert other.votes() == project.votes()
    assert [one._replace(origin="") for one in other.ballots()] == project.ballots()
    audit = Auditing(other).audit()
    assert (audit.sound, audit.imported) == (True, 8)
    # What the project gave out it knows.
    assert import_battles(project, out, NOW).dropped == ((Reason.KNOWN, 8),)


def _without_origin(battle: Battle) -> tuple[Any, ...]:
    return tuple(getattr(battle, part) for part in battle.__slots__ if part != "origin")


def test_other_programs_find_what_they_expect(project: ProjectFile, tmp_path: Path) -> None:
    project.add_bundles([own_bundle(1, Choice.BOTH_BAD)])
    out = tmp_path / "out.jsonl"
    export_battles(project, out, "arena")
    (row,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert (row["model_a"], row["model_b"], row["winner"]) == ("local/x@warm", "ollama/y/z", "tie (bothbad)")
    assert [message["content"] for message in row["conversation_a"]] == [
        "Be brief.",
        "Question 0",
        "Hello 0 0",
        "Question 1",
        "Hello 1 0",
    ]
    assert (row["anony"], row["turn"], row["judge"]) == (True, 2, "owner")
    log = tmp_path / "out.json"
    export_battles(project, log, "fastchat")
    (event,) = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert (event["type"], event["models"]) == ("bothbad_vote", ["", ""])
    assert event["states"][1]["messages"][1] == ["assistant", "Hello 0 1"]


def test_a_spoilt_sidecar_leaves_the_record_itself(
    project: ProjectFile, other: ProjectFile, tmp_path: Path
) -> None:
    project.add_bundles([own_bundle(1)])
    out = tmp_path / "out.jsonl"
    export_battles(project, out, "arena")
    row = json.loads(out.read_text("utf-8"))
    sidecar = json.loads(row["sidelight"])
    spoilt = [
        "no json",
        {},
        {**sidecar, "sidelight": 99},
        {**sidecar, "battle": None},
        {**sidecar, "vote": {**sidecar["vote"], "id": "'; --"}},
        {**sidecar, "turns": []},
        {**sidecar, "battle": {**sidecar["battle"], "models": ["local/p", "local/q"]}},
        {**sidecar, "battle": {**sidecar["battle"], "styles": [[1, 2, 3, -4]] * 2}},
    ]
    rows = [{**row, "question_id": f"q{n}", "sidelight": part} for n, part in enumerate(spoilt)]
    assert import_battles(other, lines(tmp_path / "spoilt.jsonl", rows), NOW).added == len(spoilt)
    assert {battle.models[0].connection for battle in other.battles()} == {"imported"}


def test_a_record_that_claims_a_known_vote_costs_the_others_nothing(
    project: ProjectFile, other: ProjectFile, tmp_path: Path
) -> None:
    project.add_bundles([own_bundle(1), own_bundle(2)])
    out = tmp_path / "out.jsonl"
    export_battles(project, out, "arena")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    sidecars = [json.loads(row["sidelight"]) for row in rows]
    sidecars[1]["vote"]["id"] = sidecars[0]["vote"]["id"]
    rows[1]["sidelight"] = sidecars[1]
    done = import_battles(other, lines(tmp_path / "spoilt.jsonl", [*rows, arena(7)]), NOW)
    assert (done.added, dict(done.dropped)) == (2, {Reason.KNOWN: 1})


@pytest.mark.parametrize(
    "temperature", [float("nan"), float("inf"), 10**400, -1e300], ids=["nan", "inf", "digits", "low"]
)
def test_a_setting_beyond_all_reason_leaves_the_record_itself(
    project: ProjectFile, other: ProjectFile, tmp_path: Path, temperature: float
) -> None:
    project.add_bundles([own_bundle(1)])
    out = tmp_path / "out.jsonl"
    export_battles(project, out, "arena")
    row = json.loads(out.read_text("utf-8"))
    row["sidelight"] = sidecar = json.loads(row["sidelight"])
    sidecar["turns"][0]["answers"][0]["temperature"] = temperature
    assert import_battles(other, lines(tmp_path / "spoilt.jsonl", [row]), NOW).added == 1
    assert {battle.models[0].connection for battle in other.battles()} == {"imported"}


def test_what_has_no_place_in_the_file_is_counted(project: ProjectFile, tmp_path: Path) -> None:
    plain, repeat = own_bundle(1), own_bundle(2, purpose=Purpose.REPEAT)
    project.add_bundles([plain, repeat])
    models = tuple(ModelRef("local", name) for name in "xyz")
    ranking = Battle(BattleId(name(9001)), None, models, (), 9001)
    unvoted = Battle(BattleId(name(9002)), None, models[:2], (), 9002)
    bare = Battle(BattleId(name(9003)), None, models[:2], (), 9003)
    votes = [
        Vote(RecordId(name(9004)), ranking.id, None, 9004, ranks=(1, 2, 2)),
        Vote(RecordId(name(9005)), unvoted.id, None, 9005, skipped="both the same"),
        Vote(RecordId(name(9006)), bare.id, Choice.A, 9006),
        Vote(RecordId(name(9007)), bare.id, Choice.B, 9007, supersedes=RecordId(name(9006))),
    ]
    project.add_battles([ranking, unvoted, bare], votes)
    done = export_battles(project, tmp_path / "out.jsonl", "arena")
    assert (done.written, done.without_answers) == (2, 1)
    assert dict(done.left_out) == {exporting.CHECKS: 1, exporting.RANKING: 1, exporting.NO_VOTE: 1}
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["winner"] for row in rows if "conversation_a" not in row] == ["model_b"]
    assert dict(export_battles(project, tmp_path / "out.json", "fastchat").left_out)[exporting.LOST] == 1


def test_an_export_says_which_of_its_battles_no_board_counts(project: ProjectFile, tmp_path: Path) -> None:
    models = tuple(ModelRef("local", name) for name in "xy")
    battles = [Battle(BattleId(name(n)), None, models, (), n, blind=n != 3) for n in range(1, 6)]
    votes = [
        Vote(RecordId(name(11)), battles[0].id, Choice.A, 11),
        Vote(RecordId(name(12)), battles[1].id, Choice.A, 12, leaked=True),
        Vote(RecordId(name(13)), battles[2].id, Choice.A, 13, revealed=True),
        Vote(RecordId(name(14)), battles[3].id, Choice.A, 14, leaked=True),
        # Changed behind the names: the board keeps what was said before.
        Vote(RecordId(name(15)), battles[4].id, Choice.A, 15),
        Vote(RecordId(name(16)), battles[4].id, Choice.B, 16, revealed=True, supersedes=RecordId(name(15))),
    ]
    project.add_battles(battles, votes)
    done = export_battles(project, tmp_path / "out.jsonl", "arena")
    assert (done.written, done.left_out) == (5, ())
    assert dict(done.not_on_board) == {off_board.LEAKED: 2, off_board.KNOWN: 1}
    board = Ranking(project).board()
    assert board.votes == done.written - sum(dict(done.not_on_board).values())
    assert dict(board.left_out) == {off_board.LEAKED: 2}


def test_a_battle_whose_names_nobody_was_given_yet_stays_in_the_project(
    project: ProjectFile, tmp_path: Path
) -> None:
    open_one, nameless = own_bundle(1), own_bundle(2)
    project.add_bundles([open_one, nameless])
    for bundle, kinds in ((open_one, ("drawn", "revealed")), (nameless, ("drawn",))):
        project.chain_append(*(LogEvent(kind, bundle.battle.id, None, "{}", 1) for kind in kinds))
    done = export_battles(project, tmp_path / "out.jsonl", "arena")
    assert (done.written, dict(done.left_out)) == (1, {exporting.NOT_OPENED: 1})
    assert nameless.battle.id not in (tmp_path / "out.jsonl").read_text("utf-8")


def test_nothing_to_write_leaves_no_file(project: ProjectFile, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no battle"):
        export_battles(project, tmp_path / "out.jsonl", "arena")
    for form, file in (("csv", "out.jsonl"), ("arena", "out.csv"), ("fastchat", "out.parquet")):
        with pytest.raises(UsageError):
            export_battles(project, tmp_path / file, form)
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_a_mark_that_an_answer_says_whose_it_is_does_not_hang_on_the_file_alone(
    project: ProjectFile, other: ProjectFile, tmp_path: Path
) -> None:
    # The first says it and has no mark, as if somebody had taken it away; the last has a mark all the same.
    told = own_bundle(1, text="I am Gemini, trained by Google.")
    project.add_bundles([told, own_bundle(2), own_bundle(4)])
    assert [vote.leaked for vote in project.votes()] == [False, False, True]
    out = tmp_path / "out.jsonl"
    export_battles(project, out, "arena")
    assert import_battles(other, out, NOW).leaked == 2
    assert [vote.leaked for vote in other.votes()] == [True, False, True]
