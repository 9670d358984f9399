"""One MARC record, whatever it was written in."""

from collections.abc import Iterator
from dataclasses import dataclass


class BadRecord(Exception):
    """This record cannot be read; `args` are a `Reason` and a detail."""


@dataclass(frozen=True)
class Field:
    """A control field has a `value`, any other has `subfields` in their order."""

    tag: str
    value: str = ""
    indicators: str = "  "
    subfields: tuple[tuple[str, str], ...] = ()

    def first(self, code: str) -> str:
        return next((value for c, value in self.subfields if c == code), "")

    def joined(self, codes: str, between: str = "") -> str:
        return between.join(v for c, v in self.subfields if c in codes and v)


@dataclass(frozen=True)
class Marc:
    leader: str
    fields: tuple[Field, ...]

    def all(self, tag: str) -> Iterator[Field]:
        return (field for field in self.fields if field.tag == tag)

    def control(self, tag: str) -> str:
        return next((field.value.strip() for field in self.all(tag)), "")

    @property
    def is_cnmarc(self) -> bool:
        """CNMARC is a UNIMARC: the title stands in 200, and there is no 245."""
        tags = {field.tag for field in self.fields}
        return "200" in tags and "245" not in tags
