"""Five thousand Chinese titles made from a few words, some in Traditional characters."""

import random
from dataclasses import dataclass

from tests.catalogue.marc_files import a_field, a_marc

COUNT = 5000
_WORDS = (
    "红楼 梦 历史 中国 文学 研究 活着 三国 演义 后来 里尔克 诗选 鲁迅 全集 科学 儿童 音乐 北京 "
    "上海 医学 旅行 故事 城市 花园 大海 春天 哲学 艺术 经济 语言",
    "紅樓 夢 歷史 中國 文學 研究 活著 三國 演義 後來 里爾克 詩選 魯迅 全集 科學 兒童 音樂 北京 "
    "上海 醫學 旅行 故事 城市 花園 大海 春天 哲學 藝術 經濟 語言",
)
"""A book is printed in the one script or in the other."""
_AUTHORS = ("余华 鲁迅 王安忆 老舍 张爱玲 沈从文", "余華 魯迅 王安憶 老舍 張愛玲 沈從文")


@dataclass(frozen=True)
class Book:
    id: str
    title: str
    author: str
    isbn: str


def books(count: int = COUNT) -> list[Book]:
    draw = random.Random(2709)
    return [_book(draw, number) for number in range(1, count + 1)]


def _book(draw: random.Random, number: int) -> Book:
    script = draw.randint(0, 1)
    words, authors = _WORDS[script].split(), _AUTHORS[script].split()
    title = "".join(draw.choice(words) for _ in range(draw.randint(1, 4)))
    return Book(f"wg{number:06}", title, draw.choice(authors), _isbn(number))


def _isbn(number: int) -> str:
    body = f"9787{number:08}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


def as_marc(listed: list[Book]) -> bytes:
    return b"".join(
        a_marc(
            ("001", book.id),
            a_field("020", a=book.isbn),
            a_field("100", a=book.author),
            a_field("245", a=book.title),
            a_field("260", b="人民文学出版社", c="2019"),
            leader_9="a",
        )
        for book in listed
    )
