"use strict";
// Says under each text how much room is left: what is pasted beyond it is cut off by the browser without a word.
for (const text of document.querySelectorAll("textarea[maxlength]")) {
  const said = document.createElement("span"), most = text.maxLength;
  said.className = "hint";
  said.id = "left-" + text.id;
  text.setAttribute("aria-describedby", said.id);
  text.after(said);
  const say = () => {
    const left = most - text.value.length;
    said.textContent = left > 0 ? `${left} characters left` : `No character left of ${most}: what was pasted beyond is cut off`;
  };
  text.addEventListener("input", say);
  say();
}
