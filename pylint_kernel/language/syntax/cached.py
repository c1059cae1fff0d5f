"""A property that is computed once: functools' own takes a lock at each first look, and views are looked at by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

Value = TypeVar("Value")

if TYPE_CHECKING:
    from functools import cached_property
else:

    class cached_property(Generic[Value]):  # noqa: N801 - as in functools
        """The value that a method computes, kept in the object's dictionary under the method's name."""

        def __init__(self, compute: Callable[[Any], Value]) -> None:
            self.compute, self.name, self.__doc__ = compute, compute.__name__, compute.__doc__

        def __get__(self, owner: Any, _: Any = None) -> Any:
            if owner is None:
                return self
            value = owner.__dict__[self.name] = self.compute(owner)
            return value


__all__ = ["cached_property"]
