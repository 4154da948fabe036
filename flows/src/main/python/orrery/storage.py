"""Where a deployment's code is kept, with the names and arguments of Prefect's blocks."""

import os
import sys
from typing import Any, Dict, NoReturn, Optional

from .errors import SpecError

Json = Dict[str, Any]


class Storage:
    """A place for code."""

    def document(self) -> Json:
        raise NotImplementedError

    @classmethod
    def load(cls, name: str, *_: Any, **__: Any) -> NoReturn:
        raise SpecError(
            f"{cls.__name__}.load('{name}'): Orrery keeps no blocks; write the storage out."
        )

    def save(self, *_: Any, **__: Any) -> None:
        """Nothing: a storage is written in the deployment that uses it."""


class S3(Storage):
    """A bucket of S3, or of a store that speaks its protocol.

    Args:
        bucket_path: `bucket` or `bucket/prefix`
        endpoint: of another store than Amazon's
        secrets: credentials that Prefect took here; they are dropped, because a deployment is an
            event that is kept for ever
    """

    def __init__(
        self,
        bucket_path: str,
        endpoint: Optional[str] = None,
        region: Optional[str] = None,
        **secrets: Any,
    ):
        self.bucket_path = str(bucket_path)
        self.endpoint = endpoint
        self.region = region
        if any(secrets.values()):
            print(
                "The credentials of the S3 storage are not kept in the deployment; give them to"
                " the server's and the runners' environment.",
                file=sys.stderr,
            )

    @property
    def basepath(self) -> str:
        return f"s3://{self.bucket_path}"

    def document(self) -> Json:
        path = self.bucket_path[5:] if self.bucket_path.startswith("s3://") else self.bucket_path
        bucket, _, prefix = path.strip("/").partition("/")
        if not bucket:
            raise SpecError("bucket_path begins with the name of a bucket.")
        document = {"kind": "s3", "bucket": bucket}
        for name, value in (
            ("prefix", prefix.strip("/")),
            ("endpoint", self.endpoint),
            ("region", self.region),
        ):
            if value:
                document[name] = value
        return document


class RemoteFileSystem(S3):
    """Of the protocols that Prefect reached this way, S3 alone.

    Args:
        basepath: `s3://bucket/prefix`
        settings: the endpoint and the region are taken from Prefect's `client_kwargs`
    """

    def __init__(self, basepath: str, settings: Optional[Json] = None):
        if not basepath.startswith("s3://"):
            raise SpecError(f"Code is kept in S3, and not in '{basepath}'.")
        client = (settings or {}).get("client_kwargs") or {}
        super().__init__(basepath[5:], client.get("endpoint_url"), client.get("region_name"))


class LocalFileSystem(Storage):
    """A folder that every runner has."""

    def __init__(self, basepath: Any = None, **_: Any):
        self.basepath = None if basepath is None else os.fspath(basepath)

    def document(self) -> Json:
        folder = os.path.abspath(os.path.expanduser(self.basepath or "."))
        return {"kind": "local", "path": folder}


def as_storage(thing: Any) -> Optional[Storage]:
    """Of a storage; the blocks of a Prefect server are unknown here, and said to be left out."""
    if thing is None or isinstance(thing, Storage):
        return thing
    print(
        f"The storage {thing!r} is a block of a Prefect server; the code is pushed instead.",
        file=sys.stderr,
    )
    return None
