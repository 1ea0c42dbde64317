"use strict";
(() => {
  const unpack = packed => Array.isArray(packed) ? packed : packed.at.map(at => packed.of[at]);
  const data = JSON.parse(document.getElementById("data").textContent);
  const columns = data.columns.map(({ text, note, key, right }) =>
    ({ text: unpack(text), note: note && unpack(note), key: key && unpack(key), right }));
  const [folders, links, documents, notes, reasons] = [data.folders, data.links, data.documents, data.notes, data.reasons].map(unpack);
  const choices = data.choices.map(unpack), count = folders.length;
  const table = document.getElementById("accounts"), body = table.tBodies[0], atOnce = Number(table.dataset.rows);
  const tools = document.getElementById("tools"), find = document.getElementById("find");
  const found = document.getElementById("found"), selects = [...tools.querySelectorAll("select")];
  const heads = [...table.tHead.querySelectorAll("th[data-sort]")], labels = heads.map(head => head.textContent);
  const pagers = [...document.querySelectorAll(".pages")];
  const start = { words: "", chosen: selects.map(() => ""), by: 0, down: false, page: 0 };
  let state = start, order = [...Array(count).keys()], shown = order;

  // Text from the programme only ever becomes the text of a node or an attribute, never markup.
  const element = (name, text, attributes) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) if (value) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };
  const row = (at, place) => {
    const made = element("tr", "", { "aria-rowindex": place + 2 });
    columns.forEach(({ text, note, right }, number) => {
      const cell = number === 1 ? element("th", text[at], { scope: "row" }) : element("td", text[at], { class: right && "figure", "data-label": labels[number] });
      if (note && note[at]) cell.append(element("small", note[at]));
      made.append(cell);
    });
    const cell = element("td");
    for (const link of links[at].split(" ").filter(Boolean)) {
      const book = data.books[parseInt(link, 10)], failed = link.endsWith("!") && "failed";
      cell.append(element("a", book.label, { href: folders[at] + "/" + book.page, title: book.question, class: failed }), " ");
    }
    const names = documents[at].split(" ").filter(Boolean);
    for (const [stem, head, title] of data.editions) {
      const some = Object.entries(data.formats).filter(([suffix]) => names.includes(stem + "." + suffix));
      if (!some.length) continue;
      const plan = element("small", head + ": ", { class: "documents" });
      for (const [suffix, name] of some) {
        plan.append(element("a", name, { href: folders[at] + "/" + stem + "." + suffix, title: title + " as " + name }), " ");
      }
      cell.append(plan);
    }
    if (notes[at]) cell.append(element("small", notes[at], { title: reasons[at] }));
    made.append(cell);
    return made;
  };

  const said = number => number.toLocaleString("en-GB");
  const last = () => Math.max(0, Math.ceil(shown.length / atOnce) - 1);
  const rows = (from, to) => shown.slice(from, to).map((at, place) => row(at, from + place));
  // What fits a screen stands there at once; the rest of the page follows when that is painted.
  let rest = 0;
  const draw = (from, to, first = 40) => {
    clearTimeout(rest);
    const seen = Math.min(from + first, to);
    body.replaceChildren(...rows(from, seen));
    table.removeAttribute("aria-busy");
    if (seen === to) return;
    table.setAttribute("aria-busy", "true");
    rest = setTimeout(() => { body.append(...rows(seen, to)); table.removeAttribute("aria-busy"); }, 30);
  };
  const show = () => {
    const from = state.page * atOnce, to = Math.min(from + atOnce, shown.length), pages = last() + 1;
    draw(from, to);
    table.setAttribute("aria-rowcount", shown.length + 1);
    tell(from, to, pages);
    try { history.replaceState(state, ""); } catch { /* a viewer without a history */ }
  };
  const tell = (from, to, pages) => {
    const all = shown.length === 1 ? "1 account" : said(shown.length) + " accounts";
    found.textContent = shown.length === 0 ? "0 accounts: take a word away, or choose all" : pages === 1 ? all : `${all}, ${said(from + 1)} to ${said(to)} shown`;
    for (const pager of pagers) {
      const [back, next] = pager.querySelectorAll("button");
      pager.hidden = pages === 1;
      pager.querySelector("span").textContent = `page ${state.page + 1} of ${pages}`;
      // Not disabled: whoever pages with the keyboard would lose the place.
      back.setAttribute("aria-disabled", state.page === 0);
      next.setAttribute("aria-disabled", state.page === pages - 1);
    }
  };

  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;
  const prepared = () => texts ??= Array.from({ length: count }, (_, at) =>
    plain(columns.flatMap(({ text, note, key }) => key ? [] : [text[at], note ? note[at] : ""]).concat(notes[at]).join("\n")));
  const narrow = () => {
    const words = plain(state.words).split(/\s+/).filter(Boolean);
    const fits = at => state.chosen.every((value, number) => !value || choices[number][at] === value)
      && words.every(word => prepared()[at].includes(word));
    shown = words.length || state.chosen.some(Boolean) ? order.filter(fits) : order;
  };

  const ranks = [];
  const rank = by => ranks[by] ??= columns[by].key ?? (() => {
    const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true }), place = new Map();
    let at = 0, before = null;
    for (const text of [...new Set(columns[by].text)].sort(compare)) {
      if (before !== null && compare(before, text) !== 0) at += 1;
      place.set(text, text === "" ? null : at);
      before = text;
    }
    return columns[by].text.map(text => place.get(text));
  })();
  const sort = () => {
    const keys = rank(state.by), way = state.down ? -1 : 1;
    // What is unknown comes last both ways; what is equal stays in the order of the portfolio.
    order = [...Array(count).keys()].sort((a, b) =>
      keys[a] === null || keys[b] === null ? (keys[a] === null) - (keys[b] === null) || a - b : way * (keys[a] - keys[b]) || a - b);
    heads.forEach((head, at) => {
      if (at === state.by) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };

  const change = (wanted, sorted = false) => {
    state = { ...state, page: 0, ...wanted };
    if (sorted) sort();
    narrow();
    state.page = Math.min(state.page, last());
    show();
  };
  heads.forEach((head, at) => {
    head.firstElementChild.disabled = false;
    head.firstElementChild.addEventListener("click", () => change({ by: at, down: at === state.by && !state.down }, true));
  });
  find.addEventListener("input", () => change({ words: find.value }));
  tools.addEventListener("submit", event => event.preventDefault());
  selects.forEach(select => select.addEventListener("change", () => change({ chosen: selects.map(one => one.value) })));
  pagers.forEach((pager, below) => pager.querySelectorAll("button").forEach((button, next) => button.addEventListener("click", () => {
    const page = state.page + (next ? 1 : -1);
    if (page < 0 || page > last()) return;
    change({ page });
    if (below) tools.scrollIntoView();
  })));
  // On paper stands all that was found, not only the page on the screen.
  addEventListener("beforeprint", () => draw(0, shown.length, shown.length));
  addEventListener("afterprint", show);

  tools.hidden = false;
  // Whoever comes back from an account finds the list as it was left.
  if (history.state && history.state.chosen) {
    find.value = history.state.words;
    selects.forEach((select, at) => { select.value = history.state.chosen[at] ?? ""; });
    change({ ...start, ...history.state, chosen: selects.map(select => select.value) }, true);
  } else tell(0, Math.min(atOnce, count), last() + 1);
  setTimeout(prepared, 50);
})();
