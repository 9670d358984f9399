"""What the doctor says: one finding for each thing it asked about."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """UNASKED: nobody answered, so it may be well or not."""

    OK = "ok"
    WRONG = "wrong"
    UNASKED = "could not ask"


@dataclass(frozen=True)
class Finding:
    """`cure` is what the technician does next; '' where all is well."""

    about: str
    verdict: Verdict
    says: str = ""
    cure: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.verdict is Verdict.WRONG

    def line(self) -> str:
        cure = f" -> {self.cure}" if self.cure else ""
        return f"{self.verdict:<13} {self.about}: {self.says}{cure}"


def ok(about: str, says: str) -> Finding:
    return Finding(about, Verdict.OK, says)


def wrong(about: str, says: str, cure: str) -> Finding:
    return Finding(about, Verdict.WRONG, says, cure)


def unasked(about: str, says: str, cure: str = "try again in a few minutes") -> Finding:
    return Finding(about, Verdict.UNASKED, says, cure)


def plain(finding: Finding) -> dict[str, str]:
    """As it travels from a function to the technician's machine."""
    return {name: str(value) for name, value in asdict(finding).items()}


def finding_from(held: Mapping[str, str]) -> Finding:
    return Finding(held["about"], Verdict(held["verdict"]), held["says"], held["cure"])
