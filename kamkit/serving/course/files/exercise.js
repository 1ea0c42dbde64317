"use strict";
// Answers are checked without leaving the page. Without this script every form still works, by loading the page again.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

for (const form of all("form.question")) {
  const said = form.querySelector(".said"), buttons = all("button", form), hint = form.querySelector("button.second");
  let busy = false;

  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = event.submitter ?? buttons[0], at = button.getAttribute("formaction") ?? form.getAttribute("action");
    buttons.forEach(one => one.setAttribute("aria-disabled", "true"));
    try {
      const answer = await fetch(at, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
      if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return complain("Not kept: this browser is no longer signed in. Open your personal link again; what you entered is lost then, so copy a longer text first.");
      const found = await answer.json();
      if (answer.ok) show(found, button === hint); else complain(found.error);
    } catch (error) {
      complain("Not kept: no connection to the server. What you entered still stands here; press the button again in a moment.");
    } finally {
      buttons.forEach(one => one.removeAttribute("aria-disabled"));
      busy = false;
    }
  });

  function show(found, hinted) {
    form.querySelector(".hints").innerHTML = found.hints;
    form.elements.taken.value = found.hints_taken;
    if (hint) { hint.textContent = found.hint_label; hint.disabled = found.hints_left < 1; }
    if (hinted) return;
    form.dataset.word = found.word;
    said.innerHTML = found.said;
    said.scrollIntoView({ block: "nearest" });
    for (const [id, html] of Object.entries(found.opened)) document.getElementById("x-" + id).innerHTML = html;
    const progress = document.getElementById("progress"), done = document.getElementById("done");
    if (progress) progress.innerHTML = found.progress;
    if (done) done.textContent = found.done;
  }

  function complain(text) {
    form.dataset.word = "Not kept";
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = "\u25B2 " + text;
    said.replaceChildren(line);
    said.scrollIntoView({ block: "nearest" });
  }

  // The matrix beside a placing fills as one chooses.
  const matrix = form.querySelector("[data-matrix]");
  if (matrix) {
    const draw = () => {
      all("ul", matrix).forEach(list => list.replaceChildren());
      for (const select of all(".matched select", form)) {
        const field = all("[data-field]", matrix).find(one => one.dataset.field === select.value);
        if (!field) continue;
        const item = document.createElement("li");
        item.textContent = form.querySelector(`label[for="${select.id}"]`).textContent;
        field.querySelector("ul").append(item);
      }
    };
    form.addEventListener("change", draw);
    draw();
  }

  // A ranking is shown in the order of its places; the list itself moves only when nobody is in it.
  const ranks = form.querySelector("[data-order]");
  if (ranks) {
    const sort = () => {
      if (ranks.contains(document.activeElement)) return;
      const rows = all(".rank", ranks), place = row => Number(row.querySelector("select").value) || 99;
      rows.map((row, at) => [row, at]).sort((one, two) => place(one[0]) - place(two[0]) || one[1] - two[1]).forEach(([row]) => ranks.append(row));
    };
    ranks.addEventListener("focusout", () => setTimeout(sort, 150));
    sort();
  }

  const count = form.querySelector("[data-count]"), text = form.querySelector("textarea");
  if (count && text) {
    const say = () => {
      const left = Number(text.dataset.most) - text.value.trim().length;
      count.textContent = left >= 0 ? `${left} characters left` : `${-left} characters too many`;
    };
    text.addEventListener("input", say);
    say();
  }
}
