"""Words about readers' data: the notice, what is held, forgetting."""

from chalicelib.texts.words import Text

NOTICE_VERSION = "1"
"""Raise it with every change of what the notice says."""

NOTICE_WORDS = ("隐私说明", "隐私政策", "隐私", "隱私說明", "隱私政策", "隱私", "privacy")
DATA_WORDS = ("我的数据", "我的资料", "查看我的数据", "我的數據", "我的資料", "my data")
FORGET_WORDS = (
    "忘记我", "删除我的数据", "删除我的资料", "清除我的数据", "忘記我", "刪除我的數據", "刪除我的資料", "forget me",
)  # fmt: skip
GIVE_WORDS = ("同意隐私说明", "同意隱私說明", "i agree")
WITHDRAW_WORDS = ("撤回同意", "不同意隐私说明", "不同意隱私說明", "withdraw consent")
COMMANDS = (*NOTICE_WORDS, *DATA_WORDS, *FORGET_WORDS, *GIVE_WORDS, *WITHDRAW_WORDS)
YES = ("1", "是", "是的", "确认", "確認", "yes")

IN_WELCOME = Text(
    hans="想知道您的信息怎样保管，发送“隐私说明”。",
    hant="想知道您的資訊怎樣保管，發送「隱私說明」。",
    en="How we look after your data: send “privacy”.",
)

NOTICE = Text(
    hans="【隐私说明】（第 {version} 版）\n"
    "记什么：微信给的一串编号（不是您的姓名和手机号）、您选的语言、您发来的话、您留的反馈和照片。\n"
    "做什么用：只用来回答您、办理您的反馈。不给别人，不做广告。\n"
    "留多久：您发来的话，最多 30 天；反馈和照片，最后一次往来后 400 天。消息的时间和类别留 400 天，只用代号。\n"
    "请不要发身份证号和密码；发了，系统会尽量遮住再存。\n"
    "您可以：\n· 看留了什么：发送“我的数据”\n· 全部删除：发送“忘记我”；取消关注，也会自动删除\n"
    "· 表示同意：发送“同意隐私说明”；改主意：发送“撤回同意”\n"
    "删除在几分钟内做完。防灾用的副本里，最多再留 35 天；用副本恢复时，会先把您的资料再删一遍。\n"
    "有疑问，打电话给{who}{phone}，或发送“人工”。",
    hant="【隱私說明】（第 {version} 版）\n"
    "記什麼：微信給的一串編號（不是您的姓名和手機號）、您選的語言、您發來的話、您留的反饋和照片。\n"
    "做什麼用：只用來回答您、辦理您的反饋。不給別人，不做廣告。\n"
    "留多久：您發來的話，最多 30 天；反饋和照片，最後一次往來後 400 天。訊息的時間和類別留 400 天，只用代號。\n"
    "請不要發身份證號和密碼；發了，系統會盡量遮住再存。\n"
    "您可以：\n· 看留了什麼：發送「我的數據」\n· 全部刪除：發送「忘記我」；取消關注，也會自動刪除\n"
    "· 表示同意：發送「同意隱私說明」；改主意：發送「撤回同意」\n"
    "刪除在幾分鐘內做完。防災用的副本裡，最多再留 35 天；用副本恢復時，會先把您的資料再刪一遍。\n"
    "有疑問，打電話給{who}{phone}，或發送「人工」。",
    en="[Privacy notice] (version {version})\n"
    "What we keep: an id that WeChat gives us (not your name or phone number), your language, what you "
    "write, the feedback and photos you leave.\n"
    "What for: only to answer you and to deal with your feedback. Nobody else gets it; no advertising.\n"
    "How long: what you write, at most 30 days; feedback and photos, 400 days after the last word. Time and "
    "kind of messages stay 400 days under a code name.\n"
    "Please send no identity numbers or passwords; if you do, they are masked as far as we can tell.\n"
    "You can:\n· see what is kept: send “my data”\n· delete all of it: send “forget me”; unfollowing does so too\n"
    "· agree: send “I agree”; change your mind: send “withdraw consent”\n"
    "Deleting takes a few minutes. Disaster copies keep it up to 35 days more; if one is ever used, your data "
    "are deleted again first.\n"
    "Questions? Call {who}{phone}, or send “librarian”.",
)

LIBRARY = Text("图书馆", "圖書館", "the library")

GIVEN = Text(
    hans="谢谢，已记下您同意隐私说明（第 {version} 版）。改主意了，发送“撤回同意”。",
    hant="謝謝，已記下您同意隱私說明（第 {version} 版）。改主意了，發送「撤回同意」。",
    en="Thank you. We noted that you agree to the privacy notice (version {version}). To take it back, send “withdraw consent”.",
)

WITHDRAWN = Text(
    hans="好的，已记下您撤回同意。您照样可以提问、查书。要把留下的资料全部删除，发送“忘记我”。",
    hant="好的，已記下您撤回同意。您照樣可以提問、查書。要把留下的資料全部刪除，發送「忘記我」。",
    en="All right, we noted that you withdraw your consent. You can still ask and search. To delete everything we "
    "keep, send “forget me”.",
)

