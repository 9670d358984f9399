"""What the catalogue says to readers and staff, and the words readers type at it."""

from chalicelib.texts.words import Text

COLUMN_NAMES = {
    "编号": "id",
    "控制号": "id",
    "题名": "title",
    "书名": "title",
    "正题名": "title",
    "副题名": "subtitle",
    "作者": "authors",
    "责任者": "authors",
    "著者": "authors",
    "author": "authors",
    "译者": "translators",
    "出版社": "publisher",
    "出版者": "publisher",
    "年份": "year",
    "出版年": "year",
    "出版日期": "year",
    "date": "year",
    "isbn": "isbns",
    "分类号": "clc",
    "主题": "subjects",
    "主题词": "subjects",
    "语种": "language",
    "简介": "summary",
    "摘要": "summary",
    "丛书": "series",
    "卷册": "volume",
    "索书号": "call_number",
    "馆": "branch",
    "馆藏地": "branch",
    "楼层": "floor",
    "架位": "shelf",
    "条码": "barcode",
    "条码号": "barcode",
}
"""Column headings as libraries write them, and our name for each."""

JOINTS = ("的", "写的", "著的", "编的", "译的", "之")
"""What stands between an author and a title when both are written in one go."""

WISHES = (
    "查书", "找书", "查", "找", "借书", "书", "图书", "书目", "检索", "搜索", "查找图书", "找本书", "查书目",
    "查書", "找書", "借書", "book", "books", "a book",
)  # fmt: skip
"""A wish to look for books that names none."""
NEXT = (
    "下一页",
    "下页",
    "更多",
    "还有吗",
    "再看看",
    "下一頁",
    "更多結果",
    "继续",
    "n",
    "next",
    "more",
)
PREVIOUS = ("上一页", "上页", "上一頁", "p", "prev", "previous", "back")
BACK = ("返回", "列表", "回列表", "list")
PICK = r"[第【「\[(（#]?\s*([1-9一二三四五])\s*[】」\])）]?\s*(?:[本个條条种種项項册冊号號.。、]|那本)?"
"""How readers name one of the five titles they were shown."""
DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}

