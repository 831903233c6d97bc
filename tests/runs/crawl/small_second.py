"""A crawl with its second pass in a process of its own, to be killed: ``small_second.py URL FOLDER CACHE``."""

import sys
from pathlib import Path

from scanner.collect.hub.options import HubOptions
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl

options = HubOptions(endpoint=sys.argv[1], token="", pause=0.001, cache_dir=Path(sys.argv[3]))
orders = Orders(folder=Path(sys.argv[2]), options=options, quota=10**6, files=10**6, limit=50, texts="needed")
crawl(Query(org="acme", kinds=("model",)), orders)
