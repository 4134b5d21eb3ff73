# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.battle import Choice, Purpose
from sidelight.domain.canonical import digest
from sidelight.domain.errors import ReadOnlyProject, UsageError
from sidelight.domain.model import Connection, GenerationConfig, Model
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.arena_rules import PairChoice, Rules
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.blanks import Blanks
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.rounds import Round
from sidelight.workbench.settings import Places
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said
from support.chat_server import ChatServer

SAID = {
    "Say hello.": ("hello", "complete"),
    "Who are you?": ("I am {name}, made by OpenAI. The palm tree sways.", "complete"),
    "Go on.": ("and more", "complete"),
    "Write a lot.": ("# Long\n\n" + "- **one** more line of it\n" * 200, "complete"),
    "Break off.": ("It begins", "truncated"),
    "Refuse.": ("No.", "filtered"),
    "Fail.": ("Oh", "failed"),
    "Be cut.": ("It goes on and", "length"),
    "Say nothing.": ("", "complete"),
}
NAMES = ("amber", "blue", "coral", "dusk")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.json"
    answers = [
        {"model": name, "prompt": prompt, "text": text.format(name=name), "stop_reason": reason}
        for name in NAMES
        for prompt, (text, reason) in SAID.items()
    ]
    models = [{"name": name, "label": name.title(), "about": "A sample."} for name in NAMES]
    document = {"format": "sidelight-recording", "version": 1, "models": models, "answers": answers}
    path.write_text(json.dumps(document))
    return path


