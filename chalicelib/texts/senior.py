"""Words of the older readers' way."""

from chalicelib.texts.words import Text

_WAY = "(?:长者|長者|长辈|長輩|老人|老年人?|关怀|關懷|大字|适老化?|適老化?)(?:服务|服務)?(?:模式|版本?)"
_PLEASE = "[请請]?我?想?要?[请請]?(?:[帮幫]我)?"
_OPEN = "(?:打开|打開|开启|開啟|开|開|进入|進入|切换到?|切換到?|换成|換成|换到|換到|转到|轉到|改成|使用|用)?"
_CLOSE = "(?:退出|离开|離開|关闭|關閉|关掉|關掉|关了|關了|取消|结束|結束|不要|不用)"
_END = "(?:了|吧|一下)?"
ON = rf"{_PLEASE}{_OPEN}{_WAY}{_END}|长者|長者|(?:turn on )?senior mode(?: on)?"
OFF = (
    rf"(?!.*[要用]不[要用]){_PLEASE}{_CLOSE}{_WAY}{_END}"
    "|(?:leave|exit|quit|turn off) senior mode|senior mode off"
)
PLAIN = "(?:普通|标准|標準|正常)(?:模式|版)"
"""Of who uses this way, to leave it."""
MENU_WORDS = frozenset(
    (
        *("0", "菜单", "返回", "主菜单", "看菜单", "打开菜单", "回菜单", "返回菜单", "回到菜单"),
        *("菜單", "主菜單", "看菜單", "打開菜單", "回菜單", "返回菜單", "回到菜單", "menu"),
    )
)
ONE_DIGIT = (
    "(?:我?要|我?选|我?選|按一下|按|点|點|发|發|回复|回覆){0,2}"
    "(?:([0-9零一二三四五六七八九])(?:项|項|号|號)?|第([0-9一二三四五六七八九])(?:个|個|项|項|号|號|条|條)?)"
    "(?:吧|键|鍵)?"
)
"""A digit of the menu, as people say it who speak to their phone."""
WRITTEN_DIGITS = "零一二三四五六七八九"

