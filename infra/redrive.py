"""What failed for good goes back to the work queue, record by record."""

from typing import Any


def redrive(sqs: Any, dead_letters: str, queue: str) -> int:
    """How many went back. Each is sent before it is deleted: twice is harmless, never is not."""
    count = 0
    while True:
        records = sqs.receive_message(
            QueueUrl=dead_letters, MaxNumberOfMessages=10, VisibilityTimeout=60, WaitTimeSeconds=1
        ).get("Messages", [])
        for record in records:
            sqs.send_message(QueueUrl=queue, MessageBody=record["Body"])
            sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=record["ReceiptHandle"])
        count += len(records)
        if not records:
            return count
