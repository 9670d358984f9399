from tests.local.box import Box


def test_the_platform_verifies_the_address_with_echostr(box: Box) -> None:
    assert box.control("verify") == {"verified": True, "status": 200, "trouble": ""}


def test_a_reader_follows_and_sees_the_welcome(box: Box) -> None:
    assert [one["source"] for one in box.act("follow")] == ["platform", "passive"]


def test_a_text_is_answered_in_the_same_exchange(box: Box) -> None:
    box.act("follow")
    assert box.replies("send", text="你好")[0]["text"] == "你说：你好"
