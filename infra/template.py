"""From chalice's SAM template to ours: one role, one log group and the settings per function.

What chalice 1.34 gets wrong, and is set right here: no partial batches for queues, a queue's
address guessed by name, one shared role, no log retention, no name and binary types of the API.
"""

import copy
from typing import Any

from infra import alarms, dashboard, domain, network, parameters, resources
from infra.prices import reference
from infra.roles import NEEDS, TABLE_IDS, Role

Template = dict[str, Any]
FUNCTION = "AWS::Serverless::Function"
WEB, STAFF, WORKER = "APIHandler", "StaffHandler", "Work"
LIMITS = {
    WEB: {"Timeout": 10, "MemorySize": 1769},
    STAFF: {"Timeout": 29, "MemorySize": 1024},
    "Sweep": {"Timeout": 50, "MemorySize": 1024},
    "WorkImport": {"Timeout": 50, "MemorySize": 1769},
    "Operate": {"Timeout": 60, "MemorySize": 1024},
    WORKER: {"Timeout": resources.WORKER_TIMEOUT_S, "MemorySize": 1769},
}
"""1769 MB is one whole processor. The API's gateway waits 29 s at most."""


def ours(sam: Template) -> Template:
    """The finished template; `sam` stays as it is."""
    made = copy.deepcopy(sam)
    held = made["Resources"]
    del held["DefaultRole"]
    _split_staff(held)
    functions = [name for name, one in held.items() if one["Type"] == FUNCTION]
    for name in functions:
        _set_up(name, held[name])
        held[f"{name}Role"] = Role(name, NEEDS[name]).resource()
        held[f"{name}Logs"] = _logs(name)
    held |= resources.template()["Resources"] | network.resources()
    held |= alarms.alarms(functions, scheduled(held)) | alarms.topic()
    held |= {"Dashboard": dashboard.dashboard(functions)}
    held |= domain.resources()
    alarms.reported(held)
    _fix_queue(held)
    _fix_api(held["RestAPI"]["Properties"])
    made["Parameters"] = parameters.parameters()
    made["Conditions"] = parameters.conditions()
    made["Outputs"] = _outputs()
    return made


def scheduled(held: dict[str, Any]) -> list[str]:
    """Functions that a clock starts."""
    functions = {name: one for name, one in held.items() if one["Type"] == FUNCTION}
    kinds = {
        name: [event["Type"] for event in one["Properties"].get("Events", {}).values()]
        for name, one in functions.items()
    }
    return [name for name, found in kinds.items() if "Schedule" in found]


def _split_staff(held: dict[str, Any]) -> None:
    """The same code twice: what strangers reach has no right to what only staff may see."""
    held[STAFF] = copy.deepcopy(held[WEB])
    permission = copy.deepcopy(held[f"{WEB}InvokePermission"])
    permission["Properties"]["FunctionName"] = {"Ref": STAFF}
    held[f"{STAFF}InvokePermission"] = permission
    paths = held["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    for path, methods in paths.items():
        if path == "/staff" or path.startswith("/staff/"):
            _lead_to_staff(methods)


def _lead_to_staff(methods: dict[str, Any]) -> None:
    for method in methods.values():
        address = method["x-amazon-apigateway-integration"]["uri"]
        address["Fn::Sub"] = address["Fn::Sub"].replace(WEB, STAFF)


def _set_up(name: str, function: dict[str, Any]) -> None:
    properties = function["Properties"]
    properties.pop("Tags", None)
    properties |= LIMITS[name]
    properties["Role"] = {"Fn::GetAtt": [f"{name}Role", "Arn"]}
    properties["Environment"] = {"Variables": {**_environment(), **_itself(name)}}
    if NEEDS[name].calls_wechat:
        properties["VpcConfig"] = network.inside()


def _itself(name: str) -> dict[str, str]:
    return {"WEIGUAN_FUNCTION": name, "WEIGUAN_UNIT_PRICES": _unit_prices(name)}


def _unit_prices(name: str) -> str:
    """As `chalicelib.settings` reads them; the reference region's."""
    price = reference().one
    run = price("lambda_requests") + (price("api_calls") if name in (WEB, STAFF) else 0)
    ms = price("lambda_gb_second") * LIMITS[name]["MemorySize"] / 1024 / 1000
    prices = (run, ms, price("dynamodb_reads"), price("dynamodb_writes"))
    return " ".join(f"{one:.6g}" for one in prices)


def _environment() -> dict[str, Any]:
    """An environment variable cannot hold a `-`; settings turn `_` back into it."""
    tables = {
        f"WEIGUAN_TABLE_NAME_{short.replace('-', '_').upper()}": {"Ref": id}
        for short, id in TABLE_IDS.items()
    }
    settings = {name: {"Ref": given} for name, given in parameters.SETTINGS.items()}
    places = {
        "WEIGUAN_WORK_QUEUE_URL": {"Ref": resources.QUEUE},
        "WEIGUAN_FILES_BUCKET": {"Ref": resources.FILES},
    }
    return {**settings, **tables, **places}


def _logs(function: str) -> dict[str, Any]:
    name = {"Fn::Sub": f"/aws/lambda/${{{function}}}"}
    properties = {"LogGroupName": name, "RetentionInDays": {"Ref": "LogDays"}}
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties}


def _fix_queue(held: dict[str, Any]) -> None:
    (source,) = held[WORKER]["Properties"]["Events"].values()
    source["Properties"] |= {
        "Queue": {"Fn::GetAtt": [resources.QUEUE, "Arn"]},
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    held[resources.QUEUE]["Properties"]["VisibilityTimeout"] = {"Ref": "RetryAfterS"}


def _fix_api(api: dict[str, Any]) -> None:
    body = api["DefinitionBody"]
    binary = sorted(set(body.pop("x-amazon-apigateway-binary-media-types")))
    api["BinaryMediaTypes"] = binary
    api["Name"] = {"Ref": "AWS::StackName"}
    body["info"]["title"] = {"Ref": "AWS::StackName"}


def _outputs() -> dict[str, Any]:
    base = "https://${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}/api"
    fixed = {"Condition": network.CONDITION, "Value": {"Ref": "Address"}}
    return {
        "WebhookUrl": {"Value": domain.address(base, "/wechat")},
        "StaffUrl": {"Value": domain.address(base, "/staff")},
        "Api": {"Value": {"Ref": "RestAPI"}},
        "WorkQueueUrl": {"Value": {"Ref": resources.QUEUE}},
        "DeadLettersUrl": {"Value": {"Ref": resources.DEAD_LETTERS}},
        "FilesBucket": {"Value": {"Ref": resources.FILES}},
        "WorkerName": {"Value": {"Ref": WORKER}},
        **domain.outputs(),
        "FixedAddressToAllow": fixed,
    }
