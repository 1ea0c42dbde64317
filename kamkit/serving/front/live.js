// Puts forms where their tables stand, each as soon as the step that makes it is done.

import { Models } from "./models.js";
import { View, isKnown } from "./views.js";
import sheet from "./sheet.js";

const modules = { "kamkit.forms.sheet.Sheet": sheet };
let models = null;

function bring() {
  const kernel = document.getElementById("kernel")?.dataset.id;
  if (!kernel) return;
  models ??= new Models(kernel);
  for (const states of document.querySelectorAll("script.states")) {
    for (const [id, state] of Object.entries(JSON.parse(states.textContent))) models.putFromPage(id, state);
    states.remove();
  }
  for (const place of document.querySelectorAll(".live[data-model]")) {
    const model = models.find(place.dataset.model);
    if (!isKnown(models, model, modules)) continue; // the table stays
    delete place.dataset.model;
    const view = new View(models, model, modules);
    place.append(view.node);
    place.querySelector(".still").remove();
  }
}

document.addEventListener("filled", bring);
bring();
