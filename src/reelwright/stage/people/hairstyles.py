"""The name of a hairstyle → its sections of guide curves (head units, see ``head``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reelwright.casting.documents import Look
from reelwright.stage.people import long_hair, short_hair
from reelwright.stage.people.hair import Guide, Hair, Section, hair_palette

_SHORT = frozenset({"comma", "slick", "crop", "undercut", "pixie", "buzz", "receding", "bald", "curtains"})
_GATHERED = frozenset({"updo", "bun", "pony", "topknot", "man-bun"})


def _curly(is_female: bool) -> list[Section]:
    """Waves that gather in ringlets: shoulder length for her, short for him."""
    if is_female:
        parts = long_hair.style_long(part=10, length=250, volume=10, wave=(17, 2.6))
    else:
        parts = short_hair.style_comma(part=-14, volume=10)
    curls = []
    for s in parts:
        wave = (14.0, 3.0) if s.layer != "front" else (7.0, 1.8)
        if not is_female:
            wave = (6.5, 1.9)
        curls.append(
            replace(s, wave=wave, clump=0.72, jitter=s.jitter + 0.06, lateral=s.lateral + 2.5, gloss=0.8)
        )
    return curls


def back_of_head(look: Look, hair: Hair) -> Hair:
    """The same hair with the ribbons that only show from behind: down from the crown, or up to a bun."""
    gathered = look.hair in _GATHERED
    is_short = look.hair in _SHORT or (look.hair == "curly" and look.sex == "male")
    if look.hair in ("bald", "buzz"):
        return hair
    end = 62 if is_short else 150
    guides: list[Guide] = []
    for x in (-92, -70, -36, 0, 36, 70, 92):
        deep = -112 + abs(x) * 0.62
        if gathered:
            guides.append([(x * 0.74, 56, deep + 26), (x * 0.98, -24, deep), (x * 0.74, -104, deep + 22),
                           (x * 0.12, -142, -70)])  # fmt: skip
        else:
            tip = x * (0.7 if is_short else 1.04)
            guides.append([(x * 0.16, -163, -24), (x * 0.78, -136, -72 + abs(x) * 0.3), (x, -60, deep - 6),
                           (x * 1.02, 10, deep - 6), (tip, end, deep + 8)])  # fmt: skip
    over = Section(
        guides, count=26, layer="back", seed=401, jitter=0.16 if is_short else 0.04, taper=0.72,
        overlap=1.7, highlights=(-92.0,), gloss_length=1.3, order=40, shade=0.05, clump=0.3,
        tip_width=0.0 if is_short else 0.35,
    )  # fmt: skip
    seen = tuple(section for section in hair.sections if not section.hangs_before)
    return Hair((*seen, over), hair.palette, hairline=hair.hairline)


def hair_of(look: Look) -> Hair:
    """The hair of ``look``; an unknown style is drawn as the nearest plain one."""
    female = look.sex == "female"
    plain = long_hair.style_long if female else short_hair.style_comma
    makers: dict[str, Callable[[], list[Section]]] = {
        "long": long_hair.style_long,
        "bob": long_hair.style_bob,
        "pony": long_hair.style_pony,
        "updo": long_hair.style_updo,
        "comma": short_hair.style_comma,
        "slick": lambda: short_hair.style_slick(loose=look.age_years < 40),
        "crop": lambda: short_hair.style_crop(female),
        "bun": long_hair.style_elder_bun,
        "undercut": short_hair.style_undercut,
        "curly": lambda: _curly(female),
        "wavy": long_hair.style_wavy,
        "fringe": long_hair.style_fringe,
        "side-bob": long_hair.style_side_bob,
        "pixie": short_hair.style_pixie,
        "braids": long_hair.style_braids,
        "braid": long_hair.style_braid,
        "curtains": short_hair.style_curtains,
        "buzz": list,
        "receding": short_hair.style_receding,
        "bald": list,
        "man-bun": short_hair.style_man_bun,
        "half-up": lambda: long_hair.style_half_up(female),
        "topknot": long_hair.style_topknot,
        "afro": short_hair.style_afro,
    }
    sections = tuple(makers.get(look.hair, plain)())
    palette = hair_palette(look.hair_colour)
    if look.hair == "bald":
        return Hair(sections, palette, hairline="none")
    return Hair(sections, palette, hairline="high" if look.hair == "receding" else "low")
