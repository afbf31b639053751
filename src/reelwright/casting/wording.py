"""What people write of looks, clothes and colours, English and Chinese → the words that the stage draws."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence


def _table(text: str) -> dict[str, str]:
    """``kind: word, word; …`` → kind by word; every kind is also a word of its own."""
    table = {}
    for row in text.replace("\n", " ").split(";"):
        kind, _, words = row.partition(":")
        for word in (kind, *words.split(",")):
            if word.strip():
                table[word.strip()] = kind.strip()
    return table


OUTFIT_WORDS = _table("""
    suit: suits, tuxedo, tux, three-piece, business suit, 西装, 西服, 正装, 燕尾服;
    shirt: t-shirt, tee, blouse, polo, jeans, casual, 衬衫, 衬衣, 便装, 便服, 牛仔;
    blazer: 小西装, 西装外套, jacket and skirt;
    dress: sundress, cocktail dress, red dress, slip dress, frock, 连衣裙, 裙子, 吊带裙;
    gown: evening gown, ball gown, evening dress, gala, formal, 晚礼服, 礼服, 礼裙;
    hoodie: sweatshirt, hooded, tracksuit, sportswear, gym, 卫衣, 连帽衫, 运动服;
    coat: overcoat, winter coat, long coat, 大衣, 外套, 风雪衣;
    hanfu: robe, robes, kimono, tunic, ancient, period costume, 汉服, 古装, 襦裙, 长袍, 宫装;
    doctor: lab coat, white coat, surgeon, scrubs, nurse, 白大褂, 医生, 护士;
    waiter: waitress, waistcoat, bartender, butler, vest, 服务员, 侍者, 马甲;
    wedding: wedding dress, wedding gown, bride, bridal, groom, 婚纱, 新娘, 新郎;
    office: sheath, pencil skirt, secretary, office dress, business, work clothes, 职业装, 套裙, 通勤;
    hospital: hospital gown, patient, patient gown, 病号服, 病人服, 住院服;
    school: school uniform, student, schoolgirl, schoolboy, sailor, 校服, 学生装, 水手服;
    qipao: cheongsam, tang suit, mandarin dress, 旗袍, 唐装, 中山装;
    leather: leather jacket, biker, moto jacket, 皮衣, 皮夹克, 机车;
    sweater: jumper, pullover, knit, cardigan, turtleneck, 毛衣, 针织, 高领;
    trench: trench coat, raincoat, mac, detective, 风衣, 雨衣;
    uniform: police, officer, guard, security, soldier, military, pilot, armour, armor, 警服, 制服, 军装,
    保安;
    emperor: dragon robe, imperial, court robe, empress, phoenix, 龙袍, 朝服, 皇袍, 凤袍;
    apron: maid, cook, chef, housekeeper, baker, 围裙, 女仆, 厨师;
    pyjamas: pajamas, pjs, nightgown, nightdress, bathrobe, sleepwear, 睡衣, 睡袍, 家居服
""")
HAIR_WORDS = _table("""
    long: straight, 长发, 直发, 披发; bob: short bob, 短发, 波波头; pony: ponytail, pony tail, 马尾;
    updo: high bun, 发髻, 盘发; comma: k-pop, fringe for him, 逗号; slick: slicked back, swept back, 背头,
    大背头;
    crop: short, cropped, 寸发, 短碎发; bun: chignon, 丸子头; undercut: fade, mohawk, 铲青;
    curly: curls, ringlets, perm, 卷发; wavy: waves, beach waves, 大波浪, 波浪; fringe: bangs, hime,
    齐刘海, 刘海;
    side-bob: lob, side part, side-part bob, 侧分; pixie: very short, boyish, 精灵短发;
    braids: twin braids, pigtails, twintails, plaits, 双马尾, 双辫; braid: plait, low braid, 麻花辫, 辫子;
    curtains: middle part, centre part, 中分; buzz: buzzcut, buzz cut, shaved sides, 板寸, 寸头;
    receding: thinning, balding, 谢顶; bald: shaved, none, 光头, 秃;
    man-bun: top bun, tied back; half-up: half up, 半披发, 半扎; topknot: guan, crown, 束发, 发冠;
    afro: natural, coils, 爆炸头
