# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Local models through the network: the real engine, the real demo model, real crashes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from sidelight.domain.generation import StopReason
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.providers.request import Request

STEADY, WARM = "local/smollm2-135m", "local/smollm2-135m@warm"


@pytest.fixture
def local(bench, demo_folder):
    class Local:
        network = bench.network(data_folder=demo_folder)

        def request(self, prompt, name=STEADY, **config):
            model = bench.catalogue.model(ModelRef.parse(name))
            connection = bench.catalogue.connection("local")
            merged = model.defaults.overridden_by(GenerationConfig(**config))
            return Request(model, connection, Conversation.asking(prompt), merged)

        def ask(self, prompt, name=STEADY, **config):
            return bench.ask(self.network, self.request(prompt, name, **config))

        def pids(self):
            servers = self.network._servers
            return servers.pids() if servers else []

    return Local()


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_two_settings_of_one_file_answer_at_the_same_time(bench, local):
    prompt = "What would a feather weigh on the Moon?"
    streams = [
        bench.start(local.network, local.request(prompt, name, max_tokens=24)) for name in (STEADY, WARM)
    ]
    steady, warm = (bench.answers[stream] for stream in streams)
    bench.until(lambda: steady.text and warm.text)
    # Both have begun and neither has ended: they share the engine, they do not queue.
    assert not steady.ends
    assert not warm.ends
    assert len(local.pids()) == 1
    for stream in streams:
        answer = bench.ended(stream)
        assert answer.stops == [StopReason.LENGTH]
        assert (answer.usage.output, answer.usage.source) == (24, "reported")
        assert answer.text
    assert steady.text != warm.text
    # The same again gives the same, for both: one by its temperature, the other by its seed.
    assert local.ask(prompt, STEADY, max_tokens=24).text == steady.text
    assert local.ask(prompt, WARM, max_tokens=24).text == warm.text
    assert "xllamacpp" not in sys.modules
    assert "authorization" not in repr(steady.exchange).lower()


def test_a_prompt_beyond_the_context_gives_both_numbers(local):
    answer = local.ask("feather " * 6000)
    assert answer.failure.kind == "too_long"
    assert "4,096" in answer.failure.what
    assert "Demo model, steady" in answer.failure.what
    needed = int(answer.failure.what.split("needs ")[1].split()[0].replace(",", ""))
    assert needed > 6000


def test_a_setting_that_the_engine_does_not_take_is_told_by_the_models_name(local):
    answer = local.ask("Say hello.", max_tokens=4, reasoning_effort="low", logprobs=2)
    assert answer.notices == [
        "Demo model, steady does not take the setting “reasoning_effort” for this model, so it was left out."
    ]
    assert "reasoning_effort" not in answer.sent


def test_stop_frees_the_model_for_the_next_question(bench, local):
    streams = [bench.start(local.network, local.request("Tell me a long story.")) for _ in range(2)]
    bench.until(lambda: all(bench.answers[stream].text for stream in streams))
    for stream in streams:
        local.network.stop(stream)
    for stream in streams:
        answer = bench.ended(stream)
        assert answer.stops == [StopReason.STOPPED]
        assert answer.usage.source == "estimated"
    # Both slots were taken; had they not been freed, this would wait for 1024 tokens.
    began = time.monotonic()
    assert local.ask("Hi", max_tokens=1).stops == [StopReason.LENGTH]
    assert time.monotonic() - began < 8


def test_a_crash_is_told_and_the_next_question_starts_it_again(bench, local):
    stream = bench.start(local.network, local.request("Tell me a long story."))
    bench.until(lambda: bench.answers[stream].text)
    (pid,) = local.pids()
    os.kill(pid, signal.SIGKILL)
    answer = bench.ended(stream)
    assert answer.text
    assert answer.failure.kind == "server"
    assert "signal 9" in answer.failure.what
    assert local.ask("Hi", max_tokens=2).stops == [StopReason.LENGTH]
    assert local.pids() != [pid]
    assert len(local.pids()) == 1


