import asyncio
import datetime
import unittest
import unittest.mock
import zoneinfo

import bench
from orrery import IntervalSchedule, Process, SpecError, flow

HEAD = "from orrery import *\nimport datetime\n@flow\ndef hello_world(name='world'): pass\n"


class AuthoringTest(bench.FolderTest):
    def test_a_flow_has_the_functions_name_with_dashes(self):
        loaded = self.load(HEAD)
        (only,) = loaded["flows"]
        self.assertEqual("hello-world", only["flow"])
        self.assertEqual("hello_world", only["function"])
        self.assertEqual(str(self.folder / "flow.py"), only["file"])
        self.assertEqual(3, only["line"])

    def test_the_decorator_names_describes_and_versions(self):
        only = self.deployment("""
            from orrery import *
            @flow(name="Nightly", description="counts", version="7")
            def f(): "not this"
            DeploymentSpec(flow=f, name="n")
            """)
        self.assertEqual("Nightly", only["flow"])
        self.assertEqual("counts", only["document"]["description"])
        self.assertEqual("7", only["document"]["version"])
        self.assertEqual("f", only["document"]["entrypoint"]["function"])

    def test_every_field_of_a_spec_reaches_the_document(self):
        only = self.deployment(HEAD + """
DeploymentSpec(
    name="full", flow=hello_world, parameters={"b": 1, "a": [None, True]},
    schedules=[IntervalSchedule(interval=datetime.timedelta(hours=1)),
        CronSchedule(cron="0 3 2 * *", timezone="Europe/Prague", name="monthly", active=False)],
    tags=["x", "y"],
    infrastructure=DockerContainer(
        image="i", image_pull_policy="ALWAYS", env={"A": "1", "B": 1}),
    infra_overrides={"env": {"B": "2"}, "env.C": "3", "network_mode": "host"}, env={"C": True},
    work_pool="big", version="v1", description="d", labels={"team": "a"},
    timeout_seconds=9, push_to_server=False)
""")
        document = only["document"]
        document.pop("parameterSchema")
        self.assertEqual(
            {
                "description": "d",
                "version": "v1",
                "tags": ["x", "y"],
                "labels": {"team": "a"},
                "entrypoint": {"kind": "python", "path": "flow.py", "function": "hello_world"},
                "parameters": {"a": [None, True], "b": 1},
                "environment": {"A": "1", "B": "2", "C": "true"},
                "schedules": [
                    {"name": "schedule", "interval": {"seconds": 3600}},
                    {
                        "name": "monthly",
                        "cron": {"expression": "0 3 2 * *", "timezone": "Europe/Prague"},
                        "active": False,
                    },
                ],
                "pool": "big",
                "infrastructure": {
                    "type": "docker",
                    "settings": {"image": "i", "imagePullPolicy": "ALWAYS", "networkMode": "host"},
                },
                "timeoutSeconds": 9,
            },
            document,
        )
        self.assertEqual(["a", "b"], list(document["parameters"]))
        self.assertIs(False, only["push"])

    def test_how_often_and_how_many_reach_the_document(self):
        only = self.deployment(HEAD + """
DeploymentSpec(
    name="full", flow=hello_world, owner="ada", concurrency_limit=2, paused=True,
    retries=3, retry_delay_seconds={"initial": 5, "factor": 1.5, "max": 60},
    retry_jitter_factor=0.1, retry_on=["failed", "timed-out"],
    timeout_seconds=datetime.timedelta(minutes=1), queue_timeout_seconds=9.5,
    enforce_parameter_schema=False,
    schedule=IntervalSchedule(interval=60, start="2026-01-01T00:00:00+01:00",
        end=datetime.datetime(2027, 1, 1), jitter_seconds=30, catch_up="none"))
""")
        document = only["document"]
        self.assertEqual("ada", document["owner"])
        self.assertEqual({"limit": 2, "collision": "queue"}, document["concurrency"])
        self.assertEqual(
            {
                "attempts": 4,
                "delaySeconds": {"initial": 5, "max": 60, "factor": 1.5},
                "jitter": 0.1,
                "on": ["failed", "timed-out"],
            },
            document["retry"],
        )
        self.assertEqual(60, document["timeoutSeconds"])
        self.assertEqual(10, document["queueTimeoutSeconds"])
        self.assertIs(False, document["enforceParameters"])
        self.assertEqual(
            [
                {
                    "name": "schedule",
                    "interval": {"seconds": 60},
                    "start": "2025-12-31T23:00:00Z",
                    "end": "2027-01-01T00:00:00Z",
                    "jitterSeconds": 30,
                    "catchUp": {"policy": "none"},
                    "active": False,
                }
            ],
            document["schedules"],
        )

    def test_a_flow_says_how_often_and_how_long_unless_its_deployment_does(self):
        loaded = self.load("""
            from orrery import DeploymentSpec, flow

            @flow(retries=2, retry_delay_seconds=[0.5, 60], timeout_seconds=9.2)
            def f(): pass

            DeploymentSpec(flow=f, name="as-it-says")
            DeploymentSpec(flow=f, name="otherwise", retries=0, timeout_seconds=1)
            """)
        said, otherwise = (one["document"] for one in loaded["deployments"])
        policy = {"attempts": 3, "delaySeconds": [1, 60]}
        self.assertEqual((policy, 10), (said["retry"], said["timeoutSeconds"]))
        self.assertEqual((None, 1), (otherwise.get("retry"), otherwise["timeoutSeconds"]))
        (flow_,) = loaded["flows"]
        self.assertEqual((policy, 10), (flow_["retry"], flow_["timeoutSeconds"]))

    def test_what_can_not_be_a_policy_is_told(self):
        for wrong, sentence in (
            ("retries=-1", "'retries' is a whole number, 0 or more, and not -1."),
            ("retries=1, retry_delay_seconds='1'", "'retry_delay_seconds' is a number of seconds"),
            ("concurrency_limit='2'", "'concurrency_limit' is a whole number"),
            ("concurrency_limit={'max': 2}", "has limit and collision, and not max."),
            ("timeout_seconds='9'", "'timeout_seconds' is a number of seconds, and not '9'."),
        ):
            loaded = self.load(HEAD + f"DeploymentSpec(flow=hello_world, name='n', {wrong})")
            self.assertIn(sentence, loaded["error"]["message"])

    def test_what_is_default_is_left_out(self):
        only = self.deployment(
            HEAD
            + "DeploymentSpec(flow=hello_world, name='n', work_pool='default', tags=[], "
            + "flow_runner=SubprocessFlowRunner(stream_output=True), parameters={}, env={})\n"
        )
        self.assertEqual({"entrypoint", "parameterSchema"}, set(only["document"]))
        self.assertIs(True, only["push"])
        self.assertIsNone(only["storage"])

    def test_a_location_is_relative_to_the_spec_file(self):
        self.write("code/deep/flow.py", HEAD)
        only = self.deployment(
            "from orrery import *\n\n"
            "DeploymentSpec(flow_location='./code/deep/flow.py', name='n')\n"
        )
        self.assertEqual(str(self.folder / "code" / "deep"), only["root"])
        self.assertEqual("flow.py", only["document"]["entrypoint"]["path"])
        self.assertEqual({"file": str(self.folder / "flow.py"), "line": 3}, only["source"])

    def test_a_path_is_the_root_and_the_entrypoint_is_relative_to_it(self):
        self.write("code/deep/work.py", HEAD)
        only = self.deployment(
            "from orrery import *\n"
            "DeploymentSpec(flow_location='code/deep/work.py', name='n', path='code')\n"
        )
        self.assertEqual(str(self.folder / "code"), only["root"])
        self.assertEqual("deep/work.py", only["document"]["entrypoint"]["path"])

    def test_a_flow_of_several_is_chosen_by_its_or_its_functions_name(self):
        self.write("two.py", "from orrery import *\n@flow\ndef a_a(): pass\n@flow\ndef b(): pass\n")
        loaded = self.load(
            """
            from orrery import *
            DeploymentSpec(flow_location="two.py", flow_name="a-a", name="n")
            DeploymentSpec(flow_location="two.py", flow_name="b", name="n")
            DeploymentSpec(flow_location="two.py", flow_name="a_a", name="m")
            """,
            name="specs.py",
        )
        self.assertIsNone(loaded["error"])
        self.assertEqual(
            ["a-a/n", "b/n", "a-a/m"], [f"{d['flow']}/{d['name']}" for d in loaded["deployments"]]
        )

    def test_an_imported_flow_is_not_one_of_the_files_own(self):
        self.write("other.py", HEAD)
        loaded = self.load(
            "from orrery import flow\nfrom other import hello_world\n@flow\ndef mine(): pass\n"
        )
        self.assertEqual(["mine"], [f["flow"] for f in loaded["flows"]])

    def test_the_specs_in_a_flows_file_are_not_those_of_the_file_that_is_loaded(self):
        self.write("work.py", HEAD + "DeploymentSpec(flow=hello_world, name='theirs')\n")
        loaded = self.load(
            "from orrery import *\nDeploymentSpec(flow_location='work.py', name='ours')\n",
            name="s.py",
        )
        self.assertEqual(["ours"], [d["name"] for d in loaded["deployments"]])

    def test_a_location_may_be_the_specs_own_file(self):
        only = self.deployment(HEAD + "DeploymentSpec(flow_location='flow.py', name='n')\n")
        self.assertEqual("hello-world", only["flow"])

    def test_a_flow_may_have_another_name_in_its_file(self):
        only = self.deployment(
            "from orrery import *\ndef made():\n    def inner(): pass\n    return flow(inner)\n"
            "public = made()\nDeploymentSpec(flow=public, name='n')\n"
        )
        self.assertEqual("public", only["document"]["entrypoint"]["function"])

    def test_a_plain_function_can_be_asked_for(self):
        loaded = self.load("def hello_there(n: int): 'Says it.'\n", function="hello_there")
        (only,) = loaded["flows"]
        self.assertEqual("hello-there", only["flow"])
        self.assertEqual("Says it.", only["description"])
        self.assertEqual(["n"], only["parameterSchema"]["required"])

    def test_a_flow_that_something_else_decorates_is_named_where_it_is_deployed(self):
        self.write("wraps.py", "def wrap(f):\n    def inner(): f()\n    return inner\n")
        only = self.deployment(
            "import wraps\nfrom orrery import *\n@flow(name='deco')\n@wraps.wrap\ndef f(): ...\n"
            "DeploymentSpec(flow=f, name='n')\n"
        )
        found = {"kind": "python", "path": "flow.py", "function": "f"}
        self.assertEqual(found, only["document"]["entrypoint"])

    def test_a_dict_may_be_changed_for_the_next_deployment(self):
        loaded = self.load(
            HEAD + "each = {}\nfor n in 'ab':\n    each['name'] = n\n"
            "    DeploymentSpec(flow=hello_world, name=n, parameters=each)\n"
        )
        parameters = [d["document"]["parameters"] for d in loaded["deployments"]]
        self.assertEqual([{"name": "a"}, {"name": "b"}], parameters)

    def test_schedules_are_written_alike_however_they_are_said(self):
        only = self.deployment(HEAD + """
DeploymentSpec(flow=hello_world, name="n", schedules=[
    IntervalSchedule(interval=60, anchor_date=datetime.datetime(2026, 1, 1), timezone="UTC"),
    IntervalSchedule(interval=datetime.timedelta(days=1), anchor_date="2026-01-01T01:00:00+01:00"),
    RRuleSchedule(rrule="DTSTART:20260101T080000Z\\nRRULE:FREQ=DAILY;COUNT=3"),
    RRuleSchedule(rrule="FREQ=WEEKLY", timezone="UTC"),
    RRuleSchedule(rrule="FREQ=DAILY", dtstart="2026-01-01T08:00:00Z", start="2026-02-01T00:00:00Z"),
    datetime.timedelta(minutes=2), {"cron": "* * * * *"},
    {"cron": "* * * * *", "jitterSeconds": 60, "catchUp": {"policy": "none"}}])
""")
        rules = [{k: v for k, v in s.items() if k != "name"} for s in only["document"]["schedules"]]
        self.assertEqual(
            [
                {
                    "interval": {
                        "seconds": 60,
                        "anchor": "2026-01-01T00:00:00Z",
                        "timezone": "UTC",
                    }
                },
                {"interval": {"seconds": 86400, "anchor": "2026-01-01T00:00:00Z"}},
                {"rrule": {"rule": "FREQ=DAILY;COUNT=3", "start": "2026-01-01T08:00:00Z"}},
                {"rrule": {"rule": "FREQ=WEEKLY", "timezone": "UTC"}},
                {
                    "rrule": {"rule": "FREQ=DAILY", "start": "2026-01-01T08:00:00Z"},
                    "start": "2026-02-01T00:00:00Z",
                },
                {"interval": {"seconds": 120}},
                {"cron": {"expression": "* * * * *"}},
                {
                    "cron": {"expression": "* * * * *"},
                    "jitterSeconds": 60,
                    "catchUp": {"policy": "none"},
                },
            ],
            rules,
        )
        names = [s["name"] for s in only["document"]["schedules"]]
        self.assertEqual(8, len(set(names)))

    def test_an_interval_has_the_time_zone_that_it_or_its_anchor_names(self):
        berlin = zoneinfo.ZoneInfo("Europe/Berlin")
        nine = datetime.datetime(2026, 7, 1, 9)
        anchored = {
            "seconds": 86400,
            "anchor": "2026-07-01T07:00:00Z",
            "timezone": "Europe/Berlin",
        }
        day = datetime.timedelta(days=1)
        for same in (
            IntervalSchedule(day, nine, timezone="Europe/Berlin"),
            IntervalSchedule(day, nine.replace(tzinfo=berlin)),
            IntervalSchedule(day, nine.replace(tzinfo=berlin), timezone="Europe/Berlin"),
            IntervalSchedule(day, "2026-07-01T03:00:00-04:00", timezone="Europe/Berlin"),
        ):
            self.assertEqual({"interval": anchored}, same.rule())
        self.assertEqual(
            {"interval": {"seconds": 86400, "timezone": "Europe/Berlin"}},
            IntervalSchedule(day, timezone="Europe/Berlin").rule(),
        )
        offset = datetime.timezone(datetime.timedelta(hours=2))
        for none in (nine.replace(tzinfo=offset), "2026-07-01T07:00:00Z"):
            self.assertEqual(
                {"interval": {"seconds": 86400, "anchor": "2026-07-01T07:00:00Z"}},
                IntervalSchedule(day, none).rule(),
            )

    def test_an_interval_is_whole_seconds(self):
        for wrong in (0, 0.5, -1, 1.5):
            with self.assertRaises(SpecError):
                IntervalSchedule(interval=wrong).rule()

    def test_storage_is_beside_the_document_and_its_keys_are_for_who_uploads(self):
        only = self.deployment(
            HEAD
            + "DeploymentSpec(flow=hello_world, name='n', storage=S3(bucket_path='b/p/q/', "
            + "aws_access_key_id='me', aws_secret_access_key='hush',"
            + " endpoint='http://localhost:9'))\n"
        )
        self.assertEqual(
            {"kind": "s3", "bucket": "b", "prefix": "p/q", "endpoint": "http://localhost:9"},
            only["storage"],
        )
        self.assertEqual({"id": "me", "secret": "hush"}, only.pop("keys"))
        self.assertNotIn("hush", str(only))
        self.assertIs(True, only["push"])

    def test_of_the_keys_of_a_storage_one_alone_is_of_no_use(self):
        error = self.error(
            HEAD + "DeploymentSpec(flow=hello_world, name='n',"
            " storage=S3(bucket_path='b', aws_access_key_id='me'))\n"
        )
        self.assertIn("or neither", error["message"])
        self.assertEqual(5, error["line"])

    def test_nothing_that_a_file_calls_at_its_top_level_happens_while_it_is_loaded(self):
        loaded = self.load("""
            import asyncio
            from orrery import flow, DeploymentSpec
            @flow
            def f():
                raise AssertionError("it ran")
            @flow
            async def later():
                raise AssertionError("it ran")
            state = f()
            state.result()["x"], len(state), list(state), bool(state)
            asyncio.run(later())
            spec = DeploymentSpec(flow=f, name="n")
            spec.apply()
            if __name__ == "__main__":
                f()
            """)
        self.assertIsNone(loaded["error"])
        self.assertEqual(1, len(loaded["deployments"]))

    def test_who_has_a_policy_is_tried_again_by_the_server_alone(self):
        calls = []

        @flow(retries=2)
        def fails():
            calls.append(1)
            raise ValueError("no")

        for attempts_max, expected in ((None, 3), ("3", 1)):
            environment = {"ORRERY_RUN_ID": "x"}
            if attempts_max:
                environment["ORRERY_ATTEMPTS_MAX"] = attempts_max
            calls.clear()
            with unittest.mock.patch.dict("os.environ", environment):
                self.assertRaises(ValueError, fails.call_with_json, {})
            self.assertEqual(expected, len(calls))

    def test_a_flow_is_called_plainly_within_a_run(self):
        @flow
        def twice(n):
            return n * 2

        @flow
        async def later(n):
            return await asyncio.sleep(0, n)

        import os

        os.environ["ORRERY_RUN_ID"] = "x"
        self.addCleanup(os.environ.pop, "ORRERY_RUN_ID")
        self.assertEqual(4, twice(2))
        self.assertEqual(4, twice.call_with_json({"n": 2}))
        self.assertEqual(3, asyncio.run(later(3)))
        self.assertEqual(Process().type, "process")


if __name__ == "__main__":
    unittest.main()
