# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Parquet files, where the package for them is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sidelight.domain.errors import ExchangeError, UsageError
from sidelight.exchange.records import Record

_ROWS = 1000
_MISSING = ("Parquet needs a further package.", "Install it: pip install 'sidelight[parquet]'")


def is_parquet(path: Path) -> bool:
    """Whether a file is one, whatever it is called."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def parquet_records(path: Path) -> Iterator[Record]:
    """The rows of a Parquet file.

    Raises:
        UsageError: the package is not installed.
        ExchangeError: the file is damaged.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(*_MISSING) from error
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    yield Record(row)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ExchangeError(
            f"“{path.name}” is a damaged Parquet file.", "Check whether it was fetched completely."
        ) from error


def write_parquet(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows of one shape.

    Raises:
        UsageError: the package is not installed.
        OSError: the file cannot be written.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(*_MISSING) from error
    message = pa.struct([("role", pa.string()), ("content", pa.string())])
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("question_id", "model_a", "model_b", "winner", "judge")),
            ("conversation_a", pa.list_(message)),
            ("conversation_b", pa.list_(message)),
            ("turn", pa.int64()),
            ("anony", pa.bool_()),
            ("language", pa.string()),
            ("tstamp", pa.float64()),
            ("category_tag", pa.string()),
            ("sidelight", pa.string()),
        ]
    )
    with parquet.ParquetWriter(path, schema) as writer:
        waiting: list[Mapping[str, Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == _ROWS:
                writer.write_table(pa.Table.from_pylist(waiting, schema))
                waiting.clear()
        writer.write_table(pa.Table.from_pylist(waiting, schema))
