"""The options that commands share, and what they make: where to read, what to judge by, where to write."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.collect.hub.options import HubOptions, find_token
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.words import Verdict
from scanner.text.late import late

if TYPE_CHECKING:
    from scanner.model.report import Style
    from scanner.runs.policy import NamedPolicy

Command = TypeVar("Command", bound=Callable[..., Any])

#: What the caller has open already, and nowhere. Other devices and pipes are no place for a report: ``-`` is stdout.
_OPEN = late(r"/dev/(null|stdout|stderr|fd/\d+)|/proc/self/fd/\d+")

#: Where an audit writes what it makes, where nothing else is said.
AUDIT_FOLDER = "modelscan-audit"

FAIL_ON = ("fail", "unknown", "review", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The shared options, as given."""

    policy: str | None
    use: str | None
    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    offline: bool
    hub: str | None
    token: str | None
    fail_on: str
    no_color: bool
    quiet: bool
    verbose: int
    waivers: str | None = None
    baseline: str | None = None
    bundle: str | None = None
    tables: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()

    @property
    def verbosity(self) -> int:
        return -1 if self.quiet else self.verbose

    @property
    def style(self) -> "Style":
        """How the screen is written to."""
        from scanner.model.report import style_for

        return style_for(sys.stdout, os.environ, no_color=self.no_color, verbosity=self.verbosity)


def _formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that begin so, for a shell's completion."""
    from scanner.report.registry import FORMATS

    return [name for name in sorted(FORMATS) if name.startswith(incomplete)]


def _policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """The built-in policies and the files that begin so."""
    from click.shell_completion import CompletionItem

    from scanner.knowledge.policy import builtin_names

    named = [CompletionItem(name) for name in builtin_names() if name.startswith(incomplete)]
    return [*named, CompletionItem(incomplete, type="file")]


_REPORTS = "text, json, jsonl, markdown, html, csv, sarif, spdx, spdx-2.3, spdx-2.3-tv, cyclonedx, cyclonedx-1.6"
_REPORTS += ", allow-list, block-list, lists, github, junit, gitlab, summary, comment; repeatable.  [default: text]"


#: What help says of the policy, and on a command that may work from a lock (``scanner.runs.policy`` is the order).
POLICY_HERE = "modelscan.toml's, else commercial-saas"
POLICY_OF_LOCK = f"The policy to judge by.  [default: the lock's, else {POLICY_HERE}]"
#: Of no bearing on a command that writes no report.
UNREPORTED = ("formats", "fail-on", "waivers", "baseline", "no-color", "verbose")


def formats(names: Sequence[str]) -> str:
    """What help says of the formats of a command that has its own, the usual one first."""
    return f"{', '.join(names[:-1])} or {names[-1]}; repeatable.  [default: {names[0]}]"


def common(command: Command) -> Command:
    """Add the shared options to a command; they arrive as one :class:`Common` under ``common``."""
    return common_but()(command)


def common_but(*idle: str, **told: str) -> Callable[[Command], Command]:
    """:func:`common` for a command on which the ``idle`` ones have no bearing: they are taken, and its help leaves them
    out. ``told`` is what its help says of others."""

    def added(command: Command) -> Command:
        for option in reversed(_options(idle, told)):
            command = option(command)
        return command

    return added


def _options(idle: Sequence[str], told: Mapping[str, str]) -> list[Callable[[Any], Any]]:
    def option(*names: str, **how: Any) -> Callable[[Any], Any]:
        name = names[-1].removeprefix("--")
        return click.option(*names, hidden=name in idle, **{**how, "help": told.get(name, how["help"])})

    return [
        option(
            "--policy",
            metavar="FILE|NAME",
            shell_complete=_policies,
            help=f"The policy to judge by.  [default: {POLICY_HERE}]",
        ),
        option("--use", metavar="NAME", help="Judge for the use that this other policy states, such as research."),
        option(
            "--format",
            "formats",
            multiple=True,
            metavar="FORMAT",
            shell_complete=_formats,
            help=_REPORTS,
        ),
        option(
            "--output",
            "outputs",
            multiple=True,
            metavar="PATH",
            help="Write the n-th format there instead of to stdout.",
        ),
        option("--offline", is_flag=True, help="Ask no network: judge from the cache and the bundled catalog."),
        option("--hub", metavar="URL", help="The Hub to ask (also HF_ENDPOINT)."),
        option("--token", metavar="TOKEN", help="Access token (better: HF_TOKEN in the environment)."),
        option(
            "--fail-on",
            type=click.Choice(FAIL_ON),
            default="unknown",
            show_default=True,
            help="Exit 1 at this verdict or worse.",
        ),
        option("--waivers", metavar="FILE", help="Exceptions granted.  [default: modelscan-waivers.yaml if there]"),
        option("--baseline", metavar="FILE", help="Findings adopted.  [default: modelscan-baseline.yaml if there]"),
        option("--bundle", metavar="FILE", help="With --offline: judge from this evidence bundle first."),
        option(
            "--table", "tables", multiple=True, metavar="DIR", help="Judge from tables of 'crawl', asking no network."
        ),
        option(
            "--catalog",
            "catalogs",
            multiple=True,
            metavar="FILE",
            help="Judge from this catalog of 'catalog build'; repeatable, the newest record stands.",
        ),
        option("--no-color", is_flag=True, help="No colour (also NO_COLOR)."),
        option("-q", "--quiet", is_flag=True, help="A line a model; no progress, no policy, no shared findings."),
        option("-v", "--verbose", count=True, help="Every detail, a screen a model."),
    ]


