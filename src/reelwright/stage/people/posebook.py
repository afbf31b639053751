"""The name of a stance → the stance, drawn for somebody who is turned to the right of the picture.

Whoever faces the other way takes the mirror image. The arm on side 1 is the one nearer to a partner.
"""

from __future__ import annotations

from reelwright.stage.people.stances import ArmPose, LegPose, Stance, Triple


def _arm(
    target: Triple, pole: Triple, shape: str, along: Triple | None = None, palm: Triple | None = None,
    layer: str = "front", prop: str = "",
) -> ArmPose:  # fmt: skip
    return ArmPose(target, pole, shape, along, palm, layer, prop)  # type: ignore[arg-type]


def _on_hip(side: int) -> ArmPose:
    return ArmPose(
        target=(side * 120, 566, 24), pole=(side, -0.02, -0.5), shape="flat",
        along=(-side * 0.16, 0.66, 0.72), palm=(-side * 0.95, 0.1, -0.2),
    )  # fmt: skip


def _hang(side: int, out: float = 0.0, ahead: float = 24.0, shape: str = "hang") -> ArmPose:
    return ArmPose((side * (142 + out), 704 - abs(out) * 0.3, ahead), (side * 0.3, 0.1, -0.95), shape)


_POCKET = ArmPose((118, 612, 46), (1, 0.1, -0.75), "hidden")
_CLASPED = {
    -1: ArmPose((-52, 606, 118), (-1, 0.2, -0.6), "relaxed", (0.72, 0.62, 0.25), (0.1, 0.2, -1)),
    1: ArmPose((44, 598, 138), (1, 0.2, -0.6), "relaxed", (-0.74, 0.60, 0.25), (-0.1, 0.2, -1)),
}
_CROSSED = {
    -1: ArmPose((72, 438, 110), (-1, 0.75, -0.1), "grip", (0.3, -0.15, -0.95), (0.1, 1, -0.2)),
    1: ArmPose((-34, 432, 140), (1, 0.75, -0.1), "flat", (-0.86, -0.42, -0.30), (-0.2, -0.1, -1)),
}
_PRAYING = {
    side: _arm(
        (side * 25 + 14, 424, 176),
        (side * 0.9, 0.8, -0.1),
        "pray",
        (-side * 0.06, -0.97, 0.24),
        (-side * 0.96, 0.0, -0.28),
    )
    for side in (-1, 1)
}
_KNEELING = {side: LegPose((side * 4, 10, -390), (side * 0.1, 0.2, 1), 78) for side in (-1, 1)}
_SEATED = {side: LegPose((side * 16, 0, 372), (side * 0.16, -0.8, 1)) for side in (-1, 1)}
_GLASS = _arm((172, 330, 190), (0.15, 1, -0.5), "glass", (-0.35, -0.75, 0.3), (-0.75, 0, 0.6), prop="glass")
_TO_CHEEK = _arm((92, 236, 100), (0.75, 1, 0.0), "cupped", (-0.34, -0.92, 0.05), (-0.5, 0.0, -0.8))

RESTS: dict[str, Stance] = {
    "stand": Stance({-1: _hang(-1, -4, 44), 1: _hang(1, 2, 10)}, weight=1, hip_deg=-2.5, tilt_deg=0.8),
    "apart": Stance({-1: _hang(-1, 20, 30, "relaxed"), 1: _hang(1, 22, 20, "relaxed")}, weight=-1, hip_deg=2),
    "hip": Stance({-1: _on_hip(-1), 1: _hang(1, -6, 40)}, weight=-1, hip_deg=4, tilt_deg=-1.5),
    "clasped": Stance(_CLASPED, weight=1, hip_deg=-2),
    "own-arm": Stance(
        {
            -1: _hang(-1, -14, 40),
            1: ArmPose((-64, 470, 112), (1, 0.85, -0.2), "grip", (-0.86, 0.05, -0.4), (-0.3, 0.5, -0.8)),
        },
        weight=1,
        hip_deg=-3,
        tilt_deg=1.0,
    ),
    "pocket": Stance({1: _POCKET, -1: _hang(-1, 2, 36)}, weight=-1, hip_deg=2.5, tilt_deg=-1.0),
    "behind": Stance(
        {
            side: ArmPose((side * 40, 590, -120), (side, 0.1, -0.6), "relaxed", layer="behind")
            for side in (-1, 1)
        },
        weight=0,
    ),
    "crossed": Stance(_CROSSED, weight=1, hip_deg=-2),
}
"""How somebody stands who does nothing."""

