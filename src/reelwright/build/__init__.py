"""Digests, the store, the graph and the executors: work in, content addressed by what made it out."""

from reelwright.build.action import Action, Inputs, Made, Outputs, Resources, Spent, Step
from reelwright.build.digest import digest_of_bytes, digest_of_document
from reelwright.build.executor import Executor, LocalExecutor
from reelwright.build.graph import Build, State, StepStatus
from reelwright.build.schedule import BuildEvent
from reelwright.build.store import Store

__all__ = [
    "Action",
    "Build",
    "BuildEvent",
    "Executor",
    "Inputs",
    "LocalExecutor",
    "Made",
    "Outputs",
    "Resources",
    "Spent",
    "State",
    "Step",
    "StepStatus",
    "Store",
    "digest_of_bytes",
    "digest_of_document",
]
