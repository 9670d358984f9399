"""Opening hours of the day and the branch asked about."""

from chalicelib.texts.words import Text

OPEN_LINE = Text(
    "{branch}{day}{hours} 开放。", "{branch}{day}{hours} 開放。", "{branch}, {day}: open {hours}."
)
CLOSED_LINE = Text("{branch}{day}闭馆。", "{branch}{day}閉館。", "{branch}, {day}: closed.")
BECAUSE = Text("（{why}）", "（{why}）", " ({why})")
OPEN_NOW = Text(
    "现在开着，{closes} 关门。", "現在開著，{closes} 關門。", " Open now, until {closes}."
)
NOT_YET = Text(
    "现在还没开门，今天 {opens} 开。", "現在還沒開門，今天 {opens} 開。", " Opens today at {opens}."
)
CLOSED_NOW = Text("现在已经关门。", "現在已經關門。", " Closed now.")
NEXT_OPENING = Text(
    "下次开门：{day} {opens}。", "下次開門：{day} {opens}。", " Opens again {day} at {opens}."
)
AT_OPEN = Text("{time} 开着。", "{time} 開著。", " Open at {time}.")
AT_CLOSED = Text("{time} 不开。", "{time} 不開。", " Not open at {time}.")
ALL_HEAD = Text("{day}各馆：", "{day}各館：", "{day}:")
ALL_OPEN = Text("{branches} {hours}", "{branches} {hours}", "{branches}: {hours}")
ALL_CLOSED = Text("{branches} 闭馆", "{branches} 閉館", "{branches}: closed")
MARK_OPEN = Text("（现在开着）", "（現在開著）", " (open now)")
MARK_SHUT = Text("（现在没开）", "（現在沒開）", " (not open now)")
BRANCH_SEPARATOR = Text("、", "、", ", ")
WEEK_LINE = Text("{branch}平时：{week}。", "{branch}平時：{week}。", "{branch}, usually: {week}.")
SELF_SERVICE = Text(
    "闭馆时可以去24小时自助图书馆：{names}。",
    "閉館時可以去24小時自助圖書館：{names}。",
    "While closed, the 24-hour self-service libraries are open: {names}.",
)
NOT_ANNOUNCED = Text(
    "（{year}年节假日安排待公布，以上按平日规则；有变动会在本公众号公告。）",
    "（{year}年節假日安排待公布，以上按平日規則；有變動會在本公眾號公告。）",
    "(The public holidays of {year} are not announced yet; this is the usual rule.)",
)
HOLIDAY_UNKNOWN = Text(
    "{year}年{holiday}的放假安排还没公布（节假日安排待公布），请公布后再来问。",
    "{year}年{holiday}的放假安排還沒公布（節假日安排待公布），請公布後再來問。",
    "The dates of the {holiday} holiday of {year} are not announced yet.",
)
HOLIDAY_HEAD = Text("{holiday}（{days}）：", "{holiday}（{days}）：", "{holiday} ({days}):")
HOLIDAY_RUN_OPEN = Text("{days} {hours}", "{days} {hours}", "{days} {hours}")
HOLIDAY_RUN_CLOSED = Text("{days}闭馆", "{days}閉館", "{days} closed")
HOLIDAY_LINE = Text("{branches}：{runs}", "{branches}：{runs}", "{branches}: {runs}")
HOLIDAY_ALL_DAYS = Text("每天 {hours}", "每天 {hours}", "daily {hours}")
RUN_SEPARATOR = Text("，", "，", ", ")
HOLIDAY_NAMES = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "除夕": "New Year's Eve (lunar)",
}
"""English names; the others stay as they are."""

NEAREST_HEAD = Text("离您最近的：", "離您最近的：", "Nearest to you:")
NEAREST_LINE = Text(
    "{number}. {name}，约{distance}\n{address}", "{number}. {name}，約{distance}\n{address}",
    "{number}. {name}, about {distance}\n{address}",
)  # fmt: skip
METRES = Text("{metres}米", "{metres}公尺", "{metres} m")
KILOMETRES = Text("{kilometres}公里", "{kilometres}公里", "{kilometres} km")
PHONE = Text("电话 {phone}", "電話 {phone}", "Tel. {phone}")
TODAY = Text("今天 {hours}{mark}", "今天 {hours}{mark}", "Today {hours}{mark}")
TODAY_CLOSED = Text("今天闭馆", "今天閉館", "Closed today")
ALWAYS_OPEN = Text("全天开放", "全天開放", "Always open")
BRANCH_HEAD = Text("{name}\n{address}", "{name}\n{address}", "{name}\n{address}")
FLOORS = Text("楼层：{floors}", "樓層：{floors}", "Floors: {floors}")
FLOOR = Text("{floor}楼 {what}", "{floor}樓 {what}", "{floor}: {what}")
FLOOR_SEPARATOR = Text("；", "；", "; ")
PLACE_WORDS = (
    "几楼", "哪楼", "几层", "哪层", "楼层", "在哪", "哪里", "哪儿", "怎么走", "怎么去", "怎么坐",
    "咋走", "咋去", "电话", "地址", "位置", "地铁", "公交", "导航", "where", "phone", "address", "floor",
)  # fmt: skip
"""With a branch's own name beside it, one of these asks about the branch itself."""
NOT_KEPT = Text(
    "（您的位置只用来算距离，没有保存。）",
    "（您的位置只用來算距離，沒有保存。）",
    "(Your location was used for this answer only and is not kept.)",
)
