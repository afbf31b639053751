"""The takes of a shot → a page that plays them side by side. It needs nothing but the files beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reelwright.production.takes import Take

_STYLE = """
:root { color-scheme: dark; --line: #2b2f3a; --lit: #ffc857; --soft: #9aa3b2 }
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem clamp(1rem, 4vw, 3rem); background: #0e1016; color: #eef0f4;
  font: 16px/1.45 Lato, "Noto Sans CJK SC", system-ui, sans-serif }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; margin-bottom: 1.25rem }
h1 { margin: 0; font-size: 1.35rem }
header span { color: var(--soft) }
button { font: inherit; color: inherit; background: #1b1e27; border: 1px solid var(--line); 
  border-radius: .5rem; padding: .45rem .9rem; cursor: pointer }
button:hover, button:focus-visible { border-color: var(--lit) }
main { display: grid; gap: 1.25rem;
  grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)) }
figure { margin: 0; background: #161922; border: 2px solid var(--line); border-radius: .75rem;
  overflow: hidden }
figure.chosen { border-color: var(--lit) }
video { display: block; width: 100%; background: #000 }
figcaption { padding: .75rem .9rem; display: grid; gap: .25rem }
figcaption b { display: flex; justify-content: space-between }
figcaption b em { color: var(--lit); font-style: normal }
small, code { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere }
code { background: #0e1016; border-radius: .35rem; padding: .3rem .5rem; user-select: all }
"""
_SCRIPT = """
const films = [...document.querySelectorAll('video')];
const sounds = SOUNDS.map(([name, at]) => [new Audio(name), at]);
let waiting = [];
function play() {
  waiting.forEach(clearTimeout);
  sounds.forEach(([sound]) => { sound.pause(); sound.currentTime = 0 });
  films.forEach(film => { film.currentTime = 0; film.play() });
  waiting = sounds.map(([sound, at]) => setTimeout(() => sound.play(), at * 1000));
}
document.querySelector('button').addEventListener('click', play);
films[0]?.addEventListener('ended', () => films.forEach(film => film.pause()));
"""


@dataclass(frozen=True)
class ShownTake:
    """A take, the file of its clip beside the page, and how long it lasts."""

    take: Take
    clip: str
    is_chosen: bool
    seconds: float


def page_of_takes(
    shot: str,
    takes: Sequence[ShownTake],
    sounds: Sequence[tuple[str, float]],
    *,
    title: str,
    shape: tuple[int, int],
) -> str:
    """The page. ``sounds`` are files beside it and when each begins, in seconds; ``shape`` is width and
    height."""
    figures = "".join(_figure(shot, shown, shape) for shown in takes)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Takes of {escape(shot)}</title><style>{_STYLE}</style>"
        f"<header><h1>Takes of {escape(shot)}</h1><span>{escape(title)}</span>"
        "<button>Play all, with sound</button></header>"
        f"<main>{figures}</main>"
        f"<script>const SOUNDS = {json.dumps(list(sounds))};{_SCRIPT}</script></html>\n"
    )


def _figure(shot: str, shown: ShownTake, shape: tuple[int, int]) -> str:
    take = shown.take
    facts = [f"{shown.seconds:.1f} s"]
    facts += [f"seed {take.seed}"] if take.seed else ["as written"]
    facts += [part for part in (take.engine, take.asked) if part]
    chosen = ' class="chosen"' if shown.is_chosen else ""
    badge = "<em>in the film</em>" if shown.is_chosen else ""
    note = f"<span>{escape(take.note)}</span>" if take.note else ""
    command = f"reelwright takes {shot} --choose {take.number}"
    return (
        f'<figure{chosen}><video src="{escape(shown.clip)}" muted playsinline preload="auto" controls '
        f'style="aspect-ratio: {shape[0]} / {shape[1]}"></video>'
        f"<figcaption><b>Take {take.number} {badge}</b><small>{escape(' · '.join(facts))}</small>{note}"
        f"{'' if shown.is_chosen else f'<code>{escape(command)}</code>'}</figcaption></figure>"
    )
