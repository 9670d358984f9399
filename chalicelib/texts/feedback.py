"""Words about complaints, suggestions, praise and questions to a person."""

from chalicelib.texts.words import Text

COMMANDS: dict[str, tuple[str, ...]] = {
    "complaint": ("投诉", "我要投诉", "投訴", "我要投訴", "complaint"),
    "suggestion": (
        "反馈",
        "意见反馈",
        "建议",
        "意见",
        "提建议",
        "我有建议",
        "反饋",
        "建議",
        "意見",
        "意見反饋",
        "我有建議",
        "feedback",
        "suggestion",
    ),
    "praise": ("表扬", "我要表扬", "点赞", "表揚", "我要表揚", "點讚", "praise"),
}
"""What opens a case: alone it starts a dialogue, followed by words it is the case in one line."""

MINE = (
    "我的反馈",
    "我的投诉",
    "我的意见",
    "我的建议",
    "反馈进度",
    "我的反饋",
    "我的投訴",
    "my feedback",
)

HUMAN = (
    "人工", "转人工", "人工服务", "人工客服", "找馆员", "馆员", "转接人工", "轉人工", "人工服務", "找館員",
    "human", "librarian", "agent",
)  # fmt: skip
"""Alone, or followed by a space and the question itself."""

QUESTION_SIGNS = (
    "?", "？", "吗", "嗎", "怎么", "怎麼", "什么", "什麼", "哪", "多少", "几点", "幾點", "有没有", "有沒有",
    "能不能", "可不可以", "how", "what", "where", "when",
)  # fmt: skip
"""Words of somebody who asks anew instead of going on with the case just opened."""

YES = ("1", "是", "是的", "好", "好的", "要", "对", "提交", "yes", "ok")
NO = ("0", "2", "不", "不用", "不要", "不用了", "算了", "否", "no")

KINDS = {
    "question": Text("咨询", "諮詢", "question"),
    "complaint": Text("投诉", "投訴", "complaint"),
    "suggestion": Text("意见建议", "意見建議", "suggestion"),
    "praise": Text("表扬", "表揚", "praise"),
}

STATES = {
    "new": Text("已收到，等待处理", "已收到，等待處理", "received"),
    "in_hand": Text("正在处理", "正在處理", "being handled"),
    "answered": Text("已答复", "已答覆", "answered"),
    "closed": Text("已结束", "已結束", "closed"),
}

ASK = Text(
    hans="请把事情说一说：在哪个馆、什么时候、怎么回事。发文字就行。不想说了，发送“取消”。",
    hant="請把事情說一說：在哪個館、什麼時候、怎麼回事。發文字就行。不想說了，發送「取消」。",
    en="Please tell us what happened: which library, when, and what it is about. To stop, send “cancel”.",
)

CONFIRM = Text(
    hans="您说的是：“{text}”。\n要交给馆里处理吗？\n回复 1：提交，会有编号和答复\n回复 0：不用了",
    hant="您說的是：「{text}」。\n要交給館裡處理嗎？\n回覆 1：提交，會有編號和答覆\n回覆 0：不用了",
    en="You said: “{text}”.\nShall we pass it on to the library?\nReply 1: yes, with a number and an "
    "answer\nReply 0: no",
)

OPENED = Text(
    hans="已经记下，编号 {number}。我们会在 {due} 前答复您，就发在这里。\n想补充照片，现在发来即可。\n"
    "以后查进度，发送“我的反馈”。",
    hant="已經記下，編號 {number}。我們會在 {due} 前答覆您，就發在這裡。\n想補充照片，現在發來即可。\n"
    "以後查進度，發送「我的反饋」。",
    en="Noted as number {number}. You will have an answer here by {due}.\nTo add photos, send them "
    "now.\nTo see where it stands, send “my feedback”.",
)

THANKED = Text(
    hans="谢谢您！已经记下，编号 {number}，我们会转告当事的同事。",
    hant="謝謝您！已經記下，編號 {number}，我們會轉告當事的同事。",
    en="Thank you! Noted as number {number}; we will pass it on to our colleagues.",
)

HUMAN_OPENED = Text(
    hans="好的，已为您找馆员，编号 {number}。馆员会在 {due} 前回复您，就发在这里。\n"
    "请接着把要问的事打出来，也可以发照片。",
    hant="好的，已為您找館員，編號 {number}。館員會在 {due} 前回覆您，就發在這裡。\n"
    "請接著把要問的事打出來，也可以發照片。",
    en="All right, number {number}. A librarian will answer you here by {due}.\n"
    "Please type your question now; photos are welcome too.",
)

