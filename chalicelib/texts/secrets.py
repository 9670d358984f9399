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

WARNING = Text(
    hans="⚠️ 请不要在聊天里发送密码或证件号码。您刚才发的号码我们已隐去，没有保存。",
    hant="⚠️ 請不要在聊天裡傳送密碼或證件號碼。您剛才傳的號碼我們已隱去，沒有保存。",
    en="⚠️ Please never send a password or an ID number in the chat. We have hidden the one you "
    "sent and did not keep it.",
)
