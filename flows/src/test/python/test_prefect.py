import unittest

import bench


class SnippetsTest(bench.FolderTest):
    """What people wrote for Prefect, to the letter."""

    def test_the_flow_beside_its_deployment(self):
        done, loaded = self.load_apart(bench.FIXTURES / "flow.py")
        self.assertEqual(0, done.returncode, loaded)
        (only,) = loaded["deployments"]
        self.assertEqual(("hello-world", "hello-world-daily"), (only["flow"], only["name"]))
        self.assertEqual(str(bench.FIXTURES), only["root"])
        self.assertEqual(
            {
                "entrypoint": {"kind": "python", "path": "flow.py", "function": "hello_world"},
                "parameterSchema": {
                    "type": "object",
                    "properties": {"name": {"default": "world"}},
                    "additionalProperties": False,
                },
            },
            only["document"],
        )

    def test_the_deployment_in_a_file_of_its_own(self):
        flow = self.write("work/flow.py", (bench.FIXTURES / "flow.py").read_text())
        text = (bench.FIXTURES / "location.py").read_text()
        file = self.write("deployment.py", text.replace("/path/to/flow.py", str(flow)))
        done, loaded = self.load_apart(file)
        (only,) = loaded["deployments"]
        self.assertEqual("hello-world", only["flow"])
        self.assertEqual(str(flow.parent), only["root"])

    def test_to_the_letter_it_names_a_file_that_is_not_here(self):
        done, loaded = self.load_apart(bench.FIXTURES / "location.py")
        error = loaded["error"]
        self.assertEqual((1, 2), (done.returncode, error["line"]))
        self.assertIn("there is no file /path/to/flow.py", error["message"])

    def test_the_later_deployment_from_the_root_of_its_project(self):
        project = bench.FIXTURES / "healthcheck"
        done, loaded = self.load_apart("deployment.py", cwd=project)
        self.assertEqual(0, done.returncode, loaded)
        (only,) = loaded["deployments"]
        self.assertEqual(("healthcheck", "healthcheck"), (only["flow"], only["name"]))
        self.assertEqual({"kind": "s3", "bucket": "bucket", "prefix": "prefix"}, only["storage"])
        document = only["document"]
        self.assertEqual({"PREFECT_LOGGING_LEVEL": "DEBUG"}, document["environment"])
        self.assertEqual(5, only["source"]["line"])
        self.assertEqual("flows/healthcheck.py", document["entrypoint"]["path"])
        self.assertEqual((str(project), True), (only["root"], only["push"]))

    def test_the_root_of_the_project_may_be_the_current_directory_alone(self):
        project = bench.FIXTURES / "healthcheck"
        file = self.write("deploy/all.py", (project / "deployment.py").read_text())
        done, loaded = self.load_apart(file, cwd=project)
        self.assertEqual(1, len(loaded["deployments"]), loaded)

    def test_started_by_itself_the_later_deployment_is_applied(self):
        launcher = self.write("orrery.sh", '#!/bin/sh\necho "$1 $2"\ncat "$3"\n')
        launcher.chmod(0o700)
        done = self.python(
            bench.FIXTURES / "healthcheck" / "deployment.py",
            env={"ORRERY_LAUNCHER": str(launcher)},
        )
        self.assertEqual(0, done.returncode, done.stderr)
        words, _, content = done.stdout.partition("\n")
        self.assertEqual("deployment apply-loaded", words)
        self.assertIn('"name": "healthcheck"', content)


    def test_a_deployment_with_all_that_prefect_took(self):
        done, loaded = self.load_apart("deployment.py", cwd=bench.FIXTURES / "etl")
        (only,) = loaded["deployments"]
        document = only["document"]
        self.assertEqual(str(bench.FIXTURES / "etl"), only["root"])
        self.assertEqual("flows/etl.py", document["entrypoint"]["path"])
        self.assertEqual(
            {"expression": "0 2 * * *", "timezone": "America/Chicago"},
            document["schedules"][0]["cron"],
        )
        self.assertEqual({"STAGE": "prod", "LOG": "debug"}, document["environment"])
        self.assertEqual((300, ["etl", "prod"]), (document["timeoutSeconds"], document["tags"]))
        self.assertNotIn("pool", document)
        self.assertNotIn("infrastructure", document)


