"""Words of notes, action lines and places, English and Chinese → names of effects and ambiences."""

from __future__ import annotations

import difflib
import re

# For each effect: what a note may call it (any of the words, longest match first).
_NAMED = {
    "slap": "slap|slaps|slapped|smack|耳光|巴掌|掌掴",
    "punch": "punch|punches|hit|blow|拳|殴打|打击",
    "body-fall": "body fall|falls down|collapse|collapses|thud|摔倒|倒地|跌倒|瘫倒",
    "gasp": "gasp|gasps|inhale|倒吸|抽气|惊呼",
    "heartbeat": "heartbeat|heart beat|heart pounding|heart|心跳",
    "steps-wood": "steps|footsteps|footstep|walking|heels|脚步|脚步声|高跟鞋",
    "steps-stone": "steps on stone|steps on marble|echoing steps|marble steps|hallway steps",
    "steps-grass": "steps on grass|steps on gravel|steps outside|running outside",
    "crowd-murmur": "crowd|murmur|murmurs|whispers|crowd murmur|chatter|人群|议论|窃窃私语|哗然|骚动",
    "applause": "applause|clapping|claps|cheer|cheers|掌声|鼓掌|喝彩|欢呼",
    "glass-clink": "clink|glass clink|toast|glasses clink|碰杯|干杯",
    "glass-break": "glass break|glass breaks|glass shatters|shatter|shatters|shattering|smash|smashes"
    "|打碎|摔碎|碎裂|玻璃碎|杯子碎|砸碎",
    "cup-down": "cup|puts down the cup|teacup|放下茶杯|茶杯|放下杯子",
    "door-open": "door opens|door open|door creak|creak|opens the door|开门|推门|门开",
    "door-close": "door closes|door close|door shuts|closes the door|door|关门|门关|关上门",
    "door-slam": "door slam|door slams|slams the door|slam|slams|摔门|砰",
    "knock": "knock|knocks|knocking|敲门|叩门",
    "paper": "paper|papers|page|pages|letter|envelope|document|contract|folder|纸|文件|信封|合同|翻页|信件",
    "keys": "keys|key jingle|jingle|钥匙",
    "sword": "sword|swords|blade|draws a sword|unsheathe|unsheathes|剑|拔剑|刀|出鞘",
    "splash": "splash|splashes|water|落水|泼|水花|溅",
    "cloth": "cloth|rustle|fabric|衣服|布料",
    "phone-ring": "phone ring|phone rings|ringtone|ringing phone|phone ringing|phone call|ring tone|phone"
    "|手机响|手机铃|电话响|电话铃|铃声|来电",
    "phone-buzz": "buzz|buzzes|buzzing|vibrate|vibrates|phone buzz|phone buzzes|震动|振动",
    "phone-ping": "ping|pings|text message|notification|message tone|message|短信|消息提示|微信|提示音",
    "monitor-beep": "monitor|beep|beeps|heart monitor|monitor beep|ecg|心电|监护仪|滴滴",
    "monitor-flat": "flatline|flatlines|flat line|monitor flat|心电图拉直|一条直线|长鸣",
    "car": "car|engine|car passes|drives off|drives away|traffic|汽车|引擎|车声|驶过|驶离",
    "car-horn": "horn|honk|honks|car horn|喇叭|鸣笛",
    "brakes": "brakes|brake|screech|tyres|tires|skid|刹车|急刹",
    "siren": "siren|sirens|ambulance|police car|警笛|警车|救护车",
    "clock-tick": "clock|tick|ticking|clock tick|时钟|滴答|钟表",
    "camera-click": "camera|shutter|click|camera flash|flash|快门|拍照|闪光灯",
    "typing": "typing|types|keyboard|打字|键盘",
    "gunshot": "gun|gunshot|shot fired|bang|枪声|开枪|枪响",
    "rain": "rain|raining|downpour|drizzle|雨|雨声|下雨",
    "thunder": "thunder|thunderclap|lightning|storm|雷|雷声|打雷|闪电",
    "wind": "wind|breeze|gust|风|风声",
    "whoosh": "whoosh|swoosh|swish|嗖|呼啸",
    "riser": "riser|rise|tension rise|build up|渐强|铺垫",
    "impact": "impact|boom|hit sound|sting|dramatic hit|stinger|轰|重击|震撼",
    "fire": "fire|flames|crackle|火|火焰|燃烧",
}

