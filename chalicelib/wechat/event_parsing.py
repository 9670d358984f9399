"""How each event stands in WeChat's XML; `parsing` calls `EVENTS` by the event's name.

Sources: WeChat's pages on event pushes, menu events, subscription notices, publishing, mass
sending, authorisation changes and account verification.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.wechat.inbound import (
    AccountVerification,
    AuthorizationChanged,
    CodeScanned,
    CopyrightCheck,
    DeskSession,
    Followed,
    Inbound,
    MassSent,
    PicturesComing,
    PlaceChosen,
    Published,
    Scanned,
    SentArticle,
    Subscription,
    SubscriptionsAsked,
    SubscriptionsChanged,
    SubscriptionsSent,
    Tapped,
    TemplateSent,
    Unfollowed,
    Viewed,
    Whereabouts,
)
from chalicelib.wechat.markup import Node, float_of, int_of, node_of, nodes_of, text_of, word_of

Head = tuple[str, str, str, datetime]
"""Key, reader, account and time: what every value begins with."""

OF_THE_PLATFORM = frozenset(
    {"user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"}
)
"""Sent in the platform's name; the reader they are about stands in OpenID."""


def _followed(head: Head, node: Node) -> Inbound:
    scene = word_of(node, "EventKey").removeprefix("qrscene_")
    return Followed(*head, scene=scene, ticket=word_of(node, "Ticket"))


def _unfollowed(head: Head, node: Node) -> Inbound:
    return Unfollowed(*head)


def _scanned(head: Head, node: Node) -> Inbound:
    return Scanned(*head, scene=word_of(node, "EventKey"), ticket=word_of(node, "Ticket"))


def _whereabouts(head: Head, node: Node) -> Inbound:
    place = (float_of(node, "Latitude"), float_of(node, "Longitude"))
    return Whereabouts(*head, *place, float_of(node, "Precision"))


def _tapped(head: Head, node: Node) -> Inbound:
    return Tapped(*head, button=word_of(node, "EventKey"))


def _viewed(head: Head, node: Node) -> Inbound:
    """MenuId is written in two ways on WeChat's own pages."""
    mini = word_of(node, "Event").lower() == "view_miniprogram"
    menu_id = word_of(node, "MenuId") or word_of(node, "MenuID")
    return Viewed(*head, word_of(node, "EventKey"), menu_id, mini)


def _code_scanned(head: Head, node: Node) -> Inbound:
    code = node_of(node, "ScanCodeInfo")
    return CodeScanned(
        *head,
        button=word_of(node, "EventKey"),
        result=text_of(code, "ScanResult"),
        waits=word_of(node, "Event").lower() == "scancode_waitmsg",
        code_kind=word_of(code, "ScanType"),
    )


def _pictures_coming(head: Head, node: Node) -> Inbound:
    sent = node_of(node, "SendPicsInfo")
    return PicturesComing(
        *head,
        button=word_of(node, "EventKey"),
        count=int_of(sent, "Count"),
        source=word_of(node, "Event").lower(),
        md5s=tuple(word_of(item, "PicMd5Sum") for item in nodes_of(sent, "PicList", "item")),
    )


def _place_chosen(head: Head, node: Node) -> Inbound:
    place = node_of(node, "SendLocationInfo")
    return PlaceChosen(
        *head,
        button=word_of(node, "EventKey"),
        latitude=float_of(place, "Location_X"),
        longitude=float_of(place, "Location_Y"),
        label=text_of(place, "Label"),
        place=text_of(place, "Poiname"),
        scale=word_of(place, "Scale"),
    )


def _template_sent(head: Head, node: Node) -> Inbound:
    """`failed:user block` and `failed: system failed`: the spaces are WeChat's."""
    outcome = re.sub(r"^failed\s*:", "", word_of(node, "Status"))
    return TemplateSent(*head, word_of(node, "MsgID"), " ".join(outcome.split()))


def _mass_sent(head: Head, node: Node) -> Inbound:
    checks = nodes_of(node, "CopyrightCheckResult", "ResultList", "item")
    links = nodes_of(node, "ArticleUrlResult", "ResultList", "item")
    return MassSent(
        *head,
        message_id=word_of(node, "MsgID") or word_of(node, "MsgId"),
        outcome=re.sub(r"^send\s*", "", word_of(node, "Status")),
        total=int_of(node, "TotalCount"),
        filtered=int_of(node, "FilterCount"),
        sent=int_of(node, "SentCount"),
        failed=int_of(node, "ErrorCount"),
        articles=tuple(_linked(item, "ArticleIdx", "ArticleUrl") for item in links),
        copyright=tuple(map(_copyright, checks)),
    )


