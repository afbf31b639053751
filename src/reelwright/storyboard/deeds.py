"""An action as written → what is done with the body, by whom, to whom; English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.storyboard.documents import Framing
from reelwright.storyboard.room import Room

_HERS = r"(?:her|his|their|the|a|an|\w+['’]s)"
_DEEDS: tuple[tuple[str, str, str], ...] = (
    ("slap", r"slap|smack|backhand|strikes? (?:her|him)", "耳光|巴掌|掌掴|扇了"),
    ("push", r"push(?:es)? (?!in|the door|open)|shove", "推开|推了|猛推|推倒|一推"),
    ("grab", rf"grab|seize|grip(?:s|ping) |clutch(?:es)? {_HERS} (?:wrist|arm|hand|sleeve)|catches .{{0,14}}"
             rf"(?:wrist|arm|hand)|takes (?:her|his) (?:hand|wrist|arm)|reaches for (?:her|him)",
     "抓住|拉住|拽住|攥住|扣住|握住|拉着|牵起|伸手拉"),
    ("hug", r"\bhug|embrac|throws? (?:her|his) arms|into (?:his|her) arms|holds? (?:her|him) (?:tight|close)",
     "拥抱|抱住|搂住|搂进|入怀|怀里|紧紧抱"),
    ("hold-face", rf"(?:cups|touch(?:es)?|holds|strok|caress|lifts|tilts|wipes|kiss)\w* {_HERS} "
                  rf"(?:face|cheek|chin|tears)",
     "捧起|捧着|抚摸|抚上|捏住|下巴|擦去.{0,4}泪"),
    ("give", r"hands? (?:him|her|them|over|it|back)|hands? \w+ (?:a|an|the|his|her)\b|gives?\b"
             r"|slides?\b.{0,40}(?:across|over|to)|passes\b|offers\b|holds? (?:it |them )?out|presents?\b",
     "递给|递过|递来|递上|交给|塞给|推到|推过|拿给"),
    ("clink", rf"clink|toasts?\b|raises? {_HERS} glass|glasses meet", "碰杯|举杯|干杯"),
    ("sleep", r"unconscious|in a coma|comatose|(?:asleep|sleeps) in (?:the|his|her|a) bed",
     "昏迷|不省人事|睡在.{0,6}床|沉睡"),
    ("lie", r"\b(?:lies|lying|lays|laid)\b.{0,24}\bbed\b|bedridden|tucked (?:in|into) bed"
            r"|\bin (?:a|the|her|his) hospital bed",
     "躺在.{0,8}床|躺在床|卧床|卧病|病床上"),
    ("kneel", r"kneel|(?:to|on) (?:her|his|their) knees|knees give", "跪"),
    ("cry", r"bur(?:y|ies) (?:her|his) face|cries into|sobs?\b|weeps?\b|breaks? down"
            r"|face in (?:her|his) hands",
     "掩面|捂脸|捂着脸|痛哭|失声|泣不成声|哭泣|嚎啕"),
    ("mouth", r"covers? (?:her|his) mouth|gasps?\b|hand .{0,8}to (?:her|his) (?:mouth|lips)",
     "捂住嘴|捂着嘴|捂嘴|掩嘴|掩口|倒吸"),
    ("bow", r"\bbows\b|bowing", "鞠.{0,4}躬|躬身|行礼|作揖|欠身"),
    ("turn-away", r"turn(?:s|ing)? (?:away|around|his back|her back|on (?:his|her) heel|to (?:go|leave)|and)"
                  r"|walks? (?:away|out|off)|\bleaves?\b|storms? (?:out|off)"
                  r"|strides? (?:off|out|away)|exits?\b",
     "转身|离开|走开|走出(?!来)|背过身|拂袖|夺门|离去|扬长而去"),
    ("sit", rf"\bsits\b|sinks? (?:in|on)to|takes? a seat|(?:drops|falls) into {_HERS} (?:chair|seat|sofa)",
     "坐下|坐到|坐在|落座|入座"),
    ("phone", r"answers?\b|picks? up|on the phone|to (?:her|his) ear|dials?\b|takes? the call",
     "接电话|接起|接通|打电话|拨通|拨打|贴在耳|放到耳"),
    ("phone-look", rf"(?:checks?|looks? at|stares? at|reads?|takes out) {_HERS} (?:phone|screen|message|text)"
                   r"|scrolls?", "看手机|看着手机|盯着手机|掏出手机|看了眼手机"),
    ("crossed", r"cross(?:es)? (?:her|his) arms|arms (?:crossed|folded)|folds? (?:her|his) arms",
     "抱臂|抱胸|双臂|抱着胳膊"),
    ("point", r"\bpoints?\b|jabs? a finger|accusing finger", "指着|指向|一指"),
    ("recoil", r"recoil|backs? (?:against|away|up|off)|steps? back|flinch|staggers? back"
               r"|shrinks? (?:away|back)",
     "后退|退后|踉跄|躲开|往后缩"),
    ("chest", r"clutch(?:es)? (?:her|his) (?:chest|heart)|hand (?:on|to) (?:her|his) (?:chest|heart)",
     "胸口|心口"),
    ("plead", r"\bbegs?\b|pleads?\b|clasps? (?:her|his) hands", "哀求|双手合十|恳求|央求"),
    ("hips", r"hands on (?:her|his) hips", "叉腰"),
    ("fists", r"clench|\bfists?\b", "握拳|攥紧|拳头"),
    ("shrug", r"shrugs?\b", "耸肩|摊手"),
    ("shake-head", r"shak(?:es|ing) (?:her|his) head", "摇头|摇了摇头"),
    ("nod", r"\bnods?\b", "点头|点了点头|颔首"),
    ("look-away", r"looks? away|avoids? (?:her|his) (?:eyes|gaze)", "别过脸|移开视线|扭头|撇过头"),
    ("shame", r"lowers? (?:her|his) (?:head|eyes)|looks? down|hangs? (?:her|his) head",
     "低下头|低头|垂下|垂眸"),
    ("hair", r"(?:tucks?|brushes?|flips?) (?:her|his|a)\b.{0,14}hair", "撩.{0,3}发|拨.{0,3}发|理.{0,4}头发"),
    ("cuff", r"(?:adjusts?|straightens?|fixes) (?:his|her) (?:cuff|tie|sleeve|collar|jacket|watch)",
     "整.{0,4}袖|整.{0,4}领|理.{0,4}领|理.{0,4}袖"),
    ("think", r"(?:rubs?|strokes?) (?:his|her) chin|ponders?", "托腮|沉思|若有所思"),
    ("hold", r"holds? up|unfolds?|reads? (?:the|a) (?:letter|contract|note|document)", "举起|展开|翻开"),
    ("toast", r"\bsips?\b|drinks?\b|swirls?|rim of (?:his|her)", "抿|喝了一口|一饮而尽|晃着酒杯|品酒"),
    ("wave", r"\bwaves\b", "挥手|招手"),
    ("walk", r"\benters?\b|walks? in|comes? in|strides? in|steps? in(?:side)?\b|approaches",
     "走进|进来|走出来|而入|走来|闯入|走近"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(english), re.compile(chinese)) for name, english, chinese in _DEEDS)

TOUCHES = frozenset({"slap", "push", "grab", "hug", "hold-face", "give", "offer", "clink"})
"""Deeds that need two people in the picture."""
_WHOLE_BODY = frozenset({"kneel", "sit", "turn-away", "walk", "bow"})
_SEEN_CLOSE = frozenset({"nod", "shake-head", "look-away", "shame", "mouth", "cry", "phone", "hair", "think"})
_LASTS_S = {
    "slap": 2.6, "hug": 3.2, "kneel": 2.6, "turn-away": 3.4, "clink": 3.0, "give": 2.4, "offer": 2.2,
    "hold-face": 2.6,
    "cry": 2.4, "bow": 2.2, "sit": 2.2, "push": 2.0, "grab": 2.2, "walk": 2.0,
}  # fmt: skip
_LEAST_S = 1.5
ASLEEP = "asleep"
"""The expression of who sleeps or is unconscious."""
_FELT = {
    "slap": ("angry", 0.9), "push": ("angry", 0.8), "hug": ("tender", 0.7),
    "hold-face": ("tender", 0.7), "kneel": ("pleading", 0.8), "plead": ("pleading", 0.8),
    "cry": ("crying", 0.9), "mouth": ("shocked", 0.8), "recoil": ("scared", 0.7), "bow": ("guilty", 0.5),
    "sleep": (ASLEEP, 1.0), "shame": ("guilty", 0.6), "point": ("angry", 0.6), "fists": ("angry", 0.6),
}  # fmt: skip
"""What the doer's face says with it; other deeds leave the face as it was."""
_MOST_DEEDS = 2
_POSTURES = (
    *((name, english, chinese) for name, english, chinese in _PATTERNS if name in ("sleep", "lie")),
    ("rise", re.compile(r"\bsits? up|\bgets? (?:up|out of bed)|out of bed|\bstands? up|\brises\b"),
     re.compile("坐起|起身|下床|站起|爬起")),
    ("wake", re.compile(r"\bwakes?\b|comes? to\b|opens? (?:her|his) eyes|regains"),
     re.compile("醒来|醒了|苏醒|睁开.{0,2}眼")),
)  # fmt: skip
_ON_PAPER = (
    *("paper", "contract", "letter", "envelope", "file", "document", "cheque", "check", "photo", "note"),
    *("合同", "协议", "信", "文件", "支票", "照片", "纸", "书", "报告", "单"),
)
"""What is handed over as a sheet; anything else is held out in a closed hand."""
_SENTENCE = re.compile(r"[^.!?。！？；;]+[.!?。！？；;]*")
_HE, _SHE = re.compile(r"\b(?:he|him|his)\b|他"), re.compile(r"\b(?:she|her|hers)\b|她")


