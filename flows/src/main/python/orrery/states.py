"""How a call ended, as a value: what Prefect's flows give, take and return."""

from typing import Any, Optional

from .errors import FailedRun


class State:
    """The end of a call.

    Attributes:
        type: COMPLETED, FAILED, CRASHED or CANCELLED
        name: by default the type in words
        data: what the call returned, or the exception that it raised
    """

    def __init__(
        self,
        type: str,
        name: Optional[str] = None,
        message: Optional[str] = None,
        data: Any = None,
    ):
        self.type = type
        self.name = name or type.capitalize()
        self.message = message
        self.data = data

    def is_completed(self) -> bool:
        return self.type == "COMPLETED"

    def is_failed(self) -> bool:
        return self.type == "FAILED"

    def is_crashed(self) -> bool:
        return self.type == "CRASHED"

    def is_cancelled(self) -> bool:
        return self.type == "CANCELLED"

    def is_final(self) -> bool:
        return True

    def failure(self) -> Optional[BaseException]:
        """The exception that stands for it; nothing where it is completed."""
        if self.is_completed():
            return None
        if isinstance(self.data, BaseException):
            return self.data
        return FailedRun(self.message or f"It returned the state {self.name}.")

    def result(self, raise_on_failure: bool = True, fetch: bool = True) -> Any:
        failure = self.failure()
        if failure is None:
            return self.data
        if raise_on_failure:
            raise failure
        return failure

    def __repr__(self) -> str:
        told = f", message={self.message!r}" if self.message else ""
        return f"{self.name}(type={self.type}{told})"


def of(outcome: Any) -> State:
    """Of what a call returned, or the exception that it raised."""
    if isinstance(outcome, State):
        return outcome
    if isinstance(outcome, BaseException):
        told = f"{type(outcome).__name__}: {outcome}"
        return State("FAILED", message=told, data=outcome)
    return State("COMPLETED", data=outcome)
