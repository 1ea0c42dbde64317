// The widgets that forms are made of, as plain elements: what a browser, a keyboard and a screen reader know already.

const TYPED = 250; // milliseconds without a key before what was typed is told
let numbers = 0;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export class View {
  constructor(models, model, modules) {
    this.models = models;
    this.model = model;
    this.modules = modules;
    this.ends = [];
    this.node = KINDS[model.get("_model_name")](this);
    this.follow(["_dom_classes"], () => this.node.classList.add(...(model.get("_dom_classes") ?? [])));
    const layout = models.find(model.get("layout"));
    if (layout) this.lay(layout);
  }

  // Call now, and whenever one of these changes.
  follow(names, call, model = this.model) {
    for (const name of names) {
      model.on(`change:${name}`, call);
      this.ends.push(() => model.off(`change:${name}`, call));
    }
    call();
  }

  lay(layout) {
    const names = Object.keys(layout.state).filter((name) => !name.startsWith("_"));
    const more = ["display", "visibility", "width", "height"].filter((name) => !names.includes(name));
    this.follow([...names, ...more], () => {
      for (const name of [...names, ...more]) this.node.style.setProperty(name.replaceAll("_", "-"), layout.get(name) ?? "");
    }, layout);
  }

  drop() {
    for (const end of this.ends.splice(0)) end();
    this.node.remove();
  }
}

export function isKnown(models, model, modules) {
  if (!model) return false;
  if (model.get("_model_name") === "AnyModel") return model.get("_anywidget_id") in modules;
  return model.get("_model_name") in KINDS && (model.get("children") ?? []).every((child) => isKnown(models, models.find(child), modules));
}

function box(kind) {
  return (view) => {
    const node = make("div", { class: `w-box w-${kind}` });
    let shown = new Map();
    view.follow(["children"], () => {
      const next = new Map();
      const kept = document.activeElement;
      for (const reference of view.model.get("children") ?? []) {
        const model = view.models.find(reference);
        if (!isKnown(view.models, model, view.modules)) continue;
        next.set(model.id, shown.get(model.id) ?? new View(view.models, model, view.modules));
      }
      for (const [id, child] of shown) if (!next.has(id)) child.drop();
      shown = next;
      [...shown.values()].forEach((child, at) => { if (node.children[at] !== child.node) node.insertBefore(child.node, node.children[at] ?? null); });
      if (kept !== document.activeElement && node.contains(kept)) kept.focus({ preventScroll: true });
    });
    view.ends.push(() => { for (const child of shown.values()) child.drop(); });
    return node;
  };
}

// A label, and what it is the label of; `control` gives its element.
function field(control, { group = false } = {}) {
  return (view) => {
    const { model } = view;
    const id = `w${++numbers}`;
    const made = control(view);
    const label = make(group ? "span" : "label", group ? { id } : { for: id });
    if (group) { made.setAttribute("role", "group"); made.setAttribute("aria-labelledby", id); } else made.id = id;
    const node = make("div", { class: "w-field" }, label, made);
    view.follow(["description"], () => { label.textContent = model.get("description") ?? ""; label.hidden = !label.textContent; });
    view.follow(["tooltip", "description"], () => {
      const said = model.get("tooltip") ?? "";
      made.title = said;
      if (!group && said && model.get("description") !== said) made.setAttribute("aria-description", said);
      if (!model.get("description") && said) made.setAttribute("aria-label", said);
    });
    view.follow(["disabled"], () => { for (const one of group ? made.querySelectorAll("input, button") : [made]) one.disabled = Boolean(model.get("disabled")); });
    const style = view.models.find(model.get("style"));
    if (style?.get("description_width")) label.style.width = style.get("description_width") === "initial" ? "auto" : style.get("description_width");
    return node;
  };
}

function text(tag, attributes = {}) {
  return (view) => {
    const { model } = view;
    const made = make(tag, { autocomplete: "off", ...attributes });
    let waiting = 0;
    const told = () => { clearTimeout(waiting); model.set({ value: made.value }); };
    made.addEventListener("change", told);
    made.addEventListener("input", () => { clearTimeout(waiting); if (model.get("continuous_update")) waiting = setTimeout(told, TYPED); });
    view.follow(["value"], () => { if (made.value !== model.get("value")) made.value = model.get("value") ?? ""; });
    view.follow(["placeholder"], () => { made.placeholder = (model.get("placeholder") ?? "").replace(/^\u200b$/, ""); });
    if (tag === "textarea") view.follow(["rows"], () => { made.rows = model.get("rows") ?? 3; });
    else made.addEventListener("keydown", (event) => { if (event.key === "Enter") { told(); model.send({ event: "submit" }); } });
    return made;
  };
}

