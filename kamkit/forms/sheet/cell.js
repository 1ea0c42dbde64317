// One field of a row: its label, its control, and what is wrong with it. What somebody is typing is never overwritten.

const CHECK_AFTER = 300; // milliseconds without a key before what was typed is looked at
const MARKED_FOR = 6000; // milliseconds a change by somebody else stays marked
const NO_ANSWER_AFTER = 5000;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function atTime(text, at) {
  if (!at) return text;
  const told = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return text.replace("{time}", new Date(at).toLocaleTimeString([], told));
}

// 1 240 000 reads, 1240000 has to be counted. Only while nobody types there, and never told to the kernel.
const THIN = "\u202f";
function grouped(text) {
  return /^-?\d{5,}(\.\d+)?$/.test(text) ? text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, THIN)) : text;
}

class Cell {
  constructor(row, column) {
    this.row = row;
    this.column = column;
    this.id = `${row.sheet.id}-${row.id}-${column.name}`;
    this.text = ""; // what the programme has, as far as known here
    this.base = ""; // what stood here when somebody began to type
    this.sent = null; // what was sent to be saved and is not answered yet
    this.control = this.makeControl();
    this.wrong = make("span", { class: "kk-wrong", id: `${this.id}-wrong`, hidden: true });
    this.note = make("span", { class: "kk-by", hidden: true });
    const label = make("label", { for: this.id, text: column.label });
    this.el = make("div", { class: `kk-cell kk-${column.kind}` });
    if (column.kind === "check") this.el.append(make("span", { class: "kk-checked" }, this.control, label));
    else this.el.append(label, this.control);
    this.el.append(this.wrong, this.note);
  }

  makeControl() {
    const { kind, choices, help, required, label } = this.column;
    const common = { id: this.id, title: help, "data-field": this.column.name, "aria-required": required ? "true" : null };
    let control;
    if (kind === "choice") {
      control = make("select", common, ...choices.map(([value, text]) => make("option", { value, text: text || "–" })));
    } else if (kind === "check") {
      control = make("input", { ...common, type: "checkbox" });
    } else if (kind === "date") {
      control = make("input", { ...common, type: "date" });
    } else if (kind === "link") {
      const list = this.row.sheet.listOf(this.column.name);
      control = make("input", { ...common, type: "text", list, autocomplete: "off", placeholder: "choose or type" });
    } else if (kind === "number") {
      control = make("input", { ...common, type: "text", inputmode: "decimal", autocomplete: "off" });
    } else {
      control = make("textarea", { ...common, rows: "1" });
    }
    control.addEventListener("input", () => this.typing());
    control.addEventListener("change", () => kind === "choice" || kind === "check" ? this.save() : null);
    control.addEventListener("blur", () => this.leave());
    if (kind === "number") control.addEventListener("focus", () => this.ungroup());
    control.addEventListener("keydown", (event) => this.key(event));
    control.addEventListener("paste", (event) => this.row.sheet.pasted(event));
    return control;
  }

  get value() {
    if (this.column.kind === "check") return this.control.checked ? "yes" : "no";
    return this.column.kind === "number" ? this.control.value.replaceAll(THIN, "") : this.control.value;
  }

  set value(text) {
    if (this.column.kind === "check") this.control.checked = text === "yes";
    else if (this.column.kind === "choice") this.choose(text);
    else if (this.column.kind === "number") this.write(this.focused ? text : grouped(text));
    else this.write(text);
  }

  write(text) {
    if (this.control.value === text) return;
    this.control.value = text;
    this.grow();
  }

  // Digits alone while somebody types.
  ungroup() {
    if (this.control.value === this.value) return;
    this.control.value = this.value;
    this.control.select();
  }

  choose(text) {
    this.control.value = text;
    if (this.control.value !== text) this.control.selectedIndex = -1;
  }

  get focused() { return document.activeElement === this.control; }
  get dirty() { return this.value !== this.base; }

