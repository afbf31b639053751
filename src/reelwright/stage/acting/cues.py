"""A shot's brief and who is in the picture → what everybody does with their body, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reelwright.errors import Notice
from reelwright.stage.acting.scores import ALONE, SCORES, Score, score_named
from reelwright.stage.brief import ShotBrief, SpeechInShot
from reelwright.storyboard.documents import Beat, Subject

FILM_FPS = 24.0
SHOUTED = 0.85
_TALKS_WITH_HANDS = ("medium", "two-shot", "wide", "over-the-shoulder")
_WORD_GAP_F = 20.0
"""No two gestures of one talker begin closer together."""
_WITHOUT_LEGS = {"kneel": "plead", "sit": "clasped"}
"""What is played of an action of the whole body where only half of it is in the picture."""
_IN_BED = {
    "kneel": "plead", "sit": "clasped", "turn-away": "look-away", "bow": "nod", "walk": "nod", "hug": "plead",
}  # fmt: skip
"""What is played of an action by somebody who lies."""
_HAND_TALK: dict[str, tuple[str, ...]] = {
    "angry": ("beat", "point", "palm"), "cold": ("palm", "cuff"), "determined": ("beat", "palm"),
    "smirk": ("palm", "hair", "shrug"), "happy": ("palms", "palm"), "laugh": ("palms", "chest"),
    "sad": ("chest", "clasped"), "crying": ("chest", "plead"), "tender": ("palm", "chest"),
    "scared": ("plead", "palms"), "worried": ("palms", "clasped"), "shocked": ("palms", "chest"),
    "tired": ("shrug", "palm"), "furious": ("beat", "point"), "contempt": ("palm", "cuff"),
    "pleading": ("plead", "palms"), "sobbing": ("chest", "plead"), "proud": ("chest", "palm"),
    "sly": ("hair", "palm"), "playful": ("palms", "hair"), "shy": ("hair", "clasped"),
    "guilty": ("clasped", "chest"), "suspicious": ("think", "palm"), "confused": ("palms", "shrug"),
    "relieved": ("chest", "palms"), "neutral": ("palm", "beat", "palms"),
}  # fmt: skip
"""What hands do while one talks in that mood."""


@dataclass(frozen=True)
class Cue:
    """One action of one person. ``at`` in film frames; it may end ``until`` then. ``is_answer``: it
    answers the partner's action that began at ``since``."""

    at: float
    action: str
    partner: str = ""
    until: float = 0.0
    is_answer: bool = False
    is_asked: bool = False


def cues_of(
    brief: ShotBrief, subjects: Sequence[Subject]
) -> tuple[dict[str, tuple[Cue, ...]], tuple[Notice, ...]]:
    """By character what they do, in order; and a notice for each action that nobody drew."""
    reading = _Reading(brief, subjects)
    reading.read()
    return {key: _in_turn(cues) for key, cues in reading.cues.items()}, tuple(reading.notices)


def is_touching(brief: ShotBrief) -> bool:
    """Whether hands go from one to the other in this shot."""
    asked = [beat.gesture for beat in brief.shot.beats] + [s.gesture for s in brief.shot.subjects]
    return any(SCORES[score_named(name)[0]].contact for name in asked if name)


