"""Where code is kept."""

from orrery.storage import S3, LocalFileSystem, RemoteFileSystem

__all__ = ["LocalFileSystem", "RemoteFileSystem", "S3"]
