"""Messages that name a bank, a hospital or a shop and nothing of the library."""

import re

from chalicelib.folding.fold import squeeze
from chalicelib.texts import knowledge as texts

_STRANGERS = re.compile("|".join(map(re.escape, texts.STRANGERS)))
_OURS = re.compile("|".join(map(re.escape, texts.OURS)))


def is_about_strangers(text: str) -> bool:
    plain = squeeze(text)
    rest = _STRANGERS.sub(" ", plain)
    return rest != plain and not _OURS.search(rest)
