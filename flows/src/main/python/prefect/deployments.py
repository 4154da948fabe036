"""Deployments by Prefect's names.

`DeploymentSpec` is the class of its first betas. `Deployment` is the class of 2.0 and later,
`FlowScript` what 2.0 named a flow's file by. All of them become one of ours.
"""

import os
from typing import Any, NoReturn, Optional

from orrery import loops, modules
from orrery.errors import SpecError
from orrery.flows import later
from orrery.spec import DeploymentSpec
from orrery.storage import S3

__all__ = ["Deployment", "DeploymentSpec", "FlowScript", "run_deployment", "serve"]


class FlowScript:
    """A flow in a file.

    Args:
        path: of the file, relative to the file of the deployment
        name: of the flow, needed where the file holds several
    """

    def __init__(self, path: Any, name: Optional[str] = None):
        self.path = os.fspath(path)
        self.name = name


class Deployment(DeploymentSpec):
    """A deployment, declared where it is constructed or by `build_from_flow`.

    Args:
        flow: a flow, a FlowScript, or a file
        entrypoint: `file.py:function` within `path`, in place of a flow
        work_pool_name: the work pool
        work_queue_name: the work pool too, for whoever knew queues alone
        is_schedule_active: whether the schedules fire; False is what `paused` of a DeploymentSpec
            is
        more: the arguments of DeploymentSpec, and some of Prefect's that mean nothing here
    """

    def __init__(
        self,
        name: Optional[str] = None,
        flow: Any = None,
        flow_name: Optional[str] = None,
        entrypoint: Optional[str] = None,
        path: Any = None,
        work_pool_name: Optional[str] = None,
        work_queue_name: Optional[str] = None,
        is_schedule_active: Optional[bool] = None,
        **more: Any,
    ):
        for unused in _UNUSED:
            more.pop(unused, None)
        self._is_uploaded = False
        location = more.pop("flow_location", None)
        if isinstance(flow, FlowScript):
            flow, location, flow_name = None, flow.path, flow.name or flow_name
        elif isinstance(flow, (str, os.PathLike)):
            flow, location = None, os.fspath(flow)
        elif isinstance(flow, dict):
            flow, location, flow_name = None, flow.get("path"), flow.get("name") or flow_name
        if entrypoint is not None and flow is None:
            file, _, function = entrypoint.rpartition(":")
            # Without a path it is relative to the folder of the deployment, as is the path.
            path = os.curdir if path is None else path
            location = os.path.join(path, file or function)
            flow_name = function if file else flow_name
        if not more.get("work_pool"):
            more["work_pool"] = work_pool_name or work_queue_name
        super().__init__(flow, name, flow_name=flow_name, flow_location=location, path=path, **more)
        if is_schedule_active is False:
            self.paused = True

    @classmethod
    def build_from_flow(
        cls,
        flow: Any,
        name: str,
        output: Any = None,
        skip_upload: bool = False,
        ignore_file: Optional[str] = None,
        apply: bool = False,
        load_existing: bool = True,
        **more: Any,
    ) -> Any:
        """A deployment of a flow.

        Args:
            output: where Prefect wrote YAML; no file is written
            skip_upload: whether the code is in the storage already; otherwise it is brought there
                when the deployment is created
            ignore_file, load_existing: accepted and not used; what is packaged is said by
                `.orreryignore`, and a deployment is what its file says
            apply: whether to create it at once, unless the file is only being loaded
        """
        if not name:
            raise SpecError("A deployment needs a name.")
        deployment = cls(flow=flow, name=name, **more)
        deployment._is_uploaded = not skip_upload
        if apply:
            deployment.apply()
        return loops.awaitable(deployment) if loops.is_running() else deployment

    def apply(self, upload: bool = False, **_: Any) -> Any:
        """As of a DeploymentSpec.

        Args:
            upload: whether the code is brought to the storage, also where it was not built from a
                flow
        """
        self._is_uploaded = self._is_uploaded or upload
        return super().apply()

    def root(self, file: str) -> str:
        """By default the folder that Prefect's users start from, so that the flow's imports work."""
        return modules.import_root(file) if self.path is None else super().root(file)

    def is_pushed(self) -> bool:
        return super().is_pushed() and (self._is_uploaded or not isinstance(self.storage, S3))

    def update(self, **values: Any) -> "Deployment":
        """Sets fields by name.

        Raises:
            SpecError: for a field that there is not
        """
        for key, value in values.items():
            if key != "schedule" and key not in vars(self):
                raise SpecError(f"A deployment has no field '{key}'.")
            setattr(self, key, value)
        return self


_UNUSED = (
    "manifest_path",
    "parameter_openapi_schema",
    "work_queue_concurrency",
    "infra_document_id",
    "triggers",
)


def serve(*_: Any, **__: Any) -> Any:
    return later("serve")


def run_deployment(name: str, *_: Any, **__: Any) -> NoReturn:
    """
    Raises:
        SpecError: always, with how a run is asked for
    """
    raise SpecError(
        f"run_deployment('{name}'): ask for a run by 'orrery deployment run', or by POST"
        " /v1/deployments/FLOW/NAME/runs."
    )
