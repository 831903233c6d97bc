"""A crawl in a process of its own, to be killed: ``small.py URL FOLDER``."""

import sys
from pathlib import Path

from scanner.collect.hub.options import HubOptions
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl

options = HubOptions(endpoint=sys.argv[1], token="", pause=0.001)
crawl(Query(kinds=("model",)), Orders(folder=Path(sys.argv[2]), options=options, quota=10**6, limit=50))
