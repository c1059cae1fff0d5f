"""``kcheck lsp``: the language server, over the same rules, fixes and documentation as the command line."""

from __future__ import annotations

import gc
import os
import sys

import click

MISSING = "the language server needs pygls: pip install 'kcheck[lsp]'"


@click.command(context_settings={"max_content_width": 100})
@click.option("--stdio", is_flag=True, help="Talk over standard input and output; that is the default.")
@click.option("--tcp", metavar="[HOST:]PORT", help="Wait for one client on a port [host: 127.0.0.1].")
@click.option("--log", metavar="FILE", type=click.Path(dir_okay=False, writable=True), help="Write down what happens.")
@click.help_option("-h", "--help")
def lsp(stdio: bool, tcp: str | None, log: str | None) -> int:
    """Serve an editor: findings as you type, fixes, formatting, documentation."""
    if stdio and tcp:
        raise click.UsageError("--stdio and --tcp: choose one")
    host, port = address(tcp) if tcp else ("", 0)
    try:
        from pylint_kernel.lsp.features import build
        from pylint_kernel.lsp.pipes import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise click.ClickException(MISSING) from None
    start_logging(log)
    # The command line does without; a session of days must not.
    gc.enable()
    server = build()
    if tcp:
        click.echo(f"kcheck: waiting for a client on {host}:{port}", err=True)
        server.start_tcp(host, port)
    else:
        # What anything else prints must not get between the messages.
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            serve(server, sys.stdin.buffer, stdout)
    return 0 if server.is_shut_down else 1


def address(given: str) -> tuple[str, int]:
    """The host and the port in ``[HOST:]PORT``; raises UsageError."""
    host, _, port = given.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise click.UsageError(f"--tcp: {given} is no port, nor HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


def start_logging(path: str | None) -> None:
    """Write what happens into a file; without one nothing is written, least of all to where the protocol goes."""
    import logging

    if path is None:
        logging.getLogger().addHandler(logging.NullHandler())
        logging.disable()
    else:
        logging.basicConfig(filename=path, level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
