"""Readers as a library sees them, carried by WeChat as WeChat carries them.

WeChat waits 5 s for an answer, cuts, and sends the same message again, three times in all and 5 s
apart. Now and then a reply is lost on its way back: the same message comes once more then, too.
"""

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from chalicelib.texts import conversation as texts
from chalicelib.wechat.parsing import parse
from local.wechat_platform import wire
from tests.drills.box import Attempt, Sender

CUT_S = 5.0
ATTEMPTS = 3
LOST = 0.02
"""Replies that do not reach WeChat though we sent them."""
READERS = 3000
APOLOGIES = (texts.BUSY.hans, texts.BUSY.hant, texts.BUSY.en)
Fields = dict[str, Any]

FAQ = (
    "怎么办借书证",
    "怎么续借",
    "明天老馆几点关门",
    "书丢了怎么办",
    "可以带饭进馆吗",
    "怎么约座位",
)
HELLO = ("您好", "谢谢", "在吗")
BOOKS = ("红楼梦", "余华 活着", "三体", "有没有百年孤独", "hlm", "儿童绘本")
STRANGE = ("高铁票怎么退", "今天股票怎么样")
TAPS = ("faq:card-lost", "faq:renew-how", "cmd:今天各馆开放时间", "text:find-book", "faq:hold-how")
WEIGHTS = {
    "question": 30,
    "menu tap": 22,
    "book": 18,
    "greeting": 12,
    "complaint": 8,
    "my feedback": 3,
    "visit": 3,
    "strange": 2,
    "picture": 2,
}


@dataclass(frozen=True)
class Sent:
    """One message and what WeChat made of it. `verdict`: answered, silent (`success`, an empty
    body), failed (no attempt was answered), unreadable, put off ("busy, please try again")."""

    key: str
    kind: str
    reader: str
    verdict: str
    heard: tuple[str, ...]
    seconds: float
    attempts: int
    was_lost: bool


@dataclass
class Traffic:
    """Sends messages and keeps what became of each."""

    sender: Sender
    loses: bool = True
    sent: list[Sent] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(3))
    ids: Iterator[int] = field(default_factory=lambda: count(10_000_000))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def one(self, due: float = 0.0) -> None:
        """One reader's visit, of one message or two; `due` is when it should have begun."""
        with self.lock:
            kind = self.chance.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
            number = next(self.ids)
            reader = f"oload{self.chance.randrange(READERS)}"
        for fields in self._messages(kind, number, reader):
            self._delivered(kind, fields, due or time.monotonic())
            due = 0.0

    def _messages(self, kind: str, number: int, reader: str) -> Iterator[Fields]:
        pick = random.Random(number).choice
        if kind == "visit":
            guest = f"oguest{number}"
            yield event(guest, "subscribe", "")
            yield event(guest, "unsubscribe", "")
        elif kind == "menu tap":
            yield event(reader, "CLICK", pick(TAPS))
        elif kind == "complaint":
            yield text(reader, number, f"投诉 三楼太冷{number}")
        elif kind == "picture":
            writer = f"owriter{number}"
            yield text(writer, number, f"建议 多买绘本{number}")
            yield message(writer, number + 50_000_000, "image", PicUrl="", MediaId=f"no{number}")
        elif kind == "my feedback":
            yield text(reader, number, "我的反馈")
        else:
            said = {"question": FAQ, "book": BOOKS, "greeting": HELLO, "strange": STRANGE}
            yield text(reader, number, pick(said[kind]))

    def _delivered(self, kind: str, fields: Fields, due: float) -> None:
        """All attempts at one message."""
        heard: list[str] = []
        lost = False
        made = Attempt(0)
        for number in range(1, ATTEMPTS + 1):
            began = time.monotonic()
            made = self.sender.attempt(fields, CUT_S)
            self._count(made)
            heard += [made.text] if made.text else []
            loses = number == 1 and made.status == 200 and self._is_lost()
            lost = lost or loses
            if made.status == 200 and not loses:
                break
            time.sleep(max(0.0, began + CUT_S - time.monotonic()) if number < ATTEMPTS else 0.0)
        seconds = time.monotonic() - due
        key = parse(wire.write(fields).encode()).key
        reader, said = str(fields["FromUserName"]), tuple(sorted(set(heard)))
        kind = str(fields.get("Event", kind)) if kind == "visit" else kind
        done = Sent(key, kind, reader, verdict(made), said, seconds, number, lost)
        with self.lock:
            self.sent.append(done)

    def _is_lost(self) -> bool:
        with self.lock:
            return self.loses and self.chance.random() < LOST

    def _count(self, made: Attempt) -> None:
        with self.lock:
            self.statuses[made.status] += 1


def verdict(made: Attempt) -> str:
    if made.status != 200:
        return "failed"
    if not made.is_readable:
        return "unreadable"
    if made.text in APOLOGIES:
        return "put off"
    return "answered" if made.text else "silent"


def message(reader: str, number: int, kind: str, **more: Any) -> Fields:
    return {
        "ToUserName": "gh_box",
        "FromUserName": reader,
        "CreateTime": int(time.time()),
        "MsgType": kind,
        **more,
        "MsgId": number,
    }


def text(reader: str, number: int, said: str) -> Fields:
    return message(reader, number, "text", Content=said)


def event(reader: str, name: str, key: str) -> Fields:
    fields = message(reader, 0, "event", Event=name, EventKey=key)
    return {name: value for name, value in fields.items() if name != "MsgId"}


def closed_loop(act: Callable[[], None], readers: int, seconds: float) -> None:
    """`readers` who send the next message as soon as they have their answer."""
    end = time.monotonic() + seconds

    def run() -> None:
        while time.monotonic() < end:
            act()

    threads = [threading.Thread(target=run) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Overloaded(Exception):
    """The machine does less than was measured a moment ago: something else runs on it."""


def open_loop(act: Callable[[float], None], rate: float, seconds: float) -> None:
    """Messages come when they come, `rate` a second, whether or not the last are answered.

    Raises Overloaded, and comes to its end, where more wait than one minute brings.
    """
    chance = random.Random(11)
    due = time.monotonic()
    end = due + seconds
    with ThreadPoolExecutor(256) as pool:
        while (due := due + chance.expovariate(rate)) < end:
            time.sleep(max(0.0, due - time.monotonic()))
            pool.submit(act, due)
            if pool._work_queue.qsize() > rate * 60:
                pool.shutdown(wait=False, cancel_futures=True)
                raise Overloaded


def percentiles(seconds: list[float]) -> dict[str, float]:
    ranked = sorted(seconds)
    return {f"p{part}": ranked[int(len(ranked) * part / 100)] * 1000 for part in (50, 95, 99)}


def by_key(sent: list[Sent]) -> dict[str, set[str]]:
    """All words heard for one message, whichever attempt brought them."""
    heard: dict[str, set[str]] = defaultdict(set)
    for one in sent:
        heard[one.key] |= set(one.heard)
    return heard
