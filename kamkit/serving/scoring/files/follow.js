"use strict";
// A page that waits: goes on when the scoring does.
const follow = document.getElementById("follow"), wait = document.getElementById("wait");
if (follow) setInterval(async () => {
  try { if ((await (await fetch(follow.dataset.state)).json()).mark !== follow.dataset.mark) location.reload(); } catch (error) { /* later */ }
}, 1500);
if (wait) setInterval(async () => {
  try { const there = await fetch(wait.dataset.at); if (there.redirected || !(await there.text()).includes('id="wait"')) location.assign(wait.dataset.at); } catch (error) { /* later */ }
}, 1500);
