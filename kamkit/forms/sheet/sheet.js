// All rows of a form. What the programme has comes as state; only what differs is drawn anew, and the cursor stays.

const YOU = "kamkit-who";
let sheets = 0;

// In a shared notebook several people look at one form, each with a name of their own; loading the page again keeps it.
function you() { return sessionStorage.getItem(YOU) || ""; }

class Sheet {
  constructor(model, el) {
    this.model = model;
    this.form = model.get("form");
    this.id = `kk${Date.now().toString(36)}${sheets++}`;
    this.asked = new Map();
    this.number = 0;
    this.rows = new Map();
    this.lists = new Map();
    this.root = make("div", { class: "kk-sheet", role: "region", "aria-label": this.form.title || this.form.label, "data-lm-suppress-shortcuts": "true" });
    this.root.classList.toggle("kk-wide", Boolean(this.form.wide));
    this.root.classList.toggle("kk-adds", this.form.can.includes("add"));
    this.root.style.setProperty("--kk-columns", columns(this.form.core));
    this.body = make("div", { class: "kk-body" });
    this.status = make("div", { class: "kk-status", role: "status", "aria-live": "polite" });
    this.paste = new Paste(this);
    this.foot = this.makeFoot();
    this.root.append(...this.heading(), this.body, this.foot, this.paste.el, this.status);
    el.append(this.root);
  }

  heading() {
    const { title, small, core, wide } = this.form;
    const shown = title ? [make("div", { class: "kk-title" }, make("b", { text: title }), " ", make("small", { text: small }))] : [];
    const heads = core.map(({ label, help }) => make("span", { text: label, title: help }));
    const head = make("div", { class: "kk-head kk-cells", "aria-hidden": "true" }, ...heads, make("span", { class: "kk-end" }));
    return wide ? shown : [...shown, head];
  }

  makeFoot() {
    const can = (name) => this.form.can.includes(name);
    const button = (text, title, call) => make("button", { type: "button", text, title, onclick: call });
    this.addButton = button("Add a row", "A new row at the end", () => this.send({ do: "add" }));
    this.undo = button("Undo last", "Take back the last thing saved in this form", () => this.send({ do: "undo" }));
    this.next = button("Show the next rows", "Rows not shown yet", () => this.send({ do: "next" }));
    const paste = button("Paste rows", "Rows copied from a spreadsheet", () => this.paste.open());
    this.who = make("input", { type: "text", id: `${this.id}-who`, autocomplete: "name", title: "Stands in the history beside what you change; it is asked, not proven" });
    this.who.addEventListener("change", () => this.send({ do: "who", text: this.who.value }));
    this.who.addEventListener("keydown", (event) => event.key === "Enter" && this.who.blur());
    this.who.addEventListener("blur", () => this.sayWho());
    this.as = button("", "Stands in the history beside what you change; press it to say another name", () => {
      this.named.classList.remove("kk-known");
      this.who.focus();
    });
    this.as.className = "kk-as";
    this.named = make("span", { class: "kk-who" }, this.as, make("label", { for: this.who.id, text: "Your name" }), this.who);
    const foot = make("div", { class: "kk-buttons" });
    foot.append(this.next, ...(can("add") ? [this.addButton] : []), ...(can("paste") ? [paste] : []), ...(can("undo") ? [this.undo] : []));
    if (this.form.asks_who) foot.append(this.named);
    return foot;
  }

  focus() { (this.form.can.includes("add") ? this.addButton : this.root.querySelector("input, textarea, select"))?.focus(); }

  send(message) {
    try {
      this.model.send({ ...message, view: this.id });
    } catch {
      this.status.textContent = "Not saved: the connection to the kernel is gone.";
    }
  }

  // Something that wants an answer.
  ask(message, answered) {
    const n = ++this.number;
    this.asked.set(n, { message: { ...message, n }, answered });
    this.send({ ...message, n });
  }

  listOf(name) {
    if (!this.lists.has(name)) {
      const list = make("datalist", { id: `${this.id}-list-${name}` });
      this.lists.set(name, list);
      this.root.append(list);
      this.fill(name);
    }
    return this.lists.get(name).id;
  }

  fill(name) {
    const options = (this.model.get("lists")[name] || []).map((value) => make("option", { value }));
    this.lists.get(name).replaceChildren(...options);
  }

  fillAll() { for (const name of this.lists.keys()) this.fill(name); }

  beside(row, by) {
    const all = [...this.rows.values()].sort((a, b) => a.at - b.at);
    return all[all.indexOf(row) + by];
  }

  // Fields grow with their text. Each one that is measured has the browser lay the page out anew, which in a long
  // notebook takes its time: all that changed at once are measured at once.
  grow(...cells) {
    if (this.growing) this.growing.push(...cells);
    else fit(cells.map(({ control }) => control), this.root);
  }

  growAll() { this.grow(...[...this.rows.values()].flatMap((row) => [...row.cells.values()])); }

  draw() {
    this.growing = [];
    this.drawRows();
    const grown = this.growing;
    this.growing = null;
    this.grow(...grown);
  }

