"""After a reader is forgotten nothing that is stored, logged, queued or filed leads to them."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import TryLater
from chalicelib.feedback.media import Media
from chalicelib.feedback.model import Author, CaseState, Entry
from chalicelib.tables.all import MODELS
from chalicelib.wiring import Services
from chalicelib.work_queue import MemoryQueue
from tests.feedback.fakes import a_jpeg
from tests.scenarios.front import BoxClock, FrontDoor, Reader
from tests.scenarios.test_feedback import number_in

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("answers")]
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
"""A case's words lie in its row as JSON."""
SECRET = "白鹭湾六号楼的事"
MARK = "picture-of-a-reader"
PICTURE = a_jpeg() + MARK.encode()
Leave = Callable[[Reader], object]


class Downloads:
    """WeChat's media; `busy` while they cannot be had."""

    def __init__(self) -> None:
        self.busy = False

    def download(self, media_id: str, max_bytes: int, deadline: object) -> Media:
        if self.busy:
            raise TryLater("busy")
        return Media(PICTURE, "image/jpeg")


@pytest.fixture
def downloads(services: Services) -> Downloads:
    copying: Any = services.jobs["copy_media"]
    copying._downloads = Downloads()
    held: Downloads = copying._downloads
    return held


def everything(services: Services, folder: Path) -> str:
    """All tables as stored, all files, and what waits in the queue."""
    scanned = [
        services.wire.dispatch("Scan", {"TableName": model.Meta.table_name})["Items"]  # type: ignore[attr-defined]
        for model in MODELS
    ]
    files = [(path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    assert isinstance(services.queue, MemoryQueue)
    waiting = list(iter(services.queue.take, None))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), f"{scanned}{files}{waiting}")


def traces(reader: Reader, services: Services, tmp_path: Path) -> list[str]:
    found = everything(services, tmp_path / "files")
    said = (reader.openid, SECRET, MARK, "medium-1")
    return [words for words in said if words in found]


def a_life(reader: Reader, services: Services, downloads: Downloads, clock: BoxClock) -> None:
    """Everything that leaves something behind."""
    reader.follows()
    reader.says("隐私说明")
    reader.says("同意隐私说明")
    number = number_in(reader.says(f"投诉 {SECRET}"))
    reader.sends("image", MediaId="medium-1", PicUrl="")
    downloads.busy = True
    reader.sends("image", MediaId="medium-1", PicUrl="")
    answer = Entry("s1", Author.STAFF, clock(), "已转告。", by="admin")
    services.feedback.answer(number, answer, clock())
    reader.says(f"{SECRET}，能不能带鹦鹉唱歌剧")
    reader.says(f"反馈 {SECRET}")
    reader.says(f"嗯{SECRET}")


def by_words(reader: Reader) -> object:
    reader.says("忘记我")
    return reader.says("1")


