"""What the tests share: files in a folder of their own, the loader, and a double of the server."""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from typing import Any, Callable, Dict, List, Optional, Tuple

HERE = pathlib.Path(__file__).resolve().parent
KIT = HERE.parents[1] / "main" / "python"
FIXTURES = HERE / "fixtures"

sys.path.append(str(KIT))
sys.dont_write_bytecode = True

from orrery import loader  # noqa: E402


class FolderTest(unittest.TestCase):
    """A test with files."""

    def setUp(self) -> None:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name).resolve()
        self.maxDiff = None

    def write(self, name: str, text: str) -> pathlib.Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return file

    def load(self, text: str, name: str = "flow.py", function: Optional[str] = None) -> Any:
        """What the loader says of a file, loaded in this process."""
        file = self.write(name, text)
        modules, path = set(sys.modules), list(sys.path)
        sys.path.insert(0, str(self.folder))
        try:
            return loader.load(str(file), function)
        finally:
            sys.path[:] = path
            for module in set(sys.modules) - modules:
                if (getattr(sys.modules[module], "__file__", "") or "").startswith(
                    str(self.folder)
                ):
                    del sys.modules[module]

    def deployment(self, text: str) -> Any:
        """The only deployment of a file that is right."""
        loaded = self.load(text)
        self.assertIsNone(loaded["error"])
        (only,) = loaded["deployments"]
        return only

    def error(self, text: str, **more: Any) -> Any:
        loaded = self.load(text, **more)
        self.assertIsNotNone(loaded["error"])
        self.assertEqual([], loaded["deployments"])
        return loaded["error"]

    def python(self, *words: Any, **more: Any) -> "subprocess.CompletedProcess[str]":
        """Runs Python in the folder, with the kit as a user has it."""
        return subprocess.run(
            # Without `site`, whose folders hold nothing that a test needs: each start is faster.
            [sys.executable, "-S", *map(str, words)],
            cwd=more.pop("cwd", self.folder),
            env=self.environment(more.pop("env", {})),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            **more,
        )

    def environment(self, more: Dict[str, str]) -> Dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ORRERY_")}
        ours = {
            "PYTHONPATH": str(KIT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "utf-8",
            "ORRERY_JOURNAL": str(self.folder / "journal"),
        }
        return {**kept, **ours, **more}

    def load_apart(self, file: Any, *words: str, **more: Any) -> Tuple[Any, Any]:
        """The loader as the command line starts it: the process and what it wrote."""
        out = self.folder / "out.json"
        done = self.python("-m", "orrery.load", "--out", out, file, *words, **more)
        return done, json.loads(out.read_text(encoding="utf-8"))


class Server:
    """A double of the API on a port of its own: it records requests and answers as told."""

    def __init__(self, answer: Callable[[Dict[str, Any]], Tuple[int, Any]] = lambda _: (200, {})):
        self.requests: List[Dict[str, Any]] = []
        self.change = threading.Condition()
        self.answer = answer
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = {
                    "method": self.command,
                    "path": self.path,
                    "body": json.loads(body),
                    "key": self.headers["Idempotency-Key"],
                    "caller": self.headers["Authorization"],
                }
                with server.change:
                    server.requests.append(request)
                    server.change.notify_all()
                status, answer = server.answer(request)
                content = json.dumps(answer).encode()
                if status == 0:  # As a server that is killed.
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_PUT

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass  # A client that does not wait for the answer is what some tests are about.

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def await_requests(self, enough: Callable[[List[Dict[str, Any]]], bool]) -> None:
        with self.change:
            if not self.change.wait_for(lambda: enough(self.requests), 30):
                raise AssertionError(f"not in 30 s; there came {self.requests}")

    def kinds(self) -> List[str]:
        """What was asked, in order, without the ids."""
        return [f"{r['method']} {r['path'].split('/', 4)[4:] or ['']}" for r in self.requests]

    def bodies(self, end: str) -> List[Any]:
        return [r["body"] for r in self.requests if r["path"].endswith(end)]

    def lines(self) -> List[Tuple[str, str]]:
        found = [line for body in self.bodies("/output") for line in body["lines"]]
        numbers = [line["number"] for line in found]
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        return [(line["stream"], line["text"]) for line in found]


NOWHERE = "http://127.0.0.1:9"
PUSH = "from orrery.tracking import leftovers; print(leftovers.push())"
HELLO = """
from orrery import flow
@flow
def hello_world(name="world"):
    print(f"Hello {name}!")
    return {"n": 1}
hello_world()
"""


class RunTest(FolderTest):
    """A test of runs that a process tells a server, or a journal."""

    def serve(self, *answer):
        server = Server(*answer)
        self.addCleanup(server.close)
        return server

    def run_file(self, text, url=NOWHERE, **env):
        return self.python(self.write("flow.py", text), env={"ORRERY_API_URL": url, **env})

    def push(self, url):
        done = self.python("-c", PUSH, env={"ORRERY_API_URL": url})
        self.assertEqual("", done.stderr)
        return int(done.stdout)

    def journals(self, ending="*"):
        return sorted((self.folder / "journal").glob(ending))
