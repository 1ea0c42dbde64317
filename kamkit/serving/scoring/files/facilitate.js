"use strict";
const token = document.querySelector("meta[name=xsrf]").content;
// What was typed last may still be on its way: a button waits for it, and stays where it is if it could not be saved.
let saving = Promise.resolve(true);
document.addEventListener("submit", async event => {
  const form = event.target, ask = form.dataset.ask;
  if (form.dataset.at || form.method !== "post") return;
  event.preventDefault();
  if (document.activeElement?.form?.dataset.at) document.activeElement.blur();
  if (ask && !confirm(ask)) return;
  if (await saving) form.submit();
});

const people = document.getElementById("people");
async function look() {
  try {
    const answer = await fetch(`${people.dataset.at}?mark=${encodeURIComponent(people.dataset.mark)}`);
    if (answer.status === 205) { location.reload(); return; }
    const next = document.createElement("div");
    next.innerHTML = await answer.text();
    if (answer.ok && next.textContent.trim() !== people.textContent.trim()) people.replaceChildren(...next.childNodes);
  } catch (error) { /* the next one may come through */ }
  setTimeout(look, 1000);
}
if (people) look();

const card = document.getElementById("new");
if (card) card.addEventListener("change", () => {
  const aspects = card.querySelectorAll("[name=aspect]:checked, [name=aspect][type=hidden]").length;
  const size = card.querySelectorAll("[name=subject]:checked").length * aspects, minutes = Math.max(1, Math.ceil(size * 8 / 60));
  document.getElementById("size").textContent = `${size} ${size === 1 ? "score" : "scores"}, about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
});

const saved = document.getElementById("saved");
function keep(form) {
  const fields = new URLSearchParams(new FormData(form));
  saving = saving.then(() => send(form, fields));
}
async function send(form, fields) {
  try {
    const answer = await fetch(form.dataset.at, { method: "POST", body: fields, keepalive: true, headers: { "X-XSRFToken": token } });
    const said = await answer.json();
    saved.textContent = answer.ok ? `Saved ${said.saved}` : said.error;
    if (!answer.ok) return false;
    document.getElementById("settled").textContent = said.settled;
    form.closest("article").querySelector(".kept").textContent = said.dissent;
    return true;
  } catch (error) { saved.textContent = "Not saved: no connection. Try again."; return false; }
}
document.querySelectorAll("form.settle").forEach(form => { form.addEventListener("change", () => keep(form)); form.addEventListener("submit", event => { event.preventDefault(); keep(form); }); });
document.querySelectorAll("form.dissent").forEach(form => {
  form.addEventListener("submit", event => { event.preventDefault(); if (form.dissenter.value) keep(form); });  // an empty why takes it back
  form.addEventListener("change", () => { if (form.dissenter.value && form.dissent.value.trim()) keep(form); });
});
