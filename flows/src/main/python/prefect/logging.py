"""The logger of a run."""

from orrery.logs import get_run_logger

get_logger = get_run_logger

__all__ = ["get_logger", "get_run_logger"]
