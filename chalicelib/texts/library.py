"""Words about the library's facts: how its file may be written, what is wrong in it, its hours."""

from chalicelib.texts.words import Text

CLOSED_WORDS = ("closed", "闭馆", "休息", "关闭", "不开放")
DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK_MARKS = "周|星期|礼拜"
"""What stands before a weekday's character."""
WEEKDAY_CHARS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "末": 6,
    "七": 6,
}
TO_WORDS = "至到~～–—-"
"""Between the first and the last; the hyphen stands last for use in a pattern."""
AND_WORDS = "，,、；;和及"
EVERY_DAY = ("每天", "每日", "天天", "全年")
WORKDAYS = ("工作日", "平日")
WEEKEND = ("周末", "双休日")

HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}
LUNAR_DAYS = {
    -1: "除夕",
    0: "正月初一",
    1: "正月初二",
    2: "正月初三",
    3: "正月初四",
    4: "正月初五",
    5: "正月初六",
    6: "正月初七",
    14: "元宵",
}
"""Days counted from the lunar new year."""

WEEKDAYS = (
    Text("周一", "週一", "Mon"),
    Text("周二", "週二", "Tue"),
    Text("周三", "週三", "Wed"),
    Text("周四", "週四", "Thu"),
    Text("周五", "週五", "Fri"),
    Text("周六", "週六", "Sat"),
    Text("周日", "週日", "Sun"),
)
DAYS_FROM_TO = Text("{first}至{last}", "{first}至{last}", "{first}–{last}")
DAYS_BOTH = Text("{first}、{last}", "{first}、{last}", "{first} and {last}")
DAYS_ALL = Text("每天", "每天", "daily")
CLOSED = Text("闭馆", "閉館", "closed")
RUN_OPEN = Text("{days}{hours}", "{days}{hours}", "{days} {hours}")
RUN_CLOSED = Text("{days}闭馆", "{days}閉館", "closed {days}")
RUN_SEPARATOR = Text("，", "，", ", ")
SPAN = Text("{opens}-{closes}", "{opens}-{closes}", "{opens}–{closes}")
SPAN_SEPARATOR = Text("、", "、", ", ")
BRANCH_LINE = Text("{branch}：{hours}", "{branch}：{hours}", "{branch}: {hours}")
YES = Text("是", "是", "yes")
NO = Text("否", "否", "no")
LIST_SEPARATOR = Text("、", "、", ", ")

NOT_YAML = "文件读不懂（第 {line} 行附近）。请检查缩进、冒号（要用英文的 : ，后面空一格）和引号。"
NO_SUCH_DAY = "第 {line} 行：没有“{value}”这一天，请核对日期。"
NO_SUCH_RULE = "{path}：没有这一项借阅规则。可以写的有：{choices}"
NO_SUCH_TYPE = "{path}：reader_types 里没有编号为“{value}”的读者类型。现有：{choices}"
TOO_MANY_PARTS = "文件太大，或者层次太深。请不要用 & 和 * 引用。"
NOT_A_MAPPING = "{path}：这里应当是“名称: 内容”的列表"
NOT_A_LIST = "{path}：这里应当是一个列表"
MISSING = "{path}：缺少这一项"
NOT_TEXT = "{path}：应当是一段文字"
NOT_A_NUMBER = "{path}：应当是一个数字"
NOT_WHOLE = "{path}：应当是 0 以上的整数"
BAD_ID = "{path}：“{value}”不能作编号，请只用小写字母、数字和连字符"
TWICE = "{path}：“{value}”出现了两次"
BAD_HOURS = (
    "{path}：“{value}”不是时间，请写成 09:00-17:00"
    "（中午休息写 09:00-12:00,14:00-17:00），不开放写 closed"
)
BAD_ORDER = "{path}：“{value}”的关门时间不在开门时间之后，或前后重叠"
BAD_WEEK = "{path}：“{value}”看不懂，请写成“周二至周日 9:00-17:30”"
NEVER_OPEN = "{path}：一周里至少要有一天开放"
NO_BRANCH = "{path}：没有编号为“{value}”的馆"
NO_BRANCHES = "branches：至少要有一个馆"
BAD_TIMEZONE = "{path}：没有“{value}”这个时区，中国大陆请写 Asia/Shanghai"
BAD_PLACE = "{path}：经纬度不对，纬度在 -90 到 90 之间，经度在 -180 到 180 之间，两个都要写"
BAD_DATE = "{path}：“{value}”不是日期，请写成 2026-10-01"
LAST_BEFORE_FIRST = "{path}：结束日期早于开始日期"
BAD_CHOICE = "{path}：“{value}”不行，只能是 {choices}"
UNKNOWN_FACT = "没有叫“{name}”的资料"
NOT_A_FACT = "“{name}”是一组资料，请写到具体一项"
BAD_BRACES = "花括号要成对，里面写资料名，例如 {example}"
TOO_LONG = "{path}：太长，最多 {limit} 个字"

NEXT_YEAR_UNKNOWN = (
    "{year} 年的节假日安排系统里还没有。国务院办公厅通常在 11 月前后公布；公布后请更新系统，"
    "或在“临时开放安排”里填上各节假日的开放时间。"
    "在此之前，{year} 年按平日规则回答读者，并注明“节假日安排待公布”。"
)
THIS_YEAR_UNKNOWN = (
    "今年（{year} 年）的节假日安排系统里没有，正按平日规则回答读者。请尽快更新系统，"
    "或在“临时开放安排”里填上各节假日的开放时间。"
)
