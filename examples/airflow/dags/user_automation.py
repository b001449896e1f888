"""Every day's users, to Cassandra and, cleaned and enriched, to PostgreSQL.

`created_users` takes them through the topic `users_created` to `spark_streams.created_users`;
`user_warehouse` through `users_raw` to the tables `users`, `users_by_region` and
`users_by_age_band`. Each is compared with its topic in the end. The same day again adds nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG, Param
from rollcall_operator import RollcallOperator

with DAG(
    dag_id="user_automation",
    description="Every day's users to Cassandra and PostgreSQL",
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
    RollcallOperator(task_id="created_users", system="created-users")
    RollcallOperator(task_id="user_warehouse", system="user-warehouse")
