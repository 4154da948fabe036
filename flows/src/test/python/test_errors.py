import bench

FLOW = "from orrery import *\n@flow\ndef f(): pass\n"


class ErrorsTest(bench.FolderTest):
    def assert_error(self, error, line, *words, file="flow.py"):
        self.assertEqual(str(self.folder / file), error["file"])
        self.assertEqual(line, error["line"])
        for word in words:
            self.assertIn(word, error["message"])
        self.assertNotIn(str(bench.KIT), error["traceback"])

    def test_neither_a_flow_nor_a_location(self):
        error = self.error(FLOW + "\nDeploymentSpec(name='n')\n")
        self.assert_error(error, 5, "'n' names no flow", "flow_location")
        self.assertIn("DeploymentSpec(name='n')", error["traceback"])

    def test_no_name(self):
        self.assert_error(self.error(FLOW + "DeploymentSpec(flow=f)\n"), 4, "needs a name")

    def test_several_flows_and_no_flow_name(self):
        self.write("two.py", "from orrery import *\n@flow\ndef a(): pass\n@flow\ndef b(): pass\n")
        spec = "from orrery import *\nDeploymentSpec(flow_location='two.py', name='n'%s)\n"
        self.assert_error(self.error(spec % ""), 2, "needs a flow_name", "'a', 'b'")
        other = self.error(spec % ", flow_name='c'")
        self.assert_error(other, 2, "no flow 'c' in the file two.py")

    def test_a_file_without_a_flow_and_no_file(self):
        self.write("none.py", "x = 1\n")
        spec = "from orrery import *\nDeploymentSpec(flow_location='%s.py', name='n')\n"
        self.assert_error(self.error(spec % "none"), 2, "no flow in the file none.py")
        self.assert_error(self.error(spec % "gone"), 2, "there is no file", "gone.py")

    def test_a_duplicate_name_is_told_with_both_lines(self):
        error = self.error(
            FLOW + "DeploymentSpec(flow=f, name='n')\nDeploymentSpec(flow=f, name='n')\n"
        )
        self.assert_error(error, 5, "two deployments 'n' for the flow 'f'", "flow.py, line 4")

    def test_the_same_name_for_another_flow_is_no_duplicate(self):
        loaded = self.load(
            FLOW
            + "@flow\ndef g(): pass\nDeploymentSpec(flow=f, name='n')\n"
            + "DeploymentSpec(flow=g, name='n')"
        )
        self.assertEqual(2, len(loaded["deployments"]))

    def test_a_file_that_raises_shows_the_users_own_traceback(self):
        self.write("helps.py", "def help():\n    raise ValueError('no luck')\n")
        error = self.error(FLOW + "DeploymentSpec(flow=f, name='n')\nimport helps\nhelps.help()\n")
        self.assert_error(error, 2, "raised ValueError: no luck.", file="helps.py")
        files = [line for line in error["traceback"].splitlines() if "File" in line]
        self.assertEqual(2, len(files), error["traceback"])
        self.assertIn("line 6, in <module>", files[0])
        self.assertTrue(error["traceback"].startswith("Traceback (most recent call last):"))
        self.assertTrue(error["traceback"].endswith("ValueError: no luck\n"))

    def test_causes_are_told_too_and_without_our_frames(self):
        error = self.error(
            FLOW
            + "try:\n    DeploymentSpec(name='n')\nexcept ValueError as e:\n"
            + "    raise KeyError('k') from e\n"
        )
        self.assert_error(error, 7, "KeyError")
        self.assertIn("direct cause", error["traceback"])

    def test_a_flows_file_that_raises_is_named_instead_of_the_specs(self):
        self.write("bad.py", "\n1 / 0\n")
        error = self.error(
            "from orrery import *\nDeploymentSpec(flow_location='bad.py', name='n')\n"
        )
        self.assert_error(error, 2, "bad.py raised ZeroDivisionError", file="bad.py")

    def test_an_error_within_a_library_is_told_at_the_users_line(self):
        self.assert_error(self.error("import json\n\njson.loads('{')\n"), 3, "JSONDecodeError")

    def test_a_syntax_error(self):
        error = self.error("x = 1\ndef (:\n")
        self.assert_error(error, 2, "not valid Python")
        self.assertIn("def (:", error["traceback"])

    def test_a_missing_module(self):
        self.assert_error(self.error("\nimport nothing_like_it\n"), 2, "nothing_like_it")

    def test_a_circular_import(self):
        self.write("one.py", "import two\nx = 1\n")
        self.write("two.py", "from one import x\n")
        self.assert_error(self.error("import one\n"), 1, "ImportError", file="two.py")

    def test_a_parameter_that_is_no_json_is_named(self):
        error = self.error(
            FLOW + "DeploymentSpec(flow=f, name='n', parameters={'a': {'b': [1, object()]}})\n"
        )
        self.assert_error(error, 4, "'n'", "'parameters.a.b[1]'", "type object")

    def test_a_flow_that_no_runner_could_find(self):
        error = self.error(
            "from orrery import *\ndef make():\n    @flow\n    def inner(): pass\n"
            "    return inner\n"
            "DeploymentSpec(flow=make(), name='n')\n"
        )
        self.assert_error(error, 6, "no name at the top level of flow.py")

    def test_a_field_that_there_is_not(self):
        self.assert_error(
            self.error(FLOW + "DeploymentSpec(flow=f, name='n', nme=1)\n"), 4, "'nme'"
        )

    def test_two_words_for_one_thing(self):
        error = self.error(FLOW + "DeploymentSpec(flow=f, name='n', schedule=1, schedules=[])\n")
        self.assert_error(error, 4, "schedule or schedules")

    def test_tags_and_variables_of_the_wrong_kind(self):
        spec = FLOW + "DeploymentSpec(flow=f, name='n', %s)\n"
        self.assert_error(self.error(spec % "tags='abc'"), 4, "'tags' is a list")
        self.assert_error(self.error(spec % "env={'A': None}"), 4, "'env.A'")
        self.assert_error(self.error(spec % "env={'A=B': 'x'}"), 4, "'env.A=B'")
        self.assert_error(self.error(spec % "schedule='daily'"), 4, "'daily'")

    def test_a_schedule_of_a_mapping_with_what_it_has_not(self):
        spec = FLOW + "DeploymentSpec(flow=f, name='n', schedule=%s)\n"
        unknown = self.error(spec % "{'cron': '@daily', 'anchor_date': None}")
        self.assert_error(unknown, 4, "no field 'anchor_date'", "jitter_seconds")
        two = self.error(spec % "{'cron': '@daily', 'interval': 60}")
        self.assert_error(two, 4, "no field 'cron'")
        nested = self.error(spec % "{'interval': {'seconds': 60}}")
        self.assert_error(nested, 4, "a number of seconds")

    def test_a_flow_outside_the_path(self):
        (self.folder / "sub").mkdir()
        error = self.error(FLOW + "DeploymentSpec(flow=f, name='n', path='sub')\n")
        self.assert_error(error, 4, "is outside the folder")

    def test_a_function_that_is_asked_for_and_not_there(self):
        error = self.error("x = 3\n", function="y")
        self.assert_error(error, 1, "no function 'y'")
        self.assert_error(self.error("x = 3\n", function="x"), 1, "'x'", "not a function")


