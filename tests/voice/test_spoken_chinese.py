"""Chinese readings, numbers and sandhi."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.voice.spoken_chinese import chinese_number, chinese_tokens
from reelwright.voice.tokens import Run, language_runs


def syllables(text: str) -> str:
    return " ".join(" ".join(t.spoken) for t in chinese_tokens(text, Run(0, len(text), "zh")))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (10203, "一万零二百零三"),
        (100000, "十万"),
        (20000005, "二千万零五"),
        (300000000, "三亿"),
    ],
)
def test_numbers_are_read(value: int, read: str) -> None:
    assert chinese_number(value) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("重新", "chong2 xin1"),
        ("你好", "ni2 hao3"),
        ("2024年", "er4 ling2 er4 si4 nian2"),
        ("50%", "bai3 fen1 zhi1 wu3 shi2"),
        ("¥5元", "wu3 yuan2"),
        ("$5", "wu3 mei3 yuan2"),
        ("2:30", "liang3 dian3 san1 shi2 fen1"),
    ],
)
def test_a_text_is_said(written: str, said: str) -> None:
    assert syllables(written) == said


def test_every_character_is_a_token_and_a_number_is_one() -> None:
    text = "他欠我300万，懂吗？"
    tokens = chinese_tokens(text, Run(0, len(text), "zh"))
    assert [text[t.first_char : t.end_char] for t in tokens] == [
        "他",
        "欠",
        "我",
        "300",
        "万，",
        "懂",
        "吗？",
    ]
    assert [t.mark for t in tokens][-3:] == [",", "", "?"]


def test_scripts_are_told_apart() -> None:
    text = "我的iPhone 15坏了，“OK”吗？Привет"
    runs = [(text[r.first_char : r.end_char], r.language) for r in language_runs(text, "zh")]
    assert runs == [
        ("我的", "zh"),
        ("iPhone 15", "en"),
        ("坏了，", "zh"),
        ("“OK”", "en"),
        ("吗？", "zh"),
        ("Привет", "ru"),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="你好行长一二了吗𠀀〇々。，！？…“”ab 123.,%￥:年点😀", max_size=40))
def test_any_text_keeps_order_and_has_readings(text: str) -> None:
    for run in language_runs(text, "zh"):
        end = run.first_char
        for token in chinese_tokens(text, run) if run.language == "zh" else []:
            assert end <= token.first_char < token.end_char <= run.end_char
            end = token.end_char
            assert token.spoken and all(s.isascii() and s.isalnum() for s in token.spoken), token
