"""A Hub on loopback: the routes that modelscan uses, spoken over real HTTP, with every misbehaviour on demand."""

from tests.hubserver.server import Hub
from tests.hubserver.store import FakeRepo

__all__ = ["FakeRepo", "Hub"]