  // What the programme has now. While somebody types here it is only told, below the field.
  show(text, wrong, locked) {
    const other = text !== this.text;
    this.text = text;
    if (this.sent !== null || (this.dirty && this.focused)) {
      if (other && this.sent === null) this.tell(`meanwhile: ${text || "nothing"}`);
    } else {
      this.base = text;
      this.value = text;
    }
    if (!this.dirty || this.sent !== null) this.showWrong(wrong);
    this.control.disabled = Boolean(locked);
  }

  showWrong(wrong) {
    this.wrong.hidden = !wrong;
    this.wrong.textContent = wrong ? `▲ ${wrong}` : "";
    if (wrong) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
    const described = [wrong && this.wrong.id].filter(Boolean).join(" ");
    if (described) this.control.setAttribute("aria-describedby", described);
    else this.control.removeAttribute("aria-describedby");
  }

  typing() {
    this.grow();
    this.row.status();
    clearTimeout(this.checking);
    if (this.column.kind === "choice" || this.column.kind === "check") return;
    const check = () => this.row.send({ do: "check", field: this.column.name, text: this.value });
    this.checking = setTimeout(() => this.dirty && this.sent === null && check(), CHECK_AFTER);
  }

  leave() {
    clearTimeout(this.checking);
    if (this.dirty && this.sent === null) this.save();
    else if (!this.dirty && this.text !== this.base) this.show(this.text, "", this.control.disabled);
    if (this.column.kind === "number") this.value = this.value;
  }

  save() {
    clearTimeout(this.checking);
    if (!this.dirty || this.sent !== null) return;
    if (this.column.kind === "date" && this.value && this.value < "1900") return;
    this.sent = this.value;
    this.tell("");
    const message = { do: "save", field: this.column.name, text: this.sent, seen: this.base };
    this.row.sheet.ask({ ...message, row: this.row.id }, () => this.saved());
    this.row.waiting();
  }

  // The kernel has answered: what stands here now is what it has, or what it refused.
  saved() {
    const typedOn = this.value !== this.sent;
    this.sent = null;
    this.base = this.text;
    if (!typedOn) this.value = this.text;
    else if (!this.focused) this.save();
    this.row.status();
  }

  // Esc: what was typed goes, also what was refused.
  takeBack() {
    const refused = !this.dirty;
    this.value = this.base = this.text;
    this.showWrong("");
    this.row.status();
    if (refused) this.row.send({ do: "restore", field: this.column.name });
  }

  tell(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  // Somebody else changed it: for a few seconds, or until what is being typed here is saved.
  mark(who, at) {
    const writing = this.dirty && this.focused;
    this.tell(writing ? `${who} wrote meanwhile: ${this.text || "nothing"}` : atTime(`${who}, {time}`, at));
    this.el.classList.add("kk-marked");
    clearTimeout(this.marked);
    this.marked = setTimeout(() => {
      this.el.classList.remove("kk-marked");
      if (!this.dirty) this.tell("");
    }, MARKED_FOR);
  }

  key(event) {
    const { kind } = this.column;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.row.move(event.key === "ArrowUp" ? "up" : "down");
    } else if (event.key === "Enter" && (kind !== "note" || event.ctrlKey || event.metaKey)) {
      if (kind !== "choice" && kind !== "check") event.preventDefault();
      this.save();
    } else if (event.key === "Escape" && (this.dirty || this.control.hasAttribute("aria-invalid"))) {
      event.preventDefault();
      this.takeBack();
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && this.atEdge(event)) {
      const row = this.row.sheet.beside(this.row, event.key === "ArrowUp" ? -1 : 1);
      const cell = row && row.cells.get(this.column.name);
      if (cell) {
        event.preventDefault();
        cell.control.focus();
        if (cell.control.select) cell.control.select();
      }
    }
  }

  // Up and down belong to lists, days and choices; in text they go to the row above or below from its first or last line.
  atEdge(event) {
    if (event.shiftKey || event.ctrlKey || event.metaKey || !["line", "note", "number"].includes(this.column.kind)) return false;
    const { selectionStart: start, selectionEnd: end, value } = this.control;
    if (start !== end && !(start === 0 && end === value.length)) return false;
    const oneLine = this.control.scrollHeight < 40;
    return oneLine || (event.key === "ArrowUp" ? start === 0 : end === value.length);
  }

  grow() { this.row.sheet.grow(this); }
}
