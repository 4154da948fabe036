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

    def keys(self) -> Optional[Json]:
        return None

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
        aws_access_key_id: of who brings the code there, with `aws_secret_access_key` and, for keys
            that are lent, `aws_session_token`; by default as Amazon's own programs find them. They
            are in no deployment, because that is an event that is kept for ever
    """

    def __init__(
        self,
        bucket_path: str,
        endpoint: Optional[str] = None,
        region: Optional[str] = None,
        aws_access_key_id: Any = None,
        aws_secret_access_key: Any = None,
        aws_session_token: Any = None,
        **_: Any,
    ):
        self.bucket_path = str(bucket_path)
        self.endpoint = endpoint
        self.region = region
        self._id = _secret(aws_access_key_id)
        self._secret = _secret(aws_secret_access_key)
        self._token = _secret(aws_session_token)
        if bool(self._id) != bool(self._secret):
            raise SpecError("S3 needs aws_access_key_id and aws_secret_access_key, or neither.")
        if self._id:
            print(
                "The credentials of the S3 storage bring the code there and are not kept in the"
                " deployment; give the runners theirs by their environment.",
                file=sys.stderr,
            )

    def keys(self) -> Optional[Json]:
        """Who brings the code there, for the program that does; nothing where nobody is named."""
        if not self._id:
            return None
        keys = {"id": self._id, "secret": self._secret}
        return {**keys, "sessionToken": self._token} if self._token else keys

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
        settings: of Prefect's, `key`, `secret`, `token`, and of `client_kwargs` the endpoint and
            the region
    """

    def __init__(self, basepath: str, settings: Optional[Json] = None):
        if not basepath.startswith("s3://"):
            raise SpecError(f"Code is kept in S3, and not in '{basepath}'.")
        given = settings or {}
        client = given.get("client_kwargs") or {}
        super().__init__(
            basepath[5:],
            given.get("endpoint_url") or client.get("endpoint_url"),
            client.get("region_name"),
            aws_access_key_id=given.get("key"),
            aws_secret_access_key=given.get("secret"),
            aws_session_token=given.get("token"),
        )


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


def _secret(value: Any) -> Optional[str]:
    """Its text, also of Pydantic's SecretStr."""
    revealed = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return str(revealed) if revealed else None