# What an action line must say before it is heard; stricter than a note, which names its sound on purpose.
_IN_ACTION = (
    ("slap", r"\bslap(s|ped|ping)?\b|耳光|巴掌|掌掴"),
    ("punch", r"\bpunch(es|ed)\b|一拳|挥拳"),
    ("glass-break", r"\b(shatter|smash)(es|ed)?\b|(打|摔|砸)碎|碎了?一地|摔得粉碎"),
    ("glass-clink", r"\bclinks?\b|\b(raise|touch)(es)? (their |a )?glass(es)?\b|碰杯|干杯"),
    ("door-slam", r"\bslam(s|med)?\b[^.]*\bdoor\b|\bdoor\b[^.]*\bslam(s|med)?\b|摔门|门[^。，]*砰"),
    ("door-open", r"\bdoor\b[^.]*\b(opens?|bursts? open|swings?|flies open)\b|\bopens? the door\b"
     r"|推(开|门)|开门|门[^。，关]*(开了|打开|推开|被推)"),
    ("door-close", r"\bdoor\b[^.]*\b(clos|shut)(es|s)?\b|\b(closes|shuts) the door\b|关上?门|门[^。，]*关上"),
    ("knock", r"\bknock(s|ed|ing)?\b (on|at)\b|\ba knock\b|敲门|叩门"),
    ("phone-buzz", r"\b(phone|cell|mobile)\b[^.]*\b(buzz|vibrat)\w*|手机[^。，]*(震|振)动?"),
    ("phone-ring", r"\b(phone|cell|mobile)\b[^.]*\bring(s|ing)?\b|(手机|电话)[^。，]*响|来电"),
    ("phone-ping", r"\b(phone|screen)\b[^.]*\b(pings?|lights up|chimes?)\b|\btext (message )?(arrives|pops)\b"
     r"|手机[^。，]*(亮|提示音)|(短信|微信|消息)[^。，]*(来|响|弹)"),
    ("thunder", r"\bthunder\w*\b|\blightning\b|雷声|打雷|雷鸣|惊雷|闪电"),
    ("gasp", r"\bgasp(s|ed|ing)?\b|倒吸一口|惊呼"),
    ("applause", r"\bapplau(se|ds?)\b|\bclap(s|ping)?\b|掌声|鼓掌"),
    ("crowd-murmur", r"\b(crowd|guests?|room)\b[^.]*\b(murmur|whisper|stir)\w*"
     r"|(众人|宾客|人群)[^。]*(议论|哗然|骚动)"),
    ("gunshot", r"\bgunshot\b|\bshot rings out\b|\bfires? the gun\b|枪(声|响)|开枪"),
    ("sword", r"\b(draws?|unsheathes?)\b[^.]*\b(sword|blade|dagger)\b|拔(剑|刀)|(剑|刀)[^。，]*出鞘"),
    ("brakes", r"\b(brakes?|tyres|tires)\b[^.]*\bscreech\w*|\bscreech\w*[^.]*\b(brakes?|tyres|tires|halt)\b"
     r"|急?刹车"),
    ("car-horn", r"\b(horn|car) (blares?|honks?)\b|\bhonk(s|ing)?\b|鸣笛|按喇叭"),
    ("siren", r"\bsirens?\b|警笛|警车|救护车"),
    ("monitor-flat", r"\bflatlines?\b|\bflat line\b|一条直线"),
    ("monitor-beep", r"\bmonitors?\b[^.]*\bbeep\w*|\bbeep\w*[^.]*\bmonitor\b|监护仪|心电"),
    ("heartbeat", r"\bheart (pounds|races|hammers)\b|\bheartbeat\b|心跳"),
    ("camera-click", r"\b(cameras?|shutters?|flash(es|bulbs)?)\b[^.]*\b(click|flash|go off|pop)\w*"
     r"|快门|闪光灯|拍照"),
    ("splash", r"\bsplash\w*|\bthrows? (the |her |his )?(water|wine|drink|coffee)\b"
     r"|泼|落水|跳进[^。，]*(水|河|湖)"),
    ("paper", r"\b(tears?|rips?|unfolds?|crumples?)\b[^.]*\b(paper|letter|contract|page|envelope"
     r"|cheque|check|document)s?\b"
     r"|撕(碎|毁|开)|(摊|展|翻)开[^。，]*(信|合同|文件|协议|卷轴|圣旨)|(合同|文件|协议)[^。，]*(甩|扔|摔|拍)"),
    ("keys", r"\bkeys\b[^.]*\bjingl\w*|\bjingl\w*[^.]*\bkeys\b|钥匙"),
    ("body-fall", r"\b(collapses|faints|falls to (the|her|his))\b|瘫倒|倒地|晕倒|跌倒|摔倒|跪(下|倒)"),
    ("cup-down", r"\b(sets?|puts?) (down )?(the |her |his )?(cup|teacup|mug|glass)( down)?\b"
     r"|放下茶(杯|盏)|放下杯"),
    ("steps-stone", r"\bheels (click|echo)\w*|\bfootsteps\b[^.]*\becho\w*|脚步声[^。，]*回荡|高跟鞋"),
    ("steps-wood", r"\bfootsteps\b|\bpaces\b|\b(walks|strides|storms) (in|out|off|away|over|across)\b"
     r"|脚步|走进来?|走出|大步"),
    ("typing", r"\btyp(es|ing)\b|敲(击)?键盘|打字"),
    ("clock-tick", r"\bclock\b[^.]*\btick\w*|滴答|时钟"),
)  # fmt: skip
_EFFECTS_PER_ACTION_MAX = 3
_NEAR, _NEAR_WORD, _NEAR_WORD_LETTERS = 0.72, 0.8, 4

