"""What AWS says of the parts of a stage: functions, schedules, queue, alarms, tables."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.doctor.model import Finding, ok, wrong
from chalicelib.tables.all import MODELS
from infra.resources import DEAD_LETTERS, QUEUE, table_id

Findings = list[Finding]
FUNCTION, RULE, TABLE = "AWS::Lambda::Function", "AWS::Events::Rule", "AWS::DynamoDB::Table"
SOURCE, ALARM, TOPIC = (
    "AWS::Lambda::EventSourceMapping",
    "AWS::CloudWatch::Alarm",
    "AWS::SNS::Topic",
)
WAITING = 1000
"""Nudges; a standing queue grows by some a minute."""


@dataclass(frozen=True)
class Upkeep:
    """`parts`: (kind, logical id, real name) of all the stage is made of."""

    client: Callable[[str], Any]
    parts: list[tuple[str, str, str]]

    def checks(self) -> dict[str, Callable[[], Findings]]:
        return {
            "functions": self._functions,
            "schedules": self._schedules,
            "worker": self._worker,
            "dead letters": self._queues,
            "alarms": self._alarms,
            "alarm mail": self._mail,
            "restore": self._recovery,
            "expiry": self._expiry,
        }

    def _functions(self) -> Findings:
        asked = self.client("lambda")
        states = {
            id: asked.get_function_configuration(FunctionName=name)
            for id, name in self._named(FUNCTION)
        }
        sick = [id for id, told in states.items() if told.get("State", "Active") != "Active"]
        if sick:
            return [wrong("functions", f"not ready: {', '.join(sick)}", "wait, then make deploy")]
        return [ok("functions", f"{len(states)} are ready")]

    def _schedules(self) -> Findings:
        asked = self.client("events")
        off = [
            id
            for id, name in self._named(RULE)
            if asked.describe_rule(Name=name).get("State") != "ENABLED"
        ]
        if off:
            return [wrong("schedules", f"off: {', '.join(off)}", "switch the rule on in AWS")]
        return [ok("schedules", "on")]

    def _worker(self) -> Findings:
        asked = self.client("lambda")
        off = [
            id
            for id, uuid in self._named(SOURCE)
            if asked.get_event_source_mapping(UUID=uuid).get("State") not in ("Enabled", "Enabling")
        ]
        if off:
            return [wrong("worker", "takes nothing from its queue", "enable its trigger in AWS")]
        return [ok("worker", "takes from its queue")]

    def _queues(self) -> Findings:
        dead, waiting = self._depth(DEAD_LETTERS), self._depth(QUEUE)
        if dead:
            cure = "runbook, dead letters; then make redrive"
            return [wrong("dead letters", f"{dead} records failed for good", cure)]
        if waiting > WAITING:
            return [wrong("work queue", f"{waiting} records wait", "runbook, a queue that stands")]
        return [ok("dead letters", f"none; {waiting} records wait for work")]

    def _depth(self, id: str) -> int:
        url = dict(self._named("AWS::SQS::Queue"))[id]
        name = "ApproximateNumberOfMessages"
        told = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])
        return int(told["Attributes"][name])

    def _alarms(self) -> Findings:
        names = [name for _, name in self._named(ALARM)]
        asked, firing = self.client("cloudwatch"), []
        for some in _chunks(names, 100):
            told = asked.describe_alarms(AlarmNames=some)
            found = [*told.get("MetricAlarms", []), *told.get("CompositeAlarms", [])]
            firing += [one["AlarmName"] for one in found if one.get("StateValue") == "ALARM"]
        if firing:
            return [wrong("alarms", f"ringing: {', '.join(firing)}", "runbook, by its name")]
        return [ok("alarms", f"{len(names)} are quiet")]

    def _mail(self) -> Findings:
        topics = [arn for _, arn in self._named(TOPIC)]
        if not topics:
            return [ok("alarm mail", "nobody is told of alarms: alarm_mail is not set")]
        asked = self.client("sns")
        held = [asked.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] for arn in topics]
        arns = [one["SubscriptionArn"] for some in held for one in some]
        if not arns or "PendingConfirmation" in arns:
            return [wrong("alarm mail", "not confirmed", "open AWS's mail and confirm it")]
        return [ok("alarm mail", "confirmed")]

    def _recovery(self) -> Findings:
        asked, about = self.client("dynamodb"), "PointInTimeRecoveryDescription"
        off = [
            id
            for id, name in self._named(TABLE)
            if asked.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
            .get(about, {})
            .get("PointInTimeRecoveryStatus")
            != "ENABLED"
        ]
        if off:
            cure = "switch point-in-time recovery on for each in AWS (DynamoDB, Backups)"
            return [wrong("restore", f"cannot be restored: {', '.join(off)}", cure)]
        return [ok("restore", "every table to any second of 35 days")]

    def _expiry(self) -> Findings:
        asked, real = self.client("dynamodb"), dict(self._named(TABLE))
        off = [id for id in _expiring() if id in real and not _expires(asked, real[id])]
        if off:
            cure = "switch time to live on for each in AWS (DynamoDB, Additional settings)"
            return [wrong("expiry", f"old rows stay: {', '.join(off)}", cure)]
        return [ok("expiry", "old rows go by themselves")]

    def _named(self, kind: str) -> list[tuple[str, str]]:
        return [(id, name) for held, id, name in self.parts if held == kind]


def _expiring() -> Iterable[str]:
    return [table_id(model) for model in MODELS if model._ttl_attribute() is not None]


def _expires(asked: Any, table: str) -> bool:
    told = asked.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    return told.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")


def _chunks(names: list[str], size: int) -> Iterable[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]
