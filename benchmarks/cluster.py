"""Gives the processes of a Dask cluster to a build, two of this machine: `-e GONGKAI_EXECUTOR=benchmarks.cluster:executor`."""

from __future__ import annotations

from concurrent.futures import Executor

from distributed import Client, LocalCluster


def executor() -> Executor:
    """A new cluster, which ends with the program; of several machines `Client` would be given the address instead."""
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    handing_over: Executor = Client(cluster).get_executor()
    return handing_over
