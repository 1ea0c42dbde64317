// One record: its fields, the others under More, what was said of the last save, and the question of a conflict.

class Row {
  constructor(sheet, id) {
    this.sheet = sheet;
    this.id = id;
    this.cells = new Map();
    this.last = ["", ""]; // what was said last, and when
    this.front = make("div", { class: "kk-cells" });
    this.called = make("div", { class: "kk-called", hidden: true });
    this.asked = make("div", { class: "kk-asked", role: "alert", hidden: true });
    this.said = make("span", { class: "kk-said" });
    this.fields = make("div", { class: "kk-fields" });
    this.back = make("div", { class: "kk-back", id: `${sheet.id}-${id}-more`, hidden: true }, this.fields, this.actions());
    this.more = make("button", {
      type: "button", class: "kk-more", text: "More", "aria-expanded": "false", "aria-controls": this.back.id,
      onclick: () => this.open(this.back.hidden),
    });
    this.el = make("div", { class: "kk-row", role: "group" }, this.called, this.front, this.asked, this.back);
    for (const column of sheet.form.core) this.add(column, this.front);
    const end = make("div", { class: "kk-end" }, this.said);
    if (sheet.form.more.length || this.back.querySelector("button")) end.prepend(this.more);
    this.front.append(end);
  }

  add(column, place) {
    const cell = new Cell(this, column);
    this.cells.set(column.name, cell);
    place.append(cell.el);
  }

  actions() {
    const can = (name) => this.sheet.form.can.includes(name);
    const all = [
      ["duplicate", "duplicate", "Duplicate", "A new row with the same values"],
      ["delete", "delete", "Delete", "Delete this row; Undo last brings it back"],
      ["move", "up", "Move up", "Alt and arrow up does the same"],
      ["move", "down", "Move down", "Alt and arrow down does the same"],
    ];
    const buttons = all.filter(([needs]) => can(needs)).map(([, does, text, title]) =>
      make("button", { type: "button", text, title, onclick: () => this.act(does) }));
    return make("div", { class: "kk-actions" }, ...buttons);
  }

  act(does) {
    if (does === "up" || does === "down") return this.move(does);
    if (does === "delete") (this.sheet.beside(this, 1) || this.sheet.beside(this, -1) || this.sheet).focus();
    this.send({ do: does });
  }

  move(where) {
    if (this.sheet.form.can.includes("move")) this.send({ do: where });
  }

  send(message) { this.sheet.send({ ...message, row: this.id }); }

  focus() { this.cells.values().next().value?.control.focus(); }

  open(on) {
    this.back.hidden = !on;
    this.more.setAttribute("aria-expanded", String(on));
    this.more.classList.toggle("kk-open", on);
    if (on) this.sheet.grow(...this.cells.values()); // hidden, they could not be measured
    if (on) this.send({ do: "more" });
  }

  show(state, number) {
    for (const column of this.sheet.form.more) {
      if (column.name in state.cells && !this.cells.has(column.name)) this.add(column, this.fields);
    }
    if (state.new && Object.keys(state.cells).length > this.sheet.form.core.length && !this.seen) this.openFirst();
    this.seen = true;
    for (const [name, cell] of this.cells) {
      cell.show(state.cells[name] ?? "", state.wrong[name] || "", state.locked.includes(name));
    }
    this.called.textContent = state.called;
    this.called.hidden = !state.called;
    const first = state.called || Object.values(state.cells).find(Boolean) || "new";
    this.el.setAttribute("aria-label", `Row ${number}: ${String(first).slice(0, 80)}`);
    this.el.classList.toggle("kk-new", state.new);
    this.last = state.said;
    this.ask(state.asked);
    this.status();
  }

  // A new row that cannot be saved before something under More is filled in.
  openFirst() {
    this.back.hidden = false;
    this.more.setAttribute("aria-expanded", "true");
  }

  // Below More: what is being typed, waits to be saved, or became of the last save.
  status() {
    const cells = [...this.cells.values()];
    if (cells.some((cell) => cell.sent !== null)) return;
    clearTimeout(this.late);
    const writing = cells.some((cell) => cell.dirty);
    const refused = !writing && this.last[0].startsWith("Not saved");
    // What is wrong stands below its field, a question below the row, and all of it once more below the form.
    const told = refused && (!this.asked.hidden || cells.some((cell) => !cell.wrong.hidden));
    this.said.textContent = writing ? "not saved yet" : told ? "not saved" : atTime(...this.last);
    this.said.classList.toggle("kk-bad", refused);
  }

  waiting() {
    this.said.classList.remove("kk-bad");
    this.said.textContent = "saving …";
    clearTimeout(this.late);
    this.late = setTimeout(() => {
      this.said.classList.add("kk-bad");
      this.said.textContent = "Not saved yet: no answer. The kernel is busy, or was ended.";
    }, NO_ANSWER_AFTER);
  }

  ask(asked) {
    const same = JSON.stringify(asked);
    if (same === this.lastAsked) return;
    this.lastAsked = same;
    this.asked.hidden = !asked.length;
    this.asked.replaceChildren();
    if (!asked.length) return;
    // In a shared notebook the others see the question as well, as one between two names.
    const [{ view, by, who: other }] = asked;
    const own = !view || view === this.sheet.id;
    const lines = asked.map(({ label, who, mine, theirs }) => make("li", {},
      make("b", { text: label }), `: ${own ? "you" : by || "somebody"} wrote `, make("b", { text: mine }), `; ${who} `,
      ...(theirs ? ["wrote ", make("b", { text: theirs })] : ["deleted the row"]), " in the meantime."));
    const button = (text, does, title) =>
      make("button", { type: "button", text, title, onclick: () => this.settle(does) });
    this.asked.append(make("ul", {}, ...lines),
      button(own ? "Keep mine" : `Keep what ${by || "somebody"} wrote`, "mine", "It replaces what the other one wrote"),
      button(own ? "Take theirs" : `Keep what ${other} wrote`, "theirs", "It stays, and comes onto the screen"));
  }

  settle(does) {
    for (const cell of this.cells.values()) cell.base = cell.value;
    this.send({ do: does });
    this.focus();
  }

  mark(fields, who, at) {
    const cells = fields.length ? fields.map((name) => this.cells.get(name)).filter(Boolean) : [this.cells.values().next().value];
    cells.forEach((cell) => cell.mark(who, at));
  }
}
