"""The floor: a plain wechatpy handler doing the same storage calls through boto3, nothing more."""

import time
import uuid
from typing import Any

import boto3
from botocore.config import Config
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

TABLES = {"rows": "bench-plain-rows", "ledger": "bench-plain-ledger"}


class PlainHandler:
    """Decrypt, parse, claim by one conditional update, finish by one transaction, encrypt."""

    def __init__(self, endpoint: str, token: str, aes_key: str, app_id: str) -> None:
        self._crypto = WeChatCrypto(token, aes_key, app_id)
        self._client: Any = boto3.client(
            "dynamodb",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(parameter_validation=False, retries={"max_attempts": 2}),
        )

    def create_tables(self) -> None:
        for table, key in ((TABLES["rows"], "reader"), (TABLES["ledger"], "key")):
            self._client.create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            )

    def receive(self, query: dict[str, str], body: bytes) -> str:
        xml = self._crypto.decrypt_message(
            body, query["msg_signature"], query["timestamp"], query["nonce"]
        )
        message = parse_message(xml)
        self._claim(message)
        reply = create_reply("您好，请问有什么可以帮您？", message)
        self._finish(message, reply.render())
        return str(self._crypto.encrypt_message(reply.render(), "nonce", query["timestamp"]))

    def _claim(self, message: Any) -> None:
        self._client.update_item(
            TableName=TABLES["rows"],
            Key={"reader": {"S": message.source}},
            UpdateExpression="SET #m = :m, last_ms = :n ADD version :one",
            ConditionExpression="attribute_not_exists(#m)",
            ExpressionAttributeNames={"#m": f"m_{message.id}"},
            ExpressionAttributeValues={
                ":m": {"S": uuid.uuid4().hex},
                ":n": {"N": str(int(time.time()))},
                ":one": {"N": "1"},
            },
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    def _finish(self, message: Any, answer: str) -> None:
        row = {
            "TableName": TABLES["rows"],
            "Key": {"reader": {"S": message.source}},
            "UpdateExpression": "REMOVE #m SET answer = :a ADD version :one",
            "ExpressionAttributeNames": {"#m": f"m_{message.id}"},
            "ExpressionAttributeValues": {":a": {"S": answer}, ":one": {"N": "1"}},
        }
        entry = {
            "TableName": TABLES["ledger"],
            "Item": {
                "key": {"S": f"m{message.id}"},
                "reader": {"S": message.source},
                "end": {"S": "answered"},
                "arrived_ms": {"N": str(int(time.time() * 1000))},
                "kind": {"S": "greeting"},
            },
        }
        self._client.transact_write_items(TransactItems=[{"Update": row}, {"Put": entry}])
