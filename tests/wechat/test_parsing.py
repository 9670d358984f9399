"""Every kind of message and event of the platform becomes one of our values."""

from datetime import UTC, datetime

import pytest

from chalicelib.errors import BadRequest
from chalicelib.wechat import inbound
from chalicelib.wechat.event_parsing import EVENTS
from chalicelib.wechat.inbound import Subscription
from chalicelib.wechat.parsing import parse
from tests.factories_wechat import ACCOUNT, NOON_S, NOW, READER, a_message, an_event, xml_of


def head_of(message: inbound.Inbound) -> tuple[str, str, datetime]:
    return message.reader, message.account, message.sent_at


def facts(message: inbound.Inbound) -> dict[str, object]:
    """What the kind adds to the head; what is empty left out."""
    names = set(vars(message)) - {"key", "reader", "account", "sent_at"}
    return {name: vars(message)[name] for name in sorted(names) if vars(message)[name]}


class TestMessages:
    def test_who_wrote_when_and_to_whom(self) -> None:
        assert head_of(parse(a_message(Content="hi"))) == (READER, ACCOUNT, NOW)

    def test_a_text(self) -> None:
        message = parse(a_message(Content="今天开门吗"))
        assert message == inbound.Text("m23401", READER, ACCOUNT, NOW, "今天开门吗")

    def test_an_empty_text_is_no_none(self) -> None:
        assert facts(parse(a_message(Content=""))) == {}

    def test_a_tapped_menu_of_a_message(self) -> None:
        message = parse(a_message(Content="满意", bizmsgmenuid="101"))
        assert facts(message) == {"content": "满意", "menu_choice": "101"}

    def test_a_text_written_under_an_article(self) -> None:
        message = parse(a_message(Content="x", MsgDataId="88", Idx="2"))
        assert facts(message) == {"content": "x", "article_id": "88", "article_index": "2"}

    def test_a_picture(self) -> None:
        message = parse(a_message("image", PicUrl="http://mmbiz.qpic.cn/a", MediaId="M"))
        assert isinstance(message, inbound.Picture)
        assert facts(message) == {"media_id": "M", "url": "http://mmbiz.qpic.cn/a"}

    def test_a_voice_without_recognition(self) -> None:
        message = parse(a_message("voice", MediaId="M", Format="amr", MediaId16K="M16"))
        assert isinstance(message, inbound.Voice)
        assert facts(message) == {"media_id": "M", "format": "amr", "media_id_16k": "M16"}

    @pytest.mark.parametrize(("kind", "short"), [("video", False), ("shortvideo", True)])
    def test_a_video(self, kind: str, short: bool) -> None:
        message = parse(a_message(kind, MediaId="M", ThumbMediaId="T"))
        assert message == inbound.Video("m23401", READER, ACCOUNT, NOW, "M", "T", short)

    def test_a_location(self) -> None:
        place = {"Location_X": "30.2", "Location_Y": "120.1", "Scale": "20", "Label": "西湖"}
        message = parse(a_message("location", **place))
        assert isinstance(message, inbound.Location)
        assert facts(message) == {
            "latitude": 30.2,
            "longitude": 120.1,
            "scale": 20,
            "label": "西湖",
        }

    def test_a_link(self) -> None:
        message = parse(a_message("link", Title="T", Description="D", Url="http://a"))
        assert message == inbound.Link("m23401", READER, ACCOUNT, NOW, "T", "D", "http://a")

    def test_a_file_which_the_platform_does_not_document(self) -> None:
        message = parse(a_message("file", Title="a.pdf", FileKey="K", FileTotalLen="12"))
        assert isinstance(message, inbound.File)
        assert facts(message) == {"title": "a.pdf", "file_key": "K", "size_bytes": 12}

    def test_a_kind_nobody_knows(self) -> None:
        message = parse(a_message("hologram", Depth="3"))
        assert isinstance(message, inbound.Unknown)
        assert message.type == "hologram"
        assert "Depth" in message.fields

    def test_a_coordinate_that_is_no_number_still_gets_an_answer(self) -> None:
        message = parse(a_message("location", Location_X="north", Location_Y="1"))
        assert isinstance(message, inbound.Unknown)


