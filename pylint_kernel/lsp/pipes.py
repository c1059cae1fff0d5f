"""The server over standard input and output.

pygls has a thread read three times for each message; where the event loop itself can wait for the input, nothing has to
be handed from thread to thread before work can begin.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, BinaryIO

from pygls.io_ import StdinAsyncReader, StdoutWriter, run_async

if TYPE_CHECKING:
    from pygls.io_ import AsyncReader

    from pylint_kernel.lsp.server import Server

#: So many bytes without the end of a line are still waited for.
LONGEST = 1 << 26


def serve(server: Server, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Talk to a client until it has enough, or is gone."""
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        with suppress(BrokenPipeError, KeyboardInterrupt, SystemExit):
            asyncio.run(talk(server, stdin))
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def talk(server: Server, stdin: BinaryIO) -> None:
    """Take the messages one after the other."""
    reader = await reader_of(server, stdin)
    await run_async(Event(), reader, server.protocol, error_handler=server.report_server_error)


async def reader_of(server: Server, stdin: BinaryIO) -> AsyncReader:
    """What reads without a thread, or if the input is a file, or the system does not have that, with one."""
    reader = asyncio.StreamReader(LONGEST)
    try:
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), stdin)
    except (ValueError, OSError, NotImplementedError):
        return StdinAsyncReader(stdin, server.thread_pool)
    return reader
