"""Counts records with Spark in local mode: ``python -m tests.engines.on_spark FOLDER``."""

import pickle
import sys
from pathlib import Path

import ibis
from pyspark.sql import SparkSession
from tests.engines.registers import counted

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # short runs: compile quickly
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def main(folder: Path) -> None:
    """Write what was counted beside the records."""
    builder = SparkSession.builder.master("local[2]")
    for name, value in {**SETTINGS, "spark.sql.warehouse.dir": str(folder / "warehouse")}.items():
        builder = builder.config(name, value)
    engine = ibis.pyspark.connect(builder.getOrCreate())
    files = sorted(folder.glob("*.parquet"))
    found = counted({file.stem: engine.read_parquet(str(file)) for file in files})
    (folder / "counted.pickle").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
