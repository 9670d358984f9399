"""Whatever arrives: a value of ours or one of two refusals, and nothing unsigned is opened."""

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from chalicelib.errors import BadRequest, NotAllowed
from chalicelib.wechat.envelope import Mode, open_envelope, seal, verify_url
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.markup import read, scrub, text_of
from chalicelib.wechat.outbound import TextReply, render
from chalicelib.wechat.parsing import parse
from tests.factories_wechat import (
    ACCOUNT,
    AES_KEY,
    APP_ID,
    NONCE,
    NOON_S,
    NOW,
    READER,
    TOKEN,
    Post,
    a_plain_post,
    a_safe_post,
    signed,
    the_credentials,
)
from tests.wechat.strategies import any_text, bodies, messages, queries, well_headed

modes = st.sampled_from(list(Mode))


@given(modes, queries, bodies)
def test_a_stranger_opens_nothing(mode: Mode, query: Mapping[str, str], body: bytes) -> None:
    with pytest.raises(NotAllowed):
        open_envelope(the_credentials(mode), query, body, NOW)


@given(queries)
def test_a_stranger_gets_no_echo(query: Mapping[str, str]) -> None:
    with pytest.raises(NotAllowed):
        verify_url(the_credentials(), query, NOW)


@given(st.one_of(st.binary(max_size=200).map(repr), any_text))
def test_signed_ciphertext_of_any_kind_is_refused_in_our_own_words(cipher: str) -> None:
    cipher = scrub(cipher).replace("]]>", "").strip() or "x"
    post = a_safe_post("", cipher=cipher)
    with pytest.raises((BadRequest, NotAllowed)):
        open_envelope(the_credentials(), post.query, post.body, NOW)


@given(messages, st.data())
def test_one_changed_byte_of_a_sealed_message_closes_it(
    message: bytes, data: st.DataObject
) -> None:
    post = a_safe_post(message.decode("utf-8", "replace"))
    start = post.body.index(b"[CDATA[") + len(b"[CDATA[")
    at = data.draw(st.integers(start, post.body.index(b"]]>") - 1))
    changed = bytes([post.body[at] ^ 1])
    with pytest.raises((NotAllowed, BadRequest)):
        opened(Post(post.query, post.body[:at] + changed + post.body[at + 1 :]))


@given(messages)
def test_what_is_sealed_for_us_is_opened_as_it_was(message: bytes) -> None:
    text = message.decode("utf-8", "replace")
    assert opened(a_safe_post(text)) == text.encode()


@given(st.binary(max_size=200))
def test_a_plain_message_is_signed_by_its_query_alone(body: bytes) -> None:
    query = a_plain_post("").query
    assert open_envelope(the_credentials(Mode.PLAIN), query, body, NOW) == body


@given(bodies)
def test_anything_parsed_is_a_value_or_a_bad_request(body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        assert isinstance(parse(body), Inbound)


@given(well_headed)
def test_what_names_sender_receiver_kind_and_time_is_always_a_value(message: bytes) -> None:
    assert parse(message).account == ACCOUNT


@given(messages)
def test_a_repeat_is_known_as_one(message: bytes) -> None:
    with contextlib.suppress(BadRequest):
        assert parse(message).key == parse(message).key


@given(any_text)
def test_a_rendered_text_reads_as_it_was_written(text: str) -> None:
    xml = render(TextReply(f"x{text}x"), READER, ACCOUNT, NOW)
    assert text_of(read(xml.encode()), "Content") == scrub(f"x{text}x")


@given(any_text)
def test_wechatpy_opens_what_we_seal(text: str) -> None:
    xml = render(TextReply(f"x{text}"), READER, ACCOUNT, NOW)
    reply = seal(the_credentials(), xml, NOW, NONCE)
    proof = text_of(read(reply.encode()), "MsgSignature")
    theirs = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    assert theirs.decrypt_message(reply, proof, str(NOON_S), NONCE) == xml


@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=60))
def test_a_stamp_cut_anew_from_a_caught_one_is_refused_or_the_same(digits: str) -> None:
    """Time and nonce are joined without a mark: only the first ten digits make a time."""
    caught = signed(str(NOON_S), digits)
    query = {"signature": caught, "timestamp": str(NOON_S) + digits[:1], "nonce": digits[1:] or "x"}
    with pytest.raises(NotAllowed):
        open_envelope(the_credentials(Mode.PLAIN), query, b"<xml/>", NOW)


def opened(post: Post) -> bytes:
    return open_envelope(the_credentials(), post.query, post.body, NOW)
