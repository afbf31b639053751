"""A score → the bytes of a Standard MIDI File with its tempo map, key parts and markers."""

from __future__ import annotations

import io
from bisect import bisect_right

import mido

from reelwright.score.documents import Instrument, Score

TICKS_PER_BEAT = 480
_CHANNELS = tuple(channel for channel in range(16) if channel != 9)
"""All but that of the drum kits."""


def to_midi(score: Score) -> bytes:
    """A type 1 file: a conductor track (tempos, hits as markers), then a track for each instrument.

    Ticks follow the tempo map, so that beats fall on bar lines in a sequencer while every note keeps
    its time in seconds to within a tick. Parts past the fifteenth go to a second MIDI port.
    """
    ticks = _Ticks(score)
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    file.tracks.append(_track("score", _conductor(score, ticks)))
    for number, part in enumerate(score.instruments):
        file.tracks.append(_track(part.role, _part(score, part, number, ticks)))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


class _Ticks:
    """Seconds → ticks by the tempo map."""

    def __init__(self, score: Score) -> None:
        self._starts = [tempo.at_s for tempo in score.tempos]
        self._rates = [tempo.beats_per_minute * TICKS_PER_BEAT / 60 for tempo in score.tempos]
        self._bases = [0.0]
        for i in range(1, len(self._starts)):
            self._bases.append(self._bases[-1] + (self._starts[i] - self._starts[i - 1]) * self._rates[i - 1])

    def at(self, seconds: float) -> int:
        i = max(0, bisect_right(self._starts, seconds) - 1)
        return round(self._bases[i] + (seconds - self._starts[i]) * self._rates[i])


_Timed = tuple[int, int, "mido.Message | mido.MetaMessage"]


def _conductor(score: Score, ticks: _Ticks) -> list[_Timed]:
    events: list[_Timed] = [(0, 0, mido.MetaMessage("time_signature", numerator=4, denominator=4))]
    for tempo in score.tempos:
        microseconds = round(60e6 / tempo.beats_per_minute)
        # Three bytes hold at most 16.7 s a beat.
        events.append(
            (ticks.at(tempo.at_s), 1, mido.MetaMessage("set_tempo", tempo=min(microseconds, 0xFFFFFF)))
        )
    events += [(ticks.at(hit), 2, mido.MetaMessage("marker", text="hit")) for hit in score.hits_s]
    return events


def _part(score: Score, part: Instrument, number: int, ticks: _Ticks) -> list[_Timed]:
    port, place = divmod(number, len(_CHANNELS))
    channel = _CHANNELS[place]
    events: list[_Timed] = [
        (0, 0, mido.MetaMessage("midi_port", port=port)),
        (0, 0, mido.Message("program_change", channel=channel, program=part.program)),
    ]
    for controller, value in ((7, part.volume), (10, round(64 + 63 * part.pan)), (91, part.reverb)):
        events.append(
            (0, 1, mido.Message("control_change", channel=channel, control=controller, value=value))
        )
    for control in (c for c in score.controls if c.channel == part.channel):
        message = mido.Message(
            "control_change", channel=channel, control=control.controller, value=control.value
        )
        events.append((ticks.at(control.at_s), 1, message))
    for note in (n for n in score.notes if n.channel == part.channel):
        start, stop = ticks.at(note.start_s), ticks.at(note.start_s + note.length_s)
        on = mido.Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        off = mido.Message("note_off", channel=channel, note=note.pitch, velocity=0)
        events += [(start, 3, on), (max(stop, start + 1), 2, off)]
    return events


def _track(name: str, events: list[_Timed]) -> mido.MidiTrack:
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
    now = 0
    for at, _, message in sorted(events, key=lambda event: (event[0], event[1])):
        track.append(message.copy(time=at - now))
        now = at
    track.append(mido.MetaMessage("end_of_track"))
    return track