class ApplyTest(bench.FolderTest):
    TEXT = """
        from orrery import flow, DeploymentSpec
        @flow
        def f(): pass
        print("id", DeploymentSpec(flow=f, name="n").apply())
        """

    def test_without_a_launcher_it_says_so(self):
        done = self.python(self.write("s.py", self.TEXT), env={"PATH": ""})
        self.assertEqual(1, done.returncode)
        self.assertIn("The program orrery is not on the PATH", done.stderr)

    def test_a_launcher_that_refuses_is_an_error(self):
        file = self.write("s.py", self.TEXT)
        done = self.python(file, env={"ORRERY_LAUNCHER": "/bin/false"})
        self.assertIn("was not applied: orrery ended with exit code 1", done.stderr)
        done = self.python(file, env={"ORRERY_LAUNCHER": str(self.folder)})
        self.assertIn("could not be started", done.stderr)

    def test_it_gives_the_deployments_id(self):
        done = self.python(self.write("s.py", self.TEXT), env={"ORRERY_LAUNCHER": "/bin/true"})
        self.assertRegex(done.stdout, "^id [0-9a-f]{8}-")

    def test_where_an_event_loop_runs_it_is_awaited(self):
        file = self.write(
            "s.py",
            """
            import asyncio
            from prefect import flow
            from prefect.deployments import Deployment
            @flow
            def f(): pass
            async def main():
                made = await Deployment.build_from_flow(flow=f, name="n", work_queue_name="q")
                print("id", await made.apply())
            asyncio.run(main())
            """,
        )
        done = self.python(file, env={"ORRERY_LAUNCHER": "/bin/true"})
        self.assertRegex(done.stdout, "^id ", done.stderr)


class StorageTest(bench.FolderTest):
    HEAD = """
from prefect import flow
from prefect.deployments import Deployment
from prefect.filesystems import S3, RemoteFileSystem
class Hidden:
    def get_secret_value(self): return "hush"
@flow
def f(): pass
store = S3(bucket_path="b/p")
"""

    def is_pushed(self, text):
        return self.deployment(self.HEAD + text)["push"]

    def test_what_is_built_from_a_flow_is_uploaded_unless_it_says_otherwise(self):
        build = "Deployment.build_from_flow(flow=f, name='n', storage=store%s)\n"
        self.assertIs(True, self.is_pushed(build % ""))
        self.assertIs(False, self.is_pushed(build % ", skip_upload=True"))
        self.assertIs(False, self.is_pushed(build % ", push_to_server=False"))
        nowhere = "Deployment.build_from_flow(flow=f, name='n', skip_upload=True)\n"
        self.assertIs(True, self.is_pushed(nowhere))

    def test_what_is_constructed_is_uploaded_when_it_is_applied_so(self):
        construct = "d = Deployment(flow=f, name='n', storage=store)\n"
        self.assertIs(False, self.is_pushed(construct))
        self.assertIs(True, self.is_pushed(construct + "d.apply(upload=True)\n"))

    def test_the_keys_of_other_file_systems_and_hidden_ones(self):
        hidden = self.deployment(
            self.HEAD + "Deployment(flow=f, name='n', storage=S3(bucket_path='b',"
            " aws_access_key_id=Hidden(), aws_secret_access_key=Hidden()))\n"
        )
        self.assertEqual({"id": "hush", "secret": "hush"}, hidden["keys"])
        remote = self.deployment(
            self.HEAD + "Deployment(flow=f, name='n', storage=RemoteFileSystem('s3://b/p',"
            " settings=dict(key='k', secret='s', token='t',"
            " client_kwargs=dict(endpoint_url='http://localhost:9'))))\n"
        )
        self.assertEqual({"id": "k", "secret": "s", "sessionToken": "t"}, remote["keys"])
        self.assertEqual("http://localhost:9", remote["storage"]["endpoint"])


