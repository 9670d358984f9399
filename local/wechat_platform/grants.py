"""Which kind of account may call what (wechat.md §0, permissions by account)."""

from local.wechat_platform.codes import ApiError
from local.wechat_platform.config import AccountKind

VERIFIED = frozenset({AccountKind.VERIFIED_SERVICE, AccountKind.VERIFIED_SUBSCRIPTION})
SERVICE_ONLY = frozenset({AccountKind.VERIFIED_SERVICE})
WITH_MENU = VERIFIED | {AccountKind.UNVERIFIED_SERVICE}
BY_PREFIX = (
    ("/cgi-bin/message/custom/", VERIFIED),
    ("/cgi-bin/media/", VERIFIED),
    ("/cgi-bin/user/", VERIFIED),
    ("/cgi-bin/qrcode/", SERVICE_ONLY),
    ("/cgi-bin/template/", SERVICE_ONLY),
    ("/cgi-bin/message/template/", SERVICE_ONLY),
    ("/cgi-bin/message/subscribe/", SERVICE_ONLY),
    ("/wxaapi/newtmpl/", SERVICE_ONLY),
    ("/cgi-bin/menu/", WITH_MENU),
    ("/sns/oauth2/", SERVICE_ONLY),
)


def check(kind: AccountKind, path: str) -> None:
    for prefix, kinds in BY_PREFIX:
        if path.startswith(prefix) and kind not in kinds:
            raise ApiError(48001)
