"""WeChat's XML as the typed values of `inbound`."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.errors import BadRequest
from chalicelib.wechat import markup
from chalicelib.wechat.inbound import (
    AccountVerification,
    AuthorizationChanged,
    CodeScanned,
    DeskSession,
    File,
    Followed,
    Inbound,
    Link,
    Location,
    MassSent,
    Picture,
    PicturesComing,
    PlaceChosen,
    Published,
    Scanned,
    Subscription,
    SubscriptionsAsked,
    SubscriptionsChanged,
    SubscriptionsSent,
    Tapped,
    TemplateSent,
    Text,
    Unfollowed,
    Unknown,
    Video,
    Viewed,
    Voice,
    Whereabouts,
)
from chalicelib.wechat.markup import Node, float_of, int_of, node_of, nodes_of, text_of, word_of

Head = tuple[str, str, str, datetime]


def parse(xml: bytes) -> Inbound:
    """Raises BadRequest for whatever WeChat would not send."""
    try:
        node = markup.read(xml)
        return _message(node)
    except (markup.MalformedMarkup, ValueError, OverflowError, OSError):
        raise BadRequest("not a message of WeChat's") from None


def _message(node: Node) -> Inbound:
    type_ = word_of(node, "MsgType").lower()
    event = word_of(node, "Event")
    maker = _EVENTS.get(event.lower()) if type_ == "event" else _MESSAGES.get(type_)
    made = maker(_head(node), node) if maker else _unknown(_head(node), node)
    if not made.reader or not type_:
        raise ValueError("nobody sent it")
    return made


def _head(node: Node) -> Head:
    created = int_of(node, "CreateTime")
    sender = word_of(node, "FromUserName")
    moment = datetime.fromtimestamp(created, UTC)
    return _key(node, sender, created), sender, word_of(node, "ToUserName"), moment


def _key(node: Node, sender: str, created: int) -> str:
    message_id = word_of(node, "MsgId")
    if message_id and word_of(node, "MsgType").lower() != "event":
        return f"m{int(message_id)}"
    names = ("Event", "EventKey", "Ticket", "MsgID", "OpenID", "MenuId", "MsgType")
    parts = [sender, str(created), *(text_of(node, name) for name in names)]
    parts += [text_of(inner, "ScanResult") for inner in nodes_of(node, "ScanCodeInfo")]
    parts += [_line(inner) for inner in _subscription_nodes(node)]
    return "e" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _line(node: Node) -> str:
    return f"{text_of(node, 'TemplateId')}/{text_of(node, 'MsgID')}"


def _unknown(head: Head, node: Node) -> Inbound:
    name = word_of(node, "Event") or word_of(node, "MsgType")
    return Unknown(*head, type=name, fields=tuple(sorted(node)))


def _text(head: Head, node: Node) -> Inbound:
    return Text(*head, content=text_of(node, "Content"), menu_choice=word_of(node, "bizmsgmenuid"))


def _picture(head: Head, node: Node) -> Inbound:
    return Picture(*head, media_id=word_of(node, "MediaId"), url=word_of(node, "PicUrl"))


def _voice(head: Head, node: Node) -> Inbound:
    words = text_of(node, "Recognition")
    return Voice(*head, word_of(node, "MediaId"), word_of(node, "Format"), words)


def _video(head: Head, node: Node) -> Inbound:
    short = word_of(node, "MsgType").lower() == "shortvideo"
    return Video(*head, word_of(node, "MediaId"), word_of(node, "ThumbMediaId"), short)


def _location(head: Head, node: Node) -> Inbound:
    place = (float_of(node, "Location_X"), float_of(node, "Location_Y"))
    return Location(*head, *place, text_of(node, "Label"))


def _link(head: Head, node: Node) -> Inbound:
    return Link(*head, text_of(node, "Title"), text_of(node, "Description"), word_of(node, "Url"))


def _file(head: Head, node: Node) -> Inbound:
    return File(*head, text_of(node, "Title"), text_of(node, "Description"))


def _followed(head: Head, node: Node) -> Inbound:
    scene = word_of(node, "EventKey").removeprefix("qrscene_")
    return Followed(*head, scene=scene, ticket=word_of(node, "Ticket"))


def _scanned(head: Head, node: Node) -> Inbound:
    return Scanned(*head, scene=word_of(node, "EventKey"), ticket=word_of(node, "Ticket"))


def _whereabouts(head: Head, node: Node) -> Inbound:
    place = (float_of(node, "Latitude"), float_of(node, "Longitude"))
    return Whereabouts(*head, *place, float_of(node, "Precision"))


def _viewed(head: Head, node: Node) -> Inbound:
    mini = word_of(node, "Event").lower() == "view_miniprogram"
    return Viewed(*head, word_of(node, "EventKey"), word_of(node, "MenuId"), mini)


def _code_scanned(head: Head, node: Node) -> Inbound:
    result = text_of(node_of(node, "ScanCodeInfo"), "ScanResult")
    waits = word_of(node, "Event").lower() == "scancode_waitmsg"
    return CodeScanned(*head, word_of(node, "EventKey"), result, waits)


def _pictures_coming(head: Head, node: Node) -> Inbound:
    count = int_of(node_of(node, "SendPicsInfo"), "Count")
    return PicturesComing(*head, word_of(node, "EventKey"), count)


def _place_chosen(head: Head, node: Node) -> Inbound:
    place = node_of(node, "SendLocationInfo")
    at = (float_of(place, "Location_X"), float_of(place, "Location_Y"))
    return PlaceChosen(*head, word_of(node, "EventKey"), *at, text_of(place, "Label"))


def _template_sent(head: Head, node: Node) -> Inbound:
    """`failed:user block` and `failed: system failed`: the spaces are WeChat's."""
    outcome = word_of(node, "Status").removeprefix("failed:").strip()
    return TemplateSent(*head, word_of(node, "MsgID"), outcome)