class NamesTest(bench.FolderTest):
    def test_all_names_are_there(self):
        only = self.deployment("""
            from datetime import timedelta
            import prefect
            from prefect import flow, task, get_run_logger, Flow, Task, tags, unmapped
            from prefect.deployments import Deployment, DeploymentSpec, FlowScript
            from prefect.filesystems import S3, LocalFileSystem
            from prefect.orion.schemas.schedules import IntervalSchedule, CronSchedule
            from prefect.orion.schemas.schedules import RRuleSchedule
            from prefect.server.schemas.schedules import IntervalSchedule as I2
            from prefect.client.schemas.schedules import IntervalSchedule as I3
            from prefect.flow_runners import UniversalFlowRunner, SubprocessFlowRunner
            from prefect.flow_runners import DockerFlowRunner, KubernetesFlowRunner
            from prefect.infrastructure import Process, DockerContainer, KubernetesJob
            from prefect.infrastructure.process import Process as P2
            from prefect.infrastructure.docker import DockerContainer as D2, ImagePullPolicy
            from prefect.infrastructure.kubernetes import KubernetesImagePullPolicy
            from prefect.task_runners import SequentialTaskRunner

            @flow(name="leo", task_runner=SequentialTaskRunner(), retries=1,
                timeout_seconds=1.5)
            def f(): pass

            Deployment(name="n", flow=f, schedule=I2(interval=timedelta(days=1)),
                infrastructure=KubernetesJob(namespace="x",
                    image_pull_policy=KubernetesImagePullPolicy.ALWAYS), work_queue_name="k",
                is_schedule_active=False)
            """)
        document = only["document"]
        self.assertEqual("k", document["pool"])
        settings = {"namespace": "x", "imagePullPolicy": "Always"}
        self.assertEqual(
            {"type": "kubernetes", "settings": settings}, document["infrastructure"]
        )
        self.assertEqual(2, document["timeoutSeconds"])
        self.assertIs(False, document["schedules"][0]["active"])

    def test_a_deployment_of_a_script_and_of_an_entrypoint(self):
        self.write(
            "code/work.py", "from prefect import flow\n@flow\ndef a(): pass\n@flow\ndef b(): pass\n"
        )
        loaded = self.load(
            """
            from prefect.deployments import Deployment, FlowScript
            Deployment(name="one", flow=FlowScript(path="code/work.py", name="a"))
            Deployment(name="two", entrypoint="work.py:b", path="code", flow_name="b")
            Deployment(name="three", entrypoint="code/work.py:b")
            """,
            name="deploy.py",
        )
        self.assertIsNone(loaded["error"])
        self.assertEqual(["a", "b", "b"], [d["flow"] for d in loaded["deployments"]])
        paths = [d["document"]["entrypoint"]["path"] for d in loaded["deployments"]]
        self.assertEqual(["work.py", "work.py", "code/work.py"], paths)

    def test_the_code_of_a_flow_in_a_package_is_what_the_package_was_imported_from(self):
        self.write("project/a/b/__init__.py", "")
        self.write("project/a/b/etl.py", "from prefect import flow\n@flow\ndef f(): pass\n")
        only = self.deployment("""
            import os, sys
            sys.path.insert(0, os.path.join(os.path.dirname(__file__), "project"))
            from a.b.etl import f
            from prefect.deployments import Deployment
            Deployment(name="n", flow=f)
            """)
        self.assertEqual(str(self.folder / "project"), only["root"])
        self.assertEqual("a/b/etl.py", only["document"]["entrypoint"]["path"])

    def test_a_flow_is_loaded_from_its_location(self):
        self.write("work.py", "from prefect import flow\n@flow\ndef a(): return 3\n")
        done = self.python(
            self.write(
                "s.py",
                """
                from prefect.deployments import DeploymentSpec
                found = DeploymentSpec(flow_location="work.py", name="n").load_flow()
                print(found.name, found.fn())
                """,
            )
        )
        self.assertEqual("a 3\n", done.stdout, done.stderr)

    def test_tasks_are_called_and_submitted(self):
        done = self.python(
            self.write(
                "s.py",
                """
                import asyncio
                from prefect import flow, task, unmapped
                tries = []
                @task(retries=2, retry_delay_seconds=0)
                def shaky(n):
                    tries.append(n)
                    if len(tries) < 3: raise ValueError(n)
                    return n
                @task
                def add(a, b): return a + b
                @task
                async def later(n): return n
                @flow
                def f():
                    mapped = add.map([1, 2], unmapped(10))
                    added = add.submit(add.submit(1, 2), 3).result()
                    return shaky(5), added, [m.result() for m in mapped]
                @flow
                async def g():
                    return await later(1), await (await later.submit(2)).result()
                print(f(), asyncio.run(g()))
                """,
            ),
            env={"ORRERY_TRACKING": "off"},
        )
        self.assertEqual("(5, 6, [11, 12]) (1, 2)\n", done.stdout, done.stderr)
        self.assertIn("attempt 3 of 3 follows", done.stderr)


