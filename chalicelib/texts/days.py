"""Words for days and times, as readers type them (folded: Simplified, lower case) and as we say
them."""

from chalicelib.texts.words import Text

NOW_WORDS = ("现在", "这会儿", "这会", "此刻", "眼下", "目前", "这个点", "rightnow", "now")
RELATIVE_DAYS = (
    ("大后天", 3),
    ("后天", 2),
    ("后儿", 2),
    ("dayaftertomorrow", 2),
    ("明天", 1),
    ("明日", 1),
    ("明儿", 1),
    ("明早", 1),
    ("明晚", 1),
    ("听日", 1),
    ("tomorrow", 1),
    ("今天", 0),
    ("今日", 0),
    ("今儿", 0),
    ("今个", 0),
    ("今晚", 0),
    ("今早", 0),
    ("今夜", 0),
    ("当天", 0),
    ("today", 0),
    ("tonight", 0),
)
"""Longer words first: 大后天 holds 后天."""
WEEK_WORDS = "周|星期|礼拜"
WEEK_SHIFTS = {"下下": 2, "下个": 1, "下": 1, "这个": 0, "这": 0, "本": 0}
WEEKDAY_CHARS = {
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
    "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}  # fmt: skip
WEEKEND = ("周末", "双休日", "双休", "weekend")
ENGLISH_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
)  # fmt: skip
NAMED_DATES = (
    ("圣诞", 12, 25),
    ("christmas", 12, 25),
    ("平安夜", 12, 24),
    ("儿童节", 6, 1),
    ("妇女节", 3, 8),
    ("跨年", 12, 31),
)
MONTH = "月"
DAY_MARKS = "日号"
NOT_AFTER_A_DAY = "线楼门口馆机柜桌路厅"
""" "2号线" is no date."""

HOLIDAYS = (
    ("正月初一", ("正月初一", "大年初一", "年初一", "初一")),
    ("正月初二", ("正月初二", "大年初二", "年初二", "初二")),
    ("正月初三", ("正月初三", "大年初三", "年初三", "初三")),
    ("正月初四", ("正月初四", "大年初四", "年初四", "初四")),
    ("正月初五", ("正月初五", "大年初五", "年初五", "初五")),
    ("正月初六", ("正月初六", "大年初六", "年初六", "初六")),
    ("正月初七", ("正月初七", "大年初七", "年初七", "初七")),
    ("除夕", ("除夕", "大年三十", "年三十", "大年夜", "年夜饭")),
    ("元旦", ("元旦", "newyearsday", "newyear")),
    ("春节", ("春节", "过年", "新年", "年假", "springfestival", "chinesenewyear")),
    ("清明节", ("清明", "qingming")),
    ("劳动节", ("劳动节", "五一", "51", "labourday", "laborday", "mayday")),
    ("端午节", ("端午", "dragonboat")),
    ("中秋节", ("中秋", "midautumn")),
    ("国庆节", ("国庆", "十一", "黄金周", "nationalday")),
)
NOT_AFTER_A_HOLIDAY = "点月号日个楼层本册岁路块元分"
""" "十一点" and "51路" are no holidays; neither is "初二学生"."""
NOT_BEFORE_A_HOLIDAY = "0123456789二三四五六七八九周期拜第上"
NOT_SCHOOL = ("学生", "的孩子", "年级", "生能", "的学", "生可")
""" "初一" is a school year as well."""

DAY_PARTS = (
    ("morning", ("早上", "早晨", "上午", "清早", "大早", "明早", "今早", "morning")),
    ("noon", ("中午", "午休", "午间", "noon", "lunch")),
    ("afternoon", ("下午", "午后", "afternoon")),
    ("evening", ("晚上", "晚间", "夜里", "今晚", "明晚", "夜晚", "傍晚", "evening", "tonight", "night")),
)  # fmt: skip
PART_MINUTES = {
    "morning": 9 * 60 + 30,
    "noon": 12 * 60 + 30,
    "afternoon": 15 * 60,
    "evening": 19 * 60,
}
"""The minute that stands for a part of the day."""
NUMERALS = {
    "十二": 12, "十一": 11, "十": 10, "九": 9, "八": 8, "七": 7, "六": 6, "五": 5, "四": 4,
    "三": 3, "两": 2, "二": 2, "一": 1,
}  # fmt: skip
CLOCK_WORD = "点"
CLOCK_WORDS = "点钟|点"
HALF = "半"

OPEN_WORDS = (
    "开门", "关门", "开馆", "闭馆", "开放", "开着", "关着", "几点开", "几点关", "开不开", "开吗",
    "开么", "开没", "关没", "开了吗", "关了吗", "营业", "上班", "下班", "开到几点", "还开", "休息吗",
    "open", "close",
)  # fmt: skip
"""With a branch's own name beside it, one of these asks for opening hours."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE = Text("{month}月{day}日", "{month}月{day}日", "{name} {day}")
DATE_WITH_WEEKDAY = Text("{date} {weekday}", "{date} {weekday}", "{weekday} {date}")
DAY_ALONE = Text("{date}（{weekday}）", "{date}（{weekday}）", "{weekday} {date}")
RELATIVE_NAMES = {
    0: Text("今天", "今天", "Today"),
    1: Text("明天", "明天", "Tomorrow"),
    2: Text("后天", "後天", "The day after tomorrow"),
}
NAMED_DAY = Text("{name}（{date}）", "{name}（{date}）", "{name} ({date})")
FROM_TO = Text("{first}至{last}", "{first}至{last}", "{first}–{last}")
