"""Words of the lending desk in the console."""

NO_OWN_SYSTEM = "本馆的借还在图书馆自己的业务系统里办理，这里没有开通。"
NO_SUCH_CARD = "没有这张读者证，请核对证号。"
NO_SUCH_KIND = "请选择一种读者类型。"
NO_SUCH_BRANCH = "请选择一个馆。"
REASONS = {
    "reserved_by_other": "有读者在等这本书，请按到书的先后借出",
    "limit_reached": "已经到了可借（可续）的上限",
    "overdue": "这本已经过期，请先还回来",
    "overdue_others": "名下有过期没还的书，还了才能办",
    "fees_owed": "欠费到了上限，交清才能办",
    "card_expired": "证已过有效期，请先延期",
    "card_blocked": "证已停用",
    "not_renewable": "这类证不能续借",
    "too_early": "还没到可以续借的日子",
    "recalled": "图书馆正在催还这本",
    "not_on_loan": "这本不在这张证上",
    "already_held": "已经预约过这一种",
    "already_borrowed": "手里已经有这一种",
    "not_holdable": "这一种不外借，不能预约",
    "on_the_shelf": "架上有书，请直接去取",
    "no_such_item": "没有这个条码",
    "lent_to_other": "这本登记在别的证上，请先办还书",
    "not_lendable": "这本只供馆内阅览",
    "no_such_pickup": "没有这个取书点",
    "already_ready": "书已经到了，请到取书点办理",
    "no_such_hold": "没有这条预约",
    "not_supported": "业务系统不支持",
    "unknown": "没有办成，原因不明",
}
"""By `ils.model.Reason`."""
HOLD_STATES = {
    "waiting": "排队中",
    "in_transit": "调拨中",
    "ready": "到书待取",
    "suspended": "已暂停",
    "collected": "已取",
    "cancelled": "已取消",
    "lapsed": "过期未取",
}
CARD_STATES = {"active": "有效", "expired": "已过期", "blocked": "已停用"}
NOT_LENT = "没有借成：{reason}。"
LENT = "借出《{title}》，应还日期 {due}。"
NOT_RENEWED = "没有续成：{reason}。"
RENEWED = "已续借《{title}》，应还日期 {due}。"
NOT_TAKEN = "没有收下：{reason}。"
TAKEN = "已收下《{title}》。"
FEE_ARISEN = "超期 {yuan} 元，已记在证上。"
KEPT_HERE = "有人预约：请放到预约架，尾号 {tail} 的读者来取。"
KEPT_ELSEWHERE = "有人预约：请调拨到{branch}。"
SEND_HOME = "这本属于{branch}，请送回。"
CANCELLED = "预约已取消。"
PAID = "已收 {yuan} 元。"
BLOCKED = "已停用。"
UNBLOCKED = "已恢复。"
EXTENDED = "已延期。"
COPY_ADDED = "已登记条码 {barcode}。"
COPY_GONE = "已登记：{barcode} 不在馆。"
COPY_BACK = "已登记：{barcode} 找回来了。"
REMOVED = "已注销。"
