"""Whether a message may be about a book, known before anything of the catalogue is loaded."""

from chalicelib.dialogue import Kind, Turn
from chalicelib.wechat.inbound import Text

NAME = "catalogue"
OPENED = "opened"
"""The fact of a list that says which of its titles was opened last."""
_LONGEST_NAME = 30
_SURE = 0.7
"""Small talk that is surer than this is not looked up."""


def concerns_the_catalogue(turn: Turn) -> bool:
    if not isinstance(turn.message, Text):
        return False
    ours = turn.dialogue is not None and turn.dialogue.chat == NAME
    return ours or turn.meaning.kind is Kind.CATALOG_SEARCH or may_be_a_name(turn)


def may_be_a_name(turn: Turn) -> bool:
    """Words that nobody understood may be just a title, an author or initials."""
    unsure = turn.meaning.kind is Kind.CHITCHAT and turn.meaning.sure < _SURE
    short = 2 <= len(turn.said) <= _LONGEST_NAME
    return short and (unsure or turn.meaning.kind is Kind.OUT_OF_SCOPE)
