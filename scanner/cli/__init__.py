"""The command line. Commands are imported when they run, so that ``--help`` and errors stay quick."""

import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from scanner import __version__
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.process import stop

if TYPE_CHECKING:
    from scanner.collect.hub.early import Prefetched

#: Command → ``(module, one line of help)``; the module has the command under the same name, `-` as `_`.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("scanner.cli.check", "Judge models: may we use them, do we get the weights, what is the data?"),
    "scan": ("scanner.cli.scan", "Find the models that a source tree uses, and judge each."),
    "fix": ("scanner.cli.fix", "Pin revisions and complete front matter where that is certain, shown first."),
    "waive": ("scanner.cli.waive", "Grant an exception with a reason, an approver and an end."),
    "lock": ("scanner.cli.lock", "Pin what was judged in models.lock."),
    "drift": ("scanner.cli.drift", "What changed upstream since models.lock was written."),
    "bundle": ("scanner.cli.bundle", "One file with all evidence, to judge from anywhere."),
    "audit": ("scanner.cli.audit", "The quarterly report over an inventory, with what changed since the last one."),
    "crawl": ("scanner.cli.crawl", "Pull the metadata of many repos into tables, resumable."),
    "catalog": ("scanner.cli.catalog", "Build a catalog of one's own from tables, for working offline."),
    "compare": ("scanner.cli.compare", "The facts that decide, side by side."),
    "suggest": ("scanner.cli.suggest", "Models of the same task that judge better under the policy."),
    "lineage": ("scanner.cli.lineage", "The ancestry of a model, with licences and where terms changed."),
    "notice": (
        "scanner.cli.notice",
        "The attributions and texts that the licences in play demand; --verify checks them.",
    ),
    "explain": ("scanner.cli.explain", "A rule, licence, condition, obligation or word, in plain words."),
    "licenses": ("scanner.cli.knowledge", "List the licences known here, or identify licence texts."),
    "rules": ("scanner.cli.knowledge", "List the rules."),
    "knowledge": ("scanner.cli.ages", "What is known here, and from when."),
    "card": ("scanner.cli.card", "Check a model's card line by line; write the message that asks its author."),
    "policy": ("scanner.cli.policy", "Write, validate, explain, test and compare policies."),
}


@contextmanager
def _in_a_line() -> Iterator[None]:
    """Before click answers them in its own way: a refusal of the system is an error like others, and Ctrl-C the end."""
    try:
        yield
    except OSError as error:
        raise ModelscanError(_system(error)) from error
    except KeyboardInterrupt:
        stop()


class LazyGroup(click.Group):
    """A group whose commands are imported at first use."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _in_a_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_a_line():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from scanner.model.plain import nearest

            raise click.UsageError(f"no command '{args[0]}'{nearest(args[0], COMMANDS)}; 'modelscan --help' lists them")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="modelscan")
def cli() -> None:
    """Licence and governance compliance for open AI models.

    Exit status: 0 all better than --fail-on, 1 at least one is not, 2 wrong command or configuration, 3 at least one
    could not be assessed.
    """


def main(begun: "Prefetched | None" = None) -> int:
    """Run the command line; its exit status. ``begun`` are requests that were sent before it was imported."""
    # A stream that the caller closed. What nobody reads may go unsaid; a result that nobody gets is an error.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or _refusing()
    sys.stderr = sys.stderr or _nowhere()
    status = _flushed(_status(begun))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what was asked for is done
    return status


def _status(begun: "Prefetched | None") -> int:
    """What the command comes to, its errors said."""
    try:
        status = cli.main(prog_name="modelscan", standalone_mode=False, obj=begun)
        return status if isinstance(status, int) else 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except click.ClickException as error:
        object.__setattr__(error, "message", _secretless(error.message))
        with suppress(OSError):
            error.show()
        return 2
    except ModelscanError as error:
        said = _say(str(error), *error.others)
        return 3 if isinstance(error, TargetError) else said


def _flushed(status: int) -> int:
    """The status, or 2 when not everything could be written; nothing is left for the interpreter's end to write."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        status = status if status == 2 else _say(_unwritten(error))
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return status


def _system(error: OSError) -> str:
    """What the system refused, in a line: a failure without a place is one to write stdout."""
    return f"{error.filename}: {error.strerror}" if error.filename is not None else _unwritten(error)


def _unwritten(error: Exception) -> str:
    return f"the output could not be written ({getattr(error, 'strerror', None) or error}): send it elsewhere"


def _refusing() -> TextIO:
    """In place of a closed stdout: whoever writes there learns that it cannot be written, as with a full disk."""
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def _say(*lines: str) -> int:
    from scanner.text.clean import one_line

    with suppress(OSError):
        for line in lines:
            click.echo(f"modelscan: {one_line(_secretless(line))}", err=True)
    return 2


def _secretless(text: str) -> str:
    from scanner.text.clean import secretless

    return secretless(text)