@dataclass(frozen=True)
class Deed:
    """One thing done. ``doer`` and ``partner`` are keys of characters, or empty."""

    gesture: str
    doer: str
    partner: str
    text: str

    @property
    def seconds(self) -> float:
        """How long it wants to be seen."""
        return _LASTS_S.get(self.gesture, _LEAST_S)

    @property
    def feeling(self) -> tuple[str, float]:
        """The doer's expression and its intensity; no expression leaves the face as it was."""
        return _FELT.get(self.gesture, ("", 0.5))


def gesture_in(text: str) -> tuple[str, int]:
    """The first deed in the order of their weight, and where its word stands; empty and -1 for none."""
    lowered = text.casefold()
    for name, english, chinese in _PATTERNS:
        match = english.search(lowered) or chinese.search(text)
        if match is not None:
            return name, match.start()
    return "", -1


def deeds_in(text: str, room: Room, there: Sequence[str]) -> tuple[Deed, ...]:
    """What the people who are ``there`` do in an action, sentence by sentence (two at most)."""
    found: list[Deed] = []
    last = ""
    for sentence in _SENTENCE.findall(text):
        gesture, place = gesture_in(sentence)
        doer, partner = _who(sentence, max(0, place), room, there, last)
        last = doer or last
        if gesture == "give" and not any(word in sentence.casefold() for word in _ON_PAPER):
            gesture = "offer"
        if gesture in TOUCHES and not partner and len(there) > 1:
            continue  # whom it is done to is not here
        if gesture and doer and len(found) < _MOST_DEEDS:
            found.append(Deed(gesture, doer, partner, sentence.strip()))
    return tuple(found)