STANCES: dict[str, Stance] = {
    **RESTS,
    # -- while one talks
    "palm": Stance(
        {1: _arm((158, 446, 216), (0.6, 0.9, -0.4), "open", (0.80, -0.22, 0.5), (-0.12, -0.85, 0.5))},
        weight=-1,
    ),
    "palm-up": Stance(
        {1: _arm((172, 404, 226), (0.6, 0.9, -0.4), "open", (0.84, -0.40, 0.35), (-0.10, -0.72, 0.65))},
        weight=-1,
        tilt_deg=1.0,
    ),
    "palms": Stance(
        {
            side: _arm(
                (side * 158, 462, 200),
                (side * 0.7, 0.9, -0.3),
                "open",
                (side * 0.62, -0.28, 0.7),
                (-side * 0.1, -0.8, 0.6),
            )
            for side in (-1, 1)
        }
    ),
    "palms-up": Stance(
        {
            side: _arm(
                (side * 186, 416, 210),
                (side * 0.7, 0.9, -0.3),
                "open",
                (side * 0.72, -0.45, 0.5),
                (-side * 0.1, -0.65, 0.75),
            )
            for side in (-1, 1)
        },
        tilt_deg=0.6,
    ),
    "beat": Stance(
        {1: _arm((132, 430, 224), (0.8, 0.9, -0.3), "pinch", (0.10, -0.80, 0.55), (-0.55, 0.1, 0.8))},
        weight=1,
    ),
    "beat-down": Stance(
        {1: _arm((150, 478, 240), (0.8, 0.9, -0.3), "pinch", (0.25, -0.60, 0.75), (-0.6, 0.2, 0.75))},
        weight=1,
    ),
    "chest": Stance(
        {-1: _arm((-96, 356, 120), (-0.9, 1, -0.1), "flat", (0.92, -0.38, 0.05), (0, 0.1, -1))},
        weight=-1,
        hip_deg=3,
    ),
    "shrug": Stance(
        {
            side: _arm(
                (side * 214, 442, 180),
                (side * 0.6, 1.0, -0.3),
                "open",
                (side * 0.85, -0.36, 0.36),
                (-side * 0.05, -0.8, 0.6),
            )
            for side in (-1, 1)
        },
        sink=-10,
    ),
    "hips": Stance({-1: _on_hip(-1), 1: _on_hip(1)}, weight=1, hip_deg=-4),
    "hair": Stance(
        {-1: _arm((-122, 136, 50), (-0.5, 1, 0.2), "relaxed", (0.30, -0.93, -0.2), (0.8, 0.1, -0.6))},
        tilt_deg=-1.5,
    ),
    "cuff": Stance(
        {
            -1: _arm(
                (-36, 486, 170), (-1, 0.7, -0.3), "relaxed", (0.86, -0.15, 0.45), (0.2, 0.4, -0.9), "middle"
            ),
            1: _arm((76, 476, 190), (1, 0.7, -0.2), "pinch", (-0.82, 0.10, 0.35), (-0.1, 0.3, -0.95)),
        }
    ),
    "think": Stance(
        {
            1: _arm((62, 232, 130), (0.9, 1, -0.1), "think", (-0.32, -0.92, -0.05), (-0.55, 0.1, -0.8)),
            -1: ArmPose((38, 444, 118), (-1, 0.6, -0.2), "grip", (0.86, -0.1, 0.2), (0.1, -0.3, -0.9)),
        }
    ),
    "fists": Stance({-1: _hang(-1, 6, 40, "fist"), 1: _hang(1, 6, 40, "fist")}, weight=0, lean_deg=3),
    "plead": Stance(_PRAYING, lean_deg=4),
    "wave": Stance({1: _arm((176, 96, 90), (0.7, 1, -0.2), "wave", (0.15, -1, 0.05), (-0.1, 0, 1))}),
    "wave-out": Stance({1: _arm((204, 104, 96), (0.7, 1, -0.2), "wave", (0.52, -0.86, 0.05), (-0.1, 0, 1))}),
    # -- actions of one
    "point": Stance(
        {
            1: _arm((150, 284, 350), (0.3, 1, -0.2), "point", (0.86, -0.10, 0.42), (0, 0.6, 0.8)),
            -1: _hang(-1, 6, 20, "fist"),
        },
        weight=-1,
        lean_deg=4,
        twist_deg=6,
    ),
    "point-back": Stance(
        {1: _arm((96, 300, 190), (0.7, 1, -0.3), "point", (0.35, -0.85, 0.35), (-0.3, 0.2, 0.9))},
        twist_deg=-6,
    ),
    "phone": Stance(
        {
            -1: _arm(
                (-116, 138, 66), (-0.4, 1, 0.3), "phone", (0.16, -0.96, -0.1), (0.85, 0, -0.5), prop="phone"
            )
        },
        tilt_deg=-1,
    ),
    "phone-look": Stance(
        {
            -1: _arm(
                (-60, 400, 200), (-0.8, 1, 0), "phone", (0.36, -0.82, 0.2), (0.3, -0.1, -0.9), prop="phone"
            )
        },
    ),
    "hold": Stance(
        {
            1: _arm(
                (118, 326, 250),
                (0.8, 0.9, -0.2),
                "paper",
                (-0.35, -0.5, 0.75),
                (-0.7, 0.3, 0.35),
                prop="paper",
            )
        }
    ),
    "mouth": Stance(
        {
            -1: _arm((-62, 182, 122), (-0.8, 1, 0.1), "cupped", (0.74, -0.68, 0.05), (-0.05, 0, -1)),
            1: _hang(1, -30, 60, "relaxed"),
        },
        lean_deg=3,
    ),
    "cheek": Stance({1: _TO_CHEEK}, tilt_deg=2, lean_deg=4),
    "hugged": Stance(
        {
            side: ArmPose((side * 52, 372, -190), (side * 0.5, 0.9, 0.2), "flat", layer="behind")
            for side in (-1, 1)
        },
        lean_deg=4,
    ),
    "kneel-down": Stance(
        {-1: _hang(-1, 10, 90), 1: _hang(1, 10, 90)},
        sink=190,
        lean_deg=10,
        feet={-1: LegPose((10, -14, -150), None, 40), 1: LegPose((-10, 0, 110))},
    ),
    "sit-down": Stance(
        {-1: _hang(-1, 4, 110), 1: _hang(1, 4, 110)},
        sink=190,
        lean_deg=16,
        feet={side: LegPose((side * 8, 0, 210)) for side in (-1, 1)},
        seat="chair",
    ),
    "face-in-hands": Stance(
        {
            side: _arm(
                (side * 46, 196, 132),
                (side * 0.8, 1, -0.05),
                "cupped",
                (-side * 0.16, -0.98, 0.02),
                (-side * 0.16, 0, -1),
            )
            for side in (-1, 1)
        },
        lean_deg=8,
    ),
    "bow": Stance(
        {
            side: ArmPose(
                (side * 66, 840, 120),
                (side, 0.1, -0.6),
                "rest",
                (side * 0.02, 0.98, 0.2),
                (-side * 0.3, 0, -0.95),
            )
            for side in (-1, 1)
        },
        lean_deg=60,
    ),
    "toast": Stance({1: _GLASS}),
    "glass": Stance(
        {
            1: _arm(
                (120, 452, 180), (0.9, 0.9, -0.3), "glass", (-0.45, -0.70, 0.4), (-0.75, 0, 0.6), prop="glass"
            )
        }
    ),
    "drink": Stance(
        {
            1: _arm(
                (104, 262, 140), (0.9, 1, -0.1), "glass", (-0.60, -0.72, 0.2), (-0.65, 0, 0.7), prop="glass"
            )
        }
    ),
    # -- actions of two: the wrist is brought to the partner when there is one
    "slap-ready": Stance(
        {
            1: _arm((92, -34, -150), (1, 0.1, -0.2), "slap", (-0.26, -0.95, -0.1), (0.5, 0.1, 0.8), "behind"),
            -1: _hang(-1, 10, 40),
        },
        twist_deg=-14,
        tilt_deg=-3,
        weight=-1,
    ),
    "slap-hit": Stance(
        {
            1: _arm((232, 132, 130), (0.6, 1, -0.1), "slap", (0.72, -0.68, -0.1), (0.55, 0.25, -0.8)),
            -1: _hang(-1, 22, -30),
        },
        twist_deg=14,
        tilt_deg=3,
        lean_deg=6,
        weight=1,
    ),
    "slap-past": Stance(
        {
            1: _arm((-44, 330, 250), (0.7, 1, 0.1), "slap", (-0.85, -0.20, 0.35), (-0.3, 0.3, -0.9)),
            -1: _hang(-1, 24, -40),
        },
        twist_deg=18,
        tilt_deg=2,
        lean_deg=8,
        weight=1,
    ),
    "grab": Stance(
        {1: _arm((212, 372, 190), (0.3, 1, -0.4), "grip", (0.86, -0.30, 0.25), (0.25, 0.25, -0.9))},
        lean_deg=5,
        tilt_deg=2,
    ),
    "grabbed": Stance(
        {1: _arm((226, 330, 140), (0.5, 1, -0.1), "open", (-0.24, -0.95, 0.1), (-0.1, 0.1, 1))},
        tilt_deg=-3,
        twist_deg=6,
    ),
    "give": Stance(
        {
            1: _arm(
                (190, 420, 230), (0.3, 1, -0.4), "paper", (0.55, -0.45, 0.6), (-0.5, 0.5, 0.4), prop="paper"
            )
        },
        tilt_deg=1.5,
        lean_deg=3,
    ),
    "given": Stance(
        {1: _arm((184, 436, 210), (0.6, 1, -0.2), "open", (0.70, -0.25, 0.6), (-0.2, -0.8, 0.5))},
        tilt_deg=1,
    ),
    "offer": Stance(
        {1: _arm((186, 424, 226), (0.3, 1, -0.4), "pinch", (0.70, -0.40, 0.5), (-0.3, -0.5, 0.8))},
        tilt_deg=1.5,
        lean_deg=3,
    ),
    "own-hand": Stance(
        {
            1: _arm((64, 430, 190), (0.8, 0.9, -0.3), "pinch", (-0.55, -0.50, 0.55), (-0.2, -0.7, 0.6)),
            -1: ArmPose((-58, 452, 170), (-0.9, 0.9, -0.3), "cupped", (0.7, -0.2, 0.6), (0.1, -0.9, 0.4)),
        }
    ),
    "take": Stance(
        {1: _arm((176, 420, 230), (0.6, 1, -0.2), "relaxed", (0.70, -0.35, 0.5), (-0.3, -0.6, 0.6))},
        tilt_deg=1.5,
    ),
    "hug-open": Stance(
        {
            side: _arm(
                (side * 250, 400, 190),
                (side * 0.6, 1, -0.2),
                "open",
                (side * 0.5, -0.3, 0.8),
                (-side * 0.7, -0.3, 0.6),
            )
            for side in (-1, 1)
        },
        lean_deg=3,
    ),
    "hug": Stance(
        {
            -1: _arm((-66, 560, 200), (-1, 0.5, 0.1), "flat", (0.88, 0.10, 0.1), (0, 0.1, -1), "over"),
            1: _arm((40, 400, 215), (1, 0.6, 0.1), "flat", (-0.72, -0.68, 0.05), (0, 0.1, -1), "over"),
        },
        lean_deg=4,
    ),
    "push": Stance(
        {
            side: _arm(
                (196 + 34 * side, 350, 150 + 40 * side),
                (side * 0.4, 1, -0.1),
                "open",
                (0.45, -0.88, 0.0),
                (0.86, 0.3, -0.3),
            )
            for side in (-1, 1)
        },
        lean_deg=10,
        tilt_deg=5,
        twist_deg=10,
        weight=1,
    ),
    "push-ready": Stance(
        {
            side: _arm(
                (70 + 50 * side, 360, 150 + 30 * side),
                (side * 0.7, 1, -0.3),
                "open",
                (0.2, -0.97, 0.1),
                (0.9, 0.2, 0.3),
            )
            for side in (-1, 1)
        },
        tilt_deg=-3,
        twist_deg=-4,
    ),
    "reel": Stance(
        {
            -1: _arm((-176, 590, 110), (-0.8, 0.6, -0.5), "open", (-0.3, 0.6, 0.7), (0.5, -0.4, 0.6)),
            1: _arm((170, 560, 140), (0.8, 0.6, -0.5), "open", (0.25, 0.3, 0.9), (-0.5, -0.4, 0.6)),
        },
        tilt_deg=-4,
        twist_deg=-8,
        weight=-1,
    ),
    "pushed": Stance(
        {
            -1: _arm((-214, 420, 130), (-0.7, 0.8, -0.2), "open", (-0.5, -0.6, 0.6), (0.2, -0.2, 0.9)),
            1: _arm((206, 380, 170), (0.7, 0.8, -0.2), "open", (0.45, -0.75, 0.5), (-0.2, -0.2, 0.9)),
        },
        tilt_deg=-4,
        lean_deg=-4,
        weight=-1,
    ),
    "hold-face": Stance(
        {
            -1: _arm((236, 190, 190), (-0.5, 1, 0.0), "cheek", (0.20, -0.97, 0.0), (0.25, 0.1, -0.96)),
            1: _hang(1, -4, 20, "relaxed"),
        },
        lean_deg=4,
        tilt_deg=3,
        twist_deg=10,
    ),
    "shield": Stance(
        {
            1: _arm((136, 250, 220), (0.8, 1, -0.2), "wave", (0.25, -0.95, 0.2), (0.3, 0.1, 0.95)),
            -1: _arm((-70, 330, 160), (-0.9, 0.9, -0.1), "flat", (0.8, -0.5, 0.2), (0.1, 0, -1)),
        },
        tilt_deg=-5,
        twist_deg=-6,
    ),
    # -- with the whole body
    "kneel": Stance(
        {
            side: ArmPose(
                (side * 84, 690, 190),
                (side, 0.4, -0.4),
                "rest",
                (-side * 0.3, 0.55, 0.8),
                (0, 0.9, -0.3),
                turns=1.0,
            )
            for side in (-1, 1)
        },
        sink=404,
        lean_deg=6,
        feet=_KNEELING,
    ),
    "kneel-plead": Stance(_PRAYING, sink=404, lean_deg=4, feet=_KNEELING),
    "sit": Stance(
        {
            side: ArmPose(
                (side * 70, 700, 196),
                (side, 0.3, -0.4),
                "rest",
                (-side * 0.24, 0.52, 0.82),
                (0, 0.9, -0.35),
                "front",
                turns=1.0,
            )
            for side in (-1, 1)
        },
        sink=344,
        lean_deg=3,
        feet=_SEATED,
        seat="chair",
    ),
    "lie": Stance(
        {
            -1: ArmPose(
                (-30, 560, 130), (-1, 0.2, -0.2), "rest", (0.80, 0.34, 0.3), (0.1, 0.5, -0.85), "front"
            )
        },
        seat="bed",
    ),
    "walk": Stance(
        {
            -1: ArmPose((-116, 676, 150), (-0.3, 0.1, -0.95), "relaxed", turns=1.0),
            1: ArmPose((124, 680, -96), (0.3, 0.1, -0.95), "relaxed", layer="behind", turns=1.0),
        },
        feet={-1: LegPose((26, -54, -190), None, 38), 1: LegPose((-22, -4, 150))},
        hip_deg=-1.5,
        twist_deg=5,
    ),
}

