// What the kernel's widgets are at this moment, and the way there and back: the messages of Jupyter's widgets, as JSON.

const CONTROL = "jupyter.widget.control";
const ASK_AGAIN = 600; // milliseconds until a kernel is asked once more whether it hears
const CONNECT_AGAIN = 500; // the first time; twice as long each time after
const AT_MOST = 20_000;

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The socket to one kernel. What is sent before the kernel hears is kept until it does.
class Way {
  constructor(kernel, heard, arrived) {
    this.session = newId();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.address = `${scheme}://${location.host}/api/kernels/${kernel}/channels?session_id=${this.session}`;
    this.heard = heard;
    this.arrived = arrived;
    this.kept = [];
    this.pause = CONNECT_AGAIN;
    this.open();
  }

  open() {
    this.hears = false;
    this.socket = new WebSocket(this.address);
    this.socket.addEventListener("open", () => this.ask());
    this.socket.addEventListener("close", () => {
      this.hears = false;
      setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(2 * this.pause, AT_MOST);
    });
    this.socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      if (message.header.msg_type === "kernel_info_reply" && !this.hears) this.begin();
      this.heard(message);
    });
  }

  // The server takes a moment to reach the kernel, and what comes before that is lost.
  ask() {
    if (this.hears || this.socket.readyState !== WebSocket.OPEN) return;
    this.write("kernel_info_request", {}, {});
    setTimeout(() => this.ask(), ASK_AGAIN);
  }

  // Again: whoever waits for an answer that was lost on the way asks anew, so what he asked meanwhile is not sent twice.
  begin() {
    const again = this.reached;
    this.hears = this.reached = true;
    this.pause = CONNECT_AGAIN;
    this.arrived(again);
    for (const message of this.kept.splice(0)) if (!again || message[1].data?.content?.n === undefined) this.write(...message);
  }

  send(kind, content, metadata = {}) {
    if (this.hears && this.socket.readyState === WebSocket.OPEN) this.write(kind, content, metadata);
    else this.kept.push([kind, content, metadata]);
  }

  write(kind, content, metadata) {
    const header = { msg_id: newId(), msg_type: kind, session: this.session, username: "", date: new Date().toISOString(), version: "5.3" };
    this.socket.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata, content, buffers: [] }));
  }
}

export class Model {
  constructor(models, id, state) {
    this.models = models;
    this.id = id;
    this.state = state;
    this.calls = new Map();
  }

  get(name) { return this.state[name]; }

  on(name, call) {
    if (!this.calls.has(name)) this.calls.set(name, new Set());
    this.calls.get(name).add(call);
  }

  off(name, call) { this.calls.get(name)?.delete(call); }

  tell(name, ...said) { for (const call of [...(this.calls.get(name) ?? [])]) call(...said); }

  // Something for the kernel that is no state: a click, what was typed in a sheet.
  send(content) { this.models.send(this.id, { method: "custom", content }); }

  // What somebody did here.
  set(changes) {
    if (!this.take(changes)) return;
    this.models.send(this.id, { method: "update", state: changes, buffer_paths: [] });
  }

  // What holds now; those who draw it hear of what is another.
  take(state) {
    const changed = Object.keys(state).filter((name) => JSON.stringify(state[name]) !== JSON.stringify(this.state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.tell(`change:${name}`);
    return changed.length > 0;
  }
}

export class Models {
  constructor(kernel) {
    this.all = new Map();
    this.way = new Way(kernel, (message) => this.hear(message), (again) => this.arrive(again));
  }

  // `IPY_MODEL_...` in a state stands for another model.
  find(reference) { return this.all.get(String(reference ?? "").replace("IPY_MODEL_", "")); }

  put(id, state) {
    if (this.all.has(id)) this.all.get(id).take(state);
    else this.all.set(id, new Model(this, id, state));
  }

  // What a step of the page left; it may be late, and the kernel has told what is newer.
  putFromPage(id, state) { if (!this.way.hears || !this.all.has(id)) this.put(id, state); }

  send(id, data) { this.way.send("comm_msg", { comm_id: id, data }); }

  // The page itself brings what was said before; what was said while the way was gone has to be asked for.
  arrive(again) {
    if (!again) return;
    const id = newId();
    this.way.write("comm_open", { comm_id: id, target_name: CONTROL, data: {} }, { version: "1.0.0" });
    this.way.write("comm_msg", { comm_id: id, data: { method: "request_states" } }, {});
    for (const model of this.all.values()) model.tell("msg:custom", { again: true });
  }

  hear({ header, content }) {
    if (header.msg_type === "comm_open" && content.target_name === "jupyter.widget") this.put(content.comm_id, content.data.state);
    else if (header.msg_type === "comm_close") this.all.delete(content.comm_id);
    else if (header.msg_type === "comm_msg") this.hearOf(content.comm_id, content.data);
  }

  hearOf(id, { method, state, states, content }) {
    if (method === "update_states") for (const [one, found] of Object.entries(states)) this.put(one, found.state);
    else if (method === "update") this.all.get(id)?.take(state);
    else if (method === "custom") this.all.get(id)?.tell("msg:custom", content);
  }
}
