import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from local.wechat_platform.crypto import BadEnvelope, Envelope, signature
from tests.local.standin import AES_KEY, APP_ID, TOKEN

OURS = Envelope(AES_KEY, APP_ID)


@given(st.text(max_size=300).filter(lambda text: "\ud800" not in text))
@settings(max_examples=60)
def test_what_is_sealed_opens_to_the_same_text(text: str) -> None:
    assert OURS.open(OURS.seal(text)) == text


def test_another_implementation_opens_what_we_seal() -> None:
    theirs = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    sealed = OURS.seal("<xml><Content>你好</Content></xml>")
    body = f"<xml><ToUserName>a</ToUserName><Encrypt>{sealed}</Encrypt></xml>"
    proof = signature(TOKEN, "1700000000", "7", sealed)
    assert theirs.decrypt_message(body, proof, "1700000000", "7").endswith("</Content></xml>")


def test_the_signature_is_that_of_another_implementation() -> None:
    theirs = WeChatSigner()
    theirs.add_data(TOKEN, "1700000000", "nonce")
    assert signature(TOKEN, "1700000000", "nonce") == theirs.signature


def test_another_account_s_message_is_refused() -> None:
    with pytest.raises(BadEnvelope, match="app id"):
        OURS.open(Envelope(AES_KEY, "wxother").seal("x"))


@pytest.mark.parametrize(
    "sealed",
    ["", "???", base64.b64encode(b"x" * 31).decode(), base64.b64encode(b"x" * 64).decode()],
)
def test_what_nobody_sealed_is_refused(sealed: str) -> None:
    with pytest.raises(BadEnvelope):
        OURS.open(sealed)


def test_a_key_of_the_wrong_length_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="43"):
        Envelope("short", APP_ID)