ASK = Text(
    hans="请发书名、作者或 ISBN，例如“活着 余华”。拼音和首字母也行，例如 hlm。",
    hant="請發書名、作者或 ISBN，例如「活著 余華」。拼音和首字母也行，例如 hlm。",
    en="Please send a title, an author or an ISBN, for example: Python.",
)
FOUND = Text(
    hans="“{said}”找到 {total} 种：",
    hant="「{said}」找到 {total} 種：",
    en='"{said}": {total} found',
)
FOUND_PAGE = Text(
    hans="“{said}”找到 {total} 种，第 {page}/{pages} 页：",
    hant="「{said}」找到 {total} 種，第 {page}/{pages} 頁：",
    en='"{said}": {total} found, page {page} of {pages}',
)
FOUND_HERE = Text(
    hans="{branch}的“{said}”有 {total} 种：",
    hant="{branch}的「{said}」有 {total} 種：",
    en='"{said}" at {branch}: {total}',
)
FOUND_HERE_PAGE = Text(
    hans="{branch}的“{said}”有 {total} 种，第 {page}/{pages} 页：",
    hant="{branch}的「{said}」有 {total} 種，第 {page}/{pages} 頁：",
    en='"{said}" at {branch}: {total}, page {page} of {pages}',
)
ONLY_BEST = Text(
    hans="（只看了最相关的 60 种，多写几个字可以找得更准）",
    hant="（只看了最相關的 60 種，多寫幾個字可以找得更準）",
    en="(Only the 60 best matches were looked at; more words find more exactly.)",
)
AGE = Text(
    "（在馆情况是 {days} 天前的，以馆内为准。）",
    "（在館情況是 {days} 天前的，以館內為準。）",
    "(Copies as of {days} days ago; please check in the library.)",
)
ELSEWHERE = Text(
    hans="{branch}没有“{said}”，别的馆有：",
    hant="{branch}沒有「{said}」，別的館有：",
    en='"{said}" is not at {branch}, but elsewhere:',
)
MEANT = Text(
    hans="没有找到“{said}”，您找的是不是“{meant}”？共 {total} 种：",
    hant="沒有找到「{said}」，您找的是不是「{meant}」？共 {total} 種：",
    en='Nothing for "{said}". Did you mean "{meant}"? {total} found:',
)
NEAR = Text(
    hans="没有找到“{said}”。相近的有：",
    hant="沒有找到「{said}」。相近的有：",
    en='Nothing for "{said}". These are close:',
)
NOTHING = Text(
    hans="没有找到“{said}”。换个写法再试试：只发书名里的几个字、作者名，或书背面的 ISBN。",
    hant="沒有找到「{said}」。換個寫法再試試：只發書名裡的幾個字、作者名，或書背面的 ISBN。",
    en='Nothing for "{said}". Try a few words of the title, the author, or the ISBN on the back.',
)
PROPOSE = Text(
    hans="想请图书馆买这本书（荐购），发：建议 荐购《{said}》",
    hant="想請圖書館買這本書（薦購），發：建議 薦購《{said}》",
    en="To ask the library to buy it, send: suggestion buy {said}",
)
PROPOSE_TO_A_PERSON = Text(
    hans="想请图书馆买这本书，发 5 告诉馆员。",
    hant="想請圖書館買這本書，發 5 告訴館員。",
    en="To ask the library to buy it, send 5 and tell a librarian.",
)
"""For older readers, where no list is open whose fifth book the digit would mean."""
PICK_HINT = Text(
    hans="发序号（如 1）看在哪个馆、哪层哪架。",
    hant="發序號（如 1）看在哪個館、哪層哪架。",
    en="Send a number to see where it stands.",
)
MORE_HINT = Text(hans="发“下一页”看更多。", hant="發「下一頁」看更多。", en="Send n for more.")
LAST_PAGE = Text(
    hans="已经是最后一页了。发序号看详情，或发新的书名再找。",
    hant="已經是最後一頁了。發序號看詳情，或發新的書名再找。",
    en="This was the last page. Send a number, or another title.",
)
FIRST_PAGE = Text(
    hans="已经是第一页了。发序号看详情，或发新的书名再找。",
    hant="已經是第一頁了。發序號看詳情，或發新的書名再找。",
    en="This is the first page. Send a number, or another title.",
)
NO_SUCH_NUMBER = Text(
    hans="这一页只有 {count} 种，请发 1 到 {count} 的序号。",
    hant="這一頁只有 {count} 種，請發 1 到 {count} 的序號。",
    en="There are {count} on this page; please send a number from 1 to {count}.",
)
GONE = Text(
    hans="书目刚刚更新过，请把书名再发一次。",
    hant="書目剛剛更新過，請把書名再發一次。",
    en="The catalogue was updated a moment ago; please send the title again.",
)
LINE = Text(
    hans="{n}. {title}{about}{free}",
    hant="{n}. {title}{about}{free}",
    en="{n}. {title}{about}{free}",
)
FREE = Text(hans=" 可借{count}册", hant=" 可借{count}冊", en=" ({count} available)")
NONE_FREE = Text(hans=" 暂无可借", hant=" 暫無可借", en=" (none available now)")
TITLE = Text(hans="《{title}》{more}", hant="《{title}》{more}", en="{title} {more}")
AUTHORS = Text(hans="作者：{names}", hant="作者：{names}", en="By {names}")
TRANSLATORS = Text(hans="译者：{names}", hant="譯者：{names}", en="Translated by {names}")
PUBLISHED = Text(hans="出版：{what}", hant="出版：{what}", en="Published: {what}")
CALL_NUMBER = Text(hans="索书号：{call}", hant="索書號：{call}", en="Call number: {call}")
SUMMARY = Text(hans="简介：{text}", hant="簡介：{text}", en="About: {text}")
COPIES = Text(hans="在哪里：", hant="在哪裡：", en="Where:")
NO_COPIES = Text(
    hans="没有馆藏位置的记录，请到服务台询问，或发“人工”。",
    hant="沒有館藏位置的記錄，請到服務台詢問，或發「人工」。",
    en="No location is recorded; please ask at the desk, or send “librarian”.",
)
COPY_LINE = Text(
    hans="· {branch} {place}：{status}",
    hant="· {branch} {place}：{status}",
    en="- {branch} {place}: {status}",
)
COPIES_MORE = Text(hans="· 另有 {count} 处", hant="· 另有 {count} 處", en="- and {count} more")
FLOOR = Text(hans="{floor}楼", hant="{floor}樓", en="floor {floor}")
HOLD_HINT = Text(
    hans="想预约这本，发“预约 {place}”。",
    hant="想預約這本，發「預約 {place}」。",
    en="Send “hold {place}” to put it on hold.",
)
FIRST_HOLD_HINT = Text(
    hans="想预约第 {place} 本，发“预约 {place}”。",
    hant="想預約第 {place} 本，發「預約 {place}」。",
    en="Send “hold {place}” to put number {place} on hold.",
)
BACK_HINT = Text(hans="发“返回”回到列表。", hant="發「返回」回到列表。", en="Send list to go back.")
STATUS = {
    "here": Text(hans="可借 {count} 册", hant="可借 {count} 冊", en="{count} available"),
    "on_loan": Text(hans="已借出 {count} 册", hant="已借出 {count} 冊", en="{count} on loan"),
    "reserved": Text(hans="已被预约 {count} 册", hant="已被預約 {count} 冊", en="{count} on hold"),
    "read_here": Text(
        hans="馆内阅览 {count} 册", hant="館內閱覽 {count} 冊", en="{count} to be read here"
    ),
    "away": Text(
        hans="暂不在架 {count} 册", hant="暫不在架 {count} 冊", en="{count} not on the shelf"
    ),
}
DUE = Text(
    hans="，最早 {month}月{day}日应还",
    hant="，最早 {month}月{day}日應還",
    en=", first due back {month}/{day}",
)
PAST_DUE = Text(hans="，已过应还日期", hant="，已過應還日期", en=", overdue")
BETWEEN_NAMES = Text(hans="、", hant="、", en=", ")
ABOUT = Text(hans="（{what}）", hant="（{what}）", en=" ({what})")
