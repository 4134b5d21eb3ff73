# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight models`` and ``sidelight model get``."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from sidelight.cli.output import FAILED, complain, print_json, say
from sidelight.domain.price import Price
from sidelight.workbench.budget import Budget
from sidelight.workbench.catalogue import ask_servers, catalogue_of, fetch_demo_model, insecurity
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.settings import Places


def list_models(*, as_json: bool) -> int:
    """Print connections and models; the servers that the user named are asked. Fails if one would not say."""
    catalogue = catalogue_of(Places.of(os.environ), os.environ)
    served = ask_servers(catalogue)
    quotas = Quotas.of(Places.of(os.environ))
    failures = {name: answer for name, answer in served.items() if isinstance(answer, str)}
    for connection in catalogue.connections():
        if warning := insecurity(connection):
            complain(warning)
    models = [
        *catalogue.models(),
        *(m for answer in served.values() if not isinstance(answer, str) for m in answer),
    ]
    if as_json:
        print_json(
            {
                "connections": [
                    {
                        "name": c.name,
                        "kind": c.kind,
                        "label": c.label,
                        "base_url": c.base_url or None,
                        "error": failures.get(c.name),
                    }
                    for c in catalogue.connections()
                ],
                "models": [
                    {
                        "model": str(m.ref),
                        "label": m.label,
                        "about": m.about,
                        "style": m.style,
                        "context_tokens": m.context_tokens,
                        "most_output_tokens": m.most_output_tokens,
                        "price": price_record(m.price),
                        "accepts": sorted(m.accepts),
                        "budget": budget_record(quotas.budget_of(catalogue.connection(m.ref.connection), m)),
                        "quotas": [
                            {"per": q.per, "answers": q.answers, "left": q.left}
                            for q in quotas.of_model(catalogue.connection(m.ref.connection), m.ref)
                        ],
                    }
                    for m in models
                ],
            }
        )
        return FAILED if failures else 0
    for model in models:
        limit = f" · {model.context_tokens} tokens of context" if model.context_tokens else ""
        left = "".join(
            f" · {quota.left} of {quota.answers} left this {quota.per}"
            for quota in quotas.of_model(catalogue.connection(model.ref.connection), model.ref)
        )
        price = model.price
        cost = f" · {price.input:g} / {price.output:g} {price.currency} per million" if price else ""
        say(f"{model.ref!s:32} {model.label}{limit}{cost}{left}")
        if model.about:
            say(f"{'':32} {model.about}")
    if not any(model.ref.connection == "local" for model in models):
        say("\nNo local model yet: “sidelight model get smollm2” fetches the demo model (93 MB).")
    if catalogue.trouble:
        complain(catalogue.trouble)
    for name, sentence in failures.items():
        complain(f"{name}: {sentence}")
    return FAILED if failures else 0


def budget_record(budget: Budget | None) -> dict[str, object] | None:
    """What is left of a day's money, as JSON."""
    if budget is None:
        return None
    return {"per": "day", "most": budget.most, "left": round(budget.left, 9), "currency": budget.currency}


def price_record(price: Price | None) -> dict[str, object] | None:
    """A price as JSON, for a million tokens each."""
    if price is None:
        return None
    return {
        "currency": price.currency,
        "input": price.input,
        "cached_input": price.cached_input,
        "output": price.output,
        "long_above": price.long_above,
        "long_input": price.long_input,
        "long_cached_input": price.long_cached_input,
        "long_output": price.long_output,
        "as_of": price.as_of,
        "until": price.until or None,
        "from": price.page or None,
    }


def get_model(name: str) -> int:
    """Fetch a demo model with a progress bar on standard error."""
    places = Places.of(os.environ)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    ) as progress:
        task = progress.add_task(f"Fetching {escape(name)}", total=None)
        path = fetch_demo_model(
            name, places, lambda done, total: progress.update(task, completed=done, total=total)
        )
    say(f"{name} is ready: {path}")
    return 0
