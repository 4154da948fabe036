import json
import shutil
import subprocess
import sys

import bench

BOOTSTRAP = bench.HERE.parents[3] / "runner/src/main/resources/dev/orrery/runner/work/bootstrap.py"


class BootstrapTest(bench.FolderTest):
    """A run on a runner, as the runner starts it."""

    def run_flow(self, text, function, home=True, tracking="", **parameters):
        file = self.write("flow.py", text)
        kit = self.folder / "home" / "flows" / "python"
        if not kit.exists():
            shutil.copytree(bench.KIT, kit)
        (self.folder / "parameters").write_text(json.dumps(parameters))
        environment = {
            "PYTHONPATH": "",
            "ORRERY_RUN_ID": "x",
            "ORRERY_SCHEDULED_TIME": "2026-11-01T02:00:00Z",
            "ORRERY_TRACKING": tracking,
            "ORRERY_PARAMETERS_FILE": str(self.folder / "parameters"),
            "ORRERY_RESULT": str(self.folder / "result"),
            "ORRERY_API_URL": "http://127.0.0.1:9",
        }
        if home:
            environment["ORRERY_HOME"] = str(self.folder / "home")
        refusal = self.folder / "refusal"
        done = subprocess.run(
            [sys.executable, "-S", "-c", BOOTSTRAP.read_text(), str(file), function, str(refusal)],
            env=self.environment(environment),
            capture_output=True,
            text=True,
            timeout=60,
        )
        result = self.folder / "result"
        self.refusal = refusal.read_text() if refusal.exists() else None
        return done, json.loads(result.read_text()) if result.exists() else None

    def test_a_flow_is_called_plainly(self):
        done, result = self.run_flow(
            "from prefect import flow\n@flow\ndef f(name='w'):\n    print('Hello', name)\n"
            "    return 3\n",
            "f",
            name="Ada",
        )
        self.assertEqual(
            (0, "Hello Ada\n", "", 3), (done.returncode, done.stdout, done.stderr, result)
        )
        self.assertFalse((self.folder / "journal").exists())

    def test_its_calls_are_part_of_the_run_and_only_those_of_its_processes_may_be_runs(self):
        inner = self.write(
            "inner.py",
            "from orrery import context, flow\n@flow\ndef g(): return context.current().id\n"
            "print(len(g()))\n",
        )
        done, result = self.run_flow(
            "import os, subprocess, sys\nfrom orrery import context, flow\n"
            f"words, kit = [sys.executable, '-S', {str(inner)!r}], {str(bench.KIT)!r}\n"
            "@flow\ndef g(): return context.current().id\n"
            "@flow\ndef f():\n"
            "    os.environ['PYTHONPATH'] = kit\n"
            "    return [g(), subprocess.check_output(words, text=True)]\n",
            "f",
            tracking="on",
        )
        # Its id is the runner's here, and one of the kit's own making there.
        self.assertEqual(["x", "36\n"], result, done.stderr)
        self.assertEqual(1, len(list((self.folder / "journal").glob("*.jsonl"))))

    def test_a_coroutine_flow_is_awaited(self):
        done, result = self.run_flow(
            "from orrery import flow\n@flow\nasync def f(): return 4\n", "f"
        )
        self.assertEqual(4, result, done.stderr)

    def test_parameters_become_what_the_annotations_ask_for(self):
        done, result = self.run_flow(
            "import dataclasses, datetime\nfrom orrery import flow\n"
            "@dataclasses.dataclass\nclass C:\n    a: int\n"
            "@flow\ndef f(c: C, d: datetime.date): return [c.a, d.year]\n",
            "f",
            c={"a": 1},
            d="2026-01-02",
        )
        self.assertEqual([1, 2026], result, done.stderr)

    RESULT = """
import collections, dataclasses, datetime, decimal, enum, pathlib, uuid
from orrery import flow
try:
    import pydantic
    class Model(pydantic.BaseModel):
        day: datetime.date
    model = Model(day="2026-01-02")
except ImportError:
    model = {"day": datetime.date(2026, 1, 2)}
class Color(enum.Enum):
    RED = "red"
@dataclasses.dataclass
class Report:
    at: datetime.datetime
    total: decimal.Decimal
    colors: set
@flow
def f():
    at = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
    return [Report(at, decimal.Decimal("1.50"), {Color.RED}), pathlib.Path("/a"), model]
"""

    def test_results_are_kept_as_parameters_are(self):
        kept = [
            {"at": "2026-01-02T00:00:00+00:00", "total": "1.50", "colors": ["red"]},
            "/a",
            {"day": "2026-01-02"},
        ]
        done, result = self.run_flow(self.RESULT, "f")
        self.assertEqual((kept, ""), (result, done.stderr))
        server = bench.Server()
        self.addCleanup(server.close)
        self.python(self.write("t.py", self.RESULT + "f()"), env={"ORRERY_API_URL": server.url})
        (body,) = server.bodies("/finish")
        self.assertEqual({"kind": "completed", "result": kept}, body["outcome"])

    def test_what_json_writes_is_kept_as_it_writes_it(self):
        done, result = self.run_flow("def f(): return {1: (2, None), 'b': True}\n", "f")
        self.assertEqual({"1": [2, None], "b": True}, result, done.stderr)

    def test_a_result_that_can_not_be_kept_is_told_and_the_run_completes(self):
        for value, why in (
            ("object()", "'the result' is of the type object, which can't be written as JSON."),
            ("{'a': [open]}", "'the result.a[0]' is of the type builtin_function_or_method"),
            ("float('nan')", "'the result' is nan, which JSON can't hold."),
        ):
            done, result = self.run_flow(f"def f(): return {value}\n", "f")
            self.assertEqual((0, None), (done.returncode, result))
            self.assertIn("The return value is not JSON and was not kept: " + why, done.stderr)

    def test_what_the_file_has_at_its_top_level_does_not_happen(self):
        done, result = self.run_flow(
            "from orrery import flow, DeploymentSpec\n@flow\ndef f():\n    print('ran')\n"
            "    return 1\n"
            "f()\nDeploymentSpec(flow=f, name='n').apply()\nDeploymentSpec(name='half')\n",
            "f",
        )
        self.assertEqual((0, "ran\n", 1), (done.returncode, done.stdout, result), done.stderr)

    def test_a_flow_of_prefects_knows_its_run(self):
        done, result = self.run_flow(
            "from prefect import flow\nfrom prefect.context import get_run_context\n"
            "from prefect.runtime import deployment, flow_run\n"
            "def tell(flow, flow_run, state): print(flow.name, flow_run.id, state.name)\n"
            "@flow(on_completion=[tell])\n"
            "def f(n):\n"
            "    return [flow_run.id, flow_run.parameters, flow_run.run_count, deployment.id,\n"
            "            get_run_context().flow_run.id, flow_run.scheduled_start_time]\n",
            "f",
            n=1,
        )
        time = "2026-11-01T02:00:00+00:00"
        self.assertEqual(["x", {"n": 1}, 1, None, "x", time], result, done.stderr)
        self.assertEqual("f x Completed\n", done.stdout)

    def test_a_flow_calls_a_flow(self):
        done, result = self.run_flow(
            "from orrery import flow\n@flow\ndef g(): return 2\n@flow\ndef f(): return g()\n", "f"
        )
        self.assertEqual(2, result, done.stderr)

    def test_parameters_that_do_not_fit_are_refused_in_the_functions_words(self):
        done, _ = self.run_flow("from orrery import flow\n@flow\ndef f(name=1): pass\n", "f", nam=1)
        self.assertEqual(
            "The parameters do not fit the function 'f': got an unexpected keyword argument 'nam'.",
            self.refusal,
        )

    def test_an_exception_is_shown_without_our_frames(self):
        done, _ = self.run_flow(
            "from orrery import flow\n@flow\ndef f():\n    raise ValueError('no luck')\n", "f"
        )
        self.assertEqual(1, done.returncode)
        lines = done.stderr.splitlines()
        self.assertEqual("Traceback (most recent call last):", lines[0])
        self.assertIn("flow.py", lines[1])
        self.assertNotIn("orrery", done.stderr.replace("import flow", ""))

    def test_a_plain_function_needs_no_kit(self):
        done, result = self.run_flow("def f(n): return n\n", "f", home=False, n=1)
        self.assertEqual(1, result, done.stderr)

    def test_the_real_prefects_flow_is_called_as_it_wants(self):
        self.write(
            "prefect.py",
            "class Flow:\n    def __init__(self, fn): self.fn = fn\n"
            "    def __call__(self, **p): return ['real', self.fn(**p)]\nflow = Flow\n",
        )
        text = "from prefect import flow\n@flow\ndef f(n): return n\n"
        done, result = self.run_flow(text, "f", n=1)
        self.assertEqual(["real", 1], result, done.stderr)
        done, _ = self.run_flow(text, "f", m=1)
        self.assertIn("missing a required argument: 'n'", self.refusal)


if __name__ == "__main__":
    bench.unittest.main()
