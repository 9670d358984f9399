"""An account as its owner set it up by hand."""

from typing import Any

OURS = {"button": [{"name": "开馆", "type": "click", "key": "cmd:hours"}]}
MENU: list[dict[str, Any]] = [
    {"name": "官网", "type": "view", "url": "https://lib.example/"},
    {
        "name": "服务",
        "sub_button": [
            {"name": "新书", "type": "news", "value": "news-1", "news_info": {"list": []}},
            {"name": "电话", "type": "text", "value": "0571-12345678"},
        ],
    },
]


def a_rule(name: str, words: list[tuple[str, str]], replies: list[tuple[str, str]]) -> Any:
    return {
        "rule_name": name,
        "create_time": 1423028166,
        "reply_mode": "random_one",
        "keyword_list_info": [
            {"type": "text", "match_mode": mode, "content": content} for mode, content in words
        ],
        "reply_list_info": [{"type": kind, "content": content} for kind, content in replies],
    }


REPLIES: dict[str, Any] = {
    "is_add_friend_reply_open": 1,
    "is_autoreply_open": 1,
    "add_friend_autoreply_info": {"type": "text", "content": "欢迎！"},
    "message_default_autoreply_info": {"type": "img", "content": "picture-1"},
    "keyword_autoreply_info": {
        "list": [
            a_rule(
                "hours",
                [("equal", "开馆时间"), ("contain", "几点开门")],
                [("img", "picture-2"), ("text", "周二至周日 9:00-17:00")],
            ),
            a_rule("map", [("contain", "地图")], [("img", "picture-3")]),
        ]
    },
}
