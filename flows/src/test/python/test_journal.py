import json
import os
import subprocess
import sys
import threading
import unittest
import unittest.mock

import bench
from orrery import flow
from orrery.tracking import api, leftovers, owner

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


class JournalTest(bench.FolderTest):

    def serve(self, *answer):
        server = bench.Server(*answer)
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


class TrackingTest(JournalTest):
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
            {"kind": "python", "path": "flow.py", "function": "hello_world"}, body["entrypoint"]
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

    def test_a_flow_that_raises_fails_the_run_and_the_process(self):
        server = self.serve()
        done = self.run_file(
            "from orrery import flow\n@flow\ndef f():\n    raise ValueError('no luck')\nf()\n", server.url
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
            ("sys.exit(3)", 3, {"kind": "failed", "message": "It ended with sys.exit(3).", "exitCode": 3}),
            ("sys.exit('why')", 1, {"kind": "failed", "message": "why", "exitCode": 1}),
            ("raise KeyboardInterrupt", None, {"kind": "cancelled", "message": "It was interrupted."}),
        ):
            server = self.serve()
            done = self.run_file(
                f"import sys\nfrom orrery import flow\n@flow\ndef f(): {statement}\nf()\n", server.url
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

    def test_parameters_and_results_that_are_no_json_do_not_stop_it(self):
        server = self.serve()
        done = self.run_file(
            "from orrery import flow\n@flow\ndef f(a, *b, **c): return object()\nf(object(), 1, d=set())\n",
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
        self.assertEqual([("out", "parent")], server.lines())


class NoServerTest(JournalTest):
    def test_it_runs_all_the_same_and_is_sent_by_the_next_run(self):
        done = self.run_file(HELLO)
        self.assertEqual((0, "Hello world!\n"), (done.returncode, done.stdout))
        self.assertEqual(1, len(done.stderr.splitlines()))
        self.assertIn("is kept in the journal", done.stderr)
        (journal,) = self.journals()
        lines = [json.loads(line) for line in journal.read_text().splitlines()]
        self.assertEqual({"host", "processId", "startTicks"}, set(lines[0]["owner"]))
        for line in lines[1:]:
            self.assertEqual({"method", "path", "body", "idempotencyKey"}, set(line))
        server = self.serve()
        self.run_file(HELLO, server.url)
        self.assertEqual([], self.journals())
        self.assertEqual(2, len(server.bodies("/finish")))
        self.assertEqual(6, len(server.requests))
        kept = [r for r in server.requests if journal.stem in r["path"]]
        self.assertEqual([line["idempotencyKey"] for line in lines[1:]], [r["key"] for r in kept])

    def test_a_server_that_dies_midway_gets_the_rest_later(self):
        server = self.serve(lambda r: (200, {}) if r["method"] == "PUT" else (0, {}))
        done = self.run_file(HELLO, server.url)
        self.assertEqual(0, done.returncode)
        self.assertIn("is kept in the journal", done.stderr)
        self.assertEqual([], server.bodies("/finish"))
        again = self.serve()
        self.assertEqual(1, self.push(again.url))
        self.assertEqual(3, len(again.requests))
        self.assertEqual(server.requests[0]["key"], again.requests[0]["key"])
        self.assertEqual([], self.journals())

    def test_a_server_that_is_ill_is_asked_again_later(self):
        server = self.serve(lambda _: (503, {}))
        self.assertIn("is kept", self.run_file(HELLO, server.url).stderr)
        self.assertEqual(0, self.push(server.url))
        self.assertEqual(1, len(self.journals("*.jsonl")))

    def test_a_run_that_somebody_cancelled_meanwhile_is_done_with(self):
        server = self.serve(
            lambda r: (409, {"code": "RUN_ENDED"}) if r["path"].endswith("/finish") else (200, {})
        )
        self.assertEqual("", self.run_file(HELLO, server.url).stderr)
        self.assertEqual([], self.journals())

    def test_a_run_that_is_refused_is_set_aside_and_said(self):
        server = self.serve(lambda _: (422, {"code": "INVALID_COMMAND"}))
        done = self.run_file(HELLO, server.url)
        self.assertEqual(0, done.returncode)
        self.assertIn("the server refused the run", done.stderr)
        self.assertEqual([".refused"], [path.suffix for path in self.journals()])
        self.assertEqual(0, self.push(server.url))

    def test_output_that_is_refused_is_lost_and_the_run_is_not(self):
        server = self.serve(lambda r: (413 if r["path"].endswith("/output") else 200, {}))
        self.assertEqual("", self.run_file(HELLO, server.url).stderr)
        self.assertEqual(1, len(server.bodies("/finish")))
        self.assertEqual([], self.journals())

    def test_a_server_that_never_answers_does_not_hold_the_flow(self):
        release = threading.Event()
        self.addCleanup(release.set)
        server = self.serve(lambda _: release.wait(30) and (200, {}))
        seen = []

        @flow
        def f():
            seen.append(len(server.requests))
            return 5

        named = {"ORRERY_API_URL": server.url, "ORRERY_JOURNAL": str(self.folder / "journal")}
        with unittest.mock.patch.dict(os.environ, named), unittest.mock.patch.object(
            api, "ANSWER_SECONDS_MAX", 0.2
        ), unittest.mock.patch.object(sys, "stderr"):
            self.assertEqual(5, f())
        self.assertEqual(1, len(self.journals("*.jsonl")))

    def test_addresses_that_are_none_do_not_stop_it(self):
        for url in ("", "nonsense", "ftp://x", "http://", "http://localhost:99999"):
            done = self.run_file(HELLO, url or NOWHERE)
            self.assertEqual((0, "Hello world!\n"), (done.returncode, done.stdout), url)


class LeftoversTest(JournalTest):
    KILLED = """
        import os
        from orrery import flow
        @flow
        def f():
            print("begun")
            os._exit(9)
        f()
        """

    def test_a_run_whose_process_died_crashed(self):
        self.assertEqual(9, self.run_file(self.KILLED).returncode)
        server = self.serve()
        self.assertEqual(1, self.push(server.url))
        (body,) = server.bodies("/finish")
        self.assertEqual(
            {"kind": "crashed", "message": "The process ended without saying how."}, body["outcome"]
        )
        self.assertEqual(server.requests[0]["body"]["fence"], body["fence"])
        self.assertEqual([], self.journals())

    def test_what_a_killed_process_left_half_written_is_cut_off(self):
        self.run_file(self.KILLED)
        (journal,) = self.journals("*.jsonl")
        with journal.open("a") as out:
            out.write('{"method": "POST", "pa')
        self.assertEqual(0, self.push(NOWHERE))
        for line in journal.read_text().splitlines():
            json.loads(line)
        server = self.serve()
        self.assertEqual(1, self.push(server.url))
        self.assertEqual(1, len(server.bodies("/finish")))

    def test_a_crash_is_told_with_the_same_key_however_often_it_is_tried(self):
        self.run_file(self.KILLED)
        ill = self.serve(lambda r: (503 if r["path"].endswith("/finish") else 200, {}))
        self.push(ill.url)
        self.push(ill.url)
        self.assertEqual(2, len(ill.bodies("/finish")))
        self.assertEqual(1, len({r["key"] for r in ill.requests if r["path"].endswith("/finish")}))

    def test_one_whose_process_lives_is_left_alone(self):
        file = self.write(
            "flow.py",
            "import sys\nfrom orrery import flow\n@flow\ndef f():\n"
            "    print('begun', flush=True)\n    sys.stdin.readline()\nf()\n",
        )
        lives = subprocess.Popen(
            [sys.executable, str(file)],
            env=self.environment({"ORRERY_API_URL": NOWHERE}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert lives.stdout and lives.stdin
        lives.stdout.readline()
        server = self.serve()
        self.assertEqual(0, self.push(server.url))
        self.assertEqual([], server.requests)
        lives.communicate(b"\n")
        self.assertEqual(1, self.push(server.url))
        (body,) = server.bodies("/finish")
        self.assertEqual({"kind": "completed"}, body["outcome"])

    def test_two_processes_that_push_at_once_send_once(self):
        for _ in range(2):
            self.run_file(HELLO)
        go = threading.Event()
        self.addCleanup(go.set)
        server = self.serve(lambda _: (200, {}) if go.wait(30) else (500, {}))
        first = subprocess.Popen(
            [sys.executable, "-c", PUSH],
            env=self.environment({"ORRERY_API_URL": server.url}),
            stdout=subprocess.PIPE,
        )
        server.await_requests(lambda requests: len(requests) == 1)
        second = subprocess.Popen(
            [sys.executable, "-c", PUSH],
            env=self.environment({"ORRERY_API_URL": server.url}),
            stdout=subprocess.PIPE,
        )
        # The second passes by the journal that the first one holds, and takes the other.
        server.await_requests(lambda requests: len(requests) == 2)
        go.set()
        counts = [int(process.communicate()[0]) for process in (first, second)]
        self.assertEqual([1, 1], counts)
        self.assertEqual(6, len(server.requests))
        self.assertEqual(6, len({r["key"] for r in server.requests}))

    def test_a_push_after_a_push_sends_nothing(self):
        self.run_file(HELLO)
        server = self.serve()
        self.assertEqual([1, 0], [self.push(server.url), self.push(server.url)])
        self.assertEqual(3, len(server.requests))

    def test_files_that_are_no_journals_are_left_where_they_are(self):
        folder = self.folder / "journal"
        for name, text in (("a", ""), ("b", "nonsense\n"), ("c", "{}\n"), ("d", '{"owner": 1}\n')):
            self.write(f"journal/{name}.jsonl", text)
        self.write("journal/e.txt", "")
        server = self.serve()
        self.assertEqual(0, self.push(server.url))
        self.assertEqual(5, len(list(folder.iterdir())))

    def test_one_of_another_host_is_sent_only_when_it_has_ended(self):
        for killed in (HELLO, self.KILLED):
            self.run_file(killed)
        for journal in self.journals("*.jsonl"):
            first, *rest = journal.read_text().splitlines(keepends=True)
            whose = json.loads(first)
            whose["owner"]["host"] = "elsewhere"
            journal.write_text(json.dumps(whose) + "\n" + "".join(rest))
        server = self.serve()
        self.assertEqual(1, self.push(server.url))
        self.assertEqual("completed", server.bodies("/finish")[0]["outcome"]["kind"])

    def test_a_process_id_that_was_given_again_is_another_process(self):
        me = owner.me()
        self.assertFalse(owner.is_gone(me))
        self.assertTrue(owner.is_me(me))
        if me["startTicks"] is not None:
            self.assertTrue(owner.is_gone({**me, "startTicks": me["startTicks"] - 1}))

    def test_the_own_journal_is_not_even_opened(self):
        self.write("journal/mine.jsonl", "{}\n")
        named = {"ORRERY_JOURNAL": str(self.folder / "journal")}
        with unittest.mock.patch.dict(os.environ, named), unittest.mock.patch.object(
            leftovers.Journal, "open"
        ) as opened:
            leftovers.active.add("mine")
            self.addCleanup(leftovers.active.discard, "mine")
            self.assertEqual(0, leftovers.push(NOWHERE))
            opened.assert_not_called()


if __name__ == "__main__":
    unittest.main()
