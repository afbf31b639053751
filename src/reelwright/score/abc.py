"""A motif ↔ its text in ABC notation 2.1, and a tune book of several."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reelwright.errors import BadInput
from reelwright.score.documents import Motif, MotifNote
from reelwright.score.motif import SCALES, pitch_of

EIGHTHS_MAX = 32.0
"""A motif has at most four bars of 4/4: what is longer cannot be recognised when it comes back."""

_LETTERS = ("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B")
_KEYS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_NATURAL = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHARPS, _FLATS = "FCGDAEB", "BEADGCF"
# How many fifths above (or below) the major key of the same tonic a mode's signature lies.
_MODES = {"": 0, "maj": 0, "ion": 0, "m": -3, "min": -3, "aeo": -3, "mix": -1, "dor": -2, "phr": -4, "lyd": 1,
          "loc": -5}  # fmt: skip
_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
_SCALE_OF_MODE = {
    "": "major",
    "maj": "major",
    "ion": "major",
    "lyd": "major",
    "mix": "major",
    "dor": "dorian",
}
# A triplet's notes take two thirds, and so on, as ABC says of simple metres.
_TUPLETS = {2: 3 / 2, 3: 2 / 3, 4: 3 / 4, 5: 2 / 5, 6: 2 / 6, 7: 2 / 7, 8: 3 / 8, 9: 2 / 9}
_KEY = re.compile(r"\s*([A-Ga-g])([#b]?)\s*([A-Za-z]*)")
_LENGTH = r"(?P<length>\d*(?:/+\d*)?)"
_TOKEN = re.compile(
    r"(?P<skip>\"[^\"]*\"|![^!]*!|\{[^}]*\}|[\s\-\\)~.HLMOPSTuv\]]|\|[\]:|]?|:\||\[\||\((?![2-9])|\[\d)"
    r"|\((?P<tuplet>[2-9])"
    rf"|(?P<chord>\[)?(?P<sign>\^\^|\^|__|_|=)?(?P<letter>[A-Ga-gzxZ])(?P<marks>[,']*){_LENGTH}"
    r"(?P<broken>[<>]?)"
)


def to_abc(motif: Motif, *, title: str = "Motif", number: int = 1) -> str:
    """The motif as one tune. Every note carries its accidental, whatever the key says."""
    words, eighths = [], 0.0
    for note in motif.notes:
        name = "z" if note.is_rest else _abc_pitch(note_pitch(note, motif.tonic, motif.scale))
        words.append(name + _abc_length(note.eighths))
        eighths += note.eighths
        if eighths % 8 == 0:
            words.append("|")
    body = " ".join(words).removesuffix("|").rstrip()
    tempo = round(motif.beats_per_minute)
    return f"X:{number}\nT:{title}\nM:4/4\nL:1/8\nQ:1/4={tempo}\nK:{_key_name(motif)}\n{body} |]\n"


def tune_book(motifs: Mapping[str, Motif]) -> str:
    """Several motifs by title, one after the other, as ABC files hold them."""
    tunes = (to_abc(motif, title=title, number=n) for n, (title, motif) in enumerate(motifs.items(), 1))
    return "\n".join(tunes)


def from_abc(text: str, *, where: str = "") -> Motif:
    """The first tune of an ABC file as a motif: its first four bars of 4/4 at most.

    Keys and modes, accidentals to the end of the bar, note lengths, broken rhythms, rests and ties of a
    single voice are read; of a chord the first note; ornaments, words and repeats are passed over.
    Raises ``BadInput`` (``where``) when there is no key or no note, or a sign that nobody knows.
    """
    fields, body = _fields_and_body(text, where)
    tonic, scale, signature = _key_of(fields.get("K", ""), where)
    unit = _eighths_of_unit(fields)
    notes: list[tuple[int | None, float]] = []
    altered: dict[str, int] = {}
    at, pending, tuplet, left = 0, 1.0, 0, 0
    while at < len(body):
        match = _TOKEN.match(body, at)
        if match is None:
            raise _unread(f"The sign {body[at]!r} is not read", where)
        at = match.end()
        if match["skip"]:
            if "|" in match["skip"]:
                altered.clear()
            continue
        if match["tuplet"]:
            tuplet = left = int(match["tuplet"])
            continue
        eighths = unit * _times(match["length"]) * pending
        pending = 1.0
        if match["broken"]:
            eighths, pending = (
                eighths * (1.5 if match["broken"] == ">" else 0.5),
                (0.5 if match["broken"] == ">" else 1.5),
            )
        if tuplet:
            eighths *= _TUPLETS[tuplet]
            left -= 1
            tuplet = tuplet if left else 0
        if match["chord"] and (rest := re.compile(rf"[^\]]*\]{_LENGTH}").match(body, at)):
            at, eighths = rest.end(), eighths * _times(rest["length"])
        if match["letter"] in "zxZ":
            notes.append((None, eighths))
            continue
        notes.append((_pitch(match, altered, signature), eighths))
    if not any(pitch is not None for pitch, _ in notes):
        raise _unread("The tune has no note", where)
    tempo = float(fields.get("Q", "").rpartition("=")[2].strip() or 72)
    return _motif_of(notes, tonic, scale, tempo)


def key_named(words: str) -> tuple[int, str]:
    """``"D minor"``, ``"F# dorian"`` → the tonic as a MIDI pitch (55..66), and the scale. Raises
    ``BadInput``."""
    tonic, scale, _ = _key_of(words, "the key of the score")
    return tonic, scale


def note_pitch(note: MotifNote, tonic: int, scale: str) -> int:
    """The MIDI pitch of a note of a motif in a key."""
    return pitch_of(note.degree, tonic, scale) + note.raised


def _fields_and_body(text: str, where: str) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    lines: list[str] = []
    for line in text.lstrip("\ufeff").splitlines():
        bare = line.partition("%")[0].strip()
        if re.match(r"[A-Za-z]:", bare):
            if bare[0] == "X" and lines:
                break
            if bare[0] not in "wW":
                fields.setdefault(bare[0], bare[2:].strip())
        elif bare and "K" in fields:
            lines.append(bare)
    if "K" not in fields:
        raise _unread("The tune has no key (K:)", where)
    return fields, " ".join(lines)


def _key_of(words: str, where: str) -> tuple[int, str, dict[str, int]]:
    match = _KEY.match(words)
    if match is None:
        raise _unread(f"The key {words!r} is not known", where)
    letter, sign, mode = match[1].upper(), match[2], match[3].casefold()
    shift = {"#": 1, "b": -1, "": 0}[sign]
    pitch = (_NATURAL[letter] + shift) % 12
    tonic = 60 + pitch if pitch <= 6 else 48 + pitch
    short = mode if mode in _MODES else mode[:3]
    if short not in _MODES:
        raise _unread(f"The mode {mode!r} is not known", where)
    fifths = _FIFTHS[letter] + 7 * shift + _MODES[short]
    signature = dict.fromkeys(_SHARPS[: max(fifths, 0)], 1) | dict.fromkeys(_FLATS[: max(-fifths, 0)], -1)
    return tonic, _SCALE_OF_MODE.get(short, "minor"), signature


def _eighths_of_unit(fields: Mapping[str, str]) -> float:
    """How many eighths the unit note has: by ``L:``, else by the metre, as ABC says."""
    if match := re.match(r"(\d+)/(\d+)", fields.get("L", "")):
        return 8 * int(match[1]) / max(int(match[2]), 1)
    metre = re.match(r"(\d+)/(\d+)", fields.get("M", ""))
    return 0.5 if metre and int(metre[1]) / max(int(metre[2]), 1) < 0.75 else 1.0


def _times(length: str) -> float:
    whole, slash, part = length.partition("/")
    number = float(whole or 1)
    if not slash:
        return number
    return number / (2.0 ** (1 + part.count("/")) if not part.strip("/") else float(part.strip("/")))


def _pitch(match: re.Match[str], altered: dict[str, int], signature: Mapping[str, int]) -> int:
    letter, marks = match["letter"], match["marks"]
    octave = (60 if letter.isupper() else 72) + 12 * (marks.count("'") - marks.count(","))
    name = letter.upper()
    if match["sign"]:
        altered[name] = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}[match["sign"]]
    return octave + _NATURAL[name] + altered.get(name, signature.get(name, 0))


def _motif_of(notes: list[tuple[int | None, float]], tonic: int, scale: str, tempo: float) -> Motif:
    kept: list[MotifNote] = []
    # The whole tune moves by octaves to where it can be hummed, beside the key's tonic.
    sounding = [pitch for pitch, _ in notes if pitch is not None]
    octaves = round((sum(sounding) / len(sounding) - (tonic + 5)) / 12)
    at = 0.0
    for pitch, eighths in notes:
        if at >= EIGHTHS_MAX:
            break
        length = min(eighths, EIGHTHS_MAX - at)
        if pitch is None:
            kept.append(MotifNote(0, length, is_rest=True))
        else:
            degree, raised = _degree_of(pitch - 12 * octaves, tonic, scale)
            kept.append(MotifNote(degree, length, raised))
        at += length
    return Motif(tonic=tonic, scale=scale, notes=tuple(kept), beats_per_minute=min(max(tempo, 40.0), 180.0))


def _degree_of(pitch: int, tonic: int, scale: str) -> tuple[int, int]:
    count = len(SCALES[scale])
    degree = min(range(-2 * count, 3 * count), key=lambda d: abs(pitch_of(d, tonic, scale) - pitch))
    return degree, pitch - pitch_of(degree, tonic, scale)


def _key_name(motif: Motif) -> str:
    mode = {"major": "", "gong": "", "dorian": "dor"}.get(motif.scale, "m")
    return _KEYS[motif.tonic % 12] + mode


def _abc_length(eighths: float) -> str:
    if eighths == 1:
        return ""
    if float(eighths).is_integer():
        return str(int(eighths))
    for below in (2, 4, 8, 3, 6):
        if float(eighths * below).is_integer():
            return f"{int(eighths * below)}/{below}"
    return f"{round(eighths * 48)}/48"


def _abc_pitch(pitch: int) -> str:
    octave, index = divmod(pitch, 12)
    letter = _LETTERS[index]
    # ABC: C is MIDI 60, c the octave above; commas go down, apostrophes up. A natural needs its sign
    # because an accidental holds to the end of the bar.
    sign = letter[0] if letter[0] == "^" else "="
    name = letter[-1]
    if octave >= 6:
        return sign + name.lower() + "'" * (octave - 6)
    return sign + name + "," * (5 - octave)


def _unread(message: str, where: str) -> BadInput:
    return BadInput(message, where=where, next_step="Give one tune in ABC notation: K:Am, then its notes.")
