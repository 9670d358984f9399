"""Only what WeChat signed is opened, and nothing a stranger sends raises anything else."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from chalicelib.errors import BadRequest, Misconfigured, NotAllowed
from chalicelib.wechat.envelope import (
    MAX_BODY_BYTES,
    Mode,
    is_encrypted,
    open_envelope,
    seal,
    verify_url,
)
from tests.factories_wechat import (
    AES_KEY,
    APP_ID,
    NONCE,
    NOON_S,
    NOW,
    OTHER_KEY,
    TOKEN,
    Post,
    a_message,
    a_plain_post,
    a_safe_post,
    sealed,
    signed,
    the_credentials,
)

HELLO = a_message(Content="你好").decode()


def opened(post: Post, mode: Mode = Mode.SAFE) -> str:
    return open_envelope(the_credentials(mode), post.query, post.body, NOW).decode()


class TestStarting:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("token", ""),
            ("token", "ab"),
            ("token", "a" * 33),
            ("token", "with space"),
            ("token", "中文令牌"),
            ("encoding_aes_key", ""),
            ("encoding_aes_key", AES_KEY[:-1]),
            ("encoding_aes_key", AES_KEY + "H"),
            ("encoding_aes_key", AES_KEY[:-1] + "*"),
            ("encoding_aes_key", AES_KEY[:-1] + "中"),
            ("app_id", ""),
            ("app_id", "wx 1"),
            ("mode", "open"),
        ],
    )
    def test_the_service_refuses_to_start_on_a_hole(self, name: str, value: str) -> None:
        with pytest.raises(Misconfigured):
            the_credentials(**{name: value})

    def test_a_key_whose_last_bits_are_not_zero_is_a_key(self) -> None:
        assert len(the_credentials(encoding_aes_key=AES_KEY[:-1] + "9").aes_key) == 32

    def test_a_mode_may_be_given_as_a_word(self) -> None:
        assert the_credentials(mode="compatible").mode is Mode.COMPATIBLE

    def test_secrets_do_not_show_when_credentials_are_printed(self) -> None:
        shown = repr(the_credentials())
        assert TOKEN not in shown
        assert AES_KEY not in shown


class TestAddressCheck:
    @pytest.mark.parametrize("mode", list(Mode))
    def test_the_echo_comes_back(self, mode: Mode) -> None:
        query = a_plain_post("").query | {"echostr": "5912743890"}
        assert verify_url(the_credentials(mode), query, NOW) == "5912743890"

    def test_a_wrong_signature_gets_no_echo(self) -> None:
        query = a_plain_post("").query | {"echostr": "1", "signature": "0" * 40}
        with pytest.raises(NotAllowed):
            verify_url(the_credentials(), query, NOW)

    @pytest.mark.parametrize("echo", ["", "<script>alert(1)</script>", "a b", "1\n2", "x" * 257])
    def test_an_unsigned_echo_cannot_carry_markup_back(self, echo: str) -> None:
        with pytest.raises(BadRequest):
            verify_url(the_credentials(), a_plain_post("").query | {"echostr": echo}, NOW)


class TestSafeMode:
    def test_what_wechat_encrypts_is_read(self) -> None:
        assert opened(a_safe_post(HELLO)) == HELLO

    @pytest.mark.parametrize("length", range(64))
    def test_every_length_of_padding_is_read(self, length: int) -> None:
        assert opened(a_safe_post("x" * (length + 1))) == "x" * (length + 1)

    def test_the_plain_signature_alone_is_not_enough(self) -> None:
        post = a_safe_post(HELLO)
        with pytest.raises(NotAllowed):
            opened(post.asking(msg_signature=post.query["signature"]))

    def test_a_plain_message_is_refused_though_its_signature_is_right(self) -> None:
        with pytest.raises(NotAllowed):
            opened(a_plain_post(HELLO))

    def test_a_body_put_under_a_caught_signature_is_refused(self) -> None:
        other = a_safe_post(HELLO.replace("你好", "再见"))
        with pytest.raises(NotAllowed):
            opened(Post(a_safe_post(HELLO).query, other.body))

    @pytest.mark.parametrize("name", ["timestamp", "nonce", "msg_signature"])
    def test_what_is_signed_must_all_be_there(self, name: str) -> None:
        post = a_safe_post(HELLO)
        query = {key: value for key, value in post.query.items() if key != name}
        with pytest.raises(NotAllowed):
            opened(Post(query, post.body))

    def test_a_message_for_another_account_is_refused(self) -> None:
        with pytest.raises(NotAllowed):
            opened(a_safe_post(HELLO, cipher=sealed(HELLO, app_id="wxother")))

    @pytest.mark.parametrize(
        "cipher",
        [
            "AAAA",
            "not base64!",
            "中文",
            sealed(HELLO)[:-4],
            sealed(HELLO, key=OTHER_KEY),
            "A" * 64,
            "",
        ],
    )
    def test_signed_nonsense_is_refused_without_any_other_error(self, cipher: str) -> None:
        post = a_safe_post(HELLO)
        stamp = (post.query["timestamp"], post.query["nonce"])
        body = f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode()
        query = post.query | {"msg_signature": signed(*stamp, cipher)}
        with pytest.raises((BadRequest, NotAllowed)):
            opened(Post(query, body))

    def test_a_length_beyond_the_message_is_refused(self) -> None:
        cut = seal_raw(b"r" * 16 + (999).to_bytes(4, "big") + b"<xml/>" + APP_ID.encode())
        with pytest.raises(BadRequest):
            opened(a_safe_post("", cipher=cut))

    def test_ciphertext_moved_into_the_nonce_does_not_pose_as_a_message(self) -> None:
        """Signed values are joined without a mark: three cipher blocks (64 characters) can move
        from the ciphertext to the nonce and leave the signature right."""
        forged = a_message(Content="forged").decode()
        inside = "x" * 28 + "r" * 16 + "\0\0" + chr(len(forged) >> 8) + chr(len(forged) & 127)
        cipher = sealed(inside + forged)
        moved = Post(
            {
                "timestamp": str(NOON_S),
                "nonce": "0" + cipher[:64],
                "msg_signature": signed(str(NOON_S), "0" + cipher[:64], cipher[64:]),
            },
            f"<xml><Encrypt>{cipher[64:]}</Encrypt></xml>".encode(),
        )
        with pytest.raises(NotAllowed, match="nonce"):
            opened(moved)


class TestPlainMode:
    def test_a_signed_message_is_handed_on_as_it_is(self) -> None:
        assert opened(a_plain_post(HELLO), Mode.PLAIN) == HELLO

    def test_a_wrong_signature_is_refused(self) -> None:
        post = a_plain_post(HELLO).asking(signature=signed(str(NOON_S), NONCE, token="guessed"))
        with pytest.raises(NotAllowed):
            opened(post, Mode.PLAIN)

    def test_the_hash_of_nothing_opens_nothing(self) -> None:
        with pytest.raises(NotAllowed):
            opened(Post({"signature": signed(token="")}, HELLO.encode()), Mode.PLAIN)

    @pytest.mark.parametrize("given", ["", "é" * 40, "\ud800", "A" * 40])
    def test_a_signature_of_odd_characters_is_refused(self, given: str) -> None:
        with pytest.raises(NotAllowed):
            opened(a_plain_post(HELLO).asking(signature=given), Mode.PLAIN)


class TestCompatibleMode:
    def test_a_plain_message_is_read(self) -> None:
        assert opened(a_plain_post(HELLO), Mode.COMPATIBLE) == HELLO

    def test_of_both_forms_only_the_signed_one_counts(self) -> None:
        post = a_safe_post(HELLO, plain="<MsgType>text</MsgType><Content>forged</Content>")
        assert opened(post, Mode.COMPATIBLE) == HELLO

    def test_an_encrypted_part_needs_its_own_signature(self) -> None:
        post = a_safe_post(HELLO).asking(msg_signature="")
        with pytest.raises(NotAllowed):
            opened(post, Mode.COMPATIBLE)

    def test_a_reader_may_write_the_word_encrypt(self) -> None:
        said = a_message(Content="<Encrypt>x</Encrypt>").decode()
        assert opened(a_plain_post(said), Mode.COMPATIBLE) == said


class TestTime:
    @pytest.mark.parametrize("off", [-600, -15, 0, 600])
    def test_a_repeat_minutes_later_is_still_let_in(self, off: int) -> None:
        assert opened(a_safe_post(HELLO, at=NOON_S + off)) == HELLO

    @pytest.mark.parametrize("off", [-601, 601, -86400])
    def test_an_old_or_future_stamp_is_refused(self, off: int) -> None:
        with pytest.raises(NotAllowed):
            opened(a_safe_post(HELLO, at=NOON_S + off))

    @pytest.mark.parametrize("stamp", ["", "abc", "-1", "1e9", "9" * 400, f" {NOON_S}", "１２３"])
    def test_a_stamp_that_is_no_time_is_refused(self, stamp: str) -> None:
        post = a_plain_post(HELLO).asking(timestamp=stamp, signature=signed(stamp, NONCE))
        with pytest.raises(NotAllowed):
            opened(post, Mode.PLAIN)

    def test_the_same_request_twice_is_read_twice(self) -> None:
        post = a_safe_post(HELLO)
        assert opened(post) == opened(post)


class TestSize:
    def test_a_long_body_is_refused_before_it_is_looked_at(self) -> None:
        with pytest.raises(BadRequest):
            opened(Post({}, b"x" * (MAX_BODY_BYTES + 1)))


class TestSealing:
    @pytest.mark.parametrize(
        ("mode", "encrypted", "hidden"),
        [
            (Mode.SAFE, True, True),
            (Mode.SAFE, False, True),
            (Mode.COMPATIBLE, True, True),
            (Mode.COMPATIBLE, False, False),
            (Mode.PLAIN, False, False),
        ],
    )
    def test_the_reply_takes_the_form_the_request_had(
        self, mode: Mode, encrypted: bool, hidden: bool
    ) -> None:
        reply = seal(the_credentials(mode), HELLO, NOW, NONCE, encrypted=encrypted)
        assert ("<Encrypt>" in reply, "你好" in reply) == (hidden, not hidden)

    @pytest.mark.parametrize("nothing", ["success", ""])
    @pytest.mark.parametrize("mode", list(Mode))
    def test_success_is_never_encrypted(self, mode: Mode, nothing: str) -> None:
        assert seal(the_credentials(mode), nothing, NOW, NONCE) == nothing

    def test_two_seals_of_one_reply_differ(self) -> None:
        first, second = (seal(the_credentials(), HELLO, NOW, NONCE) for _ in range(2))
        assert first != second

    def test_half_a_character_does_not_break_the_seal(self) -> None:
        assert "<Encrypt>" in seal(the_credentials(), "\ud83d", NOW, NONCE)

    @pytest.mark.parametrize(("kind", "said"), [("aes", True), ("", False), ("raw", False)])
    def test_wechat_says_whether_it_encrypted(self, kind: str, said: bool) -> None:
        assert is_encrypted({"encrypt_type": kind}) is said


def seal_raw(text: bytes) -> str:
    """`text` padded and encrypted as it stands, without a head of its own."""
    count = 32 - len(text) % 32
    key = the_credentials().aes_key
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(text + bytes([count]) * count)).decode()