_PLACES = (
    ("hospital", "hospital|ward|clinic|icu|operating|surgery|医院|病房|手术|诊所|急诊"),
    ("banquet", "ballroom|banquet|gala|party|wedding|reception|auction|club"
     "|宴会|宴|婚礼|酒会|拍卖|订婚|寿宴"),
    ("cafe", "cafe|café|coffee|restaurant|bar|diner|tea house|teahouse|noodle|canteen"
     "|咖啡|餐厅|酒吧|茶馆|饭店|食堂|面馆"),
    ("car-inside", "car|taxi|limousine|limo|van|车内|车里|车上|轿车|出租车"),
    ("rooftop", "rooftop|roof|balcony|terrace|bridge|天台|楼顶|阳台|桥"),
    ("sea", "beach|sea|harbour|harbor|pier|shore|ocean|海|码头|沙滩|港"),
    ("fireside", "fireplace|campfire|forge|hearth|篝火|壁炉"),
    ("hall", "palace hall|throne|great hall|temple|church|court|courtroom|museum"
     "|大殿|殿|宫殿|祠堂|法庭|教堂|寺|佛堂"),
    ("outside-green", "garden|courtyard|village|park|forest|field|farm|mountain|palace"
     "|cemetery|graveyard|grave"
     "|花园|庭院|院子|村|公园|森林|田|山|宫|御花园|墓|竹林|后院"),
    ("street", "street|road|alley|crossing|market|city|square|bus stop|station|parking|gate"
     "|街|马路|巷|路口|市场|城|广场|车站"
     "|停车|门口"),
    ("office", "office|boardroom|meeting|lobby|company|headquarters|newsroom|studio|police"
     "|办公|会议|公司|大厅|总部|警局|前台"),
)  # fmt: skip


