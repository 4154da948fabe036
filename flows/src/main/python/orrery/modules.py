"""Python files as modules."""

import importlib.machinery
import importlib.util
import os
import sys
from types import ModuleType
from typing import Dict, Optional, Tuple

from . import loading
from .errors import SpecError
from .flows import Flow, as_flow


def load(file: str) -> ModuleType:
    """The module of a file, loaded unless it is already, and never as `__main__`.

    Raises:
        SpecError: when there is no such file; whatever the file raises is raised
    """
    known = loaded(file)
    if known is not None:
        return known
    if not os.path.isfile(file):
        raise SpecError(f"There is no file {file}.")
    stem = os.path.splitext(os.path.basename(file))[0]
    # What lies beside it can be imported, as if it had been started itself.
    sys.path.insert(0, os.path.dirname(file))
    # A file may be called as a module that others need: json.py would take the place of json.
    name = f"flow_file_{len(sys.modules)}" if _is_taken(stem, file) else stem
    loader = importlib.machinery.SourceFileLoader(name, file)
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def loaded(file: str) -> Optional[ModuleType]:
    """The module that was made of a file, under whatever name it was imported."""
    real = os.path.realpath(file)
    for module in list(sys.modules.values()):
        # By its names alone: a module that is loaded lazily would be, by being asked.
        found = getattr(module, "__dict__", {}).get("__file__")
        if isinstance(found, str) and os.path.realpath(found) == real:
            return module
    return None


def _is_taken(stem: str, file: str) -> bool:
    if stem in sys.modules or stem in sys.builtin_module_names:
        return True
    found = importlib.machinery.PathFinder.find_spec(stem)
    origin = getattr(found, "origin", None)
    return origin is not None and os.path.realpath(origin) != os.path.realpath(file)


def import_root(file: str) -> str:
    """The folder that the module of a file was imported from: of `flows.etl` that above `flows`."""
    folder, name = os.path.split(os.path.splitext(file)[0])
    module = loaded(file)
    parts = module.__name__.split(".") if module is not None else [name]
    if name == "__init__":
        folder, name = os.path.split(folder)
    above = os.path.join(folder, name)
    for part in reversed(parts):
        above, found = os.path.split(above)
        if found != part:
            return os.path.dirname(file)
    return above


def load_quietly(file: str) -> ModuleType:
    """The same for a file that only holds a flow: the deployments in it are not asked for."""
    with loading.collecting():
        return load(file)


def flows(module: ModuleType) -> Dict[str, Flow]:
    """The flows of a module by the names that they have there.

    Those that were written in its file; and only where there are none, those that it imported.
    """
    every: Dict[str, Flow] = {}
    for name, thing in _names(module):
        found = as_flow(thing)
        if found is not None:
            every[name] = found
    file = os.path.realpath(getattr(module, "__file__", None) or "")
    own = {name: flow for name, flow in every.items() if _is_in(flow, file)}
    return _distinct(own or every)


def _names(module: ModuleType) -> Tuple[Tuple[str, object], ...]:
    return tuple(vars(module).items())


def _is_in(flow: Flow, file: str) -> bool:
    try:
        return os.path.realpath(flow.place.file) == file
    except SpecError:
        return False


def _distinct(flows: Dict[str, Flow]) -> Dict[str, Flow]:
    """Each function once, by its own name if it has that one there."""
    chosen: Dict[int, str] = {}
    for name, flow in flows.items():
        if id(flow.fn) not in chosen or name == getattr(flow.fn, "__name__", None):
            chosen[id(flow.fn)] = name
    return {name: flows[name] for name in flows if name in chosen.values()}
