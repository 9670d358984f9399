"""How readers type secrets into the chat, and what we tell them."""

from chalicelib.texts.words import Text

PASSWORD_WORDS = ("密码", "密碼", "口令", "password", "passwd", "pwd", "pin")
"""A run of letters and digits soon after one of these is taken for the secret itself."""

BETWEEN = (
    "改成",
    "改为",
    "改為",
    "设成",
    "设为",
    "設成",
    "設為",
    "我设的是",
    "就是",
    "用的是",
    "输的是",
    "is",
)
"""May stand between the word and the secret."""

COPULAS = "是为為：:=＝ 　\"'“”‘’「」"

MASK = "〔已隐去〕"

CARD_WORDS = (
    "证号码",
    "证号",
    "卡号码",
    "卡号",
    "读者证",
    "借书证",
    "借阅证",
    "图书证",
    "读者卡",
    "借书卡",
    "我的证",
    "證號碼",
    "證號",
    "卡號",
    "讀者證",
    "借書證",
    "讀者卡",
    "我的證",
    "card number",
    "card no.",
    "card no",
    "library card",
    "my card",
)
"""A number straight behind one of these is taken for that of a library card."""

BINDING = ("绑定", "绑卡", "绑证", "綁定", "bind")
"""As above, but six digits behind one of these are those of the page."""

CARD_BESIDE = (
    "我的", "我", "您好", "你好", "请", "請", "帮", "幫", "是", "号码", "號碼", "号", "號",
    "my", "please", "is",
)  # fmt: skip
"""What may stand beside a card number without asking for anything else."""

CARD_MASK = "〔证号已隐去〕"

WARNING = Text(
    hans="⚠️ 请不要在聊天里发密码、读者证号或身份证号。您刚才发的号码我们已隐去，没有保存。",
    hant="⚠️ 請不要在聊天裡發密碼、讀者證號或身份證號。您剛才發的號碼我們已隱去，沒有保存。",
    en="⚠️ Please never send a password, a card number or an ID number in the chat. We have hidden "
    "the one you sent and did not keep it.",
)
