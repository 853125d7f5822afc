"""Engines that a test starts itself: PostgreSQL in a temporary folder, Spark in local mode."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis
import pytest
from ibis.backends import BaseBackend

ROOT = Path(__file__).parents[2]
OLDEST_JAVA = 17


@contextmanager
def postgresql() -> Iterator[BaseBackend]:
    """A connection to an empty database that sorts text as German dictionaries do, not by bytes."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: make engines")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(programs[-1]) if programs else shutil.which("initdb")
    if found is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has 107 letters at most
    if os.geteuid() == 0:
        shutil.chown(folder, user)  # the server refuses to run as root
    data = folder / "data"
    server = Path(found).with_name("pg_ctl")
    german = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de"]
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        _call(found, "-D", data, "-U", "postgres", "-A", "trust", *german, user=user)
        _call(server, "-D", data, "-w", "-l", folder / "log", "-o", settings, "start", user=user)
        try:
            backend = ibis.postgres.connect(host=str(folder), user="postgres", database="postgres")
            yield backend
            backend.disconnect()
        finally:
            _call(server, "-D", data, "-w", "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder)


def count_on_spark(folder: Path) -> None:
    """Count the records in a folder's Parquet files with Spark, in a process of its own.

    Spark leaves sockets and a Java machine behind, which end with that process.
    """
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < OLDEST_JAVA:
        pytest.skip(
            f"Spark needs Java {OLDEST_JAVA} or later: apt-get install default-jre-headless"
        )
    pytest.importorskip("pyspark", reason="pyspark is not installed: make engines")
    command = [sys.executable, "-m", "tests.engines.on_spark", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def _call(*words: object, user: str) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        user=user if os.geteuid() == 0 else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
