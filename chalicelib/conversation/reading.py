"""Replies that are too long, and notices that ride along, inside WeChat's byte limit."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.conversation.hints import in_digits
from chalicelib.conversation.model import NoticeState, Row
from chalicelib.dialogue import Answer, Turn
from chalicelib.senior.hearing import asks_for_menu
from chalicelib.texts import conversation as texts
from chalicelib.texts import senior as senior_texts
from chalicelib.texts.words import Language
from chalicelib.wechat.outbound import Reply, TextReply, cut_text

READING = "reading"
REST = "rest"
"""The fact of a dialogue that holds what did not fit."""
REST_WAITS = timedelta(minutes=30)
LIMIT = 2000
"""Bytes of a passive text we allow ourselves; readers see a failure somewhere above 2,048."""


def long_reply(reply: Reply, language: Language) -> tuple[Reply, str]:
    """The part that fits, with a way to read on, and the rest."""
    if not isinstance(reply, TextReply) or len(reply.content.encode()) <= LIMIT:
        return reply, ""
    more = texts.MORE.in_language(language)
    head, rest = cut_text(reply.content, LIMIT - len(more.encode()) - 1)
    return TextReply(f"{head}\n{more}"), rest


def with_notices(reply: Reply, row: Row, language: Language) -> tuple[Reply, tuple[str, ...]]:
    """The reply with waiting notices below it, oldest first, and their ids: as many as fit.

    The oldest rides in any case; where it makes the reply too long, `long_reply` cuts.
    """
    if not isinstance(reply, TextReply) or reply.content.encode()[LIMIT:]:
        return reply, ()
    content = reply.content
    delivered: list[str] = []
    for notice in row.riding():
        is_known = notice.state is NoticeState.UNSURE
        head = (texts.NOTICE_AGAIN if is_known else texts.NOTICE_HEAD).in_language(language)
        longer = f"{content}\n\n{head}\n{notice.text}"
        if delivered and len(longer.encode()) > LIMIT:
            break
        content = longer
        delivered.append(notice.id)
    return TextReply(content), tuple(delivered)


def with_way_back(answer: Answer, turn: Turn) -> Answer:
    """For older readers hints name digits, and every answer the one that leads to the menu."""
    footer = senior_texts.FOOTER.in_language(turn.language)
    reply = answer.reply
    is_menu = answer.senior is True or asks_for_menu(turn.said)
    stays = turn.senior and answer.senior is not False
    if not stays or is_menu or not isinstance(reply, TextReply):
        return answer
    return replace(answer, reply=TextReply(f"{in_digits(reply.content)}\n{footer}"))
