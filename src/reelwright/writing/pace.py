"""A series → matters of pace: reading speed, lengths, the first three seconds, the ending, how much talk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reelwright.screenplay.documents import Action, Direction, Line, Transition
from reelwright.storyboard.deeds import gesture_in
from reelwright.storyboard.words import action_s, estimated_speech_s, insert_in
from reelwright.writing.documents import Finding
from reelwright.writing.series_text import EpisodeText, SeriesText

PLACE_S = 1.2
"""The place of a scene is shown once."""
GAP_S = 0.35
"""About how long it is quiet between two lines."""
SHORTEST_S, LONGEST_S = 45.0, 130.0
"""An episode of a vertical drama."""
HOOK_S = 3.0
LONGEST_LINE_S = 9.0
MOST_CHARACTERS_A_SECOND = {"en": 20.0, "zh": 7.0}
"""Reading speed of captions: what grown-ups follow without haste."""
LEAST_TALK, MOST_TALK = 0.5, 0.97
_HOLD = re.compile(r"([\d.]+)")
_RESTS = re.compile(r"good ?night|goodbye|thank you|see you|sleep well|\bhappy\b|晚安|再见|谢谢|睡吧", re.I)
_PULLS = re.compile(
    r"[?？!！…]|\bdon't\b|\bnot\b|\bnever\b|\bno\b|\bask\b|\bwho\b|\balive\b|\bdead\b|\bkill|\bsecret|\btonight\b|\bnow\b|"
    r"\bor\b|\bisn't\b|\bknow\b|不|没|死|谁|别|问|今晚|秘密|真相|知道|是你|就是|选",
    re.I,
)


def talk_s(line: Line) -> float:
    """About how long a line takes."""
    return estimated_speech_s(line.text)


def length_s(episode: EpisodeText) -> float:
    """About how long an episode lasts: its lines, what is looked at, what is held."""
    scenes = episode.screenplay.scenes
    return sum(PLACE_S + sum(item_s(item) for item in scene.items) for scene in scenes)


def item_s(item: object) -> float:
    """About how long one item of a scene is heard or seen."""
    if isinstance(item, Line):
        return talk_s(item) + GAP_S + sum(_hold_s(note) for note in item.directions)
    if isinstance(item, Action):
        return action_s(item.text) + sum(_hold_s(note) for note in item.directions)
    return _hold_s(item) if isinstance(item, Direction) else 0.0


def _hold_s(note: Direction) -> float:
    match = _HOLD.search(note.value) if note.kind == "hold" else None
    return float(match[1]) if match else 0.0


def pulls(text: str) -> bool:
    """Whether a line leaves something open: a question, a threat, a denial, a name not yet said."""
    return _PULLS.search(text) is not None and _RESTS.search(text) is None


def ends_open(episode: EpisodeText) -> bool:
    """Whether an episode leaves its viewer wanting the next: by its last line, or because just before it
    somebody came in, a voice called, or the picture was held."""
    scenes = [scene for scene in episode.screenplay.scenes if scene.lines]
    if not scenes:
        return False
    last = scenes[-1].lines[-1]
    if pulls(last.text) or last.is_heard_only:
        return True
    before = [item for item in scenes[-1].items if not isinstance(item, Transition)][-6:]
    came = any(isinstance(item, Action) and gesture_in(item.text)[0] == "walk" for item in before)
    held = any(isinstance(item, Direction) and item.kind == "hold" for item in before[-4:])
    return (came or held) and _RESTS.search(last.text) is None


def pace_findings(series: SeriesText) -> list[Finding]:
    """Everything about pace, episode by episode."""
    found: list[Finding] = []
    for episode in series.episodes:
        found += _lines(episode, series.language)
        found += _length(episode)
        found += _opening(episode)
        if episode is not series.episodes[-1] or len(series.episodes) == 1:  # a season may end at rest
            found += _ending(episode)
    return found


def _note(code: str, message: str, fix: str, episode: int, line_id: str = "") -> Finding:
    return Finding(
        code=code, message=message, fix=fix, episode=episode, line_id=line_id, is_contradiction=False
    )


def _lines(episode: EpisodeText, language: str) -> Iterator[Finding]:
    for line in episode.screenplay.lines:
        seconds = talk_s(line)
        if seconds > LONGEST_LINE_S:
            yield _note(
                "long-line",
                f"{line.speaker} speaks for about {seconds:.0f} s at a stretch",
                f"Cut it, or let somebody interrupt: {LONGEST_LINE_S:.0f} s are plenty.",
                episode.number,
                line.id,
            )
        speed = len(line.text) / seconds
        if len(line.text) > 12 and speed > MOST_CHARACTERS_A_SECOND[language]:
            yield _note(
                "fast-caption",
                f"The caption runs at {speed:.0f} characters a second",
                "Use shorter words, or a pause: [[hold 1s]].",
                episode.number,
                line.id,
            )


def _length(episode: EpisodeText) -> Iterator[Finding]:
    total = length_s(episode)
    spoken = sum(talk_s(line) for line in episode.screenplay.lines)
    if not SHORTEST_S <= total <= LONGEST_S:
        yield _note(
            "episode-length",
            f"The episode lasts about {total:.0f} s",
            f"Between {SHORTEST_S:.0f} and {LONGEST_S:.0f} s are watched to the end.",
            episode.number,
        )
    if total and not LEAST_TALK <= spoken / total <= MOST_TALK:
        yield _note(
            "share-of-talk",
            f"{spoken / total:.0%} of the episode is talk",
            "Show more." if spoken / total > MOST_TALK else "Let somebody say it.",
            episode.number,
        )


def _opening(episode: EpisodeText) -> Iterator[Finding]:
    """Within three seconds a line has begun, or a thing is shown that asks a question."""
    waited = 0.0
    for item in _items(episode):
        if isinstance(item, Line):
            break
        if isinstance(item, Action) and insert_in(item.text):
            return
        waited += item_s(item)
    if waited > HOOK_S:
        first = episode.screenplay.lines[0].id if episode.screenplay.lines else ""
        yield _note(
            "slow-hook",
            f"Nobody says a word for about {waited:.0f} s",
            "Open on the line, or on the thing everything turns on.",
            episode.number,
            first,
        )


def _ending(episode: EpisodeText) -> Iterator[Finding]:
    scenes = [scene for scene in episode.screenplay.scenes if scene.lines]
    if not scenes:
        return
    last = scenes[-1].lines[-1]
    words = len(last.text.split()) if last.text.isascii() else len(last.text) / 2
    if not ends_open(episode) or words > 30:
        yield _note(
            "no-cliffhanger",
            f"The episode ends at rest: {last.text}",
            "End on a question, a threat, an arrival or half a truth.",
            episode.number,
            last.id,
        )


def _items(episode: EpisodeText) -> Iterator[object]:
    for scene in episode.screenplay.scenes:
        yield from scene.items
