"""What wakes somebody: functions that fail or are held back, an API that answers 5xx.

The queue's alarms stand with the queue. All report to the address in `AlarmMail`, if there is one.
"""

from collections.abc import Iterable
from typing import Any

Resource = dict[str, Any]
MINUTES_5 = 300


def alarms(functions: Iterable[str]) -> dict[str, Resource]:
    made: dict[str, Resource] = {"ServerErrorsAlarm": _api_alarm()}
    for function in functions:
        made[f"{function}ErrorsAlarm"] = _function_alarm(function, "Errors", 3)
        made[f"{function}ThrottlesAlarm"] = _function_alarm(function, "Throttles", 1)
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


def _function_alarm(function: str, metric: str, threshold: int) -> Resource:
    named = {"Name": "FunctionName", "Value": {"Ref": function}}
    return _alarm("AWS/Lambda", metric, threshold, named)


def _api_alarm() -> Resource:
    named = {"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}
    return _alarm("AWS/ApiGateway", "5XXError", 3, named)


def _alarm(space: str, metric: str, threshold: int, dimension: Resource) -> Resource:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": space,
            "MetricName": metric,
            "Dimensions": [dimension],
            "Statistic": "Sum",
            "Period": MINUTES_5,
            "EvaluationPeriods": 1,
            "Threshold": threshold,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
        },
    }
