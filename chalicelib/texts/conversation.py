"""What the account says when no feature has anything better to say."""

from chalicelib.texts.words import Text

BUSY = Text(
    hans="抱歉，系统刚才没能处理好您的消息。请过一会儿再发一次；着急的话，发送“人工”，馆员会回复您。",
    hant="抱歉，系統剛才沒能處理好您的訊息。請過一會兒再發一次；著急的話，發送「人工」，館員會回覆您。",
    en="Sorry, something went wrong with your message. Please send it again in a little while, or "
    "send “librarian” and one will answer you.",
)

SLOWER = Text(
    hans="您发得有点快，系统跟不上了。这一条没有办理，请歇 {seconds} 秒，再把要问的发一次。歇着的时候再发，也不会办理。着急的话，可以直接打图书馆的电话。",
    hant="您發得有點快，系統跟不上了。這一條沒有辦理，請歇 {seconds} 秒，再把要問的發一次。歇著的時候再發，也不會辦理。著急的話，可以直接打圖書館的電話。",
    en="That was a little fast for us, and this message was not dealt with. Please wait {seconds} seconds, then "
    "send your question again; what you send before that will not be answered. If it is urgent, please call the library.",
)

NOTICE_HEAD = Text(
    hans="【图书馆给您的消息】", hant="【圖書館給您的訊息】", en="[From your library]"
)

NOTICE_AGAIN = Text(
    hans="【图书馆给您的消息，如果已经看过，不用理会】",
    hant="【圖書館給您的訊息，如果已經看過，不用理會】",
    en="[From your library; you may have read this already]",
)

MORE = Text(
    hans="（还有内容，发送“继续”接着看）",
    hant="（還有內容，發送「繼續」接著看）",
    en="(There is more: send “more” to read on)",
)

VOICE = Text(
    hans="收到您的语音了，但这里听不懂语音。请把问题打成文字发来；不方便打字就发送“人工”，馆员会听您的语音并回复。",
    hant="收到您的語音了，但這裡聽不懂語音。請把問題打成文字發來；不方便打字就發送「人工」，館員會聽您的語音並回覆。",
    en="We received your voice message but cannot understand speech here. Please type your question,"
    " or send “librarian” and one will listen and answer.",
)

PICTURE = Text(
    hans="收到您的图片了。想让馆员看看，请发送“人工”；想反映问题，请发送“反馈”。图片会一起带上。",
    hant="收到您的圖片了。想請館員看看，請發送「人工」；想反映問題，請發送「反饋」。圖片會一起帶上。",
    en="We received your picture. To show it to a librarian send “librarian”; to report a problem send “feedback”. "
    "The picture goes with it.",
)

OTHER = Text(
    hans="收到了，不过这里还看不懂这种消息。请用文字告诉我们您想问什么，或发送“人工”找馆员。",
    hant="收到了，不過這裡還看不懂這種訊息。請用文字告訴我們您想問什麼，或發送「人工」找館員。",
    en="Received, but this kind of message cannot be read here. Please type what you would like to "
    "ask, or send “librarian” for a person.",
)

CANCELLED = Text(
    hans="好的，已经退出。您可以随时发送书名查书，或直接提问。",
    hant="好的，已經退出。您可以隨時發送書名查書，或直接提問。",
    en="All right, stopped. Send a title to search, or just ask a question.",
)

ENGLISH_HINTS = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "do",
        "does",
        "can",
        "could",
        "how",
        "what",
        "when",
        "where",
        "who",
        "why",
        "i",
        "my",
        "me",
        "you",
        "your",
        "book",
        "books",
        "library",
        "card",
        "open",
        "close",
        "opening",
        "hours",
        "hello",
        "hi",
        "help",
        "please",
        "thanks",
        "thank",
        "renew",
        "borrow",
        "return",
        "librarian",
        "wifi",
        "print",
        "parking",
        "of",
        "to",
        "for",
        "in",
        "on",
        "at",
        "it",
        "there",
        "any",
        "have",
        "yes",
        "no",
        "ok",
        "more",
        "next",
        "done",
        "cancel",
        "feedback",
        "complaint",
        "suggestion",
        "praise",
        "human",
        "agent",
        "list",
    ]
)
"""A message without Han characters that holds one of these is taken to be English."""

BOTH_SCRIPTS = frozenset("著乾徵藉瞭於夥覆阪祇吒蘋甦妳祂喫揹週佔麽痠捨糰嚐")
"""Folded for searching, yet met in Simplified text too (or in names): no sign of Traditional."""

CHOOSE_LANGUAGE = {
    "english": "en",
    "英文": "en",
    "英语": "en",
    "简体": "zh-Hans",
    "简体中文": "zh-Hans",
    "中文": "zh-Hans",
    "繁体": "zh-Hant",
    "繁體": "zh-Hant",
    "繁體中文": "zh-Hant",
    "正體中文": "zh-Hant",
}

LANGUAGE_CHOSEN = Text(
    hans="好的，以后用简体中文回复您。想换语言，发送“繁體”或“English”。",
    hant="好的，以後用繁體中文回覆您。想換語言，發送「简体」或「English」。",
    en="We will answer in English from now on. To change, send 简体 or 繁體.",
)

MORE_WORDS = ("继续", "接着看", "繼續", "接著看", "more")
READ_ON = (*MORE_WORDS, "下一页", "下一頁", "更多", "next")
"""Also where nothing but a long reply could be turned."""

UNKNOWN = Text(
    hans="这个问题我还不会回答。您可以：\n· 直接发书名查书\n· 发送“人工”，馆员会回复您",
    hant="這個問題我還不會回答。您可以：\n· 直接發書名查書\n· 發送「人工」，館員會回覆您",
    en="I cannot answer that yet. You can:\n· send a title to search the catalogue\n· send “librarian” and a "
    "person will answer",
)
