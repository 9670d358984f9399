"""Words of messages that the library sends by itself, and of their templates."""

from collections.abc import Mapping
from datetime import date

NONE = "无"
NO_DAY = "2000年1月1日"


def day(one: date) -> str:
    return f"{one.year}年{one.month}月{one.day}日"


LABELS: Mapping[str, tuple[str, ...]] = {
    "title": ("书名", "图书", "名称", "题名", "资料", "文献", "物品", "借阅内容"),
    "place": ("地点", "取书处", "地址", "馆名", "图书馆", "分馆", "取件"),
    "date": ("日期", "时间", "期限", "保留至", "截止", "应还", "到期日"),
    "count": ("数量", "册数", "本数", "天数"),
    "card": ("读者证", "证号", "卡号", "读者号"),
    "advice": ("提示", "说明", "备注", "内容", "注意", "温馨"),
}
"""What the labels of a template's fields speak of, by what we can put there."""

ABOUT_WORDS: Mapping[str, tuple[str, ...]] = {
    "recall": ("催还", "召回"),
    "hold_expiring": ("预约到期", "保留到期", "预约过期", "即将失效"),
    "hold_ready": ("预约到书", "到馆", "取书", "预约"),
    "overdue": ("逾期", "超期"),
    "due": ("到期", "归还", "还书"),
}
"""Words of a template's title that tell what it is for; the first that fits counts."""
ABOUTS: Mapping[str, str] = {
    "due": "快到期",
    "overdue": "已逾期",
    "hold_ready": "预约到书",
    "hold_expiring": "预约保留快到期",
    "recall": "催还",
}
SLOT_NAMES: Mapping[str, str] = {
    "title": "书名",
    "place": "取书地点",
    "date": "日期",
    "count": "数量",
    "card": "读者证（遮住大部分）",
    "advice": "提示语",
}
BAD_ABOUT = "{path}：没有“{value}”这种提醒。可用：{known}。"
BAD_SLOT = "{path}：“{value}”不能放进这种模板。可用：{known}。"
BAD_FIELD = "{path}：“{value}”不像微信模板的字段名，例如 thing1、time2。"
BAD_WAY = "{path}：只能是 template（模板消息）或 subscription（订阅通知）。"
TWICE = "{path}：“{value}”已经有一个模板了。"
