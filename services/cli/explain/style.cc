#include "cli/explain/style.h"

namespace cli::explain {

const std::string_view kStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f6f3; --card: #fff; --ink: #1d2124; --soft: #5c6468; --line: #d9dad4;
  --body: #1a7f4b; --headline: #2458c5; --caption: #0f7c8c; --none: #8b9196;
  --links: #b06d00; --apart: #b3491d; --after: #8a4b2d; --noise: #7a45b0; --repeat: #b0306f;
  --focus: #2458c5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16191b; --card: #1f2426; --ink: #e8e9e6; --soft: #a0a8ab; --line: #353c3f;
    --body: #4fc587; --headline: #82a8ff; --caption: #53c3d3; --none: #7d868a;
    --links: #e3a63d; --apart: #ef8a5d; --after: #d19a78; --noise: #bd93ee; --repeat: #ee7fb4;
    --focus: #82a8ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
.away {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); color: var(--ink);
  padding: .5rem 1rem; z-index: 9; }
.skip:focus { top: .5rem; }

.bar {
  position: sticky; top: 0; z-index: 4; display: flex; flex-wrap: wrap; gap: .4rem 1rem;
  align-items: center; padding: .6rem 1.25rem; background: var(--card);
  border-bottom: 1px solid var(--line);
}
.bar strong { margin-right: auto; }
.filter { display: flex; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
.filter label { padding: .3rem .8rem; cursor: pointer; border-left: 1px solid var(--line); }
.filter label:first-child { border-left: 0; }
#all:checked ~ .bar [for=all], #kept:checked ~ .bar [for=kept],
#dropped:checked ~ .bar [for=dropped], #disputed:checked ~ .bar [for=disputed] {
  background: var(--ink); color: var(--page);
}
#all:focus-visible ~ .bar [for=all], #kept:focus-visible ~ .bar [for=kept],
#dropped:focus-visible ~ .bar [for=dropped], #disputed:focus-visible ~ .bar [for=disputed] {
  outline: 3px solid var(--focus); outline-offset: -3px;
}
#kept:checked ~ main .b:not(.is-kept), #dropped:checked ~ main .b.is-kept,
#disputed:checked ~ main .b:not(.is-disputed) { display: none; }

.event { padding: 1.5rem 1.25rem 2rem; max-width: 78rem; margin: 0 auto; }
.event + .event { border-top: 4px double var(--line); }
.place { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; margin: 0 0 .25rem; }
.quality { margin: .35rem 0 0; }
.fault { color: var(--apart); margin: .35rem 0 0; }
.pill { display: inline-block; border: 1px solid var(--body); color: var(--body);
  border-radius: 1rem; padding: 0 .6rem; font-size: .875rem; margin-right: .4rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 24rem; gap: 1.5rem;
  margin-top: 1.25rem; align-items: start; }
.side { grid-column: 2; grid-row: 1; display: grid; gap: 1rem; }
.blocks { grid-column: 1; grid-row: 1; list-style: none; margin: 0; padding: 0; }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .75rem 1rem; }
.panel summary { font-weight: 600; cursor: pointer; }
.panel > :last-child { margin-bottom: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .2rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin-top: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem .25rem 0;
  border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; overflow-wrap: normal; }
