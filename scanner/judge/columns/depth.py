"""Whether a chain of bases goes beyond the depth limit: told by numbers for all ways of naming at once.

A way has something beyond the limit where a repo is met first on a step further than the limit allows. No walk is that
long: surely not. Marks that only other repos can change differ a step further: surely. For what is left all repos that
are met are kept, a bit for each way that is asked.
"""

from itertools import count

import numpy as np

from scanner.judge.columns.codes import Flags, Numbers
from scanner.judge.columns.walking import TOGETHER, Part, parts
from scanner.judge.columns.ways import Places, Pull, Ways
from scanner.model.snapshot import MAX_DEPTH

_MARKS = 24


def depths(ways: Ways, lead: Places) -> Numbers:
    """How many steps the longest walk from each way takes, at most one more than the limit. ``lead`` is the way of each
    edge's repo, -1 for none."""
    found = (ways.sizes() > 0).astype(np.int32)
    further = np.flatnonzero(lead >= 0)
    pull = Pull.along(ways.rows()[further], lead[further])
    for _ in range(MAX_DEPTH):
        found[pull.to] = 1 + pull.by(np.maximum, found)
    return found


def beyond(ways: Ways, lead: Places, asked: Places) -> Places:
    """Which of some ways meet any repo first beyond the limit."""
    found = [asked[:0]]
    for seed in count():
        part = Part.of(ways, lead, asked)
        sure = _marked(part, seed)[part.asked]
        found.append(asked[sure])
        asked = asked[~sure]
        # Other marks would tell fewer than walking does in that time.
        if int(np.count_nonzero(sure)) < TOGETHER or len(asked) < TOGETHER:
            break
    for some, part in parts(ways, lead, asked):
        met = part.walked(np.full(len(part.asked), -1))
        found.append(asked[some][part.each(np.bitwise_or.reduce(met.beyond, axis=0)[None])[:, 0]])
    return np.concatenate(found)


def _marked(part: Part, seed: int) -> Flags:
    """Which ways surely meet another repo a step beyond the limit: the least of random numbers of all repos that are
    met changes only with them. (Of bits, one for each repo, all are soon set where ancestors are many.)"""
    marks = np.random.default_rng(seed).integers(0, 2**32, (len(part.leads), _MARKS), np.uint32)
    own, there = Pull.along(part.row, part.node), np.flatnonzero(part.leads[part.node] >= 0)
    first = np.full((part.ways, _MARKS), 2**32 - 1, np.uint32)
    first[own.to] = own.by(np.minimum, marks)
    pull = Pull.along(part.row[there], part.leads[part.node[there]])
    found = before = first
    for _ in range(MAX_DEPTH):
        before, found = found, first.copy()
        found[pull.to] = np.minimum(first[pull.to], pull.by(np.minimum, before))
    changed: Flags = (found != before).any(axis=1)
    return changed
