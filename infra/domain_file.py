"""`make domain-file FILE=MP_verify_....txt STAGE=...`: WeChat's file at the root of the address."""

import sys
from collections.abc import Sequence
from pathlib import Path

from infra.account import Account, ended
from infra.stage import Unfit, read_stage


def main(argv: Sequence[str]) -> int:
    stage, file = argv
    return ended(lambda: keep(Account(read_stage(stage)), Path(file)))


def keep(account: Account, file: Path) -> int:
    told = account.operate("domain_file", name=file.name, text=_text(file))
    base = account.stack.outputs()["WebhookUrl"].removesuffix("/wechat")
    print(f"Served at {base}/{file.name}")
    print(f"Kept: {', '.join(told['kept'])}")
    return 0


def _text(file: Path) -> str:
    if not file.is_file() or file.stat().st_size > 1000:
        raise Unfit(f"{file} is not the small text file of WeChat's console")
    return file.read_text("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
