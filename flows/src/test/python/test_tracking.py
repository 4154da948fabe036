import datetime
import json
import unittest

import bench
from bench import HELLO


class TrackingTest(bench.RunTest):
    def test_a_run_is_told_from_start_to_end(self):
        server = self.serve()
        done = self.run_file(HELLO, server.url)
        self.assertEqual((0, "Hello world!\n", ""), (done.returncode, done.stdout, done.stderr))
        start, output, finish = server.requests
        run = start["path"].rsplit("/", 1)[1]
        self.assertEqual(("PUT", f"/v1/runs/{run}"), (start["method"], start["path"]))
        body = start["body"]
        self.assertEqual({"name": "world"}, body["parameters"])
        self.assertEqual("hello-world", body["flow"])
        self.assertEqual(
            "flow.py:hello_world", body["entrypoint"]
        )
        self.assertEqual(str(self.folder), body["path"])
        self.assertRegex(body["startedAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(f"/v1/runs/{run}/output", output["path"])
        self.assertEqual([("out", "Hello world!")], server.lines())
        self.assertEqual(f"/v1/runs/{run}/finish", finish["path"])
        self.assertEqual({"kind": "completed", "result": {"n": 1}}, finish["body"]["outcome"])
        self.assertEqual({body["fence"]}, {r["body"]["fence"] for r in server.requests})
        self.assertEqual(3, len({r["key"] for r in server.requests}))
        self.assertEqual([], self.journals())

    def test_it_is_for_the_time_at_which_it_began(self):
        server = self.serve()
        self.run_file(
            "from orrery import context, flow\n@flow\ndef f():\n"
            "    return [context.current().id, context.current().scheduled_time]\nf()\n",
            server.url,
        )
        (body,) = server.bodies("/finish")
        run, time = body["outcome"]["result"]
        self.assertEqual(
            int(run.replace("-", "")[:12], 16) / 1000,
            datetime.datetime.fromisoformat(time).timestamp(),
        )
        self.assertTrue(time.endswith("+00:00"), time)

    def test_the_callers_key_is_sent_and_printed_nowhere(self):
        self.write("key", "from-file\n")
        for variables, caller in (
            ({}, None),
            ({"ORRERY_API_KEY": "hush"}, "Bearer hush"),
            ({"ORRERY_API_KEY_FILE": "key"}, "Bearer from-file"),
        ):
            server = self.serve()
            self.run_file(HELLO, server.url, **variables)
            self.assertEqual({caller}, {r["caller"] for r in server.requests})
            self.assertEqual(3, len(server.requests))

    def test_a_key_that_can_not_be_sent_keeps_the_run_in_the_journal(self):
        for variables, told in (
            ({"ORRERY_API_KEY": "hu\nsh"}, "no API key in ORRERY_API_KEY:"),
            ({"ORRERY_API_KEY_FILE": "absent"}, "The file absent, which ORRERY_API_KEY_FILE"),
        ):
            server = self.serve()
            done = self.run_file(HELLO, server.url, **variables)
            self.assertEqual((0, "Hello world!\n"), (done.returncode, done.stdout))
            self.assertIn("does not take it now (", done.stderr)
            self.assertIn(told, done.stderr)
            self.assertNotIn("hu\nsh", done.stderr)
            self.assertEqual([], server.requests)

    def test_who_is_not_allowed_is_told_and_the_run_is_kept(self):
        server = self.serve(lambda _: (401, {"code": "NO_KEY"}))
        done = self.run_file(HELLO, server.url, ORRERY_API_KEY="hush")
        self.assertIn('does not take it now (401 {"code": "NO_KEY"})', done.stderr)
        self.assertNotIn("hush", done.stderr)
        self.assertEqual(1, len(self.journals()))

    def test_a_flow_that_raises_fails_the_run_and_the_process(self):
        server = self.serve()
        done = self.run_file(
            "from orrery import flow\n@flow\ndef f():\n    raise ValueError('no luck')\nf()\n",
            server.url,
        )
        self.assertEqual(1, done.returncode)
        self.assertEqual(1, done.stderr.count("ValueError: no luck"))
        (body,) = server.bodies("/finish")
        self.assertEqual({"kind": "failed", "message": "ValueError: no luck"}, body["outcome"])
        text = "\n".join(line for _, line in server.lines())
        self.assertIn("Traceback (most recent call last):", text)
        self.assertNotIn(str(bench.KIT), text)

    def test_what_ends_a_process_early_ends_the_run_as_it_says(self):
        for statement, code, outcome in (
            ("sys.exit()", 0, {"kind": "completed"}),
            (
                "sys.exit(3)",
                3,
                {"kind": "failed", "message": "It ended with sys.exit(3).", "exitCode": 3},
            ),
            ("sys.exit('why')", 1, {"kind": "failed", "message": "why", "exitCode": 1}),
            (
                "raise KeyboardInterrupt",
                None,
                {"kind": "cancelled", "message": "It was interrupted."},
            ),
        ):
            server = self.serve()
            done = self.run_file(
                f"import sys\nfrom orrery import flow\n@flow\ndef f(): {statement}\nf()\n",
                server.url,
            )
            if code is not None:
                self.assertEqual(code, done.returncode)
            self.assertEqual([outcome], [b["outcome"] for b in server.bodies("/finish")])

    def test_a_flow_within_a_flow_is_part_of_its_run(self):
        server = self.serve()
        self.run_file(
            """
            import asyncio, concurrent.futures
            from orrery import flow
            @flow
            def inner(n):
                print("inner", n)
                return n
            @flow
            async def later(n): return inner(n)
            @flow
            def outer():
                inner(1)
                with concurrent.futures.ThreadPoolExecutor(2) as pool:
                    pool.submit(inner, 2).result()
                return asyncio.run(later(3))
            outer()
            """,
            server.url,
        )
        self.assertEqual(["outer"], [b["flow"] for b in server.bodies("") if "flow" in b])
        self.assertEqual(["inner 1", "inner 2", "inner 3"], [text for _, text in server.lines()])

    def test_flows_at_the_same_time_are_runs_of_their_own(self):
        server = self.serve()
        done = self.run_file(
            """
            import asyncio
            from orrery import flow
            @flow
            async def f(n):
                for i in range(3):
                    print(n)
                    await asyncio.sleep(0)
                return n
            async def main(): return await asyncio.gather(f(1), f(2))
            print(asyncio.run(main()))
            """,
            server.url,
        )
        self.assertEqual("[1, 2]", done.stdout.splitlines()[-1], done.stderr)
        self.assertEqual([1, 2], sorted(b["outcome"]["result"] for b in server.bodies("/finish")))
        for body in server.bodies("/output"):
            self.assertEqual(1, len({line["text"] for line in body["lines"]}))

    def test_output_of_every_kind_is_kept_in_lines(self):
        server = self.serve()
        done = self.run_file(
            """
            import logging, sys
            from orrery import flow, get_run_logger
            logging.basicConfig(format="%(message)s")
            @flow
            def f():
                print("a\\nb")
                sys.stdout.write("c")
                sys.stdout.write("d\\r\\n1%\\r2%\\r")
                sys.stderr.write("\\n")
                logging.getLogger("x").warning("logged")
                get_run_logger().info("by the run")
                print("ü" * 20000)
                print("end", end="")
            f()
            print("after")
            """,
            server.url,
        )
        self.assertIn("end", done.stdout)
        lines = server.lines()
        out = [text for stream, text in lines if stream == "out"]
        self.assertEqual(["a", "b", "cd", "1%", "2%"], out[:5])
        self.assertEqual([16384, 20000 - 16384, 3], [len(text) for text in out[5:]])
        err = [text for stream, text in lines if stream == "err"]
        self.assertEqual(["", "logged"], err[:2])
        self.assertTrue(err[2].endswith("| INFO    | by the run"), err)

    def test_much_output_goes_in_requests_of_a_bounded_size_and_has_a_limit(self):
        server = self.serve()
        done = self.run_file(
            """
            from orrery import flow
            @flow
            def f():
                for i in range(2500): print(i)
                for i in range(11): print("x" * 1024 * 1024)
            f()
            """,
            server.url,
        )
        self.assertEqual("", done.stderr)
        lines = server.lines()
        self.assertEqual(("out", "2499"), lines[2499])
        self.assertIn(("err", "What follows is more output than the 10 MiB that are kept."), lines)
        self.assertLessEqual(sum(len(text) for _, text in lines), 10 * 1024 * 1024 + 100)
        for body in server.bodies("/output"):
            self.assertLessEqual(len(body["lines"]), 1000)
            self.assertLessEqual(len(json.dumps(body)), 1024 * 1024)

    def test_parameters_and_results_that_are_no_json_do_not_stop_it(self):
        server = self.serve()
        done = self.run_file(
            "from orrery import flow\n@flow\ndef f(a, *b, **c): return object()\n"
            "f(object(), 1, d=set())\n",
            server.url,
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        parameters = server.requests[0]["body"]["parameters"]
        self.assertTrue(parameters["a"].startswith("<object"))
        self.assertEqual(([1], []), (parameters["b"], parameters["d"]))
        self.assertIn("was not kept", server.lines()[0][1])
        self.assertEqual({"kind": "completed"}, server.bodies("/finish")[0]["outcome"])

    def test_a_call_that_does_not_fit_is_pythons_own_error_and_no_run(self):
        server = self.serve()
        done = self.run_file(HELLO + "hello_world(1, 2)\n", server.url)
        self.assertIn("TypeError: hello_world() takes", done.stderr)
        self.assertEqual(1, len(server.bodies("/finish")))

    def test_it_can_be_turned_off_and_is_off_on_a_runner(self):
        server = self.serve()
        for more in ({"ORRERY_TRACKING": "off"}, {"ORRERY_RUN_ID": "x"}):
            done = self.run_file(HELLO, server.url, **more)
            self.assertEqual("Hello world!\n", done.stdout)
        self.assertEqual([], server.requests)
        self.assertEqual([], self.journals())

    def test_within_a_run_it_may_be_a_run_of_its_own_with_that_as_its_parent(self):
        parent = "01a2030c-c14b-892d-b64b-c65d676d302a"
        for run, told in ((parent, parent), ("x", None)):
            server = self.serve()
            done = self.run_file(HELLO, server.url, ORRERY_TRACKING="on", ORRERY_RUN_ID=run)
            self.assertEqual((0, "Hello world!\n", ""), (done.returncode, done.stdout, done.stderr))
            self.assertEqual(told, server.requests[0]["body"].get("parent"))
            self.assertNotIn(parent, server.requests[0]["path"])
            self.assertEqual(1, len(server.bodies("/finish")))

    def test_who_runs_out_of_time_says_so(self):
        for failure in ("TimeoutError('late')", "asyncio.TimeoutError('late')"):
            for keyword in ("def", "async def"):
                server = self.serve()
                self.run_file(
                    "import asyncio\nfrom orrery import flow\n@flow\n"
                    f"{keyword} f(): raise {failure}\n"
                    f"{'asyncio.run(f())' if 'async' in keyword else 'f()'}\n",
                    server.url,
                )
                (body,) = server.bodies("/finish")
                self.assertEqual("TimedOut", body["name"])
                self.assertEqual("failed", body["outcome"]["kind"])
        server = self.serve()
        self.run_file(HELLO, server.url)
        self.assertNotIn("name", server.bodies("/finish")[0])

    def test_a_journal_that_can_not_be_written_does_not_stop_it(self):
        blocked = self.write("blocked", "")
        done = self.run_file(HELLO, ORRERY_JOURNAL=str(blocked))
        self.assertEqual((0, "Hello world!\n"), (done.returncode, done.stdout))
        self.assertIn("orrery: the run is not tracked", done.stderr)

    def test_a_child_process_does_not_end_the_run_of_its_parent(self):
        server = self.serve()
        done = self.run_file(
            """
            import os, sys
            from orrery import flow
            @flow
            def f():
                child = os.fork()
                if child == 0:
                    print("child")
                    sys.exit(0)
                os.waitpid(child, 0)
                print("parent")
            f()
            """,
            server.url,
        )
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(1, len(server.bodies("/finish")))
        out = [text for stream, text in server.lines() if stream == "out"]
        self.assertEqual(["parent"], out)


if __name__ == "__main__":
    unittest.main()
