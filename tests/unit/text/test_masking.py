# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight import resources
from sidelight.text.masking import HIDDEN, Masking

DOCUMENT = tomllib.loads(resources.path("identity_phrases.toml").read_text("utf-8"))
MASKING = Masking(DOCUMENT, ["smollm2-135m", "Demo model, steady", "amber"])

GIVEN_AWAY = {
    "I am Grok, made by xAI.": ("Grok", "xAI"),
    "I'm ChatGPT, a large language model trained by OpenAI.": ("ChatGPT", "OpenAI"),
    "As an AI developed by Anthropic, I cannot do that.": ("Anthropic",),
    "Hello! I’m **Claude**.": ("Claude",),
    "My name is Kimi and I come from Moonshot AI.": ("Kimi", "Moonshot AI"),
    "I was trained by Google.": ("Google",),
    "I am a large language model, trained by Google.": ("Google",),
    "I am a language model called Phi, from Microsoft.": ("Phi", "Microsoft"),
    "I'm Phi-3-mini.": ("Phi-3-mini",),
    "I am Llama3, made by Meta.": ("Llama3", "Meta"),
    "I am Qwen2.5.": ("Qwen2.5",),
    "Hi, I'm ChatGPT4!": ("ChatGPT4",),
    "I'm gpt4o.": ("gpt4o",),
    "I am claude-3-5-sonnet.": ("claude-3-5-sonnet",),
    "I'm not sure. I am Gemini 1.5 Pro, by the way.": ("Gemini 1.5 Pro",),
    "I am based on GPT-4o mini.": ("GPT-4o mini",),
    "I belong to the Qwen family of models.": ("Qwen",),
    "You're chatting with Llama 3.1 405B Instruct!": ("Llama 3.1 405B Instruct",),
    "I am a large language model,\ntrained by Google.": ("Google",),
    "Mistral AI trained me in Paris.": ("Mistral AI",),
    "My creators at Anthropic wanted me to be kind.": ("Anthropic",),
    "I am amber.": ("amber",),
    "Running smollm2-135m here.": ("smollm2-135m",),
    "Ich bin Gemini, ein Sprachmodell von Google.": ("Gemini", "Google"),
    "Ich wurde von OpenAI entwickelt.": ("OpenAI",),
    "Je suis Le Chat, créé par Mistral AI.": ("Le Chat", "Mistral AI"),
    "Soy DeepSeek-R1, un modelo.": ("DeepSeek-R1",),
    "Eu sou o ChatGPT.": ("ChatGPT",),
    "Sono Claude, un assistente.": ("Claude",),
    "Ik ben Copilot, gemaakt door Microsoft.": ("Copilot", "Microsoft"),
    "Jag heter Claude.": ("Claude",),
    "Jestem modelem językowym stworzonym przez OpenAI.": ("OpenAI",),
    "Я — GigaChat, разработан компанией Сбер.": ("GigaChat", "Сбер"),
    "Меня зовут Claude.": ("Claude",),
    "Ben ChatGPT, OpenAI tarafından geliştirilen bir dil modeliyim.": ("ChatGPT", "OpenAI"),
    "أنا Claude، نموذج لغوي.": ("Claude",),
    "मैं Gemini हूँ।": ("Gemini",),
    "Tôi là Qwen, một mô hình ngôn ngữ.": ("Qwen",),
    "ฉันคือ Gemini": ("Gemini",),
    "我是Kimi，由月之暗面科技有限公司训练的大语言模型。": ("Kimi", "月之暗面"),
    "我是通义千问。": ("通义千问",),
    "私はClaudeです。": ("Claude",),
    "저는 Claude입니다.": ("Claude",),
}

