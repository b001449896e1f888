"""Every day's users as a batch: raw into Cassandra, from there by Spark into PostgreSQL.

`extract` keeps the day's users as they come in `batch_keyspace.raw_users`; `transform` reads them
back, cleans them and writes `users`; `load` counts them and writes the day's `user_statistics`.
Each step may be retried, and a day run again, at any time: a step that is done stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG, Param
from rollcall_operator import RollcallOperator

with DAG(
    dag_id="batch_etl_pipeline",
    description="Every day's users as a batch, by way of Cassandra to PostgreSQL",
    doc_md=__doc__,
    schedule="@daily",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,  # of a home, one command at a time
    default_args={
        "retries": 2,
        "execution_timeout": timedelta(hours=1),
    },
    params={
        "users": Param(1000, type="integer", minimum=1, description="Users of the day"),
        "engine": Param("spark", enum=["spark", "jvm"], description="What runs the pipeline"),
    },
    tags=["rollcall"],
):
    extract, transform, load = (
        RollcallOperator(task_id=step, system="daily-batch", step=step)
        for step in ("extract", "transform", "load")
    )
    extract >> transform >> load
