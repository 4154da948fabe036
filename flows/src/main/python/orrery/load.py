"""`python3 -m orrery.load --out OUT.json FILE [--function NAME]`

Writes what FILE declares to OUT.json and exits with 0, or with 1 when it has an error. OUT.json is
there whatever the file does: before the file is loaded it says that the file ended the process,
and when loading takes longer than ORRERY_LOAD_SECONDS (60) it says where the file was.
"""

import argparse
import json
import os
import sys
import threading
import traceback
from typing import Any, Callable, Dict, List, Optional

from . import loader, place

# Kept, because the file that is loaded may put something else in their place.
_dumps, _open, _write, _replace = json.dumps, os.open, os.write, os.replace
_exit, _close = os._exit, os.close

_SECONDS_DEFAULT = 60.0


def main(words: Optional[List[str]] = None) -> None:
    parser = argparse.ArgumentParser(prog="python3 -m orrery.load")
    parser.add_argument("--out", required=True, metavar="OUT.json")
    parser.add_argument("--function", metavar="NAME")
    parser.add_argument("file", metavar="FILE")
    arguments = parser.parse_args(words)
    file = os.path.abspath(arguments.file)
    write = _writer(os.path.abspath(arguments.out))
    _arrange(file)
    _watch(file, write)
    write(loader.failed(_ended(file)))
    result = loader.load(file, arguments.function)
    write(result)
    _leave(0 if result["error"] is None else 1)


def _arrange(file: str) -> None:
    """Makes the process look to the file as its own would."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = [os.path.dirname(file), os.getcwd()]
    rest = [path for path in sys.path if os.path.abspath(path or ".") not in [ours, *folders]]
    # Ours comes last, so that a real Prefect that is installed is the one that is imported.
    sys.path[:] = [*dict.fromkeys(folders), *rest, ours]
    sys.argv = [file]
    # The folder is packaged afterwards; it must not grow by being looked at.
    sys.dont_write_bytecode = True
    # What it prints is a message: standard output is for the data of whoever started us.
    sys.stdout.flush()
    os.dup2(2, 1)
    # Nobody is there to answer what it asks.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)


def _writer(out: str) -> Callable[[Dict[str, Any]], None]:
    def write(result: Dict[str, Any]) -> None:
        content = _dumps(result).encode("ascii")
        descriptor = _open(out + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        while content:
            content = content[_write(descriptor, content) :]
        _close(descriptor)
        _replace(out + ".part", out)

    return write


def _ended(file: str) -> Dict[str, Any]:
    return {
        "message": f"The file {os.path.basename(file)} ended the process while it was loaded.",
        "file": file,
        "line": 1,
        "traceback": "",
    }


def _watch(file: str, write: Callable[[Dict[str, Any]], None]) -> None:
    seconds = float(os.environ.get("ORRERY_LOAD_SECONDS") or _SECONDS_DEFAULT)
    main_thread = threading.main_thread().ident

    def give_up() -> None:
        stack = traceback.extract_stack(sys._current_frames().get(main_thread or 0))
        told = [f for f in stack if not place.is_ours(f.filename) and "<frozen" not in f.filename]
        told = [f for f in told if f.name != "_run_module_as_main" and f.name != "_run_code"]
        own = [f for f in told if os.path.abspath(f.filename) == file]
        lines = ["Stack (most recent call last):\n", *traceback.format_list(told)]
        write(
            loader.failed(
                {
                    "message": f"The file {os.path.basename(file)} was not loaded within"
                    f" {seconds:g} s.",
                    "file": file,
                    "line": (own[-1].lineno or 1) if own else 1,
                    "traceback": "".join(lines) if told else "",
                }
            )
        )
        _exit(1)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()


def _leave(code: int) -> None:
    """Without waiting for threads that the file has left running."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # The file may have closed it, or put something else in its place.
    _exit(code)


if __name__ == "__main__":
    main()