class WeirdFilesTest(bench.FolderTest):
    """Files that a loader in its own process must survive."""

    def test_nothing_is_printed_to_standard_output(self):
        file = self.write("flow.py", "import os\nprint('a')\nos.system('echo b')\n" + FLOW)
        done, loaded = self.load_apart(file)
        self.assertEqual((0, ""), (done.returncode, done.stdout))
        self.assertEqual(["a", "b"], sorted(done.stderr.split()))
        self.assertEqual(1, len(loaded["flows"]))

    def test_it_ends_by_sys_exit(self):
        file = self.write("flow.py", FLOW + "import sys\nsys.exit(0)\n")
        done, loaded = self.load_apart(file)
        self.assertEqual(1, done.returncode)
        self.assertEqual(5, loaded["error"]["line"])
        self.assertIn("sys.exit(0)", loaded["error"]["message"])

    def test_it_ends_the_process(self):
        file = self.write("flow.py", "import os\nos._exit(0)\n")
        done, loaded = self.load_apart(file)
        self.assertIn("ended the process", loaded["error"]["message"])

    def test_it_never_ends(self):
        file = self.write("flow.py", "x = 1\nwhile True:\n    print(x)\n")
        done, loaded = self.load_apart(file, env={"ORRERY_LOAD_SECONDS": "0.5"})
        self.assertEqual(1, done.returncode)
        self.assertIn("not loaded within 0.5 s", loaded["error"]["message"])
        self.assertIn(loaded["error"]["line"], (2, 3))

    def test_threads_that_it_leaves_running_are_not_waited_for(self):
        self.write(
            "flow.py",
            FLOW + "import threading\n"
            "threading.Thread(target=threading.Event().wait).start()\n"
            "DeploymentSpec(flow=f, name='n')\n",
        )
        done, loaded = self.load_apart("flow.py")
        self.assertEqual((0, 1), (done.returncode, len(loaded["deployments"])))

    def test_it_puts_its_own_in_the_place_of_what_we_use(self):
        file = self.write(
            "flow.py",
            FLOW + "import builtins, os, sys\n"
            "builtins.print = builtins.open = os.open = os.write = None\n"
            "os._exit = os.replace = None\nsys.stdout = None\nDeploymentSpec(flow=f, name='n')\n",
        )
        done, loaded = self.load_apart(file)
        self.assertEqual((0, 1), (done.returncode, len(loaded["deployments"])), done.stderr)

    def test_bom_crlf_no_newline_spaces_and_unicode(self):
        folder = self.folder / "a b" / "ünï"
        folder.mkdir(parents=True)
        text = (
            "from orrery import *\r\n@flow\r\ndef grüße(): pass\r\n"
            "DeploymentSpec(flow=grüße, name='ñ')"
        )
        (folder / "my flow-1.py").write_bytes(b"\xef\xbb\xbf" + text.encode())
        done, loaded = self.load_apart("a b/ünï/my flow-1.py")
        self.assertEqual(0, done.returncode, loaded)
        (only,) = loaded["deployments"]
        self.assertEqual(("grüße", "ñ"), (only["flow"], only["name"]))
        self.assertEqual("my flow-1.py", only["document"]["entrypoint"]["path"])
        self.assertEqual(4, only["source"]["line"])

    def test_a_file_that_is_called_as_a_module_that_others_need(self):
        for name in ("json.py", "orrery.py", "flow.py", "string.py"):
            self.write("a/" + name, FLOW + "DeploymentSpec(flow=f, name='n')\n")
        for name in ("orrery.py", "string.py"):
            done, loaded = self.load_apart("a/" + name)
            self.assertIsNone(loaded["error"], name)
            self.assertEqual(1, len(loaded["deployments"]))

    def test_it_changes_its_folder_and_deletes_itself(self):
        self.write(
            "flow.py",
            FLOW + "import os\nos.remove(__file__)\nos.chdir('/')\n"
            "DeploymentSpec(flow=f, name='n')\n",
        )
        done, loaded = self.load_apart("flow.py")
        self.assertEqual(str(self.folder), loaded["deployments"][0]["root"])

    def test_it_asks_somebody_who_is_not_there(self):
        file = self.write("flow.py", "\ninput('name? ')\n")
        done, loaded = self.load_apart(file, input="Ada\n")
        self.assertIn("EOFError", loaded["error"]["message"])

    def test_it_holds_what_answers_to_every_name_or_to_none(self):
        file = self.write(
            "flow.py",
            FLOW + "from unittest.mock import MagicMock\nmock = MagicMock()\nclass Odd:\n"
            "    def __getattr__(self, name): raise RuntimeError(name)\n"
            "odd = Odd()\nDeploymentSpec(flow=f, name='n')\n",
        )
        done, loaded = self.load_apart(file)
        self.assertEqual(1, len(loaded["deployments"]), loaded)
        self.assertEqual(["f"], [flow["flow"] for flow in loaded["flows"]])

    def test_there_is_no_such_file_or_it_is_a_folder(self):
        for name in ("gone.py", "."):
            done, loaded = self.load_apart(name)
            self.assertEqual(1, done.returncode)
            self.assertIn("There is no file", loaded["error"]["message"])

    def test_bytes_that_are_no_utf_8(self):
        (self.folder / "flow.py").write_bytes(b"x = '\xff'\n")
        done, loaded = self.load_apart("flow.py")
        self.assertIn("not valid Python", loaded["error"]["message"])
        (self.folder / "flow.py").write_bytes(b"x = 1\0\n")
        self.assertIsNotNone(self.load_apart("flow.py")[1]["error"])

    def test_an_exception_that_can_not_be_shown(self):
        file = self.write(
            "flow.py", "class E(Exception):\n    def __str__(self): raise E()\nraise E()\n"
        )
        done, loaded = self.load_apart(file)
        self.assertEqual(3, loaded["error"]["line"])

    def test_endless_recursion(self):
        file = self.write("flow.py", "def f(): f()\nf()\n")
        self.assertIn("RecursionError", self.load_apart(file)[1]["error"]["message"])

    def test_the_folder_does_not_grow_by_being_loaded(self):
        self.write("beside.py", FLOW)
        self.write("flow.py", "import beside\n")
        before = sorted(self.folder.rglob("*"))
        done, _ = self.load_apart("flow.py", env={"PYTHONDONTWRITEBYTECODE": ""})
        after = [p for p in sorted(self.folder.rglob("*")) if p.name != "out.json"]
        self.assertEqual(before, after)
