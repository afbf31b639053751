"""A logline, English or Chinese → what can be taken from it: names, trade, kin, form, the first deed; and
which of its words could not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reelwright.screenplay.language import is_chinese
from reelwright.writing.households import lead_sex_in, rule_in
from reelwright.writing.story import LEAD, LOVE, facts_of, world_of

_DEED_WORDS: Mapping[str, str] = {
    "ruin": r"bankrupt\w*|ruin\w*|foreclos\w*|debts?|破产|倒闭|家破|负债|欠债|害垮",
    "will": r"\bwill\b|inherit\w*|testament|estate|遗嘱|遗产|继承",
    "crash": r"car crash|hit[- ]and[- ]run|accident|crash|ran over|killed|车祸|撞|肇事|害死",
    "switched": r"switched|swapped|at birth|babies|baby|抱错|调包|掉包|换子|亲生",
    "silence": r"hush|paid to|silence|封口|收钱",
    "framed": r"framed|prison|jail|innocent|convict\w*|condemn\w*|陷害|坐牢|入狱|下狱|罪臣|满门|抄家|顶罪|冤",
    "contract": r"contract|arranged|fake marriage|marriage of convenience|契约|合约|协议结婚|假结婚",
    "spy": r"spy|betray\w* by her (?:best )?friend|mole|best friend|闺蜜|内奸|卧底",
    "name": r"disguis\w*|undercover|hidden heir|secret(?:ly)? (?:a )?(?:rich|billionaire|heir|ceo)|"
            r"billionaire|隐藏身份|隐婚|真实身份|假冒|首富|富二代",
    "pills": r"poison\w*|pills?|drugg\w*|medicine|下药|下毒|换药|毒",
    "death": r"faked|presumed dead|back from the dead|returns? from the dead|alive|假死|没死|死而复生|失踪",
    "design": r"(?:steal|stole)\w*[^,.]{0,24}(?:design|drawing|sketch)|design\w*|drawings?|sketch\w*|"
    r"偷[^，。]{0,8}(?:设计|画稿|图纸)|设计|画稿|图纸",
    "recipe": r"stole\w*|stolen|recipe|patent|invention|formula|配方|秘方|专利|窃取|偷走",
    "child": r"(?:her|the) (?:lost |dead |stolen )?(?:baby|child)\b|stillborn|"
             r"孩子没死|孩子被|丢失的孩子|亲生骨肉",
    "letters": r"letters?|abandon\w*|left her|信|抛弃|遗弃",
}  # fmt: skip
_FORM_WORDS: Mapping[str, str] = {
    "palace": r"palace|emperor|empress|concubine|consort|dowager|imperial|harem|eunuch|"
              r"后宫|宫斗|皇上|皇帝|皇后|太后|贵妃|娘娘|妃子|嫔妃|宫女|太子|冷宫|入宫|进宫|公公|选秀|王爷",
    "swapped": r"switched at birth|swapped at birth|swapped|switched babies|other cradle|wrong cradle|"
               r"true daughter|real daughter|true heiress|真千金|假千金|真假千金|抱错|调包|狸猫换太子|换子",
    "rebirth": r"reborn|rebirth|wakes? up \w+ (?:years|months|days) (?:earlier|before)|second life|"
               r"back in time|dies? and wakes|重生|再活一次|回到.{1,4}年前",
    "second-chance": r"divorc\w*|ex-husband|ex-wife|second chance|离婚|前夫|前妻|追妻|复婚",
    "lost-child": r"lost child|stolen (?:baby|child)|stillborn|her (?:dead |lost )?(?:baby|child)\b|"
                  r"孩子没死|丢失的孩子|失散的孩子",
    "slap-back": r"intern\b|colleague|plagiari\w*|copied|humiliat\w*|打脸|实习|职场|羞辱|剽窃|抄袭",
    "contract": r"contract|arranged|fake marriage|契约|合约|协议结婚|假结婚",
    "wedding": r"wedding|bride|groom|marri\w*|altar|fianc\w*|son-in-law|"
               r"女婿|赘婿|婚礼|新娘|新郎|出嫁|结婚|大婚|未婚",
    "heir": r"boss|office|company|heir|billionaire|ceo|hotel|restaurant|总裁|公司|酒店|餐厅|首富",
}  # fmt: skip
_KIN_WORDS = {
    "father": r"her (?:\w+ )?(?:father|dad)|his father's|他(?:的)?(?:父亲|爸)|她(?:的)?(?:父亲|爸)",
    "mother": r"(?:her|his) (?:\w+ )?(?:mother|mum|mom)'s|她(?:的)?(?:母亲|妈)|他(?:的)?(?:母亲|妈)",
}
_UNDERSTOOD = re.compile(
    r"^(?:a|an|the|her|his|their|of|on|in|at|to|and|or|that|who|whose|out|for|by|with|from|day|is|was|has|had|"
    r"finds?|discovers?|learns?|caused?|mother|father|mum|mom|dad|family|woman|girl|man|she|he|it|when|after|"
    r"before|into|as|but|must|grandfather|sister|elder|uncle|guardian|waiter|bride|groom|years?|young|'s|s|rich|poor|husband|wife|love|falls?|secret|truth|one|only|be|did)$"
)
_NOT_NAMES = frozenset(
    [
        "a",
        "an",
        "the",
        "on",
        "in",
        "when",
        "after",
        "before",
        "her",
        "his",
        "she",
        "he",
        "one",
        "for",
        "at",
        "by",
        "ceo",
        "i",
        "but",
        "and",
        "it",
        "dowager",
        "emperor",
        "empress",
        "prince",
        "consort",
        "lady",
        "noble",
        "imperial",
        "palace",
    ]
)
_CHINESE_NAME = re.compile(r"(?:叫|名叫|名为)([\u4e00-\u9fff]{2,3})|([\u4e00-\u9fff]{2,3})(?=是一?名|是个)")
_CHINESE_STOP = re.compile(
    r"[的了在得着地，。、！？“”：；和与一个名位她他是被将把后前时中]|发现|得知|竟然|原来|当天|那天|母亲|父亲|妈妈|爸爸|"
    r"女儿|儿子|爷爷|祖父|姐姐|叔叔|上门女婿|赘婿|女婿|妻子|上门|家|害|让|令|自己|才|却|就|又"
)


@dataclass(frozen=True)
class Reading:
    """What a logline says that the storyteller can use; ``left`` are the words that it could not."""

    language: str
    form: str = ""
    deed: str = ""
    trade: str = ""
    kin: str = ""
    lead_sex: str = ""
    rule: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def read_logline(text: str, *, language: str = "") -> Reading:
    """What ``text`` asks for, in ``language`` or the one it is written in."""
    written_in = language or ("zh" if is_chinese(text) else "en")
    said = text.casefold()
    taken: list[str] = []
    spans: list[tuple[int, int]] = []

    def first(table: Mapping[str, str], what: str) -> str:
        found = [
            (match.start(), match, name) for name, words in table.items() if (match := re.search(words, said))
        ]
        if not found:
            return ""
        _, match, name = min(
            found, key=lambda entry: list(table).index(entry[2]) if what == "form" else entry[0]
        )
        spans.append(match.span())
        taken.append(f"{what}: {name} ({text[match.start() : match.end()]})")
        return name

    form = first(_FORM_WORDS, "form")
    deed = first(_DEED_WORDS, "secret")
    kin = first(_KIN_WORDS, "parent")
    trade = first(
        {
            name: "|".join(map(re.escape, row["words"]))
            for name, row in facts_of(written_in, world_of(form))["trades"].items()
        },
        "trade",
    )
    lead_sex = lead_sex_in(said)
    rule = rule_in(said, lead_sex)
    taken += [f"lead: {lead_sex}"] if lead_sex == "male" else []
    taken += [f"house: {rule}"] if rule else []
    names = _names(text, written_in)
    taken += [f"name: {name} ({part})" for part, name in names.items()]
    return Reading(
        written_in,
        form,
        deed,
        trade,
        kin,
        lead_sex,
        rule,
        names,
        tuple(taken),
        _left(text, spans, names, form, written_in),
    )


def _names(text: str, language: str) -> dict[str, str]:
    if language == "zh":
        found = [first or second for first, second in _CHINESE_NAME.findall(text)]
    else:
        words = re.findall(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+\b", text)
        found = [word for word in words if word.casefold() not in _NOT_NAMES]
    return dict(zip((LEAD, LOVE), dict.fromkeys(found), strict=False))


def _left(
    text: str, spans: list[tuple[int, int]], names: Mapping[str, str], form: str, language: str
) -> tuple[str, ...]:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    rest = "".join(kept)
    for name in names.values():
        rest = rest.replace(name, " ")
    for words in (_FORM_WORDS.get(form, ""),):
        rest = re.sub(words, " ", rest, flags=re.I) if words else rest
    if language == "zh":
        return tuple(piece for piece in _CHINESE_STOP.sub(" ", rest).split() if len(piece) > 1)
    found = re.findall(r"[A-Za-z]+", rest)
    return tuple(dict.fromkeys(word for word in found if not _UNDERSTOOD.match(word.casefold())))
