"use strict";
// The screen follows by itself: it asks the server again after a little more than half a second.
const stage = document.getElementById("stage"), lost = document.getElementById("lost");
async function look() {
  try {
    const answer = await fetch(`/projector/stage?mark=${encodeURIComponent(stage.dataset.mark)}`);
    if (answer.status === 200) { stage.innerHTML = await answer.text(); stage.dataset.mark = answer.headers.get("X-Mark"); }
    lost.hidden = answer.ok;
  } catch (error) { lost.hidden = false; }
  setTimeout(look, 600);
}
look();