class TestEvents:
    def test_following(self) -> None:
        event = parse(an_event("subscribe", EventKey=""))
        assert isinstance(event, inbound.Followed)
        assert facts(event) == {}

    def test_following_by_a_code_gives_the_scene_without_prefix(self) -> None:
        event = parse(an_event("subscribe", EventKey="qrscene_123", Ticket="T"))
        assert isinstance(event, inbound.Followed)
        assert facts(event) == {"scene": "123", "ticket": "T"}

    def test_following_after_a_payment(self) -> None:
        event = parse(an_event("subscribe", EventKey="last_trade_no_9"))
        assert facts(event) == {"scene": "last_trade_no_9"}

    def test_leaving(self) -> None:
        assert isinstance(parse(an_event("unsubscribe", EventKey="")), inbound.Unfollowed)

    def test_scanning_a_code(self) -> None:
        event = parse(an_event("SCAN", EventKey="seat-12", Ticket="T"))
        assert isinstance(event, inbound.Scanned)
        assert facts(event) == {"scene": "seat-12", "ticket": "T"}

    def test_a_reported_location(self) -> None:
        event = parse(an_event("LOCATION", Latitude="1.5", Longitude="2.5", Precision="60.0"))
        assert isinstance(event, inbound.Whereabouts)
        assert facts(event) == {"latitude": 1.5, "longitude": 2.5, "precision_m": 60.0}

    def test_a_tapped_button(self) -> None:
        event = parse(an_event("CLICK", EventKey="hours"))
        assert event == inbound.Tapped(event.key, READER, ACCOUNT, NOW, "hours")

    @pytest.mark.parametrize("name", ["MenuId", "MenuID"])
    def test_an_opened_page(self, name: str) -> None:
        event = parse(an_event("VIEW", EventKey="http://a", **{name: "7"}))
        assert isinstance(event, inbound.Viewed)
        assert facts(event) == {"target": "http://a", "menu_id": "7"}

    def test_an_opened_mini_program(self) -> None:
        event = parse(an_event("view_miniprogram", EventKey="pages/a", MenuId="7"))
        assert facts(event) == {"target": "pages/a", "menu_id": "7", "mini_program": True}

    @pytest.mark.parametrize(
        ("event", "waits"), [("scancode_push", False), ("scancode_waitmsg", True)]
    )
    def test_a_code_scanned_from_the_menu(self, event: str, waits: bool) -> None:
        code = {"ScanType": "qrcode", "ScanResult": "9787"}
        told = parse(an_event(event, EventKey="isbn", ScanCodeInfo=code))
        assert isinstance(told, inbound.CodeScanned)
        assert (told.button, told.result, told.code_kind, told.waits) == (
            "isbn",
            "9787",
            "qrcode",
            waits,
        )

    @pytest.mark.parametrize("event", ["pic_sysphoto", "pic_photo_or_album", "pic_weixin"])
    @pytest.mark.parametrize("md5s", [("a",), ("a", "b")])
    def test_pictures_announced_from_the_menu(self, event: str, md5s: tuple[str, ...]) -> None:
        listed = {"item": [{"PicMd5Sum": one} for one in md5s]}
        info = {"Count": len(md5s), "PicList": listed}
        told = parse(an_event(event, EventKey="cover", SendPicsInfo=info))
        assert isinstance(told, inbound.PicturesComing)
        assert (told.button, told.count, told.source, told.md5s) == (
            "cover",
            len(md5s),
            event,
            md5s,
        )

    def test_a_place_chosen_from_the_menu(self) -> None:
        info = {
            "Location_X": "23",
            "Location_Y": "113",
            "Scale": "15",
            "Label": "街",
            "Poiname": "馆",
        }
        told = parse(an_event("location_select", EventKey="near", SendLocationInfo=info))
        assert isinstance(told, inbound.PlaceChosen)
        assert (told.button, told.latitude, told.label, told.place) == ("near", 23.0, "街", "馆")

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            ("success", "success"),
            ("failed:user block", "user block"),
            ("failed: system failed", "system failed"),
            ("failed:freq limit", "freq limit"),
            ("failed : user  block ", "user block"),
        ],
    )
    def test_a_template_receipt_with_its_irregular_spaces(self, status: str, outcome: str) -> None:
        told = parse(an_event("TEMPLATESENDJOBFINISH", MsgID="5", Status=status))
        assert isinstance(told, inbound.TemplateSent)
        assert facts(told) == {"message_id": "5", "outcome": outcome}

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [("send success", "success"), ("send fail", "fail"), ("err(10001)", "err(10001)")],
    )
    def test_a_mass_send_receipt(self, status: str, outcome: str) -> None:
        counts = {"TotalCount": 9, "FilterCount": 8, "SentCount": 7, "ErrorCount": 1}
        told = parse(an_event("MASSSENDJOBFINISH", MsgID="5", Status=status, **counts))
        assert told == inbound.MassSent(told.key, READER, ACCOUNT, NOW, "5", outcome, 9, 8, 7, 1)

    def test_a_mass_send_receipt_with_its_articles_and_copyright(self) -> None:
        link = {"ArticleIdx": 1, "ArticleUrl": "http://a"}
        check = {"ArticleIdx": 1, "AuditState": 2, "CanReprint": 1}
        told = parse(
            an_event(
                "MASSSENDJOBFINISH",
                ArticleUrlResult={"Count": 1, "ResultList": {"item": link}},
                CopyrightCheckResult={"Count": 1, "ResultList": {"item": [check, check]}},
            )
        )
        assert isinstance(told, inbound.MassSent)
        assert told.articles == (inbound.SentArticle(1, "http://a"),)
        assert told.copyright == (inbound.CopyrightCheck(1, 2, True),) * 2

    def test_a_publishing_that_worked(self) -> None:
        detail = {"count": 1, "item": {"idx": 1, "article_url": "http://a"}}
        info = {
            "publish_id": "77",
            "publish_status": 0,
            "article_id": "A",
            "article_detail": detail,
        }
        told = parse(an_event("PUBLISHJOBFINISH", PublishEventInfo=info))
        assert isinstance(told, inbound.Published)
        assert facts(told) == {
            "publish_id": "77",
            "article_id": "A",
            "articles": (inbound.SentArticle(1, "http://a"),),
        }

    def test_a_publishing_that_failed(self) -> None:
        info = {"publish_id": "77", "publish_status": 2, "fail_idx": [1, 2]}
        told = parse(an_event("PUBLISHJOBFINISH", PublishEventInfo=info))
        assert facts(told) == {"publish_id": "77", "status": 2, "failed_indexes": (1, 2)}

    @pytest.mark.parametrize("templates", [("a",), ("a", "b", "c")])
    def test_consent_asked_for_with_one_or_many_templates(self, templates: tuple[str, ...]) -> None:
        lines = [
            {"TemplateId": one, "SubscribeStatusString": "accept", "PopupScene": 2}
            for one in templates
        ]
        told = parse(an_event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": lines}))
        assert isinstance(told, inbound.SubscriptionsAsked)
        assert told.subscriptions == tuple(
            Subscription(one, "accept", scene="2") for one in templates
        )

    def test_consent_taken_back(self) -> None:
        line = {"TemplateId": "a", "SubscribeStatusString": "reject"}
        told = parse(an_event("subscribe_msg_change_event", SubscribeMsgChangeEvent={"List": line}))
        assert isinstance(told, inbound.SubscriptionsChanged)
        assert told.subscriptions == (Subscription("a", "reject"),)

    def test_a_subscription_notice_sent(self) -> None:
        line = {"TemplateId": "a", "MsgID": "9", "ErrorCode": "0", "ErrorStatus": "success"}
        told = parse(an_event("subscribe_msg_sent_event", SubscribeMsgSentEvent={"List": line}))
        assert isinstance(told, inbound.SubscriptionsSent)
        assert told.subscriptions == (Subscription("a", "success", "9", "0"),)

    @pytest.mark.parametrize(
        ("event", "change"),
        [
            ("user_info_modified", "modified"),
            ("user_authorization_revoke", "revoke"),
            ("user_authorization_cancellation", "cancellation"),
        ],
    )
    def test_the_reader_of_an_authorisation_event_stands_in_openid(
        self, event: str, change: str
    ) -> None:
        fields = {"FromUserName": "oPlatform", "OpenID": "oSomebody", "AppID": "wx1"}
        told = parse(an_event(event, **fields, RevokeInfo="206"))
        assert isinstance(told, inbound.AuthorizationChanged)
        assert (told.reader, told.change, told.revoked) == ("oSomebody", change, "206")

    def test_an_authorisation_event_without_reader_is_never_taken_for_the_platforms(self) -> None:
        with pytest.raises(BadRequest):
            parse(an_event("user_authorization_cancellation", FromUserName="oPlatform"))

    @pytest.mark.parametrize(
        ("event", "fields", "change"),
        [
            ("kf_create_session", {"KfAccount": "a@lib"}, ("create", "a@lib", "")),
            ("kf_close_session", {"KfAccount": "a@lib"}, ("close", "a@lib", "")),
            (
                "kf_switch_session",
                {"FromKfAccount": "a@lib", "ToKfAccount": "b@lib"},
                ("switch", "b@lib", "a@lib"),
            ),
        ],
    )
    def test_talks_at_wechats_own_desk(
        self, event: str, fields: dict[str, str], change: tuple[str, str, str]
    ) -> None:
        told = parse(an_event(event, **fields))
        assert isinstance(told, inbound.DeskSession)
        assert (told.change, told.agent, told.from_agent) == change

    @pytest.mark.parametrize(
        "event",
        [
            "qualification_verify_success",
            "naming_verify_success",
            "annual_renew",
            "verify_expired",
        ],
    )
    def test_the_accounts_own_standing(self, event: str) -> None:
        told = parse(an_event(event, ExpiredTime=NOON_S))
        assert isinstance(told, inbound.AccountVerification)
        assert (told.event, told.expires, told.failed) == (event, NOW, None)

    @pytest.mark.parametrize("event", ["qualification_verify_fail", "naming_verify_fail"])
    def test_a_verification_that_failed(self, event: str) -> None:
        told = parse(an_event(event, FailTime=NOON_S, FailReason="by time"))
        assert isinstance(told, inbound.AccountVerification)
        assert (told.expires, told.failed, told.reason) == (None, NOW, "by time")

    def test_an_event_nobody_knows(self) -> None:
        told = parse(an_event("card_sky_stock_alert"))
        assert told == inbound.Unknown(
            told.key,
            READER,
            ACCOUNT,
            NOW,
            "card_sky_stock_alert",
            ("CreateTime", "Event", "FromUserName", "MsgType", "ToUserName"),
        )

    @pytest.mark.parametrize("event", ["SUBSCRIBE", "Subscribe", "subscribe"])
    def test_the_case_of_a_name_does_not_matter(self, event: str) -> None:
        assert isinstance(parse(an_event(event)), inbound.Followed)

    @pytest.mark.parametrize("event", sorted(EVENTS))
    def test_an_event_with_nothing_in_it_is_no_error(self, event: str) -> None:
        assert parse(an_event(event, OpenID="oSomebody")).account == ACCOUNT


class TestKeys:
    def test_a_message_is_known_by_its_id(self) -> None:
        assert parse(a_message(MsgId="6054768590064713728")).key == "m6054768590064713728"

    def test_a_repeat_of_an_event_has_the_same_key(self) -> None:
        assert (
            parse(an_event("CLICK", EventKey="a")).key == parse(an_event("CLICK", EventKey="a")).key
        )

    @pytest.mark.parametrize(
        "other",
        [
            an_event("CLICK", EventKey="b"),
            an_event("VIEW", EventKey="a"),
            an_event("CLICK", EventKey="a", FromUserName="oOther"),
            an_event("CLICK", EventKey="a", CreateTime=NOON_S + 1),
            an_event("CLICK", EventKey="a", Ticket="T"),
            an_event("CLICK", EventKey="a", MsgID="1"),
            an_event("CLICK", EventKey="a", ScanCodeInfo={"ScanResult": "1"}),
            an_event("CLICK", EventKey="a", SendPicsInfo={"Count": "1"}),
            an_event("CLICK", EventKey="a", PublishEventInfo={"publish_id": "1"}),
            an_event("CLICK", EventKey="a", SubscribeMsgSentEvent={"List": {"MsgID": "1"}}),
            an_event("CLICK", EventKey="a", KfAccount="a@lib"),
        ],
    )
    def test_two_events_of_one_second_have_two_keys(self, other: bytes) -> None:
        assert parse(an_event("CLICK", EventKey="a")).key != parse(other).key

    def test_following_by_a_code_and_scanning_it_are_two_things(self) -> None:
        """wechatpy strips the prefix before anybody could tell them apart."""
        keys = {parse(an_event("subscribe", EventKey=key)).key for key in ("qrscene_1", "1", "")}
        assert len(keys) == 3

    @pytest.mark.parametrize("missing", ["", "0", "none", "-1"])
    def test_texts_of_one_second_without_an_id_are_told_apart(self, missing: str) -> None:
        keys = {parse(a_message(MsgId=missing, Content=text)).key for text in ("a", "b")}
        assert len(keys) == 2

    def test_an_event_that_carries_a_message_id_is_still_an_event(self) -> None:
        keys = {parse(an_event(name, MsgId="5")).key for name in ("MASSSENDJOBFINISH", "CLICK")}
        assert len(keys) == 2


class TestRefusals:
    @pytest.mark.parametrize("name", ["FromUserName", "ToUserName", "CreateTime", "MsgType"])
    def test_a_message_without_its_head_is_refused(self, name: str) -> None:
        with pytest.raises(BadRequest):
            parse(a_message(**{name: ""}))

    @pytest.mark.parametrize("at", ["soon", "-1", "1.5", "9" * 12, "1" * 5_000])
    def test_a_time_that_is_none_is_refused(self, at: str) -> None:
        with pytest.raises(BadRequest):
            parse(a_message(CreateTime=at))

    @pytest.mark.parametrize("body", [b"", b"success", b"<xml>", b"{}", xml_of(a="1").encode()])
    def test_what_is_no_message_is_refused(self, body: bytes) -> None:
        with pytest.raises(BadRequest):
            parse(body)

    def test_the_latest_time_that_can_be_written_is_a_time(self) -> None:
        assert parse(a_message(CreateTime="9" * 11)).sent_at.tzinfo is UTC
