"""A template as chalice 1.34 prints it, with four functions."""

from typing import Any

FUNCTIONS = ("APIHandler", "StaffHandler", "Sweep", "WorkImport", "Work", "Operate")
INVOKE = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    "${APIHandler.Arn}/invocations"
)


def a_sam_template() -> dict[str, Any]:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "DefaultRole": {"Type": "AWS::IAM::Role", "Properties": {}},
            "Sweep": a_function("sweep", a_schedule()),
            "WorkImport": a_function("work_import", a_schedule()),
            "Work": a_function("work", a_queue()),
            "Operate": a_function("operate", {}),
            "APIHandler": a_function("app", {}),
            "APIHandlerInvokePermission": a_permission(),
            "RestAPI": an_api("/staff", "/staff/sign-in", "/staffing", "/wechat"),
        },
        "Outputs": {},
    }


def a_function(handler: str, events: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "Runtime": "python3.11",
        "Handler": f"app.{handler}",
        "CodeUri": "./deployment.zip",
        "Tags": {"aws-chalice": "version=1.34.0"},
        "Timeout": 10,
        "MemorySize": 1024,
        "Role": {"Fn::GetAtt": ["DefaultRole", "Arn"]},
        **({"Events": events} if events else {}),
    }
    return {"Type": "AWS::Serverless::Function", "Properties": properties}


def a_schedule() -> dict[str, Any]:
    return {"Event": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 minute)"}}}


def a_queue() -> dict[str, Any]:
    arn = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:work"
    source = {"Queue": {"Fn::Sub": arn}, "BatchSize": 10}
    return {"WorkSqsEventSource": {"Type": "SQS", "Properties": source}}


def a_permission() -> dict[str, Any]:
    properties = {
        "FunctionName": {"Ref": "APIHandler"},
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
    }
    return {"Type": "AWS::Lambda::Permission", "Properties": properties}


def an_api(*paths: str) -> dict[str, Any]:
    body = {
        "swagger": "2.0",
        "info": {"version": "1.0", "title": "weiguan"},
        "paths": {path: a_path() for path in paths},
        "x-amazon-apigateway-binary-media-types": ["multipart/form-data", "image/png", "image/png"],
    }
    return {
        "Type": "AWS::Serverless::Api",
        "Properties": {"StageName": "api", "DefinitionBody": body},
    }


def a_path() -> dict[str, Any]:
    integration = {"uri": {"Fn::Sub": INVOKE}, "type": "aws_proxy", "httpMethod": "POST"}
    return {"get": {"x-amazon-apigateway-integration": integration}}
