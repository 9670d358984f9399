"""An AWS account that is well, as far as the doctor asks; `told` changes one answer."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from botocore.exceptions import ClientError

from infra.outside import Heard
from infra.upkeep import ALARM, FUNCTION, RULE, SOURCE, TABLE, TOPIC

Told = Mapping[str, Any]
QUEUES = "AWS::SQS::Queue"
PARTS = [
    (FUNCTION, "APIHandler", "x-api"),
    (RULE, "SweepEvent", "x-sweep"),
    (SOURCE, "WorkSource", "x-source"),
    (QUEUES, "WorkQueue", "https://q/work"),
    (QUEUES, "WorkDeadLetters", "https://q/dead"),
    (ALARM, "QueueAgeAlarm", "x-age"),
    (TOPIC, "AlarmTopic", "x-topic"),
    (TABLE, "TableLedger", "x-ledger"),
]
RECOVERY = {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"}}


def well() -> dict[str, Any]:
    date = format_datetime(datetime.now(UTC), usegmt=True)
    return {
        "get_caller_identity": {
            "Account": "1",
            "ResponseMetadata": {"HTTPHeaders": {"date": date}},
        },
        "get_function_configuration": {"State": "Active"},
        "describe_rule": {"State": "ENABLED"},
        "get_event_source_mapping": {"State": "Enabled"},
        "get_queue_attributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}},
        "describe_alarms": {"MetricAlarms": [{"AlarmName": "x-age", "StateValue": "OK"}]},
        "list_subscriptions_by_topic": {"Subscriptions": [{"SubscriptionArn": "arn"}]},
        "describe_continuous_backups": {"ContinuousBackupsDescription": RECOVERY},
        "describe_time_to_live": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED"}},
    }


class FakeClient:
    """Any call of any service: the answer by its name; an exception is raised."""

    class meta:
        region_name = "cn-north-1"

    def __init__(self, told: Told) -> None:
        self._told = told

    def __getattr__(self, call: str) -> Any:
        def answer(**_: Any) -> Any:
            held = self._told[call]
            if isinstance(held, Exception):
                raise held
            return held

        return answer


class FakeStack:
    def __init__(self, status: str = "CREATE_COMPLETE", mark: str = "1") -> None:
        self._status = status
        self._mark = mark

    def status(self) -> str:
        return self._status

    def parameters(self) -> dict[str, str]:
        return {"SecretsMark": self._mark}

    def outputs(self) -> dict[str, str]:
        return {"WebhookUrl": "https://a/api/wechat", "StaffUrl": "https://a/api/staff"}


class FakeAccount:
    """`inside`: what the stage's own function finds; an exception is raised."""

    def __init__(self, stack: Any, stage: Any, keys: Any, told: Told, inside: Any) -> None:
        self.stack, self.stage, self.keys = stack, stage, keys
        self._client = FakeClient(well() | dict(told))
        self._inside = inside

    def client(self, service: str) -> FakeClient:
        return self._client

    def existing(self) -> list[tuple[str, str, str]]:
        return PARTS

    def operate(self, what: str) -> dict[str, Any]:
        if isinstance(self._inside, Exception):
            raise self._inside
        return {"findings": self._inside}


class FakeWorld:
    """Answers the doctor's three visits in turn: right token, wrong token, staff."""

    def __init__(self, *heard: Heard) -> None:
        well = (Heard(200, "doctor"), Heard(403, ""), Heard(200, "<html>"))
        self._heard: Iterator[Heard] = iter(heard or well)
        self.visited: list[str] = []

    def __call__(self, url: str) -> Heard:
        self.visited.append(url)
        return next(self._heard)


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Call")
