"""The bucket that template and code are taken from, one for all stages of an account."""

import hashlib
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError


@dataclass(frozen=True)
class CodeStore:
    """`s3` and `sts` are botocore clients of one region."""

    s3: Any
    sts: Any

    @property
    def bucket(self) -> str:
        account = self.sts.get_caller_identity()["Account"]
        return f"weiguan-code-{account}-{self.s3.meta.region_name}"

    def put(self, body: bytes, kind: str, bucket: str) -> str:
        """Its key is what it holds: the same thing is uploaded once."""
        key = f"{kind}/{hashlib.sha256(body).hexdigest()}"
        if not self._is_there(bucket, key):
            self.s3.put_object(Bucket=bucket, Key=key, Body=body)
        return key

    def url(self, bucket: str, key: str) -> str:
        return f"{self.s3.meta.endpoint_url}/{bucket}/{key}"

    def made(self) -> str:
        """The bucket's name; it exists afterwards and is open to nobody."""
        bucket = self.bucket
        try:
            self.s3.head_bucket(Bucket=bucket)
        except ClientError:
            self._make(bucket)
        return bucket

    def _make(self, bucket: str) -> None:
        """One region must not be named when a bucket is made there; all others must."""
        region = self.s3.meta.region_name
        place = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.s3.create_bucket(Bucket=bucket, **({} if region == "us-east-1" else place))
        closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls")
        rules = dict.fromkeys((*closed, "RestrictPublicBuckets"), True)
        self.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=rules)

    def _is_there(self, bucket: str, key: str) -> bool:
        try:
            self.s3.head_object(Bucket=bucket, Key=key)
        except ClientError:
            return False
        return True
