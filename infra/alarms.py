"""What wakes somebody. All report to the address in `AlarmMail`, if there is one.

Every alarm has its section in docs/runbook.md, which its description names. What is not written
means that nothing happened, which is well: a library sleeps at night. Only the schedules' rounds
are missed when they stop. AWS's own metrics cost nothing; ours are few (`chalicelib/metrics.py`).
"""

from collections.abc import Iterable
from typing import Any

from chalicelib.metrics import FUNCTION, NAMESPACE, STAGE, Measure
from infra.resources import DEAD_LETTERS, QUEUE

Resource = dict[str, Any]
MINUTES_5, MINUTES_15, HOUR, DAY = 300, 900, 3600, 86400
REPLY_BUDGET_MS = 3000
BY_STAGE: list[Resource] = [{"Name": STAGE, "Value": {"Ref": "Stage"}}]
CALLS_ARE_ANSWERED = "HasFixedAddress"
"""Without one WeChat refuses every call for a token: no reason to wake anybody."""


def alarms(functions: Iterable[str], scheduled: Iterable[str]) -> dict[str, Resource]:
    made = {**_of_readers(), **_of_the_platform(), **_of_work(), **_of_cost()}
    for function in functions:
        made[f"{function}ErrorsAlarm"] = _of_function(function, "Errors", 3)
        made[f"{function}ThrottlesAlarm"] = _of_function(function, "Throttles", 1)
    for function in scheduled:
        made[f"{function}StoppedAlarm"] = _of_schedule(function)
    for name, alarm in made.items():
        alarm["Properties"]["AlarmDescription"] = f"docs/runbook.md, section {name}"
    return made


def topic() -> dict[str, Resource]:
    mail = {"Protocol": "email", "Endpoint": {"Ref": "AlarmMail"}}
    return {
        "AlarmTopic": {
            "Type": "AWS::SNS::Topic",
            "Condition": "HasAlarmMail",
            "Properties": {"Subscription": [mail]},
        }
    }


def reported(resources: dict[str, Resource]) -> None:
    """Every alarm of the stack says so to the topic, and again when all is well."""
    told = {"Fn::If": ["HasAlarmMail", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    for resource in resources.values():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            resource["Properties"] |= {"AlarmActions": told, "OKActions": told}


def _of_readers() -> dict[str, Resource]:
    api = [{"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}]
    slow = {"ExtendedStatistic": "p95", "EvaluateLowSampleCountPercentile": "evaluate"}
    measured = _ours(Measure.ANSWER_MS)
    return {
        "ServerErrorsAlarm": _alarm(_metric("AWS/ApiGateway", "5XXError", api), 3),
        "AnswerTimeAlarm": _alarm({**measured, **slow}, REPLY_BUDGET_MS, periods=3),
        "ApologiesAlarm": _alarm(_ours(Measure.APOLOGIES), 3),
        "FallbackRateAlarm": _alarm(_fallback_rate(), 50, periods=3),
    }


def _of_the_platform() -> dict[str, Resource]:
    tokens = _alarm(_ours(Measure.TOKEN_FAILURES, period_s=MINUTES_15), 3)
    quota = _alarm(_ours(Measure.QUOTA_LEFT, "Minimum", HOUR), 20, least=True)
    made = {"TokenFailuresAlarm": tokens, "QuotaLeftAlarm": quota}
    return {name: {**alarm, "Condition": CALLS_ARE_ANSWERED} for name, alarm in made.items()}


def _of_work() -> dict[str, Resource]:
    dead, waiting = (_of_queue(one, metric) for one, metric in QUEUES)
    owed = _ours(Measure.OLDEST_OWED_S, "Maximum")
    return {
        "DeadLettersAlarm": _alarm(dead, 1),
        "QueueAgeAlarm": _alarm(waiting, 600),
        "OldestWorkAlarm": _alarm(owed, MINUTES_15),
        "LoggedErrorsAlarm": _alarm(_ours(Measure.ERRORS, period_s=MINUTES_15), 5),
    }


QUEUES = (
    (DEAD_LETTERS, "ApproximateNumberOfMessagesVisible"),
    (QUEUE, "ApproximateAgeOfOldestMessage"),
)


def _of_cost() -> dict[str, Resource]:
    """A day's use at the reference region's list prices; other regions differ by less than half.

    Amazon's own figure of charges exists in one region of each partition only, hours late, and a
    budget is the account's, not the stack's; what is counted here is this stage's and of today.
    """
    spent = _ours(Measure.COST_USD, period_s=DAY)
    return {"DailyCostAlarm": _alarm(spent, {"Ref": "DailyCostLimit"})}


def _fallback_rate() -> Resource:
    """Half of the answers or more, where there are twenty or more in the hour: CloudWatch takes
    fewer for too few to tell a median."""
    median = _ours(Measure.FALLBACK_PERCENT, period_s=HOUR)
    return {**median, "ExtendedStatistic": "p50", "EvaluateLowSampleCountPercentile": "ignore"}


def _of_function(function: str, metric: str, threshold: int) -> Resource:
    named = [{"Name": "FunctionName", "Value": {"Ref": function}}]
    return _alarm(_metric("AWS/Lambda", metric, named), threshold)


def _of_queue(queue: str, metric: str) -> Resource:
    named = [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}]
    return _metric("AWS/SQS", metric, named, "Maximum")


def _of_schedule(function: str) -> Resource:
    """No round came to its end in ten minutes, whatever the reason."""
    named: list[Resource] = [*BY_STAGE, {"Name": FUNCTION, "Value": function}]
    rounds = _metric(NAMESPACE, Measure.ROUNDS, named)
    alarm = _alarm(rounds, 0, least=True, periods=2)
    alarm["Properties"]["TreatMissingData"] = "breaching"
    return alarm


def _ours(measure: Measure, statistic: str = "Sum", period_s: int = MINUTES_5) -> Resource:
    return _metric(NAMESPACE, measure, BY_STAGE, statistic, period_s)


def _metric(
    space: str,
    name: str,
    dimensions: list[Resource],
    statistic: str = "Sum",
    period_s: int = MINUTES_5,
) -> Resource:
    return {
        "Namespace": space,
        "MetricName": str(name),
        "Dimensions": dimensions,
        "Statistic": statistic,
        "Period": period_s,
    }


def _alarm(watched: Resource, threshold: Any, *, least: bool = False, periods: int = 1) -> Resource:
    """Rings at the threshold or above it; with `least`, at it or below."""
    compared = "LessThanOrEqualToThreshold" if least else "GreaterThanOrEqualToThreshold"
    unused = "Statistic" if "ExtendedStatistic" in watched else ""
    properties = {
        **{name: value for name, value in watched.items() if name != unused},
        "EvaluationPeriods": periods,
        "Threshold": threshold,
        "ComparisonOperator": compared,
        "TreatMissingData": "notBreaching",
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}
