"""Words about library cards: binding, choosing, unbinding, in the chat and on the page."""

from chalicelib.texts.words import Text

BIND = (
    "绑定", "绑证", "绑卡", "绑定读者证", "绑定借书证", "绑定读者卡", "我要绑定", "再绑一张", "添加读者证",
    "我要绑证", "我要绑卡", "我想绑定", "我想绑证", "绑我的证", "再绑一张证", "再绑一张卡", "加一张证", "绑第二张证",
    "绑孩子的证", "绑孩子的卡", "给孩子绑证", "给孩子绑卡", "给孩子绑定", "帮孩子绑定", "怎么给孩子绑卡", "孩子的卡怎么加",
    "孩子的证怎么绑", "我要綁證", "我要綁定", "再綁一張證", "綁孩子的證", "給孩子綁定",
    "綁定", "綁定讀者證", "綁定借書證", "綁證", "bind", "bind card", "link card",
)  # fmt: skip
UNBIND = (
    "解绑", "解除绑定", "取消绑定", "解绑读者证", "解綁", "解除綁定", "取消綁定", "unbind", "unlink card",
)  # fmt: skip
"""Alone, or followed by the card's number in the list."""
MINE = (
    "我的证号", "我的卡号", "我的读者证号", "我的读者证号是多少", "我的证号是多少", "我的卡号是多少", "我绑了哪些证",
    "我绑了几张证", "绑定了哪些证", "我的證號", "我的卡號",
    "我的证", "我的读者证", "我的借书证", "我的卡", "我的證", "我的讀者證", "my cards",
)  # fmt: skip
USE = ("用证", "换证", "默认证", "用證", "換證", "use card")
"""Followed by the card's number in the list."""
NAME = ("改名", "证改名", "rename card")
"""Followed by the card's number in the list and the new name."""

