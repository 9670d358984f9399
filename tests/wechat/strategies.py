"""What hypothesis sends: queries, bodies and messages, from nonsense to almost right."""

from hypothesis import strategies as st

from chalicelib.wechat.event_parsing import EVENTS
from tests.factories_wechat import ACCOUNT, NONCE, NOON_S, READER, xml_of

KINDS = ["text", "image", "voice", "video", "shortvideo", "location", "link", "file", "event", ""]
NAMES = [
    "AppID",
    "Content",
    "CreateTime",
    "Encrypt",
    "EventKey",
    "FromUserName",
    "Idx",
    "Label",
    "Latitude",
    "List",
    "Location_X",
    "Location_Y",
    "Longitude",
    "MediaId",
    "MsgDataId",
    "MsgID",
    "MsgId",
    "OpenID",
    "PicUrl",
    "PublishEventInfo",
    "ScanCodeInfo",
    "SendLocationInfo",
    "SendPicsInfo",
    "Status",
    "SubscribeMsgSentEvent",
    "Ticket",
    "ToUserName",
    "bizmsgmenuid",
]
PARAMETERS = ["signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type", "x"]

any_text = st.text(st.characters(), max_size=60)
awkward = st.sampled_from(
    ["", "0", "-1", "1e9", "nan", "9" * 40, "]]>", "&amp;", "<a>", "\x00", "\ud83d", "人工", "投诉"]
)
values = st.one_of(any_text, awkward, st.integers().map(str))
names = st.one_of(st.sampled_from(NAMES), st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True))
leaves = st.dictionaries(names, values, max_size=3)
trees = st.one_of(values, leaves, st.dictionaries(names, st.lists(leaves, max_size=3), max_size=2))


def _message(kind: str, event: str, fields: dict[str, object], head: dict[str, object]) -> bytes:
    named = {"MsgType": kind} | ({"Event": event} if kind == "event" else {})
    return xml_of(**(head | named | fields)).encode("utf-8", "surrogatepass")


heads = st.fixed_dictionaries(
    {
        "ToUserName": st.just(ACCOUNT),
        "FromUserName": st.sampled_from([READER, "oOther"]),
        "CreateTime": st.integers(NOON_S - 60, NOON_S + 60),
    },
    optional={"MsgId": st.integers(0, 400)},
)
messages = st.builds(
    _message,
    st.sampled_from(KINDS),
    st.one_of(st.sampled_from(sorted(EVENTS)), any_text),
    st.dictionaries(names, trees, max_size=5),
    heads,
)
"""Documents of WeChat's shape with anything in them; some have no proper head."""

HEAD = {"FromUserName", "ToUserName", "MsgType", "CreateTime", "OpenID"}
well_headed = st.builds(
    _message,
    st.sampled_from([kind for kind in KINDS if kind]),
    st.sampled_from(sorted(EVENTS)),
    st.dictionaries(names.filter(lambda name: name not in HEAD), trees, max_size=5),
    heads.map(lambda head: head | {"OpenID": READER}),
)
"""Any content under a proper head."""

bodies = st.one_of(
    st.binary(max_size=400), any_text.map(lambda text: text.encode("utf-8", "replace")), messages
)
queries = st.dictionaries(
    st.sampled_from(PARAMETERS),
    st.one_of(any_text, st.sampled_from([str(NOON_S), NONCE, "aes", "0" * 40])),
)
