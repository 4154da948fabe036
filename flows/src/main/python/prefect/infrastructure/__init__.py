"""Where a run runs, by its later names."""

from orrery.infrastructure import DockerContainer, Infrastructure, KubernetesJob, Process

__all__ = ["DockerContainer", "Infrastructure", "KubernetesJob", "Process"]
