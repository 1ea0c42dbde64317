// Saves each mark as it is chosen, even if the page is left at once (keepalive); without scripts there is a button.
"use strict";
for (const form of document.querySelectorAll("form.rate")) {
  const said = form.querySelector(".saved");
  form.querySelector("button").hidden = true;
  const save = async () => {
    const sent = new FormData(form);
    if (!sent.get("performance") && !sent.get("importance") && !sent.get("comment").trim()) return;
    said.textContent = "Saving…";
    try {
      const answer = await fetch("/rate", { method: "POST", body: sent, keepalive: true, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error();
      said.textContent = (await answer.json()).saved;
      said.className = "saved";
    } catch {
      said.textContent = "Not saved. Press Save once more; if it stays so, load the page again.";
      said.className = "saved failed";
      form.querySelector("button").hidden = false;
    }
  };
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
}