def _linked(item: Node, index: str, url: str) -> SentArticle:
    return SentArticle(int_of(item, index), word_of(item, url))


def _copyright(item: Node) -> CopyrightCheck:
    return CopyrightCheck(
        int_of(item, "ArticleIdx"),
        int_of(item, "AuditState"),
        word_of(item, "CanReprint") == "1",
        word_of(item, "OriginalArticleUrl"),
    )


def _published(head: Head, node: Node) -> Inbound:
    told = node_of(node, "PublishEventInfo")
    failed = (one for one in told.get("fail_idx", ()) if isinstance(one, str) and one.strip())
    links = nodes_of(told, "article_detail", "item")
    return Published(
        *head,
        publish_id=word_of(told, "publish_id"),
        status=int_of(told, "publish_status"),
        article_id=word_of(told, "article_id"),
        articles=tuple(_linked(item, "idx", "article_url") for item in links),
        failed_indexes=tuple(map(int, failed)),
    )


def _asked(head: Head, node: Node) -> Inbound:
    return SubscriptionsAsked(*head, _subscriptions(node, "SubscribeMsgPopupEvent"))


def _changed(head: Head, node: Node) -> Inbound:
    return SubscriptionsChanged(*head, _subscriptions(node, "SubscribeMsgChangeEvent"))


def _sent(head: Head, node: Node) -> Inbound:
    return SubscriptionsSent(*head, _subscriptions(node, "SubscribeMsgSentEvent"))


def _subscriptions(node: Node, frame: str) -> tuple[Subscription, ...]:
    """One or several `List` elements."""
    return tuple(
        Subscription(
            word_of(one, "TemplateId"),
            word_of(one, "SubscribeStatusString") or word_of(one, "ErrorStatus"),
            word_of(one, "MsgID"),
            word_of(one, "ErrorCode"),
            word_of(one, "PopupScene"),
        )
        for one in nodes_of(node, frame, "List")
    )


def _authorization(head: Head, node: Node) -> Inbound:
    change = word_of(node, "Event").lower().rsplit("_", 1)[-1]
    return AuthorizationChanged(
        *head, change, word_of(node, "RevokeInfo"), app_id=word_of(node, "AppID")
    )


def _desk_session(head: Head, node: Node) -> Inbound:
    change = word_of(node, "Event").lower().split("_")[1]
    agent = word_of(node, "KfAccount") or word_of(node, "ToKfAccount")
    return DeskSession(*head, change, agent, word_of(node, "FromKfAccount"))


def _verification(head: Head, node: Node) -> Inbound:
    return AccountVerification(
        *head,
        event=word_of(node, "Event"),
        expires=_moment(node, "ExpiredTime"),
        reason=text_of(node, "FailReason"),
        failed=_moment(node, "FailTime"),
    )


def _moment(node: Node, name: str) -> datetime | None:
    seconds = int_of(node, name)
    if not 0 <= seconds < 10**11:
        raise ValueError(name)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


EVENTS: dict[str, Callable[[Head, Node], Inbound]] = {
    "subscribe": _followed,
    "unsubscribe": _unfollowed,
    "scan": _scanned,
    "location": _whereabouts,
    "click": _tapped,
    "view": _viewed,
    "view_miniprogram": _viewed,
    "scancode_push": _code_scanned,
    "scancode_waitmsg": _code_scanned,
    "pic_sysphoto": _pictures_coming,
    "pic_photo_or_album": _pictures_coming,
    "pic_weixin": _pictures_coming,
    "location_select": _place_chosen,
    "templatesendjobfinish": _template_sent,
    "masssendjobfinish": _mass_sent,
    "publishjobfinish": _published,
    "subscribe_msg_popup_event": _asked,
    "subscribe_msg_change_event": _changed,
    "subscribe_msg_sent_event": _sent,
    "user_info_modified": _authorization,
    "user_authorization_revoke": _authorization,
    "user_authorization_cancellation": _authorization,
    "kf_create_session": _desk_session,
    "kf_close_session": _desk_session,
    "kf_switch_session": _desk_session,
    "qualification_verify_success": _verification,
    "qualification_verify_fail": _verification,
    "naming_verify_success": _verification,
    "naming_verify_fail": _verification,
    "annual_renew": _verification,
    "verify_expired": _verification,
}
