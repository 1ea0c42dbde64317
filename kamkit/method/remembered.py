"""Work done once per snapshot: the cells of a workbook, and the index, ask for the same tables again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

Given = ParamSpec("Given")
Result = TypeVar("Result")


def key_of(function: Callable[..., Any], *given: Any, **named: Any) -> Hashable:
    """What a result of a remembered function stands under in ``memo``; ``given`` without the tables."""
    return (f"{function.__module__}.{function.__qualname__}", given, tuple(sorted(named.items())))


def is_known(tables: object, function: Callable[..., Any], *given: Any, **named: Any) -> bool:
    """Whether the tables remember what ``function`` makes of them already."""
    memo: MutableMapping[Hashable, Any] | None = getattr(tables, "memo", None)
    return memo is not None and key_of(function, *given, **named) in memo


def remembered(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Remember what ``function`` made of tables that cannot change any more.

    Such tables offer ``memo``, a mapping that lives as long as they do; of a plain mapping nothing is
    remembered. The first argument is the tables, the others must be hashable to be remembered by. A
    DataFrame comes back as a copy, so that nobody changes what the next one gets.
    """

    @wraps(function)
    def found(*given: Given.args, **named: Given.kwargs) -> Result:
        memo: MutableMapping[Hashable, Any] | None = getattr(given[0], "memo", None)
        if memo is None:
            return function(*given, **named)
        key = key_of(function, *given[1:], **named)
        try:
            known = key in memo
        except TypeError:  # one of the arguments is a table itself
            return function(*given, **named)
        if not known:
            memo[key] = function(*given, **named)
        result = memo[key]
        return result.copy() if isinstance(result, pd.DataFrame) else result

    return found
