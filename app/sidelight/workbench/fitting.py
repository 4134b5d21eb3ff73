# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what is to be said fits a model's context, told before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.domain.failure import Failure
from sidelight.domain.generation import estimated_tokens
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, Model
from sidelight.providers.catalogue import LOCAL, RECORDED
from sidelight.providers.request import Request

# Tokens of more characters than this, blanks apart, are rare: a text of so many cannot be denser.
_DENSEST = 12


@dataclass(frozen=True, slots=True)
class Fit:
    """A prompt that does not fit a model: about so many ``tokens`` against its ``context_tokens``.

    ``certain`` says that it cannot fit however its tokens are counted; else it probably does not, or leaves
    too little room for the answer. ``sentence`` tells a person.
    """

    model: Model
    tokens: int
    context_tokens: int
    certain: bool
    sentence: str


def misfit(model: Model, said: Conversation, config: GenerationConfig) -> Fit | None:
    """How a conversation exceeds a model's context; ``None`` if it seems to fit or the context is unknown."""
    context = model.context_tokens
    if context is None or model.ref.connection == RECORDED.name:
        return None
    text = "".join(message.sent_text for message in said.messages)
    about = estimated_tokens(len(text))
    wanted = config.max_tokens or 0
    # The engine that holds a local model counts exactly, before it begins, and its word goes.
    certain = model.ref.connection != LOCAL.name and _fewest_tokens(text, about, context) > context
    if certain or about > context:
        sure = "does not fit" if certain else "probably does not fit"
        what = f"The prompt {sure} {model.label}: it has about {about:,} tokens, and {context:,} is the most."
    elif about + wanted > context:
        what = (
            f"{model.label} holds {context:,} tokens: about {about:,} of prompt leave no room for an answer "
            f"of {wanted:,}."
        )
    else:
        return None
    return Fit(model, about, context, certain, what)


def refused(request: Request) -> Failure | None:
    """Why a request is not sent: its prompt cannot fit."""
    fit = misfit(request.model, request.conversation, request.config)
    if fit is None or not fit.certain:
        return None
    return Failure("too_long", fit.sentence, "Shorten it, or choose a model with a larger context.")


def _fewest_tokens(text: str, about: int, context: int) -> int:
    # Blanks come in tokens of a hundred, so they are left out; only who is near the limit counts them.
    return len("".join(text.split())) // _DENSEST if about > context else 0
