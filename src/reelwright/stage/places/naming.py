"""The words of a scene heading, English or Chinese → the key of the nearest place that can be drawn."""

from __future__ import annotations

import re

from reelwright.errors import Notice

_WORDS: tuple[tuple[str, str], ...] = (
    # Longer and more particular names come first: "hospital corridor" is a corridor.
    (
        "car",
        r"\b(?:in(?:side)?|interior of)\b.*\b(?:car|limo|taxi|cab|van|suv|rolls)|\b(?:car|"
        r"limousine|limo|taxi|cab|back ?seat|rolls[- ]royce|maybach|bentley|suv|van|truck cabin|"
        r"carriage)\b|车内|车里|车上|轿车|汽车|豪车|出租车|的士|驾驶|后座|马车|保姆车",
    ),
    (
        "corridor",
        r"\b(?:corridor|hallway|hall way|passage|passageway|elevator|lift|stairwell|staircase|"
        r"stairs|lobby|foyer|reception(?: desk| area)?|waiting (?:room|area)|nurses?'? station)\b|"
        r"走廊|过道|楼道|长廊|电梯|楼梯|大堂|前台|候诊|等候|手术室外|病房外|门外|门口",
    ),
    (
        "rooftop",
        r"\b(?:roof|rooftop|roof top|terrace|balcony|helipad|bridge|cliff|observation deck)\b|天台|"
        r"楼顶|屋顶|露台|阳台|顶楼平台|桥上|大桥|悬崖",
    ),
    (
        "station",
        r"\b(?:airport|terminal|station|platform|train|departure|arrivals?|gate|subway|metro|"
        r"harbou?r|dock|pier|bus stop)\b|机场|航站|候机|车站|火车|高铁|地铁|站台|月台|码头|登机",
    ),
    (
        "courtroom",
        r"\b(?:court ?room|court house|courthouse|tribunal|trial|witness stand|court of law|"
        r"supreme court|police station|interrogation|prison|jail|cell|precinct)\b|法庭|法院|开庭|"
        r"审判|仲裁庭|"
        r"警局|警察局|派出所|审讯|监狱|牢房|看守所|公堂",
    ),
    (
        "hospital",
        r"\b(?:hospital|ward|clinic|icu|emergency|operating|surgery|doctor|medical|infirmary|"
        r"maternity|delivery room|sick ?bed|patient|intensive care|ambulance|nursing home)\b|医院|病房|"
        r"病床|急诊|诊所|手术|抢救|产房|重症|医务|妇产|体检|诊室|疗养",
    ),
    (
        "palace",
        r"\b(?:palace|imperial|throne|emperor|empress|temple|shrine|pagoda|pavilion|dynasty|"
        r"forbidden city|harem|sect|castle|kingdom|mansion gate)\b|皇宫|宫殿|宫中|宫里|宫门|大殿|"
        r"殿|御|后宫|冷宫|寝宫|"
        r"王府|侯府|将军府|丞相府|太子|朝堂|寺|庙|亭|宗门|仙|城楼|城墙|府邸|江湖|客栈|祠堂",
    ),
    (
        "banquet",
        r"\b(?:banquet|ball ?room|wedding|gala|party|ceremony|reception hall|chapel|church|altar|"
        r"auction|charity|engagement|anniversary|celebration|function room|auditorium|theat(?:re|er)|"
        r"stage|concert|award|hotel (?:hall|ballroom)|great hall|hall)\b|宴会|宴|婚礼|礼堂|酒会|"
        r"舞会|晚会|订婚|典礼|"
        r"庆典|派对|拍卖|教堂|大厅|会场|慈善|生日会|寿宴|颁奖|舞台|剧院|发布会",
    ),
    (
        "bedroom",
        r"\b(?:bed ?room|bed ?chamber|bed|nursery|hotel (?:room|suite)|motel|guest ?room|dorm(?:itory)?|"
        r"master suite|suite|boudoir|bridal chamber|dressing room|wardrobe|closet|bath ?room|"
        r"shower)\b|卧室|卧房|睡房|主卧|次卧|房间|酒店房|客房|婚房|新房|洞房|闺房|宿舍|套房|儿童房|"
        r"浴室|更衣|衣帽间|床",
    ),
    (
        "cafe",
        r"\b(?:caf[eé]|coffee|tea ?house|tea room|restaurant|diner|bistro|bakery|bar|pub|club|"
        r"night ?club|karaoke|ktv|lounge|canteen|cafeteria|dining hall|steakhouse|hot ?pot)\b|咖啡|"
        r"茶馆|茶楼|茶室|餐厅|饭店|餐馆|酒吧|夜店|会所|夜总会|饭馆|酒楼|食堂|甜品|面包店|火锅|包间|"
        r"包厢|酒馆",
    ),
    (
        "village",
        r"\b(?:village|farm|farm ?house|court ?yard|yard|rural|country ?side|barn|field|garden|"
        r"orchard|cottage|hut|cabin|woods?|forest|mountain|lake|river|beach|seaside|sea|shore|park|"
        r"grave ?yard|cemetery|grave|tomb|meadow|backyard|camp)\b|村|农家|农村|乡下|乡|院子|院落|"
        r"小院|庭院|后院|四合院|"
        r"田|花园|果园|老家|土屋|柴房|树林|森林|山|湖|河边|江边|海边|沙滩|海滩|公园|墓地|坟|墓园|陵园",
    ),
    (
        "office",
        r"\b(?:office|board ?room|meeting|conference|ceo|president|chairman|director|company|"
        r"corporate|corporation|headquarters|hq|firm|studio|work ?place|workspace|desk|bank|"
        r"lab(?:oratory)?|"
        r"class ?room|school|library|university|college|study|newsroom|agency|enterprise|"
        r"group tower)\b|办公|总裁|董事|会议|公司|集团|企业|总部|律所|律师|事务所|经理|工作室|书房|"
        r"银行|实验室|教室|学校|图书馆|大学|校园|写字楼|"
        r"编辑部",
    ),
    ("kitchen", r"\b(?:kitchen|dining(?: room| table)?|pantry|breakfast)\b|厨房|餐桌|饭桌|灶"),
    (
        "penthouse",
        r"\b(?:penthouse|mansion|villa|luxury apartment|estate|duplex|sky ?villa|"
        r"high[- ]rise apartment|manor|loft)\b|顶层公寓|豪宅|别墅|庄园|大平层|公寓顶层|顶楼|"
        r"豪华公寓|府上|总统套",
    ),
    (
        "livingroom",
        r"\b(?:living ?room|apartment|house|home|flat|parlou?r|sitting room|family room|sofa|"
        r"residence|room|condo|lounge room|den)\b|客厅|公寓|家中|家里|家|住宅|出租屋|屋内|屋里|"
        r"房子|室内|沙发|住处|房",
    ),
    (
        "street",
        r"\b(?:street|road|avenue|alley|sidewalk|crosswalk|intersection|plaza|square|city|"
        r"down ?town|mall|shop|store|boutique|market|parking|garage|gate|entrance|doorstep|outside|"
        r"front of|highway|block|neighbou?rhood|boulevard|driveway)\b|街|路|巷|马路|广场|商场|商店|"
        r"超市|市场|专卖店|"
        r"停车|车库|大门|门前|楼下|路口|城市|天桥|胡同|小区|店|外面",
    ),
)
_PATTERNS = tuple((place, re.compile(pattern)) for place, pattern in _WORDS)
_STAND_INS = {"interior": "livingroom", "exterior": "street"}


def place_named(words: str, setting: str) -> tuple[str, Notice | None]:
    """The place that ``words`` name, or the usual one for ``setting`` (``interior, exterior, both``,
    anything else counts as interior) with the notice ``unknown-place``."""
    low = words.lower().replace("_", " ")
    for place, pattern in _PATTERNS:
        if pattern.search(low):
            return place, None
    stand_in = _STAND_INS.get(setting, "livingroom")
    shown = words.strip() or "(no place)"
    return stand_in, Notice(
        code="unknown-place",
        message=f"No place is drawn for “{shown}”; the shot is set in the {stand_in}.",
        next_step="Name one of: office, penthouse, bedroom, living room, kitchen, hospital, corridor, "
        "banquet hall, café, street, rooftop, palace, village, car, courtroom, station.",
    )
