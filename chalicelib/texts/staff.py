"""Words of the staff console that code says; pages say theirs in `staff/templates`."""

NAME_RULE = "登录名用小写字母开头，2 到 32 位，可含数字、点、横线和下划线。"
NAME_TAKEN = "这个登录名已经有人用了，请换一个。"
DISPLAY_RULE = "请填姓名或称呼，最多 40 个字。"
ROLE_RULE = "请至少选一个角色。"
PASSWORD_LENGTH = "密码至少 {shortest} 个字符，最多 128 个。可以用一句好记的话。"
PASSWORD_TOO_EASY = "这个密码太容易猜到：不要用登录名、连号或重复的字符。"
PASSWORD_UNCHANGED = "新密码和原密码一样，请换一个。"
PASSWORDS_DIFFER = "两次输入的新密码不一样，请重新输入。"
OLD_PASSWORD_WRONG = "原密码不对。"
LAST_ADMIN = "这是最后一位系统管理员，不能停用，也不能去掉管理员角色。请先指定另一位。"
NOT_YOURSELF = "不能停用自己的账号，请由另一位管理员操作。"
FIRST_ADMIN_NAME = "管理员"
SIGN_IN_FAILED = "登录名或密码不对，或账号已停用。开启了二次验证的，还要输入手机上最新的 6 位数字。"
SERVICE = "微馆馆员台"
PASSWORD_WRONG = "密码不对。"
CODE_WRONG = "验证码不对或已经过期，请输入手机上最新的 6 位数字。"
SECOND_IS_ON = "二次验证已经开启。要换手机，请先关闭再开启。"
SECOND_NOT_BEGUN = "请先输入密码，再用手机扫码。"
NOT_YOUR_OWN_SECOND = "自己的二次验证请在“我的账号”里关闭。"
SIGN_IN_WAIT = "尝试次数太多，请稍等一会儿再登录。"
TOO_FAST = "请求太频繁，请过一分钟再试。"
NO_SUCH_USER = "没有这位馆员。"
NO_SUCH_SESSION = "这次登录已经结束了。"
READER_GONE = "这位读者的资料已经删除了。"
NO_SUCH_PAGE = "没有这个页面，或内容已被移走。"
CHANGED_MEANWHILE = "别人刚刚改过这条内容。请看一下最新的，再改一次。"
BAD_CURSOR = "翻页位置已失效，请回到第一页。"
BAD_DAY = "请选择一个日期。"
SIGN_IN_FIRST = "请先登录。"
ROLE_LACKING = "您的角色不能做这件事。需要的话，请联系系统管理员。"
FORGED = "页面已过期或来自别处，为安全起见没有执行。请刷新页面后再试。"
TOO_LARGE = "内容太大，最多 {limit}。"
WRONG_KIND = "内容的类型不对，这里只接受 {kind}。"
CHANGE_PASSWORD_FIRST = "请先把初始密码换成自己的密码。"
BUSY = "系统正忙，请过一会儿再试。您的内容没有丢，刷新即可重试。"
BROKEN = "系统出了点问题，已经记录。请稍后再试；如果一直这样，请把编号告诉系统管理员。"
NO_FILE = "请先选择一个文件。"
BAD_UPLOAD = "没有收到完整的文件，请重新上传。"
TITLES = {
    400: "没有办成",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    409: "内容已经变了",
    413: "内容太大",
    415: "没有办成",
    429: "请稍等",
    500: "出错了",
    503: "请稍后再试",
}
MALFORMED = "内容的格式不对，无法读取。"
DECODING = (
    (r"Object missing required field `(?P<field>[^`]+)`", "请填写{field}。"),
    (r"Object contains unknown field `(?P<field>[^`]+)`", "不认识的字段：{field}。"),
    (r"Expected `\w+` of length <= (?P<n>\d+)", "{field}太长，最多 {n} 个字。"),
    (r"Expected `\w+` of length >= (?P<n>\d+)", "请填写{field}（至少 {n} 个字）。"),
    (r"Expected `\w+` <= (?P<n>-?[\d.]+)", "{field}太大，最多 {n}。"),
    (r"Expected `\w+` >= (?P<n>-?[\d.]+)", "{field}太小，至少 {n}。"),
    (r"Invalid enum value", "{field}不是可选的值。"),
    (r"Expected `str` matching regex", "{field}的写法不对。"),
    (r"Expected `date`|Invalid RFC3339", "{field}请按 2026-01-31 的样子写日期。"),
    (r"Expected `(int|float|int \| null)`", "{field}请填数字。"),
    (r"Expected `[^`]+`", "{field}的类型不对。"),
)
"""How a body that does not fit its type is explained; first match wins."""
THIS_FIELD = "这一项"
FIELDS = {
    "name": "登录名",
    "display": "姓名",
    "roles": "角色",
    "password": "密码",
    "old": "原密码",
    "new": "新密码",
    "again": "再输一次",
    "code": "验证码",
    "text": "内容",
    "state": "状态",
    "day": "日期",
    "who": "馆员",
    "version": "版本",
    "question": "问题",
    "answer": "答案",
    "category": "分类",
    "first": "开始日期",
    "last": "结束日期",
    "hours": "开放时间",
    "note": "说明",
    "hans": "简体中文",
    "body": "内容",
    "id": "编号",
    "similar": "其他问法",
    "keywords": "关键词",
    "translations": "答案译文",
    "questions": "问题译文",
    "valid_from": "生效日",
    "valid_to": "失效日",
    "owner": "负责人",
    "entry": "问答",
    "once": "表单",
    "names": "按钮",
    "card": "证号",
    "barcode": "条码",
    "holder": "姓名",
    "kind": "读者类型",
    "branch": "馆",
    "why": "原因",
    "seen": "应还日期",
    "fees": "费用",
    "title": "书名",
    "title_id": "书目编号",
}
ROLES = {
    "desk": "咨询馆员",
    "editor": "编辑",
    "director": "馆长",
    "admin": "系统管理员",
}
ROLE_MEANINGS = {
    "desk": "看收件箱，答复读者；办证、借书、还书",
    "editor": "改问答、菜单和设置，导入书目",
    "director": "看收件箱、消息台账和操作记录",
    "admin": "管理馆员账号，看操作记录，改设置；不因此能看读者来信",
}
STATES = {"active": "在用", "disabled": "已停用"}
OUTCOMES = {"begun": "未完成", "done": "完成", "refused": "被拒绝", "failed": "出错"}
DEEDS = {
    "sign_in": "登录",
    "sign_out": "退出",
    "session.end": "结束一次登录",
    "password.change": "修改自己的密码",
    "people.create": "新增馆员",
    "people.change": "修改馆员",
    "people.disable": "停用馆员",
    "people.enable": "恢复馆员",
    "people.reset": "重设密码",
    "people.revoke": "让馆员全部退出",
    "people.second_off": "解除馆员的二次验证",
    "second.begin": "开始设置二次验证",
    "second.on": "开启二次验证",
    "second.off": "关闭二次验证",
    "audit.read": "查看操作记录",
    "case.list": "查看收件箱",
    "case.read": "查看个案",
    "case.file": "查看个案图片",
    "case.answer": "答复读者",
    "case.note": "写内部备注",
    "case.move": "改个案状态",
    "reader.export": "下载读者资料",
    "reader.forget": "删除读者资料",
    "refused": "越权访问",
    "settings.save": "修改设置",
    "settings.check": "检查设置",
    "settings.overrides": "修改临时开放安排",
    "settings.menu": "修改菜单",
    "settings.welcome": "修改欢迎语",
    "menu.publish": "发布菜单",
    "reminders.save": "修改提醒设置",
    "reminders.file": "上传到期文件",
    "reminders.templates": "修改消息模板",
    "ledger.read": "查看消息台账",
    "catalogue.import": "导入书目",
    "faq.save": "保存问答",
    "faq.delete": "删除问答",
    "faq.publish": "发布问答",
    "faq.try": "试问",
    "faq.preview": "预览导入问答",
    "faq.import": "导入问答",
    "faq.starter": "采用起步问答",
    "faq.synonyms": "修改同义词",
    "card.read": "查看读者证",
    "card.register": "办证",
    "card.pin": "重发密码",
    "card.block": "停用或恢复读者证",
    "card.extend": "读者证延期",
    "card.remove": "注销读者证",
    "loan.lend": "借出",
    "loan.return": "还回",
    "loan.renew": "续借",
    "hold.cancel": "取消预约",
    "hold.shelf": "查看预约架",
    "fee.pay": "收费",
    "intent.list": "查看待办",
    "intent.done": "待办已由人办好",
    "intent.drop": "待办不办",
    "copy.add": "登记条码",
    "copy.gone": "登记丢失或注销",
    "gap.list": "查看未答问题",
    "gap.known": "未答问题归到问答",
    "gap.nothing": "未答问题标为无关",
    "gap.dismiss": "删除未答问题",
}
NOTICES = {
    "saved": "已保存。",
    "second-off": "二次验证已关闭。",
    "created": "已新增。",
    "disabled": "已停用，此人的所有登录立即失效。",
    "enabled": "已恢复。",
    "revoked": "已让此人全部退出。",
    "password-changed": "密码已修改，其他地方的登录都已退出。",
    "session-ended": "那次登录已结束。",
    "signed-out": "已退出。",
    "answered": "已答复。读者会在公众号里看到；如果暂时送不到，下次来信时一并带上。",
    "noted": "备注已记下，只有馆员能看到。",
    "moved": "状态已更新。",
    "forgotten": "已经受理，一两分钟内会把这位读者的资料全部删除。",
    "faq-saved": "已保存。发布以后，读者才会得到新的答案。",
    "faq-deleted": "已删除。发布以后，读者那里才会没有这一条。",
    "faq-published": "已发布，一分钟内对所有读者生效。",
    "faq-publishing": "正在发布，大约一分钟后生效。刷新本页可以看到是否已经发布。",
    "faq-imported": "已导入。请看过以后再发布。",
    "gap-entry": "已存成一条新问答。发布以后，再有人这样问就答得上了。",
    "gap-known": "记下了：以后这样问，就答那一条。发布以后生效。",
    "gap-nothing": "记下了：这不是图书馆的事。发布以后生效。",
    "gap-dismissed": "已从列表里删去。",
    "waiting-done": "已记下。读者会收到消息。",
    "waiting-dropped": "已从待办里去掉，原因会告诉读者。",
    "due-file": "文件已收下。如有读不懂的行，列在下面。",
    "menu-published": "菜单已发布。读者那里最多要过五分钟才会看到，重新进入公众号可以马上看到。",
}
CASE_KINDS = {"question": "咨询", "complaint": "投诉", "suggestion": "建议", "praise": "表扬"}
CASE_STATES = {"new": "待处理", "in_hand": "处理中", "answered": "已答复", "closed": "已结束"}
CASE_MOVES = {"new": "退回待处理", "in_hand": "我来处理", "closed": "结束"}
AUTHORS = {"reader": "读者", "staff": "馆员", "note": "内部备注"}
LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁体中文", "en": "英文"}
DOCUMENTS = {
    "facts": "馆情资料",
    "overrides": "临时开放安排",
    "menu": "公众号菜单",
    "welcome": "关注欢迎语",
    "canned": "固定回复",
    "toggles": "功能开关",
}
DOCUMENT_MEANINGS = {
    "facts": "各馆的名称、地址、电话、开放时间、借阅规则。问答里的 {hours.main} 这类资料都取自这里。",
    "overrides": "某几天不同于平常的开放时间，例如临时闭馆、节假日延时。比其他规则都优先。",
    "menu": "公众号底部的菜单。改好后要点“发布”，读者才看得到。",
    "welcome": "读者关注公众号时收到的第一段话。",
    "canned": "菜单按钮点开后的固定文字，按名称引用。",
    "toggles": "按需打开或关闭的功能。这一版没有可以设的，空着就好。",
}
BUTTON_KINDS = {
    "faq": "回答一条问答",
    "text": "发一段固定回复",
    "cmd": "等于读者打这句话",
    "url": "打开网页",
}
MENU_EMPTY = "菜单还是空的，先填好并保存，再发布。"
MENU_REFUSED = "微信没有接受这个菜单：{reason}"
CURRENCIES = {"CNY": "元", "USD": "美元"}
ENDS = {
    "answered": "当场答复",
    "promised": "答应稍后",
    "refused": "说明办不了",
    "paused": "发得太快，请读者慢些",
    "owed": "还在办",
}
MESSAGE_KINDS = {
    "faq": "问答",
    "choice": "请读者挑一条",
    "catalog_search": "找书",
    "my_loans": "查借阅",
    "renew": "续借",
    "hold": "预约",
    "feedback": "反馈",
    "card": "读者证",
    "human": "找馆员",
    "greeting": "打招呼",
    "chitchat": "闲聊",
    "cancel": "取消",
    "out_of_scope": "没有答上",
}
TILES = {
    "new": "待处理来信",
    "mine": "我在处理",
    "late": "超时未答复",
    "messages": "今天的消息",
    "endless": "没有结果的消息",
    "gaps": "没答上的问题",
    "fetch": "待取书",
}
FORMATS = {
    "iso2709": "MARC（ISO 2709）",
    "marcxml": "MARC（XML）",
    "marc_json": "MARC（JSON）",
    "jsonl": "JSONL，每行一条",
    "csv": "CSV 表格",
}
ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030", "marc": "各条自带编码"}
JOB_STATES = {"reading": "正在读", "indexing": "正在建索引", "done": "完成", "failed": "没有导完"}
REASONS = {
    "truncated": "记录不完整，后半截没有了",
    "bad_leader": "记录头标有误",
    "bad_directory": "记录目次有误",
    "bad_characters": "有读不出的字",
    "bad_xml": "XML 写法有误",
    "bad_json": "JSON 写法有误",
    "bad_row": "这一行的列数或写法不对",
    "bad_copy": "馆藏信息有误",
    "no_title": "没有题名",
    "too_long": "记录太长",
}
SAID_BY_OTHERS = (
    (r"^another import is running$", "正在导入另一个文件，请等它完成后再传。"),
    (r"^no header row$", "表格缺少第一行的列名。"),
    (
        r"^no column for the title",
        "表格第一行里没有“题名”这一列，不知道哪一列是书名。请在第一行写上列名，再传一次。",
    ),
    (r"^larger than 2 GB$", "文件超过 2 GB。"),
    (r"^packed files are not read", "这是压缩包，请先解压再上传。"),
    (r"^UTF-16 is not read", "文件是 UTF-16 编码，请另存为 UTF-8 再上传。"),
    (r"^the file is empty$", "文件是空的。"),
    (r"^XML with a document type", "这种 XML 带有文档类型声明，为安全起见不读。"),
    (r"^no record ends within 4 MB after byte (\d+)$", "从第 {0} 字节起找不到记录的结尾"),
    (r"^unknown (?:part|name): (.+)$", "字段对应表里有不认识的名称：{0}"),
    (r"^the field map is too large$", "字段对应表太大。"),
    (r"^the field map is not YAML$", "字段对应表的写法读不懂，请检查缩进和冒号。"),
    (r"^the field map must name", "字段对应表要写明 marc21、cnmarc 或 columns。"),
    (r"^a closed case cannot be answered$", "这件事已经结束，请先点“重新处理”再答复。"),
    (r"^a case cannot go from", "现在的状态不能这样改，请刷新页面看看最新情况。"),
    (r"^the case is full$", "这件事的往来太多，已经记不下了，请另开一件。"),
    (r"^no such case$", "没有这个编号的来信。"),
    (r"^entries changed since the preview$", "预览以后有人改过问答，请重新上传看一遍。"),
    (r"^somebody else changed the entries", "别人刚刚改过问答，请刷新后再试。"),
    (r"^no entry ", "没有这条问答。"),
    (r"^not a card number$", "证号只有字母、数字和短横，请核对。"),
    (r"^not a barcode$", "条码只有字母、数字和短横，请核对。"),
    (r"^no such card$", "没有这张读者证，请核对证号。"),
    (r"^no such copy$", "没有这个条码。"),
    (r"^this card number is taken$", "这个证号已经有人用了。"),
    (r"^this barcode is taken$", "这个条码已经登记过了。"),
    (r"^something is still on loan", "还有借书、预约或欠费，办完才能注销。"),
    (r"^the copy is on loan$", "这本还借在外面，请先办还书。"),
    (r"^no such question$", "这个问题已经处理过了。"),
    (r"^the document is too long$", "内容太长，放不下。"),
)
"""What other parts raise in English for the log."""
ID_STAYS = "编号不能改。要换编号，请新增一条，再删掉这一条。"
NO_DRAFT_HERE = "这里只能按已发布的内容试。请先发布，再试一问。"
FAQ_NO_TEXT = "读不懂这个文件。请上传 .xlsx 表格，或 UTF-8 编码的 YAML 文件。"
FAQ_UPLOAD_AGAIN = "预览过的文件已经不在了，请重新上传。"
LENDING_RULES = (
    ("max_items", "最多借几本", "10"),
    ("loan_days", "借几天", "30"),
    ("renewals", "能续借几次", "1"),
    ("renew_days", "续借一次延几天", "30"),
    ("renew_window_days", "到期前几天起可以续借，0 是随时", "0"),
    ("max_holds", "最多预约几种", "5"),
    ("pickup_days", "预约的书到了留几天", "5"),
    ("fee_fen_a_day", "超期每天几分钱，10 就是一角", "0"),
    ("fee_cap_fen", "一本最多收几分钱，0 是不封顶", "0"),
    ("fee_grace_days", "超期几天以内不收", "0"),
    ("blocked_at_fen", "欠到几分钱就不能借、续、约，0 是不限", "0"),
    ("card_days", "新证几天有效，0 是长期", "0"),
    ("outages", "不计超期费的日子，例如 [2026-12-24]（不能写在 types 里）", "没有"),
    ("due_on_open_days", "到期日只落在开馆日（不能写在 types 里）", "true"),
    ("holds_on_shelf", "在架的书也可以预约（不能写在 types 里）", "true"),
    ("overdue_blocks", "有超期的书就不能借、续、约（不能写在 types 里）", "true"),
    ("fee_on_open_days", "闭馆日不收超期费（不能写在 types 里）", "false"),
    ("renew_from_today", "续借从今天算，不从原到期日算（不能写在 types 里）", "false"),
)
"""Name, meaning and default, for who edits the library's facts."""
