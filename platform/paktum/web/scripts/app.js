// What a page is quicker with: keys, folding, focus, copying. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Single-letter keys can be switched off in the account (WCAG 2.2, 2.1.4); the page then says data-keys="off".
  const typing = (element) => element.closest("input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable]");

  const step = (forward) => {
    const questions = all("[data-question]");
    if (!questions.length) return false;
    const here = questions.indexOf(document.activeElement.closest("[data-question]"));
    const beyond = forward ? questions.length - 1 : 0;
    const next = questions[here < 0 ? (forward ? 0 : beyond) : Math.min(Math.max(here + (forward ? 1 : -1), 0), questions.length - 1)];
    (find("input:checked", next) || find("input", next) || next).focus();
    next.scrollIntoView({ block: "center" });
    return true;
  };
  const keys = {
    "/": () => { const box = find("#q"); if (!box || !box.offsetParent) return false; box.focus(); box.select(); return true; },
    j: () => step(true),
    k: () => step(false),
  };
  document.addEventListener("keydown", (event) => {
    // A hand used to Word saves all the time: forms that save by themselves must not open the browser's dialogue.
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && event.target.closest("form[data-autosave]")) event.preventDefault();
    if (event.key === "Escape") closeMenus(null, true);
    if (event.ctrlKey || event.metaKey || event.altKey || root.dataset.keys === "off" || typing(event.target)) return;
    if (keys[event.key]?.()) event.preventDefault();
  });

  const closeMenus = (except, refocus) => all("details.menu[open]").forEach((menu) => {
    if (menu === except) return;
    if (refocus && menu.contains(document.activeElement)) find("summary", menu).focus();
    menu.open = false;
  });

  const copy = async (control) => {
    const source = document.getElementById(control.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
    } catch {
      // No permission, or not a secure page: selected text is one key away from copied.
      source.select?.();
      return;
    }
    const status = document.getElementById(control.getAttribute("aria-describedby"));
    if (status) status.textContent = control.dataset.copied;
  };

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    closeMenus(menu);
    if (event.target.closest("[data-print]")) print();
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
    const toggle = event.target.closest("[popovertarget]");
    if (toggle && !("popover" in HTMLElement.prototype)) {
      document.getElementById(toggle.getAttribute("popovertarget")).toggleAttribute("data-folded");
    }
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
  });

  // Typed and not sent: ask before the page goes.
  const unsent = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) unsent.add(form);
    const question = event.target.closest("[data-question]");
    if (question) question.toggleAttribute("data-answered", true);
  });
  document.addEventListener("submit", (event) => unsent.delete(event.target));
  addEventListener("beforeunload", (event) => { if ([...unsent].some((form) => form.isConnected)) event.preventDefault(); });

  all("[data-drop]").forEach((area) => {
    const over = (on) => (event) => { event.preventDefault(); area.toggleAttribute("data-over", on); };
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) find("input[type=file]", area).files = event.dataTransfer.files;
    });
  });

  // What one field has taken is not offered in another: a body neither meets with itself nor writes to itself.
  all("[data-other-than]").forEach((others) => {
    const first = document.getElementById(others.dataset.otherThan);
    const setApart = () => {
      all("option,input", others).forEach((choice) => {
        choice.disabled = choice.value === first.value;
        (choice.closest(".form-check") || choice).hidden = choice.disabled;
      });
      if (others.selectedOptions?.[0]?.disabled) others.value = find("option:enabled", others)?.value ?? "";
    };
    first.addEventListener("change", setApart);
    setApart();
  });

  const greet = (from) => {
    find(".error-summary", from)?.focus();
    if (!("popover" in HTMLElement.prototype)) all("[popover]", from).forEach((part) => part.toggleAttribute("data-folded", true));
  };

  // After a part of the page was replaced, the focus stays where it was, or goes to what took its place.
  let held = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const active = document.activeElement;
    held = active && active !== document.body ? { id: active.id, name: active.getAttribute("name") } : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt;
    if (held && (document.activeElement === document.body || !document.activeElement)) {
      const same = (held.id && document.getElementById(held.id)) || (held.name && find(`[name="${CSS.escape(held.name)}"]`, place));
      const target = same || find("[data-focus]", place) || place;
      if (!same && !target.matches("a,button,input,select,textarea,[tabindex]")) target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
    held = null;
    greet(place);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const area = find(".notices");
    const words = find("#no-answer");
    if (area && words && event.detail.xhr.status !== 422) area.replaceChildren(words.content.cloneNode(true));
  });

  greet(document);
})();
