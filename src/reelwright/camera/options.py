"""What ``series.toml`` says of the cameras that are not built in."""

from __future__ import annotations

import msgspec

Setting = str | int | float | bool


class JobServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server that films shots as jobs (``docs/jobs.md``): ``POST {url}/jobs``.

    ``settings`` are sent as they stand. A job may take ``longest_s`` seconds. The key, where the server wants
    one, is in the environment variable that ``key`` names.
    """

    url: str = "http://127.0.0.1:8100/v1"
    model: str = ""
    settings: dict[str, Setting] = {}
    longest_s: int = 1800
    key: str = "REELWRIGHT_JOB_KEY"
