"""A logline, a form and chance → of which sex the lead is and who rules the house: sexes, ages, kin."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

MOTHER, FATHER, GRANDFATHER, SISTER, GUARDIAN = "mother", "father", "grandfather", "sister", "guardian"
RULES = (MOTHER, FATHER, GRANDFATHER, SISTER, GUARDIAN)
"""What the ruler may be to the one whom the lead loves. The guardian is an uncle."""
_SEX_OF_RULE = {MOTHER: "female", SISTER: "female"}
AGE_OF_RULE = {MOTHER: 57, FATHER: 60, GRANDFATHER: 79, SISTER: 43, GUARDIAN: 58}
_MOTHERS_ONLY = frozenset({"palace", "swapped"})
"""Forms whose house a mother rules."""
_WOMENS_ONLY = frozenset({"palace", "swapped", "lost-child"})
"""Forms whose lead is a woman."""
_A_MAN_LEADS, _ANOTHER_RULES = 0.2, 0.35
"""How often chance lets a man lead, and somebody else than a mother rule, where the logline does not say."""
BORNE = frozenset({"switched", "swapped"})
"""Deeds that only a mother has done."""
_HIS = re.compile(
    r"\b(?:he|his|him|himself|waiter|barman|bride'?s?|wife'?s?|ex-wife|heiress|son-in-law|young man|"
    r"fianc[eé]e)\b|他(?![们人日])|赘婿|女婿|小伙|男|新娘|妻子|老婆|前妻|岳父|岳母"
)
_HER = re.compile(
    r"\b(?:she|her|hers|herself|waitress|maid|girl|woman|daughter|groom'?s?|husband'?s?|ex-husband|a man|boss"
    r"|billionaire|prince)\b|她|女(?!婿)|新郎|丈夫|老公|前夫|婆婆|总裁|丫|妃|宫"
)
"""By whose words a logline begins: a man's who leads, or a woman's."""
_RULE_WORDS: Mapping[str, str] = {
    GRANDFATHER: r"grandfather|grandpa|爷爷|祖父|外公",
    SISTER: r"(?:elder |older |big )?sister|姐姐|大姐",
    GUARDIAN: r"guardian|uncle|监护人|叔叔|舅舅|叔父",
    MOTHER: r"mother|mum|mom|母亲|妈",
    FATHER: r"father|dad|父亲|爸",
}
_OF_HIM = (
    r"(?:(?:groom|husband|fianc\w+|boss|heir|billionaire)'?s? |\bhis |"
    r"(?:新郎|丈夫|老公|未婚夫|前夫|总裁|他)的?)"
)
_OF_HER = r"(?:(?:bride|wife|fianc\w+|heiress|ex-wife)'?s? |\bher |(?:新娘|妻子|老婆|未婚妻|前妻|她)的?)"


def lead_sex_in(logline: str) -> str:
    """``male`` or ``female`` by the first word that tells; empty when none does in lower case."""
    his, hers = _HIS.search(logline), _HER.search(logline)
    if his is None or hers is None:
        return "male" if his else "female" if hers else ""
    return "male" if his.start() < hers.start() else "female"


def rule_in(logline: str, lead_sex: str) -> str:
    """What the ruler is to the one whom the lead loves, when ``logline`` names them together; else empty."""
    owner = _OF_HER if lead_sex == "male" else _OF_HIM
    named = (rule for rule, word in _RULE_WORDS.items() if re.search(f"{owner}(?:{word})", logline))
    return next(named, MOTHER if "婆婆" in logline else "")


@dataclass(frozen=True)
class Household:
    """Who the story is about (``lead_sex``: female or male) and what its ruler is to the loved one."""

    lead_sex: str = "female"
    rule: str = MOTHER

    @property
    def love_sex(self) -> str:
        return "male" if self.lead_sex == "female" else "female"

    @property
    def ruler_sex(self) -> str:
        return _SEX_OF_RULE.get(self.rule, "male")

    @property
    def is_usual(self) -> bool:
        """Whether a woman leads and a mother rules, of whom every line may speak."""
        return self == Household()

    @property
    def unfit(self) -> tuple[str, ...]:
        """The entries of ``[unfit]`` in ``facts.toml``: words that would be wrong of these people."""
        if self.lead_sex == "male":
            return ("male_lead", "other_kin") if self.rule != MOTHER else ("male_lead",)
        if self.rule == MOTHER:
            return ()
        return ("other_kin",) if self.ruler_sex == "female" else ("male_ruler", "other_kin")

    def barred_deeds(self) -> Collection[str]:
        """Deeds that cannot have been done in this house."""
        barred = set() if self.rule == MOTHER else set(BORNE)
        return barred | ({"pills", "will"} if self.rule == GRANDFATHER else set())


def household_for(form: str, seed: int, *, lead_sex: str = "", rule: str = "") -> Household:
    """What the logline asks for where the form allows it, else what ``seed`` chooses."""
    chance = random.Random(f"{seed}/household/{form}")
    by_chance = "male" if chance.random() < _A_MAN_LEADS else "female"
    other = chance.choice(RULES[1:]) if chance.random() < _ANOTHER_RULES else MOTHER
    return Household(
        lead_sex="female" if form in _WOMENS_ONLY else lead_sex or by_chance,
        rule=MOTHER if form in _MOTHERS_ONLY else rule or other,
    )


def heir_word(rule: str, sex: str) -> str:
    """What the loved one is to who rules: ``son``, ``granddaughter``, ``nephew``."""
    is_woman = sex == "female"
    return {
        MOTHER: ("son", "daughter"),
        FATHER: ("son", "daughter"),
        GRANDFATHER: ("grandson", "granddaughter"),
        SISTER: ("brother", "sister"),
        GUARDIAN: ("nephew", "niece"),
    }[rule][is_woman]
