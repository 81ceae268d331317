"""`make bench`: every benchmark in turn, each beside its floor."""

from benchmarks import bench_load, bench_queries, bench_spc

if __name__ == "__main__":
    bench_load.main()
    bench_queries.main()
    bench_spc.main()
