"""The vocabulary of delivery, English and Chinese: words in brackets → face, voice and strength."""

from __future__ import annotations

import msgspec


class Manner(msgspec.Struct, frozen=True):
    """What one word asks for. An empty ``expression`` or ``style`` leaves that side to other words."""

    expression: str
    style: str
    intensity: float = 0.6


def _table(*rows: tuple[str, str, float, str]) -> dict[str, Manner]:
    """Rows of (expression, style, intensity, words split by ``|``) → a word for each manner."""
    return {
        word: Manner(expression, style, intensity)
        for expression, style, intensity, words in rows
        for word in words.split("|")
    }


MANNERS = _table(
    ("angry", "shouting", 0.95,
        "shout|scream|yell|roar|bellow|explod|at the top of|怒吼|吼|大喊|喊道|咆哮|尖叫|嘶吼|大叫|"
        "喝道"),
    ("angry", "angry", 0.75,
        "angr|furious|rage|livid|seeth|snap|bitter|hiss|growl|outrage|gritted|through her teeth|"
        "through his teeth|hostile|accus"),
    ("angry", "angry", 0.75, "愤怒|生气|怒|恼|气愤|咬牙|火大|质问|厉声|暴怒|狠狠"),
    ("cold", "cold", 0.6,
        "cold|icy|ice|flat|stone|detached|stern|distant|without emotion|emotionless|deadpan|"
        "calm and deadly"),
    ("cold", "cold", 0.6, "冷|面无表情|漠然|淡漠|严厉|板着脸|不带感情"),
    ("crying", "sobbing", 0.85,
        "sob|cry|crie|weep|in tears|tearful|tears|choking up|voice breaking|breaks down|breaking"),
    ("crying", "sobbing", 0.85, "哭|流泪|落泪|泪|哽咽|抽泣|啜泣|泣不成声|呜咽"),
    ("sad", "tender", 0.6,
        "sad|hurt|heartbroken|mourn|grief|broken|sorrow|regret|wistful|hollow|defeated|disappoint|"
        "ashamed|guilty"),
    ("sad", "tender", 0.6, "悲|难过|伤心|失落|黯然|心碎|委屈|失望|苦涩|苦笑|愧疚|内疚|凄"),
    ("laugh", "excited", 0.75, "laugh|giggl|chuckl|cackl|大笑|哈哈|笑出声|狂笑"),
    ("smirk", "sarcastic", 0.65,
        "smirk|sarcas|mock|sneer|wry|dry|droll|scoff|taunt|sly|smug|teas|ironic|amused|contempt|"
        "condescend"),
    ("smirk", "sarcastic", 0.65,
        "冷笑|讥|嘲|讽刺|得意|坏笑|戏谑|不屑|轻蔑|嗤|挑衅|阴阳怪气|似笑非笑|调侃|玩味"),
    ("happy", "excited", 0.65,
        "happy|happi|joy|excit|delight|cheer|thrill|bright|beam|grin|elated|eager|proud|playful"),
    ("happy", "tender", 0.55, "smil|relieved|relief|笑|微笑|高兴|开心|欣喜|松了口气|松一口气"),
    ("happy", "excited", 0.7, "兴奋|激动|惊喜|雀跃|欢喜|欢快"),
    ("tender", "tender", 0.55,
        "tender|gentl|soft|warm|loving|kind|sooth|affection|fond|sweet|intimate|reassur|comfort"),
    ("tender", "tender", 0.55, "温柔|轻柔|柔声|深情|宠溺|心疼|安慰|温和|怜惜|撒娇"),
    ("shocked", "excited", 0.8,
        "shock|stun|gasp|astonish|disbelief|startl|aghast|incredul|surpris|jaw drop|speechless|"
        "reeling"),
    ("shocked", "excited", 0.8, "震惊|惊讶|愣|难以置信|不敢相信|吃惊|大惊|错愕|惊呼|惊|诧异|目瞪口呆"),
    ("scared", "scared", 0.75,
        "scared|afraid|terrif|fear|frighten|trembl|panic|shak|shiver|horrif|horror|pleading for"),
    ("scared", "scared", 0.75, "害怕|恐惧|颤抖|发抖|惊恐|惊慌|慌张|慌|惶恐|哆嗦|颤声|声音发颤"),
    ("worried", "scared", 0.5,
        "worr|anxious|nervous|uneasy|concern|hesita|stammer|stutter|awkward|uncertain|unsure|careful|"
        "pleading|plead|begging|desperate"),
    ("worried", "scared", 0.5,
        "担心|担忧|焦急|着急|紧张|不安|犹豫|迟疑|支支吾吾|结巴|吞吞吐吐|哀求|恳求|央求|急"),
    ("determined", "neutral", 0.65,
        "determined|firm|resol|steel|stead|defian|decisive|confident|insist|serious|grim|commanding|"
        "command"),
    ("determined", "neutral", 0.65, "坚定|决绝|斩钉截铁|毅然|认真|郑重|一字一顿|一字一句|严肃|倔强|命令"),
    ("tired", "tired", 0.45,
        "tired|weary|weari|exhaust|sleep|faint|weak|drained|hoarse|resigned|sigh|drunk|疲惫|虚弱|无力|叹气|"
        "叹|沙哑|疲倦|困倦|无奈|有气无力"),
    ("", "whisper", 0.45,
        "whisper|under her breath|under his breath|under their breath|hushed|low voice|murmur|mutter|"
        "quiet|sotto|mouths|barely audible|to herself|to himself"),
    ("", "whisper", 0.45, "低声|小声|悄声|耳语|轻声|喃喃|自言自语|嘀咕|压低声音|呢喃|低语|凑近"),
    ("", "phone", 0.5, "on the phone|into phone|on phone|over the phone|打电话|接电话|对着电话|电话里"),
)  # fmt: skip
"""What brackets say."""