class _Reading:
    def __init__(self, brief: ShotBrief, subjects: Sequence[Subject]) -> None:
        self.brief = brief
        self.fps = brief.rate.numerator / brief.rate.denominator
        self.length_f = brief.frame_count * FILM_FPS / self.fps
        self.seen = {s.character: s for s in subjects if s.role != "foreground"}
        self.cues: dict[str, list[Cue]] = {key: [] for key in self.seen}
        self.notices: list[Notice] = []
        self.random = np.random.default_rng([brief.seed, 31])

    def read(self) -> None:
        asked: set[str] = set()
        starts = [*self.brief.beat_frames, self.brief.frame_count]
        for number, beat in enumerate(self.brief.shot.beats[: len(self.brief.beat_frames)]):
            start, end = self._film(starts[number]), self._film(starts[number + 1])
            doer = self._doer(beat)
            if beat.gesture and doer:
                asked.add(doer)
                self._act(doer, beat.gesture, self._moment(beat, start), end, beat.partner, beat.line_id)
            if beat.kind == "line":
                self._hear(beat, start, end)
        for key, subject in self.seen.items():
            if subject.gesture and key not in asked:
                self._act(key, subject.gesture, 5.0, self.length_f, "", self.brief.shot.line_id)
                asked.add(key)
        if self.brief.shot.framing in _TALKS_WITH_HANDS:
            for key in self.seen:
                if key not in asked:
                    self._talk(key)

    # -- actions -----------------------------------------------------------------------------------

    def _act(self, key: str, gesture: str, at: float, end: float, partner: str, line_id: str) -> None:
        action, is_known = score_named(gesture)
        if not is_known:
            self.notices.append(
                Notice(
                    code="unknown-action",
                    message=f"Nobody drew the action {gesture!r}; {action!r} is played",
                    where=line_id or self.brief.shot.line_id,
                    next_step="docs/direction.md lists the gestures that are drawn.",
                )
            )
        if self.brief.shot.framing != "wide":
            action = _WITHOUT_LEGS.get(action, action)
        if self.seen[key].is_lying:
            action = _IN_BED.get(action, action)
        other = partner if partner in self.seen else next((k for k in self.seen if k != key), "")
        if action == "hug" and other and self.seen[other].is_lying:
            action = "hold-face"
        score = SCORES[action]
        if score.partner and not other:
            action = ALONE.get(action, action)
            score = SCORES[action]
        # What begins must be seen: late cues come as early as the shot lets them.
        at = max(3.0, min(at - score.lead, self.length_f - 24.0))
        self.cues[key].append(Cue(at, action, other, end, is_asked=True))
        if score.partner and other:
            reply = Cue(at + score.partner_at, score.partner, key, end, is_answer=True, is_asked=True)
            self.cues[other].append(reply)

    def _doer(self, beat: Beat) -> str:
        if beat.character in self.seen:
            return beat.character
        if beat.character:
            return ""
        speakers = [k for k, s in self.seen.items() if s.role == "speaker"]
        return (speakers or list(self.seen) or [""])[0]

    def _moment(self, beat: Beat, start: float) -> float:
        """When within its beat an action falls: on the first stressed word, or when the eye has arrived."""
        if beat.kind != "line":
            return start + 10
        stressed = self._stressed(beat.character)
        return next((moment for moment in stressed if moment >= start), start + 6)

    # -- hearing -----------------------------------------------------------------------------------

    def _hear(self, beat: Beat, start: float, end: float) -> None:
        """A shout makes those flinch who hear it; scorn makes somebody in tears look down."""
        loud = beat.intensity >= SHOUTED and beat.expression in ("angry", "determined", "shocked", "furious")
        for key, subject in self.seen.items():
            if key == beat.character or any(cue.is_asked for cue in self.cues[key]):
                continue
            if loud:
                self.cues[key].append(Cue(self._moment(beat, start) + 3, "flinch", beat.character))
            elif beat.expression in ("cold", "angry", "smirk") and subject.expression in ("sad", "crying"):
                self.cues[key].append(Cue(start + (end - start) * 0.4, "shame", beat.character))
            elif end - start > 60 and beat.intensity < 0.6:
                at = start + (end - start) * float(self.random.uniform(0.5, 0.75))
                self.cues[key].append(Cue(at, "nod", beat.character))

    # -- talking -----------------------------------------------------------------------------------

    def _talk(self, key: str) -> None:
        """Hands go with the words that are stressed."""
        subject, moments = self.seen[key], self._stressed(key)
        if not moments:
            return
        family = _HAND_TALK.get(self._feeling(key) or subject.expression, _HAND_TALK["neutral"])
        first = int(self.random.integers(len(family)))
        last, count = -99.0, 0
        for moment in moments:
            if moment - last < _WORD_GAP_F or moment > self.length_f - 12:
                continue
            # The same hand comes again: what is drawn for one word serves the next.
            action = family[first] if count % 2 == 0 else "nod" if count % 4 == 1 else "emphasis"
            self.cues[key].append(Cue(max(2.0, moment - SCORES[action].lead), action))
            last, count = moment, count + 1

    def _feeling(self, key: str) -> str:
        said = [b.expression for b in self.brief.shot.beats if b.character == key and b.expression]
        return said[0] if said else ""

    def _stressed(self, key: str) -> list[float]:
        """Film frames at which this person's stressed words begin."""
        moments: list[float] = []
        for speech in self.brief.speeches:
            if speech.character == key:
                moments += self._stressed_in(speech)
        return moments

    def _stressed_in(self, speech: SpeechInShot) -> list[float]:
        start = self._film(speech.start_frame)
        levels = [_loudness(speech, w.start_s, w.end_s) + 0.02 * min(8, len(w.text)) for w in speech.words]
        if not levels:
            return []
        bar = float(np.quantile(levels, 0.45))
        moments = [
            start + word.start_s * FILM_FPS
            for word, level in zip(speech.words, levels, strict=True)
            if level >= bar
        ]
        return [moment for moment in moments if 0 <= moment < self.length_f]

    def _film(self, frame: float) -> float:
        return frame * FILM_FPS / self.fps


def _loudness(speech: SpeechInShot, start_s: float, end_s: float) -> float:
    window = speech.loudness[int(start_s * 100) : max(int(start_s * 100) + 1, int(end_s * 100))]
    return float(np.mean(window)) if window else 0.5


def _in_turn(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """In order of time; what somebody only does in passing gives way to what the script asks for."""
    asked = sorted((c for c in cues if c.is_asked), key=lambda c: c.at)
    kept = list(asked)
    for cue in sorted((c for c in cues if not c.is_asked), key=lambda c: c.at):
        length = SCORES[cue.action].lasts
        if all(cue.at + length <= k.at or k.at + _room(k) <= cue.at or not _same_limbs(cue, k) for k in kept):
            kept.append(cue)
    return tuple(sorted(kept, key=lambda c: c.at))


def _same_limbs(a: Cue, b: Cue) -> bool:
    """Whether both need the arms, or both only the head: a nod goes with any gesture of the hands."""
    return bool(SCORES[a.action].moves) == bool(SCORES[b.action].moves)


def _room(cue: Cue) -> float:
    """Film frames that an action needs for itself; one that is held needs the rest of the shot."""
    score: Score = SCORES[cue.action]
    holds = score.is_held and bool(score.moves)
    return 1e9 if holds and cue.is_asked else float(score.lasts)
