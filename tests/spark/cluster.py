"""A standalone Spark cluster on loopback: a master and two workers, each a process of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cluster(folder: Path, python: str = sys.executable) -> Iterator[str]:
    """The master's address. ``python`` is what executors run."""
    port = _port()
    env = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    env |= {"PYSPARK_PYTHON": python, "SPARK_WORKER_DIR": str(folder), "SPARK_LOCAL_DIRS": str(folder)}
    master = ["deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(_port())]
    address = f"spark://127.0.0.1:{port}"
    worker = ["deploy.worker.Worker", address, "--host", "127.0.0.1", "--cores", "1", "--memory", "1g"]
    run = []
    try:
        for number, (name, *words) in enumerate((master, worker, worker)):
            log = (folder / f"{number}.log").open("wb")
            ui = ["--webui-port", str(_port())] if number else []
            command = [str(HOME / "bin/spark-class"), f"org.apache.spark.{name}", *words, *ui]
            run.append(subprocess.Popen(command, env=env, stdout=log, stderr=log))
            log.close()
            wanted = r"Registering worker|registered with master|I have been elected leader"
            _wait(folder / f"{number}.log", wanted, run[-1])
        yield address
    finally:
        for one in reversed(run):
            one.terminate()
        for one in run:
            one.wait(30)


def _wait(log: Path, wanted: str, process: "subprocess.Popen[bytes]", seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not re.search(wanted, log.read_text(errors="replace")):
        if time.monotonic() > end or process.poll() is not None:
            raise AssertionError(f"Spark did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)
