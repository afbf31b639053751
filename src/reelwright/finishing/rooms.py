"""The words of a place → how it answers a sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import oaconvolve

from reelwright.audio.dynamics import room_response
from reelwright.audio.wave import Pcm


@dataclass(frozen=True)
class _Room:
    """How a place answers a voice: ``wet_db`` below the direct sound; 0 s is open air."""

    reverb_s: float
    early_ms: float
    wet_db: float
    high_hz: float = 5000.0


_DRY = _Room(0.0, 0.0, -60.0)
_ROOMS = (
    (
        _Room(1.5, 24, -15, 4500),
        "palace hall,throne,temple,church,cathedral,museum,courtroom,大殿,殿,祠堂,法庭,教堂,佛堂",
    ),
    (
        _Room(1.0, 18, -16, 5000),
        "ballroom,banquet,gala,lobby,station,gym,auction,宴,大厅,礼堂,婚礼,酒会",
    ),
    (
        _Room(0.9, 14, -16, 4000),
        "corridor,hallway,stairwell,bathroom,basement,tunnel,garage,prison,走廊,楼道,地下,浴室,牢",
    ),
    (_Room(0.12, 3, -20, 3000), "taxi,limousine,elevator,in the car,车,电梯"),
    (
        _DRY,
        "street,road,alley,garden,park,rooftop,village,forest,field,beach,bridge,courtyard,market,cemetery,"
        "街,路,巷,花园,公园,天台,楼顶,村,森林,海,桥,院子,市场,墓,山",
    ),
    (
        _Room(0.5, 9, -19, 5500),
        "hospital,ward,office,boardroom,restaurant,cafe,school,classroom,医院,病房,办公,会议,餐厅,教室",
    ),
)
_LIVING_ROOM = _Room(0.32, 7, -20.0, 5500)


def in_room(sound: Pcm, place: str) -> Pcm:
    """A sound (n, 2) as it is heard at a place: (n + tail, 2). What answers comes from all around, wherever
    the sound itself is; no place, and open air, do not answer."""
    room = _room_of(place)
    if not room.reverb_s or not len(sound):
        return sound
    seed = round(room.reverb_s * 1000)
    answer = room_response(reverb_s=room.reverb_s, early_ms=room.early_ms, high_hz=room.high_hz, seed=seed)
    middle = sound.mean(axis=1, keepdims=True) * np.float32(10 ** (room.wet_db / 20))
    heard = oaconvolve(middle, answer, axes=0).astype(np.float32)
    heard[: len(sound)] += sound
    return np.asarray(heard, dtype=np.float32)


def _room_of(place: str) -> _Room:
    words = place.casefold()
    for room, vocabulary in _ROOMS:
        if any(word.casefold() in words for word in vocabulary.split(",")):
            return room
    return _LIVING_ROOM if words else _DRY