def _mass_sent(head: Head, node: Node) -> Inbound:
    names = ("TotalCount", "FilterCount", "SentCount", "ErrorCount")
    counts = (int_of(node, name) for name in names)
    message_id = word_of(node, "MsgID") or word_of(node, "MsgId")
    return MassSent(*head, message_id, word_of(node, "Status"), *counts)


def _published(head: Head, node: Node) -> Inbound:
    told = node_of(node, "PublishEventInfo")
    status = int_of(told, "publish_status")
    return Published(*head, word_of(told, "publish_id"), status, word_of(told, "article_id"))


_SUBSCRIPTION_EVENTS = (
    "SubscribeMsgPopupEvent",
    "SubscribeMsgChangeEvent",
    "SubscribeMsgSentEvent",
)


def _subscription_nodes(node: Node) -> list[Node]:
    """One or several `List` elements, in whichever of the three frames."""
    return [one for name in _SUBSCRIPTION_EVENTS for one in nodes_of(node, name, "List")]


def _subscriptions(node: Node) -> tuple[Subscription, ...]:
    return tuple(
        Subscription(
            word_of(one, "TemplateId"),
            word_of(one, "SubscribeStatusString") or word_of(one, "ErrorStatus"),
            word_of(one, "MsgID"),
            word_of(one, "ErrorCode"),
        )
        for one in _subscription_nodes(node)
    )


def _authorization(head: Head, node: Node) -> Inbound:
    key, sender, account, moment = head
    change = word_of(node, "Event").lower().rsplit("_", 1)[-1]
    reader = word_of(node, "OpenID") or sender
    return AuthorizationChanged(key, reader, account, moment, change, word_of(node, "RevokeInfo"))


def _desk_session(head: Head, node: Node) -> Inbound:
    change = word_of(node, "Event").lower().split("_")[1]
    agent = word_of(node, "KfAccount") or word_of(node, "ToKfAccount")
    return DeskSession(*head, change, agent, word_of(node, "FromKfAccount"))


def _verification(head: Head, node: Node) -> Inbound:
    moment = int_of(node, "ExpiredTime") or int_of(node, "FailTime")
    expires = datetime.fromtimestamp(moment, UTC) if moment else None
    return AccountVerification(*head, word_of(node, "Event"), expires, text_of(node, "FailReason"))


_Maker = Callable[[Head, Node], Inbound]
_MESSAGES: dict[str, _Maker] = {
    "text": _text,
    "image": _picture,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "file": _file,
}
_EVENTS: dict[str, _Maker] = {
    "subscribe": _followed,
    "unsubscribe": lambda head, node: Unfollowed(*head),
    "scan": _scanned,
    "location": _whereabouts,
    "click": lambda head, node: Tapped(*head, button=word_of(node, "EventKey")),
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
    "subscribe_msg_popup_event": lambda h, n: SubscriptionsAsked(*h, _subscriptions(n)),
    "subscribe_msg_change_event": lambda h, n: SubscriptionsChanged(*h, _subscriptions(n)),
    "subscribe_msg_sent_event": lambda h, n: SubscriptionsSent(*h, _subscriptions(n)),
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