def postures_in(text: str, room: Room, there: Sequence[str]) -> list[tuple[str, str]]:
    """Who of those ``there`` lies in bed (``lie``), sleeps or is unconscious there (``sleep``), rises
    (``rise``) or wakes (``wake``), in the order of the text: key and posture."""
    found: list[tuple[str, str]] = []
    last = ""
    for sentence in _SENTENCE.findall(text):
        lowered = sentence.casefold()
        for name, english, chinese in _POSTURES:
            match = english.search(lowered) or chinese.search(sentence)
            if match is None:
                continue
            doer, partner = _who(sentence, match.start(), room, there, last)
            named = next((key for _, key in room.mentions(sentence) if key in there), "")
            if who := doer or partner or named:
                found.append((who, name))
                last = who
            break
    return found


def _who(sentence: str, place: int, room: Room, there: Sequence[str], last: str) -> tuple[str, str]:
    """Who does it and to whom: named before the verb and after it, else he and she, else whoever is there."""
    named = [(at, key) for at, key in room.mentions(sentence) if key in there]
    before = [key for at, key in named if at <= place]
    after = [key for at, key in named if at > place]
    doer = (before or [""])[0]
    if not doer:
        doer = _meant(sentence[:place], room, there, without="", first=last)
    if not doer and not named and len(there) == 1:
        doer = there[0]
    if not doer:
        return (last if last in there else ""), ""
    partner = next((key for key in (*after, *before) if key != doer), "")
    if not partner:
        partner = _meant(sentence[place:], room, there, without=doer, first="")
    others = [key for key in there if key != doer]
    if not partner and len(others) == 1 and _may_be(sentence[place:], room.sex_of(others[0])):
        partner = others[0]
    return doer, partner


def _may_be(words: str, sex: str) -> bool:
    """Whether nobody, or somebody of that sex, is spoken of as he or she."""
    lowered = words.casefold()
    spoken_of = {name for pattern, name in ((_SHE, "female"), (_HE, "male")) if pattern.search(lowered)}
    return not spoken_of or sex in spoken_of


def _meant(words: str, room: Room, there: Sequence[str], *, without: str, first: str) -> str:
    """Whom ``he`` or ``she`` means: the one spoken of last if they fit, else the first who does."""
    lowered = words.casefold()
    people = [key for key in (first, *there) if key in there and key != without]
    for pattern, sex in ((_SHE, "female"), (_HE, "male")):
        if pattern.search(lowered):
            fitting = [key for key in people if room.sex_of(key) == sex]
            if fitting:
                return fitting[0]
    return ""


def framing_for(gesture: str, framing: Framing, *, has_partner: bool) -> Framing:
    """A framing in which ``gesture`` can be seen, as near to ``framing`` as that allows."""
    if not gesture or framing in ("insert", "card", "split-screen", "wide"):
        return framing
    if gesture in TOUCHES and has_partner:
        return "two-shot"
    if gesture in _WHOLE_BODY:
        return "wide"
    if gesture in _SEEN_CLOSE:
        return "medium-close-up" if framing == "close-up" else framing
    return "medium" if framing in ("close-up", "medium-close-up", "over-the-shoulder") else framing
