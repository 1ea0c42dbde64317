"use strict";
// One item after another. Each tap is sent at once; what could not be sent is sent again until it is.
// keepalive: who taps and leaves the page at once has answered too.
const card = document.getElementById("card");
const at = card.dataset.at, items = [...card.querySelectorAll(".item")];
const saved = document.getElementById("saved"), place = document.getElementById("place");
const end = document.getElementById("end"), handedIn = document.getElementById("in");
const pages = [...items, end, handedIn];
const token = document.querySelector("meta[name=xsrf]").content;
const waiting = new Map();
let here = 0, sending = false;

const chosen = item => item.querySelector(".marks input:checked")?.value ?? "";
const isAnswered = item => chosen(item) !== "" || "elsewhere" in item.dataset;
const answered = () => items.filter(isAnswered).length;

function show(number, focus = true) {
  here = Math.max(0, Math.min(number, pages.length - 1));
  pages.forEach((page, at) => page.classList.toggle("here", at === here));
  place.textContent = here < items.length ? `${here + 1} of ${items.length}` : "";
  document.getElementById("hint").hidden = here > 0 && here < items.length;
  const open = items.length - answered();
  document.getElementById("left").textContent = open
    ? `${open} ${open === 1 ? "item has" : "items have"} no answer yet. If you do not know, say so: it helps the others.`
    : "Everything is answered.";
  document.getElementById("to-open").hidden = !open;
  document.querySelectorAll(".back").forEach(button => { button.disabled = here === 0; });
  if (focus) { const first = pages[here].querySelector(".marks input:checked, .marks input") ?? pages[here]; first.focus({ preventScroll: true }); window.scrollTo(0, 0); }
}

async function post(path, fields) {
  const answer = await fetch(at + path, { method: "POST", body: new URLSearchParams(fields), keepalive: true, headers: { "X-XSRFToken": token } });
  const said = await answer.json();
  if (!answer.ok) { const error = new Error(said.error); error.final = answer.status < 500; throw error; }
  return said;
}

function tell(text, trouble = false) { saved.textContent = text; saved.classList.toggle("trouble", trouble); }

async function send() {
  if (sending) return;
  sending = true;
  while (waiting.size) {
    const [item, fields] = waiting.entries().next().value;
    try {
      const said = await post("/answer", fields);
      if (waiting.get(item) === fields) waiting.delete(item);
      tell(`Saved ${said.saved}`);
    } catch (error) {
      if (error.final) { waiting.delete(item); tell(error.message, true); follow(); break; }
      tell("Not saved yet: no connection. Trying again.", true);
      await new Promise(done => setTimeout(done, 1500));
    }
  }
  sending = false;
}

function keep(item) {
  waiting.set(item, { item: item.dataset.item, score: chosen(item), reason: item.querySelector(".reason").value });
  send();
}

items.forEach((item, number) => {
  let tapped = false;
  item.querySelector(".marks").addEventListener("pointerdown", () => { tapped = true; });
  item.querySelector(".marks").addEventListener("keydown", () => { tapped = false; });
  item.querySelectorAll(".marks input").forEach(input => input.addEventListener("change", () => {
    keep(item);
    // With the keyboard the arrows choose: going on would take the choice away.
    if (tapped && !item.querySelector(".reason").value) setTimeout(() => { if (here === number) show(number + 1); }, 220);
  }));
  item.querySelector(".reason").addEventListener("change", () => keep(item));
  item.querySelector(".next").addEventListener("click", () => show(number + 1));
});
document.querySelectorAll(".back").forEach(button => button.addEventListener("click", () => show(here - 1)));

document.getElementById("to-open").addEventListener("click", () => show(items.findIndex(item => !isAnswered(item))));

async function hand(done) {
  while (waiting.size) { await send(); await new Promise(on => setTimeout(on, 200)); }
  try { await post("/hand-in", { done: done ? "yes" : "no" }); tell(""); show(done ? pages.indexOf(handedIn) : 0); }
  catch (error) { tell(error.final ? error.message : "Not handed in: no connection. Try again.", true); }
}
document.getElementById("hand-in").addEventListener("click", () => hand(true));
document.getElementById("change").addEventListener("click", () => hand(false));

async function follow() {
  try {
    const state = await (await fetch(at + "/state")).json();
    if (state.mark !== card.dataset.mark && !waiting.size) location.reload();
  } catch (error) { /* the next one may come through */ }
}
async function watch() { await follow(); setTimeout(watch, 1200); }
watch();
card.classList.add("stepping");
const first = items.findIndex(item => !isAnswered(item));
show(card.dataset.in === "yes" ? pages.indexOf(handedIn) : first < 0 ? (card.dataset.mark.endsWith("-1") ? items.length : 0) : first, false);