def own_templates(command: Command) -> Command:
    """Add ``--template``; each is an output like a format, after those that ``--format`` names."""
    return click.option(
        "--template",
        "own",
        multiple=True,
        metavar="FILE|NAME",
        help="Fill a template of your own, or one that ships; an output like a --format, after those.",
    )(command)


def take_common(values: dict[str, Any]) -> Common:
    """The shared options out of a command's keyword arguments."""
    values["formats"] = (*values["formats"], *(f"template:{name}" for name in values.pop("own", ())))
    return Common(**{name: values.pop(name) for name in Common.__dataclass_fields__})


def accepted(common: Common) -> list[tuple[str, str | None]]:
    """The outputs, once the command line is known to be right: nobody is asked before. What can only be wrong in a
    policy of one's own is found by reading it. Raises :class:`ModelscanError`."""
    from scanner.report.registry import known

    outputs = pairs(common)
    for name, _ in outputs:
        known(name)
    if not (named := policy_named(common)).ships:
        named.load()
    _readable(common)
    return outputs


def _readable(common: Common) -> None:
    from scanner.judge.exceptions.applying import BASELINE_FILE, WAIVER_FILE

    for given, usual in ((common.waivers, WAIVER_FILE), (common.baseline, BASELINE_FILE)):
        if given is not None or Path(usual).is_file():
            from scanner.judge.exceptions.files import read_file

            read_file(Path(given or usual))


def hub_options(common: Common) -> HubOptions:
    """Where and how to ask the Hub, by these options and the environment. Raises :class:`ModelscanError`."""
    if common.bundle is not None and not common.offline:
        raise ModelscanError("--bundle judges from evidence that is not live: give --offline with it")
    find_token(common.token)
    own = bool(common.tables or common.catalogs)
    options = HubOptions(
        endpoint=common.hub,
        token=common.token,
        offline=common.offline or own,
        bundle=Path(common.bundle) if common.bundle is not None else None,
        tables=tuple(map(Path, common.tables)),
        catalogs=tuple(map(Path, common.catalogs)),
        prefetched=click.get_current_context().obj,
    )
    return options if common.quiet else replace(options, progress=say)


def say(text: str) -> None:
    """A line about the work, apart from its result."""
    from scanner.text.clean import one_line, secretless

    click.echo(f"modelscan: {one_line(secretless(text))}", err=True)


def policy_named(common: Common, tree: Path | None = None, locks: Iterable[str] = ()) -> "NamedPolicy":
    """The policy by option, else that of the locks, else that of the settings of the tree or the working directory."""
    from scanner.runs.policy import named

    return named(common.policy, common.use, tree, map(Path, locks))


def chosen_policy(common: Common, tree: Path | None = None, locks: Iterable[str] = ()) -> Policy:
    """The policy that :func:`policy_named` finds."""
    return taken(policy_named(common, tree, locks), common)


def taken(found: "NamedPolicy", common: Common) -> Policy:
    """A policy that was found; whose choice it is, is said where nobody typed it."""
    from scanner.knowledge.policy import DEFAULT

    if found.by is not None and found.name != DEFAULT and not common.quiet:
        say(f"policy {found.name} (from {found.by})")
    return found.load()


def failing(verdict: Verdict, fail_on: str) -> bool:
    """Whether a verdict is at ``--fail-on`` or worse."""
    from scanner.model.words import VERDICTS

    return fail_on != "never" and VERDICTS.index(verdict) >= VERDICTS.index(fail_on)


def pairs(common: Common) -> list[tuple[str, str | None]]:
    """``(format, path or None)`` for each output; more outputs than formats is a mistake."""
    formats = common.formats or ("text",)
    if len(common.outputs) > len(formats):
        raise ModelscanError(
            "more --output than --format: the n-th output belongs to the n-th format; add a --format for each"
        )
    paths: Sequence[str | None] = [path if path != "-" else None for path in common.outputs]
    return list(zip(formats, [*paths, *[None] * (len(formats) - len(paths))], strict=True))


def own_pairs(common: Common, command: str, formats: Sequence[str]) -> list[tuple[str, str | None]]:
    """:func:`pairs` of a command that has formats of its own."""
    outputs = pairs(common)
    for name, _ in outputs:
        if name not in formats:
            raise ModelscanError(f"{command} has no format '{name}': choose one of {', '.join(formats)}")
    return outputs


def write(text: str | bytes | Iterable[str], path: str | None) -> None:
    """Write an output, or its pieces, to a file, whole or not at all, or to stdout. Raises :class:`ModelscanError`."""
    pieces = (text,) if isinstance(text, str | bytes) else text
    data = (one.encode("utf-8", "backslashreplace") if isinstance(one, str) else one for one in pieces)
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(data)
        sys.stdout.flush()
    elif _OPEN.fullmatch(path):
        with Path(path).open("wb") as stream:
            stream.writelines(data)
    else:
        _replace(Path(path), data)


def _replace(target: Path, data: Iterable[bytes]) -> None:
    from scanner.text.files import write_whole

    try:
        write_whole(target, data)
    except OSError as error:
        raise ModelscanError(
            f"{target} could not be written ({error.strerror}); what stood there before is unchanged"
        ) from error
