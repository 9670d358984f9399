"""The platform as the features see it: loaded with the first call, shut where the account may not.

What calls need (wechatpy, requests) costs a process a tenth of a second and most readers need no
call. What an unverified account may do: WeChat's table of interface privileges.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.errors import BadRequest, GiveUp, Misconfigured, NotAllowed, WeiguanError
from chalicelib.events import count
from chalicelib.feedback.media import Media
from chalicelib.library.menu import Menu, wechat_menu
from chalicelib.metrics import Measure
from chalicelib.notify.model import Way
from chalicelib.wechat.platform_model import PrivateTemplate, Quota, Visitor


@dataclass(frozen=True)
class Platform:
    """`api` makes the `wechat.api.WeChatApi` of this process, or returns the one there is."""

    api: Callable[[], Any]
    account_kind: str

    @property
    def is_verified(self) -> bool:
        return self.account_kind.startswith("verified")

    def send_text(self, reader: str, text: str) -> None:
        """Raises NotAllowed, TryLater, GiveUp."""
        self._insist(self.is_verified)
        self.api().send_text(reader, text)
        count(Measure.PUSHES)

    def may(self, way: Way) -> bool:
        """Templates and subscription notices are a verified service account's (wechat.md 0)."""
        return way is Way.INBOX or self.account_kind == "verified_service"

    def send_template(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str, key: str
    ) -> str:
        """As `WeChatApi.send_template`."""
        self._insist(self.may(Way.TEMPLATE))
        message_id = str(self.api().send_template(reader, template_id, values, link, key))
        count(Measure.PUSHES)
        return message_id

    def send_notice(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str
    ) -> None:
        """As `WeChatApi.send_notice`."""
        self._insist(self.may(Way.SUBSCRIPTION))
        self.api().send_notice(reader, template_id, values, link)
        count(Measure.PUSHES)

    def templates(self) -> Sequence[PrivateTemplate]:
        """As `WeChatApi.templates`, then its notices where the account has any."""
        self._insist(self.may(Way.TEMPLATE))
        api = self.api()
        return [*api.templates(), *_notices(api)]

    @property
    def has_web_login(self) -> bool:
        """A verified service account's (wechat.md 0)."""
        return self.account_kind == "verified_service"

    def visitor(self, code: str) -> Visitor:
        """As `WeChatApi.visitor`."""
        self._insist(self.has_web_login)
        found: Visitor = self.api().visitor(code)
        return found

    def quota(self, path: str) -> Quota:
        """Raises NotAllowed, TryLater, GiveUp and what else `wechat.codes` knows."""
        self._insist(self.is_verified)
        found: Quota = self.api().quota_get(path)
        return found

    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        """Raises TryLater, NotFound, GiveUp, NotAllowed."""
        self._insist(self.is_verified)
        media: Media = self.api().download(media_id, max_bytes, deadline)
        return media

    def publish(self, menu: Menu) -> None:
        """Raises TryLater, NotAllowed, GiveUp."""
        self._insist(self.is_verified or self.account_kind == "unverified_service")
        refused = self._published(menu)
        if refused is not None:
            raise refused

    def _published(self, menu: Menu) -> WeiguanError | None:
        try:
            self.api().create_menu(wechat_menu(menu))
        except Misconfigured as wrong:
            return NotAllowed(str(wrong))
        except BadRequest as wrong:
            return GiveUp(str(wrong))
        return None

    def _insist(self, may: bool) -> None:
        if not may:
            raise NotAllowed("this kind of account has no such call")


def _notices(api: Any) -> Sequence[PrivateTemplate]:
    """None where the account was not granted them: its templates serve all the same."""
    try:
        found: Sequence[PrivateTemplate] = api.notices()
    except (NotAllowed, GiveUp):
        return ()
    return found