FORGET_ASK = Text(
    hans="要删除我们留有的您的全部资料吗？包括您发来的话、照片和反馈。\n还没答复的反馈，就收不到答复了。删了找不回来。\n"
    "回复 1：全部删除\n不想删，不用理会",
    hant="要刪除我們留有的您的全部資料嗎？包括您發來的話、照片和反饋。\n還沒答覆的反饋，就收不到答覆了。刪了找不回來。\n"
    "回覆 1：全部刪除\n不想刪，不用理會",
    en="Delete everything we keep about you: what you wrote, your photos, your feedback?\nFeedback without an answer "
    "yet will get none. It cannot be undone.\nReply 1: delete everything\nOtherwise just ignore this",
)

FORGOTTEN = Text(
    hans="好的，几分钟内就会全部删除。以后您再发消息，我们就当第一次见面。欢迎随时再来。",
    hant="好的，幾分鐘內就會全部刪除。以後您再發訊息，我們就當第一次見面。歡迎隨時再來。",
    en="All right, everything will be gone in a few minutes. If you write again, we will meet as if for the first time.",
)

HELD_HEAD = Text(
    hans="我们留有您的这些资料：",
    hant="我們留有您的這些資料：",
    en="This is what we keep about you:",
)
HELD_ID = Text(
    hans="· 微信给的编号：{reader}",
    hant="· 微信給的編號：{reader}",
    en="· the id WeChat gives us: {reader}",
)
HELD_LANGUAGE = Text("· 语言：{words}", "· 語言：{words}", "· language: {words}")
HELD_LAST = Text("· 最近一次发消息：{when}", "· 最近一次發訊息：{when}", "· last message: {when}")
HELD_TAP = Text("· 最近一次点菜单：{when}", "· 最近一次點選單：{when}", "· last menu tap: {when}")
HELD_DIALOGUE = Text(
    "· 正在说的事：{words}", "· 正在說的事：{words}", "· what we are talking about: {words}"
)
HELD_LIST = Text(
    hans="· 刚才说到哪儿了（给您看的单子、问您的话），好接着往下办；过一会儿自己消失",
    hant="· 剛才說到哪兒了（給您看的單子、問您的話），好接著往下辦；過一會兒自己消失",
    en="· where we were (a list you were shown, a question you were asked); it goes by itself soon",
)
HELD_CHOICE = Text("{name}（{state}）", "{name}（{state}）", "{name} ({state})")
COMMA = Text("、", "、", ", ")
HELD_SENIOR = Text("· 您用的是长者模式", "· 您用的是長者模式", "· you use senior mode")
HELD_NOTICE = Text(
    "· 等着给您的消息：{words}", "· 等著給您的訊息：{words}", "· waiting for you: {words}"
)
HELD_CARD = Text(
    hans="· 绑定的读者证：{number}{name}（{when}）",
    hant="· 綁定的讀者證：{number}{name}（{when}）",
    en="· library card: {number}{name} ({when})",
)
HELD_CHOICES = Text("· 您选的提醒：{words}", "· 您選的提醒：{words}", "· your reminders: {words}")
HELD_WISH = Text(
    hans="· 等着办的：{deed}{title}（{when} 提出，最晚等到 {until}）",
    hant="· 等著辦的：{deed}{title}（{when} 提出，最晚等到 {until}）",
    en="· waiting to be done: {deed} {title} (asked {when}, until {until})",
)
HELD_SENT = Text(
    hans="· 最近 30 天给您发过的提醒：{count} 条，最后一条 {last}",
    hant="· 最近 30 天給您發過的提醒：{count} 條，最後一條 {last}",
    en="· reminders of the last 30 days: {count}, the last one {last}",
)
HELD_CASE = Text(
    hans="· {kind} {number}（{when}）",
    hant="· {kind} {number}（{when}）",
    en="· {kind} {number} ({when})",
)
HELD_YOU = Text("　您：{words}", "　您：{words}", "　you: {words}")
HELD_US = Text("　馆里：{words}", "　館裡：{words}", "　the library: {words}")
HELD_FILES = Text(
    "　图片或语音 {count} 个", "　圖片或語音 {count} 個", "　photos or voices: {count}"
)
HELD_CONSENT = Text(
    hans="· {when} {deed}（第 {version} 版）",
    hant="· {when} {deed}（第 {version} 版）",
    en="· {when} {deed} (version {version})",
)
DEEDS = {
    "told": Text("告诉过您隐私说明", "告訴過您隱私說明", "you were shown the privacy notice"),
    "given": Text("您同意了隐私说明", "您同意了隱私說明", "you agreed to the privacy notice"),
    "withdrawn": Text("您撤回了同意", "您撤回了同意", "you withdrew your consent"),
}
HELD_TAIL = Text(
    hans="最近几分钟的原话，另存一会儿，防止重复回答。消息的时间和类别留 400 天，只用代号，没有内容。\n"
    "要一份文件，发送“人工”；全部删除，发送“忘记我”。",
    hant="最近幾分鐘的原話，另存一會兒，防止重複回答。訊息的時間和類別留 400 天，只用代號，沒有內容。\n"
    "要一份檔案，發送「人工」；全部刪除，發送「忘記我」。",
    en="Your words of the last minutes are kept a moment so that nothing is answered twice. Time and kind of messages "
    "stay 400 days under a code name, without their words.\nFor a file of all this send “librarian”; to delete "
    "everything send “forget me”.",
)

REDACTED = "（读者已要求删除，内容不再保留）"
"""Stands in a case instead of a forgotten reader's words; staff read it."""
