"""MIDI-like events → samples, by FluidSynth and a SoundFont, off line and on one thread."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.errors import MissingDependency
from reelwright.score.documents import Score
from reelwright.score.ensembles import STEMS

_FOLDERS = (
    "/usr/share/sounds/sf3",
    "/usr/share/sounds/sf2",
    "/usr/share/soundfonts",
    "/usr/local/share/sounds/sf3",
    "/usr/local/share/sounds/sf2",
    "/usr/local/share/soundfonts",
    "/opt/homebrew/share/soundfonts",
    "~/.local/share/soundfonts",
    "~/.local/share/sounds/sf3",
    "~/.local/share/sounds/sf2",
)
# In order of preference; the first two are the ones our ensembles were balanced on.
_BANKS = (
    "MuseScore_General_Lite.sf3",
    "MuseScore_General.sf3",
    "MuseScore_General.sf2",
    "TimGM6mb.sf2",
    "FluidR3_GM.sf2",
    "FluidR3_GM.sf3",
)
PACKAGES = ("libfluidsynth3", "musescore-general-soundfont-small")
"""Debian packages that this needs (``timgm6mb-soundfont`` serves as a smaller bank)."""

_LIBRARIES = ("libfluidsynth.so.3", "libfluidsynth.so.2", "libfluidsynth.3.dylib", "libfluidsynth.dylib")


def find_sound_bank(folders: Sequence[str | Path] = _FOLDERS) -> Path | None:
    """The best installed General MIDI bank, or None. Only banks known by name are taken: a bank of
    someone's own is given to the composer outright."""
    for name in _BANKS:
        for folder in folders:
            path = Path(folder).expanduser() / name
            if path.is_file():
                return path.resolve()
    return None


def load_fluidsynth() -> ctypes.CDLL:
    """The library, its functions declared. Raises ``MissingDependency`` naming the package."""
    names = [*_LIBRARIES]
    if found := ctypes.util.find_library("fluidsynth"):
        names.append(found)
    for name in names:
        try:
            return _declared(ctypes.CDLL(name))
        except OSError:
            continue
    advice = "Install libfluidsynth3 (Debian), or fluid-synth (Homebrew)."
    raise MissingDependency("FluidSynth is not installed", where="the score", next_step=advice)


def fluidsynth_version() -> str:
    """``2.3.1``; raises ``MissingDependency``."""
    return str(load_fluidsynth().fluid_version_str().decode())


@dataclass(frozen=True)
class _Event:
    """``order`` sorts what happens at one moment: controls, then releases, then new notes."""

    at_sample: int
    order: int
    channel: int
    first: int
    second: int


_CONTROL, _RELEASE, _STRIKE = 0, 1, 2
_CHANNEL_COUNT = 64


class SoundBank:
    """An open SoundFont: kept, with the instruments played so far, for as long as this object lives.

    Reading the grand piano of a compressed bank takes over a second, other instruments a twentieth of one.
    Every cue is played by a fresh synthesiser all the same: nothing of one cue sounds in the next.
    """

    def __init__(self, path: Path) -> None:
        """Raises ``MissingDependency`` when the library is missing or cannot read the bank."""
        self.path = path
        self._library = load_fluidsynth()
        keeper = contextlib.ExitStack()
        # One channel for each program: a sample is let go when the last channel that uses it changes.
        self._keeper, self._font = keeper.enter_context(_synthesiser(self._library, path, channel_count=128))
        self._close = weakref.finalize(self, keeper.close)

    def play(self, score: Score, *, sample_count: int) -> dict[str, Pcm]:
        """Stem → float32 (``sample_count``, 2) at 48 kHz: the notes in the synthesiser's own hall; no
        fades."""
        library = self._library
        channels = _channels(score)
        sound = np.zeros((len(STEMS), 2, sample_count), np.float32)
        buffers = tuple(sound[n, ear].ctypes.data for n in range(len(STEMS)) for ear in range(2))
        with _synthesiser(library, self.path, channel_count=_CHANNEL_COUNT) as (synth, font):
            for part in score.instruments:
                library.fluid_synth_program_select(
                    self._keeper, part.program, self._font, part.bank, part.program
                )
                channel = channels[part.channel]
                library.fluid_synth_program_select(synth, channel, font, part.bank, part.program)
                pan = round(64 + 63 * part.pan)
                for controller, value in ((7, part.volume), (10, pan), (11, 100), (91, part.reverb), (93, 0)):
                    library.fluid_synth_cc(synth, channel, controller, value)
            at = 0
            for event in _events(score):
                until = min(event.at_sample, sample_count)
                at = _write(library, synth, buffers, at, until)
                _play(library, synth, channels[event.channel], event)
            _write(library, synth, buffers, at, sample_count)
        return {stem: sound[n].T for n, stem in enumerate(STEMS)}


def _channels(score: Score) -> dict[int, int]:
    """Channel of the score → of the synthesiser, which sends channel n to stem n modulo their count. Every
    sixteenth from 9 on plays drum kits, and is left out."""
    taken: dict[int, int] = {}
    for number, stem in enumerate(STEMS):
        free = (c for c in range(number, _CHANNEL_COUNT, len(STEMS)) if c % 16 != 9)
        for part in (p for p in score.instruments if p.stem == stem):
            taken[part.channel] = next(free)
    return taken


