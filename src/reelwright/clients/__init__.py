"""Servers of others: one way to ask them, and long jobs that are paid for once."""

from .http import Reply, Server, ServerRefused, ServerUnreachable
from .jobs import Job, JobBook, JobClient, Rendered

__all__ = [
    "Job",
    "JobBook",
    "JobClient",
    "Rendered",
    "Reply",
    "Server",
    "ServerRefused",
    "ServerUnreachable",
]
