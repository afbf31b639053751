"""The graph of one episode: what depends on what, from lines to release, in one place.

    voice/<line> ──┬─▶ shot/<shot> ──────┬─▶ film, contact-sheet
                   ├─▶ dialogue/<scene> ─┤     ▲
                   ├─▶ music/<scene> ────┤     │        title-theme
                   ├─▶ ambience/<scene> ─┼─▶ mix ─▶ package
                   └─▶ timeline ─────────┘             ▲
    effect/<name> ─▶ mix            poster ────────────┘

Where a server of others films, ``render/<shot>`` stands before ``shot/<shot>``: what was paid for is kept.
A step is planned when what it needs is made, so that a shot's brief is written from the real
length of its lines. Nothing that a shot's or a cue's settings hold is counted from the start of the
episode: what only moves is not made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import msgspec

from reelwright.build import Made, Step, Store
from reelwright.build.action import Action, Resources, action
from reelwright.casting import outfit_in
from reelwright.casting.documents import Character, Outfit
from reelwright.finishing.buses import STEMS
from reelwright.finishing.conform import ShotTiming, part_starts, picture_clips, time_shot
from reelwright.performance import Performance
from reelwright.production import versions
from reelwright.production.engines import (
    BUILT_IN,
    CAMERAS,
    COMPOSERS,
    JOB_SERVER,
    SHERPA_ONNX,
    SPEECH_SERVER,
    VOICES,
    resources_of,
    version_of,
)
from reelwright.production.makers import settings as ask
from reelwright.production.script import EpisodePlan
from reelwright.production.sounds import ambience_of, seed_of
from reelwright.production.soundtrack import Soundtrack
from reelwright.score.documents import ScoreBrief
from reelwright.screenplay import Line
from reelwright.screenplay.delivery import deliveries_in
from reelwright.screenplay.documents import Delivery
from reelwright.stage.acting.scores import has_blow
from reelwright.stage.brief import Actor, OwnLayer, OwnPart, ShotBrief, SpeechInShot
from reelwright.storyboard.documents import Beat, Shot, Subject
from reelwright.storyboard.words import film_named
from reelwright.timebase import frames_covering, seconds_of
from reelwright.timeline import EffectClip, HeardLine, SpeechClip, Timeline
from reelwright.voice.cast_voices import BUILT_IN_VOICES
from reelwright.voice.documents import Utterance
from reelwright.voice.pronunciations import used_in

MARK_S = 2.0
"""The visible AI mark stands over the first two seconds of an episode."""
EPISODE_MANIFEST = "episode.json"
_HURRY_S = 300.0
"""What a job may need beside its own time: to be asked for, to be fetched, to be looked at."""
_HEAD_SHOTS = 5
"""Shots that can begin within the first two seconds: the shortest one has 14 frames."""
_MAKERS = "reelwright.production.makers"
_CHARACTERS_PER_S = 14.0
"""Of English; only for estimates."""
_SIDE_PAN = {"left": -0.18, "centre": 0.0, "right": 0.18}

MadeSteps = Mapping[str, Made]


def episode_steps(plan: EpisodePlan) -> list[Step]:
    """Every step of an episode. Addresses begin with the episode's number."""
    return list(_Episode(plan).steps())


def laid_out_names(plan: EpisodePlan, made: MadeSteps) -> dict[str, str]:
    """Name in the episode's folder → digest, for what a person opens."""
    number = plan.number
    wanted = {
        "film.mp4": made[f"{number}/film"].outputs["film.mp4"],
        "contact-sheet.png": made[f"{number}/contact-sheet"].outputs["contact-sheet.png"],
    }
    wanted |= {name: made[f"{number}/poster"].outputs[name] for name in ask.COVERS}
    for name in ("captions.srt", "captions.vtt", "timeline.json", "timeline.otio", "lines.json"):
        wanted[name] = made[f"{number}/timeline"].outputs[name]
    for stem in ("master", *STEMS):
        wanted[f"stems/{stem}.wav"] = made[f"{number}/mix"].outputs[f"{stem}.wav"]
    return wanted | _music_names(plan, made)


