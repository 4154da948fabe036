"""The logger of a run: what it writes is output of the run."""

import logging
import sys
from typing import Any


class _Current(logging.StreamHandler):
    """Writes to what is standard error now: a run that is tracked puts its own in its place."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr


def get_run_logger(*_: Any, **__: Any) -> logging.Logger:
    """The logger `orrery.run`; it writes to standard error unless somebody gave it a handler."""
    logger = logging.getLogger("orrery.run")
    if not logger.handlers:
        handler = _Current()
        form = "%(asctime)s.%(msecs)03d | %(levelname)-7s | %(message)s"
        handler.setFormatter(logging.Formatter(form, "%H:%M:%S"))
        logger.addHandler(handler)
        logger.propagate = False
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.INFO)
    return logger
