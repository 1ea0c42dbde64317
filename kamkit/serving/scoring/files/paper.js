"use strict";
// A stack of cards, keyboard only: one row a card, one key an item.
const print = document.getElementById("print"), stack = document.getElementById("stack");
if (print) print.addEventListener("click", () => window.print());
if (stack) {
  const token = document.querySelector("meta[name=xsrf]").content, high = Number(stack.dataset.high), count = Number(stack.dataset.items);
  const body = stack.tBodies[0], saved = document.getElementById("saved"), heads = [...stack.tHead.rows[0].cells].slice(1, -1);
  const names = [...document.querySelectorAll("#names option")].map(one => one.value);
  // "pa" and Enter is Paul Adeyemi, if he is the only one of ours of whose name a word begins so and who has no row yet.
  const completed = input => {
    const typed = input.value.trim().toLowerCase(), taken = [...body.querySelectorAll(".name")].filter(one => one !== input).map(one => one.value);
    const found = names.filter(name => !taken.includes(name) && (name.toLowerCase().startsWith(typed) || name.toLowerCase().split(/\s+/).some(word => word.startsWith(typed))));
    return found.length === 1 && !names.includes(input.value.trim()) ? found[0] : input.value;
  };
  const row = () => {
    const made = body.insertRow();
    const name = made.insertCell().appendChild(document.createElement("input"));
    name.className = "name"; name.setAttribute("list", "names"); name.setAttribute("aria-label", `Name on card ${body.rows.length}`); name.autocomplete = "off"; name.maxLength = 64;
    const marks = heads.map((head, at) => {
      const mark = made.insertCell().appendChild(document.createElement("input"));
      mark.setAttribute("aria-label", `${at + 1}. ${head.title}`); mark.inputMode = "numeric"; mark.autocomplete = "off";
      mark.addEventListener("keydown", event => press(event, made, marks, at));
      return mark;
    });
    const state = made.insertCell();
    name.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); if (name.value.trim()) { name.value = completed(name); marks[0].focus(); } } });
    Object.assign(made, { keep: () => save(made, name, marks, state) });
    name.focus();
    return made;
  };
  function press(event, made, marks, at) {
    const next = () => (marks[at + 1] ?? marks[at]).focus();
    const set = value => { event.preventDefault(); marks[at].value = value; made.cells[count + 1].textContent = ""; next(); };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) {
      const value = event.key === "0" ? (high === 10 ? 10 : NaN) : Number(event.key);
      if (value >= 1 && value <= high) set(String(value)); else { event.preventDefault(); saved.textContent = `${event.key} is not on this scale of 1 to ${high}.`; }
    } else if (["?", "x", "X"].includes(event.key)) set("?");
    else if (event.key === " ") set("");
    else if (event.key === "Backspace") { event.preventDefault(); if (marks[at].value) marks[at].value = ""; else if (at) { marks[at - 1].value = ""; marks[at - 1].focus(); } }
    else if (event.key === "ArrowLeft" && at) { event.preventDefault(); marks[at - 1].focus(); }
    else if (event.key === "ArrowRight") { event.preventDefault(); next(); }
    else if (event.key === "Enter") { event.preventDefault(); made.keep(); }
    else if (event.key.length === 1) event.preventDefault();
  }
  async function save(made, name, marks, state) {
    state.textContent = "…";
    const fields = { name: name.value, marks: JSON.stringify(marks.map(mark => mark.value)) };
    if (made === body.rows[body.rows.length - 1]) row();
    try {
      const answer = await fetch(stack.dataset.at, { method: "POST", body: new URLSearchParams(fields), keepalive: true, headers: { "X-XSRFToken": token } });
      const said = await answer.json();
      state.textContent = answer.ok ? `${said.saved}, ${said.answered} of ${count}` : said.error;
      saved.textContent = answer.ok ? `${name.value}: saved ${said.saved}` : said.error;
    } catch (error) { state.textContent = "not saved"; saved.textContent = `${name.value}: not saved, no connection. Go back to the row and press Enter.`; }
  }
  row();
}
