"""Scene codes (wechat.md §6.2)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import BadRequest, Json

LONGEST_S = 2_592_000
DEFAULT_S = 60
SCENE_IDS = range(1, 100_001)
TEMPORARY_IDS = range(1, 2**32)
SCENE_CHARS = range(1, 65)
MOST_PERMANENT = 100_000
ACTIONS = {
    "QR_SCENE": ("scene_id", True),
    "QR_STR_SCENE": ("scene_str", True),
    "QR_LIMIT_SCENE": ("scene_id", False),
    "QR_LIMIT_STR_SCENE": ("scene_str", False),
}


@dataclass(frozen=True)
class SceneCode:
    ticket: str
    scene: str
    url: str
    ends_at: datetime | None
    life_s: int


class SceneCodes:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._codes: dict[str, SceneCode] = {}

    def create(self, asked: Json) -> SceneCode:
        field, is_temporary = ACTIONS.get(str(asked.get("action_name")), ("", False))
        if not field:
            raise ApiError(40035, "hint: action_name")
        scene = _scene(asked, field, is_temporary=is_temporary)
        life_s = _life(asked) if is_temporary else 0
        with self._lock:
            self._check_room(is_temporary)
            return self._keep(scene, life_s)

    def scanned(self, scene: str) -> SceneCode:
        """The code of that scene; one never made by the API counts as printed before."""
        with self._lock:
            same_scene = [one for one in self._codes.values() if one.scene == scene]
            usable = [one for one in same_scene if self._is_usable(one)]
            if same_scene and not usable:
                raise BadRequest(f"the code of scene {scene!r} has expired")
            return usable[-1] if usable else self._keep(scene, 0)

    def get(self, ticket: str) -> SceneCode | None:
        with self._lock:
            return self._codes.get(ticket)

    def told(self) -> list[dict[str, Any]]:
        with self._lock:
            usable = [one for one in self._codes.values() if self._is_usable(one)]
        return [{"scene": one.scene, "ticket": one.ticket} for one in usable]

    def clear(self) -> None:
        with self._lock:
            self._codes.clear()

    def _is_usable(self, code: SceneCode) -> bool:
        return code.ends_at is None or self._now() < code.ends_at

    def _check_room(self, is_temporary: bool) -> None:
        permanent = sum(one.ends_at is None for one in self._codes.values())
        if not is_temporary and permanent >= MOST_PERMANENT:
            raise ApiError(45009, "permanent codes used up")

    def _keep(self, scene: str, life_s: int) -> SceneCode:
        ends_at = self._now() + timedelta(seconds=life_s) if life_s else None
        short = secrets.token_urlsafe(12)
        url = f"http://weixin.qq.com/q/{short}"
        code = SceneCode(secrets.token_urlsafe(60), scene, url, ends_at, life_s)
        self._codes[code.ticket] = code
        return code


def _scene(asked: Json, field: str, *, is_temporary: bool) -> str:
    info = asked.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    value = scene.get(field) if isinstance(scene, dict) else None
    if field == "scene_str" and isinstance(value, str) and len(value) in SCENE_CHARS:
        return value
    ids = TEMPORARY_IDS if is_temporary else SCENE_IDS
    if field == "scene_id" and isinstance(value, int) and value in ids:
        return str(value)
    raise ApiError(40053, f"hint: {field}")


def _life(asked: Json) -> int:
    life_s = asked.get("expire_seconds", DEFAULT_S)
    if not isinstance(life_s, int) or not 1 <= life_s <= LONGEST_S:
        raise ApiError(40035, "hint: expire_seconds")
    return life_s
