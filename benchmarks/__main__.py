"""`make bench`: every benchmark in turn, each beside its floor. The soak, three minutes long, is `make soak`."""

from collections.abc import Callable

from benchmarks import bench_browser, bench_load, bench_overview, bench_present, bench_queries, bench_scale, bench_spc

_SECTIONS: dict[str, Callable[[], None]] = {
    "Loading": bench_load.main,
    "Questions": bench_queries.main,
    "Process charts": bench_spc.main,
    "In the browser": bench_browser.main,
    "The overview in the browser": bench_overview.main,
    "The next screen of a meeting": bench_present.main,
    "Twenty times as many incidents": bench_scale.main,
}

if __name__ == "__main__":
    for title, run in _SECTIONS.items():
        print(f"\n== {title}", flush=True)
        run()
