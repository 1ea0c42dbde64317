"use strict";
// The stage is asked for every few seconds; what was there stays while nobody answers.
const stage = document.getElementById("stage"), lost = document.getElementById("lost");
async function follow() {
  try {
    const answer = await fetch(location.pathname + "/stage");
    if (!answer.ok) throw new Error();
    const html = await answer.text();
    if (html !== stage.dataset.last) { stage.innerHTML = html; stage.dataset.last = html; }
    lost.hidden = true;
  } catch (error) { lost.hidden = false; }
  setTimeout(follow, 4000);
}
setTimeout(follow, 4000);