HUMAN_WITH_QUESTION = Text(
    hans="好的，您的问题已交给馆员，编号 {number}。馆员会在 {due} 前回复您，就发在这里。\n想补充，接着发来即可。",
    hant="好的，您的問題已交給館員，編號 {number}。館員會在 {due} 前回覆您，就發在這裡。\n想補充，接著發來即可。",
    en="Your question is with a librarian, number {number}. You will have an answer here by {due}.\n"
    "To add something, just send it.",
)

ADDED = Text(
    hans="已补充到编号 {number}。还有要补充的，接着发；没有了，发送“好了”。",
    hant="已補充到編號 {number}。還有要補充的，接著發；沒有了，發送「好了」。",
    en="Added to number {number}. Send more, or send “done”.",
)

FULL = Text(
    hans="编号 {number} 已经写满了，这一条没能加进去，前面的都已记下。还有话要说，发送“反馈”，为您另开一个编号。",
    hant="編號 {number} 已經寫滿了，這一條沒能加進去，前面的都已記下。還有話要說，發送「反饋」，為您另開一個編號。",
    en="Number {number} is full: this was not added, but all before it is noted. To tell us more, send "
    "“feedback” and you get a new number.",
)

PICTURE_COMING = Text(
    hans="收到了，正在存到编号 {number}。还有要补充的，接着发；没有了，发送“好了”。",
    hant="收到了，正在存到編號 {number}。還有要補充的，接著發；沒有了，發送「好了」。",
    en="Received; it is being added to number {number}. Send more, or send “done”.",
)

WITH_MEDIA = Text(
    hans="您发来的图片或语音，也一起交给馆员。",
    hant="您發來的圖片或語音，也一起交給館員。",
    en="What you sent before goes to the librarian as well.",
)

DONE_WORDS = ("好了", "没有了", "没了", "就这些", "完了", "done", "沒有了")

DONE = Text(
    hans="好的，编号 {number} 已完整记下。查进度请发送“我的反馈”。",
    hant="好的，編號 {number} 已完整記下。查進度請發送「我的反饋」。",
    en="All right, number {number} is complete. To see where it stands, send “my feedback”.",
)

DROPPED = Text(
    hans="好的，没有提交。还有什么可以帮您？",
    hant="好的，沒有提交。還有什麼可以幫您？",
    en="All right, nothing was submitted. What else can we do for you?",
)

ANSWERED = Text(
    hans="您的编号 {number}，馆里答复：\n{answer}\n\n还有问题，发送“人工”。",
    hant="您的編號 {number}，館裡答覆：\n{answer}\n\n還有問題，發送「人工」。",
    en="About your number {number}, the library answers:\n{answer}\n\nAny more questions? Send “librarian”.",
)

NONE_YET = Text(
    hans="您还没有留过反馈。想投诉、提建议或表扬，发送“反馈”。",
    hant="您還沒有留過反饋。想投訴、提建議或表揚，發送「反饋」。",
    en="You have not sent us any feedback yet. To do so, send “feedback”.",
)

LIST_HEAD = Text("您的反馈：", "您的反饋：", "Your feedback:")
LIST_LINE = Text(
    hans="{number}（{kind}）{state}\n“{heading}”",
    hant="{number}（{kind}）{state}\n「{heading}」",
    en="{number} ({kind}) {state}\n“{heading}”",
)
LIST_DUE = Text("答复时间：{due} 前", "答覆時間：{due} 前", "answer due by {due}")
LIST_ANSWER = Text("馆里答复：{answer}", "館裡答覆：{answer}", "answer: {answer}")
LIST_MORE = Text(
    "更早的，发送“下一页”。", "更早的，發送「下一頁」。", "For earlier ones send “next”."
)
NEXT_PAGE = ("下一页", "下页", "更多", "下一頁", "next", "more")

DAY_AND_TIME = Text("{month}月{day}日 {time}", "{month}月{day}日 {time}", "{month}/{day} {time}")

MEDIUM_LOST = "（读者发来一张图片或一段语音，没能取到，请向读者再要一次）"
"""Read by staff in the case."""