def test_close_ends_the_child_in_the_middle_of_an_answer(bench, local):
    stream = bench.start(local.network, local.request("Tell me a long story."))
    bench.until(lambda: bench.answers[stream].text)
    (pid,) = local.pids()
    began = time.monotonic()
    local.network.close()
    assert time.monotonic() - began < 30
    assert is_gone(pid)
    assert bench.ended(stream).stops == [StopReason.STOPPED]


def test_close_ends_a_child_that_is_loading(bench, local, patiently):
    stream = bench.start(local.network, local.request("Hi"))
    (pid,) = patiently(local.pids)
    local.network.close()
    assert is_gone(pid)
    assert bench.ended(stream).stops == [StopReason.STOPPED]


def test_a_child_that_does_not_end_is_made_to(bench, local, patiently):
    assert local.ask("Hi", max_tokens=1).text
    (pid,) = local.pids()
    # A stopped process sees neither the end of its input nor anything else.
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    local.network.close()
    assert time.monotonic() - began < 3.2
    patiently(lambda: is_gone(pid), 5)


def test_stopping_while_it_loads_leaves_it_for_the_next(bench, local, patiently):
    stream = bench.start(local.network, local.request("Hi"))
    pids = patiently(local.pids)
    local.network.stop(stream)
    assert bench.ended(stream).stops == [StopReason.STOPPED]
    assert local.ask("Hi", max_tokens=1).text
    assert local.pids() == pids


def test_a_file_that_the_engine_refuses_gives_its_last_words(bench, local, demo_file, tmp_path):
    damaged = tmp_path / "damaged.gguf"
    content = demo_file.read_bytes()
    # The header stays well; a tensor's name is not what the engine looks for.
    damaged.write_bytes(content.replace(b"blk.0.attn_q.weight", b"blk.0.attn_x.weight", 1))
    network = bench.network(data_folder=tmp_path)
    model = bench.catalogue.add_model_file(damaged)
    request = Request(
        model, bench.catalogue.connection("local"), Conversation.asking("Hi"), GenerationConfig()
    )
    answer = bench.ask(network, request)
    damaged.unlink()
    assert answer.failure.kind == "model_file"
    assert "damaged.gguf" in answer.failure.what
    assert "attn_q" in answer.failure.body
    # And a file that is gone by now is told, not waited for.
    gone = bench.ask(network, request)
    assert gone.failure.kind == "model_file"
    assert "no model" in gone.failure.what


def test_a_base_model_continues_text(bench, demo_file, tmp_path):
    base = tmp_path / "models" / "base.gguf"
    base.parent.mkdir()
    shutil.copy(demo_file, base)
    with base.open("r+b") as file:
        at = file.read(4 << 20).index(b"tokenizer.chat_template")
        file.seek(at)
        file.write(b"tokenizer.chat_templatX")
    network = bench.network(data_folder=tmp_path)
    (model,) = bench.catalogue.models()
    assert model.style == "completion"
    config = GenerationConfig(temperature=0.0, max_tokens=6)
    connection = bench.catalogue.connection("local")
    answer = bench.ask(network, Request(model, connection, Conversation.asking("1, 2, 3, 4,"), config))
    base.unlink()
    assert answer.exchange.url.endswith("/v1/completions")
    assert "5" in answer.text


def test_the_models_of_this_machine(local):
    assert [str(m.ref) for m in local.network.list_models("local").result(30)] == [STEADY, WARM]


def test_the_child_dies_with_an_app_that_is_killed(demo_folder, patiently):
    code = f"""
import sys, time
from pathlib import Path
from sidelight.domain.message import Conversation
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.providers.request import Request
catalogue = Catalogue(data_folder=Path({str(demo_folder)!r}), connections=[], recordings=[], environ={{}})
outbox = Outbox()
network = Network(catalogue, outbox)
model = catalogue.models()[0]
asked = Conversation.asking("Tell me a story.")
network.start("s", Request(model, catalogue.connection("local"), asked, model.defaults))
while not outbox.drain():
    time.sleep(0.01)
print(*network._servers.pids(), flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as app:
        pid = int(app.stdout.readline())
        assert not is_gone(pid)
        app.send_signal(signal.SIGKILL)
        app.wait()
    patiently(lambda: is_gone(pid), 10)
