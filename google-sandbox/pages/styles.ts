/** One stylesheet for all pages: it is written into each of them. */
export const STYLES = `
:root {
  --paper: #ffffff; --ground: #f4f6f9; --ink: #1d2430; --soft: #566072; --line: #d5dbe4;
  --accent: #1b5fc1; --on-accent: #ffffff; --warn: #a3341f; --banner: #fff3cd; --on-banner: #4d3a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1c222c; --ground: #12161d; --ink: #e8ecf2; --soft: #a6b0c0; --line: #384252;
    --accent: #8ab4f8; --on-accent: #0d1b30; --warn: #ff9d8a; --banner: #3d3106; --on-banner: #ffe9a8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.banner {
  margin: 0; padding: .5rem 1rem; text-align: center; font-size: .9rem;
  background: var(--banner); color: var(--on-banner);
}
main { max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.error { color: var(--warn); font-weight: 600; }
a { color: var(--accent); overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a { padding: .5rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
fieldset { margin: 1rem 0 0; border: 1px solid var(--line); border-radius: .5rem; padding: .25rem 1rem .5rem; }
legend { padding: 0 .4rem; font-weight: 600; font-size: .9rem; }
.empty { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; border-bottom: 1px solid var(--line); }
.empty h2 { margin: .6rem 0; font-size: 1rem; font-weight: 500; color: var(--soft); }
.nowrap { white-space: nowrap; }
.card {
  background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1rem; margin: .75rem 0;
}
.narrow { max-width: 28rem; margin-inline: auto; }
.event { border-left: .375rem solid var(--colour, var(--accent)); }
.event dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .75rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.prose { white-space: pre-line; }
ul.plain { list-style: none; padding: 0; margin: 0; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.fields { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
label { display: block; font-weight: 600; font-size: .9rem; }
input, select {
  display: block; width: 100%; margin-top: .25rem; padding: .5rem .6rem; min-height: 2.75rem;
  font: inherit; font-weight: 400; color: inherit; background: var(--ground);
  border: 1px solid var(--soft); border-radius: .5rem;
}
.box { display: flex; gap: .75rem; align-items: flex-start; padding: .5rem 0; font-weight: 400; font-size: 1rem; }
.box input { width: 1.25rem; height: 1.25rem; min-height: 0; margin: .15rem 0 0; flex: none; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1rem; align-items: center; }
button {
  font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; cursor: pointer;
  border-radius: .5rem; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
}
button.quiet { background: transparent; color: var(--accent); }
button.danger { background: transparent; color: var(--warn); border-color: var(--warn); }
button.person {
  display: block; width: 100%; text-align: left; background: var(--paper); color: var(--ink);
  border-color: var(--line); margin: .5rem 0; font-weight: 400;
}
button.person[autofocus] { border-color: var(--accent); }
button.person strong, button.person span { display: block; overflow-wrap: anywhere; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; padding: .5rem 0; color: var(--accent); }
code { font-size: .9em; overflow-wrap: anywhere; }
`;
