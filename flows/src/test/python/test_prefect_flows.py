import bench


class CallsTest(bench.FolderTest):
    """How flows that were written for Prefect go on and end, called by a process of their own."""

    HEAD = """
import asyncio
from prefect import State, allow_failure, flow, task, unmapped
from prefect.states import Completed, Failed
@task
def half(n):
    if n % 2: raise ValueError(f"{n} is odd")
    return n // 2
@task
async def later(n, plus=0): return n + plus
@task
def total(items, other=0): return sum(items) + other
"""

    def call(self, text, fails=None):
        """What it prints, and the exception that it ends with."""
        done = self.python(self.write("s.py", self.HEAD + text), env={"ORRERY_TRACKING": "off"})
        last = done.stderr.strip().rpartition("\n")[2]
        if fails is None:
            self.assertEqual(0, done.returncode, done.stderr)
        else:
            self.assertEqual((1, fails), (done.returncode, last), done.stderr)
        self.stderr = done.stderr
        return done.stdout.splitlines()

    def test_arguments_may_be_results_to_come_at_any_depth(self):
        said = self.call("""
@flow
def f():
    halves = half.map([2, 4])
    print(total.submit(halves, other=half.submit(6)).result(), total({0: halves}[0]))
    return halves, half.submit(8)
print(f())
""")
        self.assertEqual(["6 3", "([1, 2], 4)"], said)

    def test_rows_are_mapped_by_name_too_and_what_is_no_row_is_the_same_in_each(self):
        said = self.call("""
@task
def show(a, b, c=0, d=""): return f"{a}{b}{c}{d}"
@flow
def f():
    shown = show.map([1, 2], b=(n for n in "xy"), c=unmapped([0]), d="s")
    return [s.result() for s in shown], list(show.map([], b=1))
print(f())
for wrong in (lambda: show.map([1], b=[1, 2]), lambda: show.map(1, b=2)):
    try:
        wrong()
    except ValueError as error:
        print(error)
""")
        self.assertEqual(
            [
                "(['1x[0]s', '2y[0]s'], [])",
                "'show' is mapped over arguments of [1, 2] rows.",
                "'show' is mapped over arguments of no rows.",
            ],
            said,
        )

    def test_coroutines_are_submitted_and_mapped_and_awaited(self):
        said = self.call("""
@flow
async def f():
    mapped = await later.map([1, 2], plus=unmapped(10))
    one = await later.submit(3)
    return [await m.result() for m in mapped], await one.result(), (await one.wait()).name
print(asyncio.run(f()))
@flow
def g(): return later.submit(4).result()
print(g())
""")
        self.assertEqual(["([11, 12], 3, 'Completed')", "4"], said)

    def test_a_submitted_task_that_fails_unheard_fails_a_flow_that_returns_nothing(self):
        self.call(
            "@flow\ndef f():\n    half.submit(1)\nf()\n",
            fails="ValueError: 1 is odd",
        )
        self.call(
            "@flow\nasync def f():\n    half.submit(1)\nasyncio.run(f())\n",
            fails="ValueError: 1 is odd",
        )
        self.call("@flow\ndef f():\n    return [half.submit(1)]\nf()\n", fails="ValueError: 1 is odd")

    def test_one_that_somebody_asked_for_does_not(self):
        said = self.call("""
@flow
def f():
    failed = half.submit(1)
    print(failed.result(raise_on_failure=False), failed.wait().is_failed())
    print(total.submit([0], other=half.submit(3)).wait())
    print(total.submit([], other=allow_failure(half.submit(2))).result())
print(f())
@flow
def g():
    half.submit(1)
    return 0
print(g())
""")
        self.assertEqual(
            [
                "1 is odd True",
                "Failed(type=FAILED, message='ValueError: 3 is odd')",
                "1",
                "None",
                "0",
            ],
            said,
        )

    def test_an_attempt_is_not_held_against_the_next(self):
        said = self.call("""
tries = []
@flow(retries=1)
def f():
    tries.append(1)
    if len(tries) == 1: half.submit(1)
    print("tried")
print(f())
""")
        self.assertEqual(["tried", "tried", "None"], said)

    def test_states_are_asked_for_given_and_returned(self):
        said = self.call("""
@flow
def sub(n): return half(n)
@flow
def f():
    print(half(1, return_state=True), sub(1, return_state=True).is_failed())
    good = sub(2, return_state=True)
    print(good, good.result(), isinstance(good, State))
    return Completed(message="fine", data=7)
print(f())
@flow
async def g(): return Completed(data=await later(8))
print(asyncio.run(g()), asyncio.run(g(return_state=True)))
""")
        self.assertEqual(
            [
                "Failed(type=FAILED, message='ValueError: 1 is odd') True",
                "Completed(type=COMPLETED) 1 True",
                "7",
                "8 Completed(type=COMPLETED)",
            ],
            said,
        )

    def test_a_flow_that_returns_that_it_failed_has_failed(self):
        text = "@flow\ndef f(): return Failed(message='two of three')\nf()\n"
        self.call(text, fails="orrery.errors.FailedRun: two of three")
        server = bench.Server()
        self.addCleanup(server.close)
        self.python(self.write("s.py", self.HEAD + text), env={"ORRERY_API_URL": server.url})
        (body,) = server.bodies("/finish")
        self.assertEqual("failed", body["outcome"]["kind"])
        self.assertIn("FailedRun: two of three", body["outcome"]["message"])

    def test_hooks_are_told_of_the_end_and_change_nothing(self):
        said = self.call("""
def tell(flow, flow_run, state): print(flow.name, flow_run.id, state)
async def tell_later(flow, flow_run, state): print("later", state.type)
def broken(*_): raise OSError("no network")
@flow(on_completion=[tell, tell_later], on_failure=[broken, tell])
def f(fail):
    if fail: raise ValueError("bad")
@flow(on_failure=[broken, tell_later])
async def g(): half(1)
f(False)
try: asyncio.run(g())
except ValueError: pass
f(True)
""", fails="ValueError: bad")
        self.assertEqual(
            [
                "f None Completed(type=COMPLETED)",
                "later COMPLETED",
                "later FAILED",
                "f None Failed(type=FAILED, message='ValueError: bad')",
            ],
            said,
        )
        self.assertEqual(2, self.stderr.count("The hook 'broken' failed: OSError: no network"))

    def test_delays_may_be_a_list_or_grow(self):
        self.call("""
from prefect.tasks import exponential_backoff
def tries():
    calls = []
    def fn():
        calls.append(1)
        if len(calls) < 4: raise ValueError(len(calls))
    return fn
task(retries=3, retry_delay_seconds=exponential_backoff(0.01), name="grows")(tries())()
task(retries=3, retry_delay_seconds=[0, 0.01], name="lists")(tries())()
""")
        delays = [line.rpartition(" in ")[2] for line in self.stderr.splitlines()]
        self.assertEqual(["0.01 s.", "0.02 s.", "0.04 s.", "0 s.", "0.01 s.", "0.01 s."], delays)


