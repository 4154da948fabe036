"""Notes that a flow leaves for people; here they are lines of the run's output."""

from typing import Any, Optional

__all__ = ["create_link_artifact", "create_markdown_artifact", "create_table_artifact"]


def create_markdown_artifact(
    markdown: str, key: Optional[str] = None, description: Optional[str] = None
) -> None:
    _print(key, description, markdown)


def create_table_artifact(
    table: Any, key: Optional[str] = None, description: Optional[str] = None
) -> None:
    _print(key, description, table)


def create_link_artifact(
    link: str,
    link_text: Optional[str] = None,
    key: Optional[str] = None,
    description: Optional[str] = None,
) -> None:
    _print(key, description, f"{link_text}: {link}" if link_text else link)


def _print(key: Optional[str], description: Optional[str], what: Any) -> None:
    for line in (key, description, what):
        if line is not None:
            print(line)
