"""The account's own calls: tokens, menu, scene codes, media, followers, quotas."""

from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import urlsplit

from local.wechat_platform.codes import OK, ApiError
from local.wechat_platform.crypto import same
from local.wechat_platform.http import Json, Request, Response
from local.wechat_platform.platform import Platform
from local.wechat_platform.readers import Reader

FOLLOWERS_A_PAGE = 10_000


class Account:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def token(self, request: Request) -> Json:
        self._check_secret(dict(request.query))
        value, life_s = self._platform.tokens.classic()
        return {"access_token": value, "expires_in": life_s}

    def stable_token(self, request: Request) -> Json:
        body = request.json()
        self._check_secret(body)
        value, life_s = self._platform.tokens.stable(force=body.get("force_refresh") is True)
        return {"access_token": value, "expires_in": life_s}

    def login(self, request: Request) -> Json:
        """Who opened a page, for the code the page came back with (§5)."""
        self._check_secret(dict(request.query), "authorization_code")
        if not request.query.get("code"):
            raise ApiError(41008)
        return self._platform.logins.spend(request.query["code"]).told()

    def create_menu(self, request: Request) -> Json:
        self._platform.menus.publish(request.json())
        return OK

    def get_menu(self, request: Request) -> Json:
        menu = self._platform.menus.current()
        if menu is None:
            raise ApiError(46003)
        conditional = self._platform.menus.conditional()
        return {"menu": menu} | ({"conditionalmenu": conditional} if conditional else {})

    def delete_menu(self, request: Request) -> Json:
        self._platform.menus.delete()
        return OK

    def menu_in_force(self, request: Request) -> Json:
        return self._platform.console.told_menu(self._platform.menus.current())

    def replies_in_force(self, request: Request) -> Json:
        return self._platform.console.told_replies()

    def add_conditional_menu(self, request: Request) -> Json:
        return {"menuid": self._platform.menus.add_conditional(request.json())}

    def delete_conditional_menu(self, request: Request) -> Json:
        self._platform.menus.delete_conditional(str(request.json().get("menuid", "")))
        return OK

    def check_callback(self, request: Request) -> Json:
        """The address is looked up and rung; 40201 where none is set."""
        body = request.json()
        if body.get("action") not in ("dns", "ping", "all"):
            raise ApiError(40202)
        if body.get("check_operator") not in ("CHINANET", "UNICOM", "CAP", "DEFAULT"):
            raise ApiError(40203)
        if not self._platform.console.is_server_mode:
            raise ApiError(40201)
        ip = urlsplit(self._platform.config.webhook).hostname
        rung = {"ip": ip, "from_operator": "UNICOM", "package_loss": "0%", "time": "1.000ms"}
        return {"dns": [{"ip": ip, "real_operator": "UNICOM"}], "ping": [rung]}

    def own_addresses(self, request: Request) -> Json:
        return {"ip_list": ["127.0.0.1"]}

    def create_code(self, request: Request) -> Json:
        code = self._platform.codes.create(request.json())
        told: Json = {"ticket": code.ticket, "url": code.url}
        return told | ({"expire_seconds": code.life_s} if code.life_s else {})

    def upload(self, request: Request) -> Json:
        kind = request.query.get("type", "")
        medium = self._platform.media.keep(kind, _uploaded(request))
        name = "thumb_media_id" if kind == "thumb" else "media_id"
        created = int(medium.created_at.timestamp())
        return {"type": kind, name: medium.id, "created_at": created}

    def download(self, request: Request) -> Json | Response:
        """A video is answered with an address, everything else with its bytes."""
        medium = self._platform.media.get(request.query.get("media_id", ""))
        if medium.kind == "video":
            return {"video_url": f"http://{request.headers['host']}/mmbiz/{medium.id}"}
        ending = medium.content_type.partition("/")[2]
        disposition = f'attachment; filename="{medium.id}.{ending}"'
        headers = {"Content-Disposition": disposition}
        return Response(medium.content, medium.content_type, headers=headers)

    def reader(self, request: Request) -> Json:
        """Nickname and avatar are no longer given (§5)."""
        openid = request.query.get("openid", "")
        if not self._platform.readers.has_openid(openid):
            raise ApiError(40003)
        return _reader_told(self._platform.readers.get(openid))

    def followers(self, request: Request) -> Json:
        openids = sorted(one.openid for one in self._platform.readers.followers())
        after = request.query.get("next_openid", "")
        page = [one for one in openids if one > after][:FOLLOWERS_A_PAGE]
        told = {"data": {"openid": page}} if page else {}
        last = page[-1] if page else ""
        return {"total": len(openids), "count": len(page), **told, "next_openid": last}

    def quota(self, request: Request) -> Json:
        path = str(request.json().get("cgi_path", ""))
        return {**OK, "quota": self._platform.quotas.told(path)}

    def clear_quota(self, request: Request) -> Json:
        if request.json().get("appid") != self._platform.config.app_id:
            raise ApiError(40013)
        self._platform.quotas.clear_by_call()
        return OK

    def clear_quota_by_secret(self, request: Request) -> Json:
        body = request.json()
        asked = {**body, "secret": body.get("appsecret"), "grant_type": "client_credential"}
        self._check_secret(asked)
        self._platform.quotas.clear_by_call()
        return OK

    def _check_secret(self, asked: Json, grant: str = "client_credential") -> None:
        config = self._platform.config
        if asked.get("grant_type") != grant:
            raise ApiError(40002)
        if asked.get("appid") != config.app_id:
            raise ApiError(40013)
        if not same(str(asked.get("secret") or ""), config.app_secret):
            raise ApiError(40125)


def _reader_told(reader: Reader) -> Json:
    if not reader.is_following or reader.followed_at is None:
        return {"subscribe": 0, "openid": reader.openid}
    is_number = reader.scene.isdigit()
    return {
        "subscribe": 1,
        "openid": reader.openid,
        "language": "zh_CN",
        "subscribe_time": int(reader.followed_at.timestamp()),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if reader.scene else "ADD_SCENE_SEARCH",
        "qr_scene": int(reader.scene) if is_number else 0,
        "qr_scene_str": "" if is_number else reader.scene,
    }


def _uploaded(request: Request) -> bytes:
    """The first file of a multipart form."""
    head = b"Content-Type: " + request.headers.get("content-type", "").encode() + b"\r\n\r\n"
    form = BytesParser(policy=HTTP).parsebytes(head + request.body)
    if not form.is_multipart():
        raise ApiError(41005)
    for part in form.iter_parts():
        if part.get_filename() or part.get_param("name", header="content-disposition") == "media":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise ApiError(41005)
