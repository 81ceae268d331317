"""What the one HTML file of a pack brings along: its style, its two scripts, and the rule that it may fetch nothing."""

import gzip
from base64 import b64encode
from functools import cache
from hashlib import sha256

import plotly.offline

STYLE = """
:root {color-scheme: light}
body {margin: 0; font: 1.1rem/1.5 Arial, "Liberation Sans", sans-serif; color: #1D1D1B; background: #fff}
header, main, footer {max-width: 72rem; margin: 0 auto; padding: 0 1.2rem}
h1, h2 {line-height: 1.25}
h1 {margin: 1.6rem 0 .4rem}
h2 {font-size: 1.7rem; margin: .2rem 0 .4rem}
a {color: #12436D}
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {outline: 3px solid #1D1D1B; outline-offset: 2px}
.skip {position: absolute; left: -999rem}
.skip:focus {position: static; display: inline-block; padding: .6rem 1rem}
.badge {display: inline-block; margin: 0 0 .5rem; padding: .1rem .7rem; background: #801650; color: #fff; font-weight: 700;
  font-size: .95rem}
.formal, .source, .place {color: #595959; font-size: .95rem; margin: .2rem 0}
.question {font-weight: 700; margin: .6rem 0}
nav li {margin: .3rem 0}
section {border-top: 2px solid #12436D; padding: 1.4rem 0 1rem}
.scroll {overflow-x: auto}
.chart {min-width: 46rem}
.events {list-style: none; padding: 0; margin: .6rem 0}
.events b {display: inline-block; min-width: 1.5em; margin-right: .5em; background: #1D1D1B; color: #fff; text-align: center}
.numbers {display: flex; flex-wrap: wrap; gap: 2rem; padding: 0; list-style: none}
.numbers li {flex: 1 1 16rem}
.numbers p {margin: 0}
.figure {font-size: 3.4rem; font-weight: 700; line-height: 1.2}
.verdict {font-weight: 700}
details {margin: .8rem 0}
summary {cursor: pointer; color: #12436D; text-decoration: underline}
table {border-collapse: collapse; font-size: .95rem; margin: .6rem 0}
caption {text-align: left; font-weight: 700; padding: .3rem 0}
th, td {text-align: left; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #C9C9C9; vertical-align: top}
thead th {border-bottom: 2px solid #12436D}
tbody th {font-weight: 400}
.place, .back {font-size: .95rem}
@media print {
  @page {size: A4 landscape; margin: 10mm}
  body {font-size: 11pt}
  header, main, footer {max-width: none; padding: 0}
  h1 {font-size: 26pt} h2 {font-size: 19pt}
  section {border: 0; padding: 0; break-before: page; break-inside: avoid}
  .skip, .back, details, noscript {display: none}
  .scroll {overflow: visible}
  .chart {min-width: 0; zoom: var(--fit)}
  nav li {margin: .1rem 0}
  nav a {color: inherit; text-decoration: none}
  .badge {background: none; color: #801650; border: 2px solid #801650}
}
"""
PRINT_WIDTH, PRINT_HEIGHT = 1040, 700  # pixels of A4 across, within its margins

# The charts' program is packed, which saves three fifths of the file; where a browser cannot unpack it, the tables stay.
LOADER = """
(async () => {
  const charts = [...document.querySelectorAll(".chart")];
  const config = JSON.parse(document.getElementById("config").textContent);
  const onPaper = chart => ({width: PRINT_WIDTH / Number(chart.dataset.fit), height: Number(chart.dataset.height)});
  const draw = (chart, isPaper) => {
    const figure = JSON.parse(document.getElementById(chart.id + "-figure").textContent);
    const layout = {...figure.layout, ...(isPaper ? {...onPaper(chart), autosize: false} : {})};
    return Plotly.newPlot(chart, figure.data, layout, {...config, responsive: !isPaper});
  };
  try {
    const packed = Uint8Array.from(atob(document.getElementById("program").textContent), sign => sign.charCodeAt(0));
    const open = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const program = document.createElement("script");
    program.textContent = await new Response(open).text();
    document.head.append(program);
    const isPaper = location.hash === "#paper";
    for (const chart of charts) await draw(chart, isPaper);
    if (isPaper) return;
    addEventListener("beforeprint", () => charts.forEach(chart => draw(chart, true)));
    addEventListener("afterprint", () => charts.forEach(chart => draw(chart, false)));
  } catch (error) {
    for (const chart of charts) chart.textContent = "This browser cannot draw the chart; its figures are in the table below.";
  }
})();
""".replace("PRINT_WIDTH", str(PRINT_WIDTH))


@cache
def program() -> str:
    """The program that draws charts, as it came with Plotly."""
    found: str = plotly.offline.get_plotlyjs()
    return found


@cache
def packed_program() -> str:
    """The same, packed as text. The same program gives the same text."""
    return b64encode(gzip.compress(program().encode(), mtime=0)).decode()


def policy() -> str:
    """Only these two scripts run, and nothing is fetched from anywhere."""
    scripts = " ".join(f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in (LOADER, program()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
        "form-action 'none'; base-uri 'none'"
    )
