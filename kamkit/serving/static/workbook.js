// Puts what the cells leave into its place as it arrives, and says when the page's kernel is gone.
"use strict";
(() => {
  const fill = (mark) => {
    const found = mark.previousElementSibling;
    const place = document.getElementById(mark.dataset.fills);
    place.append(found.content);
    place.classList.remove("waits");
    place.hidden = !place.textContent.trim() && !place.querySelector("img, .live");
    found.remove();
    mark.remove();
    document.dispatchEvent(new Event("filled")); // live.js puts forms there
  };
  const done = () => {
    for (const place of document.querySelectorAll("section.waits")) {
      place.classList.replace("waits", "missing");
      place.textContent = "Not shown: a step above did not finish.";
    }
  };
  new MutationObserver(() => {
    document.querySelectorAll("i[data-fills]").forEach(fill);
    if (document.getElementById("all-shown")) {
      document.getElementById("all-shown").remove();
      done();
      document.documentElement.dataset.all = "shown";
    }
  }).observe(document, { childList: true, subtree: true });

  const kernel = () => document.getElementById("kernel")?.dataset.id;
  addEventListener("pagehide", () => {
    const sent = new FormData();
    sent.append("_xsrf", document.querySelector("meta[name=xsrf]").content);
    if (kernel()) navigator.sendBeacon(`/api/kernels/${kernel()}/leave`, sent);
  });

  let missed = 0;
  const ask = async () => {
    if (!kernel() || document.visibilityState !== "visible") return;
    let gone = false;
    try {
      const answer = await fetch(`/api/kernels/${kernel()}`, { cache: "no-store" });
      gone = answer.status === 404 || answer.status === 401;
      missed = 0;
    } catch {
      missed += 1; // a short gap in the network is no loss
    }
    document.getElementById("lost").hidden = !(gone || missed > 1);
  };
  setInterval(ask, 5000);
  document.addEventListener("visibilitychange", ask);
})();
