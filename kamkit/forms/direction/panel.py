"""Something with two faces: what is in the programme, and beside it the widgets that change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from kamkit.forms.faces import two_faces

if TYPE_CHECKING:
    import ipywidgets as widgets

    from kamkit.show.parts import Shown


class Live(Protocol):
    """The live face: widgets in one ``view``."""

    view: widgets.DOMWidget


Face = TypeVar("Face", bound="Live")


class Panel(Generic[Face]):
    """``show`` makes the table face, ``make`` the live one, the first time somebody looks at it."""

    def __init__(self, show: Callable[[], Shown], make: Callable[[], Face]) -> None:
        self.shown, self._make = show, make
        self._live: Face | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Face:
        """The live face."""
        if self._live is None:
            self._live = self._make()
        return self._live
