"""An episode's plan and timings → the clips of its music, effects and ambience, and what makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from reelwright.finishing.conform import ShotTiming, music_clip
from reelwright.production.music import cue_brief, title_brief
from reelwright.production.script import EpisodePlan
from reelwright.production.sounds import BLOWS, EVERYWHERE, EffectAt, ambience_of, effects_in, seed_of
from reelwright.score.documents import ScoreBrief
from reelwright.storyboard.documents import Shot
from reelwright.timeline import AmbienceClip, EffectClip, MusicClip


class Soundtrack:
    """What is heard besides the voices. Everything that follows from the plan is worked out once."""

    def __init__(self, plan: EpisodePlan) -> None:
        self.plan = plan
        self.shots = plan.storyboard.shots

    @cached_property
    def scenes(self) -> dict[str, tuple[Shot, ...]]:
        """Neighbouring shots of one scene by the id of their cue; a scene that the story returns to
        is another cue."""
        groups: dict[str, tuple[Shot, ...]] = {}
        for scene_id, shots in groupby(self.shots, key=lambda shot: shot.scene_id):
            name, again = scene_id, 2
            while name in groups:
                name, again = f"{scene_id}-{again}", again + 1
            groups[name] = tuple(shots)
        return groups

    @cached_property
    def effects(self) -> dict[str, tuple[EffectAt, ...]]:
        """By the id of the shot."""
        return {shot.id: effects_in(shot, self.plan.sounds) for shot in self.shots}

    @cached_property
    def effect_sounds(self) -> dict[tuple[str, int], str]:
        """Name and seed of every effect that is heard → the digest of the author's own sound, or empty."""
        found = {(e.name, e.seed): e.own for effects in self.effects.values() for e in effects}
        return dict(sorted(found.items()))

    # -- music -----------------------------------------------------------------------------------

    def music_clip(self, cue_id: str, timings: Sequence[ShotTiming], *, start_frame: int) -> MusicClip:
        cues = list(self.scenes)
        return music_clip(
            cue_id,
            self.scenes[cue_id],
            timings,
            start_frame=start_frame,
            leads=self.plan.leads,
            follows=cue_id != cues[0],
            goes_on=cue_id != cues[-1],
            is_final=cue_id == cues[-1],
        )

    def score_brief(self, clip: MusicClip) -> ScoreBrief:
        plan = self.plan
        return cue_brief(
            clip,
            plan.facts,
            plan.facts.format.rate,
            slug=plan.series_slug,
            language=plan.picture_language,
            own_motifs=plan.motifs,
        )

    @property
    def title_brief(self) -> ScoreBrief:
        plan = self.plan
        return title_brief(
            plan.facts,
            slug=plan.series_slug,
            language=plan.picture_language,
            own_motifs=plan.motifs,
            leads=plan.leads,
        )

    # -- clips -----------------------------------------------------------------------------------

    def effect_clips(self, shot: Shot, timing: ShotTiming, start_frame: int) -> Iterator[EffectClip]:
        """The effects of a shot that begins at ``start_frame``: on their beats, and a blow on the frame
        where it lands."""
        for effect in self.effects[shot.id]:
            at = timing.beat_frames[min(effect.beat, len(timing.beat_frames) - 1)]
            if effect.name in BLOWS:
                at = next((blow for blow in timing.blow_frames if blow >= at), at)
            yield EffectClip(
                name=effect.name,
                start_frame=start_frame + at,
                gain_db=effect.gain_db,
                pan=effect.pan,
                seed=effect.seed,
                place="" if effect.name in EVERYWHERE else shot.place,
            )

    def cues(self, timings: Sequence[ShotTiming]) -> tuple[tuple[MusicClip, ...], tuple[AmbienceClip, ...]]:
        """Music and ambience, scene by scene; ``timings`` of all the shots in order."""
        music: list[MusicClip] = []
        ambience: list[AmbienceClip] = []
        number = frame = 0
        for cue_id, shots in self.scenes.items():
            clip = self.music_clip(cue_id, timings[number : number + len(shots)], start_frame=frame)
            music.append(clip)
            ambience.append(
                AmbienceClip(
                    id=cue_id,
                    kind=ambience_of(shots),
                    start_frame=frame,
                    frame_count=clip.frame_count,
                    seed=seed_of(self.plan.series_slug, cue_id),
                )
            )
            number, frame = number + len(shots), frame + clip.frame_count
        return tuple(music), tuple(ambience)
