"""The people in the box: who they are and whether they follow the account."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from local.wechat_platform.http import BadRequest, NotFound


@dataclass(frozen=True)
class Reader:
    id: str
    openid: str
    name: str
    about: str = ""
    large_type: bool = False
    is_following: bool = False
    followed_at: datetime | None = None
    scene: str = ""
    follow_count: int = 0

    def told(self) -> dict[str, Any]:
        since = self.followed_at.isoformat() if self.followed_at else None
        return asdict(self) | {"followed_at": since}


@dataclass(frozen=True)
class Person:
    """A reader before the account gives an openid."""

    id: str
    name: str
    about: str = ""
    large_type: bool = False


DEMO_PEOPLE = (
    Person("student", "小林", "大学生，写论文、占座位"),
    Person("parent", "乐乐妈妈", "带六岁的孩子看绘本"),
    Person("elder", "周大爷", "六十八岁，用大字版", large_type=True),
    Person("commuter", "陳小姐", "上班族，用繁體字"),
    Person("visitor", "Alex", "Exchange student, writes English"),
)


class Readers:
    """Found by short id or by openid."""

    def __init__(self, app_id: str, people: Sequence[Person] = DEMO_PEOPLE) -> None:
        self._app_id = app_id
        self._people = people
        self._lock = Lock()
        self._by_id: dict[str, Reader] = {}
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._by_id = {one.id: self._reader(one) for one in self._people}

    def get(self, name: str) -> Reader:
        with self._lock:
            found = self._by_id.get(name) or self._with_openid(name)
        if found is None:
            raise NotFound(f"no reader {name!r}")
        return found

    def has_openid(self, openid: str) -> bool:
        with self._lock:
            return self._with_openid(openid) is not None

    def all(self) -> list[Reader]:
        with self._lock:
            return list(self._by_id.values())

    def followers(self) -> list[Reader]:
        return [one for one in self.all() if one.is_following]

    def create(self, person: Person) -> Reader:
        with self._lock:
            if not person.id or person.id in self._by_id:
                raise BadRequest(f"reader id {person.id!r} is empty or taken")
            self._by_id[person.id] = self._reader(person)
            return self._by_id[person.id]

    def follow(self, reader: Reader, at: datetime, scene: str = "") -> Reader:
        return self._change(
            reader.id,
            is_following=True,
            followed_at=at,
            scene=scene,
            follow_count=reader.follow_count + 1,
        )

    def unfollow(self, reader: Reader) -> Reader:
        return self._change(reader.id, is_following=False)

    def _change(self, reader_id: str, **changes: Any) -> Reader:
        with self._lock:
            changed = replace(self._by_id[reader_id], **changes)
            self._by_id[reader_id] = changed
            return changed

    def _with_openid(self, openid: str) -> Reader | None:
        return next((one for one in self._by_id.values() if one.openid == openid), None)

    def _reader(self, person: Person) -> Reader:
        return Reader(openid=openid_for(self._app_id, person.id), **asdict(person))


def openid_for(app_id: str, reader_id: str) -> str:
    """28 characters, the same at every start, another one under another account (§5)."""
    digest = hashlib.sha256(f"{app_id}/{reader_id}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]
