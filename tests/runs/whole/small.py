"""An audit of a table in a process of its own, to be killed: ``small.py TABLE FOLDER``. It has workers as large tables
have, and results are written a hundred rows after the other, so that a kill falls between them."""

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from scanner.__main__ import main
from scanner.runs.whole import held, taking

held.CHUNK, taking._WORTH, taking._TOGETHER = 100, 0, 500
sys.argv = ["modelscan", "audit", "--table", sys.argv[1], "--output", sys.argv[2], "-q", "--fail-on", "never"]
with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing):
    main()