  drawRows() {
    const kept = document.activeElement;
    const cursor = kept && this.root.contains(kept) && kept.setSelectionRange ? [kept.selectionStart, kept.selectionEnd] : null;
    const states = this.model.get("rows");
    const ids = new Set(states.map((state) => state.id));
    for (const [id, row] of this.rows) {
      if (!ids.has(id)) { row.el.remove(); this.rows.delete(id); }
    }
    states.forEach((state, at) => {
      if (!this.rows.has(state.id)) this.rows.set(state.id, new Row(this, state.id));
      const row = this.rows.get(state.id);
      row.at = at;
      if (this.body.children[at] !== row.el) this.body.insertBefore(row.el, this.body.children[at] || null);
      row.show(state, at + 1);
    });
    this.root.classList.toggle("kk-empty", !states.length);
    const named = states.some((state) => state.called);
    if (this.root.classList.contains("kk-named") !== named) {
      this.root.classList.toggle("kk-named", named);
      this.growAll(); // names take some of the width
    }
    if (kept && kept !== document.activeElement && this.root.contains(kept)) {
      kept.focus({ preventScroll: true });
      if (cursor && kept.type !== "date") kept.setSelectionRange(...cursor);
    }
  }

  say() {
    const { text, at, undo, rest, n } = this.model.get("said");
    if (n !== this.saidLast) {
      this.saidLast = n;
      this.status.textContent = atTime(text, at);
      this.status.classList.toggle("kk-bad", text.startsWith("Not saved"));
    }
    this.sayWho();
    this.undo.disabled = !undo;
    this.undo.hidden = !undo && !this.form.can.includes("add"); // alone it would say nothing
    this.next.hidden = !rest;
    this.next.textContent = rest ? `Show the next rows (${rest} more)` : "";
  }

  // The name is asked for once in a browser, where nobody has said one; afterwards it only stands there.
  sayWho() {
    if (document.activeElement === this.who) return;
    const who = you();
    this.who.value = who;
    this.as.textContent = `As ${who}`;
    this.named.classList.toggle("kk-known", Boolean(who));
  }

  hello() { this.send({ do: "hello", ...(this.form.asks_who ? { who: you() } : {}) }); }

  hear(message) {
    // The connection was gone and is back: what was not answered is asked anew. Who saves the same twice saves it once.
    if (message.again) for (const { message: asked } of this.asked.values()) this.send(asked);
    if (message.marks && message.but !== this.id) message.marks.forEach(({ row, fields, who, at }) => this.rows.get(row)?.mark(fields, who, at));
    if (message.view !== this.id) return;
    if ("you" in message && this.form.asks_who) {
      sessionStorage.setItem(YOU, message.you);
      window.dispatchEvent(new Event(YOU)); // the other forms of the page
    }
    if ("did" in message) {
      this.asked.get(message.did)?.answered();
      this.asked.delete(message.did);
    }
    if (message.checked) {
      const [row, field, text, wrong] = message.checked;
      const cell = this.rows.get(row)?.cells.get(field);
      if (cell && cell.value === text && cell.dirty) cell.showWrong(wrong);
    }
    if (message.focus) this.rows.get(message.focus)?.focus();
    if (message.preview) this.paste.show(message.preview);
    if ("taken" in message) this.paste.taken(message.taken);
  }

  // A block of cells pasted into a field opens the view of it instead of ending up in one cell.
  pasted(event) {
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!this.form.can.includes("paste") || !text.trim().includes("\t")) return;
    event.preventDefault();
    this.paste.open(text);
  }

  leaveAll() { for (const row of this.rows.values()) for (const cell of row.cells.values()) cell.leave(); }
}

function columns(core) {
  const wide = { line: 3, note: 3, link: 2.2, choice: 1.2, number: 1, date: 1.2, check: 1 };
  // A day with its picker cannot wrap: cut off, 2026 reads 202.
  return core.map(({ kind }) => `minmax(${kind === "date" ? "9em" : 0}, ${wide[kind]}fr)`).join(" ");
}

function fit(controls, root) {
  const texts = controls.filter((control) => control.tagName === "TEXTAREA" && control.isConnected);
  if (!texts.length) return;
  root.style.minHeight = `${root.offsetHeight}px`; // or the page, shorter for a moment, would be scrolled
  for (const text of texts) text.style.height = "auto";
  const heights = texts.map((text) => text.scrollHeight);
  texts.forEach((text, at) => { if (heights[at]) text.style.height = `${heights[at] + 2}px`; });
  root.style.minHeight = "";
}

export default {
  render({ model, el }) {
    el.classList.add("kk-root");
    const sheet = new Sheet(model, el);
    const on = { "change:rows": () => sheet.draw(), "change:said": () => sheet.say(), "change:lists": () => sheet.fillAll(), "msg:custom": (message) => sheet.hear(message) };
    for (const [name, call] of Object.entries(on)) model.on(name, call);
    // What a field needs can be measured only once it is on the page, and changes with its width.
    let wide = 0;
    const sized = new ResizeObserver(() => {
      if (sheet.root.clientWidth === wide) return;
      wide = sheet.root.clientWidth;
      sheet.growAll();
    });
    const hidden = () => document.visibilityState === "hidden" && sheet.leaveAll();
    document.addEventListener("visibilitychange", hidden);
    const named = () => sheet.sayWho();
    window.addEventListener(YOU, named);
    sheet.draw();
    sheet.say();
    sized.observe(sheet.root);
    sheet.hello();
    return () => {
      for (const [name, call] of Object.entries(on)) model.off(name, call);
      document.removeEventListener("visibilitychange", hidden);
      window.removeEventListener(YOU, named);
      sized.disconnect();
      sheet.leaveAll();
      sheet.send({ do: "bye" });
    };
  },
};
