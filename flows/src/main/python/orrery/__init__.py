"""Write flows and deployments in Python, with the standard library alone.

    from orrery import flow, DeploymentSpec

    @flow
    def hello_world(name="world"):
        print(f"Hello {name}!")

    DeploymentSpec(flow=hello_world, name="hello-world-daily")

`orrery deployment create FILE` creates what a file declares. A flow that is called is a run: it is
told to the server at ORRERY_API_URL, or kept in a journal until one is reached.
"""

from .errors import LaunchError, SpecError
from .flows import Flow, flow
from .infrastructure import (
    DockerContainer,
    DockerFlowRunner,
    KubernetesFlowRunner,
    KubernetesJob,
    Process,
    SubprocessFlowRunner,
    UniversalFlowRunner,
)
from .logs import get_run_logger
from .schedules import CronSchedule, IntervalSchedule, RRuleSchedule
from .spec import DeploymentSpec
from .storage import S3, LocalFileSystem, RemoteFileSystem
from .tasks import Task, task

__all__ = [
    "CronSchedule",
    "DeploymentSpec",
    "DockerContainer",
    "DockerFlowRunner",
    "Flow",
    "IntervalSchedule",
    "KubernetesFlowRunner",
    "KubernetesJob",
    "LaunchError",
    "LocalFileSystem",
    "Process",
    "RRuleSchedule",
    "RemoteFileSystem",
    "S3",
    "SpecError",
    "SubprocessFlowRunner",
    "Task",
    "UniversalFlowRunner",
    "flow",
    "get_run_logger",
    "task",
]