MENU = Text(
    "请发一个数字：\n1 我借的书\n2 续借\n3 找书\n4 今天开门吗\n5 找人帮忙\n6 我的预约{phone}",
    "請發一個數字：\n1 我借的書\n2 續借\n3 找書\n4 今天開門嗎\n5 找人幫忙\n6 我的預約{phone}",
    "Send one digit:\n1 My books\n2 Renew\n3 Find a book\n4 Open today?\n5 A person\n6 My holds{phone}",
)
PHONE = Text("\n也可以打电话：\n{phone}", "\n也可以打電話：\n{phone}", "\nOr call us:\n{phone}")
CHOSEN = Text("好的，已换成长者模式。\n", "好的，已換成長者模式。\n", "Senior mode is on.\n")
LEFT = Text(
    "好的，已退出长者模式。\n想再用，发“长者模式”。",
    "好的，已退出長者模式。\n想再用，發“長者模式”。",
    "Senior mode is off. Send “senior mode” to have it again.",
)
FOOTER = Text("发 0 看菜单", "發 0 看菜單", "Send 0 for the menu")
COMMANDS = {
    "1": Text("我的借阅", "我的借閱", "my loans"),
    "2": Text("全部续借", "全部續借", "renew all"),
    "3": Text("找书", "找書", "find a book"),
    "4": Text("今天开门吗", "今天開門嗎", "are you open today"),
    "5": Text("人工", "人工", "human"),
    "6": Text("我的预约", "我的預約", "my holds"),
}
"""What each digit of the menu stands for, as a reader would type it."""
BESIDE_THE_MENU = {
    "7": Text("取消预约", "取消預約", "cancel hold"),
    "8": Text("我的借阅 2", "我的借閱 2", "my loans 2"),
    "9": Text("绑定", "綁定", "bind"),
}
"""Digits that a hint names where they are of use; the menu stays short."""
IN_LIST = {
    "7": Text("预约 {opened}", "預約 {opened}", "hold {opened}"),
    "8": Text("下一页", "下一頁", "next"),
    "9": Text("返回", "返回", "list"),
}
"""The same digits while a list of books is open; 1 to 5 are its books."""
ASKED_FOR = {
    "1": ("我的借阅", "我的借閱", "my loans"),
    "2": ("全部续借", "续借", "全部續借", "續借", "renew all", "renew"),
    "3": ("找书", "查书", "找書", "查書"),
    "5": ("人工", "librarian", "human"),
    "6": ("我的预约", "我的預約", "my holds"),
    "7": ("取消预约 1", "取消預約 1", "cancel hold 1", r"预约 \d", r"預約 \d", r"hold \d"),
    "8": ("我的借阅 2", "我的借閱 2", "my loans 2", "下一页", "下一頁"),
    "9": ("绑定", "綁定", "bind", "返回"),
}
"""Words that hints ask for, and the digit that older readers are told instead."""
SEND = r"(?P<send>发送|发一次|发|發送|發一次|發|[Ss]end )[“「](?:{words})[”」]"
"""How a hint asks for words."""
DIGIT = "{send} {digit} "
INSTEAD = (
    ("续借一本发“续借 1”，全部续借发“全部续借”。", "要续借，发 2。"),
    ("續借一本發“續借 1”，全部續借發“全部續借”。", "要續借，發 2。"),
    ("Send “renew 1” for one, “renew all” for all.", "To renew, send 2."),
    ("请回复数字，几本就发“1 3”，全部发“全部续借”。", "请发书名前面的数字。"),
    ("請回覆數字，幾本就發“1 3”，全部發“全部續借”。", "請發書名前面的數字。"),
    ("Reply with its number, “1 3” for several, or “renew all”.", "Send its number."),
    ("请回复数字，几条就发“1 3”，都不要了发“全部”。", "请发书名前面的数字。"),
    ("請回覆數字，幾條就發“1 3”，都不要了發“全部”。", "請發書名前面的數字。"),
    ("Reply with its number, “1 3” for several, or “all”.", "Send its number."),
    ("想找书，直接发书名。", "想找书，发 3。"),
    ("想找書，直接發書名。", "想找書，發 3。"),
    ("想预约，先发书名找书。", "想预约，先发 3 找书。"),
    ("想預約，先發書名找書。", "想預約，先發 3 找書。"),
    ("先发书名把书找出来，再发“预约 1”（1 是列表里的号码）。", "先发 3 把书找出来。"),
    ("先發書名把書找出來，再發“預約 1”（1 是列表裏的號碼）。", "先發 3 把書找出來。"),
    ("请发“预约 1”这样的字（1 是上面的号码）。", "先发它前面的数字。"),
    ("請發“預約 1”這樣的字（1 是上面的號碼）。", "先發它前面的數字。"),
    ("Please send “hold 1” (its number in the list above).", "Send its number first."),
    ("不预约了就发“取消”。", "不预约了发 0。"),
    ("不預約了就發“取消”。", "不預約了發 0。"),
    (", or “cancel”.", ", or 0 to stop."),
    ("请到服务台询问，或发“人工”。", "请到服务台询问。"),
    ("請到服務台詢問，或發「人工」。", "請到服務台詢問。"),
    ("please ask at the desk, or send “librarian”.", "please ask at the desk."),
    ("Send n for more.", "Send 8 for more."),
    ("Send list to go back.", "Send 9 to go back."),
)
"""Hints that ask for several words, each as a whole."""
READ_BACK = Text(
    "您要{deed}，对吗？\n1 对\n2 不对",
    "您要{deed}，對嗎？\n1 對\n2 不對",
    "You want: {deed}. Right?\n1 Yes\n2 No",
)
DEEDS = {
    "renew": Text("续借", "續借", "renew"),
    "renew_numbered": Text("续借第 {places} 本", "續借第 {places} 本", "renew number {places}"),
    "renew_titled": Text("续借{title}", "續借{title}", "renew {title}"),
    "renew_all": Text("把借的书全部续借", "把借的書全部續借", "renew all your books"),
    "hold": Text(
        "预约{title}，在{where}取", "預約{title}，在{where}取", "put {title} on hold for {where}"
    ),
    "cancel": Text("取消预约", "取消預約", "cancel the hold"),
    "cancel_numbered": Text(
        "取消第 {places} 条预约", "取消第 {places} 條預約", "cancel hold number {places}"
    ),
}
YES = (
    "1", "对", "是", "好", "對", "yes", "对的", "是的", "好的", "对对", "對的", "嗯", "嗯嗯", "行", "可以", "没错",
    "沒錯", "要", "对啊", "是啊", "ok",
)  # fmt: skip
NO = (
    "2", "不对", "不", "不是", "不對", "no", "不要", "不用", "不用了", "算了", "不行", "错了", "不是的", "不要了",
)  # fmt: skip
SIGNS = "。.!！，,~～ "
"""What may follow a yes or a no."""
NOT_DONE = Text("好的，没有办。", "好的，沒有辦。", "All right, nothing was done.")