""")
OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "skin": _table("""
        porcelain: very pale, ivory, 冷白, 瓷白; fair: light, pale, white, 白, 白皙;
        warm: medium, yellow, beige, 自然, 黄; tan: tanned, olive, bronze, 小麦, 小麦色;
        brown: dark brown, 棕; deep: dark, black, ebony, 黑, 深"""),
    "figure": _table("""
        slim: thin, slender, skinny, lean, 瘦, 苗条; average: normal, medium, 普通;
        athletic: muscular, strong, fit, 健壮, 健美; heavy: fat, plump, stout, large, curvy, 胖, 微胖,
        丰满"""),
    "face": _table("""
        oval: egg, 鹅蛋脸; round: full, 圆脸; square: strong jaw, 方脸; heart: v-shaped, 心形脸, 瓜子脸;
        long: narrow, oblong, 长脸; diamond: angular, 菱形脸"""),
    "eyes": _table("""
        almond: normal, 杏眼; round: big, large, doe, 圆眼; narrow: small, thin, monolid, 细长眼;
        upturned: phoenix, fox, cat, 凤眼, 丹凤眼, 狐狸眼; downturned: puppy, droopy, sad, 下垂眼, 狗狗眼;
        hooded: sleepy, heavy, 内双"""),
    "brows": _table("""
        soft: normal, natural; straight: flat, 平眉, 一字眉; arched: high, 挑眉, 弯眉; thick: bushy,
        heavy, 浓眉;
        thin: fine, 细眉, 柳叶眉; angled: sharp, fierce, 剑眉"""),
    "nose": _table("""
        plain: normal, average; small: button, snub, short; straight: long, high, greek, 高鼻梁;
        broad: wide, big, large; hooked: aquiline, roman, hawk, 鹰钩鼻"""),
    "lips": _table("""
        even: normal, average; full: thick, plump, 厚唇; thin: narrow, 薄唇; bow: heart, cupid, small,
        樱桃小嘴;
        wide: big, large"""),
    "beard": _table("""
        stubble: shadow, short, 胡茬; goatee: chin, 山羊胡; full: beard, thick, 络腮胡;
        moustache: mustache, 八字胡, 小胡子; long: white beard, 长须, 长胡子"""),
    "glasses": _table("""
        thin: wire, reading, glasses, 眼镜; round: circle, 圆框; square: thick, horn-rimmed, black, 方框,
        黑框;
        half: rimless, half-rim, 半框, 无框; sunglasses: shades, dark, 墨镜, 太阳镜"""),
    "makeup": _table("""
        bare: none, no, off, 素颜; natural: light, soft, 淡妆; glam: full, heavy, evening, party, 浓妆"""),
    "necklace": _table("""
        diamond: pendant, locket, 钻石; pearl: pearls, 珍珠; chain: gold, silver, 项链; choker: collar,
        ribbon, 颈带;
        jade: amulet, beads, 玉佩"""),
    "earrings": _table("""
        drop: dangling, long, 吊坠; stud: small, diamond, 耳钉; hoop: hoops, ring, 耳环; pearl: pearls, 珍珠;
        tassel: chandelier, 流苏"""),
    "hairpin": _table("""
        gold: pin, stick, 金簪, 簪; flower: flowers, blossom, 花; jade: 玉簪; crown: tiara, diadem, 皇冠,
        凤冠;
        ribbon: bow, 蝴蝶结, 发带; clip: barrette, 发夹"""),
    "marks": _table("""
        mole-eye: mole, beauty mark, tear mole, 泪痣; mole-lip: 唇痣; mole-cheek: 痣; freckles: 雀斑;
        scar-brow: brow scar, 眉疤; scar-cheek: scar, 疤, 刀疤; dimples: dimple, 酒窝"""),
}
COLOUR_WORDS: Mapping[str, str] = {
    word: code
    for code, words in {
        "#1f1b24": "black jet 黑 黑色", "#f4f1ee": "white 白 白色", "#8c8a92": "grey gray 灰 灰色",
        "#c9c8cf": "silver 银 银色", "#b3283a": "red scarlet crimson 红 红色",
        "#6e1f2e": "burgundy wine maroon 酒红",
        "#d98aa0": "pink rose 粉 粉色", "#c9603a": "orange ginger rust 橙 橙色",
        "#d9a13a": "yellow mustard 黄 黄色",
        "#d8b45a": "gold golden 金 金色", "#2f7a4f": "green emerald 绿 绿色", "#56663a": "olive 橄榄",
        "#2f8f8a": "teal turquoise 青 青色", "#2f5f9a": "blue 蓝 蓝色", "#23305a": "navy 藏青 深蓝",
        "#8fb8d8": "sky light-blue 浅蓝 天蓝", "#6a4a9a": "purple violet 紫 紫色",
        "#b9a3d6": "lavender lilac 淡紫",
        "#5a3a26": "brown chestnut 棕 棕色 褐色", "#8a6a42": "light-brown hazel caramel 浅棕",
        "#c8ad84": "beige camel tan 米色 驼色",
        "#efe6d6": "cream ivory 奶油 象牙", "#d9b878": "blonde blond 金发", "#8a3a22": "auburn redhead 红棕",
    }.items()
    for word in words.split()
}  # fmt: skip


def outfit_named(text: str) -> str | None:
    """The kind of outfit that a text speaks of (its longest word counts), or ``None``."""
    return _longest(text, OUTFIT_WORDS)


def nearest_outfit(text: str) -> str:
    """The outfit for words that may say anything: one that is written alike, else a shirt."""
    named = outfit_named(text)
    return named or _alike(text, OUTFIT_WORDS) or "shirt"


def nearest_word(field: str, text: str, choices: Sequence[str], otherwise: str) -> str:
    """The choice that ``text`` means for a field of a look, else ``otherwise``."""
    table = {**{choice: choice for choice in choices if choice}, **_words_of(field)}
    wanted = text.strip().casefold()
    return table.get(wanted) or _longest(wanted, table) or _alike(wanted, table) or otherwise


def word_said(field: str, text: str, *, less: Collection[str] = ()) -> str | None:
    """The choice for a field of a look that a sentence speaks of: its longest word counts, those of ``less``
    only where there is no other; ``None`` when it says nothing of the field."""
    table, lowered = _words_of(field), text.casefold()
    said = [word for word in table if _stands_in(word, lowered)]
    telling = [word for word in said if table[word] not in less] or said
    return table[max(telling, key=len)] if telling else None


def colour_named(text: str) -> str | None:
    """``#rrggbb`` for ``#rgb``, for a hex number without its sign, or for a colour's name."""
    wanted = text.strip().casefold()
    if match := re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", wanted):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        return f"#{digits}"
    return COLOUR_WORDS.get(wanted.replace(" ", "-")) or _longest(wanted, COLOUR_WORDS)


