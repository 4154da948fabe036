"""Who is told of something."""

from .core import Block

__all__ = ["MicrosoftTeamsWebhook", "SlackWebhook"]


class SlackWebhook(Block):
    """A channel of Slack."""

    instead = "send the request by urllib, with its address from os.environ"


class MicrosoftTeamsWebhook(SlackWebhook):
    """A channel of Teams."""
