# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The arena: models meet without names, a person votes, and a log holds both to what was drawn."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sidelight.domain.battle import MOST_RANKED, Battle, Purpose
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.domain.message import Part
from sidelight.domain.model import GenerationConfig, Model
from sidelight.store.project import ProjectFile
from sidelight.workbench import commitment, reopening
from sidelight.workbench.arena_rules import PairChoice, Rules, keep_rules, read_rules
from sidelight.workbench.blanks import Blanks
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.moment import Moment
from sidelight.workbench.named import NamedVotes
from sidelight.workbench.own_names import masking_of
from sidelight.workbench.pairing import Gains, draw, gains_of
from sidelight.workbench.recognising import recognised
from sidelight.workbench.rounds import Round
from sidelight.workbench.sides import Prepared, prepare
from sidelight.workbench.venue import Held, RoundState, Venue

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

LEFT_ALONE = 3
"""So many of the newest battles are not repeated: the person would remember them."""


class Arena:
    """Rounds of one project, one at a time. Call ``tick`` every few milliseconds while ``busy``."""

    def __init__(
        self,
        project: ProjectFile,
        comparing: Comparing,
        moment: Moment,
        folder: Path,
        *,
        chance: random.Random | None = None,
        may_be_asked: Callable[[Model], bool] = lambda _: True,
    ) -> None:
        """Begin.

        Args:
            project: where battles are kept.
            comparing: asks the models.
            moment: clocks and names.
            folder: where the rules are kept.
            chance: draws pairs, order and nonces; the system's own if not given.
            may_be_asked: whether the user's own limits allow a model now.
        """
        self.notice = ""
        try:
            self.rules = read_rules(folder)
        except UsageError as error:
            self.rules, self.notice = Rules(), error.sentence
        self.annotator = ""
        self.current: Round | None = None
        self._asked_now: set[ComparisonId] = set()
        self.named = NamedVotes(
            project,
            moment,
            lambda: self.annotator,
            comparing.was_begun_now,
            lambda comparison: comparison in self._asked_now,
        )
        self._project = project
        self._comparing = comparing
        self._moment = moment
        self._folder = folder
        self._chance = chance or secrets.SystemRandom()
        self._blanks = Blanks(moment, self._chance)
        self._may_be_asked = may_be_asked
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="arena")
        self._venue = Venue(
            project, comparing, moment, self._prepare, lambda: self.annotator, self._recognise
        )
        self._mine: set[BattleId] = set()
        self._gained: frozenset[str] = frozenset()
        self._gains: Gains | None = None
        self._weighing: Future[tuple[frozenset[str], Gains]] | None = None
        self._repeat: Future[reopening.Kept | None] | None = None
        self._found: Future[reopening.Found] | None = None
        self._unfinished: list[Round] | None = None

    def set_rules(self, rules: Rules) -> None:
        """Hold rounds by these rules from the next one on, also in later sittings.

        Raises:
            UsageError: they cannot be kept; they hold for this sitting.
        """
        self.rules = rules
        keep_rules(self._folder, rules)

    # rounds

    def start(
        self,
        prompt: str,
        pool: Sequence[Model],
        *,
        panes: int = 2,
        system: str = "",
        config: GenerationConfig = GenerationConfig(),  # noqa: B008 (frozen)
        category: str = "",
        attachments: Sequence[Part] = (),
    ) -> Round:
        """Draw models from a pool and ask them. The round before is closed: skipped if nobody voted.

        Raises:
            UsageError: there is nothing to send, or too few models to send it to.
            ReadOnlyProject: nothing could be kept.
        """
        if not 2 <= panes <= MOST_RANKED:
            raise UsageError(f"{panes} answers cannot be judged together.", f"Choose 2 to {MOST_RANKED}.")
        rules = self.rules
        able = [one for one in pool if rules.beyond_limits or self._may_be_asked(one)]
        if len(able) < panes <= len(pool):
            what = f"Your own limits leave {len(able)} of {len(pool)} models to be asked now."
            raise UsageError(what, "Wait, or let battles go beyond them in the arena's rules.")
        drawn = draw(able, panes, rules, self._chance, self._told(able))
        if rules.max_tokens is not None:
            config = config.overridden_by(GenerationConfig(max_tokens=rules.max_tokens))
        models = tuple(model.ref for model in drawn.models)
        battle = self._blanks.fresh(models, drawn.purpose, category, rules, drawn.by, config)
        return self._ask(
            rules, battle, drawn.models, prompt, system=system, config=config, attachments=attachments
        )

    def follow(self, round_: Round, prompt: str, *, attachments: Sequence[Part] = ()) -> Round:
        """Ask the models of a round something further; they stay where they are and nameless.

        Raises:
            UsageError: the round cannot go on, or there is nothing to send.
        """
        if not round_.can_follow or round_ is not self.current:
            raise UsageError("This round has no further turn.", "Vote, then begin a new round.")
        before = round_.hidden()
        self._see_that_all_are_there(before.models)
        last = before.battle
        live = before.live or reopening.as_repeated(self._comparing, last)
        battle = self._blanks.next(last, follows=last.id, turn=last.turn + 1)
        lineage = (*before.lineage, last)
        asked = {"config": before.config, "follows": live, "attachments": attachments}
        made = self._ask(
            round_.rules, battle, before.models, prompt, lineage, (*round_.earlier, round_), **asked
        )
        round_.superseded(by_turn=True)
        return made

    def reroll(self, round_: Round) -> Round:
        """Ask all models of a round once more, on the same sides; every attempt stays in the project.

        Raises:
            UsageError: the round cannot be had once more.
        """
        if not round_.can_reroll or round_ is not self.current:
            raise UsageError("This round cannot be had once more.", "Begin a new one.")
        self._see_that_all_are_there(round_.hidden().models)
        before = round_.superseded(by_turn=False)
        live, last = before.live, before.battle
        if live is None:
            return self._ask_repeated(round_, before)
        battle = self._blanks.next(last, follows=last.follows, turn=last.turn)
        battle = reopening.committed(battle, live.comparison)
        self._project.chain_append(commitment.drawn(battle, self._moment.wall_ms()))
        answers = tuple(self._comparing.reroll(live, position) for position in range(len(live.panes)))
        lineage = (*before.lineage, last)
        held = Held(battle, before.models, live, answers, lineage=lineage, config=before.config)
        return self._enter(
            Round(self._venue, round_.rules, live.comparison.conversation, held, round_.earlier)
        )

    def again(self) -> Round | None:
        """Now and then an earlier battle with the sides exchanged, when a new round is wanted; else ``None``.

        It is an ordinary round in all that can be seen, with the prompt of that time.
        """
        percent = self.rules.repeat_percent
        if percent == 0 or self._project.read_only:
            return None
        if self._repeat is None:
            self._look_for_repeat()
            return None
        if not self._repeat.done() or self._chance.random() * 100 >= percent:
            return None
        kept, self._repeat = _read(self._repeat, None), None
        if kept is None:
            return None
        refs = tuple(reversed(kept.battle.models))
        battle = self._blanks.fresh(refs, Purpose.REPEAT, kept.battle.category, self.rules)
        battle = reopening.committed(reopening.swapped(battle, kept.battle), kept.comparison)
        self._leave()
        self._project.chain_append(commitment.drawn(battle, self._moment.wall_ms()))
        models = tuple(reversed(kept.models))
        texts, config = tuple(reversed(kept.texts)), reopening.config_of(kept.battle)
        held = Held(battle, models, None, (), texts, takes_ms=kept.took_ms, config=config)
        return self._enter(Round(self._venue, self.rules, kept.comparison.conversation, held))

    def _ask_repeated(self, round_: Round, before: Held) -> Round:
        """The models of a repeat are asked once more: a battle of its own, on the same sides."""
        last = before.battle
        refs = tuple(model.ref for model in before.models)
        battle = self._blanks.fresh(refs, Purpose.PLAIN, last.category, round_.rules, None, before.config)
        asked: dict[str, Any] = {"system": round_.system, "attachments": round_.attachments}
        lineage = (*before.lineage, last)
        return self._ask(
            round_.rules, battle, before.models, round_.prompt, lineage, config=before.config, **asked
        )

    def unfinished(self) -> tuple[Round, ...]:
        """Rounds of earlier sittings that may still be voted on or opened.

        They are looked for on another thread: none at first, all a few ticks later (``looking`` tells).
        A round whose answers had not been shown when the program ended is void, and opened.
        """
        if self._unfinished is None and self._found is None and not self._project.read_only:
            mine = frozenset(self._mine)
            self._found = self._threads.submit(reopening.find, self._project, mine)
        return tuple(one for one in self._unfinished or () if one.state in _WAITING)

    @property
    def looking(self) -> bool:
        """Whether rounds of earlier sittings are being looked for."""
        return self._found is not None

    def take_up(self, round_: Round) -> Round:
        """Make an unfinished round the current one."""
        if round_ is not self.current:
            self._leave()
            self.current = round_
            round_.judged_by(self.annotator)
        return round_

    @property
    def blind(self) -> bool:
        """Whether there is a round whose names must not be known yet."""
        return self.current is not None and self.current.state is not RoundState.REVEALED

    @property
    def busy(self) -> bool:
        """Whether something changes by time alone."""
        rounds = (self.current, *(self._unfinished or ()))
        return self._found is not None or any(one is not None and one.busy for one in rounds)

    def tick(self) -> bool:
        """Take in what became of the answers. Returns whether anything changed."""
        changed = False
        if self._found is not None and self._found.done():
            found, self._found = _read(self._found, reopening.Found((), ())), None
            self._unfinished = self._reopened(found)
            changed = True
        for one in {id(one): one for one in (self.current, *(self._unfinished or ())) if one}.values():
            was = one.state
            changed |= one.tick()
            if one.state is RoundState.REVEALED and was is not one.state:
                self._look_for_repeat()
                self._take_gains()
                self._weigh()
        return changed

    def close(self) -> None:
        """End what is being prepared."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    # within

    def _ask(
        self,
        rules: Rules,
        battle: Battle,
        models: tuple[Model, ...],
        prompt: str,
        lineage: tuple[Battle, ...] = (),
        earlier: tuple[Round, ...] = (),
        **asked: Any,
    ) -> Round:
        held: list[Battle] = []

        def first(comparison: Comparison) -> None:
            # Nothing can fail any more, and nothing was sent yet: now the draw is put on record.
            if not lineage:
                self._leave()
            held.append(reopening.committed(battle, comparison))
            self._project.chain_append(commitment.drawn(held[0], self._moment.wall_ms()))

        live = self._comparing.start(prompt, models, beyond_limits=rules.beyond_limits, first=first, **asked)
        self._asked_now.add(live.comparison.id)
        answers = tuple(pane[-1] for pane in live.panes)
        of = Held(held[0], models, live, answers, lineage=lineage, config=asked["config"])
        return self._enter(Round(self._venue, rules, live.comparison.conversation, of, earlier))

    def _see_that_all_are_there(self, models: Sequence[Model]) -> None:
        # Elsewhere it is said which server is missing, and that would give a model away.
        if not all(map(self._comparing.can_ask, models)):
            raise UsageError("One of the models cannot be asked any more.", "Vote, or begin a new round.")

    def _enter(self, round_: Round) -> Round:
        self._mine.add(round_.hidden().battle.id)
        self.current = round_
        return round_

    def _leave(self) -> None:
        if self.current is not None:
            self.current.leave("a new round was begun")
            self.current = None

    def _told(self, pool: Sequence[Model]) -> Gains | None:
        """What a vote on each pair would tell, by the newest figures; ``None`` while there are none."""
        if self.rules.pair_choice is not PairChoice.INFORMATIVE:
            return None
        names = frozenset(str(model.ref) for model in pool)
        if names != self._gained:
            self._gained, self._gains = names, None
            self._weigh()
            return None
        self._take_gains()
        return self._gains

    def _weigh(self) -> None:
        """Find out on another thread what votes would tell now."""
        names = self._gained
        if names and self.rules.pair_choice is PairChoice.INFORMATIVE:
            self._weighing = self._threads.submit(
                lambda: (names, gains_of(self._project.ballot_counts(blind_only=True), sorted(names)))
            )

    def _take_gains(self) -> None:
        if self._weighing is not None and self._weighing.done():
            (names, gains), self._weighing = _read(self._weighing, (frozenset[str](), {})), None
            # Meanwhile the pool may be another one.
            self._gains = gains if names == self._gained else self._gains

    def _look_for_repeat(self) -> None:
        if self.rules.repeat_percent and self._repeat is None:
            self._repeat = self._threads.submit(
                reopening.repeat,
                self._project,
                self._comparing.known,
                self.annotator,
                LEFT_ALONE,
                self._chance,
            )

    def _reopened(self, found: reopening.Found) -> list[Round]:
        self._project.add_battles([], [], found.events(self._moment.wall_ms()))
        rounds = []
        for kept in found.waiting:
            held = Held(
                kept.battle,
                tuple(self._comparing.known(ref) for ref in kept.battle.models),
                None,
                (),
                kept.texts,
                kept.lineage,
                kept.votes,
                is_logged=True,
            )
            self._mine.add(kept.battle.id)
            rules = reopening.rules_of(kept.battle)
            rounds.append(Round(self._venue, rules, kept.comparison.conversation, held))
        return rounds

    def _recognise(self, texts: Sequence[str], models: Sequence[Model]) -> Future[bool]:
        return self._threads.submit(recognised, self._project, texts, models)

    def _prepare(self, texts: Sequence[str], models: Sequence[Model], rules: Rules) -> Future[Prepared]:
        return self._threads.submit(
            lambda: prepare(texts, masking_of(models), mask=rules.mask, plain=rules.plain)
        )


_WAITING = (RoundState.READY, RoundState.SHOWING, RoundState.VOTED, RoundState.ASKING)


def _read(work: Future[Result], otherwise: Result) -> Result:
    """What was read on the other thread; where the project could not be read, as if there were nothing."""
    try:
        return work.result()
    except ProjectError as error:
        _log.warning("%s", error.sentence)
        return otherwise
