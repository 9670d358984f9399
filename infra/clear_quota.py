"""`make clear-quota STAGE=...`: the day's count of calls to WeChat begins anew."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from infra.account import Account, ended
from infra.stage import read_stage


def clear(operate: Callable[..., Mapping[str, Any]]) -> int:
    operate("clear_quota")
    print("The day's count of calls to WeChat is nought again; this can be done ten times a month.")
    return 0


def main(argv: Sequence[str]) -> int:
    return ended(lambda: clear(Account(read_stage(argv[0])).operate))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
