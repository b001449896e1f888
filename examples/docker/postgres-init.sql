-- Airflow and Superset keep their own tables beside the warehouse.
CREATE DATABASE airflow;
CREATE DATABASE superset;
