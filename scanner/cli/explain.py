"""``modelscan explain``: what a rule, a licence, a condition, an obligation, a fact, a policy or a word means."""

import click

from scanner.cli.options import POLICY_HERE


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option("--policy", metavar="FILE|NAME", help=f"Know its own licences and rules too.  [default: {POLICY_HERE}]")
def explain(terms: tuple[str, ...], policy: str | None) -> None:
    """Say what TERM means, with its source.

    TERM is a rule id, a licence, a condition, an obligation, a fact, a policy, or any word that modelscan prints;
    several may be given.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.report.explain import explain_each
    from scanner.runs.policy import named

    found = list(explain_each(terms, engine_for(named(policy, None).load())))
    for one in (meaning for term in found for meaning in (term, *term.also)):
        body = "\n".join(one.body).rstrip("\n").splitlines()
        click.echo(f"{one.title}  ({one.kind})")
        click.echo("".join(f"  {line}\n" if line else "\n" for line in body) + f"  Source: {one.source}\n")
