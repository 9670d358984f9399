"""What is wrong with a menu."""

TOO_MANY = "{path}：最多 {limit} 个按钮"
NAME_TOO_LONG = "{path}：“{value}”太长，微信这里最多显示约 {limit} 个汉字"
ONE_PURPOSE = "{path}：“{value}”要么有 key，要么有 url，要么有下一级 buttons，只能选一样"
BAD_KEY = "{path}：“{value}”应以 faq:（问答编号）、text:（固定回复名）或 cmd:（读者会打的词）开头"
BAD_URL = "{path}：“{value}”不是网址，应以 https:// 开头"
NO_ENTRY = "菜单：没有编号为“{value}”的问答"
NO_TEXT = "菜单：没有叫“{value}”的固定回复"
