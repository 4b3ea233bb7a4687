// The meeting screen on bad Wi-Fi: what is tapped, marked and typed waits in one line, is sent in its order, and again until
// it arrives. Sending twice is harmless: requests say how things are to be, and carry the ids of what they make.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const screen = find("#sitting");
  if (!screen) return;

  const line = [];
  let busy = false;

  // A later request of the same key takes the place of one that is still waiting: notes as they are typed, for one.
  const send = (one) => {
    const place = one.key ? line.findIndex((other, at) => other.key === one.key && !(busy && at === 0)) : -1;
    if (place >= 0) line.splice(place, 1);
    line.push(one);
    drain();
  };

  const drain = async () => {
    if (busy) return;
    busy = true;
    while (line.length) {
      const one = line[0];
      let answer;
      let html;
      try {
        answer = await fetch(one.address, { method: "POST", headers: { "HX-Request": "true" }, body: one.values() });
        html = await answer.text();
      } catch {
        say("#not-sent");
        await new Promise((done) => setTimeout(done, 2000));
        continue;
      }
      line.shift();
      say(null);
      // Signed out meanwhile, or the meeting is gone: the whole page knows better what to show.
      if (answer.redirected || [400, 403, 404].includes(answer.status)) location.reload();
      else if (answer.status >= 500) say("#no-answer");
      else one.done(html, answer.status);
    }
    busy = false;
    if (undrawn) draw(...undrawn);
  };

  const say = (words) => {
    const place = find("#went-on");
    if (!place) return;
    if (!words) find(".notice-late", place)?.remove();
    else if (!place.firstElementChild) place.append(find(words).content.cloneNode(true));
  };

  // Where the keyboard stands, told so that it is found again on a screen drawn anew.
  const standing = (active, form) => {
    const around = [];
    // Of a form, `id` is the field of that name.
    for (let one = active.parentElement; one && one !== screen; one = one.parentElement) around.push(one.getAttribute("id"));
    return { id: active.id, name: active.name, around, then: form && form.contains(active) ? form.dataset.then : "" };
  };
  const FIELDS = "input:not([type=hidden]),select,textarea";
  const takes = (one) => {
    if (!one?.checkVisibility()) return false;
    if (!one.matches(`a,button,summary,${FIELDS}`)) one.tabIndex = -1;
    one.focus({ preventScroll: true });
    return document.activeElement === one;
  };
  // The same thing; else the one like it in the same place; else what the act leads to; else the place itself.
  const stand = ({ id, name, around, then }) => {
    const places = around.map((one) => one && document.getElementById(one)).filter(Boolean);
    const alike = name ? places.map((place) => find(`[name="${CSS.escape(name)}"]:not([type=hidden])`, place)) : [];
    const next = then ? document.getElementById(then) : null;
    const inside = next?.matches("form") ? [find("input:checked", next), find(FIELDS, next)] : [];
    const near = places.flatMap((place) => all(`a,button,summary,${FIELDS}`, place));
    const found = [id ? document.getElementById(id) : null, ...alike, ...inside, next, ...near, screen].find(takes);
    return found || screen;
  };

  // The screen drawn anew: the focus stays, and what is being typed elsewhere on it is kept.
  let undrawn = null;
  const basis = (field) => field.form && find("[name=based_on]", field.form);
  const draw = (html, form) => {
    undrawn = line.length ? [html, form] : null;
    if (undrawn) return;
    const active = document.activeElement;
    const held = active && screen.contains(active) ? standing(active, form) : null;
    const typed = all("textarea[id],input[id]:not([type=hidden],[type=radio],[type=checkbox])", screen)
      .filter((field) => field.value !== field.defaultValue && !(form && form.contains(field)))
      .map((field) => ({ id: field.id, value: field.value, from: field.selectionStart, to: field.selectionEnd, based: basis(field)?.value }));
    screen.innerHTML = html;
    htmx.process(screen);
    typed.forEach(({ id, value, based }) => {
      const field = document.getElementById(id);
      if (!field) return;
      field.value = value;
      field.closest("details")?.setAttribute("open", "");
      // What was typed goes on from what its writer saw: others' words since then are not written over unseen.
      if (based && basis(field)) basis(field).value = based;
    });
    const said = find("[data-focus]", screen);
    if (said) said.focus();
    else if (held) {
      const same = stand(held);
      const kept = typed.find((field) => field.id === same.id);
      if (kept?.from != null && same.setSelectionRange) same.setSelectionRange(kept.from, kept.to);
    }
  };

  const putParts = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const part of [...made.content.children].flatMap((one) => (one.tagName === "TEMPLATE" ? [...one.content.children] : [one]))) {
      if (part.id) document.getElementById(part.id)?.replaceWith(part);
    }
  };

  // What others noted of the open vote is marked here too; not what is on its way from here, nor what was known before it
  // arrived, nor a number that is being typed.
  const arrived = new Map();
  const markOthers = (since) => {
    const form = find("form[data-cast]", screen);
    const marks = find("#marks", form || screen);
    if (!form || !marks) return;
    const own = (key) => line.some((one) => one.key === key) || arrived.get(key) > since;
    for (const [name, value] of new URLSearchParams(marks.dataset.marks)) {
      if (own(name.startsWith("count-") ? "counts" : name)) continue;
      const fields = all(`[name="${CSS.escape(name)}"]`, form);
      const field = fields.find((one) => one.type === "radio" && one.value === value);
      if (field) field.checked = true;
      else if (fields[0]?.type === "text" && fields[0] !== document.activeElement) fields[0].value = fields[0].defaultValue = value;
    }
  };
  let asked = 0;
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.id === "pulse") asked = performance.now(); });
  document.addEventListener("htmx:afterSettle", () => markOthers(asked));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("#sitting form[data-send]")) return;
    event.preventDefault();
    const { submitter } = event;
    const values = new URLSearchParams(new FormData(form));
    // What was marked has gone out already, vote by vote: sent again it might undo what came in from elsewhere.
    if (form.dataset.cast) [...values.keys()].filter((name) => /^(seat|count)-/.test(name)).forEach((name) => values.delete(name));
    if (submitter?.name) values.append(submitter.name, submitter.value);
    submitter?.setAttribute("aria-busy", "true");
    const address = submitter?.getAttribute("formaction") || form.getAttribute("action");
    send({ address, values: () => values, done: (html) => draw(html, form) });
  });

  // One vote, one small request; the sums come back.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-cast]");
    const name = event.target.name || "";
    if (!form || !/^(seat|count)-/.test(name)) return;
    const fields = name.startsWith("seat-") ? [[name, event.target.value]] : [...new FormData(form)].filter(([key]) => key.startsWith("count-"));
    const values = new URLSearchParams([...fields, ["part", "sums"], ["csrf_token", find("[name=csrf_token]", form).value]]);
    const key = name.startsWith("count-") ? "counts" : name;
    const done = (html, status) => {
      arrived.set(key, performance.now());
      if (status >= 400) return draw(html, form);
      putParts(html);
      markOthers(Infinity);
    };
    send({ key, address: form.dataset.cast, values: () => values, done });
  });

  // Notes save as one types. Their mark is read when they are sent, for the answer before it has changed it.
  let resting;
  const saveNotes = (field) => {
    clearTimeout(resting);
    const { form } = field;
    if (!form || field.value === field.dataset.sent) return;
    field.dataset.sent = field.value;
    const address = form.getAttribute("action");
    const item = find("[name=item]", form).value;
    const token = find("[name=csrf_token]", form).value;
    const text = field.value;
    const mark = () => (find(`.notes [name=item][value="${item}"]`) && find(".notes [name=based_on]")?.value) || "";
    const known = mark();
    const values = () => new URLSearchParams({ csrf_token: token, item, notes: text, based_on: mark() || known });
    send({ key: `notes-${item}`, address, values, done: putParts });
  };
  document.addEventListener("input", (event) => {
    if (event.target.id !== "notes") return;
    clearTimeout(resting);
    resting = setTimeout(() => saveNotes(event.target), 900);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.id === "notes" && event.target.value !== event.target.defaultValue) saveNotes(event.target);
  });
  const unsaved = (field) => field && field.value !== field.defaultValue && field.value !== field.dataset.sent;
  addEventListener("beforeunload", (event) => { if (line.length || unsaved(find("#notes"))) event.preventDefault(); });
})();
