// What makes a guest's page nicer, in every browser as it is: no page needs it. Sent as it stands, so it is short.

const all = (selector) => [...document.querySelectorAll(selector)];

// The zone that the browser knows is better than one that was guessed by the address of its network.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const form of all("[data-guessed-zone]")) {
  const here = new URL(location.href);
  const isKnown = [...form.elements.tz.options].some(({ value }) => value === own);
  if (own === form.dataset.guessedZone || here.searchParams.has("tz") || !isKnown) continue;
  here.searchParams.set("tz", own);
  location.replace(here);
}

// A form that is being sent is not sent again. Coming back to the page opens it anew, and so does an answer that stays
// away: whoever has stopped waiting may try once more, and what is asked twice is done once.
for (const form of all("form[data-once]")) {
  const button = form.querySelector("[type=submit]");
  const label = button.textContent;
  const show = (isSent) => {
    button.textContent = isSent ? form.dataset.once : label;
    if (isSent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  };
  form.addEventListener("submit", (event) => {
    if (button.hasAttribute("aria-disabled")) return event.preventDefault();
    show(true);
    setTimeout(show, 15_000, false);
  });
  addEventListener("pageshow", () => show(false));
}

// Whoever goes back for another time finds what they had typed, in this tab, until it is booked.
const box = "typed";
for (const form of all("form[data-keep]")) {
  const fields = [...form.elements].filter(({ name, type }) => name && !/hidden|submit/.test(type));
  const isChoice = ({ type }) => type === "radio";
  try {
    const { path, typed } = JSON.parse(sessionStorage.getItem(box) ?? "{}");
    const isUntouched = fields.every(
      (field) => field.value === field.defaultValue || isChoice(field),
    );
    if (path === form.dataset.keep && isUntouched) {
      for (const field of fields) {
        const value = typed[field.name];
        if (value === undefined || field.name === "start") continue;
        if (isChoice(field)) field.checked ||= field.value === value;
        else field.value ||= value;
      }
    }
    addEventListener("pagehide", () => {
      const now = Object.fromEntries(new FormData(form));
      for (const name of ["key", "stamp", "start", "tz", "duration"]) delete now[name];
      sessionStorage.setItem(box, JSON.stringify({ path: form.dataset.keep, typed: now }));
    });
  } catch {}
}

for (const button of all("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    for (const status of all("[data-copied]")) status.textContent = status.dataset.copied;
  });
}

// A booking: nothing typed is needed any more, and what Google still has to do shows as it is done.
const live = () => document.querySelector("[data-live]");
if (live()) {
  try {
    sessionStorage.removeItem(box);
  } catch {}
  let left = 20;
  const look = async () => {
    if (live().dataset.live !== "waiting" || left-- === 0) return;
    if (!document.hidden) await replace().catch(() => {});
    setTimeout(look, 3000);
  };
  setTimeout(look, 2000);
}

async function replace() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  // Whoever is on a link in there is not to lose it.
  if (!fresh || fresh.textContent === live().textContent || live().contains(document.activeElement))
    return;
  live().replaceWith(fresh);
  for (const status of all("[data-news]")) status.textContent = status.dataset.news;
}
