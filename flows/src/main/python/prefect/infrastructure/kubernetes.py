"""A run as a Kubernetes job."""

import enum

from orrery.infrastructure import KubernetesJob

__all__ = ["KubernetesImagePullPolicy", "KubernetesJob", "KubernetesRestartPolicy"]


class KubernetesImagePullPolicy(enum.Enum):
    IF_NOT_PRESENT = "IfNotPresent"
    ALWAYS = "Always"
    NEVER = "Never"


class KubernetesRestartPolicy(enum.Enum):
    ON_FAILURE = "OnFailure"
    NEVER = "Never"
