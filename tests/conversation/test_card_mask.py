"""Card numbers that are hidden, and what only looks like one."""

import pytest

from chalicelib.conversation.card_mask import hide_secrets_and_cards
from chalicelib.conversation.mask import hide_secrets
from chalicelib.texts.secrets import CARD_MASK


@pytest.mark.parametrize(
    "said",
    [
        "LJ100001",
        "lj100001。",
        "LJ100001 123456",
        "LJ100001，1234",
        "20231234567 123456",
        "LJ100001 密码123456",
        "证号 LJ100001 密码 123456",
        "我的读者证号是20231234567",
        "卡号：0120190012345",
        "读者证A1001 1234",
        "ＬＪ１００００１",
        "my card number is LJ100001",
        "绑定 20231234567",
        "绑定LJ100001 123456",
        "我的证号LJ100001，怎么续借",
    ],
)
def test_a_card_number_is_hidden_with_its_pin(said: str) -> None:
    hidden, found = hide_secrets_and_cards(said)
    assert found
    assert CARD_MASK in hidden
    assert not any(map(str.isdecimal, hidden))


@pytest.mark.parametrize(
    "said",
    [
        "9787506365437",
        "978-7-5063-6543-7",
        "7506365431",
        "ISBN9787506365437",
        "202611210001234",
        "订单号 202611210001234",
        "WX202611210001234",
        "20261121",
        "2026-11-21",
        "1121-4821",
        "1",
        "1 3",
        "续借 1 3",
        "我的借阅 2",
        "13812345678",
        "13812345678 13987654321",
        "电话 0571-88886666",
        "123456",
        "验证码123456",
        "绑定 123456",
        "读者证 2026年过期吗",
        "读者证13812345678收不到短信",
        "借书证20261121到期",
        "用证 2",
        "改名 2 妈妈的证",
        "I247.57/123",
        "TP312 2024",
        "ISO27001",
        "GB50016",
        "1984",
        "三体 2008 2010",
    ],
)
def test_other_numbers_stay_as_they_are(said: str) -> None:
    assert hide_secrets_and_cards(said) == (said, False)


def test_where_there_is_no_card_to_bind_card_numbers_are_left_alone() -> None:
    assert hide_secrets("LJ100001") == ("LJ100001", False)
