import json
import os
import subprocess
import sys
import threading
import unittest
import unittest.mock

import bench
from bench import HELLO, NOWHERE, PUSH
from orrery import flow
from orrery.tracking import api, leftovers, owner


class NoServerTest(bench.RunTest):
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

    def test_a_run_that_is_archived_or_unknown_is_set_aside(self):
        for status, code in ((410, "RUN_ARCHIVED"), (404, "RUN_NOT_FOUND")):
            server = self.serve(lambda _, s=status, c=code: (s, {"code": c}))
            self.assertIn(code, self.run_file(HELLO, server.url).stderr)
        self.assertEqual([".refused"] * 2, [path.suffix for path in self.journals()])

    def test_what_another_server_says_throws_nothing_away(self):
        for answer in ((404, {}), (200, ["hello"]), (302, {})):
            server = self.serve(lambda _, a=answer: a)
            self.assertIn("is kept", self.run_file(HELLO, server.url).stderr)
        self.assertEqual(3, len(self.journals("*.jsonl")))

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


class LeftoversTest(bench.RunTest):
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
