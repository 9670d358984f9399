"""The small text file by which WeChat sees that an address is ours.

WeChat names it and expects it at the root of the address: `MP_verify_<letters>.txt`, with one
short word in it (its page on business, script and authorisation domains).
"""

import re
from dataclasses import dataclass

from chalicelib.errors import BadRequest

NAME = re.compile(r"MP_verify_[A-Za-z0-9]{1,64}\.txt")
_WORD = re.compile(r"[A-Za-z0-9_-]{1,128}")


@dataclass(frozen=True)
class DomainFile:
    name: str
    word: str


def domain_file(name: str, text: str) -> DomainFile:
    """Raises BadRequest: nothing but WeChat's own file is ever served at the root."""
    if not NAME.fullmatch(name):
        raise BadRequest("the file's name is not MP_verify_....txt")
    if not _WORD.fullmatch(text.strip()):
        raise BadRequest("the file holds one short word and nothing else")
    return DomainFile(name, text.strip())


def written(files: dict[str, str]) -> str:
    return "\n".join(f"{name} {word}" for name, word in sorted(files.items()))


def read(body: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in body.splitlines() if line)