def _events(score: Score) -> list[_Event]:
    events = [_Event(_sample(c.at_s), _CONTROL, c.channel, c.controller, c.value) for c in score.controls]
    for note in score.notes:
        start = _sample(note.start_s)
        stop = max(_sample(note.start_s + note.length_s), start + 64)
        events.append(_Event(start, _STRIKE, note.channel, note.pitch, note.velocity))
        events.append(_Event(stop, _RELEASE, note.channel, note.pitch, 0))
    return sorted(events, key=lambda e: (e.at_sample, e.order, e.channel, e.first))


def _sample(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE_HZ)


def _play(library: ctypes.CDLL, synth: ctypes.c_void_p, channel: int, event: _Event) -> None:
    if event.order == _CONTROL:
        library.fluid_synth_cc(synth, channel, event.first, event.second)
    elif event.order == _RELEASE:
        library.fluid_synth_noteoff(synth, channel, event.first)
    else:
        library.fluid_synth_noteon(synth, channel, event.first, event.second)


def _write(
    library: ctypes.CDLL, synth: ctypes.c_void_p, buffers: tuple[int, ...], start: int, end: int
) -> int:
    """Add the sound from ``start`` to ``end`` to the stems; ``buffers`` are the addresses of their ears."""
    if end <= start:
        return start
    dry = [address + 4 * start for address in buffers]
    # A stem's reverberation is added to the same pair of buffers as its dry sound; chorus is off.
    wet = [address for n in range(0, len(dry), 2) for address in (*dry[n : n + 2], *dry[n : n + 2])]
    pointers = ctypes.c_void_p * len(wet), ctypes.c_void_p * len(dry)
    library.fluid_synth_process(synth, end - start, len(wet), pointers[0](*wet), len(dry), pointers[1](*dry))
    return end


@contextlib.contextmanager
def _synthesiser(
    library: ctypes.CDLL, bank: Path, *, channel_count: int
) -> Iterator[tuple[ctypes.c_void_p, int]]:
    settings = ctypes.c_void_p(library.new_fluid_settings())
    for name, number in (
        (b"synth.sample-rate", float(SAMPLE_RATE_HZ)),
        (b"synth.gain", 0.6),
        (b"synth.reverb.room-size", 0.72),
        (b"synth.reverb.damp", 0.35),
        (b"synth.reverb.width", 0.9),
        (b"synth.reverb.level", 0.7),
    ):
        library.fluid_settings_setnum(settings, name, number)
    # Samples are read when a program is chosen: reading all of a compressed bank takes 4 s.
    for name, count in (
        (b"synth.dynamic-sample-loading", 1),
        (b"synth.cpu-cores", 1),
        (b"synth.chorus.active", 0),
        (b"synth.polyphony", 256),
        (b"synth.midi-channels", channel_count),
        (b"synth.audio-channels", len(STEMS)),
        (b"synth.audio-groups", len(STEMS)),
        (b"synth.effects-groups", len(STEMS)),
    ):
        library.fluid_settings_setint(settings, name, count)
    synth = ctypes.c_void_p(library.new_fluid_synth(settings))
    try:
        # Without the presets that General MIDI gives to every channel: the piano would be read for nothing.
        font = library.fluid_synth_sfload(synth, str(bank).encode(), 0)
        if font < 0:
            raise MissingDependency(
                "The sound bank cannot be read", where=str(bank), next_step=f"Install {PACKAGES[1]} again."
            )
        yield synth, font
    finally:
        library.delete_fluid_synth(synth)
        library.delete_fluid_settings(settings)


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    pointer, text, whole, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_double
    for name, result, arguments in (
        ("new_fluid_settings", pointer, ()),
        ("delete_fluid_settings", None, (pointer,)),
        ("fluid_settings_setnum", whole, (pointer, text, number)),
        ("fluid_settings_setint", whole, (pointer, text, whole)),
        ("new_fluid_synth", pointer, (pointer,)),
        ("delete_fluid_synth", None, (pointer,)),
        ("fluid_synth_sfload", whole, (pointer, text, whole)),
        ("fluid_synth_program_select", whole, (pointer, whole, whole, whole, whole)),
        ("fluid_synth_cc", whole, (pointer, whole, whole, whole)),
        ("fluid_synth_noteon", whole, (pointer, whole, whole, whole)),
        ("fluid_synth_noteoff", whole, (pointer, whole, whole)),
        ("fluid_synth_process", whole, (pointer, whole, whole, pointer, whole, pointer)),
        ("fluid_version_str", text, ()),
    ):
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    _quieten(library)
    return library


_SILENT_LOG = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(lambda *_: None)


def _quieten(library: ctypes.CDLL) -> None:
    """FluidSynth writes warnings about missing presets to stderr; ours come as errors and notices."""
    library.fluid_set_log_function.restype = ctypes.c_void_p
    library.fluid_set_log_function.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    for level in range(5):
        library.fluid_set_log_function(level, ctypes.cast(_SILENT_LOG, ctypes.c_void_p), None)
