"""Words about loans, renewals and holds."""

from chalicelib.texts.words import Text

MINE = (
    "我的借阅", "我的借书", "借阅情况", "我借的书", "我的借閱", "my loans", "my books", "loans",
)  # fmt: skip
OWED = (
    "我的费用", "我的欠费", "我的欠款", "我的罚款", "我欠多少钱", "我欠费吗", "我欠费了吗",
    "我有罚款吗", "我有欠费吗", "我有没有欠费", "要交多少罚款", "我的費用", "我的欠費", "我的罰款",
    "我欠多少錢", "我欠費嗎", "我有罰款嗎", "my fees", "my fines",
    "欠费多少", "欠了多少钱", "欠多少钱", "欠多少", "我欠多少", "我欠了多少钱", "我欠费多少", "我的欠费多少",
    "查欠费", "查一下欠费", "有欠费吗", "有没有欠费", "我有没有罚款", "有罚款吗", "我的滞纳金",
    "欠費多少", "查欠費", "有沒有欠費", "欠多少錢", "我的滯納金",
)  # fmt: skip
HOLDS = ("我的预约", "预约情况", "我的預約", "my holds", "holds")
CANCEL_HOLD = ("取消预约", "退预约", "取消預約", "cancel hold", "cancel holds")
"""Alone, or followed by a number: of the card, or of the hold in the list."""
_OFF = "(?:不要|取消|退掉|撤销|撤銷|不约|不約)(?:掉)?"
_EVERY = "(?:全部|全都|全|都|所有的?)"
_BOOKED = "(?:预约|預約)"
CANCEL_ALL = (
    rf"(?:把)?{_BOOKED}?(?:的?[书書])?{_EVERY}(?:的)?{_BOOKED}?(?:都)?{_OFF}{_BOOKED}?(?:了|吧)?"
    rf"|{_OFF}(?:掉)?(?:全部|所有)(?:的)?{_BOOKED}?(?:了|吧)?|{_OFF}{_BOOKED}全部|cancel (?:them )?all(?: holds)?"
)
"""Of an open list of holds; elsewhere only where holds are named."""
THAT_OFF = rf"(?:把)?(.{{1,20}}?)(?:也|都|就)?{_OFF}(?:了|吧)?|(?:不要|取消|退掉|撤销|撤銷|cancel)\s*(.{{1,20}})"
"""Numbers before or behind it, below a list of holds."""
_MINE = rf"我?(?:的)?{_BOOKED}(?:的)?(?:[那这這]本)?[书書]?"
NO_MORE = (
    r"(?=.*(?:我|书|書|本|了))"
    rf"(?:(?:把|请|請|[帮幫]我)?(?:取消|退掉|撤销|撤銷|不想要|不要){_MINE}(?:了|吧)?"
    rf"|(?:把)?{_MINE}我?(?:都)?(?:不想要|不要|取消|退掉)(?:了|吧)?)"
)
"""A hold is not wanted any more, said in other words."""
OF_HOLDS = "我(?:的)?(?:预约|預約|约的|約的)|my holds?|on hold for me"
"""A question about what is one's own that means holds, not loans."""
NO_HOLD = "(?:我|这本|這本|那本)?(?:先|还是|還是|暂时|暫時|就)?(?:不|别|別)(?:想|用|要)?(?:再)?(?:约|約|预|預|订|訂|留|这|這|那|了).*"
"""A no to the book at hand."""
UNDO = ("取消", "不要了", "不约了", "不約了", "撤销", "撤銷", "cancel")
"""Within a sentence about a hold: it is to be taken back, so the holds are shown with how."""
RENEW_WORDS = ("续借", "續借", "renew")
HOLD_WORDS = ("预约", "預約", "hold")
"""Followed by numbers of the list."""
SENTENCE_ENDS = "？?。！!~ "
NUMBER = "[0-9０-９]{1,3}|[一二两兩三四五六七八九十]{1,3}"
_ONE = (
    rf"(?:第\s*(?:{NUMBER})\s*(?:本|个|個|条|條|号|號|家|张|張)?(?:馆|館)?"
    r"|[0-9０-９]{1,3}\s*(?:号|號)?|[一二三四五六七八九十])"
)
NUMBERS = rf"(?:我?要|我?选|我?選|就)?\s*{_ONE}(?:[\s,，、和跟]+{_ONE})*\s*(?:吧|的|了)?[。.]?"
"""As they are written after a command, or alone. "两本" is how many, "第二本" is which one."""
DIGITS = {
    "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TEN = "十"
ALL_OF_THEM = frozenset(
    ("全部", "全", "都", "都要", "全要", "都续", "都續", "全部续", "都续了", "全续", "都续吧", "全部都续", "all")
)  # fmt: skip
"""Where we asked which one to renew."""
ALL_OFF = frozenset(("全部", "全", "所有", "所有的", "全部的", "都不要了", "all", "all of them"))
"""Where we asked which hold to cancel."""

LOOKING = Text(
    "正在查，查到了马上告诉您。",
    "正在查，查到了馬上告訴您。",
    "Looking it up; you will hear from us in a moment.",
)
DEEDS = {
    "renew": Text("续借", "續借", "renewal"),
    "renew_all": Text("续借", "續借", "renewal"),
    "hold": Text("预约", "預約", "hold"),
    "cancel": Text("取消预约", "取消預約", "cancellation"),
}
CARD_GONE = Text(
    "图书馆的系统里找不到{card}了。证可能换过，请先发“解绑”，再发“绑定”。",
    "圖書館的系統裏找不到{card}了。證可能換過，請先發“解綁”，再發“綁定”。",
    "The library's system no longer knows {card}. If you have a new card, send “unbind” and then “bind”.",
)
CARD_STOPPED = {
    "expired": Text(
        "{card}已经过期，这里暂时查不了借阅。请到服务台延长有效期；换了新证，先发“解绑”，再发“绑定”。",
        "{card}已經過期，這裏暫時查不了借閱。請到服務台延長有效期；換了新證，先發“解綁”，再發“綁定”。",
        "{card} has expired, so its account is not shown here. Please have it extended at the desk; "
        "with a new card, send “unbind” and then “bind”.",
    ),
    "blocked": Text(
        "{card}已经停用，这里暂时查不了借阅。请到服务台问一问；换了新证，先发“解绑”，再发“绑定”。",
        "{card}已經停用，這裏暫時查不了借閱。請到服務台問一問；換了新證，先發“解綁”，再發“綁定”。",
        "{card} is blocked, so its account is not shown here. Please ask at the desk; with a new "
        "card, send “unbind” and then “bind”.",
    ),
}
"""By `ils.model.CardState`."""
ODD = Text(
    "图书馆的系统没有给出看得懂的回答，没有办成。请打电话或到服务台问一问。",
    "圖書館的系統沒有給出看得懂的回答，沒有辦成。請打電話或到服務台問一問。",
    "The library's system gave no answer we can use, so nothing was done. Please call us or ask at the desk.",
)

NO_LOANS = Text(
    "{card}现在没有借书。想找书，直接发书名。",
    "{card}現在沒有借書。想找書，直接發書名。",
    "Nothing is on loan on {card}. To find a book, just send its title.",
)
LOANS = Text("{card}借了 {count} 本：", "{card}借了 {count} 本：", "{card}: {count} on loan")
LOANS_LATE = Text(
    "{card}借了 {count} 本，其中 {late} 本已超期：",
    "{card}借了 {count} 本，其中 {late} 本已超期：",
    "{card}: {count} on loan, {late} overdue",
)
LOAN = Text(
    "{place}. {title}\n   {due}", "{place}. {title}\n   {due}", "{place}. {title}\n   {due}"
)
DUE = Text(
    "{date}到期，还有 {days} 天", "{date}到期，還有 {days} 天", "due {date}, {days} days left"
)
DUE_TOMORROW = Text("明天（{date}）到期", "明天（{date}）到期", "due tomorrow ({date})")
DUE_TODAY = Text("今天到期", "今天到期", "due today")
OVERDUE = Text(
    "已超期 {days} 天（应在{date}还）",
    "已超期 {days} 天（應在{date}還）",
    "{days} days overdue (was due {date})",
)
DUE_UNKNOWN = Text("到期日请看借书单", "到期日請看借書單", "for the due date see your slip")
RECALLED = Text(
    "别人在等，请尽快还", "別人在等，請盡快還", "someone is waiting, please return it soon"
)
FEES = Text("待付费用共 {money}。", "待付費用共 {money}。", "Fees owed: {money}.")
FEES_TO_PAY = Text(
    "{card}待付费用共 {money}。请到任一馆服务台付清。",
    "{card}待付費用共 {money}。請到任一館服務臺付清。",
    "Fees owed on {card}: {money}. Please pay at the desk of any branch.",
)
NO_FEES = Text("{card}没有待付的费用。", "{card}沒有待付的費用。", "No fees are owed on {card}.")
MONEY = Text("{yuan} 元", "{yuan} 元", "CNY {yuan}")
PARTLY = Text(
    "（系统只给了一部分，可能不全。）",
    "（系統只給了一部分，可能不全。）",
    "(The system told only part of it.)",
)
LOANS_HINT = Text(
    "续借一本发“续借 1”，全部续借发“全部续借”。",
    "續借一本發“續借 1”，全部續借發“全部續借”。",
    "Send “renew 1” for one, “renew all” for all.",
)
OTHER_CARDS = Text(
    "您还绑了 {count} 张证，看第 2 张发“我的借阅 2”。",
    "您還綁了 {count} 張證，看第 2 張發“我的借閱 2”。",
    "You have {count} more bound; send “my loans 2” for the second.",
)

WHICH_RENEW = Text(
    "要续借哪一本？请回复数字，几本就发“1 3”，全部发“全部续借”。",
    "要續借哪一本？請回覆數字，幾本就發“1 3”，全部發“全部續借”。",
    "Which one? Reply with its number, “1 3” for several, or “renew all”.",
)
RENEW_THAT = Text(
    "要续借第 {number} 本，请发“续借 {number}”；全部续借，发“全部续借”。",
    "要續借第 {number} 本，請發“續借 {number}”；全部續借，發“全部續借”。",
    "To renew number {number}, send “renew {number}”; for all, “renew all”.",
)
CANCEL_THAT = Text(
    "不要第 {number} 条预约了，请发“取消预约 {number}”。",
    "不要第 {number} 條預約了，請發“取消預約 {number}”。",
    "To cancel hold number {number}, send “cancel hold {number}”.",
)
"""A number alone, below a list where nobody had asked for one."""
NO_SUCH_LOAN = Text(
    "借阅里没有这一本。发“我的借阅”看看都有哪些。",
    "借閱裏沒有這一本。發“我的借閱”看看都有哪些。",
    "That one is not among your loans. Send “my loans” to see them.",
)
COMMA = Text("、", "、", ", ")
NOT_IN_LIST = Text(
    "单子上没有第 {numbers} 个，没有办。",
    "單子上沒有第 {numbers} 個，沒有辦。",
    "The list has no number {numbers}; nothing was done for it.",
)
RENEWED = Text(
    "{title}：续借好了，新的到期日是{date}。",
    "{title}：續借好了，新的到期日是{date}。",
    "{title}: renewed until {date}.",
)
RENEWED_NO_DAY = Text(
    "{title}：续借好了，新的到期日发“我的借阅”可以看到。",
    "{title}：續借好了，新的到期日發“我的借閱”可以看到。",
    "{title}: renewed. Send “my loans” for the new date.",
)
NOT_RENEWED = Text(
    "{title}：没有续成，{why}", "{title}：沒有續成，{why}", "{title}: not renewed, {why}"
)
WHY = {
    "reserved_by_other": Text(
        "有别的读者预约了，请在到期前还。", "有別的讀者預約了，請在到期前還。",
        "another reader is waiting for it; please return it in time."),
    "limit_reached": Text(
        "次数或册数已经用完。请按时还，还了可以再借。", "次數或冊數已經用完。請按時還，還了可以再借。",
        "the limit is reached. Please return it in time; you may borrow it again."),
    "overdue": Text(
        "已经超期了。请尽快到馆还书。", "已經超期了。請盡快到館還書。", "it is overdue. Please bring it back soon."),
    "lent_to_other": Text(
        "这一册借给别人了。", "這一冊借給別人了。", "this copy is lent to someone else."),
    "not_lendable": Text(
        "这本不外借，只能在馆里看。", "這本不外借，只能在館裏看。", "it is not lent out; please read it in the library."),
    "overdue_others": Text(
        "您有书超期了。请先还超期的书，再来办。", "您有書超期了。請先還超期的書，再來辦。",
        "you have overdue books. Please return those first."),
    "fees_owed": Text(
        "有费用没付清。请先到服务台付清，再来办。", "有費用沒付清。請先到服務台付清，再來辦。",
        "fees are owed. Please pay them at the desk first."),
    "card_expired": Text(
        "读者证过期了。请到服务台延长有效期。", "讀者證過期了。請到服務台延長有效期。",
        "your card has expired. Please have it extended at the desk."),
    "card_blocked": Text(
        "读者证停用了。请到服务台问一问。", "讀者證停用了。請到服務台問一問。",
        "your card is blocked. Please ask at the desk."),
    "not_renewable": Text(
        "这本书不能续借。请按时还。", "這本書不能續借。請按時還。", "it cannot be renewed. Please return it in time."),
    "too_early": Text(
        "还没到可以续借的时候。快到期时再发“续借”。", "還沒到可以續借的時候。快到期時再發“續借”。",
        "it is too early. Send “renew” again shortly before it is due."),
    "recalled": Text(
        "图书馆催还这本书。请尽快还。", "圖書館催還這本書。請盡快還。", "it was recalled. Please return it soon."),
    "not_on_loan": Text(
        "它已经不在您的借阅里了。", "它已經不在您的借閱裏了。", "it is no longer among your loans."),
    "already_held": Text(
        "您已经预约过了。发“我的预约”可以看到。", "您已經預約過了。發“我的預約”可以看到。",
        "you have it on hold already. Send “my holds” to see it."),
    "already_borrowed": Text("这本您正借着呢。", "這本您正借著呢。", "you have it on loan."),
    "not_holdable": Text(
        "这本不能预约，只能在馆里看。", "這本不能預約，只能在館裏看。", "it cannot be held; please read it in the library."),
    "on_the_shelf": Text(
        "架上就有，可以直接来借，不用预约。", "架上就有，可以直接來借，不用預約。",
        "it is on the shelf; just come and borrow it."),
    "no_such_item": Text(
        "系统里没有这本书了。", "系統裏沒有這本書了。", "the system no longer has it."),
    "no_such_pickup": Text(
        "那里不能取书。请再发一次“预约”，换一个馆。", "那裏不能取書。請再發一次“預約”，換一個館。",
        "it cannot be collected there. Please ask again and choose another branch."),
    "already_ready": Text(
        "书已经给您留在预约架上了。不要的话请告诉服务台。", "書已經給您留在預約架上了。不要的話請告訴服務台。",
        "it waits on the hold shelf already. Please tell the desk if you do not want it."),
    "no_such_hold": Text("没有这一条预约了。", "沒有這一條預約了。", "there is no such hold."),
    "not_supported": Text(
        "本馆的系统不能在这里办。请打电话或到服务台。", "本館的系統不能在這裏辦。請打電話或到服務台。",
        "this library's system cannot do that here. Please call or ask at the desk."),
    "unknown": Text(
        "系统没有说原因。请打电话或到服务台问一问。", "系統沒有說原因。請打電話或到服務台問一問。",
        "the system did not say why. Please call or ask at the desk."),
}  # fmt: skip

FIND_FIRST = Text(
    "先发书名把书找出来，再发“预约 1”（1 是列表里的号码）。",
    "先發書名把書找出來，再發“預約 1”（1 是列表裏的號碼）。",
    "First send the title to find the book, then “hold 1” (its number in the list).",
)
NO_LONGER_LISTED = Text(
    "第 {numbers} 个已经不在单子上了。",
    "第 {numbers} 個已經不在單子上了。",
    "Number {numbers} is not there any more.",
)
NOTHING_HELD = Text("好的，没有预约。", "好的，沒有預約。", "All right, nothing was put on hold.")
PICK_FIRST = Text(
    "请发“预约 1”这样的字（1 是上面的号码）。",
    "請發“預約 1”這樣的字（1 是上面的號碼）。",
    "Please send “hold 1” (its number in the list above).",
)
WHERE = Text(
    "预约{title}，想在哪里取？请回复数字：\n{places}",
    "預約{title}，想在哪裏取？請回覆數字：\n{places}",
    "{title}: where would you like to collect it? Reply with a number:\n{places}",
)
PLACE = Text("{place}. {name}", "{place}. {name}", "{place}. {name}")
NO_SUCH_PLACE = Text(
    "请回复 1 到 {count} 里的一个数字；不预约了就发“取消”。",
    "請回覆 1 到 {count} 裏的一個數字；不預約了就發“取消”。",
    "Please reply with a number from 1 to {count}, or “cancel”.",
)
HELD = Text(
    "预约好了：{title}。{queue}{where}",
    "預約好了：{title}。{queue}{where}",
    "On hold: {title}. {queue}{where}",
)
QUEUE = Text(
    "您排在第 {place} 位，", "您排在第 {place} 位，", "You are number {place} in the queue. "
)
COMING = Text(
    "书到了会告诉您，在{name}取。",
    "書到了會告訴您，在{name}取。",
    "We will tell you when it is ready at {name}.",
)
COMING_SOMEWHERE = Text(
    "书到了会告诉您。", "書到了會告訴您。", "We will tell you when it is ready."
)
NOT_HELD = Text(
    "{title}：没有预约成，{why}", "{title}：沒有預約成，{why}", "{title}: not put on hold, {why}"
)
NO_HOLDS = Text(
    "{card}现在没有预约。想预约，先发书名找书。",
    "{card}現在沒有預約。想預約，先發書名找書。",
    "No holds on {card}. To place one, first send the book's title.",
)
MY_HOLDS = Text("{card}预约的书：", "{card}預約的書：", "Holds on {card}:")
HOLD = Text(
    "{place}. {title}\n   {state}", "{place}. {title}\n   {state}", "{place}. {title}\n   {state}"
)
HOLD_STATES = {
    "waiting": Text("等书，排第 {queue} 位", "等書，排第 {queue} 位", "waiting, number {queue}"),
    "waiting_untold": Text("等书", "等書", "waiting"),
    "in_transit": Text("正在送往{where}", "正在送往{where}", "on its way to {where}"),
    "ready": Text(
        "到了！在{where}取，留到{until}",
        "到了！在{where}取，留到{until}",
        "ready at {where} until {until}",
    ),
    "ready_untold": Text("到了！在{where}取", "到了！在{where}取", "ready at {where}"),
    "suspended": Text("暂停排队", "暫停排隊", "suspended"),
}
SOMEWHERE = Text("您选的馆", "您選的館", "your branch")
HOLDS_HINT = Text(
    "不要了发“取消预约 1”。", "不要了發“取消預約 1”。", "To cancel one, send “cancel hold 1”."
)
WHICH_CANCEL = Text(
    "要取消哪一条？请回复数字，几条就发“1 3”，都不要了发“全部”。",
    "要取消哪一條？請回覆數字，幾條就發“1 3”，都不要了發“全部”。",
    "Which one? Reply with its number, “1 3” for several, or “all”.",
)
NO_SUCH_HOLD = Text(
    "没有这一条预约。发“我的预约”看看都有哪些。",
    "沒有這一條預約。發“我的預約”看看都有哪些。",
    "There is no such hold. Send “my holds” to see them.",
)
CANCELLED = Text("已取消预约：{title}。", "已取消預約：{title}。", "Cancelled: {title}.")
NOT_CANCELLED = Text(
    "{title}：没有取消成，{why}", "{title}：沒有取消成，{why}", "{title}: not cancelled, {why}"
)
UNTITLED = Text("这本书", "這本書", "the book")
TITLE = Text("《{title}》", "《{title}》", "“{title}”")
