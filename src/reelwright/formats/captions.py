"""Caption cues ↔ SubRip (``.srt``) and WebVTT (``.vtt``) text."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

_TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[,.](\d{3})\s*-->\s*(?:(\d+):)?(\d\d):(\d\d)[,.](\d{3})(.*)")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>]*>")
_LINE_SETTING = re.compile(r"\bline:(-?[\d.]+)%")
_PART = re.compile(r"(.+)\.\d+")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class CaptionCue(msgspec.Struct, frozen=True, kw_only=True):
    """What is read on screen from ``start_s`` up to ``end_s``, in seconds of the episode.

    ``text`` may have several lines (line feeds). ``line_percent`` is the top edge of the caption in per
    cent of the picture's height, None for the player's default.
    """

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    line_id: str = ""
    line_percent: float | None = None


def write_srt(cues: Iterable[CaptionCue]) -> str:
    """SubRip: numbers, times with a comma, text. Speakers and ids have no place in it."""
    blocks = [
        f"{number}\n{_clock(cue.start_s, ',')} --> {_clock(_end_s(cue), ',')}\n{_one_block(cue.text)}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def write_vtt(cues: Iterable[CaptionCue]) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/): the cue's id is the line's id (``k3f9``, then ``k3f9.2`` for
    the next caption of the same line), the speaker a voice span, the position a ``line`` setting."""
    blocks = ["WEBVTT\n"]
    parts_of_line: Counter[str] = Counter()
    for cue in cues:
        lines = []
        if cue.line_id:
            parts_of_line[cue.line_id] += 1
            part = parts_of_line[cue.line_id]
            lines.append(cue.line_id if part == 1 else f"{cue.line_id}.{part}")
        setting = "" if cue.line_percent is None else f" line:{cue.line_percent:g}%"
        lines.append(f"{_clock(cue.start_s, '.')} --> {_clock(_end_s(cue), '.')}{setting}")
        text = html.escape(_one_block(cue.text), quote=False)
        lines.append(f"<v {_voice(cue.speaker)}>{text}</v>" if cue.speaker else text)
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def read_srt(text: str) -> tuple[CaptionCue, ...]:
    """The cues of a SubRip text, tags taken out; blocks without times are passed over."""
    return tuple(cue for block in _blocks(text) if (cue := _cue_of(block, is_vtt=False)))


def read_vtt(text: str) -> tuple[CaptionCue, ...]:
    """The cues of a WebVTT text with speakers and line ids; notes, styles and regions are passed over."""
    return tuple(cue for block in _blocks(text) if (cue := _cue_of(block, is_vtt=True)))


def _blocks(text: str) -> list[list[str]]:
    lines = _LINE_ENDS.split(text.removeprefix("\ufeff"))
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _cue_of(block: list[str], *, is_vtt: bool) -> CaptionCue | None:
    place = next((i for i, line in enumerate(block[:2]) if _TIMES.match(line.strip())), None)
    if place is None:
        return None
    times = _TIMES.match(block[place].strip())
    assert times is not None  # found above
    identifier = block[0] if place == 1 else ""
    body = "\n".join(block[place + 1 :])
    voice = _VOICE.search(body) if is_vtt else None
    setting = _LINE_SETTING.search(times[9]) if is_vtt else None
    plain = _TAG.sub("", body)
    part = _PART.fullmatch(identifier)
    return CaptionCue(
        start_s=_seconds(times[1], times[2], times[3], times[4]),
        end_s=_seconds(times[5], times[6], times[7], times[8]),
        text=html.unescape(plain) if is_vtt else plain,
        speaker=html.unescape(voice[1]).strip() if voice else "",
        line_id=(part[1] if part else identifier) if is_vtt else "",
        line_percent=float(setting[1]) if setting else None,
    )


def _seconds(hours: str | None, minutes: str, seconds: str, milliseconds: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole * 1000 + int(milliseconds)) / 1000


def _clock(seconds: float, decimal_mark: str) -> str:
    milliseconds = max(0, round(seconds * 1000))
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{decimal_mark}{rest:03}"


def _end_s(cue: CaptionCue) -> float:
    """Players drop a cue of no length, so one lasts a millisecond at least."""
    return max(cue.end_s, max(0.0, cue.start_s) + 0.001)


def _one_block(text: str) -> str:
    """``text`` without empty lines and times marks, either of which would end the cue."""
    lines = [line.strip() for line in _LINE_ENDS.split(text)]
    return "\n".join(line for line in lines if line).replace("-->", "→") or "…"


def _voice(speaker: str) -> str:
    return html.escape(" ".join(speaker.split()), quote=False)
