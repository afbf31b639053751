"""The name of a thing → its close-up: drawn, lying or standing, with what moves in it."""

from __future__ import annotations

from reelwright.stage.things import jewels, metal, papers, phones, vessels
from reelwright.stage.things.thing import Part, Thing

__all__ = ["THINGS", "Part", "Thing"]

THINGS: dict[str, Thing] = {
    "ring": Thing(
        jewels.ring,
        lies=False,
        glints=((70, -366, 120), (-60, -300, 70), (128, -110, 60)),
        shines=0.4,
        size=1.08,
    ),
    "contract": Thing(papers.contract, (Part(papers.signing, 9, 0.15, 0.9),), comes="still", shines=0.12),
    "phone": Thing(
        phones.phone, (Part(phones.screen_glow, 5, 0.0, 0.8, loops=True),), comes="buzzes", shines=0.14
    ),
    "photo": Thing(papers.photo, comes="slides", shines=0.34),
    "envelope": Thing(
        papers.envelope,
        (Part(papers.letter, 8, 0.3, 0.5, is_behind=True),),
        comes="slides",
        shines=0.12,
        size=1.04,
    ),
    "key": Thing(
        metal.key, comes="drops", glints=((-290, -84, 90), (250, 40, 60)), turned_deg=-28, shines=0.4
    ),
    "glass": Thing(
        vessels.glass,
        (Part(vessels.wine, 8, 0.0, 1.1, loops=True, is_behind=True),),
        lies=False,
        glints=((-168, -330, 64),),
        shines=0.22,
        size=1.2,
    ),
    "pills": Thing(vessels.pills, (Part(vessels.spilling, 9, 0.1, 0.7),), lies=False, shines=0.3),
    "necklace": Thing(
        jewels.necklace, comes="swings", lies=False, glints=((40, 290, 110), (-250, 20, 50)), shines=0.34
    ),
    "jade pendant": Thing(jewels.jade, comes="swings", lies=False, glints=((-120, -130, 70),), shines=0.34),
    "watch": Thing(
        jewels.watch,
        (Part(jewels.second_hand, 20, 0.0, 5.0, loops=True),),
        glints=((-176, -176, 70),),
        shines=0.34,
    ),
    "cheque": Thing(papers.cheque, comes="slides", shines=0.16, size=1.04),
    "box": Thing(vessels.box, lies=False, glints=((-220, -380, 60), (180, -360, 44)), shines=0.3),
    "test": Thing(papers.test, (Part(papers.second_line, 6, 0.35, 0.8),), shines=0.16),
    "knife": Thing(metal.knife, comes="drops", glints=((-14, -380, 120),), turned_deg=38, shines=0.5),
    "door": Thing(
        metal.door, (Part(metal.lever, 8, 0.25, 0.6),), fills_frame=True, lies=False, shines=0.0, size=1.0
    ),
}
"""Every thing that can be shown."""
