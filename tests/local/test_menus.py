from typing import Any

import pytest

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import NotFound
from local.wechat_platform.menus import Menus

Json = dict[str, Any]


def a_button(name: str = "菜单", **changes: Any) -> Json:
    return {"type": "click", "name": name, "key": "k", **changes}


def a_group(*subs: Json, name: str = "更多") -> Json:
    return {"name": name, "sub_button": list(subs)}


BROKEN = [
    ([], 40016),
    ([a_button()] * 4, 40016),
    ([a_button("六个汉字名称")], 40018),
    ([a_button("")], 40018),
    ([a_button(type="dance")], 40017),
    ([a_button(key="k" * 129)], 40019),
    ([a_button(key="")], 40019),
    ([a_button(type="view", url="http://x.example/" + "u" * 1024)], 40020),
    ([a_group(*[a_button()] * 6)], 40023),
    ([a_group(a_button(type="dance"))], 40024),
    ([a_group(a_button("这个名字有二十一个汉字所以它太长了不能用在这里"))], 40025),
    ([a_group(a_button(key="k" * 129))], 40026),
    ([a_group(a_button(type="view", url=""))], 40027),
    ([a_button(type="miniprogram", url="http://x.example", appid="wx1")], 40035),
]


@pytest.mark.parametrize(("buttons", "errcode"), BROKEN)
def test_a_menu_that_breaks_a_size_rule_is_refused(buttons: list[Json], errcode: int) -> None:
    with pytest.raises(ApiError) as refused:
        Menus().publish({"button": buttons})
    assert refused.value.errcode == errcode


def test_the_largest_menu_is_taken() -> None:
    group = a_group(*[a_button("二十个汉字的名字正好可以用在这个菜单里面")] * 5, name="五个汉字名")
    menus = Menus()
    menus.publish({"button": [group] * 3})
    assert len(menus.buttons()) == 15


def test_a_refused_menu_leaves_the_one_before() -> None:
    menus = Menus()
    menus.publish({"button": [a_button("旧的")]})
    with pytest.raises(ApiError):
        menus.publish({"button": []})
    assert menus.find("旧的")["key"] == "k"


def test_a_button_that_is_not_there_is_named_with_those_that_are() -> None:
    menus = Menus()
    menus.publish({"button": [a_button(key="hours")]})
    with pytest.raises(NotFound, match="hours"):
        menus.find("none")


def test_the_newest_conditional_menu_stands_first_and_goes_with_the_default() -> None:
    menus = Menus()
    menus.publish({"button": [a_button()]})
    for tag in ("2", "3"):
        menus.add_conditional({"button": [a_button()], "matchrule": {"tag_id": tag}})
    assert [one["matchrule"]["tag_id"] for one in menus.conditional()] == ["3", "2"]
    menus.delete()
    assert menus.conditional() == []


@pytest.mark.parametrize(
    ("rule", "code"), [({}, 65303), ({"sex": "1"}, 65320), ({"tag_id": "2"}, 65303)]
)
def test_a_conditional_menu_needs_a_default_and_matches_by_tag(
    rule: dict[str, str], code: int
) -> None:
    with pytest.raises(ApiError) as refused:
        Menus().add_conditional({"button": [a_button()], "matchrule": rule})
    assert refused.value.errcode == code
