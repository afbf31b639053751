"""What is written on things comes from the action; what moves in them moves; a phone is written on."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.stage.test_insert_shots import HEIGHT, WIDTH, developed, insert_of

from reelwright.camera.built_in import BuiltInCamera
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import ShotBrief
from reelwright.stage.things import THINGS
from reelwright.stage.things.inscriptions import caller, contract_title, sum_of_money
from reelwright.storyboard.documents import Beat, Message, Shot


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("A cheque for $50,000 slides across.", "$50,000"),
        ("He writes a cheque. Fifty thousand dollars.", "$50,000"),
        ("A cheque for two million.", "$2,000,000"),
        ("half a million in cash", "$500,000"),
        ("桌上一张五百万的支票。", "¥5,000,000"),
        ("支票上写着100万。", "¥1,000,000"),
        ("A cheque.", "$10,000,000"),
    ],
)
def test_a_cheque_is_for_the_sum_that_the_action_names(words: str, shown: str) -> None:
    assert sum_of_money(words) == shown


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The phone lights up on the table. The caller is Celeste.", "Celeste"),
        ("Leon Hart is calling.", "Leon Hart"),
        ("手机响了，来电显示：周深。", "周深"),
        ("The phone rings.", ""),
        ("The phone lies on the table.", None),
    ],
)
def test_a_ringing_phone_says_who_calls(words: str, name: str | None) -> None:
    assert caller(words) == name


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The divorce papers.", "DIVORCE AGREEMENT"),
        ("She reads the last will.", "LAST WILL"),
        ("桌上是离婚协议。", "离婚协议书"),
        ("A paper.", "AGREEMENT"),
        ("一份文件。", "合　同　书"),
    ],
)
def test_a_contract_has_the_title_of_what_it_is(words: str, title: str) -> None:
    assert contract_title(words) == title


@pytest.mark.parametrize(
    "thing", [name for name, thing in THINGS.items() if thing.parts or thing.comes != "still"]
)
def test_things_live(thing: str, sprites: SpriteCache) -> None:
    """Beyond the camera's own drift something in the middle of a close-up changes in its first second."""
    take = BuiltInCamera().film(insert_of(thing), sprites)
    pictures = [developed(take.layers(frame)).astype(int) for frame in (1, 9, 17)]
    rows = slice(round(HEIGHT * 0.2), round(HEIGHT * 0.8))
    assert max(np.abs(a - b)[rows].max(-1).mean() for a, b in itertools.pairwise(pictures)) > 0.6


def chat(*messages: Message) -> ShotBrief:
    shot = Shot(
        id="a.messages",
        line_id="a",
        scene_id="a",
        framing="insert",
        beats=tuple(Beat(kind="action", seconds=1.5) for _ in messages),
        move="hold",
        place="OFFICE",
        time_of_day="night",
        insert="phone",
        messages=messages,
    )
    starts = tuple(36 * n for n in range(len(messages)))
    return ShotBrief(
        shot=shot, frame_count=36 * len(messages), beat_frames=starts, actors=(), speeches=(), seed=5,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def test_messages_come_one_after_the_other_on_their_sides(sprites: SpriteCache) -> None:
    """The other's is white and left, the owner's blue and right, and only once it has been typed."""
    brief = chat(Message(sender="Leon", text="Come home now."), Message(text="No.", is_own=True))
    take = BuiltInCamera().film(brief, sprites)

    def blue(frame: int) -> np.ndarray:  # type: ignore[type-arg]
        rgb = developed(take.layers(frame)).astype(int)[round(HEIGHT * 0.22) : round(HEIGHT * 0.82)]
        return np.asarray((rgb[..., 2] > 150) & (rgb[..., 0] < 110) & (rgb[..., 1] < 160))

    assert blue(30).sum() < 20
    said = blue(70)
    assert said.sum() > 60
    assert np.nonzero(said)[1].mean() > WIDTH * 0.6


def test_a_long_talk_scrolls_and_stays_on_the_screen(sprites: SpriteCache) -> None:
    """Twenty messages: the last can be read, nothing is drawn outside the phone, nothing fails."""
    brief = chat(
        *(
            Message(sender="Leon", text="Where are you? I have been waiting for hours. " * 2)
            for _ in range(20)
        )
    )
    take = BuiltInCamera().film(brief, sprites)
    picture = developed(take.layers(brief.frame_count - 1))
    assert picture.shape == (HEIGHT, WIDTH, 3) and picture.std() > 20