function combobox(view) {
  const made = text("input", { type: "text" })(view);
  const list = make("datalist", { id: `w${++numbers}` });
  made.setAttribute("list", list.id);
  view.follow(["options"], () => list.replaceChildren(...(view.model.get("options") ?? []).map((value) => make("option", { value }))));
  view.ends.push(() => list.remove());
  document.body.append(list);
  return made;
}

function dropdown(view) {
  const { model } = view;
  const made = make("select", { onchange: () => model.set({ index: made.selectedIndex }) });
  view.follow(["_options_labels", "index"], () => {
    const labels = model.get("_options_labels") ?? [];
    if (labels.join("\n") !== [...made.options].map((one) => one.textContent).join("\n")) made.replaceChildren(...labels.map((text) => make("option", { text })));
    made.selectedIndex = model.get("index") ?? -1;
  });
  return made;
}

function buttons(view) {
  const { model } = view;
  const made = make("div", { class: "w-toggles" });
  view.follow(["_options_labels", "index", "tooltips"], () => {
    const labels = model.get("_options_labels") ?? [];
    if (made.children.length !== labels.length) {
      made.replaceChildren(...labels.map((_, index) => make("button", { type: "button", onclick: () => model.set({ index }) })));
    }
    [...made.children].forEach((one, at) => {
      one.textContent = labels[at];
      one.title = model.get("tooltips")?.[at] ?? "";
      one.setAttribute("aria-pressed", String(at === model.get("index")));
    });
  });
  return made;
}

function radios(view) {
  const { model } = view;
  const name = `w${++numbers}`;
  const made = make("div", { class: "w-radios" });
  view.follow(["_options_labels", "index"], () => {
    const labels = model.get("_options_labels") ?? [];
    if (labels.join("\n") !== [...made.children].map((one) => one.textContent).join("\n")) {
      made.replaceChildren(...labels.map((text, index) => make("label", {}, make("input", { type: "radio", name, onchange: () => model.set({ index }) }), make("span", { text }))));
    }
    [...made.querySelectorAll("input")].forEach((one, at) => { one.checked = at === model.get("index"); });
  });
  return made;
}

function day(view) {
  const { model } = view;
  const told = () => {
    const [year, month, date] = made.value.split("-").map(Number);
    model.set({ value: made.value ? { year, month: month - 1, date } : null });
  };
  const made = make("input", { type: "date", onchange: told });
  view.follow(["value"], () => {
    const value = model.get("value");
    const two = (number) => String(number).padStart(2, "0");
    const text = value ? `${String(value.year).padStart(4, "0")}-${two(value.month + 1)}-${two(value.date)}` : "";
    if (made.value !== text) made.value = text;
  });
  return made;
}

function checkbox(view) {
  const { model } = view;
  const made = make("input", { type: "checkbox", onchange: () => model.set({ value: made.checked }) });
  view.follow(["value"], () => { made.checked = Boolean(model.get("value")); });
  return made;
}

function button(view) {
  const { model } = view;
  const made = make("button", { type: "button", onclick: () => model.send({ event: "click" }) });
  view.follow(["description", "tooltip", "disabled", "button_style"], () => {
    made.textContent = model.get("description") ?? "";
    made.title = model.get("tooltip") ?? "";
    made.disabled = Boolean(model.get("disabled"));
    made.classList.toggle("w-main", model.get("button_style") === "primary");
  });
  return made;
}

function html(view) {
  const made = make("div", { class: "w-html" });
  const account = document.body.dataset.account;
  view.follow(["value"], () => {
    made.innerHTML = view.model.get("value") ?? "";
    // Links to other workbooks lead to their pages, about the same account.
    for (const link of made.querySelectorAll('a[href*=".ipynb"]')) {
      const found = /^(\d\d_\w+)\.ipynb(#.*)?$/.exec(link.getAttribute("href"));
      if (found) link.href = `/workbooks/${found[1]}${account ? `?account_id=${encodeURIComponent(account)}` : ""}${found[2] ?? ""}`;
    }
  });
  return made;
}

// A widget with a module of its own, such as the sheet of rows.
function own(view) {
  const made = make("div", { class: "w-own" });
  const module = view.modules[view.model.get("_anywidget_id")];
  const end = module.render({ model: view.model, el: made });
  if (end) view.ends.push(end);
  return made;
}

const KINDS = {
  BoxModel: box("plain"), HBoxModel: box("across"), VBoxModel: box("down"), HTMLModel: html, ButtonModel: button,
  TextModel: field(text("input", { type: "text" })), TextareaModel: field(text("textarea")), ComboboxModel: field(combobox),
  DropdownModel: field(dropdown), ToggleButtonsModel: field(buttons, { group: true }), RadioButtonsModel: field(radios, { group: true }),
  DatePickerModel: field(day), CheckboxModel: field(checkbox), AnyModel: own,
};
