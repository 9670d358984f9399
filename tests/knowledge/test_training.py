"""What a matcher learns from a handful of lessons."""

from pathlib import Path

import pytest

from chalicelib.errors import BadRequest
from chalicelib.knowledge.entries import Entry, Phrasing
from chalicelib.knowledge.lessons import NONE, Lesson, lessons
from chalicelib.knowledge.matcher import CERTAIN, Matcher
from chalicelib.knowledge.packing import pack, unpack
from chalicelib.knowledge.trained import BLOCK_FEATURES, Trained, compressed
from chalicelib.knowledge.training import train

WIFI = Entry(
    "wifi", "设施", "馆里的无线网怎么连", "连上后打开网页登录。", ("无线网密码是多少",), ("无线网",)
)
PARKING = Entry(
    "parking", "设施", "馆里有停车场吗", "地下一层可以停车。", ("停车收费吗",), ("停车",)
)
PACK = (
    Lesson("wifi", "网连不上了"),
    Lesson("wifi", "手机怎么上网"),
    Lesson("parking", "车停哪里"),
    Lesson("parking", "开车来有车位吗"),
    Lesson("locker", "书包放哪里"),
    Lesson(NONE, "高铁票怎么退"),
    Lesson(NONE, "银行几点关门"),
)


def learnt(*added: Phrasing) -> Trained:
    return train(lessons([WIFI, PARKING], added, PACK), (("停车", "泊车"),))


def best(trained: Trained, text: str) -> str:
    return Matcher(trained).ranked(text)[0].topic


def test_other_words_for_the_same_thing_find_its_entry() -> None:
    assert best(learnt(), "手机连无线网") == "wifi"


def test_topics_without_an_entry_are_left_out() -> None:
    assert learnt().topics == (NONE, "parking", "wifi")


def test_an_entry_the_pack_does_not_know_is_learnt_from_its_own_words() -> None:
    museum = Entry(
        "robot", "设施", "机器人馆员在哪里", "在一楼大厅。", ("机器人馆员",), ("机器人",)
    )
    trained = train(lessons([WIFI, museum], (), PACK), ())
    assert best(trained, "你们的机器人馆员呢") == "robot"


def test_what_staff_added_is_certain() -> None:
    guess = Matcher(learnt(Phrasing("parking", "老地方还能用不"))).ranked("老地方还能用不？")[0]
    assert guess == ("parking", CERTAIN)


def test_what_staff_gave_to_no_entry_belongs_to_nobody() -> None:
    assert best(learnt(Phrasing("", "停车券换奶茶")), "停车券换奶茶") == NONE


def test_a_synonym_of_the_library_stands_for_its_group() -> None:
    assert best(learnt(), "泊车") == "parking"


def test_the_same_lessons_give_the_same_matcher() -> None:
    assert pack(learnt()) == pack(learnt())


def test_beliefs_add_up() -> None:
    assert sum(guess.sure for guess in Matcher(learnt()).ranked("无线网")) == pytest.approx(1)


def test_packing_keeps_every_guess() -> None:
    trained = learnt()
    before, after = Matcher(trained).ranked("车位"), Matcher(unpack(pack(trained))).ranked("车位")
    assert [guess.topic for guess in after] == [guess.topic for guess in before]
    assert [guess.sure for guess in after] == pytest.approx([guess.sure for guess in before])


def test_what_another_version_packed_is_refused() -> None:
    with pytest.raises(BadRequest, match="publish again"):
        unpack(b"WGM0" + pack(learnt())[4:])


def test_what_the_first_release_packed_is_still_read() -> None:
    """Tables of that release hold it until their library publishes again."""
    packed = Path(__file__).with_name("first_matcher.bin").read_bytes()
    before, now = Matcher(unpack(packed)).ranked("泊车"), Matcher(learnt()).ranked("泊车")
    assert [guess.topic for guess in before] == [guess.topic for guess in now]
    assert [guess.sure for guess in before] == pytest.approx([guess.sure for guess in now])


def test_only_the_weights_a_text_needs_are_unpacked() -> None:
    weights = compressed(2, bytes(range(256)))
    assert (list(weights.of(1)), list(weights.of(BLOCK_FEATURES))) == ([2, 3], [-128, -127])


def test_text_without_any_known_word_is_believed_faintly() -> None:
    assert Matcher(learnt()).ranked("囧囧囧")[0].sure < 0.9
