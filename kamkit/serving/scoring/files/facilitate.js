"use strict";
const token = document.querySelector("meta[name=xsrf]").content;
document.addEventListener("submit", event => { const ask = event.target.dataset.ask; if (ask && !confirm(ask)) event.preventDefault(); });

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
  const size = card.querySelectorAll("[name=subject]:checked").length * aspects;
  document.getElementById("size").textContent = `${size} ${size === 1 ? "score" : "scores"}, about ${Math.max(1, Math.ceil(size * 8 / 60))} min`;
});

const saved = document.getElementById("saved");
async function keep(form) {
  try {
    const answer = await fetch(form.dataset.at, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-XSRFToken": token } });
    const said = await answer.json();
    saved.textContent = answer.ok ? `Saved ${said.saved}` : said.error;
    if (!answer.ok) return;
    document.getElementById("settled").textContent = said.settled;
    const kept = form.closest("article").querySelector(".kept");
    if (kept) kept.textContent = said.dissent;
  } catch (error) { saved.textContent = "Not saved: no connection. Try again."; }
}
document.querySelectorAll("form.settle").forEach(form => { form.addEventListener("change", () => keep(form)); form.addEventListener("submit", event => { event.preventDefault(); keep(form); }); });
document.querySelectorAll("form.dissent").forEach(form => form.addEventListener("submit", event => { event.preventDefault(); if (form.dissenter.value) keep(form); }));
