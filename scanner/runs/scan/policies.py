"""The policy of each part of a tree, with the knowledge that it judges by."""

from dataclasses import field, replace

from scanner.judge.evaluate import Engine, engine_for
from scanner.knowledge.policy import chosen
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.rule import Rule
from scanner.runs.policy import of_settings
from scanner.runs.scan.config import ScanConfig


@dataclass
class Policies:
    """``default`` and those that the tree's settings name; engines are made once for all that share them."""

    default: Policy
    config: ScanConfig
    named: dict[str, Policy]
    _engines: dict[tuple[tuple[str, ...], tuple[str, ...]], Engine] = field(default_factory=dict)

    def of(self, path: str) -> Policy:
        """The policy of a file."""
        return self.named.get(self.config.policy_for(path) or "", self.default)

    def engine(self, policy: Policy) -> Engine:
        """The engine of a policy."""
        return self._engines.setdefault((policy.license_dirs, policy.rule_dirs), engine_for(policy))

    @property
    def knowledge_max_age_days(self) -> int | None:
        """The least of the ages that any policy here wants of what is known."""
        asked = (one.knowledge_max_age_days for one in (self.default, *self.named.values()))
        return min((one for one in asked if one is not None), default=None)

    def rules(self) -> dict[str, Rule]:
        """Every rule that some policy here asks, by id."""
        return {
            name: rule
            for policy in (self.default, *self.named.values())
            for name, rule in self.engine(policy).rules.by_id.items()
        }


def load_policies(config: ScanConfig, stated: Policy | str | None, use: str | None) -> Policies:
    """All policies of a tree, now, so that a mistake in one is told before anything is judged. One stated on the
    command line holds for the whole tree. Raises :class:`scanner.model.errors.PolicyError`."""
    if stated:
        return Policies(default=chosen(stated, use), config=ScanConfig(), named={})
    named = {one.policy: of_settings(replace(config, policy=one.policy), use).load() for one in config.paths}
    return Policies(default=of_settings(config, use).load(), config=config, named=named)