@pytest.mark.parametrize("leaves", [Reader.unfollows, by_words], ids=["unfollow", "words"])
def test_nothing_is_left_of_a_forgotten_reader(
    front: FrontDoor,
    services: Services,
    downloads: Downloads,
    clock: BoxClock,
    tmp_path: Path,
    leaves: Leave,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    logging.getLogger("weiguan").propagate = True
    reader = front.reader("leaving")
    a_life(reader, services, downloads, clock)
    before = traces(reader, services, tmp_path)
    leaves(reader)
    clock.pass_(minutes=2)
    services.sweep()
    services.sweep()
    assert len(before) == 4
    assert traces(reader, services, tmp_path) == []
    logged = caplog.text + "".join(capsys.readouterr())
    logged += json.dumps([record.__dict__ for record in caplog.records], default=str)
    assert [words for words in (reader.openid, SECRET) if words in logged] == []


def test_another_reader_keeps_everything(
    front: FrontDoor,
    services: Services,
    downloads: Downloads,
    clock: BoxClock,
    tmp_path: Path,
) -> None:
    staying = front.reader("staying")
    a_life(staying, services, downloads, clock)
    front.reader("leaving").unfollows()
    clock.pass_(minutes=2)
    services.sweep()
    assert len(traces(staying, services, tmp_path)) == 4


def test_the_wish_is_asked_back_once_and_confirmed(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    assert "回复 1" in reader.says("忘记我")
    said = reader.says("1")
    assert "全部删除" in said
    assert reader.repeats() == said
    row = services.conversations.row(reader.openid)
    assert row is not None
    assert (row.salt, len(row.messages)) == ("", 1)


def test_another_word_than_yes_forgets_nothing(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 太吵"))
    reader.says("忘记我")
    reader.says("再想想")
    assert services.feedback.get(number).reader == reader.openid
    assert services.privacy.erasures.owed(services.clock(), 9) == []


def test_who_comes_back_within_the_minute_begins_anew(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    old = number_in(reader.says("投诉 太吵"))
    by_words(reader)
    clock.pass_(seconds=20)
    new = number_in(reader.says("投诉 太冷"))
    clock.pass_(minutes=2)
    services.sweep()
    assert services.feedback.get(old).reader == ""
    assert services.feedback.get(new).reader == reader.openid
    assert services.conversations.row(reader.openid) is not None


def test_the_wish_to_be_forgotten_is_no_complaint(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    reader.says("投诉")
    assert "回复 1" in reader.says("忘记我")
    assert services.feedback.in_state(CaseState.NEW).cases == ()


def test_a_reader_sees_all_that_is_held(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    reader.follows()
    reader.says("English")
    reader.says("简体")
    number = number_in(reader.says("投诉 三楼太冷"))
    answer = Entry("s1", Author.STAFF, clock(), "已调高。", by="admin")
    services.feedback.answer(number, answer, clock())
    note = Entry("n1", Author.NOTE, clock(), "设备老旧", by="admin")
    services.feedback.add(number, note)
    said = reader.says("我的数据")
    held = (reader.openid, "zh-Hans", number, "三楼太冷", "已调高。", "2026-11-21 10:00")
    assert [words for words in held if words not in said] == []
    assert "告诉过您隐私说明" in said
    assert "设备老旧" not in said


def test_what_is_talked_about_is_shown_in_the_readers_words_alone(front: FrontDoor) -> None:
    reader = front.reader()
    reader.says("长者模式")
    reader.says("我要投诉空调太冷")
    said = reader.says("我的数据")
    assert "· 正在说的事：我要投诉空调太冷\n" in said
    assert "您用的是长者模式" in said
    reader.says("退出长者模式")
    reader.says("有什么讲历史的书")
    assert "长者模式" not in reader.says("我的数据")


def test_the_notice_says_how_long_and_whom_to_ask(front: FrontDoor) -> None:
    said = front.reader().says("隐私说明")
    assert [
        words for words in ("30 天", "400 天", "35 天", "忘记我", "0") if words not in said
    ] == []


def test_consent_is_given_and_taken_back_on_record(front: FrontDoor, services: Services) -> None:
    reader = front.reader()
    reader.follows()
    front.clock.pass_(seconds=1)
    reader.says("同意隐私说明")
    front.clock.pass_(seconds=1)
    reader.says("撤回同意")
    found = services.privacy.consents.of_reader(reader.openid)
    assert [(one.deed.value, one.version) for one in found] == [
        ("withdrawn", "1"),
        ("given", "1"),
        ("told", "1"),
    ]


def test_a_first_message_is_not_answered_with_a_notice(front: FrontDoor) -> None:
    assert "隐私" not in front.reader().says("您好")


@pytest.mark.parametrize("words", ["忘记我", "我的数据", "隐私说明", "我的反馈"])
def test_a_right_is_heard_in_the_middle_of_anything(front: FrontDoor, words: str) -> None:
    reader = front.reader()
    alone = reader.says(words).splitlines()[:2]
    reader.says("明天老馆几点关门")
    assert reader.says(words).splitlines()[:2] == alone