INVITE = Text(
    '点这里绑定读者证：\n<a href="{link}">打开绑定页面</a>\n\n'
    "填上证号和密码，再把页面给您的六位数字发到这里，就好了。\n"
    "链接十分钟内有效。请不要转给别人；密码请只填在页面上，不要发在聊天里。",
    '點這裏綁定讀者證：\n<a href="{link}">打開綁定頁面</a>\n\n'
    "填上證號和密碼，再把頁面給您的六位數字發到這裏，就好了。\n"
    "連結十分鐘內有效。請不要轉給別人；密碼請只填在頁面上，不要發在聊天裏。",
    'Bind your library card here:\n<a href="{link}">Open the page</a>\n\n'
    "Enter your card number and PIN, then send the six digits it shows to this chat.\n"
    "The link works for ten minutes. Do not pass it on, and never send your PIN in the chat.",
)
INVITE_BY_LOGIN = Text(
    '点这里绑定读者证：\n<a href="{link}">打开绑定页面</a>\n\n'
    "填上证号和密码就好了。如果页面给了您六位数字，请把数字发到这里。\n"
    "链接十分钟内有效。请不要转给别人；密码请只填在页面上，不要发在聊天里。",
    '點這裏綁定讀者證：\n<a href="{link}">打開綁定頁面</a>\n\n'
    "填上證號和密碼就好了。如果頁面給了您六位數字，請把數字發到這裏。\n"
    "連結十分鐘內有效。請不要轉給別人；密碼請只填在頁面上，不要發在聊天裏。",
    'Bind your library card here:\n<a href="{link}">Open the page</a>\n\n'
    "Enter your card number and PIN, and that is all. If it shows six digits, send them to this chat.\n"
    "The link works for ten minutes. Do not pass it on, and never send your PIN in the chat.",
)
NOT_HERE = Text(
    "想绑定读者证，请发“绑定”，再点开给您的链接：证号和密码填在打开的页面上。",
    "想綁定讀者證，請發“綁定”，再點開給您的連結：證號和密碼填在打開的頁面上。",
    "To bind your card, send “bind” and open the link you get: the page asks for number and PIN.",
)
"""Behind the warning that numbers do not belong in the chat."""
ON_THE_PAGE = Text(
    "证号和密码请不要发在这里，填到绑定页面上就好：点上面那条“打开绑定页面”。您刚才发的没有保存。\n"
    "只有页面最后给您的六位数字，才发到这里。链接打不开，请再发一次“绑定”。",
    "證號和密碼請不要發在這裏，填到綁定頁面上就好：點上面那條“打開綁定頁面”。您剛才發的沒有保存。\n"
    "只有頁面最後給您的六位數字，才發到這裏。連結打不開，請再發一次“綁定”。",
    "Please do not send your card number or PIN here: open the page above and enter them there. "
    "What you sent was not kept.\nOnly the six digits the page shows at the end belong here. "
    "If the link does not open, send “bind” again.",
)
NO_ADDRESS = Text(
    "绑定页面暂时打不开。请过几分钟再发“绑定”，或者到服务台办理。",
    "綁定頁面暫時打不開。請過幾分鐘再發“綁定”，或者到服務台辦理。",
    "The page cannot be opened right now. Please send “bind” again in a few minutes.",
)
NO_SYSTEM = Text(
    "本馆还没有开通网上查借阅。请到服务台，或者打电话给我们。",
    "本館還沒有開通網上查借閱。請到服務台，或者打電話給我們。",
    "This library's loans are not online yet. Please ask at the desk or call us.",
)
BOUND = Text(
    "绑定好了：{card}。\n发“我的借阅”看借了哪些书，发“续借”办续借。\n想解除绑定，发“解绑”。",
    "綁定好了：{card}。\n發“我的借閱”看借了哪些書，發“續借”辦續借。\n想解除綁定，發“解綁”。",
    "Done: {card} is bound.\nSend “my loans” to see your books, “renew” to renew them, “unbind” to undo this.",
)
BOUND_BY_PAGE = Text(
    "刚刚绑定好了：{card}。\n发“我的借阅”看借了哪些书，发“续借”办续借。\n如果不是您本人办的，请马上发“解绑”。",
    "剛剛綁定好了：{card}。\n發“我的借閱”看借了哪些書，發“續借”辦續借。\n如果不是您本人辦的，請馬上發“解綁”。",
    "Just bound: {card}.\nSend “my loans” to see your books, “renew” to renew them. "
    "If it was not you, send “unbind” now.",
)
WRONG_CODE = Text(
    "这六位数字不对，还可以试 {left} 次。请看页面上显示的数字。",
    "這六位數字不對，還可以試 {left} 次。請看頁面上顯示的數字。",
    "Those six digits are not right. {left} more tries; please look at the page again.",
)
CODE_SPENT = Text(
    "数字错了几次，为了安全，这次绑定取消了。请重新发“绑定”。",
    "數字錯了幾次，為了安全，這次綁定取消了。請重新發“綁定”。",
    "Wrong too often, so this binding was cancelled for safety. Please send “bind” again.",
)
NO_CODE = Text(
    "如果这是绑定读者证的六位数字：它只认当初发“绑定”的那个微信，而且十分钟内有效。\n"
    "请发“绑定”，用您自己收到的链接再办一次。别人转给您的链接，请不要填。",
    "如果這是綁定讀者證的六位數字：它只認當初發“綁定”的那個微信，而且十分鐘內有效。\n"
    "請發“綁定”，用您自己收到的連結再辦一次。別人轉給您的連結，請不要填。",
    "If these are the six digits for binding a card: they work only in the WeChat that asked for the link, "
    "for ten minutes. Send “bind” and use your own link; never fill in one that somebody passed on to you.",
)
TOO_MANY_CARDS = Text(
    "一个微信最多绑 {most} 张证。请先发“解绑”去掉一张。",
    "一個微信最多綁 {most} 張證。請先發“解綁”去掉一張。",
    "At most {most} cards can be bound. Please send “unbind” first.",
)
NONE_BOUND = Text(
    "您还没有绑定读者证。发“绑定”就可以绑定，大约一分钟。",
    "您還沒有綁定讀者證。發“綁定”就可以綁定，大約一分鐘。",
    "You have not bound a card yet. Send “bind”; it takes a minute.",
)
LIST = Text(
    "您绑定的读者证：\n{cards}\n\n第 1 张是平时用的。换一张发“用证 2”，改名发“改名 2 妈妈的证”，解除发“解绑 2”。",
    "您綁定的讀者證：\n{cards}\n\n第 1 張是平時用的。換一張發“用證 2”，改名發“改名 2 媽媽的證”，解除發“解綁 2”。",
    "Your cards:\n{cards}\n\nThe first one is used unless you say otherwise. "
    "Send “use card 2”, “rename card 2 Mum's”, or “unbind 2”.",
)
ONLY = Text(
    "您绑定的读者证：\n{cards}\n\n再绑一张发“绑定”，起个名字发“改名 1 妈妈的证”，解除发“解绑”。",
    "您綁定的讀者證：\n{cards}\n\n再綁一張發“綁定”，起個名字發“改名 1 媽媽的證”，解除發“解綁”。",
    "Your card:\n{cards}\n\nSend “bind” to add another, “rename card 1 Mum's” to name it, “unbind” to remove it.",
)
CARD_LINE = Text("{place}. {card}", "{place}. {card}", "{place}. {card}")
CARD = Text("读者证（尾号 {tail}）", "讀者證（尾號 {tail}）", "card ending in {tail}")
NAMED_CARD = Text("{name}（尾号 {tail}）", "{name}（尾號 {tail}）", "{name} (ending in {tail})")
WHICH_UNBIND = Text(
    "您绑了几张证，要解除哪一张？请回复数字：\n{cards}",
    "您綁了幾張證，要解除哪一張？請回覆數字：\n{cards}",
    "Which card do you want to unbind? Reply with its number:\n{cards}",
)
UNBOUND = Text(
    "已解除绑定：{card}。您在图书馆的借阅不受影响。想再绑定，发“绑定”。",
    "已解除綁定：{card}。您在圖書館的借閱不受影響。想再綁定，發“綁定”。",
    "Unbound: {card}. Your loans at the library are not affected. Send “bind” to bind it again.",
)
CHOSEN = Text("好的，以后先用：{card}。", "好的，以後先用：{card}。", "From now on: {card}.")
RENAMED = Text("改好了：{card}。", "改好了：{card}。", "Renamed: {card}.")
MEANWHILE_UNBOUND = Text(
    "您当时用的那张证已经解绑，所以没有办。还要办的话，请再发一次。",
    "您當時用的那張證已經解綁，所以沒有辦。還要辦的話，請再發一次。",
    "The card you meant has been unbound since, so nothing was done. If you still want it, please ask again.",
)
NO_SUCH = Text(
    "没有第 {place} 张证。发“我的证”看看有哪几张。",
    "沒有第 {place} 張證。發“我的證”看看有哪幾張。",
    "There is no card number {place}. Send “my cards” to see them.",
)

PAGE_TITLE = "绑定读者证"
PAGE_WRONG = "证号或密码不对，请再看一看。密码忘了，请到服务台重设。"
PAGE_BAD_NUMBER = "证号里只有数字和字母，请再看一看。"
PAGE_EMPTY = "证号和密码都要填。"
PAGE_WAIT = "试的次数多了，为了安全请等一等：{minutes} 分钟以后再试。"
PAGE_TOO_FAST = "这会儿打开的人太多了。请等一分钟，再点一次“下一步”。"
PAGE_DOWN = "图书馆的系统这会儿没有回应，您填的没有出错。请过几分钟再点一次。"
PAGE_GONE = "这个链接已经用过或者过了十分钟。请回到公众号，重新发“绑定”。"
PAGE_NOT_YOURS = (
    "这个链接是给别人的，不能用来绑您的证。请在您自己的公众号对话里发“绑定”，再点您收到的链接。"
)
PAGE_FORGED = "这个链接不完整。请回到公众号，重新发“绑定”，再点新的链接。"
PAGE_BROKEN = "出了点问题，您填的没有保存。请回到公众号，重新发“绑定”。"
