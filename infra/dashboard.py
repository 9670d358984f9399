"""One page with what the alarms watch, and a little more: are readers answered, and at what price?

Less than fifty metrics, so that it is among the free ones.
"""

import json
from collections.abc import Iterable
from typing import Any

from chalicelib.metrics import NAMESPACE, STAGE, Measure

Resource = dict[str, Any]
Line = list[Any]
WIDTH, HEIGHT = 8, 6
COLUMNS = 24 // WIDTH


def dashboard(functions: Iterable[str]) -> Resource:
    """Its name is CloudFormation's; the body is text with the stack's names put in."""
    body = {"widgets": [_placed(n, widget) for n, widget in enumerate(_widgets(list(functions)))]}
    text = json.dumps(body, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardBody": {"Fn::Sub": text}},
    }


def _widgets(functions: list[str]) -> list[Resource]:
    api = ["ApiName", "${AWS::StackName}"]
    return [
        _graph(
            "Messages answered, apologies, sent again by WeChat, held back",
            _ours(Measure.ANSWERS),
            _ours(Measure.APOLOGIES),
            _ours(Measure.DUPLICATES),
            _ours(Measure.PAUSED),
        ),
        _graph(
            "Time to answer, ms",
            *(_ours(Measure.ANSWER_MS, stat) for stat in ("p50", "p95", "p99")),
            ["AWS/ApiGateway", "Latency", *api, {"stat": "p95", "label": "at the gateway, p95"}],
        ),
        _graph(
            "Answers that only said what can be asked, percent",
            _ours(Measure.FALLBACK_PERCENT, "Average"),
        ),
        _graph(
            "Broken",
            ["AWS/ApiGateway", "5XXError", *api],
            _ours(Measure.ERRORS),
            _ours(Measure.UNANSWERED),
            *(_of_function(function, "Errors") for function in functions),
        ),
        _graph(
            "Work that waits",
            _of_queue("WorkDeadLetters", "ApproximateNumberOfMessagesVisible"),
            _of_queue("WorkQueue", "ApproximateAgeOfOldestMessage"),
            _ours(Measure.OLDEST_OWED_S, "Maximum"),
            _ours(Measure.DEFERRED),
            _ours(Measure.LATE),
        ),
        _graph(
            "WeChat: messages sent, tokens refused, quota left in percent",
            _ours(Measure.PUSHES),
            _ours(Measure.TOKEN_FAILURES),
            _ours(Measure.QUOTA_LEFT, "Minimum"),
        ),
        _graph(
            "Held back by the account's limits",
            *(_of_function(function, "Throttles") for function in functions),
        ),
        _graph(
            "What is paid for",
            _ours(Measure.READ_UNITS),
            _ours(Measure.WRITE_UNITS),
            _ours(Measure.COST_USD),
            ["AWS/ApiGateway", "Count", *api],
        ),
    ]


def _graph(title: str, *lines: Line) -> Resource:
    properties = {
        "title": title,
        "region": "${AWS::Region}",
        "metrics": list(lines),
        "stat": "Sum",
        "period": 300,
        "view": "timeSeries",
    }
    return {"type": "metric", "properties": properties}


def _placed(number: int, widget: Resource) -> Resource:
    row, column = divmod(number, COLUMNS)
    return {
        **widget,
        **{"x": column * WIDTH, "y": row * HEIGHT, "width": WIDTH, "height": HEIGHT},
    }


def _ours(measure: Measure, stat: str = "Sum") -> Line:
    label = (
        measure.value
        if stat in ("Sum", "Minimum", "Maximum", "Average")
        else f"{measure.value}, {stat}"
    )
    return [NAMESPACE, measure.value, STAGE, "${Stage}", {"stat": stat, "label": label}]


def _of_function(function: str, metric: str) -> Line:
    label = {"label": f"{function}: {metric}"}
    return ["AWS/Lambda", metric, "FunctionName", f"${{{function}}}", label]


def _of_queue(queue: str, metric: str) -> Line:
    name = f"${{{queue}.QueueName}}"
    return ["AWS/SQS", metric, "QueueName", name, {"stat": "Maximum", "label": metric}]
