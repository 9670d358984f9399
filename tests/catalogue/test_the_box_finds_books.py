"""The demo library on the real engine, through the wiring: what a reader may send and gets."""

from datetime import UTC, datetime

import pytest

from chalicelib import wiring
from chalicelib.catalogue.chat import CatalogueChat
from chalicelib.dialogue import Answer, Dialogue, Kind, Meaning, Turn
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.tables.meter import metering
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply
from local.demo.seed import seed

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def box(engine_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> wiring.Services:
    files = tmp_path_factory.mktemp("files")
    settings = Settings(
        dynamodb_endpoint=engine_endpoint, table_prefix="test-books", files_dir=str(files)
    )
    services = wiring.Services(settings, lambda: NOW)
    _ = services.wire
    create_missing(MODELS)
    seed(services)
    return services


def a_turn(
    said: str,
    dialogue: Dialogue | None = None,
    language: Language = Language.SIMPLIFIED,
    **slots: str,
) -> Turn:
    message = Text("1", "o1", "gh", NOW, content=said)
    kind = Kind.CATALOG_SEARCH if slots else Kind.OUT_OF_SCOPE
    return Turn(message, said, Meaning(kind, slots=slots), language, NOW, dialogue)


def text_of(answer: object) -> str:
    assert isinstance(answer, Answer)
    assert isinstance(answer.reply, TextReply)
    return answer.reply.content


def chat_of(box: wiring.Services) -> CatalogueChat:
    made = box._catalogue_chat()
    assert isinstance(made, CatalogueChat)
    return made


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("红楼梦", "红楼梦"),
        ("紅樓夢", "红楼梦"),
        ("hlm", "红楼梦"),
        ("hongloumeng", "红楼梦"),
        ("红搂梦", "红楼梦"),
        ("平凡地世界", "平凡的世界"),
        ("活着 余华", "活着"),
        ("余华的活着", "活着"),
        ("9787020002207", "红楼梦"),
        ("978-7-02-000220-7", "红楼梦"),
        ("章回小说", "三国演义"),
        ("家", "家"),
    ],
)
def test_readers_find_it_however_they_write(box: wiring.Services, said: str, title: str) -> None:
    answer = chat_of(box).answer(a_turn(said, query=said))
    assert title in text_of(answer)


def test_a_corrected_question_is_handed_on(box: wiring.Services) -> None:
    answer = chat_of(box).answer(a_turn("百年孤毒有没有", query="百年孤毒"))
    assert answer is not None
    assert answer.slots["query"] == "百年孤独"


@pytest.mark.parametrize(
    "said", ["红楼梦", "的", "论", "hlm", "平凡地世界", "余华的活着", "没有这书"]
)
def test_a_search_costs_two_calls_in_a_warm_process(box: wiring.Services, said: str) -> None:
    chat = chat_of(box)
    chat.answer(a_turn("家", query="家"))
    with metering() as meter:
        chat.answer(a_turn(said, query=said))
    assert len(meter.calls) <= 2


def test_opening_a_title_costs_one_call(box: wiring.Services) -> None:
    chat = chat_of(box)
    listed = chat.answer(a_turn("红楼梦", query="红楼梦"))
    assert listed is not None
    with metering() as meter:
        chat.answer(a_turn("1", listed.dialogue))
    assert len(meter.calls) == 1


def test_an_opened_title_names_branch_floor_shelf_and_availability(box: wiring.Services) -> None:
    chat = chat_of(box)
    listed = chat.answer(a_turn("红楼梦", query="红楼梦"))
    assert listed is not None
    opened = text_of(chat.answer(a_turn("2", listed.dialogue)))
    assert ("总馆 2楼 I-21 架：可借" in opened, "索书号：I242.4/" in opened) == (True, True)


def test_a_branch_without_the_title_says_where_else_it_is(box: wiring.Services) -> None:
    answer = chat_of(box).answer(a_turn("神奇校车", query="神奇校车", branch="railway"))
    assert text_of(answer).startswith("高铁新城分馆没有“神奇校车”，别的馆有：")
