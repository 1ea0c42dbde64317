"""Work done once per snapshot: the cells of a workbook, and the index, ask for the same tables again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

Given = ParamSpec("Given")
Result = TypeVar("Result")


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
        key = (f"{function.__module__}.{function.__qualname__}", given[1:], tuple(sorted(named.items())))
        try:
            known = key in memo
        except TypeError:  # one of the arguments is a table itself
            return function(*given, **named)
        if not known:
            memo[key] = function(*given, **named)
        result = memo[key]
        return result.copy() if isinstance(result, pd.DataFrame) else result

    return found
