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
    ("furious", "shouting", 0.95,
        "shout|scream|yell|roar|bellow|explod|at the top of|怒吼|吼|大喊|喊道|咆哮|尖叫|嘶吼|大叫|"
        "喝道"),
    ("furious", "angry", 0.85, "furious|livid|enraged|rage|暴怒|震怒|怒不可遏|火冒三丈"),
    ("angry", "angry", 0.75,
        "angr|seeth|snap|bitter|hiss|growl|outrage|gritted|through her teeth|"
        "through his teeth|hostile|accus"),
    ("angry", "angry", 0.75, "愤怒|生气|怒|恼|气愤|咬牙|火大|质问|厉声|狠狠"),
    ("cold", "cold", 0.6,
        "cold|icy|ice|flat|stone|detached|stern|distant|without emotion|emotionless|deadpan|"
        "calm and deadly"),
    ("cold", "cold", 0.6, "冷|面无表情|漠然|淡漠|严厉|板着脸|不带感情"),
    ("contempt", "cold", 0.65, "contempt|condescend|disdain|scorn|sneer|haughty|不屑|轻蔑|鄙夷|蔑视|嗤"),
    ("disgust", "cold", 0.65, "disgust|revolted|repuls|nauseat|厌恶|嫌弃|嫌恶|恶心|作呕"),
    ("sobbing", "sobbing", 0.95,
        "sob|breaks down|breaking down|wail|bawl|痛哭|大哭|嚎啕|泣不成声|嚎哭|哭喊"),
    ("crying", "sobbing", 0.85, "cry|crie|weep|in tears|tearful|tears|choking up|voice breaking|breaking"),
    ("crying", "sobbing", 0.85, "哭|流泪|落泪|泪|哽咽|抽泣|啜泣|呜咽"),
    ("sad", "tender", 0.6,
        "sad|hurt|heartbroken|mourn|grief|broken|sorrow|regret|wistful|hollow|defeated|disappoint"),
    ("sad", "tender", 0.6, "悲|难过|伤心|失落|黯然|心碎|委屈|失望|苦涩|苦笑|凄"),
    ("guilty", "tender", 0.6, "guilt|ashamed|remorse|apologetic|愧疚|内疚|羞愧|自责|心虚|歉疚"),
    ("dazed", "tired", 0.6, "dazed|numb|blank|empty|catatonic|in a trance|茫然|呆滞|失神|恍惚|麻木|绝望"),
    ("laugh", "excited", 0.75, "laugh|giggl|chuckl|cackl|大笑|哈哈|笑出声|狂笑"),
    ("smirk", "sarcastic", 0.65,
        "smirk|sarcas|mock|wry|dry|droll|scoff|taunt|smug|teas|ironic|amused"),
    ("smirk", "sarcastic", 0.65, "冷笑|讥|嘲|讽刺|得意|坏笑|戏谑|挑衅|阴阳怪气|似笑非笑|调侃|玩味"),
    ("sly", "sarcastic", 0.65, "sly|scheming|cunning|conspirator|sinister|阴险|狡黠|奸笑|阴笑|狡猾|算计"),
    ("happy", "excited", 0.65,
        "happy|happi|joy|excit|delight|cheer|thrill|bright|beam|grin|elated|eager"),
    ("happy", "tender", 0.55, "smil|笑|微笑|高兴|开心|欣喜"),
    ("happy", "excited", 0.7, "兴奋|激动|惊喜|雀跃|欢喜|欢快"),
    ("playful", "excited", 0.65, "playful|wink|mischiev|cheek|flirt|俏皮|眨眼|调皮|顽皮|撒娇"),
    ("proud", "excited", 0.65, "proud|pride|boast|triumphant|骄傲|自豪|傲娇|神气"),
    ("relieved", "tender", 0.6, "relieved|relief|breathes out|exhal|松了口气|松一口气|释然|如释重负"),
    ("tender", "tender", 0.55,
        "tender|gentl|soft|warm|loving|kind|sooth|affection|fond|sweet|intimate|reassur|comfort"),
    ("tender", "tender", 0.55, "温柔|轻柔|柔声|深情|宠溺|心疼|安慰|温和|怜惜"),
    ("shy", "tender", 0.6,
        "shy|bashful|blush|embarrass|flustered|coy|害羞|羞涩|脸红|羞|难为情|尴尬|不好意思"),
    ("shocked", "excited", 0.8,
        "shock|stun|gasp|aghast|jaw drop|speechless|reeling|horror-struck"),
    ("shocked", "excited", 0.8, "震惊|难以置信|不敢相信|大惊|惊呼|目瞪口呆|五雷轰顶"),
    ("surprised", "excited", 0.65, "astonish|disbelief|startl|incredul|surpris"),
    ("surprised", "excited", 0.65, "惊讶|愣|吃惊|错愕|惊|诧异|意外"),
    ("scared", "scared", 0.75,
        "scared|afraid|terrif|fear|frighten|trembl|panic|shak|shiver|horrif|horror|pleading for"),
    ("scared", "scared", 0.75, "害怕|恐惧|颤抖|发抖|惊恐|惊慌|慌张|慌|惶恐|哆嗦|颤声|声音发颤"),
    ("worried", "scared", 0.5,
        "worr|anxious|nervous|uneasy|concern|hesita|stammer|stutter|awkward|uncertain|unsure|careful"),
    ("worried", "scared", 0.5, "担心|担忧|焦急|着急|紧张|不安|犹豫|迟疑|支支吾吾|结巴|吞吞吐吐|急"),
    ("pleading", "scared", 0.65, "pleading|plead|begging|beg|desperate|implor|哀求|恳求|央求|苦苦"),
    ("confused", "neutral", 0.5, "confus|puzzl|baffl|perplex|bewilder|困惑|疑惑|不解|迷茫|纳闷"),
    ("suspicious", "cold", 0.6,
        "suspic|wary|warily|distrust|doubt|narrow|skeptic|sceptic|怀疑|狐疑|警惕|戒备|眯起眼|打量"),
    ("jealous", "angry", 0.6, "jealous|envious|envy|sulk|pout|嫉妒|吃醋|酸溜溜|赌气|嘟嘴|闹别扭"),
    ("pained", "sobbing", 0.7, "pain|winc|groan|agony|clutching|ache|疼|痛苦|忍痛|呻吟|剧痛"),
    ("determined", "neutral", 0.65,
        "determined|firm|resol|steel|stead|defian|decisive|confident|insist|serious|grim|commanding|"
        "command"),
    ("determined", "neutral", 0.65, "坚定|决绝|斩钉截铁|毅然|认真|郑重|一字一顿|一字一句|严肃|倔强|命令"),
    ("bored", "tired", 0.45,
        "bored|indifferent|uninterested|rolls her eyes|rolls his eyes|yawn|无聊|敷衍|翻白眼|爱答不理"),
    ("tired", "tired", 0.45,
        "tired|weary|weari|exhaust|sleepy|faint|weak|drained|hoarse|resigned|sigh|drunk|疲惫|虚弱|无力|叹气|"
        "叹|沙哑|疲倦|困倦|无奈|有气无力"),
    ("asleep", "tired", 0.4, "asleep|sleep|unconscious|eyes closed|睡着|熟睡|昏迷|闭着眼|梦呓"),
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
        "hug": "hugging|hugs|embrac|抱住|拥抱|搂",
        "push": "pushing|pushes|shoving|shoves|推开|推了|猛推",
        "hold-face":
            "cupping her face|cupping his face|touching her face|touching his face|cups her face|"
            "cups his face|touches her cheek|touches his cheek|stroking her cheek|捧起|捧着|抚摸|捏住|擦去",
        "cry":
            "face in her hands|face in his hands|covers her face|covers his face|捂脸|双手掩面|掩面",
        "kneel": "kneel|on her knees|on his knees|to her knees|to his knees|跪",
        "give": "holds out|holding out|handing|hands over|hands him|hands her|extend|递给|递过|递上|交给",
        "clink": "clink|碰杯",
        "sit": "sitting down|sits down|sits|坐下",
        "shame": "looking down|looks down|lowers her eyes|lowers his eyes|eyes lowered|低着头|低下头|垂眸",
        "look-away": "looks away|looking away|别过脸|扭头|移开视线",
        "hair": "tucks her hair|tucking her hair|撩头发|撩发",
        "cuff": "adjusts his|adjusting his|straightens his|整理袖口|整理领带",
        "recoil": "recoil|backing away|backs away|steps back|stepping back|后退|退后",
        "think": "hand on chin|hand to chin|托腮",
        "crossed":
            "arms crossed|crosses her arms|crosses his arms|crossing her arms|crossing his arms|"
            "folds her arms|folds his arms|folded arms|抱臂|双臂抱胸|抱着胳膊|环抱双臂|双手抱胸",
        "chest":
            "hand on heart|hand to chest|hand on her chest|hand on his chest|clutching her chest|"
            "clutches his chest|捂着胸口|捂胸|手按胸口|捂住心口",
        "mouth":
            "covers her mouth|covers his mouth|hand over mouth|hand to her mouth|捂嘴|捂住嘴|掩嘴|"
            "hand over her mouth|hand over his mouth",
        "nod": "nod|点头|颔首",
        "shake-head": "shakes her head|shakes his head|shaking her head|shaking his head|shake head|摇头",
        "shrug": "shrug|耸肩|摊手",
        "bow": "bow|鞠躬|低头行礼",
        "plead": "clasped hands|hands clasped|合十|拱手",
        "toast": "raises a glass|raises her glass|raises his glass|raising a glass|toast|举杯",
        "grab": "reach|grabs|grabbing|seiz|伸手|拉住|抓住|握住|拽住",
        "wave": "waves|waving|挥手|招手",
        "turn-away":
            "turns away|turning away|walks away|walking away|leaving|转身|背过身",
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
