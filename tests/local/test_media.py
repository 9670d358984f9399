import pytest

from local.wechat_platform import samples
from local.wechat_platform.codes import ApiError
from local.wechat_platform.media import MediaShelf, sniffed_type
from tests.local.hands import Hands


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def shelf(hands: Hands) -> MediaShelf:
    return MediaShelf(hands.now)


def test_a_medium_lives_three_days(shelf: MediaShelf, hands: Hands) -> None:
    medium = shelf.keep("image", samples.picture())
    hands.advance(days=3, seconds=-1)
    assert shelf.get(medium.id) == medium
    hands.advance(seconds=1)
    with pytest.raises(ApiError):
        shelf.get(medium.id)


def test_the_samples_are_what_they_say() -> None:
    made = (samples.picture(), samples.voice(), samples.video())
    assert [sniffed_type(one) for one in made] == ["image/png", "audio/amr", "video/mp4"]


def test_a_voice_tells_its_length(shelf: MediaShelf) -> None:
    assert shelf.keep("voice", samples.voice(7)).seconds == 7


REFUSED = [
    ("painting", samples.picture(), 40004),
    ("image", b"", 41005),
    ("image", b"plain text", 40005),
    ("voice", samples.picture(), 40005),
    ("image", b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), 40006),
    ("thumb", b"\xff\xd8\xff" + bytes(64 * 1024), 40006),
    ("voice", b"ID3" + bytes(2 * 1024 * 1024), 40006),
    ("voice", samples.voice(61), 40006),
]


@pytest.mark.parametrize(("kind", "content", "errcode"), REFUSED)
def test_what_breaks_a_rule_is_refused(
    shelf: MediaShelf, kind: str, content: bytes, errcode: int
) -> None:
    with pytest.raises(ApiError) as refused:
        shelf.keep(kind, content)
    assert refused.value.errcode == errcode


def test_a_picture_cannot_be_sent_as_a_voice(shelf: MediaShelf) -> None:
    medium = shelf.keep("image", samples.picture())
    with pytest.raises(ApiError, match="40007"):
        shelf.get(medium.id, "voice")
