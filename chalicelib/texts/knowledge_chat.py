"""What the desk says around the library's own answers."""

from chalicelib.texts.words import Text

SECTION = Text("【{question}】\n{answer}", "【{question}】\n{answer}", "[{question}]\n{answer}")
CUT = Text(
    "…（回复 {number} 看全文）", "…（回覆 {number} 看全文）", "… (reply {number} for the rest)"
)
ONLY_CHINESE = "(This answer is available in Chinese only.)"
"""Stands above the answer."""

CHOOSE = Text(
    "您是想问：\n{lines}\n回复数字就行；都不是，换个说法再问，或发送“人工”找馆员。",
    "您是想問：\n{lines}\n回覆數字就行；都不是，換個說法再問，或發送「人工」找館員。",
    "Did you mean:\n{lines}\nReply with the number. If it is none of these, ask in other words or "
    "send “librarian” for a person.",
)
CHOICE_LINE = Text("{number}. {question}", "{number}. {question}", "{number}. {question}")
NUMBERS = {
    "1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "三": 3, "①": 1, "②": 2, "③": 3,
    "one": 1, "two": 2, "three": 3,
}  # fmt: skip
NUMBER_BEFORE = ("回复", "选择", "选", "第", "我选")
NUMBER_ENDS = "。.、!！ "
NUMBER_AFTER = ("个", "项", "条", "号", "吧")
NONE_OF_THEM = ("0", "都不是", "不是", "没有", "都没有", "以上都不是", "none", "no")

NOT_KNOWN = Text(
    "这个问题我还答不上来，已经记下来给馆员看了。\n"
    "· 换个说法、说短一点再问我\n"
    "· 找书：直接发送书名、作者或ISBN\n"
    "· 找馆员：发送“人工”{phone}",
    "這個問題我還答不上來，已經記下來給館員看了。\n"
    "· 換個說法、說短一點再問我\n"
    "· 找書：直接發送書名、作者或ISBN\n"
    "· 找館員：發送「人工」{phone}",
    "I cannot answer that yet; it has been noted for the librarians.\n"
    "- Try other, shorter words\n"
    "- To find a book, send its title, author or ISBN\n"
    "- For a person, send “librarian”{phone}",
)
OR_PHONE = Text("，或打 {phone}{hours}", "，或打 {phone}{hours}", ", or call {phone}{hours}")
PHONE_HOURS = Text("（{hours}）", "（{hours}）", " ({hours})")

HELP_WORDS = ("帮助", "幫助", "怎么用", "怎麼用", "能做什么", "使用说明", "help")
GREETING = Text(
    "您好，这里是{library}，请问有什么可以帮您？\n"
    "可以直接问，比如“今天开门吗”“怎么办证”“怎么续借”；\n"
    "找书就发书名；想找馆员，发送“人工”。",
    "您好，這裡是{library}，請問有什麼可以幫您？\n"
    "可以直接問，比如「今天開門嗎」「怎麼辦證」「怎麼續借」；\n"
    "找書就發書名；想找館員，發送「人工」。",
    "Hello, this is {library}. How can we help?\n"
    "Just ask, for example “open today?” or “how do I get a card?”.\n"
    "To find a book, send its title; for a person, send “librarian”.",
)
WELCOME = Text(
    "欢迎关注{library}！在这里您可以：\n"
    "· 直接提问：今天开门吗、怎么办证、怎么续借\n"
    "· 发送书名、作者找书\n"
    "· 发送位置，找最近的馆\n"
    "· 发送“人工”找馆员，发送“反馈”提意见\n"
    "想换语言，发送“繁體”或“English”。",
    "歡迎關注{library}！在這裡您可以：\n"
    "· 直接提問：今天開門嗎、怎麼辦證、怎麼續借\n"
    "· 發送書名、作者找書\n"
    "· 發送位置，找最近的館\n"
    "· 發送「人工」找館員，發送「反饋」提意見\n"
    "想換語言，發送「简体」或「English」。",
    "Welcome to {library}! Here you can:\n"
    "- ask a question: open today? how do I get a card?\n"
    "- send a title or an author to find a book\n"
    "- send your location to find the nearest branch\n"
    "- send “librarian” for a person, “feedback” for feedback",
)
OUR_LIBRARY = Text("图书馆", "圖書館", "the library")

THANKS_WORDS = ("谢", "thank", "thx", "辛苦", "感谢", "多谢", "唔该")
BYE_WORDS = ("再见", "拜拜", "bye", "回见", "晚安", "886")
WHO_WORDS = (
    "你是谁",
    "你是机器人",
    "是不是机器人",
    "真人吗",
    "是人吗",
    "你叫什么",
    "arobot",
    "ahuman",
    "whoareyou",
)
THANKS = Text(
    "不客气，能帮上您就好。还有问题随时问我。",
    "不客氣，能幫上您就好。還有問題隨時問我。",
    "You are welcome. Ask again any time.",
)
BYE = Text("再见，欢迎常来图书馆。", "再見，歡迎常來圖書館。", "Goodbye, see you at the library.")
WHO = Text(
    "我是{library}的自动回复，能回答常见问题、帮您找书。想和馆员说话，发送“人工”。",
    "我是{library}的自動回覆，能回答常見問題、幫您找書。想和館員說話，發送「人工」。",
    "I am the automatic desk of {library}: I answer common questions and find books. "
    "For a person, send “librarian”.",
)
CHITCHAT = Text(
    "收到。我会答的是图书馆的事：开放时间、办证、借书续借、活动……有什么想问的？也可以发送“人工”找馆员。",
    "收到。我會答的是圖書館的事：開放時間、辦證、借書續借、活動……有什麼想問的？也可以發送「人工」找館員。",
    "I know about the library: opening hours, cards, loans, events. What would you like to know? "
    "For a person, send “librarian”.",
)

NOT_YET = {
    "my_loans": Text(
        "在这里还不能直接查您的借阅，要查现在可以：",
        "在這裡還不能直接查您的借閱，要查現在可以：",
        "Your loans cannot be shown here yet. For now you can:",
    ),
    "renew": Text(
        "在这里还不能直接替您续借，要续借现在可以：",
        "在這裡還不能直接替您續借，要續借現在可以：",
        "Books cannot be renewed here yet. For now you can:",
    ),
    "hold": Text(
        "在这里还不能直接替您预约，要预约现在可以：",
        "在這裡還不能直接替您預約，要預約現在可以：",
        "Books cannot be reserved here yet. For now you can:",
    ),
}
BY_PHONE = Text("· 打电话 {phone}{hours}", "· 打電話 {phone}{hours}", "- call {phone}{hours}")
AT_DESK = Text("· 到任一馆服务台", "· 到任一館服務台", "- ask at the desk of any branch")
ON_WEBSITE = Text("· 上官网 {website}", "· 上官網 {website}", "- use our website {website}")
OR_LIBRARIAN = Text(
    "· 发送“人工”，把要办的事留给馆员", "· 發送「人工」，把要辦的事留給館員",
    "- send “librarian” and leave your request with a person",
)  # fmt: skip
EMPTY_MENU = Text(
    "这个菜单的内容还在准备。您可以直接打字提问，或发送“人工”找馆员。",
    "這個選單的內容還在準備。您可以直接打字提問，或發送「人工」找館員。",
    "This menu entry is not ready yet. Please type your question, or send “librarian” for a person.",
)