class Clock:
    """A steady clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Iterator[Desk]:
    moment = replace(Moment.real(), steady_ms=clock)
    desk = Desk(ProjectFile.create(tmp_path / "test.sidelight"), catalogue, moment)
    yield desk
    desk.close()


@pytest.fixture
def pool(desk: Desk) -> list[Model]:
    return [desk.model(f"recorded/{name}@0") for name in NAMES]


def until(desk: Desk, condition: Callable[[], bool], seconds: float = 100.0) -> None:
    due = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < due, "it did not come to hold"
        desk.tick()
        time.sleep(0.002)


def ready(desk: Desk, round_: Round) -> Round:
    until(desk, lambda: round_.state is not RoundState.ASKING)
    return round_


def opened(desk: Desk, round_: Round) -> Round:
    round_.reveal()
    until(desk, lambda: round_.state is RoundState.REVEALED)
    return round_


def project_of(desk: Desk) -> ProjectFile:
    return desk._project


def test_two_nameless_answers_are_judged_and_opened(desk, pool):
    round_ = desk.arena.start("Say hello.", pool)
    assert (round_.state, round_.names, round_.sides[0].text) == (RoundState.ASKING, (), "")
    ready(desk, round_)
    assert (round_.state, round_.sides[0].text) == (RoundState.READY, "")
    round_.show()
    assert [side.text for side in round_.sides] == ["hello", "hello"]
    assert [side.label for side in round_.sides] == ["A", "B"]
    round_.vote(Said(Choice.A, strength=2, reasons=["clear"]))
    assert (round_.state, round_.names) == (RoundState.VOTED, ())
    opened(desk, round_)
    (ballot,) = project_of(desk).ballots(blind_only=True)
    assert round_.names == (ballot.model_a, ballot.model_b)
    assert (ballot.choice, ballot.early, ballot.leaked, ballot.purpose) == (
        Choice.A,
        False,
        False,
        Purpose.PLAIN,
    )
    assert ballot.style_a == (5, 0, 0, 0)
    assert [answer.text for answer in round_.answers] == ["hello", "hello"]
    assert [str(answer.model.ref) for answer in round_.answers] == list(round_.names)
    kinds = [entry.event.kind for entry in project_of(desk).log()]
    assert kinds == ["drawn", "shown", "vote", "revealed"]


def everything(thing: object) -> Iterator[str]:
    """All that can be reached from a thing by public names, as text."""
    seen: set[int] = set()
    waiting: list[object] = [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield repr(one)
        yield str(one)
        if isinstance(one, (str, int, float, bool, type(None))) or callable(one):
            continue
        if isinstance(one, (list, tuple, set, frozenset)):
            waiting += list(one)
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        waiting += [getattr(one, name) for name in dir(one) if not name.startswith("_")]


@pytest.mark.parametrize("prompt", ["Say hello.", "Who are you?", "Refuse."])
def test_nothing_that_can_be_reached_names_a_model_before_the_vote(desk, pool, prompt):
    round_ = desk.arena.start(prompt, pool)
    secret = (*NAMES, *(name.title() for name in NAMES), "recorded", "OpenAI")
    for step in (lambda: ready(desk, round_), round_.show, lambda: None):
        for said in everything(round_):
            assert not any(name in said for name in secret), said
        for side in round_.sides:
            for said in everything(side):
                assert not any(name in said for name in secret), said
            for hidden in ("_pace", "_text"):
                assert not any(name in str(getattr(side, hidden)) for name in secret)
        step()
    assert all(entry.title != prompt for entry in desk.library.history())
    assert desk.library.search(prompt.split()[0]) == []
    log = "".join(entry.event.body for entry in project_of(desk).log())
    assert not any(name in log for name in secret)
    if round_.state is RoundState.SHOWING:
        round_.vote(Said(Choice.TIE))
    opened(desk, round_)
    assert "recorded" in round_.names[0]
    assert [entry.title for entry in desk.library.history()] == [prompt]


def test_who_says_his_name_is_masked_and_marked(desk, pool):
    round_ = ready(desk, desk.arena.start("Who are you?", pool))
    round_.show()
    assert [side.text for side in round_.sides] == [
        "I am [name hidden], made by [name hidden]. The palm tree sways."
    ] * 2
    assert round_.leaked
    round_.vote(Said(Choice.B))
    opened(desk, round_)
    assert project_of(desk).ballots()[0].leaked
    assert "OpenAI" in round_.answers[0].text


def test_what_was_drawn_is_in_the_log_before_anything_is_shown(desk, pool):
    round_ = desk.arena.start("Say hello.", pool)
    drawn = project_of(desk).log()[0].event
    ready(desk, round_)
    (battle,) = project_of(desk).battles()
    assert json.loads(drawn.body) == {"commitment": battle.commitment, "version": 1}
    assert len(battle.nonce) == 64
    shown = json.loads(project_of(desk).log()[1].event.body)
    assert shown["answers"] == [[one, digest("hello")] for one in battle.generations]


def test_answers_appear_at_one_pace_from_one_moment(desk, pool, clock):
    desk.arena.set_rules(Rules(pace=50))
    round_ = ready(desk, desk.arena.start("Write a lot.", pool))
    clock.now += 5000
    round_.show()
    assert [side.text_length for side in round_.sides] == [0, 0]
    clock.now += 1000
    assert [side.text_length for side in round_.sides] == [200, 200]
    assert round_.sides[0].text_from(190) == round_.sides[0].text[190:]
    assert desk.busy
    assert not round_.complete
    round_.vote(Said(Choice.A))
    opened(desk, round_)
    assert project_of(desk).ballots()[0].early
    assert project_of(desk).votes()[0].shown_ms == 1000
    other = ready(desk, desk.arena.start("Write a lot.", pool))
    other.show()
    clock.now += 1e6
    assert other.complete
    assert not desk.busy


def test_looks_can_be_taken_from_both(desk, pool):
    desk.arena.set_rules(Rules(plain=True))
    round_ = ready(desk, desk.arena.start("Write a lot.", pool))
    round_.show()
    assert round_.sides[0].text.startswith("Long\n\none more line of it\n\none")
    (battle,) = project_of(desk).battles()
    assert battle.styles[0][1:] == (1, 200, 200)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("Break off.", "broke off"),
        ("Refuse.", "filter"),
        ("Fail.", "did not come"),
        ("Be cut.", "length limit"),
        ("Say nothing.", "empty"),
        ("Was this ever recorded?", "did not come"),
    ],
)
def test_what_is_no_answer_makes_no_vote(desk, pool, prompt, said):
    round_ = ready(desk, desk.arena.start(prompt, pool))
    assert round_.state is RoundState.VOID
    assert said in round_.void_reason
    assert not any(name in round_.void_reason for name in NAMES)
    round_.show()
    with pytest.raises(UsageError):
        round_.vote(Said(Choice.A))
    assert round_.names == ()
    opened(desk, round_)
    assert len(round_.names) == 2
    assert project_of(desk).ballots() == []
    assert [entry.event.kind for entry in project_of(desk).log()] == ["drawn", "void", "revealed"]


def test_a_cut_answer_counts_where_the_rules_say_so(desk, pool):
    desk.arena.set_rules(Rules(cut_counts=True))
    assert ready(desk, desk.arena.start("Be cut.", pool)).state is RoundState.READY


def test_a_message_of_the_platform_voids_the_round(tmp_path):
    banner = "⚠️  Models are thinking. Please stay patient as it may take over a minute."
    with ChatServer((banner, "\n\nHello")).serving() as one, ChatServer(("Hello",)).serving() as two:
        connections = tuple(
            Connection(name, "openai", name, server.base_url) for name, server in (("one", one), ("two", two))
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "platform.sidelight"), catalogue, Moment.real())
        try:
            round_ = desk.arena.start("Say hello.", [desk.model("one/a"), desk.model("two/b")])
            ready(desk, round_)
            assert (round_.state, round_.void_reason[:10]) == (RoundState.VOID, "A platform")
        finally:
            desk.close()


def test_a_vote_can_be_taken_back_until_the_names_are_known(desk, pool):
    round_ = ready(desk, desk.arena.start("Say hello.", pool))
    round_.show()
    round_.vote(Said(Choice.A))
    round_.undo()
    assert (round_.state, round_.given) == (RoundState.SHOWING, None)
    assert project_of(desk).ballots() == []
    round_.vote(Said(Choice.B))
    round_.vote(Said(Choice.TIE))
    opened(desk, round_)
    round_.undo()
    assert round_.given.choice is Choice.TIE
    with pytest.raises(UsageError):
        round_.vote(Said(Choice.A))
    round_.change(Said(Choice.A))
    assert [one.choice for one in project_of(desk).ballots()] == [Choice.A]
    assert [one.choice for one in project_of(desk).ballots(blind_only=True)] == [Choice.TIE]
    assert [vote.revealed for vote in project_of(desk).votes()] == [False] * 4 + [True]


def test_a_round_can_be_skipped_with_a_reason(desk, pool):
    round_ = ready(desk, desk.arena.start("Say hello.", pool))
    with pytest.raises(UsageError):
        round_.skip(" ")
    round_.skip("off topic")
    opened(desk, round_)
    assert project_of(desk).votes()[0].skipped == "off topic"
    assert project_of(desk).ballots() == []


def test_a_new_round_closes_the_one_before(desk, pool):
    first = ready(desk, desk.arena.start("Say hello.", pool))
    first.show()
    second = desk.arena.start("Go on.", pool)
    assert first.state is RoundState.REVEALED
    assert project_of(desk).votes()[0].skipped
    third = desk.arena.start("Say hello.", pool)
    assert second.state is RoundState.REVEALED
    assert second.void_reason
    ready(desk, third)
    with pytest.raises(UsageError):
        desk.arena.start(" ", pool)
    assert desk.arena.current is third
    assert third.state is RoundState.READY


def test_a_ranking_of_four(desk, pool):
    round_ = ready(desk, desk.arena.start("Say hello.", pool, panes=4))
    round_.show()
    assert round_.ranking
    for wrong in ({"choice": Choice.A}, {"ranks": (1, 2)}, {"ranks": (1, 2, 3, 0)}):
        with pytest.raises(UsageError):
            round_.vote(Said(**wrong))
    round_.vote(Said(ranks=(1, 2, 2, 4)))
    opened(desk, round_)
    assert sorted(round_.names) == sorted(str(model.ref) for model in pool)
    assert len(project_of(desk).ballots()) == 6


def test_a_further_turn_stays_nameless(desk, pool):
    first = ready(desk, desk.arena.start("Say hello.", pool))
    first.show()
    second = desk.arena.follow(first, "Go on.")
    assert (first.state, second.turn, second.earlier) == (RoundState.PAST, 2, (first,))
    assert [side.text for side in first.sides] == ["hello", "hello"]
    ready(desk, second).show()
    second.vote(Said(Choice.A))
    assert desk.library.history() == []
    opened(desk, second)
    one, two = project_of(desk).battles()
    assert (two.models, two.follows, two.turn) == (one.models, one.id, 2)
    assert one.nonce != two.nonce
    assert [vote.battle_id for vote in project_of(desk).votes()] == [two.id]
    assert len(desk.library.history()) == 2
    assert project_of(desk).unopened() == []


def test_all_can_be_asked_once_more(desk, pool):
    first = ready(desk, desk.arena.start("Say hello.", pool))
    first.show()
    second = desk.arena.reroll(first)
    assert first.state is RoundState.VOID
    assert not first.can_reroll
    ready(desk, second).show()
    second.vote(Said(Choice.B))
    opened(desk, second)
    one, two = project_of(desk).battles()
    assert (one.models, one.comparison_id) == (two.models, two.comparison_id)
    assert set(one.generations).isdisjoint(two.generations)
    assert project_of(desk).unopened() == []


def test_a_void_round_can_be_asked_once_more(desk, pool):
    first = ready(desk, desk.arena.start("Refuse.", pool))
    second = desk.arena.reroll(first)
    assert ready(desk, second).state is RoundState.VOID
    assert desk.library.history() == []
    opened(desk, second)
    assert len(desk.library.history()) == 1


def test_answers_can_be_stopped(desk):
    pool = [desk.model(f"recorded/{name}@1") for name in NAMES]
    round_ = desk.arena.start("Write a lot.", pool)
    round_.stop()
    ready(desk, round_)
    assert round_.void_reason.startswith("You stopped")


def the_repeat(desk: Desk) -> Round:
    found: list[Round] = []

    def comes() -> bool:
        again = desk.arena.again()
        if again is not None:
            found.append(again)
        return bool(found)

    until(desk, comes)
    return found[0]


def test_an_earlier_battle_comes_again_with_the_sides_exchanged(desk, pool, clock):
    desk.arena.set_rules(Rules(repeat_percent=50))
    assert desk.arena.again() is None
    first = None
    for prompt in ("Say hello.", "Go on.", "Go on.", "Go on."):
        round_ = ready(desk, desk.arena.start(prompt, pool))
        round_.show()
        round_.vote(Said(Choice.A))
        opened(desk, round_)
        first = first or round_
    again = the_repeat(desk)
    clock.now += 60_000  # as long as the first time, or longer
    ready(desk, again)
    assert (again.prompt, again.names) == ("Say hello.", ())
    assert [side.answer_id for side in again.sides] == [one.id for one in reversed(first.answers)]
    assert len(desk.library.history()) == 3
    again.show()
    again.vote(Said(Choice.A))
    opened(desk, again)
    assert again.names == tuple(reversed(first.names))
    assert again.purpose is Purpose.REPEAT
    assert again.battle.repeats == first.battle.id
    assert [str(answer.model.ref) for answer in again.answers] == list(again.names)
    assert len(desk.library.history()) == 4


@pytest.fixture
def repeated(desk, pool, clock) -> Callable[[], tuple[Round, Round]]:
    """Holds a battle that takes 700 ms, then others, until it comes again; gives both."""
    # As the log's own clock, by which the first time is measured.
    desk.arena._moment = moment = replace(desk.arena._moment, wall_ms=lambda: int(clock.now))
    desk.arena._venue = replace(desk.arena._venue, moment=moment)
    desk.arena._blanks = Blanks(moment, desk.arena._chance)

    def hold() -> tuple[Round, Round]:
        desk.arena.set_rules(Rules(repeat_percent=50))
        desk.arena.again()
        first = None
        for prompt in ("Say hello.", "Go on.", "Go on.", "Go on."):
            round_ = desk.arena.start(prompt, pool)
            clock.now += 700
            ready(desk, round_).show()
            round_.vote(Said(Choice.A))
            opened(desk, round_)
            first = first or round_
        return first, the_repeat(desk)

    return hold


def test_a_repeat_takes_as_long_as_the_first_time(desk, repeated, clock):
    _, again = repeated()
    for _ in range(200):
        desk.tick()
        time.sleep(0.001)
    assert again.state is RoundState.ASKING
    clock.now += 699
    desk.tick()
    assert (again.state, again.busy) == (RoundState.ASKING, True)
    clock.now += 1
    assert ready(desk, again).state is RoundState.READY


def test_a_repeat_can_be_stopped_as_any_round(desk, repeated):
    _, again = repeated()
    again.stop()
    assert again.void_reason.startswith("You stopped")
    again.reveal()
    until(desk, lambda: again.state is RoundState.REVEALED)
    project_of(desk).flush()
    assert Auditing(project_of(desk)).audit().sound


def test_a_repeat_can_be_followed_as_any_round(desk, repeated, clock):
    first, again = repeated()
    clock.now += 700
    ready(desk, again).show()
    assert again.can_follow
    assert again.can_reroll
    further = ready(desk, desk.arena.follow(again, "Go on."))
    assert further.turn == 2
    further.show()
    further.vote(Said(Choice.A))
    opened(desk, further)
    assert further.names == tuple(reversed(first.names))
    asked = project_of(desk).comparison(further.battle.comparison_id)
    assert asked.follows == tuple(reversed(first.battle.generations))
    project_of(desk).flush()
    assert Auditing(project_of(desk)).audit().sound


def test_the_models_of_a_repeat_are_asked_once_more_as_any(desk, repeated, clock):
    first, again = repeated()
    clock.now += 700
    ready(desk, again).show()
    more = ready(desk, desk.arena.reroll(again))
    assert (more.prompt, more.exposed) == ("Say hello.", True)
    more.show()
    more.vote(Said(Choice.B))
    opened(desk, more)
    assert more.names == tuple(reversed(first.names))
    assert more.purpose is Purpose.PLAIN
    assert set(more.battle.generations).isdisjoint(first.battle.generations)
    assert again.void is not None
    project_of(desk).flush()
    assert [entry.event.kind for entry in project_of(desk).log(again.hidden().battle.id)][-1] == "revealed"
    assert Auditing(project_of(desk)).audit().sound


def test_now_and_then_a_model_meets_itself(tmp_path, desk, pool):
    desk.arena.set_rules(Rules(control_percent=50))
    desk.arena._chance = random.Random(1)
    purposes = set()
    for _ in range(8):
        round_ = ready(desk, desk.arena.start("Say hello.", pool))
        round_.show()
        round_.vote(Said(Choice.TIE))
        opened(desk, round_)
        purposes.add(round_.purpose)
        assert (round_.names[0] == round_.names[1]) == (round_.purpose is Purpose.CONTROL)
    assert purposes == {Purpose.PLAIN, Purpose.CONTROL}


def test_what_was_shown_may_be_voted_on_in_a_later_sitting(tmp_path, catalogue, desk, pool):
    def again(old: Desk) -> Desk:
        old.close()
        return Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real())

    round_ = ready(desk, desk.arena.start("Who are you?", pool))
    round_.show()
    sides = [side.text for side in round_.sides]
    later = again(desk)
    assert later.arena.unfinished() == ()
    until(later, lambda: len(later.arena.unfinished()) == 1)
    (waiting,) = later.arena.unfinished()
    ready(later, waiting).show()
    assert (waiting.prompt, waiting.leaked, waiting.names) == ("Who are you?", True, ())
    assert [side.text for side in waiting.sides] == sides
    waiting.vote(Said(Choice.A))
    latest = again(later)
    latest.arena.unfinished()
    until(latest, lambda: len(latest.arena.unfinished()) == 1)
    (voted,) = latest.arena.unfinished()
    ready(latest, voted)
    assert (voted.state, voted.given.choice) == (RoundState.VOTED, Choice.A)
    opened(latest, voted)
    assert len(voted.names) == 2
    assert len(voted.answers) == 2
    assert latest.arena.unfinished() == ()
    assert len(latest.library.history()) == 1
    latest.close()


def test_people_do_not_take_each_others_votes_away(tmp_path, catalogue, desk, pool):
    desk.arena.annotator = "ann"
    round_ = ready(desk, desk.arena.start("Say hello.", pool))
    round_.show()
    round_.vote(Said(Choice.A))
    desk.arena.annotator = "bob"  # from the next round on
    round_.vote(Said(Choice.B))
    assert [vote.annotator for vote in project_of(desk).votes()] == ["ann", "ann"]
    desk.close()
    later = Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real())
    try:
        later.arena.annotator = "bob"
        until(later, lambda: bool(later.arena.unfinished()) and not later.busy)
        (waiting,) = later.arena.unfinished()
        waiting = ready(later, later.arena.take_up(waiting))
        assert (waiting.state, waiting.given) == (RoundState.READY, None)
        waiting.show()
        waiting.vote(Said(Choice.TIE))
        waiting.undo()
        waiting.vote(Said(Choice.A))
        opened(later, waiting)
        project = project_of(later)
        project.flush()
        chains = {who: [vote for vote in project.votes() if vote.annotator == who] for who in ("ann", "bob")}
        for votes in chains.values():
            assert [vote.supersedes for vote in votes] == [None, *(vote.id for vote in votes[:-1])]
        counted = {ballot.annotator: ballot.choice for ballot in project.ballots(blind_only=True)}
        assert counted == {"ann": Choice.B, "bob": Choice.A}
        assert Auditing(project).audit().sound
    finally:
        later.close()


def test_what_was_not_shown_is_void_in_a_later_sitting(tmp_path, catalogue, desk, pool):
    slow = [desk.model(f"recorded/{name}@1") for name in NAMES]
    desk.arena.start("Write a lot.", slow)
    desk.close()
    later = Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real())
    assert later.library.history() == []
    later.arena.unfinished()
    until(later, lambda: not later.arena.looking)
    assert later.arena.unfinished() == ()
    assert len(later.library.history()) == 1
    assert [entry.event.kind for entry in project_of(later).log()] == ["drawn", "void", "revealed"]
    later.close()


def test_battles_stay_open_at_a_limit_if_the_rules_say_so(tmp_path):
    with ChatServer(("Hello",)).serving() as one, ChatServer(("Hello",)).serving() as two:
        connections = tuple(
            Connection(name, "openai", name, server.base_url, per_hour=1)
            for name, server in (("one", one), ("two", two))
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        places = Places(tmp_path, tmp_path / "config")
        project = ProjectFile.create(tmp_path / "limits.sidelight")
        desk = Desk(project, catalogue, Moment.real(), quotas=Quotas.of(places))
        try:
            pool = [desk.model("one/a"), desk.model("two/b")]
            assert ready(desk, desk.arena.start("Say hello.", pool)).state is RoundState.READY
            with pytest.raises(UsageError, match="limits leave 0 of 2"):
                desk.arena.start("Say hello.", pool)
            desk.arena.set_rules(Rules(beyond_limits=True))
            for _ in range(2):
                round_ = desk.arena.start("Say hello.", pool)
                assert ready(desk, round_).state is RoundState.READY
                assert ready(desk, desk.arena.reroll(round_)).state is RoundState.READY
            direct = desk.comparing.start("Say hello.", pool)
            until(desk, lambda: not direct.running)
            assert [answer.failure.kind for answer in direct.answers()] == ["rate_limited"] * 2
        finally:
            desk.close()


def test_what_is_left_of_a_limit_does_not_tell_whom_a_round_asked(tmp_path):
    with ChatServer(("Hello",)).serving() as one:
        connections = tuple(
            Connection(name, "openai", name, one.base_url, per_hour=9) for name in ("one", "two")
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        places = Places(tmp_path, tmp_path / "config")
        project = ProjectFile.create(tmp_path / "limits.sidelight")
        desk = Desk(project, catalogue, Moment.real(), quotas=Quotas.of(places))
        try:
            pool = [desk.model("one/a"), desk.model("two/b")]
            assert desk.connecting.quotas_of(pool) is not None
            round_ = ready(desk, desk.arena.start("Say hello.", pool))
            assert desk.connecting.quotas_of(pool) is None
            round_.show()
            round_.vote(Said(Choice.A))
            assert desk.connecting.quotas_of(pool) is None
            opened(desk, round_)
            told = desk.connecting.quotas_of(pool).result()
            assert [left.left for left in told["one/a"]] == [8]
        finally:
            desk.close()


def test_a_project_that_can_only_be_read_holds_no_battle(tmp_path, catalogue, desk, pool):
    round_ = ready(desk, desk.arena.start("Say hello.", pool))
    round_.show()
    round_.vote(Said(Choice.A))
    opened(desk, round_)
    desk.close()
    reader = Desk(ProjectFile.open(tmp_path / "test.sidelight", read_only=True), catalogue, Moment.real())
    with pytest.raises(ReadOnlyProject):
        reader.arena.start("Say hello.", pool)
    assert reader.arena.unfinished() == ()
    assert reader.arena.again() is None
    assert reader.arena.current is None
    reader.close()


def test_pairs_can_be_drawn_by_what_a_vote_would_tell(desk, pool):
    desk.arena.set_rules(Rules(PairChoice.INFORMATIVE))
    drawn = []

    def informed() -> bool:
        round_ = ready(desk, desk.arena.start("Say hello.", pool))
        round_.show()
        round_.vote(Said(Choice.A))
        opened(desk, round_)
        drawn.append(json.loads(round_.battle.settings)["pair_choice"])
        return "informative" in drawn

    until(desk, informed)
    assert drawn[0] == "uniform"


def test_a_further_turn_is_asked_with_the_settings_of_the_round_and_each_models_own(tmp_path):
    with ChatServer(("Hello",)).serving() as one, ChatServer(("Hello",)).serving() as two:
        connections = tuple(
            Connection(name, "openai", name, server.base_url) for name, server in (("one", one), ("two", two))
        )
        catalogue = Catalogue(data_folder=tmp_path, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "turns.sidelight"), catalogue, Moment.real())
        try:
            warm = replace(desk.model("one/a"), defaults=GenerationConfig(temperature=0.9))
            desk.arena.set_rules(Rules(max_tokens=77))
            first = ready(
                desk, desk.arena.start("Say hello.", [warm, desk.model("two/b")], system="Be kind.")
            )
            first.show()
            second = ready(desk, desk.arena.follow(first, "Go on."))
            third = ready(desk, desk.arena.reroll(second))
            assert (second.state, third.state, third.turn) == (RoundState.VOID, RoundState.READY, 2)
            third.show()
            third.vote(Said(Choice.TIE))
            opened(desk, third)
            assert project_of(desk).unopened() == []
            assert Auditing(project_of(desk)).audit().problems == ()
        finally:
            desk.close()
    for server, temperature in ((one, 0.9), (two, None)):
        sent = server.requests[-1]
        assert sent.get("temperature") == temperature
        assert 77 in (sent.get("max_tokens"), sent.get("max_completion_tokens"))
        assert [message["role"] for message in sent["messages"]] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize("prompt", ["Write a lot.", "Refuse."])
def test_a_turn_that_came_to_nothing_does_not_give_the_turn_before_away(tmp_path, catalogue, desk, prompt):
    pool = [desk.model(f"recorded/{name}@3000") for name in NAMES]
    first = ready(desk, desk.arena.start("Say hello.", pool))
    first.show()
    second = desk.arena.follow(first, prompt)
    if prompt == "Refuse.":
        assert ready(desk, second).state is RoundState.VOID
    desk.close()
    later = Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real())
    later.arena.unfinished()
    until(later, lambda: not later.arena.looking)
    (waiting,) = later.arena.unfinished()
    assert waiting.prompt == "Say hello."
    assert later.library.history() == []
    ready(later, waiting).show()
    waiting.vote(Said(Choice.A))
    opened(later, waiting)
    assert len(later.library.history()) == 2
    assert project_of(later).unopened() == []
    assert Auditing(project_of(later)).audit().problems == ()
    later.close()
