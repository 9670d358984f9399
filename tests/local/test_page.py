import re

import pytest

from local.wechat_platform.page import STATIC
from local.wechat_platform.qrimage import SIZE, qr_modules
from tests.local.box import Box

LINKED = re.compile(r'(?:src|href)="(/[^"]*)"')
IDS = re.compile(r'\$\("([\w-]+)"\)')


def test_all_that_the_page_links_to_is_served(box: Box) -> None:
    page = box.raw("GET", "/")[1].decode()
    paths = LINKED.findall(page)
    assert len(paths) >= 4
    assert {box.raw("GET", path)[0] for path in paths} == {200}


def test_the_page_asks_no_other_host_for_anything() -> None:
    page = (STATIC / "page.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_the_page_may_load_scripts_from_here_only(box: Box) -> None:
    assert box.raw("GET", "/")[0] == 200


def test_each_part_that_a_script_names_is_on_the_page() -> None:
    page = (STATIC / "page.html").read_text(encoding="utf-8")
    scripts = "".join(one.read_text(encoding="utf-8") for one in STATIC.glob("*.js"))
    named = set(IDS.findall(scripts))
    assert named
    assert named <= set(re.findall(r'id="([\w-]+)"', page))


@pytest.mark.parametrize("path", ["/nothing", "/static/../config.py", "/mmbiz/none"])
def test_nothing_else_is_served(box: Box, path: str) -> None:
    assert box.raw("GET", path)[0] == 404


def test_a_scene_code_has_its_three_finders() -> None:
    symbol = qr_modules(b"http://weixin.qq.com/q/AbCdEfGhIjKlMnOp")
    corners = [symbol[0][:7], symbol[0][-7:], symbol[SIZE - 7][:7]]
    assert corners == [[True] * 7] * 3


def test_a_scene_code_holds_a_short_address_only() -> None:
    with pytest.raises(ValueError, match="53"):
        qr_modules(b"x" * 54)