OF_OTHERS = (
    "The palm tree sways, and palm oil is pressed.",
    "The Gemini constellation is near Orion; I am a Gemini constellation lover.",
    "Just google it.",
    "Llama3 and gpt-4o were compared with claude-3-5-sonnet.",
    "Then I call step1, and after it nova2 and phi-3.",
    "I'm sorry, but TensorFlow was developed by Google.",
    "Let me explain: TensorFlow was developed by Google.",
    "ChatGPT was created by OpenAI. Grok is made by xAI, and Kimi by Moonshot AI.",
    "Claude Monet painted water lilies.",
    "The golden ratio phi is about 1.618.",
    "I'm familiar with the Llama model.",
    "Type it on the command line.",
    "I am solar powered, and a llama is an animal.",
    "I'm happy to explain how OpenAI trained GPT-4.",
    "I recommend PyTorch, built by Meta.",
    "As Gemini rises in the east, Titan is a moon of Saturn.",
    "from openai import OpenAI\nclient = OpenAI()",
    "The amber light, an amber ring.",
    "La API de Google es gratuita.",
    "I modelli più noti sono Gemini e Claude.",
    "我推荐Google开发的TensorFlow。",
    "TensorFlowはGoogleによって開発されました。",
    "가장 유명한 것은 ChatGPT입니다.",
    "Microsoft and Apple make computers.",
    "I am a language model and can help with:\n\nOpenAI's programs",
    "I am a language model\n- developed by Google: TensorFlow",
)


@pytest.mark.parametrize("text", GIVEN_AWAY)
def test_who_names_himself_is_hidden(text):
    masked = MASKING.mask(text)
    assert tuple(span.quote for span in masked.hidden) == GIVEN_AWAY[text]
    assert masked.text.count(HIDDEN) == len(masked.hidden)
    for name in GIVEN_AWAY[text]:
        assert name not in masked.text


@pytest.mark.parametrize("text", OF_OTHERS)
def test_what_is_said_of_others_stays(text):
    assert MASKING.mask(text).text == text


def test_thousands_of_names_and_of_words_that_are_none_are_told_apart():
    masked = MASKING.mask("The palm tree sways. GPT is a word. " * 20_000 + "I am PaLM.")
    assert [span.quote for span in masked.hidden] == ["PaLM"]


def test_many_names_are_known():
    """Those that a list of 33 words lacks, in a plain English sentence each."""
    for name in (
        "Grok",
        "Kimi",
        "Phi",
        "Microsoft Copilot",
        "xAI",
        "Moonshot AI",
        "DeepSeek",
        "Doubao",
        "MiniMax",
        "SmolLM2",
    ):
        assert MASKING.mask(f"Hello, I am {name} and I can help.").hidden[0].quote == name
    listed = [*DOCUMENT["names"], *DOCUMENT["words"]]
    unknown = [name for name in listed if not MASKING.mask(f"I am {name}.").hidden]
    assert unknown == []


def test_each_language_can_say_who_it_is():
    for language in DOCUMENT["language"]:
        for phrase in language["direct"]:
            said = f"{phrase.lstrip('^')} Claude-3"
            assert MASKING.mask(said).hidden, (language["code"], phrase)


def test_the_rest_of_the_answer_is_untouched_by_one_slip():
    text = "I am Claude. The Gemini constellation lies near Orion. Google was founded in 1998."
    assert (
        MASKING.mask(text).text
        == f"I am {HIDDEN}. The Gemini constellation lies near Orion. Google was founded in 1998."
    )


words = st.lists(
    st.sampled_from(
        (
            "I am",
            "Claude",
            "palm tree",
            "Google",
            "trained by",
            "我是",
            "Kimi",
            ". ",
            "\n",
            "**",
            "İ",
            "GPT-4",
            "google",
            " ",
            "me",
            "İI'm",
        )
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)


@given(words)
def test_what_is_hidden_is_told_exactly(text):
    masked = MASKING.mask(text)
    rebuilt, done = [], 0
    for span in masked.hidden:
        assert text[span.start : span.end] == span.quote
        assert span.start >= done
        rebuilt += [text[done : span.start], HIDDEN]
        done = span.end
    assert "".join([*rebuilt, text[done:]]) == masked.text


@given(st.text(st.sampled_from("abcdefg hij\n.,!?éß中文ก"), max_size=60), st.sampled_from(sorted(GIVEN_AWAY)))
def test_words_around_a_sentence_change_nothing_in_it(around, sentence):
    masked = MASKING.mask(f"{around}.\n{sentence}\n{around}")
    assert tuple(span.quote for span in masked.hidden) == GIVEN_AWAY[sentence]


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=100))
def test_texts_without_names_stay(text):
    if not MASKING.mask(text).hidden:
        assert MASKING.mask(text).text == text
