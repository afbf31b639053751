"""Words of a script, English and Chinese → what they say of a person's sex, age and trade."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    """Words; an underscore stands for a space."""
    return [word.replace("_", " ") for word in text.split()]


FEMALE_WORDS = frozenset(
    _words("""
    actress aunt auntie bride daughter empress girl grandma grandmother granny heiress her hers hostess lady
    madam maid mama miss mom mother mrs ms mum nana nurse princess queen she sister waitress widow wife
    woman
    """)
)
MALE_WORDS = frozenset(
    _words("""
    boy brother butler dad emperor father grandfather grandpa groom guard he him his husband king lord man
    mr papa prince sir son uncle waiter
    """)
)
FEMALE_NAMES = frozenset(
    _words("""
    ada adele agnes alice amara amelia amy ana anna anne aria ava beatrice bella beth bianca camille cara
    carla carmen celia charlotte chloe claire clara cleo cora daisy diana dora dorothy eleanor elena eliza
    elizabeth ella emily emma esme esther eva eve evelyn faye fiona flora florence frances freya gemma
    georgia gina grace greta hana hannah harriet hazel helen ida imogen ines ingrid irene iris isabel isla
    ivy jade jane jasmine jean jenna jess jessica joan josie joy judith julia june kate katherine kira lan
    laura leah lena lila lily lin lola lucy luna lydia mabel maeve maggie mara margaret maria marie marina
    martha mary maya mei mia mila mina mira miriam molly nadia nancy naomi nell nina nora olive olivia opal
    pearl penny petra phoebe poppy priya rachel rita rosa rose ruby ruth sadie sara sarah sasha selma serena
    simone sofia sophie stella sue susan tara tess tessa thea una valerie vera victoria violet vivian wanda
    willa winnie yara yasmin zara zoe
    """)
)
MALE_NAMES = frozenset(
    _words("""
    aaron abel adam adrian alan albert alec alex alfred andre andrew angus anton archie arthur asher august
    barnaby ben benjamin bernard boris brian bruno caleb callum carl cedric charles charlie christopher
    claude colin connor cyrus damian dan daniel david dean declan dennis derek desmond dev dexter dominic
    duncan dylan edgar edmund edward eli elias elliot emil eric ernest ethan evan ezra felix fergus finn
    frank fred gabriel gareth george gideon gilbert graham grant gregory gus harold harry harvey hector
    henry hugh hugo ian isaac ivan jack jacob jake james jasper jay joe joel john jonah jonas jonathan
    joseph joshua jude julian kai karl keith kenneth kit kurt lars lee leo leon lewis liam linus logan louis
    lucas luke malcolm marcus mario mark martin mason matthew max michael miles milo mohammed nathan ned
    neil nicholas nigel noah oliver omar oscar otto owen patrick paul percy peter philip quentin rafael raj
    ralph ray reuben rex richard robert robin roger roland roman ronan rory roy rufus rupert ryan sam samuel
    saul scott sebastian silas simon stanley stefan stephen steven ted theo thomas tim toby tom tristan
    victor vincent wade walter warren wesley will william wyatt xavier zach
    """)
)
FEMALE_SIGNS = tuple(
    _words("妈 母 奶 姐 妹 姨 婶 嫂 姑 娘 女 夫人 太太 小姐 皇后 贵妃 公主 丫鬟 闺蜜 新娘 婆 她")
)
MALE_SIGNS = tuple(
    _words("爸 父 爷 哥 弟 叔 伯 舅 男 先生 少爷 公子 皇帝 皇上 王爷 太子 将军 新郎 公公 老头 他")
)
FEMALE_LETTERS = frozenset(
    "婷娜丽芳燕雪梅兰莉琳媛颖慧静敏晚月莹瑶欣怡妍倩茜薇蓉岚秀芝萍玲珍珠凤菲蕾露晴嫣婉柔语诗梦琪思念棠荷莲菊杏桃霜霞娟娇媚妃黛翠碧玉瑾璃筠姝婧妤"
)
MALE_LETTERS = frozenset(
    "强伟军磊刚勇杰涛超辉鹏浩宇轩峰龙飞建国志毅川城深霆寒洲铭博凯斌东海波彬俊泽睿翔诚岩岳山石武文昊天尧骁烈策砚廷渊晏恒衡朗驰骏"
)

_AGE_PATTERNS = (
    re.compile(r"\((?:aged? )?(\d{1,2})\b"),
    re.compile(r"（(\d{1,2})"),
    re.compile(r"(\d{1,2})\s*岁"),
    re.compile(r"\baged? (\d{1,2})\b", re.I),
    re.compile(r",\s*(\d{1,2})\s*[,.;]"),
    re.compile(r"，\s*(\d{1,2})\s*[，。；]"),
)
_DECADES = re.compile(
    r"\b(?:early |mid |late )?(?:twenties|thirties|forties|fifties|sixties|seventies|([2-8])0s)\b", re.I
)
_DECADE_WORDS = {"twenties": 25, "thirties": 34, "forties": 45, "fifties": 55, "sixties": 64, "seventies": 72}
_AGE_WORDS: tuple[tuple[int, list[str]], ...] = (
    (
        72,
        _phrases("""
        grandmother grandfather grandma grandpa granny elderly old_man old_woman matriarch patriarch 奶奶
        爷爷 外婆 外公 老太太 老人 老头 太后
        """),
    ),
    (
        9,
        _phrases("""
        child little_boy little_girl kid 小男孩 小女孩 孩子 儿童
        """),
    ),
    (
        16,
        _phrases("""
        teenage teenager schoolgirl schoolboy 高中生 少女 少年
        """),
    ),
    (
        50,
        _phrases("""
        mother father mom mum dad aunt uncle judge 妈 爸 母亲 父亲 阿姨 叔叔 伯父 伯母 院长 董事长 公公
        """),
    ),
    (
        34,
        _phrases("""
        boss ceo director lawyer attorney doctor captain 总裁 律师 医生 经理 王爷
        """),
    ),
)
TRADES: tuple[tuple[str, list[str]], ...] = (
    ("wedding", _phrases("bride bridegroom groom 新娘 新郎")),
    ("doctor", _phrases("doctor dr nurse surgeon 医生 大夫 护士 院长")),
    ("hospital", _phrases("patient 病人 患者")),
    ("waiter", _phrases("waiter waitress bartender barista 服务员 侍者 酒保")),
    ("apron", _phrases("maid housekeeper cook chef baker 女仆 保姆 厨师 佣人")),
    ("uniform", _phrases("police policeman policewoman officer soldier security_guard 警察 警官 保安 士兵")),
    ("school", _phrases("student schoolgirl schoolboy pupil 学生 高中生 班长")),
    ("emperor", _phrases("emperor empress 皇帝 皇上 皇后 陛下")),
    (
        "hanfu",
        _phrases("""
        palace concubine general prince princess eunuch
        皇 妃 王爷 公主 太子 太后 宫女 公公 将军 丫鬟
        """),
    ),
    ("gown", _phrases("heiress socialite hostess 千金 名媛")),
    (
        "suit",
        _phrases("""
        ceo boss lawyer attorney director chairman butler guard 总裁 董事长 律师 经理 管家 保镖
        """),
    ),
)
_SAID_OF_OTHERS = frozenset({"hospital", "emperor", "wedding", "school"})
"""Trades whose words are as often said of somebody else in the scene: they must stand in the name or right
after it (``MEI (26), a bride``)."""


def words_of(text: str) -> list[str]:
    """Lower-case Latin words of a text."""
    return re.findall(r"[a-z']+", text.lower())


def sex_of(name: str, mentions: Iterable[str]) -> str | None:
    """``female`` or ``male`` as the name and the sentences that mention it say; ``None`` if neither does.

    The name itself counts most (``MRS CHEN``, ``林婷``), then words in apposition and pronouns.
    """
    score = 8 * _name_score(name)
    for mention in mentions:
        words = words_of(mention)
        score += sum(word in FEMALE_WORDS for word in words) - sum(word in MALE_WORDS for word in words)
        score += sum(sign in mention for sign in FEMALE_SIGNS) - sum(sign in mention for sign in MALE_SIGNS)
    return "female" if score > 0 else "male" if score < 0 else None


def _name_score(name: str) -> int:
    words = words_of(name)
    score = sum(word in FEMALE_WORDS or word in FEMALE_NAMES for word in words)
    score -= sum(word in MALE_WORDS or word in MALE_NAMES for word in words)
    score += 2 * sum(sign in name for sign in FEMALE_SIGNS) - 2 * sum(sign in name for sign in MALE_SIGNS)
    if not words and len(name) >= 2:
        given = name[1:]
        score += sum(letter in FEMALE_LETTERS for letter in given)
        score -= sum(letter in MALE_LETTERS for letter in given)
    return score


def age_of(name: str, mentions: Iterable[str]) -> int | None:
    """Years as the script states them near the name, or as words for kin and trade suggest."""
    texts = [name, *mentions]
    for text in texts:
        after = text[text.lower().find(name.lower()) :] if name.lower() in text.lower() else text
        for pattern in _AGE_PATTERNS:
            if match := pattern.search(after[: len(name) + 40]):
                return max(4, min(95, int(match[1])))
        if match := _DECADES.search(after[: len(name) + 60]):
            word = match[0].split()[-1].lower()
            return _DECADE_WORDS.get(word) or int(match[1]) * 10 + 4
    for text in texts:
        lowered = text.lower()
        for years, words in _AGE_WORDS:
            if any(word in lowered for word in words):
                return years
    return None


def trade_of(name: str, mentions: Iterable[str]) -> str | None:
    """The kind of outfit that a trade asks for, or ``None``."""
    told = " ".join([name, *mentions]).lower()
    apposed = re.findall(rf"{re.escape(name.lower())}[^a-z]*(?:an? |the )?(?:young |old )?([a-z]+)", told)
    near = " ".join([name.lower(), *apposed])
    for outfit, words in TRADES:
        text = near if outfit in _SAID_OF_OTHERS else told
        if any(_is_said(word, text) for word in words):
            return outfit
    return None


def _is_said(word: str, text: str) -> bool:
    """English words stand by themselves; Chinese ones anywhere."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){word}(?![a-z])", text) is not None