_NEAREST = {
    "cross": "crossed", "cross arms": "crossed", "arms crossed": "crossed", "fold": "crossed",
    "call": "phone", "phone call": "phone", "telephone": "phone", "text": "phone-look", "read": "hold",
    "paper": "hold", "contract": "hold", "letter": "hold", "show": "hold", "offer": "give",
    "accuse": "point", "order": "point", "threaten": "point", "finger": "point",
    "akimbo": "hips", "pose": "hips", "heart": "chest", "swear": "chest", "touch": "chest",
    "gasp": "mouth", "cover": "mouth", "cry": "face-in-hands", "sob": "face-in-hands",
    "cheers": "toast", "greet": "wave", "goodbye": "wave", "beg": "plead", "pray": "plead",
    "fist": "fists", "clench": "fists", "hit": "slap-hit", "slap": "slap-hit", "raise": "slap-ready",
    "bed": "lie", "asleep": "lie", "unconscious": "lie",
    "grip": "grab", "seize": "grab", "hold wrist": "grab", "leave": "walk", "enter": "walk", "run": "walk",
}  # fmt: skip


def stance_named(name: str) -> str:
    """The key of the nearest stance to ``name`` (case-blind); ``stand`` when nothing is near."""
    plain = name.strip().casefold().replace("_", " ")
    word = plain.replace("-", " ")
    for known in (plain, plain.replace(" ", "-")):
        if known in STANCES:
            return known
    if word in _NEAREST:
        return _NEAREST[word]
    for known in (*STANCES, *_NEAREST):
        if known in word.split():
            return known if known in STANCES else _NEAREST[known]
    return "stand"
