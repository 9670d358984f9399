"""Words staff read while they keep questions and answers."""

TOO_MANY = "{path}：最多 {limit} 个"
BAD_DIRECTION = "{path}：“{value}”不行，只能是 two-way（互换）或 to-first（只改写成第一个词）"
FEW_WORDS = "{path}：一组同义词至少要有两个词"
ROW = "第 {number} 条"
ROW_NAMED = "第 {number} 条（{id}）"
SHEET_ROW = "第 {number} 行"
SHEET_ROW_NAMED = "第 {number} 行（{id}）"
ID_TWICE = "{path}：编号“{id}”出现了两次"
NO_ENTRIES = "文件里没有问答。请确认格式，第一次可以先导出一份看看。"
LAST_BEFORE_FIRST = "{path}：失效日早于生效日"
OF_ENTRY = "问答 {id}：{problem}"
OF_TEXT = "{name}：{problem}"
RENDERED_TOO_LONG = "填入资料后有 {length} 字，最多 {limit} 字"
NO_MENU_ENTRY = "菜单：没有编号为“{value}”的问答"
NO_MENU_TEXT = "菜单：没有叫“{value}”的固定回复"
NO_FACTS = "请先填写馆情资料，再发布问答。"
NO_TOPIC = "没有编号为“{value}”的问答"
SHEET_UNREADABLE = "读不懂这个文件。请用 .xlsx 格式，不要加密码。"
SHEET_COLUMN_MISSING = "缺少“{column}”这一列"
SHEET_TOO_LONG = "最多 {limit} 行"
SHEET_TITLE = "问答"
FIELDS = {
    "id": "编号",
    "category": "分类",
    "question": "问题",
    "similar": "其他问法",
    "keywords": "关键词",
    "answer": "答案",
    "answer_hant": "答案（繁体）",
    "answer_en": "答案（英文）",
    "question_hant": "问题（繁体）",
    "question_en": "问题（英文）",
    "valid_from": "生效日",
    "valid_to": "失效日",
    "owner": "负责人",
}
"""Columns of the sheet, in order."""
BETWEEN_KEYWORDS = "、,，;；"
