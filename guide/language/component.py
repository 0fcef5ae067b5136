"""What every component with a trained model has in common: how Rasa creates, keeps and loads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class Model(Protocol):
    """Something trained that can be written into a folder and read again."""

    def save(self, folder: Path) -> None:
        """Write the model into ``folder``."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what ``save`` wrote."""


M = TypeVar("M", bound=Model)


class TrainedComponent(GraphComponent, Generic[M]):
    """Keeps one model in Rasa's storage. A missing or altered file stops the start.

    ``model_type`` is the class of the model.
    """

    model_type: type[M]

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: M | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Return the trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.model_type.load(folder))

    @property
    def model(self) -> M:
        """The model.

        Raises:
            RuntimeError: if the component was used before it was trained or loaded.
        """
        if self._model is None:
            raise RuntimeError(f"{type(self).__name__} was used before it was trained or loaded")
        return self._model

    def keep(self, model: M) -> Resource:
        """Keep a freshly trained model, and return where."""
        self._model = model
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource
