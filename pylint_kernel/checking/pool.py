"""Work done in parallel processes that may die: results in the order of the items, bounded memory.

:class:`concurrent.futures.ProcessPoolExecutor` gives everything up when one worker dies, and reads all its input at
once. Here each worker has a pipe of its own, so it is known what a dead one was at; another one takes over the rest.
"""

from __future__ import annotations

import io
import multiprocessing
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

#: How many items a worker may have before it, so that it need not wait for the next one.
AHEAD = 4
#: Only items of so few bytes are given ahead: they fit the pipe while the worker is busy and reads nothing. A file
#: and what it was before do on Linux, whose pipes hold three times as much.
SMALL = 65536 if sys.platform == "linux" else 8192
#: How many outcomes per worker may wait for an earlier one that takes long.
BACKLOG = 64


def each(
    work: Callable[[Item], Outcome], items: Iterable[Item], jobs: int, died: Callable[[Item, str], Outcome]
) -> Iterator[Outcome]:
    """``work`` applied to each of ``items`` in ``jobs`` processes, in order.

    ``died`` makes the outcome for an item whose worker did not survive it, from the item and the reason.
    """
    pool = Pool(work, jobs, died)
    try:
        yield from pool.run(items)
    finally:
        pool.stop()


class Task(NamedTuple):
    """An item, its position among all and how it travels."""

    position: int
    item: Any
    message: bytes


class Worker:
    """A process, the pipe to it, and what it has been given but not yet answered."""

    def __init__(self, work: Callable[[Any], Any], others: Iterable[Worker]) -> None:
        fork = "fork" in multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        self.pipe, theirs = multiprocessing.Pipe()
        # A forked process inherits our ends of all pipes; as long as it holds them, nobody would notice our death.
        ours = [self.pipe, *(other.pipe for other in others)] if fork else []
        self.process = context.Process(target=serve, args=(work, theirs, ours), daemon=True)
        with no_interrupt():
            self.process.start()
        theirs.close()
        self.given: deque[Task] = deque()

    def takes(self, task: Task) -> bool:
        """Whether the worker can be given the task now without waiting for it."""
        if not self.given:
            return True
        ahead = sum(len(one.message) for one in islice(self.given, 1, None))
        return len(self.given) < AHEAD and ahead + len(task.message) <= SMALL

    def give(self, task: Task) -> None:
        """Hand the task over; a worker that has died is found out when its answer is read."""
        self.given.append(task)
        with suppress(OSError):
            self.pipe.send_bytes(task.message)


class Pool(Generic[Item, Outcome]):
    """The state of one :func:`each`."""

    def __init__(self, work: Callable[[Item], Outcome], jobs: int, died: Callable[[Item, str], Outcome]) -> None:
        self.work, self.died = work, died
        self.workers: list[Worker] = []
        for _ in range(jobs):
            self.workers.append(Worker(work, self.workers))
        #: Tasks that nobody works on: refused as too large for now, or left after by a worker that died.
        self.waiting: deque[Task] = deque()
        self.ready: dict[int, Outcome] = {}

    def run(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """Yield the outcomes in order."""
        tasks = (Task(position, item, pickle.dumps(item)) for position, item in enumerate(items))
        following = 0
        while True:
            self.distribute(tasks, following + BACKLOG * len(self.workers))
            if not any(worker.given for worker in self.workers):
                return
            self.collect()
            while following in self.ready:
                yield self.ready.pop(following)
                following += 1

    def distribute(self, tasks: Iterator[Task], limit: int) -> None:
        """Give the workers tasks up to the position ``limit``, the least busy one first."""
        while task := self.waiting.popleft() if self.waiting else next(tasks, None):
            worker = min(self.workers, key=lambda worker: len(worker.given))
            if task.position >= limit or not worker.takes(task):
                self.waiting.appendleft(task)
                return
            worker.give(task)

    def collect(self) -> None:
        """Wait until at least one worker answers or dies."""
        busy = {worker.pipe: worker for worker in self.workers if worker.given}
        for pipe in wait(list(busy)):
            assert isinstance(pipe, Connection)
            worker = busy[pipe]
            try:
                answer = pipe.recv_bytes()
            except (EOFError, OSError):
                self.replace(worker)
                continue
            task = worker.given.popleft()
            self.ready[task.position] = Answer(answer, task.item).load()

    def replace(self, worker: Worker) -> None:
        """Bury a worker that has died of the first item it was given; a new one takes its place."""
        worker.process.join()
        worker.pipe.close()
        task = worker.given.popleft()
        self.ready[task.position] = self.died(task.item, reason(worker.process.exitcode))
        self.waiting.extendleft(reversed(worker.given))
        self.workers.remove(worker)
        self.workers.append(Worker(self.work, self.workers))

    def stop(self) -> None:
        """End the workers, whatever they are doing."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()


def serve(work: Callable[[Any], Any], pipe: Connection, ours: Iterable[Connection]) -> None:
    """What a worker does: answer until nobody asks any more."""
    # Ctrl-C reaches the whole process group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in ours:
        other.close()
    try:
        while True:
            item = pipe.recv()
            pipe.send_bytes(answer(work(item), item))
    except (EOFError, OSError):
        return


def answer(outcome: Any, item: Any) -> bytes:
    """How an outcome travels back; see :class:`Answer`."""
    stream = io.BytesIO()
    Reply(stream, item).dump(outcome)
    return stream.getvalue()


def known(item: Any) -> list[Any]:
    """What both sides have: the item and its parts."""
    return [item, *item] if isinstance(item, tuple) else [item]


class Reply(pickle.Pickler):
    """Writes an outcome without what it has of its item, which may be large."""

    def __init__(self, stream: io.BytesIO, item: Any) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self.known = {id(one): number for number, one in enumerate(known(item)) if isinstance(one, (tuple, bytes))}

    def persistent_id(self, obj: Any) -> int | None:
        """The number of what both sides have."""
        return self.known.get(id(obj))


class Answer(pickle.Unpickler):
    """Reads what :class:`Reply` has written, and puts what the item has in its place."""

    def __init__(self, data: bytes, item: Any) -> None:
        super().__init__(io.BytesIO(data))
        self.known = known(item)

    def persistent_load(self, pid: int) -> Any:
        """What has that number."""
        return self.known[pid]


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Put Ctrl-C off; a process forked meanwhile never sees it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def reason(exit_code: int | None) -> str:
    """Why a process ended, in words."""
    if exit_code is None or exit_code >= 0:
        return f"the process checking it ended unexpectedly (status {exit_code})"
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f"signal {-exit_code}"
    hint = " (out of memory?)" if name == "SIGKILL" else ""
    return f"the process checking it died of {name}{hint}"
