"""The command line. Commands are imported when they run, so that ``--help`` and errors stay quick."""

import importlib
import os
import sys
from typing import Any, TextIO

import click

from scanner import __version__
from scanner.model.errors import ModelscanError

#: Command → ``(module, one line of help)``; the module has the command under the same name, `-` as `_`.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("scanner.cli.check", "Judge models: may we use them, do we get the weights, what is the data?"),
    "scan": ("scanner.cli.scan", "Find the models that a source tree uses, and judge each."),
    "waive": ("scanner.cli.waive", "Grant an exception with a reason, an approver and an end."),
    "lock": ("scanner.cli.lock", "Pin what was judged in models.lock."),
    "drift": ("scanner.cli.drift", "What changed upstream since models.lock was written."),
    "bundle": ("scanner.cli.bundle", "One file with all evidence, to judge from anywhere."),
    "audit": ("scanner.cli.audit", "The quarterly report over an inventory, with what changed since the last one."),
    "explain": ("scanner.cli.explain", "A rule, licence, condition, obligation or word, in plain words."),
    "licenses": ("scanner.cli.knowledge", "List the licences known here, or identify licence texts."),
    "rules": ("scanner.cli.knowledge", "List the rules."),
    "policy": ("scanner.cli.policy", "Write, validate, explain, test and compare policies."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported at first use."""

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


def main() -> None:
    """Run the command line and exit with its status."""
    # A stream that the caller closed: the status alone is wanted.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    try:
        cli.main(prog_name="modelscan", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ModelscanError as error:
        sys.exit(_say(error))
    except (click.Abort, KeyboardInterrupt):
        _leave("modelscan: stopped; what was fetched is kept in the cache", 130)
    except BrokenPipeError:
        _leave("", 1)
    except OSError as error:
        sys.exit(_say(error))


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def _say(error: Exception) -> int:
    from scanner.text.clean import one_line

    click.echo(f"modelscan: {one_line(str(error))}", err=True)
    return 2


def _leave(text: str, status: int) -> None:
    """Exit at once: fetching threads may still wait on the network, and nobody waits for them."""
    if text:
        click.echo(text, err=True)
    sys.stderr.flush()
    os._exit(status)
