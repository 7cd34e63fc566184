"""The embedded broker: kombu's folder of messages, safe when several processes read and write it at once.

kombu gives a message its name before its content: a reader that comes in between takes an empty file, and
the worker ends. Here a message gets its name once it is whole; one that still cannot be read is dropped, with
a line in the log: job rows are the truth, and the sweep sends what was lost again.
"""

import logging
import os
import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)

WRITING = ".writing"  # no queue is called so: readers pass over it


class Channel(filesystem.Channel):
    """One end of the folder."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # kombu’s own differ
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        path = Path(self.data_folder_out, name)
        try:
            draft = path.with_name(name + WRITING)
            draft.write_text(dumps(payload), encoding="utf-8")
            os.replace(draft, path)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to {self.data_folder_out}") from error

    def _get(self, queue: str, timeout: Any = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                log.warning("dropped a message of %s that cannot be read", queue)


class Transport(filesystem.Transport):
    """`CELERY_BROKER_TRANSPORT` of the embedded mode."""

    Channel = Channel
