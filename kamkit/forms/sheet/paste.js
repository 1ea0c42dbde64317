// Rows copied from a spreadsheet: looked at first, every cell that does not fit said, then taken as one change.

class Paste {
  constructor(sheet) {
    this.sheet = sheet;
    const id = `${sheet.id}-paste`;
    this.text = make("textarea", { id, rows: "5", spellcheck: "false", oninput: () => this.look() });
    this.seen = make("div", { class: "kk-seen" });
    this.take = make("button", { type: "button", class: "kk-main", text: "Take the rows", disabled: true, onclick: () => this.send("take") });
    this.el = make("div", { class: "kk-paste", role: "group", "aria-label": "Paste rows", hidden: true },
      make("label", { for: id, text: "Rows copied from a spreadsheet, with or without their headings" }),
      this.text, this.seen,
      make("div", { class: "kk-buttons" }, this.take,
        make("button", { type: "button", text: "Cancel", onclick: () => this.close() })));
  }

  open(text = "") {
    this.el.hidden = false;
    this.text.value = text;
    this.text.focus();
    if (text) this.look();
  }

  close() {
    this.el.hidden = true;
    this.text.value = "";
    this.seen.replaceChildren();
    this.take.disabled = true;
    this.sheet.focus();
  }

  look() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.send("paste"), CHECK_AFTER);
  }

  send(does) { this.sheet.send({ do: does, text: this.text.value }); }

  taken(done) { if (done) this.close(); }

  show({ heads, rows, right, note, unused }) {
    this.take.disabled = !right;
    this.take.textContent = right === rows.length ? `Take ${count(right)}` : `Take the ${count(right)} without mistakes`;
    const wrong = rows.length - right;
    const said = note || (rows.length ? `${count(rows.length)}${wrong ? `, ${wrong} with mistakes` : ", all of them fit"}.` : "");
    const left = unused.length ? ` Not used: ${unused.join(", ")}.` : "";
    this.seen.replaceChildren(make("p", { role: "status", text: said + left }));
    if (rows.length) this.seen.append(make("div", { class: "kk-scroll" }, this.table(heads, rows)));
  }

  table(heads, rows) {
    const head = ["", ...heads].map((text) => make("th", { scope: "col", text }));
    const lines = rows.map(({ cells, wrong, changes }) => make("tr", {},
      make("th", { scope: "row", text: changes ? `changes ${changes}` : "new", class: wrong ? "kk-off" : null },
        ...(wrong ? [make("span", { class: "kk-wrong", text: `▲ ${wrong}` })] : [])),
      ...cells.map(([text, off]) => make("td", { text, class: off ? "kk-off" : null },
        ...(off ? [make("span", { class: "kk-wrong", text: `▲ ${off}` })] : [])))));
    return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...lines));
  }
}

function count(rows) { return rows === 1 ? "1 row" : `${rows} rows`; }
