"""Words readers type that the matcher treats as signs, and the wrappings around a title."""

ASKING_ENDS = ("呢", "不", "没", "否")
"""A text that ends so asks something, even without a question mark."""
QUESTION_MARKS = ("?", "？")
CLAUSE_ENDS = "，。？！；,;?!\n"

COMMANDS: dict[str, tuple[str, ...]] = {
    "greeting": ("你好", "您好", "在吗", "hello", "hi", "嗨", "哈喽", "早上好", "下午好", "晚上好"),
    "human": ("人工", "转人工", "人工客服", "人工服务", "真人", "找馆员", "转真人"),
    "cancel": (
        "取消",
        "退出",
        "返回",
        "算了",
        "不用了",
        "结束",
        "退出来",
        "cancel",
        "quit",
        "exit",
    ),
    "my_loans": ("我的借阅", "我的图书", "在借", "借阅查询", "我的欠费", "我的预约", "我的逾期"),
    "renew": ("续借全部", "全部续借", "一键续借", "续借", "我要续借", "全部续", "都续借"),
    "feedback": ("投诉", "反馈", "建议", "表扬", "我要投诉", "我要反馈", "提建议", "我要表扬"),
    "chitchat": ("谢谢", "好的", "嗯", "你是谁", "你叫什么名字", "你是机器人吗", "再见", "拜拜"),
}
"""Whole messages that need no guessing, by kind."""

RENEW_SIGNS = ("续", "延期", "延长", "延一", "再借")
HOLD_SIGNS = (
    "预约",
    "预借",
    "预订",
    "预定",
    "约一",
    "帮我约",
    "留一本",
    "给我留",
    "排队",
    "订一本",
)
SEARCH_SIGNS = (
    "有没有",
    "有吗",
    "有么",
    "有无",
    "有不",
    "还有",
    "哪个馆",
    "哪里有",
    "哪有",
    "在架",
    "在馆",
    "在哪",
    "几楼",
    "想看",
    "想找",
    "查",
    "搜",
    "馆藏",
)
SOUNDS_LIKE: dict[tuple[str, str], str] = {("xu", "jie"): "续借", ("yu", "yue"): "预约"}
"""Commands as pinyin input misspells them."""

THIS_BOOK = "这本书"
TITLE = r"《([^《》]{1,60})》"
