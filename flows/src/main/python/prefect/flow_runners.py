"""Where a run runs, by its early names."""

from orrery.infrastructure import (
    DockerFlowRunner,
    KubernetesFlowRunner,
    SubprocessFlowRunner,
    UniversalFlowRunner,
)

__all__ = [
    "DockerFlowRunner",
    "KubernetesFlowRunner",
    "SubprocessFlowRunner",
    "UniversalFlowRunner",
]
