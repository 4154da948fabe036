"""Calls one function of a file with the run's parameters and keeps what it returns.

The function may be a flow: one of ours, which then is its function and nothing more, because the
runner tracks the run; or one of Prefect's, which is called as Prefect wants it.

Started by the runner with the file, the function and the path for a refusal as arguments; the
parameters and the place for the result are in the environment.
"""

import asyncio
import importlib.util
import inspect
import json
import os
import sys
import traceback

HOME = os.environ.get("ORRERY_HOME")
KIT = os.path.join(HOME, "flows", "python") if HOME else ""

# While it is set, the kit runs no flow and applies no deployment at the file's top level.
orrery_loading = False

# The flow's calls here are part of the run, whatever those of processes are that it starts.
orrery_executing = True


def refuse(path, sentence):
    with open(path, "w", encoding="utf-8") as out:
        out.write(sentence)
    print(sentence, file=sys.stderr)
    sys.exit(1)


def load(path):
    global orrery_loading
    # As if the file had been started itself, from the folder of the code: what lies next to it can
    # be imported, and what the code's root holds, as when the deployment was loaded.
    sys.path[:1] = list(dict.fromkeys([os.path.dirname(path), os.getcwd()]))
    # Last, so that whatever is installed, a real Prefect above all, goes before the kit.
    if os.path.isdir(KIT) and KIT not in sys.path:
        sys.path.append(KIT)
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    orrery_loading = True
    spec.loader.exec_module(module)
    orrery_loading = False
    return module


def keep(result):
    if result is None:
        return
    try:
        text = written(result)
    except Exception as unwritable:
        print(f"The return value is not JSON and was not kept: {unwritable}", file=sys.stderr)
        return
    with open(os.environ["ORRERY_RESULT"], "w", encoding="utf-8") as out:
        out.write(text)


def written(result):
    try:
        from orrery import results
    except ImportError:
        return json.dumps(result, allow_nan=False)  # A runner without the kit keeps what is JSON.
    return results.text(result)


def main(path, name, refusal):
    # The arguments are ours; the file may look at its own and must find none.
    sys.argv = [path]
    module = load(path)
    function = getattr(module, name, None)
    file = os.path.basename(path)
    if function is None:
        refuse(refusal, f"The file {file} has no function '{name}'.")
    if not callable(function):
        refuse(refusal, f"'{name}' in the file {file} is not a function.")
    with open(os.environ["ORRERY_PARAMETERS_FILE"], encoding="utf-8") as source:
        parameters = json.load(source)
    try:
        # A flow is an object that holds its function, whose signature is what counts.
        inspect.signature(getattr(function, "fn", function)).bind(**parameters)
    except TypeError as unfit:
        refuse(refusal, f"The parameters do not fit the function '{name}': {unfit}.")
    except ValueError:
        pass  # A function written in C has no signature to look at.
    call_with_json = getattr(type(function), "call_with_json", None)
    result = call_with_json(function, parameters) if call_with_json else function(**parameters)
    if inspect.iscoroutine(result):
        result = asyncio.run(result)
    sys.stdout.flush()
    sys.stderr.flush()
    keep(result)


def is_ours(file):
    frozen = ("<string>", "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
    return file in frozen or (KIT != "" and file.startswith(KIT + os.sep))


try:
    main(*sys.argv[1:])
except Exception as failure:
    # Without the frames of this bootstrap, which are no business of whoever wrote the function.
    frames = failure.__traceback__
    while frames and is_ours(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    traceback.print_exception(type(failure), failure, frames)
    sys.exit(1)
