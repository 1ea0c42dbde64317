"use strict";
// The screen follows by itself: a second between two questions to the server.
const stage = document.getElementById("stage"), lost = document.getElementById("lost");
async function look() {
  try {
    const answer = await fetch(`/projector/stage?mark=${encodeURIComponent(stage.dataset.mark)}`);
    if (answer.status === 200) { stage.innerHTML = await answer.text(); stage.dataset.mark = answer.headers.get("X-Mark"); }
    lost.hidden = answer.ok;
  } catch (error) { lost.hidden = false; }
  setTimeout(look, 1000);
}
look();