def _music_names(plan: EpisodePlan, made: MadeSteps) -> dict[str, str]:
    """The score as files: each cue in order, the title theme, and the tune book of the series."""
    theme = made[f"{plan.number}/title-theme"].outputs
    wanted = {f"score/title-theme{Path(n).suffix}": theme[n] for n in ("sound.wav", "cue.mid") if n in theme}
    if "cue.abc" in theme:
        wanted["score/motifs.abc"] = theme["cue.abc"]
    for order, cue_id in enumerate(Soundtrack(plan).scenes, 1):
        outputs = made[f"{plan.number}/music/{cue_id}"].outputs
        for name, digest in outputs.items():
            if name != "sound.wav":
                kept = name.removeprefix("cue.").removeprefix("stem-")
                wanted[f"score/{order:02d}-{cue_id}{'.' if name.startswith('cue.') else '-'}{kept}"] = digest
    return wanted


def package_names(plan: EpisodePlan, made: MadeSteps) -> dict[str, str]:
    """Name in this episode's folder of the release → digest."""
    outputs = made[f"{plan.number}/package"].outputs
    return {name: digest for name, digest in outputs.items() if name != EPISODE_MANIFEST}


class _Episode:
    """The steps of one plan. Everything that follows from it is worked out once."""

    def __init__(self, plan: EpisodePlan) -> None:
        self.plan = plan
        self.shots = plan.storyboard.shots
        self.format = plan.facts.format
        self.rate = plan.facts.format.rate
        self.track = Soundtrack(plan)
        self.lines: dict[str, Line] = {line.id: line for line in plan.screenplay.lines}
        self._performances: dict[str, Performance] = {}

    def steps(self) -> Iterator[Step]:
        yield from (self.voice(line) for line in self.spoken)
        yield from (self.render(shot) for shot in self.shots if self.camera(shot) == JOB_SERVER)
        yield from (self.shot(number) for number in range(len(self.shots)))
        for cue_id in self.scenes:
            yield from self.dialogue(cue_id)
            yield self.music(cue_id)
            yield self.ambience(cue_id)
        yield self.title_theme()
        yield from (self.effect(*named, own) for named, own in self.track.effect_sounds.items())
        yield self.timeline()
        yield self.mix()
        yield self.poster()
        yield self.contact_sheet()
        yield self.film()
        yield self.package()

    # -- the steps -------------------------------------------------------------------------------

    def voice(self, line: Line) -> Step:
        engine, facts = self.voice_engine(line), self.plan.facts
        settings = ask.VoiceSettings(
            engine=engine,
            engine_version=version_of(VOICES, engine, self.plan.sherpa_onnx.folder),
            utterance=self.utterance(line),
            server=facts.speech_server if engine == SPEECH_SERVER else None,
            model=self.plan.sherpa_onnx if engine == SHERPA_ONNX else None,
            stand_in=self.plan.voices[self.character(line).key] if engine != BUILT_IN else "",
        )
        sample = self.plan.samples.get(self.character(line).key) if engine != BUILT_IN else None

        def plan(made: MadeSteps, store: Store) -> Action:
            inputs = {"sample": store.put_bytes(sample)} if sample is not None else {}
            resources = resources_of(VOICES, engine)
            return action(
                "voice",
                versions.VOICE,
                f"{_MAKERS}.sound:speak",
                settings,
                inputs,
                resources=resources,
                engine=engine,
            )

        return Step(
            self.address("voice", line.id),
            "voices",
            (),
            plan,
            estimate_s=1000,
            engine=engine,
            work=float(len(line.text)),
        )

    def render(self, shot: Shot) -> Step:
        def plan(made: MadeSteps, store: Store) -> Action:
            timing = self.timings([shot], made, store)[0]
            server = self.plan.facts.job_server
            settings = ask.RenderSettings(server=server, brief=self.brief(shot, timing, made, store))
            return action(
                "render",
                versions.RENDER,
                f"{_MAKERS}.remote:render_shot",
                settings,
                resources=Resources(cpus=0.0, timeout_s=server.longest_s + _HURRY_S),
                engine=JOB_SERVER,
            )

        return Step(
            self.address("render", shot.id),
            "pictures",
            self.voices_in((shot,)),
            plan,
            estimate_s=100,
            engine=JOB_SERVER,
            work=self.expected_s(shot),
        )

    def shot(self, number: int) -> Step:
        shot = self.shots[number]
        engine = self.camera(shot)
        before = self.shots[:number] if number < _HEAD_SHOTS else ()
        rendered = (self.address("render", shot.id),) if engine == JOB_SERVER else ()

        def plan(made: MadeSteps, store: Store) -> Action:
            timing = self.timings([shot], made, store)[0]
            mark_frames = min(self.marked(number, made, store), timing.frame_count)
            settings = ask.ShotSettings(
                engine=engine,
                engine_version=version_of(CAMERAS, engine),
                brief=self.brief(shot, timing, made, store),
                speeches=tuple(
                    self.speech(s.line_id, s.start_frame, shot, made, store) for s in timing.speeches
                ),
                mark_frames=mark_frames,
                # Only the mark is written in it: a translated series shares every shot without one.
                language=self.plan.language if mark_frames else self.plan.picture_language,
                encoder=ask.EncoderSettings(crf=self.format.crf, preset=self.format.preset),
            )
            pictures = self.own_pictures(settings.brief, store)
            if rendered:
                pictures = {"video": made[rendered[0]].outputs["video"]}
            resources = resources_of(CAMERAS, engine)
            return action(
                "shot",
                versions.SHOT,
                f"{_MAKERS}.picture:film_shot",
                settings,
                pictures,
                resources=resources,
                engine=engine,
            )

        return Step(
            self.address("shot", shot.id),
            "pictures",
            (*self.voices_in((*before, shot)), *rendered),
            plan,
            estimate_s=100,
            engine=engine,
            work=self.expected_s(shot),
        )

    def dialogue(self, cue_id: str) -> Iterator[Step]:
        """Of a scene in which anybody speaks."""
        shots = self.scenes[cue_id]
        voices = self.voices_in(shots)

        def plan(made: MadeSteps, store: Store) -> Action:
            timings = self.timings(shots, made, store)
            lines = tuple(HeardLine.of(clip) for clip in self.speeches(shots, timings, made, store))
            settings = ask.DialogueSettings(lines=lines, rate=self.rate)
            voices_of = {f"voice/{line.line_id}": self.address("voice", line.line_id) for line in lines}
            inputs = {name: made[address].outputs["speech.wav"] for name, address in voices_of.items()}
            return action("dialogue", versions.DIALOGUE, f"{_MAKERS}.sound:say_scene", settings, inputs)

        if voices:
            yield Step(self.address("dialogue", cue_id), "mix", voices, plan, estimate_s=60)

    def music(self, cue_id: str) -> Step:
        shots = self.scenes[cue_id]

        def plan(made: MadeSteps, store: Store) -> Action:
            timings = self.with_blows(shots, self.timings(shots, made, store), made, store)
            clip = self.track.music_clip(cue_id, timings, start_frame=0)
            return self.played(self.track.score_brief(clip))

        return Step(
            self.address("music", cue_id),
            "score",
            self.voices_in(shots),
            plan,
            estimate_s=50,
            engine=self.plan.facts.engines.composer,
            work=sum(self.expected_s(shot) for shot in shots),
        )

    def title_theme(self) -> Step:
        def plan(made: MadeSteps, store: Store) -> Action:
            return self.played(self.track.title_brief)

        return Step(self.address("title-theme"), "score", (), plan)

    def played(self, brief: ScoreBrief) -> Action:
        engine = self.plan.facts.engines.composer
        settings = ask.MusicSettings(engine=engine, engine_version=version_of(COMPOSERS, engine), brief=brief)
        resources = resources_of(COMPOSERS, engine)
        return action(
            "music", versions.MUSIC, f"{_MAKERS}.sound:play_cue", settings, resources=resources, engine=engine
        )

    def ambience(self, cue_id: str) -> Step:
        shots = self.scenes[cue_id]
        kind = ambience_of(shots)
        own = self.plan.sounds.ambiences.get(kind, "")

        def plan(made: MadeSteps, store: Store) -> Action:
            frames = sum(timing.frame_count for timing in self.timings(shots, made, store))
            settings = ask.AmbienceSettings(
                kind=kind,
                seconds=float(seconds_of(frames, self.rate)),
                seed=seed_of(self.plan.series_slug, cue_id),
                is_own=bool(own),
            )
            inputs = self.own_sound(own, store)
            return action("ambience", versions.AMBIENCE, f"{_MAKERS}.sound:make_ambience", settings, inputs)

        return Step(self.address("ambience", cue_id), "effects", self.voices_in(shots), plan)

    def effect(self, name: str, seed: int, own: str) -> Step:
        settings = ask.EffectSettings(name=name, seed=seed, is_own=bool(own))

        def plan(made: MadeSteps, store: Store) -> Action:
            inputs = self.own_sound(own, store)
            return action("effect", versions.EFFECT, f"{_MAKERS}.sound:make_effect", settings, inputs)

        return Step(self.address("effect", f"{name}-{seed}"), "effects", (), plan)

    def timeline(self) -> Step:
        def plan(made: MadeSteps, store: Store) -> Action:
            settings = ask.TimelineSettings(
                timeline=self.conformed(made, store),
                title=self.title,
                language=self.plan.language,
            )
            return action("timeline", versions.TIMELINE, f"{_MAKERS}.text:write_timeline", settings)

        return Step(self.address("timeline"), "mix", self.voices_in(self.shots), plan)

    def mix(self) -> Step:
        spoken = {
            cue: self.address("dialogue", cue) for cue, shots in self.scenes.items() if self.voices_in(shots)
        }
        music = {cue: self.address("music", cue) for cue in self.scenes}
        ambience = {cue: self.address("ambience", cue) for cue in self.scenes}
        effects = {
            f"{name}-{seed}": self.address("effect", f"{name}-{seed}")
            for name, seed in self.track.effect_sounds
        }

        def plan(made: MadeSteps, store: Store) -> Action:
            inputs: dict[str, str] = {}
            for prefix, steps in (
                ("dialogue", spoken),
                ("music", music),
                ("ambience", ambience),
                ("effect", effects),
            ):
                inputs |= {f"{prefix}/{name}": made[a].outputs["sound.wav"] for name, a in steps.items()}
            settings = ask.MixSettings(timeline=self.conformed(made, store))
            return action("mix", versions.MIX, f"{_MAKERS}.sound:mix_episode", settings, inputs)

        voices = self.voices_in(self.shots)
        needs = (*voices, *spoken.values(), *music.values(), *ambience.values(), *effects.values())
        return Step(self.address("mix"), "mix", needs, plan, estimate_s=200)

    def poster(self) -> Step:
        settings = ask.PosterSettings(
            series_title=self.plan.series_title,
            tagline=self.plan.facts.tagline or self.plan.facts.logline,
            language=self.plan.language,
            brief=self.poster_brief,
        )

        def plan(made: MadeSteps, store: Store) -> Action:
            pictures = self.own_pictures(settings.brief, store)
            return action("poster", versions.POSTER, f"{_MAKERS}.picture:make_poster", settings, pictures)

        return Step(self.address("poster"), "pictures", (), plan, estimate_s=150)

    def contact_sheet(self) -> Step:
        shots = [self.address("shot", shot.id) for shot in self.shots]
        settings = ask.SheetSettings(
            labels=tuple(f"{shot.id} · {shot.framing}" for shot in self.shots), title=self.title
        )

        def plan(made: MadeSteps, store: Store) -> Action:
            stills = {f"{n:04d}": made[address].outputs["still.png"] for n, address in enumerate(shots)}
            return action("sheet", versions.SHEET, f"{_MAKERS}.picture:lay_contact_sheet", settings, stills)

        return Step(self.address("contact-sheet"), "delivery", tuple(shots), plan)

    def film(self) -> Step:
        shots = [self.address("shot", shot.id) for shot in self.shots]

        def plan(made: MadeSteps, store: Store) -> Action:
            inputs = {f"{n:04d}": made[a].outputs["captioned.mp4"] for n, a in enumerate(shots)}
            inputs["sound"] = made[self.address("mix")].outputs["master.m4a"]
            settings = ask.FilmSettings(
                shot_count=len(shots),
                title=self.title,
                series_title=self.plan.series_title,
                language=self.plan.language,
                fps=self.format.fps,
                frame_count=sum(t.frame_count for t in self.timings(self.shots, made, store)),
            )
            return action("film", versions.FILM, f"{_MAKERS}.delivery:join_captioned_film", settings, inputs)

        needs = (*shots, self.address("mix"), *self.voices_in(self.shots))
        return Step(self.address("film"), "delivery", needs, plan)

    def package(self) -> Step:
        shots = [self.address("shot", shot.id) for shot in self.shots]

        def plan(made: MadeSteps, store: Store) -> Action:
            inputs = {f"clean-{n:04d}": made[a].outputs["clean.mp4"] for n, a in enumerate(shots)}
            inputs |= {f"small-{n:04d}": made[a].outputs["small.mp4"] for n, a in enumerate(shots)}
            inputs["sound"] = made[self.address("mix")].outputs["master.m4a"]
            inputs |= {name: made[self.address("poster")].outputs[name] for name in ask.COVERS}
            text = made[self.address("timeline")].outputs
            inputs |= {name: text[name] for name in ("captions.vtt", "captions.srt", "lines.json")}
            settings = ask.PackageSettings(
                number=self.plan.number,
                shot_frames=tuple(t.frame_count for t in self.timings(self.shots, made, store)),
                title=self.title,
                series_title=self.plan.series_title,
                language=self.plan.language,
                fps=self.format.fps,
                width=self.format.width,
                height=self.format.height,
                mark_frames=frames_covering(MARK_S, self.rate),
            )
            return action(
                "package", versions.PACKAGE, f"{_MAKERS}.delivery:package_episode", settings, inputs
            )

        others = (self.address("mix"), self.address("poster"), self.address("timeline"))
        return Step(self.address("package"), "delivery", (*shots, *others, *self.voices_in(self.shots)), plan)

    # -- what follows from the plan --------------------------------------------------------------

    def address(self, kind: str, name: str = "") -> str:
        return f"{self.plan.number}/{kind}/{name}" if name else f"{self.plan.number}/{kind}"

    @property
    def title(self) -> str:
        plan = self.plan
        episode = f"第{plan.number}集" if plan.language == "zh" else f"Episode {plan.number}"
        return " · ".join(part for part in (plan.series_title, episode, plan.episode_title) if part)

    @cached_property
    def spoken(self) -> tuple[Line, ...]:
        """The lines that some shot is heard in, in the order of the script."""
        heard = {line_id for shot in self.shots for line_id in _line_ids(shot)}
        return tuple(line for line in self.plan.screenplay.lines if line.id in heard)

    @property
    def scenes(self) -> dict[str, tuple[Shot, ...]]:
        return self.track.scenes

    def character(self, line: Line) -> Character:
        return self.plan.cast[line.speaker]

    @cached_property
    def deliveries(self) -> dict[str, Delivery]:
        """How every line is played, as the faces play it."""
        return {i: d for scene in self.plan.directed.scenes for i, d in deliveries_in(scene).items()}

    def camera(self, shot: Shot) -> str:
        """The engine of the chosen take, else the series'."""
        take = self.plan.takes.get(shot.id)
        return (take.engine if take is not None else "") or self.plan.facts.engines.camera

    def seed(self, shot: Shot) -> int:
        take = self.plan.takes.get(shot.id)
        chance = take.seed if take is not None and take.seed else self.plan.facts.seed
        return seed_of(self.plan.series_slug, str(chance), shot.id)

    def voice_engine(self, line: Line) -> str:
        """The character's own engine, else the series'."""
        return self.character(line).voice.engine or self.plan.facts.engines.voice

    def utterance(self, line: Line) -> Utterance:
        character, delivery = self.character(line), self.deliveries[line.id]
        said = Utterance(
            text=line.text,
            language=self.plan.language,
            voice_name=self.plan.voices[character.key],
            style=delivery.style,
            intensity=delivery.intensity,
            line_id=line.id,
            leant_on=line.leant_on,
            pronunciations=used_in(line.text, self.plan.pronunciations),
        )
        if self.voice_engine(line) == BUILT_IN and said.voice_name in BUILT_IN_VOICES:
            # The voice has been chosen: how old somebody looks does not speak a line again.
            return said
        return msgspec.structs.replace(
            said,
            voice_name=character.voice.name,
            sex=character.look.sex,
            age_years=character.look.age_years,
            sample_text=character.voice.sample_text,
        )

    @cached_property
    def _people(self) -> dict[str, Character]:
        return {character.key: character for character in self.plan.cast.values()}

    def actors(self, shot: Shot) -> tuple[Actor, ...]:
        return tuple(
            Actor(
                key=character.key,
                name=character.name,
                look=character.look,
                outfit=self.outfit(character, subject, shot),
                own=self.plan.pictures.person((character.key, character.name, *character.aliases)),
            )
            for subject in shot.subjects
            if (character := self._people.get(subject.character))
        )

    def outfit(self, character: Character, subject: Subject, shot: Shot) -> Outfit:
        return outfit_in(character, scene_words=shot.place, episode=self.plan.number, kind=subject.outfit)

    @cached_property
    def poster_brief(self) -> ShotBrief:
        """The two who speak most often, before the first place; counted in lines, so that an edited
        line leaves the poster alone."""
        said: dict[str, int] = {}
        for line in self.plan.screenplay.lines:
            key = self.character(line).key
            said[key] = said.get(key, 0) + 1
        order = list(said)
        leads = sorted(said, key=lambda key: (-said[key], order.index(key)))[:2]
        place = next((shot for shot in self.shots if shot.place), self.shots[0])
        sides = ("centre",) if len(leads) == 1 else ("left", "right")
        subjects = tuple(
            Subject(
                character=key,
                side=side,  # type: ignore[arg-type]
                facing="camera" if side == "centre" else ("right" if side == "left" else "left"),
                role="present",
                expression="cold" if number else "determined",
                intensity=0.6,
                looks_at="camera",
            )
            for number, (key, side) in enumerate(zip(leads, sides, strict=True))
        )
        shot = Shot(
            id="poster",
            line_id="poster",
            scene_id="poster",
            framing="two-shot" if len(leads) > 1 else "medium-close-up",
            beats=(Beat(kind="pause", seconds=1.0),),
            subjects=subjects,
            move="hold",
            place=place.place,
            setting=place.setting,
            time_of_day="night",
        )
        return ShotBrief(
            shot=shot,
            frame_count=24,
            beat_frames=(0,),
            actors=self.actors(shot),
            speeches=(),
            seed=seed_of(self.plan.series_slug, "poster"),
            width=self.format.width,
            height=self.format.height,
            rate=self.rate,
            style=self.plan.facts.style,
            own_place=self.plan.pictures.place(shot.place, shot.setting, shot.time_of_day),
        )

    def expected_s(self, shot: Shot) -> float:
        """About how long a shot will last, before its lines are spoken."""
        spoken = sum(len(self.lines[line_id].text) for line_id in _line_ids(shot)) / _CHARACTERS_PER_S
        return spoken + sum(beat.seconds for beat in shot.beats)

    # -- what follows from the spoken lines ------------------------------------------------------

    def voices_in(self, shots: Sequence[Shot]) -> tuple[str, ...]:
        ids = dict.fromkeys(line_id for shot in shots for line_id in _line_ids(shot))
        return tuple(self.address("voice", line_id) for line_id in ids)

    def performance(self, line_id: str, made: MadeSteps, store: Store) -> Performance:
        digest = made[self.address("voice", line_id)].outputs["performance.json"]
        if digest not in self._performances:
            self._performances[digest] = msgspec.json.decode(store.read(digest), type=Performance)
        return self._performances[digest]

    def timings(self, shots: Sequence[Shot], made: MadeSteps, store: Store) -> list[ShotTiming]:
        return [
            time_shot(shot, {i: self.performance(i, made, store) for i in _line_ids(shot)}, self.rate)
            for shot in shots
        ]

    def with_blows(
        self, shots: Sequence[Shot], timings: Sequence[ShotTiming], made: MadeSteps, store: Store
    ) -> list[ShotTiming]:
        """The timings with the frames in which the built-in stage lands its blows."""
        with_blow = [
            self.camera(shot) == BUILT_IN and has_blow(tuple(beat.gesture for beat in shot.beats))
            for shot in shots
        ]
        if not any(with_blow):
            return list(timings)
        # The stage is large: a build that has nothing to do must not wait for it.
        from reelwright.stage.blows import blows_of

        return [
            replace(timing, blow_frames=blows_of(self.brief(shot, timing, made, store))) if is_hit else timing
            for shot, timing, is_hit in zip(shots, timings, with_blow, strict=True)
        ]

    def marked(self, number: int, made: MadeSteps, store: Store) -> int:
        """How many frames of the AI mark are left when shot ``number`` begins."""
        if number >= _HEAD_SHOTS:
            return 0
        spent = sum(timing.frame_count for timing in self.timings(self.shots[:number], made, store))
        return max(0, frames_covering(MARK_S, self.rate) - spent)

    def own_sound(self, digest: str, store: Store) -> dict[str, str]:
        """The author's sound of this digest, put into the store: the input ``own``."""
        if not digest:
            return {}
        if not store.has(digest):
            store.put_bytes(self.plan.sounds.files[digest].read_bytes())
        return {"own": digest}

    def own_pictures(self, brief: ShotBrief, store: Store) -> dict[str, str]:
        """The author's pictures that a shot shows, put into the store: its inputs by their digests."""
        shown: list[OwnLayer | OwnPart] = list(brief.own_place.layers if brief.own_place else ())
        shown += [part for actor in brief.actors if actor.own for part in actor.own.parts]
        for picture in shown:
            if not store.has(picture.digest):
                store.put_bytes(self.plan.pictures.files[picture.digest].read_bytes())
        return {picture.digest: picture.digest for picture in shown}

    def brief(self, shot: Shot, timing: ShotTiming, made: MadeSteps, store: Store) -> ShotBrief:
        speeches = []
        for start in timing.speeches:
            spoken = self.performance(start.line_id, made, store)
            speeches.append(
                SpeechInShot(
                    line_id=start.line_id,
                    character=self.character(self.lines[start.line_id]).key,
                    start_frame=start.start_frame,
                    words=spoken.words,
                    phones=spoken.phones,
                    loudness=spoken.loudness,
                )
            )
        return ShotBrief(
            shot=msgspec.structs.replace(
                _as_seen(shot), film=shot.film or film_named(self.plan.facts.film) or ""
            ),
            frame_count=timing.frame_count,
            beat_frames=timing.beat_frames,
            actors=self.actors(shot),
            speeches=tuple(speeches),
            seed=self.seed(shot),
            width=self.format.width,
            height=self.format.height,
            rate=self.rate,
            style=self.plan.facts.style,
            own_place=self.plan.pictures.place(shot.place, shot.setting, shot.time_of_day),
        )

    def speech(self, line_id: str, start_frame: int, shot: Shot, made: MadeSteps, store: Store) -> SpeechClip:
        line, spoken = self.lines[line_id], self.performance(line_id, made, store)
        character = self.character(line)
        side = next((s.side for s in shot.subjects if s.character == character.key), "centre")
        return SpeechClip(
            line_id=line_id,
            character=character.key,
            speaker=self.plan.shown_names.get(character.key, character.name),
            text=line.text,
            start_frame=start_frame,
            frame_count=frames_covering(spoken.duration_s, self.rate),
            words=spoken.words,
            style=self.deliveries[line.id].style,
            pan=_SIDE_PAN[side],
            place=shot.place,
        )

    def speeches(
        self, shots: Sequence[Shot], timings: Sequence[ShotTiming], made: MadeSteps, store: Store
    ) -> tuple[SpeechClip, ...]:
        """The lines of these shots, counted from the start of the first: each where it begins."""
        clips: dict[str, SpeechClip] = {}
        at_frame = 0
        for shot, timing in zip(shots, timings, strict=True):
            begun = part_starts(shot)
            for start in timing.speeches:
                if start.line_id in begun and start.line_id not in clips:
                    begins = at_frame + start.start_frame
                    clips[start.line_id] = self.speech(start.line_id, begins, shot, made, store)
            at_frame += timing.frame_count
        return tuple(clips.values())

    def conformed(self, made: MadeSteps, store: Store) -> Timeline:
        """Everything in its place."""
        timings = self.with_blows(self.shots, self.timings(self.shots, made, store), made, store)
        pictures = picture_clips(self.shots, timings)
        effects: list[EffectClip] = []
        for shot, timing, picture in zip(self.shots, timings, pictures, strict=True):
            effects += self.track.effect_clips(shot, timing, picture.start_frame)
        music, ambience = self.track.cues(timings)
        return Timeline(
            episode=self.plan.number,
            frame_count=sum(timing.frame_count for timing in timings),
            pictures=pictures,
            speeches=self.speeches(self.shots, timings, made, store),
            music=music,
            effects=tuple(effects),
            ambience=ambience,
            rate=self.rate,
        )


def _as_seen(shot: Shot) -> Shot:
    """A shot without what is only heard or planned: another mood does not film it again."""
    return msgspec.structs.replace(
        shot,
        scene_id="",
        effects=(),
        mood="calm",
        mood_intensity=0.5,
        is_hook=False,
        is_reveal=False,
        is_cliffhanger=False,
    )


def _line_ids(shot: Shot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(beat.line_id for beat in shot.beats if beat.kind == "line"))
