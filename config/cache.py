"""The cache, which goes on without Redis: attempts to sign in are counted in it, and its loss must keep nobody out."""

import logging
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswerInTime

logger = logging.getLogger(__name__)


def _steady(name: str) -> Any:
    def ask(cache: "SteadyRedisCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(SteadyRedisCache, cache), name)(*args, **kwargs)
        except (NoConnection, NoAnswerInTime) as error:
            logger.warning("Redis does not answer (%s): for now each process keeps a cache of its own.", error)
            return getattr(cache.memory, name)(*args, **kwargs)

    return ask


class SteadyRedisCache(RedisCache):
    """Redis; while it does not answer, the memory of this process.

    So a limit on attempts then holds for each process by itself: weaker than before, and never off. Nothing is taken
    over from there when Redis is back, as nothing in a cache is a record.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        # One for all threads of the process.
        self.memory = LocMemCache("without-redis", params)

    add, get, set, touch, delete = (_steady(name) for name in ("add", "get", "set", "touch", "delete"))
    get_many, set_many, delete_many = (_steady(name) for name in ("get_many", "set_many", "delete_many"))
    has_key, incr, clear = (_steady(name) for name in ("has_key", "incr", "clear"))