def said_of(field: str, kind: str, language: str) -> str:
    """What a kind of hair, eyes, outfit … is called in English or Chinese."""
    table = OUTFIT_WORDS if field == "outfit" else _words_of(field)
    if language.startswith("zh"):
        return next((word for word, meant in table.items() if meant == kind and not word.isascii()), kind)
    return kind


def colour_word(code: str, language: str) -> str:
    """The name of the colour that is nearest to ``#rrggbb``, in English or Chinese."""
    wanted = _channels(code)
    is_chinese = language.startswith("zh")
    names = [(word, named) for word, named in COLOUR_WORDS.items() if word.isascii() != is_chinese]
    near = min(
        names, key=lambda name: sum((a - b) ** 2 for a, b in zip(wanted, _channels(name[1]), strict=True))
    )
    return near[0].replace("-", " ")


def _channels(code: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(code.removeprefix("#")))


def _words_of(field: str) -> Mapping[str, str]:
    return HAIR_WORDS if field == "hair" else OTHER_WORDS.get(field, {})


def _longest(text: str, table: Mapping[str, str]) -> str | None:
    lowered = text.casefold()
    found = [word for word in table if _stands_in(word, lowered)]
    return table[max(found, key=len)] if found else None


def _stands_in(word: str, text: str) -> bool:
    """Chinese words may stand anywhere, others between letters of no word."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None


def _alike(text: str, table: Mapping[str, str]) -> str | None:
    near = difflib.get_close_matches(text.strip().casefold(), list(table), n=1, cutoff=0.75)
    return table[near[0]] if near else None
