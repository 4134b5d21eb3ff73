# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import importlib.util
import json
import logging
import shutil
from pathlib import Path

import pytest

from sidelight.domain.errors import ModelFileError, UsageError
from sidelight.domain.model import Connection, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.recording import RecordedAnswer, RecordedModel, Recording

_spec = importlib.util.spec_from_file_location("gguf_files", Path(__file__).with_name("test_gguf.py"))
gguf_files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gguf_files)
SERVER = Connection("lab", "openai", "The lab", "https://lab.example.org/v1", "LAB_KEY")


@pytest.fixture
def catalogue(tmp_path):
    def make(folder=tmp_path, connections=(SERVER,), recordings=(), **environ):
        return Catalogue(data_folder=folder, connections=connections, recordings=recordings, environ=environ)

    return make


def write_model(path, **changes):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_files.gguf({**gguf_files.USUAL, **changes}))
    return path


def write_recording(path, *names):
    models = tuple(RecordedModel(name, name.title(), "about") for name in names)
    Recording(models, tuple(RecordedAnswer(name, "Why?", f"{name}.") for name in names)).write(path)
    return path


def test_the_demo_model_is_one_file_in_two_settings(catalogue, demo_folder):
    steady, warm = catalogue(demo_folder).models()
    assert (str(steady.ref), steady.label) == ("local/smollm2-135m", "Demo model, steady")
    assert (str(warm.ref), warm.label) == ("local/smollm2-135m@warm", "Demo model, warm")
    assert (steady.defaults.temperature, warm.defaults.temperature) == (0.0, 0.8)
    assert warm.defaults.seed is not None
    assert steady.defaults.max_tokens == warm.defaults.max_tokens == 512
    files = [catalogue(demo_folder).model_file(m.ref) for m in (steady, warm)]
    assert files[0] == files[1]
    assert files[0].context_tokens == steady.context_tokens == 4096


def test_an_empty_data_folder(catalogue, tmp_path):
    assert catalogue(tmp_path / "none").models() == ()
    with pytest.raises(UsageError) as refused:
        catalogue().model(ModelRef("local", "smollm2-135m"))
    assert "sidelight model get smollm2" in refused.value.advice


def test_files_in_the_models_folder(catalogue, tmp_path):
    write_model(tmp_path / "models" / "Otter 2.Q4.gguf")
    write_model(tmp_path / "models" / "base.gguf", **{"tokenizer.chat_template": ""})
    (tmp_path / "models" / "notes.txt").write_text("x")
    otter, base = catalogue().models()
    assert (str(otter.ref), otter.label, otter.style, otter.context_tokens) == (
        "local/otter-2.q4",
        "Otter 2.Q4",
        "chat",
        2048,
    )
    assert base.style == "completion"
    assert catalogue().model(otter.ref) == otter


def test_a_broken_file_is_set_aside_and_told_once(catalogue, tmp_path, caplog):
    write_model(tmp_path / "models" / "good.gguf")
    (tmp_path / "models" / "bad.gguf").write_bytes(b"<html>")
    shown = catalogue()
    with caplog.at_level(logging.WARNING):
        assert [m.label for m in shown.models()] == ["good"]
        assert [m.label for m in shown.models()] == ["good"]
    assert [record.message.count("bad.gguf") for record in caplog.records] == [1]
    caplog.clear()


def test_an_added_file_is_there_next_time(catalogue, tmp_path):
    path = write_model(tmp_path / "elsewhere" / "Otter.gguf")
    model = catalogue().add_model_file(path)
    assert str(model.ref) == "local/otter"
    assert catalogue().add_model_file(path) == model
    assert catalogue().models() == (model,)
    assert catalogue().model_file(model.ref).path == path
    path.unlink()
    assert catalogue().models() == ()


def test_two_files_of_one_name_are_two_models(catalogue, tmp_path):
    shown = catalogue()
    first = shown.add_model_file(write_model(tmp_path / "a" / "otter.gguf"))
    second = shown.add_model_file(write_model(tmp_path / "b" / "otter.gguf"))
    assert (str(first.ref), str(second.ref)) == ("local/otter", "local/otter-2")
    assert shown.model_file(second.ref).path == tmp_path / "b" / "otter.gguf"


