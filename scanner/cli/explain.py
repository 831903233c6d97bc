"""``modelscan explain``: what a rule, a licence, a condition, an obligation, a fact, a policy or a word means."""

import click


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option("--policy", metavar="FILE|NAME", help="Know this policy's own licences and rules too.")
def explain(terms: tuple[str, ...], policy: str | None) -> None:
    """Say what TERM means, with its source.

    TERM is a rule id, a licence, a condition, an obligation, a fact, a policy, or any word that modelscan prints.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.knowledge.policy import DEFAULT, load_policy
    from scanner.report.explain import explain as meaning

    found = meaning(" ".join(terms), engine_for(load_policy(policy or DEFAULT)))
    for one in (found, *found.also):
        click.echo(f"{one.title}  ({one.kind})")
        click.echo("".join(f"  {line}\n" for line in one.body).rstrip("\n"))
        click.echo(f"  Source: {one.source}\n")
