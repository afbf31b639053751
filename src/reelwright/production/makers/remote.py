"""A shot's brief → a video from a job server. What was paid for is kept as it came: other captions or another
encoding never ask for it again."""

from __future__ import annotations

import msgspec

from reelwright.build import Inputs, Outputs
from reelwright.camera.prompt import prompt_of
from reelwright.clients import JobClient, Server
from reelwright.errors import BuildFailed
from reelwright.production.makers.settings import RenderSettings
from reelwright.timebase import seconds_of

ATTEMPTS = 12
"""With growing pauses these are some three minutes: a server may start anew, a cloud may be busy."""


def render_shot(settings: RenderSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``video``: the file as the server made it, with the brief's number of frames."""
    brief, server = settings.brief, settings.server
    client = JobClient(
        Server(server.url, key_name=server.key, attempts=ATTEMPTS), outputs.store, longest_s=server.longest_s
    )
    seconds = float(seconds_of(brief.frame_count, brief.rate))
    request = {
        "kind": "shot",
        "model": server.model,
        "prompt": prompt_of(brief),
        "seed": brief.seed,
        "width": brief.width,
        "height": brief.height,
        "frames": brief.frame_count,
        "fps": float(brief.rate.fraction),
        "seconds": seconds,
        "settings": server.settings,
        "brief": msgspec.to_builtins(brief),
    }
    path = outputs.scratch / "video"
    rendered = client.fetch(outputs.key, request, path)
    billed = rendered.billed
    outputs.billed_s = seconds if billed is None else billed.seconds
    outputs.billed_images, outputs.billed_tokens = (billed.images, billed.tokens) if billed else (0, 0)
    # PyAV is only needed here: many of these wait side by side.
    from reelwright.camera.video import check_video

    try:
        check_video(path, brief)
    except BuildFailed as problem:
        client.give_up(outputs.key)
        kept = outputs.store.path(outputs.store.adopt_file(path))
        raise BuildFailed(
            f"Job {rendered.job_id}: {problem.what}",
            next_step=f"Nothing is put in its place; what came is kept as {kept}. "
            "The same command asks for a new job.",
        ) from problem
    outputs.adopt("video", path)
