// The meeting screen on bad Wi-Fi: votes are sent as they are marked, refusals are shown, what was not sent is sent again.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);

  // A refusal comes with the page that explains it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (![409, 422].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  // One vote, one small request; the sums come back.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-cast]");
    const name = event.target.name || "";
    if (!form || !/^(seat|count)-/.test(name)) return;
    const sent = name.startsWith("seat-")
      ? { [name]: event.target.value }
      : Object.fromEntries([...new FormData(form)].filter(([key]) => key.startsWith("count-")));
    send({ address: form.dataset.cast, values: { ...sent, csrf_token: find("[name=csrf_token]", form).value } });
  });

  const waiting = [];
  let sending = false;
  const send = (one) => { waiting.push(one); drain(); };
  const drain = async () => {
    if (sending || !waiting.length) return;
    sending = true;
    while (waiting.length) {
      const one = waiting[0];
      try {
        const answer = await fetch(one.address, {
          method: "POST",
          headers: { "HX-Request": "true" },
          body: new URLSearchParams(one.values),
        });
        waiting.shift();
        show(answer.status, await answer.text());
        say(false);
      } catch {
        // Nothing came back: the same request again is harmless, it says how things are to be.
        say(true);
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
    sending = false;
  };

  const show = (status, html) => {
    if (status >= 500) { location.reload(); return; }
    const made = document.createElement("template");
    made.innerHTML = html;
    if (status >= 400) {
      const place = find("#sitting");
      place.replaceChildren(made.content);
      htmx.process(place);
      find("[data-focus]", place)?.focus();
      return;
    }
    for (const part of [...made.content.children].flatMap((one) => (one.tagName === "TEMPLATE" ? [...one.content.children] : [one]))) {
      const old = part.id && document.getElementById(part.id);
      if (old) old.replaceWith(part);
    }
  };

  const say = (cut) => {
    const place = find("#went-on");
    const words = find("#not-sent");
    if (!place || !words) return;
    if (cut && !place.firstElementChild) place.append(words.content.cloneNode(true));
    if (!cut) find(".notice-late", place)?.remove();
  };

  // Other forms: what could not be sent goes again by itself, with the same ids in it, so that nothing happens twice.
  document.addEventListener("htmx:sendError", (event) => {
    const { elt, requestConfig } = event.detail;
    if (!requestConfig || requestConfig.verb === "get") return;
    say(true);
    setTimeout(() => {
      if (!elt.isConnected) return;
      if (elt.matches("form")) elt.requestSubmit(requestConfig.triggeringEvent?.submitter || undefined);
      else htmx.trigger(elt, elt.matches("textarea") ? "blur" : "click");
    }, 2000);
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(false); });
})();
