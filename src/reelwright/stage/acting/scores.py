"""The name of an action → its score: which stances when, what the head does, what the partner answers.

Times are film frames counted from the action's moment; a stance is in place ``over`` frames after it is
begun. Yaw, x and roll of heads and steps count towards the partner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Contact = Literal["", "cheek", "wrist", "paper", "glass", "chest", "back"]


@dataclass(frozen=True)
class Move:
    """To the stance ``to`` (empty: back to rest), begun ``at`` and travelled in ``over`` frames. ``smears``:
    the near hand is too fast to be seen."""

    at: int
    to: str
    over: int = 7
    smears: bool = False


@dataclass(frozen=True)
class Nod:
    """The head goes ``yaw``/``pitch``/``roll`` degrees from where it was, in ``over`` frames."""

    at: int
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    over: int = 6


@dataclass(frozen=True)
class Step:
    """The whole person moves ``x`` pixels (of 1080) towards the partner and ``y`` down."""

    at: int
    x: float
    y: float = 0.0
    over: int = 10
    size: float = 1.0


@dataclass(frozen=True)
class Score:
    """One action. ``lasts`` until it may end; held ones stay in their last stance.

    ``contact``: what of the partner the near wrist reaches for. ``lead`` frames pass before the word or
    moment it belongs to. ``jolt_at``: the camera is shaken; ``still``: frames for which everything stops
    there. ``trembles``: shoulders that shake. ``turns_away_at``: from then on the back is seen. ``enters``:
    comes from outside.
    """

    moves: tuple[Move, ...] = ()
    nods: tuple[Nod, ...] = ()
    steps: tuple[Step, ...] = ()
    lasts: int = 30
    is_held: bool = False
    contact: Contact = ""
    partner: str = ""
    partner_at: int = 0
    lead: int = 4
    jolt_at: int | None = None
    still: int = 0
    shuts_eyes: tuple[int, int] | None = None
    trembles: bool = False
    turns_away_at: int | None = None
    walks: bool = False
    enters: bool = False


SCORES: dict[str, Score] = {
    # -- two people
    "slap": Score(
        (
            Move(0, "slap-ready", 6),
            Move(10, "slap-hit", 3, smears=True),
            Move(15, "slap-past", 4),
            Move(25, "", 9),
        ),
        (Nod(0, -6, 0, -3), Nod(9, 8, 2, 3, 3), Nod(30)),
        (Step(2, -10, 0, 6), Step(9, 26, 0, 5), Step(28, 0, 0, 12)),
        lasts=46,
        contact="cheek",
        partner="slapped",
        partner_at=11,
        lead=12,
        jolt_at=13,
        still=2,
    ),
    "slapped": Score(
        (Move(0, "reel", 4), Move(16, "cheek", 8)),
        (Nod(0, -46, 4, -9, 2), Nod(14, -34, 6, -5, 6), Nod(44, -6, 4, 0, 12)),
        (Step(0, -14, 0, 5), Step(20, -6, 0, 14)),
        lasts=70,
        is_held=True,
        shuts_eyes=(0, 12),
    ),
    "grab": Score(
        (Move(0, "grab", 7),),
        (Nod(2, 4, 2),),
        (Step(0, 46, 0, 9),),
        lasts=60,
        is_held=True,
        contact="wrist",
        partner="grabbed",
        partner_at=3,
        jolt_at=9,
    ),
    "grabbed": Score(
        (Move(0, "grabbed", 6),),
        (Nod(3, 4, 5, 0, 4), Nod(16, 3, -2, 2, 6)),
        (Step(3, 18, 0, 6),),
        lasts=56,
        is_held=True,
        contact="wrist",
    ),
    "give": Score(
        (Move(0, "hold", 8), Move(12, "give", 9), Move(29, "given", 3), Move(34, "", 9)),
        (
            Nod(4, 0, 5),
            Nod(16),
        ),
        (Step(10, 26, 0, 10), Step(40, 0, 0, 10)),
        lasts=50,
        contact="paper",
        partner="receive",
        partner_at=18,
    ),
    "receive": Score(
        (Move(0, "take", 9), Move(11, "give", 3), Move(19, "hold", 9)),
        (
            Nod(4, 0, 5),
            Nod(24, 0, 7),
        ),
        lasts=40,
        is_held=True,
        contact="paper",
    ),
    "offer": Score(
        (Move(0, "offer", 9), Move(32, "given", 4), Move(38, "", 9)),
        (Nod(4, 2, 3), Nod(30)),
        (Step(4, 26, 0, 10), Step(38, 0, 0, 10)),
        lasts=48,
        contact="paper",
        partner="accept",
        partner_at=12,
    ),
    "accept": Score(
        (Move(0, "take", 9), Move(20, "own-hand", 10)),
        (Nod(4, 0, 5), Nod(22, 0, 7)),
        lasts=40,
        is_held=True,
        contact="paper",
    ),
    "hug": Score(
        (Move(0, "hug-open", 8), Move(14, "hug", 8)),
        (Nod(12, -12, 6, 9, 8),),
        (Step(6, 130, 0, 13),),
        lasts=90,
        is_held=True,
        contact="back",
        partner="hugged",
        partner_at=5,
        shuts_eyes=(24, 999),
    ),
    "hugged": Score(
        (Move(6, "hugged", 8),),
        (Nod(8, -12, 6, -6, 8),),
        (Step(2, 200, 26, 13),),
        lasts=85,
        is_held=True,
        turns_away_at=9,
    ),
    "push": Score(
        (Move(0, "push-ready", 6), Move(8, "push", 4), Move(26, "", 10)),
        (Nod(0, -3, 3), Nod(8, 4, 4, 4, 3), Nod(24)),
        (Step(0, -12, 0, 6), Step(8, 84, 0, 5), Step(26, 40, 0, 12)),
        lasts=38,
        contact="chest",
        partner="pushed",
        partner_at=10,
        lead=10,
        jolt_at=11,
        still=1,
    ),
    "pushed": Score(
        (Move(0, "pushed", 4), Move(22, "", 10)),
        (Nod(0, 10, -4, -6, 3), Nod(8, 4, 6, 3, 6), Nod(26)),
        (Step(0, -96, 0, 6), Step(10, -78, 0, 10)),
        lasts=36,
    ),
    "hold-face": Score(
        (Move(0, "hold-face", 10),),
        (Nod(4, 3, 3, 4, 10),),
        (Step(0, 118, 0, 14),),
        lasts=80,
        is_held=True,
        contact="cheek",
        partner="face-held",
        partner_at=8,
    ),
    "face-held": Score((), (Nod(0, 4, -4, 5, 9),), (Step(0, 24, 0, 12),), lasts=70, is_held=True),
    "clink": Score(
        (Move(0, "glass", 7), Move(10, "toast", 8), Move(30, "drink", 8), Move(54, "glass", 9)),
        (Nod(10, 2, -2), Nod(32, -4, -5), Nod(54)),
        (Step(8, 24, 0, 10), Step(30, 0, 0, 12)),
        lasts=64,
        is_held=True,
        contact="glass",
        partner="clinked",
        partner_at=0,
    ),
    "clinked": Score(
        (Move(0, "glass", 7), Move(11, "toast", 8), Move(34, "drink", 8), Move(58, "glass", 9)),
        (Nod(10, 2, -2), Nod(36, -4, -5), Nod(58)),
        (Step(9, 24, 0, 10), Step(32, 0, 0, 12)),
        lasts=66,
        is_held=True,
        contact="glass",
    ),
    # -- one person
    "point": Score(
        (Move(0, "point-back", 4), Move(5, "point", 5)),
        (Nod(0, -4, 0, -2, 4), Nod(5, 5, 2, 2, 4)),
        (Step(4, 18, 0, 6),),
        lasts=44,
        lead=6,
        partner="flinch",
        partner_at=7,
    ),
    "phone": Score(
        (Move(0, "phone-look", 8), Move(16, "phone", 8)),
        (Nod(2, -6, 7, 0, 7), Nod(16, 0, 0, -4, 8)),
        lasts=60,
        is_held=True,
    ),
    "phone-look": Score((Move(0, "phone-look", 8),), (Nod(3, -6, 8, 0, 7),), lasts=50, is_held=True),
    "hold": Score((Move(0, "hold", 9),), (Nod(6, 0, 4), Nod(20)), lasts=50, is_held=True),
    "mouth": Score(
        (Move(0, "mouth", 6),),
        (Nod(0, -3, -2, -2, 4), Nod(8, -4, 4, -2, 6)),
        (Step(1, -14, 0, 6),),
        lasts=60,
        is_held=True,
    ),
    "crossed": Score((Move(0, "crossed", 9),), (Nod(4, -3, -2, -2, 8),), lasts=60, is_held=True),
    "cry": Score(
        (Move(0, "face-in-hands", 10),),
        (Nod(2, -8, 8, -2, 9),),
        lasts=80,
        is_held=True,
        trembles=True,
        shuts_eyes=(4, 999),
    ),
    "bow": Score(
        (Move(2, "bow", 10), Move(30, "", 12)),
        (Nod(0, 0, 8, 0, 8), Nod(34, 0, 0, 0, 10)),
        lasts=44,
        shuts_eyes=(8, 34),
    ),
    "kneel": Score(
        (Move(0, "kneel-down", 7), Move(8, "kneel", 7), Move(22, "kneel-plead", 8)),
        (Nod(0, 0, 6), Nod(20, 4, -6, 3, 8)),
        lasts=60,
        is_held=True,
        jolt_at=15,
    ),
    "sit": Score(
        (Move(0, "sit-down", 7), Move(8, "sit", 8)), (Nod(0, 0, 6), Nod(14)), lasts=40, is_held=True
    ),
    "lie": Score(lasts=40, is_held=True),
    "turn-away": Score(
        (Move(4, "", 6),),
        (Nod(0, -40, 3, -3, 7), Nod(24)),
        (Step(26, 0, 46, 84, 0.66),),
        lasts=110,
        is_held=True,
        turns_away_at=8,
        walks=True,
        partner="watch-leave",
        partner_at=10,
    ),
    "look-away": Score((), (Nod(0, -30, 4, -3, 8),), lasts=50, is_held=True),
    "recoil": Score(
        (Move(0, "shield", 6), Move(34, "", 10)),
        (Nod(0, -6, -3, -5, 4), Nod(34)),
        (Step(0, -30, 0, 6), Step(36, -10, 0, 12)),
        lasts=44,
    ),
    "flinch": Score(
        (), (Nod(0, -4, -4, -3, 3), Nod(8, -1, 2, 0, 8)), (Step(0, -14, 0, 4), Step(10, -5, 0, 12)), lasts=20
    ),
    "watch-leave": Score((), (Nod(0, 2, 0, 2, 10),), lasts=40, is_held=True),
    "shame": Score((), (Nod(0, -10, 7, -3, 9),), lasts=50, is_held=True),
    # -- while talking
    "nod": Score((), (Nod(0, 0, 6, 0, 4), Nod(5, 0, -2, 0, 4), Nod(10, 0, 5, 0, 4), Nod(15)), lasts=20),
    "emphasis": Score((), (Nod(0, 2, 4, 2, 4), Nod(6, 3, -2, 1, 6), Nod(16)), lasts=20),
    "shake-head": Score(
        (),
        (Nod(0, -9, 2, 0, 4), Nod(5, 9, 2, 0, 5), Nod(11, -8, 2, 0, 5), Nod(17, 5, 1, 0, 5), Nod(23)),
        lasts=28,
    ),
    "shrug": Score((Move(0, "shrug", 6), Move(18, "", 9)), (Nod(0, 0, -3, 6, 6), Nod(18)), lasts=28),
    "palm": Score(
        (Move(0, "palm", 7), Move(9, "palm-up", 5), Move(26, "", 10)), (Nod(3, 3, 2), Nod(14)), lasts=36
    ),
    "palms": Score(
        (Move(0, "palms", 7), Move(9, "palms-up", 5), Move(28, "", 10)), (Nod(3, 0, 2), Nod(14)), lasts=38
    ),
    "beat": Score(
        (Move(0, "beat", 6), Move(7, "beat-down", 4), Move(24, "", 10)),
        (Nod(6, 0, 4, 0, 4), Nod(14)),
        lasts=34,
    ),
    "chest": Score((Move(0, "chest", 8), Move(40, "", 10)), (Nod(4, -3, 3, -2, 8), Nod(38)), lasts=50),
    "hips": Score((Move(0, "hips", 8),), (Nod(2, 0, -3, 3, 8),), lasts=40, is_held=True),
    "hip": Score((Move(0, "hip", 8),), (Nod(2, 0, -3, 3, 8),), lasts=40, is_held=True),
    "clasped": Score((Move(0, "clasped", 9),), (Nod(4, 0, 3, 0, 8),), lasts=40, is_held=True),
    "hair": Score((Move(0, "hair", 9), Move(22, "", 11)), (Nod(2, 6, 4, 3, 8), Nod(24)), lasts=34),
    "cuff": Score((Move(0, "cuff", 8), Move(26, "", 10)), (Nod(2, -2, 6, 0, 8), Nod(22)), lasts=36),
    "think": Score((Move(0, "think", 9),), (Nod(4, -5, 4, -3, 8),), lasts=40, is_held=True),
    "plead": Score(
        (Move(0, "plead", 8),), (Nod(2, 2, -4, 4, 8),), (Step(0, 22, 0, 9),), lasts=50, is_held=True
    ),
    "fists": Score((Move(0, "fists", 6),), (Nod(0, 0, 5, 0, 6),), lasts=40, is_held=True),
    "wave": Score(
        (
            Move(0, "wave", 7),
            Move(9, "wave-out", 5),
            Move(15, "wave", 5),
            Move(21, "wave-out", 5),
            Move(30, "", 10),
        ),
        (Nod(2, 0, -2, 4), Nod(30)),
        lasts=40,
    ),
    "toast": Score(
        (Move(0, "glass", 7), Move(10, "toast", 8), Move(34, "drink", 8), Move(58, "glass", 9)),
        (Nod(10, 2, -2), Nod(36, -4, -5), Nod(58)),
        lasts=66,
        is_held=True,
    ),
    "cheek": Score((Move(0, "cheek", 8),), (Nod(2, -6, 4, -3, 8),), lasts=50, is_held=True),
    "walk": Score((), (Nod(30, 2, 2, 0, 8),), (), lasts=48, lead=12, enters=True),
}

ALONE = {"clink": "toast"}
"""What is played of an action of two when the partner is not in the picture."""

_ALSO = {
    "accuse": "point", "call": "phone", "answer": "phone", "telephone": "phone", "text": "phone-look",
    "read": "hold", "show": "hold", "contract": "hold", "paper": "hold", "hand over": "give",
    "hand-over": "give", "hit": "slap", "seize": "grab", "grip": "grab", "shove": "push", "embrace": "hug",
    "cover": "mouth", "gasp": "mouth", "cover-mouth": "mouth", "sob": "cry", "weep": "cry",
    "face-in-hands": "cry", "leave": "turn-away", "walk-away": "turn-away", "walk away": "turn-away",
    "exit": "turn-away", "fold": "crossed", "arms-crossed": "crossed", "akimbo": "hips",
    "beg": "plead", "pray": "plead", "cheers": "clink", "drink": "toast", "greet": "wave",
    "fist": "fists", "caress": "hold-face", "kneel-down": "kneel", "sit-down": "sit", "adjust": "cuff",
    "reach": "grab", "sleep": "lie", "unconscious": "lie", "clap": "palms", "shake head": "shake-head",
}  # fmt: skip


def score_named(name: str) -> tuple[str, bool]:
    """The nearest action's key and whether it is the very one; ``beat`` when nothing is near."""
    word = name.strip().casefold().replace("_", "-")
    for known in (word, word.replace(" ", "-")):
        if known in SCORES:
            return known, True
        if known in _ALSO:
            return _ALSO[known], True
    for part in word.replace("-", " ").split():
        stems = (part, part.rstrip("s"), part.removesuffix("ing"), part.removesuffix("ed"), part[:4])
        for stem in stems:
            if stem in SCORES:
                return stem, True
            if stem in _ALSO:
                return _ALSO[stem], True
    return "beat", False


def has_blow(gestures: tuple[str, ...]) -> bool:
    """Whether one of these gestures is a blow: something lands, and the camera is shaken."""
    return any(SCORES[score_named(name)[0]].jolt_at is not None for name in gestures if name)
