"""Words of reminders, and of turning them off and on."""

import re
from collections.abc import Mapping

from chalicelib.texts.words import Text

SETTINGS = (
    "提醒",
    "提醒设置",
    "关闭提醒",
    "不要提醒",
    "不要提醒我",
    "不要提醒我了",
    "不要再提醒我了",
    "别提醒",
    "别提醒我了",
    "别再提醒我",
    "别再提醒我了",
    "不用提醒了",
    "不用提醒我了",
    "取消提醒",
    "关掉提醒",
    "打开提醒",
    "提醒設置",
    "關閉提醒",
    "reminders",
)
"""Alone, or followed by a number of the list: that kind is turned off, or on again."""

HEADS: Mapping[str, Text] = {
    "recall": Text(
        "图书馆请您尽快还：", "圖書館請您盡快還：", "The library asks you to return soon:"
    ),
    "hold_ready": Text("您预约的书到了：", "您預約的書到了：", "Your holds are ready:"),
    "hold_expiring": Text(
        "预约的书快保留不住了：", "預約的書快保留不住了：", "Your holds are about to expire:"
    ),
    "overdue": Text("有书超期了：", "有書超期了：", "Overdue:"),
    "due": Text("有书快到期了：", "有書快到期了：", "Due soon:"),
}
OF_DAY = Text("{date}的提醒：", "{date}的提醒：", "As of {date}:")
"""It may be read weeks later, and "tomorrow" was then."""
LOAN = Text("· {title} {due}", "· {title} {due}", "· {title}, {due}")
HOLD = Text("· {title} {state}", "· {title} {state}", "· {title}, {state}")
RENEW_HINT = Text(
    "续借发“续借”；刚续过、还过的，不用理会。",
    "續借發“續借”；剛續過、還過的，不用理會。",
    "Send “renew” to renew. If you have just renewed or returned it, all is well.",
)
OFF_HINT = Text(
    "不想再收这种消息，发“提醒设置”。",
    "不想再收這種訊息，發“提醒設置”。",
    "Send “reminders” to turn these off.",
)
CARD_HEAD = Text("【{card}】", "【{card}】", "[{card}]")
AND_OTHERS = Text("{title}等 {count} 本", "{title}等 {count} 本", "{title} and others ({count})")
ADVICE: Mapping[str, Text] = {
    "recall": Text("别人在等，请尽快还", "別人在等，請盡快還", "Please return it soon"),
    "hold_ready": Text("请在保留期内来取", "請在保留期內來取", "Please collect it in time"),
    "hold_expiring": Text("快保留不住了，请来取", "快保留不住了，請來取", "Collect it soon"),
    "overdue": Text("请尽快归还", "請盡快歸還", "Please return it soon"),
    "due": Text("到期前可回复“续借”", "到期前可回覆“續借”", "Reply “renew” before it is due"),
}

NAMES: Mapping[str, Text] = {
    "due": Text("快到期", "快到期", "due soon"),
    "overdue": Text("已超期", "已超期", "overdue"),
    "hold_ready": Text("预约到书", "預約到書", "holds ready"),
    "hold_expiring": Text("预约快保留不住", "預約快保留不住", "holds about to expire"),
    "recall": Text("图书馆催还", "圖書館催還", "recalls"),
}
ON = Text("开", "開", "on")
OFF = Text("关", "關", "off")
LINE = Text("{place}. {name}：{state}", "{place}. {name}：{state}", "{place}. {name}: {state}")
LIST = Text(
    "会提醒您的事：\n{lines}\n\n要关掉或打开哪一样，发“提醒 1”这样的数字。",
    "會提醒您的事：\n{lines}\n\n要關掉或打開哪一樣，發“提醒 1”這樣的數字。",
    "What we remind you of:\n{lines}\n\nSend “reminders 1” to turn one off or on.",
)
CHANGED = Text(
    "好的，“{name}”的提醒：{state}。", "好的，“{name}”的提醒：{state}。", "Done: {name}, {state}."
)
NO_SUCH = Text(
    "请发“提醒 1”到“提醒 {count}”。",
    "請發“提醒 1”到“提醒 {count}”。",
    "Please send “reminders 1” to “reminders {count}”.",
)
NO_CARD = Text(
    "绑定读者证以后，快到期、到书都会提醒您。发“绑定”就可以绑定。",
    "綁定讀者證以後，快到期、到書都會提醒您。發“綁定”就可以綁定。",
    "Once your card is bound we remind you of due dates and holds. Send “bind” to bind it.",
)