def effect_named(words: str) -> str | None:
    """The canonical name that a note's words mean (``phone rings`` → ``phone-ring``), or None.

    A name given as it is wins; then the longest phrase of the vocabulary found in the words.
    """
    asked = re.sub(r"\s+", " ", words.strip().casefold())
    exact = asked.replace(" ", "-").replace("_", "-")
    if exact in _NAMED:
        return exact
    best: tuple[int, str] | None = None
    for name, vocabulary in _NAMED.items():
        for phrase in vocabulary.split("|"):
            if _says(asked, phrase) and (best is None or len(phrase) > best[0]):
                best = (len(phrase), name)
    return best[1] if best else None


def nearest_effect(words: str) -> str | None:
    """The effect whose vocabulary is spelt most like the words (``thundr`` → ``thunder``), or None when
    nothing is near."""
    asked = re.sub(r"\s+", " ", words.strip().casefold())
    phrases = {phrase: name for name, said in _NAMED.items() for phrase in (name, *said.split("|"))}
    near = difflib.get_close_matches(asked, phrases, n=1, cutoff=_NEAR)
    if not near:
        # "a loud slapp" is near by one of its words.
        near = [
            match
            for word in asked.split()
            if len(word) >= _NEAR_WORD_LETTERS
            for match in difflib.get_close_matches(word, phrases, n=1, cutoff=_NEAR_WORD)
        ]
    return phrases[near[0]] if near else None


def effects_in_action(text: str) -> tuple[str, ...]:
    """The effects that an action line makes obvious, in the order in which it says them; at most three."""
    folded = text.casefold()
    found: list[tuple[int, str]] = []
    for name, pattern in _IN_ACTION:
        match = re.search(pattern, folded)
        # Two readings of the same words ("slams the door") are one sound: the first in the table.
        if match and all(abs(match.start() - at) > 1 and not _is_kin(name, other) for at, other in found):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))[:_EFFECTS_PER_ACTION_MAX]


def ambience_for(place_words: str, time_of_day: str, weather: str, *, setting: str = "") -> str:
    """The kind of ambience for a scene: ``place_words`` as in the heading, ``setting`` as in
    ``Heading.setting``. Always a key of ``ambiences.AMBIENCES``; an unknown place gets room tone or,
    outside, air."""
    place, sky = place_words.casefold(), weather.casefold()
    kind = next((k for k, words in _PLACES if any(_says(place, word) for word in words.split("|"))), "")
    is_outside = setting == "exterior" or (
        setting != "interior" and kind in ("outside-green", "street", "rooftop", "sea")
    )
    is_night = time_of_day in ("night", "dusk")
    if any(_says(sky, word) for word in ("rain", "storm", "downpour", "drizzle", "雨")):
        if is_outside:
            return "rain"
        if kind not in ("banquet", "hospital", "cafe"):
            return "rain-window"
    if is_outside:
        return _outside(
            kind, is_night, is_windy=any(_says(sky, word) for word in ("wind", "snow", "风", "雪"))
        )
    return "room-tone" if kind in ("", "street", "rooftop", "sea", "outside-green") else kind


def _outside(kind: str, is_night: bool, *, is_windy: bool) -> str:
    if kind in ("rooftop", "sea", "cafe", "fireside"):
        return kind
    if is_windy:
        return "wind"
    if kind in ("street", "office", "hospital", "banquet", "car-inside"):
        return "street-night" if is_night else "street"
    return "crickets" if is_night else "birds"


def _says(text: str, phrase: str) -> bool:
    """Whether the text has the phrase: as whole words in Latin script, anywhere in Chinese."""
    if phrase.isascii() or "é" in phrase:
        return re.search(rf"(?<![a-z]){re.escape(phrase)}(?![a-z])", text) is not None
    return phrase in text


def _is_kin(name: str, other: str) -> bool:
    family = name.split("-")[0]
    return family == other.split("-")[0] and family in ("door", "steps", "phone", "monitor", "glass")