.does td { border-top: 0; padding-top: 0; color: var(--soft); }
tr:first-child > th, tr:first-child > td { border-top: 0; }
th { font-weight: 600; color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.won th, .won td { color: var(--body); font-weight: 600; }
.from { color: var(--soft); font-size: .8125rem; }
.fields { margin: .5rem 0 0; font-size: .875rem; }
.fields dt { color: var(--soft); font-weight: 600; margin-top: .45rem; }
.fields dt .from { font-weight: 400; }
.fields dd { margin: 0; overflow-wrap: anywhere; }
.legend { list-style: none; margin: .5rem 0 0; padding: 0; font-size: .875rem; }
.legend li { display: grid; grid-template-columns: 1rem 6.2rem 2.2rem 1fr; gap: .5rem;
  padding: .2rem 0; }
.legend i { width: .9rem; height: .9rem; border-radius: .2rem; margin-top: .25rem;
  background: var(--tone, var(--none)); }
.hint { color: var(--soft); font-size: .875rem; margin: .5rem 0 0; }

.b { --tone: var(--none); display: flow-root; border-left: 4px solid var(--tone); padding: .1rem .6rem;
  margin: 1px 0; cursor: pointer; scroll-margin-top: 4rem; }
.t-body { --tone: var(--body); } .t-headline { --tone: var(--headline); }
.t-caption { --tone: var(--caption); } .t-links { --tone: var(--links); }
.t-apart { --tone: var(--apart); } .t-after, .t-section_head, .t-below_head { --tone: var(--after); }
.t-boilerplate, .t-consent, .t-label, .t-prefix { --tone: var(--noise); }
.t-repeat, .t-title, .t-other_h1 { --tone: var(--repeat); }
.b .text { margin: 0; overflow-wrap: anywhere; }
.b:not(.is-kept) .text { color: var(--soft); font-size: .875rem; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.b.is-kept { background: color-mix(in srgb, var(--tone) 9%, transparent); padding: .4rem .6rem;
  margin: 3px 0; border-radius: 0 .4rem .4rem 0; }
.b.is-kept .text { white-space: pre-wrap; }
.b.t-headline .text, .b.is-heading.is-kept .text { font-weight: 650; font-size: 1.125rem; }
.b .mark { float: right; margin-left: .75rem; color: var(--tone); font-size: .8125rem; white-space: nowrap; display: flex; gap: .5rem;
  align-items: baseline; }
.votes { display: inline-flex; gap: 2px; font-size: .6875rem; font-weight: 700; }
.votes b { border: 1px solid var(--line); color: var(--soft); border-radius: .2rem; padding: 0 .25rem;
  font-weight: inherit; }
.votes .on { background: var(--body); border-color: var(--body); color: var(--card); }
.b:hover, .b:focus { box-shadow: 0 0 0 2px var(--tone); }

.why { display: none; position: fixed; z-index: 5; overflow: auto; cursor: auto;
  background: var(--card); border: 2px solid var(--tone); padding: .9rem 1.1rem; font-size: .9375rem;
  top: 4.2rem; max-height: calc(100vh - 5.2rem); width: 24rem; border-radius: .6rem;
  right: max(1.25rem, calc((100vw - 78rem) / 2 + 1.25rem)); box-shadow: 0 6px 24px #0003; }
.b:focus > .why, .b:focus-within > .why { display: block; }
.b:hover > .why { display: block; z-index: 6; }
.why h3 { color: var(--tone); font-size: 1.0625rem; }
.why p { margin: .4rem 0; overflow-wrap: anywhere; }
.why .path { font: .8125rem/1.45 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace;
  color: var(--soft); }
.why .full { border-top: 1px solid var(--line); padding-top: .5rem; white-space: pre-wrap; }

@media (max-width: 60em) {
  body { padding-bottom: 50vh; }
  .bar { padding: .5rem .9rem; } .event { padding: 1rem .9rem; }
  .filter { width: 100%; } .filter label { flex: 1; text-align: center; padding: .45rem .2rem; }
  .columns { display: flex; flex-direction: column; align-items: stretch; gap: 1rem; }
  .side { display: contents; } .panel { order: 2; } .panel:first-child { order: 0; }
  .blocks { order: 1; } .b { scroll-margin-top: 6.5rem; }
  .why { left: 0; right: 0; bottom: 0; top: auto; width: auto; max-height: 48vh;
    border-width: 3px 0 0; border-radius: .8rem .8rem 0 0; }
  .b .mark .word { display: none; }
}
@media print { .bar, .skip, .why { display: none !important; } body { padding: 0; } }
)css";

}  // namespace cli::explain