BAD_DAYS = "{path}：应是从 0 到 60 的天数，用逗号隔开，例如 5, 1, 0。"
BAD_KIND = "{path}：没有“{value}”这种提醒。可用：{known}。"
BAD_SOURCE = "{path}：只能是 system（向业务系统查询）或 file（每晚的到期文件）。"
BAD_HOUR = "{path}：应是 0 到 24 的整点。"
FILE_HEADER = "card, item, title, due, hold_until, pickup, recalled"
FILE_COLUMNS = (
    "第 1 行应是列名，至少有 card（读者证）、title（书名）和 due（应还日期）。可用的列：{columns}。"
    "列与列用英文逗号隔开；Excel 文件请先另存为 CSV。"
)
FILE_BAD_LINE = "第 {line} 行：{what}"
FILE_BAD_DAY = "“{value}”不是日期，应像 2026-12-01。"
FILE_BAD_CARD = "“{value}”不是读者证号。"
FILE_NO_TITLE = "没有书名。"
FILE_ONE_DAY = "应还日期（due）和预约保留至（hold_until）要填一个，也只能填一个。"
FILE_EMPTY = "文件里一行数据也没有。"
FILE_TOO_LONG = "文件解开以后超过 {megabytes} MB。请只导出近期到期和超期的借阅。"
FILE_TOO_BAD = "有 {bad} 行读不懂，太多了，这个文件没有收下。请检查各列是否对应，改好再传。"
FILE_BROKE_OFF = "这个文件没有传完：结尾断了，没有收下。请重新导出，再传一次。"
FILE_SMALLER = "这次 {rows} 行，上次 {before} 行，少了一半多。请看看是不是没有导出完。"
FILE_NOT_TEXT = "这个文件不是文字表格（CSV），请另存为 UTF-8 或 GBK 编码的 CSV。"
FILE_TOO_OLD = "到期文件已经超过两天，不再按它提醒。请上传新的文件。"
FILE_NAMES: Mapping[str, str] = {
    "读者证": "card",
    "读者证号": "card",
    "证号": "card",
    "条码": "item",
    "条码号": "item",
    "书名": "title",
    "题名": "title",
    "应还日期": "due",
    "应还": "due",
    "到期日": "due",
    "预约保留至": "hold_until",
    "保留至": "hold_until",
    "取书地点": "pickup",
    "催还": "recalled",
}
"""Column names that library systems in China write, and ours."""
FILE_NO = ("0", "否", "no", "false", "n")
FILE_DAY = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?(?:[ T].*)?$"
)
FILE_DAY_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:[ T].*)?$")
NO_LOANS_HERE = "本馆的借阅不在这里，所以没有提醒。"
MALFORMED = "这张表单不完整，请刷新页面再填。"
SOURCES: Mapping[str, str] = {
    "system": "向业务系统查询（自动，每位绑定了读者证的读者每天一次）",
    "file": "按每晚的到期文件（业务系统不便查询时用）",
}
DAY_FIELDS: Mapping[str, str] = {
    "before_days": "到期前几天",
    "overdue_days": "超期后几天",
    "lapsing_days": "预约保留到期前几天",
}
STATES: Mapping[str, str] = {"unknown": "不知道送到没有", "unreachable": "没有送到"}
WAYS: Mapping[str, str] = {"template": "模板消息", "subscription": "订阅通知", "inbox": "对话"}
CARD_STOPPED = {
    "expired": Text(
        "{card}已经过期，图书馆的提醒先停了。请到服务台延长有效期。",
        "{card}已經過期，圖書館的提醒先停了。請到服務台延長有效期。",
        "{card} has expired, so reminders have stopped. Please have it extended at the desk.",
    ),
    "blocked": Text(
        "{card}已经停用，图书馆的提醒先停了。请到服务台问一问。",
        "{card}已經停用，圖書館的提醒先停了。請到服務台問一問。",
        "{card} is blocked, so reminders have stopped. Please ask at the desk.",
    ),
}
"""By `ils.model.CardState`."""