SPOKEN_MANNERS = _table(
    ("angry", "angry", 0.72,
        "how dare|get out|shut up|i hate you|liar|bastard|you betrayed|damn you|go to hell|滚|闭嘴|"
        "混蛋|骗子|你敢|凭什么|贱人|无耻|住口|放肆|岂有此理|王八蛋"),
    ("shocked", "excited", 0.7,
        "what did you|that's impossible|impossible|it can't be|oh my god|you're alive|不可能|怎么会|"
        "怎么可能|天哪|天啊|你没死|什么？|什么!|什么！"),
    ("sad", "tender", 0.6,
        "i'm sorry|i am sorry|forgive me|goodbye|i miss|对不起|原谅我|再见了|我想你|永别"),
    ("scared", "scared", 0.7,
        "help me|please don't|don't hurt|stay away from|救命|救我|求求你|别过来|放过我|不要啊"),
    ("tender", "tender", 0.6, "i love you|my love|darling|sweetheart|我爱你|亲爱的|别怕|有我在|我喜欢你"),
    ("happy", "excited", 0.6, "thank you|congratulations|wonderful|太好了|恭喜|谢谢你|干杯"),
    ("laugh", "excited", 0.65, "haha|ha ha|哈哈"),
)  # fmt: skip
"""What the words of the line say themselves."""

GESTURES = {
    word: gesture
    for gesture, words in {
        "point": "point|指着|指向|伸手指|手指",
        "slap": "slap|耳光|扇|甩了|掌掴|打脸",
        "phone":
            "on the phone|into phone|on phone|phone to|answers the phone|hangs up|dialing|打电话|"
            "接电话|拿起手机|拿着手机|对着电话|挂断",
        "crossed":
            "arms crossed|crosses her arms|crosses his arms|crossing her arms|crossing his arms|"
            "folds her arms|folds his arms|folded arms|抱臂|双臂抱胸|抱着胳膊|环抱双臂|双手抱胸",
        "chest":
            "hand on heart|hand to chest|hand on her chest|hand on his chest|clutching her chest|"
            "clutches his chest|捂着胸口|捂胸|手按胸口|捂住心口",
        "mouth":
            "covers her mouth|covers his mouth|hand over mouth|hand to her mouth|捂嘴|捂住嘴|掩嘴|"
            "covers her face|covers his face|face in her hands|face in his hands|捂脸|双手掩面|掩面",
        "nod": "nod|点头|颔首",
        "shake-head": "shakes her head|shakes his head|shaking her head|shaking his head|shake head|摇头",
        "shrug": "shrug|耸肩|摊手",
        "bow": "bow|鞠躬|低头行礼",
        "plead": "kneel|on her knees|on his knees|drops to|跪",
        "toast": "raises a glass|raises her glass|raises his glass|toast|举杯|碰杯",
        "grab": "reach|holds out|extend|grabs|伸手|拉住|抓住|握住|递给|递过",
        "wave": "waves|waving|挥手|招手",
        "turn-away":
            "turns away|turning away|looks away|looking away|walks away|转身|别过脸|扭头|移开视线|"
            "背过身",
        "hips": "hands on hips|hands on her hips|hands on his hips|叉腰",
        "fists": "clench|fist|握拳|攥紧",
        "clap": "claps|applaud|鼓掌|拍手",
    }.items()
    for word in words.split("|")
}  # fmt: skip
"""Gestures named in brackets."""

SPOKEN_GESTURES = {
    word: gesture
    for gesture, words in {
        "point": "that man right there|that's him!|that's her!|就是他！|就是她！|就是你！|你给我站住",
        "toast": "cheers!|干杯",
    }.items()
    for word in words.split("|")
}
"""Gestures that the words of the line ask for."""

STRONGER = (
    "very", "utterly", "completely", "violent", "hysterical", "uncontrollab", "extremely", "极", "十分",
    "非常", "歇斯底里", "撕心裂肺", "崩溃", "勃然",
)  # fmt: skip
WEAKER = (
    "slightly", "a little", "a bit", "half", "almost", "faintly", "trying not to", "hint of", "微微",
    "有些", "有点", "略", "强忍", "一丝",
)  # fmt: skip
