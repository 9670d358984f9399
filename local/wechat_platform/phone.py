"""What a reader can do with the account; each act yields the pushes that it causes."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from local.wechat_platform import samples
from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.diary import Diary, Source
from local.wechat_platform.faults import FaultKind, Faults
from local.wechat_platform.http import BadRequest, Json
from local.wechat_platform.media import MediaShelf
from local.wechat_platform.menus import Menus
from local.wechat_platform.pushes import Push, PushDesk
from local.wechat_platform.qrcodes import SceneCodes
from local.wechat_platform.readers import Reader, Readers
from local.wechat_platform.replies import media_content
from local.wechat_platform.windows import Opening, Windows
from local.wechat_platform.wire import Value

Pushes: TypeAlias = list[Push]
OPENING_TAPS = frozenset({"CLICK", "scancode_push", "scancode_waitmsg"})


class Phone:
    def __init__(
        self,
        *,
        account: str,
        own_url: str,
        clock: SteeredClock,
        readers: Readers,
        diary: Diary,
        windows: Windows,
        media: MediaShelf,
        menus: Menus,
        codes: SceneCodes,
        faults: Faults,
    ) -> None:
        self._desk = PushDesk(account)
        self._own_url = own_url
        self._clock = clock
        self._readers = readers
        self._diary = diary
        self._windows = windows
        self._media = media
        self._menus = menus
        self._codes = codes
        self._faults = faults

    def follow(self, reader: Reader, scene: str = "") -> Pushes:
        """Nothing happens when the reader follows already."""
        if reader.is_following:
            return []
        own: dict[str, Value] = {"EventKey": ""}
        if scene:
            code = self._codes.scanned(scene)
            own = {"EventKey": f"qrscene_{scene}", "Ticket": code.ticket}
        follower = self._readers.follow(reader, self._clock.now(), scene)
        self._windows.open(reader.openid, Opening.FOLLOW)
        self._note(reader, "你已关注该公众号")
        return [self.event(follower, "subscribe", own)]

    def unfollow(self, reader: Reader) -> Pushes:
        if not reader.is_following:
            return []
        gone = self._readers.unfollow(reader)
        self._windows.close(reader.openid)
        self._note(reader, "你已取消关注")
        return [self.event(gone, "unsubscribe", {"EventKey": ""})]

    def scan(self, reader: Reader, scene: str) -> Pushes:
        """A follower's scan is SCAN; anybody else follows by it (§1.4)."""
        if not reader.is_following:
            return self.follow(reader, scene)
        code = self._codes.scanned(scene)
        self._windows.open(reader.openid, Opening.SCAN)
        self._note(reader, f"扫码进入：{scene}")
        return [self.event(reader, "SCAN", {"EventKey": scene, "Ticket": code.ticket})]

    def text(self, reader: Reader, text: str, menu_id: str = "") -> Pushes:
        if not text:
            raise BadRequest("text is empty")
        extra = {"bizmsgmenuid": self._told_id(menu_id)} if menu_id else {}
        self._own(reader, "text", text=text)
        return [self._message(reader, "text", {"Content": text, **extra}, by_menu=bool(menu_id))]

    def picture(self, reader: Reader, content: bytes = b"") -> Pushes:
        medium = self._media.keep("image", content or samples.picture())
        self._own(reader, "image", **media_content(medium.id, 0))
        url = f"{self._own_url}/mmbiz/{medium.id}"
        return [self._message(reader, "image", {"PicUrl": url, "MediaId": medium.id})]

    def voice(self, reader: Reader, content: bytes = b"", seconds: int = 3) -> Pushes:
        """Recognition stays empty: the platform withdrew it (§6.4)."""
        medium = self._media.keep("voice", content or samples.voice(seconds))
        self._own(reader, "voice", **media_content(medium.id, medium.seconds))
        form = "amr" if medium.content_type == "audio/amr" else "mp3"
        own = {"MediaId": medium.id, "Format": form, "Recognition": ""}
        return [self._message(reader, "voice", own)]

    def video(self, reader: Reader, content: bytes = b"", kind: str = "video") -> Pushes:
        medium = self._media.keep("video", content or samples.video())
        thumb = self._media.keep("image", samples.picture())
        self._own(reader, "video", **media_content(medium.id, 0))
        return [self._message(reader, kind, {"MediaId": medium.id, "ThumbMediaId": thumb.id})]

    def location(self, reader: Reader, lat: float, lon: float, label: str, scale: int) -> Pushes:
        self._own(reader, "location", lat=lat, lon=lon, label=label)
        own: dict[str, Value] = {"Location_X": lat, "Location_Y": lon, "Scale": scale}
        return [self._message(reader, "location", {**own, "Label": label})]

    def link(self, reader: Reader, title: str, description: str, url: str) -> Pushes:
        self._own(reader, "link", title=title, description=description, url=url)
        own = {"Title": title, "Description": description, "Url": url}
        return [self._message(reader, "link", own)]

    def tap(self, reader: Reader, button: Json, extra: Json) -> Pushes:
        """One menu button; `extra` carries what the phone adds (scan_result, lat, lon …)."""
        _must_follow(reader)
        kind = str(button["type"])
        self._note(reader, f"点了菜单：{button.get('name') or button.get('key')}")
        if kind in ("media_id", "article_id", "article_view_limited"):
            return []
        event, own = _tap_event(button, extra, self._menus.menu_id)
        if event in OPENING_TAPS:
            self._windows.open(reader.openid, Opening.TAP)
        follow_up = self.picture(reader) if kind.startswith("pic_") else []
        return [self.event(reader, event, own), *follow_up]

    def event(self, reader: Reader, event: str, own: Mapping[str, Value]) -> Push:
        frozen = self._clock.is_frozen
        return self._desk.event(reader, event, self._clock.now(), own, is_clock_frozen=frozen)

    def _told_id(self, menu_id: str) -> str:
        """Reported as always 0 at times (§1.5)."""
        return "0" if self._faults.take(FaultKind.LOST_MENU_ID) else menu_id

    def _message(
        self, reader: Reader, kind: str, own: Mapping[str, Value], *, by_menu: bool = False
    ) -> Push:
        """A tap on a rating menu counts as a menu tap, not as a message (§2.1)."""
        _must_follow(reader)
        self._windows.open(reader.openid, Opening.TAP if by_menu else Opening.MESSAGE)
        return self._desk.message(reader, kind, self._clock.now(), own)

    def _own(self, reader: Reader, kind: str, **content: Any) -> None:
        _must_follow(reader)
        self._diary.add(reader.id, kind, Source.OWN, **content)

    def _note(self, reader: Reader, text: str) -> None:
        self._diary.add(reader.id, "note", Source.PLATFORM, text=text)


