"use strict";
// Counts the hours and the money that are left while one decides; the server counts again.
const sheet = document.getElementById("sheet");
if (sheet) {
  const limits = JSON.parse(sheet.dataset.limits), left = document.getElementById("left");
  const value = (row, name) => row.querySelector(`[data-does=${name}] select`).value;
  const count = () => {
    const taken = Object.fromEntries(Object.keys(limits.managers).map(id => [id, 0]));
    let spent = 0;
    for (const row of sheet.querySelectorAll(".customer")) {
      let hours = Number(value(row, "hours"));
      for (const name of ["ask", "visit", "terms"]) if (row.querySelector(`input[data-does=${name}]`).checked) hours += limits.takes[name];
      if (value(row, "step_down") === "with notice") hours += limits.takes.step_down;
      taken[value(row, "manager")] += hours;
      if (value(row, "improve")) spent += limits.improvement;
    }
    const said = Object.entries(taken).map(([id, hours]) => {
      const rest = limits.capacity - hours;
      return [`${limits.managers[id]}: ${Math.abs(rest)} hours ${rest >= 0 ? "left" : "too many"}`, rest < 0];
    });
    const money = limits.money - spent;
    said.push([`improvements: EUR ${Math.abs(money).toLocaleString("en")} ${money >= 0 ? "left" : "too much"}`, money < 0]);
    left.replaceChildren(...said.map(([text, over], at) => {
      const part = document.createElement(over ? "b" : "span");
      part.textContent = text + (at < said.length - 1 ? "; " : ".");
      return part;
    }));
  };
  sheet.addEventListener("change", count);
  sheet.addEventListener("submit", event => {
    if (sheet.dataset.sent) event.preventDefault();
    sheet.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => { delete sheet.dataset.sent; count(); });
  count();
}
