"use strict";
// The browser counts; what it has counted is kept on this machine, so that the page can be closed and opened again.
const agenda = document.getElementById("agenda"), steps = [...agenda.querySelectorAll(".agenda-list > li")];
const key = `kamkit agenda ${agenda.dataset.name}`, find = id => document.getElementById(id);
// spent: milliseconds of this step counted before `since`; since: when it was started, 0 while it stands still.
let state = { step: 0, spent: 0, since: 0 };
try { state = { ...state, ...JSON.parse(localStorage.getItem(key) ?? "{}") }; } catch (error) { /* begins anew */ }
if (!(state.step in steps)) state = { step: 0, spent: 0, since: 0 };

const keep = () => { try { localStorage.setItem(key, JSON.stringify(state)); } catch (error) { /* counts all the same */ } };
const spent = () => state.spent + (state.since ? Date.now() - state.since : 0);
const clock = moment => moment.toTimeString().slice(0, 5);

function draw() {
  const here = steps[state.step], left = Number(here.dataset.minutes) * 60 - Math.floor(spent() / 1000), over = left < 0, size = Math.abs(left);
  const title = here.querySelector(".title").textContent;
  if (find("step").textContent !== title || !find("asks").childElementCount) {
    find("step").textContent = title;
    find("asks").replaceChildren(...[...here.querySelector(".asked").children].map(one => one.cloneNode(true)));
  }
  const seconds = !over && left < 60;
  find("minutes").textContent = seconds ? left : over ? Math.floor(size / 60) || 1 : Math.ceil(left / 60);
  const one = find("minutes").textContent === "1";
  find("unit").textContent = (seconds ? (one ? "second" : "seconds") : one ? "minute" : "minutes") + (over ? " over" : " left") + (state.since ? "" : ", standing still");
  find("left").classList.toggle("over", over);
  const next = steps[state.step + 1], rest = steps.slice(state.step + 1).reduce((sum, step) => sum + Number(step.dataset.minutes), 0);
  const done = new Date(Date.now() + (Math.max(left, 0) + rest * 60) * 1000);
  find("next").textContent = `${next ? `Next: ${next.querySelector(".title").textContent}, ${next.dataset.minutes} minutes. ` : "This is the last step. "}Ends at ${clock(done)}.`;
  find("go").textContent = state.since ? "Pause" : spent() ? "Go on" : "Start";
  find("back").disabled = state.step === 0; find("forward").disabled = state.step === steps.length - 1;
  steps.forEach((step, at) => { step.classList.toggle("here", at === state.step); step.classList.toggle("past", at < state.step); if (at === state.step) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current"); });
}
function go(step) { state = { step, spent: 0, since: state.since ? Date.now() : 0 }; find("asks").replaceChildren(); keep(); draw(); }
find("go").addEventListener("click", () => { state = state.since ? { ...state, spent: spent(), since: 0 } : { ...state, since: Date.now() }; keep(); draw(); });
find("forward").addEventListener("click", () => go(state.step + 1));
find("back").addEventListener("click", () => go(state.step - 1));
find("again").addEventListener("click", () => { state = { step: 0, spent: 0, since: 0 }; find("asks").replaceChildren(); keep(); draw(); });
draw();
setInterval(draw, 500);