def _must_follow(reader: Reader) -> None:
    if not reader.is_following:
        raise BadRequest(f"reader {reader.id!r} does not follow the account")


def _tap_event(button: Json, extra: Json, menu_id: int) -> tuple[str, dict[str, Value]]:
    kind = str(button["type"])
    if kind == "click":
        return "CLICK", {"EventKey": button["key"]}
    if kind == "view":
        return "VIEW", {"EventKey": button["url"], "MenuId": menu_id}
    if kind == "miniprogram":
        return "view_miniprogram", {"EventKey": button["pagepath"], "MenuId": menu_id}
    return kind, {"EventKey": button["key"], **_tap_details(kind, extra)}


def _tap_details(kind: str, extra: Json) -> dict[str, Value]:
    if kind.startswith("scancode_"):
        result = str(extra.get("scan_result", "9787020002207"))
        return {"ScanCodeInfo": {"ScanType": "barcode", "ScanResult": result}}
    if kind.startswith("pic_"):
        item: dict[str, Value] = {"PicMd5Sum": "0" * 32}
        return {"SendPicsInfo": {"Count": 1, "PicList": {"item": item}}}
    place = {
        "Location_X": str(extra.get("lat", 31.3352)),
        "Location_Y": str(extra.get("lon", 118.3621)),
    }
    words = {"Scale": "15", "Label": str(extra.get("label", "")), "Poiname": ""}
    return {"SendLocationInfo": {**place, **words}}