class HandOverTest(bench.FolderTest):
    """Where the real Prefect is installed it is the one that is imported."""

    ASK = "import prefect, prefect.deployments as d; print(prefect.WHO, d.WHO, prefect.__file__)\n"

    def install(self, text="WHO = 'real'\n"):
        self.write("site/prefect/__init__.py", text)
        self.write("site/prefect/deployments.py", "WHO = 'real too'\n")
        return str(self.folder / "site")

    def test_behind_the_kit_on_the_path(self):
        path = f"{bench.KIT}:{self.install()}"
        done = self.python("-c", self.ASK, env={"PYTHONPATH": path})
        self.assertTrue(done.stdout.startswith("real real too "), done.stderr)
        ask = "from prefect.deployments import WHO; from prefect import WHO as me; print(WHO, me)"
        done = self.python("-c", ask, env={"PYTHONPATH": path})
        self.assertEqual("real too real\n", done.stdout, done.stderr)

    def test_for_a_file_that_is_loaded(self):
        path = f"{bench.KIT}:{self.install()}"
        file = self.write("flow.py", "import sys\n" + self.ASK)
        done, loaded = self.load_apart(file, env={"PYTHONPATH": path})
        self.assertIsNone(loaded["error"])
        self.assertIn("real real too", done.stderr)

    def test_its_flows_are_found(self):
        path = self.install(
            "class Flow:\n    def __init__(self, fn):\n        self.fn = fn\n"
            "        self.name = 'real-name'\n"
            "flow = Flow\n"
        )
        file = self.write(
            "flow.py",
            "from prefect import flow\nfrom orrery import DeploymentSpec\n"
            "@flow\ndef f(n: int): 'd'\n"
            "DeploymentSpec(flow=f, name='n')\n",
        )
        done, loaded = self.load_apart(file, env={"PYTHONPATH": f"{bench.KIT}:{path}"})
        self.assertEqual("real-name", loaded["deployments"][0]["flow"], loaded)
        self.assertEqual("f", loaded["flows"][0]["function"])

    def test_its_own_failure_is_told(self):
        path = f"{bench.KIT}:{self.install('import nothing_like_it')}"
        done = self.python("-c", "import prefect", env={"PYTHONPATH": path})
        self.assertIn("nothing_like_it", done.stderr)

    def test_a_folder_of_that_name_is_no_prefect(self):
        (self.folder / "site" / "prefect").mkdir(parents=True)
        path = f"{self.folder / 'site'}:{bench.KIT}"
        done = self.python("-c", "import prefect; print(prefect.flow)", env={"PYTHONPATH": path})
        self.assertIn("function flow", done.stdout, done.stderr)


if __name__ == "__main__":
    unittest.main()