def test_two_windows_that_add_do_not_undo_each_other(catalogue, tmp_path):
    one, two = catalogue(), catalogue()
    one.add_model_file(write_model(tmp_path / "a.gguf"))
    two.add_model_file(write_model(tmp_path / "b.gguf"))
    assert [m.label for m in catalogue().models()] == ["a", "b"]


def test_a_file_that_is_no_model_is_not_added(catalogue, tmp_path):
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"<html>")
    with pytest.raises(ModelFileError, match="web page"):
        catalogue().add_model_file(bad)
    assert not (tmp_path / "added-models.json").exists()


def test_a_data_folder_that_cannot_be_written_costs_only_the_memory_of_it(catalogue, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    shown = catalogue(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        model = shown.add_model_file(write_model(tmp_path / "a.gguf"))
    assert model in shown.models()
    assert "could not be noted" in caplog.text
    caplog.clear()


def test_a_damaged_list_of_additions_is_no_trap(catalogue, tmp_path, caplog):
    (tmp_path / "added-models.json").write_text("{")
    assert catalogue().models() == ()
    assert "cannot be read" in caplog.text
    caplog.clear()
    (tmp_path / "added-models.json").write_text('{"models": [3], "recordings": 4}')
    assert catalogue().models() == ()


def test_recordings_make_models(catalogue, tmp_path):
    shown = catalogue(recordings=[write_recording(tmp_path / "r.json", "otter", "a/b@c")])
    assert [str(m.ref) for m in shown.models()] == ["recorded/otter", "recorded/a/b@c"]
    assert shown.model(ModelRef.parse("recorded/a/b@c")).label == "A/B@C"
    assert shown.recorded("a/b@c")[0].text == "a/b@c."
    labels = [shown.model(ModelRef.parse(f"recorded/otter{pace}")).label for pace in ("", "@12.5", "@0")]
    assert labels == ["Otter", "Otter, 12.5 tokens/s", "Otter, at once"]


def test_added_recordings_pool_their_answers(catalogue, tmp_path):
    shown = catalogue(recordings=[write_recording(tmp_path / "r.json", "otter")])
    shown.add_recording(write_recording(tmp_path / "s.json", "otter", "seal"))
    again = catalogue(recordings=[tmp_path / "r.json"])
    for each in (shown, again):
        assert [m.label for m in each.models()] == ["Otter", "Seal"]
        assert len(each.recorded("otter")) == 2
    with pytest.raises(UsageError):
        shown.add_recording(tmp_path / "none.json")


def test_any_name_is_accepted_for_a_server(catalogue):
    model = catalogue().model(ModelRef.parse("lab/meta/otter@2026"))
    assert (model.label, model.about) == ("meta/otter@2026", "at The lab")


@pytest.mark.parametrize("ref", ["nowhere/x", "recorded/x", "local/x"])
def test_what_is_not_there_says_what_is(catalogue, tmp_path, ref):
    shown = catalogue(recordings=[write_recording(tmp_path / "r.json", "otter")])
    with pytest.raises(UsageError) as refused:
        shown.model(ModelRef.parse(ref))
    assert refused.value.advice


def test_keys_come_from_the_environment_and_stay_out_of_sight(catalogue):
    shown = catalogue(LAB_KEY="sk-canary-123456")
    assert shown.key(SERVER) == "sk-canary-123456"
    assert shown.key(shown.connection("local")) == ""
    assert catalogue().key(SERVER) == ""
    assert "canary" not in repr(shown.connections()) + repr(shown)


def test_the_demo_file_added_twice_is_still_one(catalogue, demo_file, tmp_path):
    copy = tmp_path / "models" / demo_file.name
    copy.parent.mkdir()
    shutil.copy(demo_file, copy)
    shown = catalogue()
    assert shown.add_model_file(copy).label == "Demo model, steady"
    assert len(shown.models()) == 2
    assert not (tmp_path / "added-models.json").exists() or json.loads(
        (tmp_path / "added-models.json").read_text()
    )["models"] == [str(copy)]
