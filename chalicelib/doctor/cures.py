"""What to do about each refusal of WeChat's, by its return code."""

CURES = {
    40002: "set wechat_api in the stage's file to https://api.weixin.qq.com",
    40013: "put the app id of WeChat's console into the stage's file, then make deploy",
    40125: "give the app secret again: make secrets, then make deploy",
    40001: "give the app secret again: make secrets, then make deploy",
    40164: "put that address on the account's IP allow-list in WeChat's console and wait some "
    'minutes; it stays the same only with fixed_address: "yes"',
    40201: "enter the webhook's address in WeChat's console and switch server mode on",
    40243: "unfreeze the app secret in WeChat's console; it takes ten minutes",
    45009: "wait for tomorrow, or make clear-quota (ten times a month)",
    46003: "publish the menu in the staff console",
    48001: "set account_kind in the stage's file to what the account is, then make deploy; or have "
    "the account verified",
    48017: "set wechat_api in the stage's file to https://api.weixin.qq.com",
}
ELSE = "look the number up in the runbook, under refusals"
