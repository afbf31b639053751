"""Pinyin syllables and IPA → phones in lower-case ARPAbet, the one alphabet of the house."""

from __future__ import annotations

import unicodedata

_INITIALS = {
    "zh": ("jh",), "ch": ("ch",), "sh": ("sh",), "b": ("b",), "p": ("p",), "m": ("m",), "f": ("f",),
    "d": ("d",),
    "t": ("t",), "n": ("n",), "l": ("l",), "g": ("g",), "k": ("k",), "h": ("hh",), "j": ("jh",), "q": ("ch",),
    "x": ("sh",), "r": ("r",), "z": ("d", "z"), "c": ("t", "s"), "s": ("s",), "y": ("y",), "w": ("w",),
}  # fmt: skip
_FINALS = {
    "a": "aa", "o": "ao", "e": "ah", "i": "iy", "u": "uw", "v": "y uw", "ai": "ay", "ei": "ey", "ao": "aw",
    "ou": "ow",
    "an": "aa n", "en": "ah n", "ang": "aa ng", "eng": "ah ng", "ong": "uh ng", "er": "er", "ia": "y aa",
    "ie": "y eh",
    "iao": "y aw", "iu": "y ow", "ian": "y eh n", "in": "ih n", "iang": "y aa ng", "ing": "ih ng",
    "iong": "y uh ng",
    "ua": "w aa", "uo": "w ao", "uai": "w ay", "ui": "w ey", "uan": "w aa n", "un": "w ah n",
    "uang": "w aa ng",
    "ue": "y eh", "ve": "y eh", "van": "y eh n", "vn": "y ih n", "n": "ah n", "ng": "ah ng", "m": "m",
    "eh": "eh",
}  # fmt: skip
_WHOLE = {
    "yi": "y iy", "ya": "y aa", "ye": "y eh", "yao": "y aw", "you": "y ow", "yan": "y eh n", "yin": "y ih n",
    "yang": "y aa ng", "ying": "y ih ng", "yong": "y uh ng", "yu": "y uw", "yue": "y eh", "yuan": "y eh n",
    "yun": "y ih n", "wu": "w uw", "yo": "y ao", "r": "er",
}  # fmt: skip

_IPA = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "m": "m", "n": "n", "ŋ": "ng",
    "ɲ": "n",
    "f": "f", "v": "v", "θ": "th", "ð": "dh", "s": "s", "z": "z", "ʃ": "sh", "ʒ": "zh", "h": "hh", "ɹ": "r",
    "r": "r",
    "ɾ": "d", "ʁ": "r", "ʀ": "r", "ɻ": "r", "l": "l", "ɫ": "l", "ʎ": "l", "ɭ": "l", "j": "y", "w": "w",
    "ɥ": "w",
    "x": "hh", "χ": "hh", "ħ": "hh", "ɣ": "g", "ɕ": "sh", "ʑ": "zh", "ʂ": "sh", "ʐ": "zh", "ç": "hh",
    "q": "k",
    "β": "v", "ɸ": "f", "ʈ": "t", "ɖ": "d", "ɳ": "n", "c": "k", "ɟ": "g", "ʕ": "aa",
    "a": "aa", "ɑ": "aa", "ɐ": "ah", "ʌ": "ah", "ə": "ah", "ɚ": "er", "ɝ": "er", "ɜ": "er", "æ": "ae",
    "e": "ey",
    "ɛ": "eh", "i": "iy", "ɪ": "ih", "ɨ": "ih", "y": "uw", "ʏ": "uh", "o": "ow", "ɔ": "ao", "ɒ": "ao",
    "u": "uw",
    "ʊ": "uh", "ɯ": "uw", "ø": "er", "œ": "er", "ɤ": "ah", "ᵻ": "ih", "ɵ": "er", "ʉ": "uw",
}  # fmt: skip
_PAIRS = {
    "tʃ": "ch", "dʒ": "jh", "tɕ": "ch", "dʑ": "jh", "aɪ": "ay", "aʊ": "aw", "eɪ": "ey", "oʊ": "ow",
    "əʊ": "ow",
    "ɔɪ": "oy", "ai": "ay", "au": "aw", "ei": "ey", "ou": "ow", "ts": "t s", "dz": "d z",
}  # fmt: skip

PHONES = frozenset(
    [
        "aa",
        "ae",
        "ah",
        "ao",
        "aw",
        "ay",
        "b",
        "ch",
        "d",
        "dh",
        "eh",
        "er",
        "ey",
        "f",
        "g",
        "hh",
        "ih",
        "iy",
        "jh",
        "k",
        "l",
        "m",
        "n",
        "ng",
        "ow",
        "oy",
        "p",
        "r",
        "s",
        "sh",
        "t",
        "th",
        "uh",
        "uw",
        "v",
        "w",
        "y",
        "z",
        "zh",
        "pau",
    ]
)
"""The 39 phones of the CMU set, and ``pau`` for silence: nothing else is ever a phone here."""


def pinyin_phones(syllable: str) -> tuple[str, ...]:
    """``zhang3`` → ``("jh", "aa", "ng")``. Tone digits are ignored; nonsense becomes ``("ah",)``."""
    plain = syllable.lower().replace("ü", "v").replace("u:", "v").rstrip("012345")
    if plain in _WHOLE:
        return tuple(_WHOLE[plain].split())
    coda: tuple[str, ...] = ()
    if len(plain) > 2 and plain.endswith("r"):
        plain, coda = plain[:-1], ("r",)
    initial = next(
        (i for i in ("zh", "ch", "sh") if plain.startswith(i)), plain[:1] if plain[:1] in _INITIALS else ""
    )
    final = plain[len(initial) :]
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "v" + final[1:]
    if initial in {"zh", "ch", "sh", "r", "z", "c", "s"} and final == "i":
        return (*_INITIALS[initial], "ih", *coda)
    if final not in _FINALS:
        initial, final = ("", plain) if plain in _FINALS else (initial, "e")
    return (*_INITIALS.get(initial, ()), *_FINALS[final].split(), *coda)


def ipa_phones(symbols: str) -> tuple[str, ...]:
    """IPA as eSpeak writes it → phones; stress, length and tone marks are dropped, unknown letters too."""
    plain = [c for c in unicodedata.normalize("NFD", symbols) if c.isalpha() and not unicodedata.combining(c)]
    plain = [c for c in plain if c not in "ˈˌːʰʲˑ"]
    phones: list[str] = []
    index = 0
    while index < len(plain):
        pair = "".join(plain[index : index + 2])
        if pair in _PAIRS:
            phones += _PAIRS[pair].split()
            index += 2
            continue
        if plain[index] in _IPA:
            phones.append(_IPA[plain[index]])
        index += 1
    return tuple(phones)
