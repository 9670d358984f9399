"""What is hidden, and what only looks like a secret."""

import pytest

from chalicelib.conversation import codec
from chalicelib.conversation.mask import hide_secrets
from chalicelib.texts.secrets import MASK
from chalicelib.wechat.inbound import Picture, Text
from tests.conversation.test_service import NOW


@pytest.mark.parametrize(
    "said",
    [
        "密码是abc123",
        "我的密码：888888",
        "PIN 1234",
        "pin1234",
        "password: hunter2",
        "身份证11010519491231002X",
        "身份证 110105 19491231 002X",
        "1101 0519 4912 3100 2x",
        "3楼 110105-1949-1231-002X 谢谢",
        "１１０１０５　１９４９１２３１　００２Ｘ",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "老证 110105 491231 002",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_a_secret_is_hidden(said: str) -> None:
    hidden, found = hide_secrets(said)
    assert found
    assert MASK in hidden


@pytest.mark.parametrize(
    "said",
    [
        "pinyin4j编程",
        "spinning2024",
        "978-7-5063-6543-7",
        "9787506365437",
        "13812345678",
        "读者证号 20231234567",
        "110105 19491231 0021",
        "索书号 110105 1949 1231 0025",
        "978-7-5063-6543-7 978-7-02-000220-7",
        "13812345678 13987654321",
        "2026 12 31 到 2027 01 02 每天 12 个人",
        "密码忘了怎么办",
        "达芬奇密码",
    ],
)
def test_a_book_a_phone_or_a_card_number_is_no_secret(said: str) -> None:
    assert hide_secrets(said) == (said, False)


def test_the_platforms_ids_come_back_as_they_were() -> None:
    picture = Picture("m1", "oPIN1234567", "gh_1", NOW, media_id="xPin_9aZ123pin4567")
    assert codec.unpack(codec.pack(picture, hide_secrets)) == picture


def test_words_are_kept_without_their_secrets() -> None:
    kept = codec.unpack(codec.pack(Text("m1", "r", "a", NOW, "密码是abc123"), hide_secrets))
    assert isinstance(kept, Text)
    assert kept.content == f"密码是{MASK}"


@pytest.mark.parametrize(
    "text",
    ["密码改成 888888", "密码我设的是abc123", "密码是1234", "password is hunter22", "密码123456"],
)
def test_a_password_is_hidden_however_it_is_introduced(text: str) -> None:
    hidden, found = hide_secrets(text)
    assert found
    assert MASK in hidden


@pytest.mark.parametrize("text", ["达芬奇密码2006", "密码学原理与实践", "初始密码是什么"])
def test_a_book_about_passwords_is_no_secret(text: str) -> None:
    assert hide_secrets(text) == (text, False)
