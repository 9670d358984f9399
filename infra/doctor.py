"""`make doctor STAGE=...`: asks the account, the world outside and WeChat what is wrong."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from chalicelib.doctor.model import Finding, finding_from, ok, unasked, wrong
from infra.account import Account, ended
from infra.outside import Visit, addresses, visit
from infra.stack import Failed
from infra.stage import Unfit, read_stage
from infra.upkeep import Upkeep

MOST_OFF_S = 60
GOOD = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}
Findings = list[Finding]


@dataclass(frozen=True)
class Doctor:
    """`at`: the public address to ask instead of the stack's own, where a proxy stands before."""

    account: Account
    at: str = ""
    go: Visit = visit

    def findings(self) -> Iterable[Finding]:
        """From the outside in: where there is no sign-in or no stack, nothing more is asked."""
        signed_in = asked("sign-in", self._sign_in)
        yield from signed_in
        if signed_in[0].verdict != "ok":
            return
        stack = asked("stack", self._stack)
        yield from stack
        if not self.account.stack.status():
            return
        yield from asked("keys at AWS", self._keys)
        yield from asked("address", self._addresses)
        yield from asked("from inside", self._inside)
        upkeep = Upkeep(self.account.client, self.account.existing())
        for about, check in upkeep.checks().items():
            yield from asked(about, check)

    def _sign_in(self) -> Findings:
        told = self.account.client("sts").get_caller_identity()
        region = self.account.client("cloudformation").meta.region_name
        signed_in = ok("sign-in", f"account {told['Account']}, region {region}")
        return [signed_in, *_clock(told, datetime.now(UTC))]

    def _stack(self) -> Findings:
        status, stage = self.account.stack.status(), self.account.stage.name
        if not status:
            return [wrong("stack", "there is none", f"make deploy STAGE={stage}")]
        if status.endswith("IN_PROGRESS"):
            return [unasked("stack", f"is being changed ({status})", "wait until it is done")]
        if status not in GOOD:
            cure = "docs/deploy.md, when it does not work"
            return [wrong("stack", f"the last change failed ({status})", cure)]
        return [ok("stack", status)]

    def _keys(self) -> Findings:
        keys, cure = self.account.keys, "make secrets, then make deploy"
        unfit = [*keys.missing(), *keys.unfit()]
        if unfit:
            return [wrong("keys at AWS", f"missing or unfit: {', '.join(unfit)}", cure)]
        if self.account.stack.parameters().get("SecretsMark", keys.mark()) != keys.mark():
            return [wrong("keys at AWS", "newer than those in use", "make deploy")]
        return [ok("keys at AWS", "there, well-formed, in use")]

    def _addresses(self) -> Findings:
        outputs, token = self.account.stack.outputs(), self.account.keys.value("wechat_token")
        webhook, staff = outputs["WebhookUrl"], outputs["StaffUrl"]
        if self.at:
            webhook, staff = f"{self.at}/wechat", f"{self.at}/staff"
        return addresses(webhook, staff, token, datetime.now(UTC), self.go)

    def _inside(self) -> Findings:
        told = self.account.operate("examine")
        return [finding_from(one) for one in told["findings"]]


def _clock(told: dict[str, Any], now: datetime) -> Findings:
    date = told["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    if not date:
        return [unasked("clock", "AWS did not tell the time", "")]
    off_s = abs((parsedate_to_datetime(date) - now).total_seconds())
    says = f"this machine's is {off_s:.0f} s from AWS's"
    if off_s > MOST_OFF_S:
        return [wrong("clock", says, "set it by a time server (NTP)")]
    return [ok("clock", says)]


def asked(about: str, ask: Callable[[], Findings]) -> Findings:
    try:
        return ask()
    except NoCredentialsError as problem:
        return [wrong(about, str(problem), "put an access key into the environment or ~/.aws")]
    except ClientError as problem:
        return [_refused(about, problem)]
    except (BotoCoreError, Failed, Unfit) as problem:
        return [unasked(about, str(problem))]


def _refused(about: str, problem: ClientError) -> Finding:
    code = str(problem.response.get("Error", {}).get("Code", ""))
    if "Token" in code or "Signature" in code or "AuthFailure" in code:
        return wrong(about, f"AWS does not take the access key ({code})", "sign in again")
    if "Denied" in code or "NotAuthorized" in code or "Unauthorized" in code:
        return unasked(about, str(problem), "ask who looks after the account for this right")
    return unasked(about, str(problem))


def report(findings: Iterable[Finding]) -> int:
    """Prints each as it is found; the exit status is 1 where something is wrong."""
    count = 0
    for finding in findings:
        print(finding.line(), flush=True)
        count += finding.is_wrong
    print(f"\n{count} things are wrong." if count else "\nNothing is wrong.")
    return 1 if count else 0


def main(argv: Sequence[str]) -> int:
    reader = argparse.ArgumentParser(prog="infra.doctor")
    reader.add_argument("stage")
    reader.add_argument("--at", default="")
    given = reader.parse_args(argv)
    return ended(lambda: report(Doctor(Account(read_stage(given.stage)), given.at).findings()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
