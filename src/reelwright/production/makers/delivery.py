"""Filmed shots, the mix and the texts → the film, and the episode's part of a release."""

from __future__ import annotations

from pathlib import Path

from reelwright.build import Inputs, Outputs
from reelwright.delivery.hls import MASTER_NAME, Ladder, package_hls
from reelwright.delivery.join import join_film
from reelwright.production.makers.settings import COVERS, FilmSettings, PackageSettings
from reelwright.release import AiLabel, CaptionFile, Cover, EpisodeManifest, Rendition
from reelwright.release.folder import entry_of
from reelwright.stage.cards import ai_mark_text
from reelwright.timebase import FrameRate

EPISODE_MANIFEST = "episode.json"
AI_LABEL = "AI-generated: pictures, voices and music were made by a program (Reelwright)"
_SESSION_DATA = "org.reelwright.ai-generated"


def join_captioned_film(settings: FilmSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``film.mp4``: the captioned shots joined, with the mix."""
    path = outputs.scratch / "film.mp4"
    join_film(
        [inputs.path(f"{number:04d}") for number in range(settings.shot_count)],
        inputs.path("sound"),
        path,
        rate=FrameRate(settings.fps, 1),
        frame_count=settings.frame_count,
        language=settings.language,
        metadata={"title": settings.title, "show": settings.series_title, "comment": AI_LABEL},
    )
    outputs.adopt("film.mp4", path)


def package_episode(settings: PackageSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``hls/…``, captions, poster and line index under their names in the episode's folder, and
    ``episode.json``, the manifest of it all."""
    rate = FrameRate(settings.fps, 1)
    folder = outputs.scratch / "hls"
    folder.mkdir()
    ladders = _ladders(settings, inputs)
    names = package_hls(
        ladders,
        inputs.path("sound"),
        folder,
        rate=rate,
        language=settings.language,
        session_data={_SESSION_DATA: AI_LABEL},
    )
    contents = {f"hls/{name}": (folder / name).read_bytes() for name in names}
    contents |= {name: inputs.read(name) for name in COVERS}
    contents["lines.json"] = inputs.read("lines.json")
    captions = []
    for kind in ("vtt", "srt"):
        name = f"captions.{settings.language}.{kind}"
        contents[name] = inputs.read(f"captions.{kind}")
        captions.append(CaptionFile(language=settings.language, format=kind, path=_at(settings, name)))
    for name, data in contents.items():
        outputs.write(name, data)
    manifest = EpisodeManifest(
        number=settings.number,
        title=settings.title,
        language=settings.language,
        frame_count=sum(settings.shot_frames),
        frames_per_second=(rate.numerator, rate.denominator),
        master_playlist=_at(settings, f"hls/{MASTER_NAME}"),
        renditions=tuple(
            Rendition(
                name=ladder.name,
                playlist=_at(settings, f"hls/{ladder.name}/index.m3u8"),
                width=ladder.width,
                height=ladder.height,
            )
            for ladder in ladders
        ),
        captions=tuple(captions),
        line_index=_at(settings, "lines.json"),
        poster=_at(settings, "poster.png"),
        covers=tuple(
            Cover(shape=f"{across}:{down}", path=_at(settings, name))
            for name, (across, down) in COVERS.items()
        ),
        ai_label=AiLabel(
            visible_text=ai_mark_text(settings.language),
            visible_frames=settings.mark_frames,
            metadata_text=AI_LABEL,
        ),
        files=tuple(entry_of(_at(settings, name), data) for name, data in sorted(contents.items())),
    )
    outputs.document(EPISODE_MANIFEST, manifest)


def _ladders(settings: PackageSettings, inputs: Inputs) -> list[Ladder]:
    def shots(kind: str) -> tuple[Path, ...]:
        return tuple(inputs.path(f"{kind}-{number:04d}") for number in range(len(settings.shot_frames)))

    width, height = settings.width, settings.height
    return [
        Ladder(f"{width}p", width, height, shots("clean")),
        Ladder(f"{width // 4 * 2}p", width // 4 * 2, height // 4 * 2, shots("small")),
    ]


def _at(settings: PackageSettings, name: str) -> str:
    return f"episodes/{settings.number:02d}/{name}"