class ElsewhereTest(bench.FolderTest):
    """What Prefect has besides flows and deployments, or learnt later."""

    def said(self, text):
        done = self.python(self.write("s.py", text), env={"ORRERY_TRACKING": "off"})
        return done.stdout + done.stderr.strip().rpartition("\n")[2]

    def test_what_is_of_a_later_prefect_says_what_to_write(self):
        head = "from prefect import flow, serve\n@flow\ndef f(): pass\n"
        for call, name in (
            ("f.serve(name='n', cron='0 0 * * *')", "Flow.serve"),
            ("f.deploy('n', work_pool_name='p', image='i')", "Flow.deploy"),
            ("f.to_deployment('n')", "Flow.to_deployment"),
            ("flow.from_source(source='https://example.org', entrypoint='f.py:f')", "from_source"),
            ("serve(f)", "serve"),
        ):
            said = self.said(head + call)
            self.assertIn(f"{name}() is of a later Prefect. Here a deployment is declared", said)
        self.assertIn("name='n'", self.said(head + "f.serve('n')"))

    def test_it_is_nothing_while_its_file_is_loaded(self):
        loaded = self.load("from prefect import flow\n@flow\ndef f(): pass\nf.serve(name='n')\n")
        self.assertIsNone(loaded["error"])
        self.assertEqual(["f"], [f["flow"] for f in loaded["flows"]])

    def test_blocks_and_variables_say_what_is_in_their_place(self):
        secret = "from prefect.blocks.system import Secret\nSecret.load('api-key').get()\n"
        self.assertIn("env={'NAME': 'secret:api_key'}", self.said(secret))
        hook = "from prefect.blocks.notifications import SlackWebhook\nSlackWebhook.load('x')\n"
        self.assertIn("SlackWebhook.load('x'): Orrery keeps no blocks", self.said(hook))
        variable = "from prefect import variables\nprint(variables.get('x', default='y'))\n"
        self.assertEqual("y\n", self.said(variable))
        self.assertIn("keeps no variables", self.said(variable.replace(", default='y'", "")))

    def test_artifacts_are_lines_of_the_output(self):
        text = (
            "from prefect.artifacts import create_link_artifact, create_markdown_artifact\n"
            "create_markdown_artifact('# Done', key='report')\n"
            "create_link_artifact('http://localhost', link_text='here')\n"
        )
        self.assertEqual("report\n# Done\nhere: http://localhost\n", self.said(text))

    def test_a_run_is_asked_for_by_the_command_line(self):
        text = "from prefect.deployments import run_deployment\nrun_deployment(name='f/n')\n"
        self.assertIn("ask for a run by 'orrery deployment run'", self.said(text))


if __name__ == "__main__":
    bench.unittest.main()
