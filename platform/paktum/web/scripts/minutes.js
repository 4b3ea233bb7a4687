// Writing minutes in place: each section is saved as one types, and whoever comes second sees both versions.
// Without this file every section has a form of its own.
(() => {
  "use strict";
  const article = document.getElementById("minutes");
  if (!article?.dataset.token) return;
  const find = (selector, from) => from.querySelector(selector);
  const WAIT = 1200;
  const LONGEST_WAIT = 30000;

  // Signed out meanwhile, or the page was open too long: as soon as one is signed in, the page made anew has a token that holds.
  const renewed = async () => {
    const page = await (await fetch(location.pathname, { credentials: "same-origin" })).text();
    const token = new DOMParser().parseFromString(page, "text/html").getElementById("minutes")?.dataset.token;
    if (token) article.dataset.token = token;
    return Boolean(token);
  };

  const saver = (section) => {
    const box = find("[data-rich]", section);
    const status = find("[data-saved]", section);
    let timer = null;
    let busy = false;
    let stored = box.innerHTML;
    let clash = false;
    let stopped = false;
    let wait = WAIT;

    const say = (words, trouble) => {
      status.textContent = words;
      status.toggleAttribute("data-trouble", Boolean(trouble));
    };
    const waiting = () => !stopped && box.innerHTML !== stored;
    const later = (milliseconds) => { clearTimeout(timer); timer = setTimeout(save, milliseconds); };

    const body = (html) => new URLSearchParams({
      csrf_token: article.dataset.token,
      version: section.dataset.version,
      heading: find("h2", section).textContent.trim(),
      public: section.dataset.public,
      html,
    });

    async function save() {
      if (busy || clash || !waiting()) return;
      busy = true;
      const sent = box.innerHTML;
      say(article.dataset.saving);
      try {
        const answer = await fetch(section.dataset.save, {
          method: "POST", body: body(sent), headers: { Accept: "application/json" }, credentials: "same-origin",
        });
        if (answer.redirected || answer.status === 400) {
          wait = Math.min(wait * 2, LONGEST_WAIT);
          say(await renewed() ? article.dataset.saving : article.dataset.signedOut, true);
          busy = false;
          return later(wait);
        }
        const told = await answer.json();
        if (answer.ok) {
          stored = sent;
          wait = WAIT;
          section.dataset.version = told.version;
          say(told.saved);
        } else if (answer.status === 409) {
          showBoth(told);
        } else {
          stopped = Boolean(told.final);
          say(told.error, true);
          busy = false;
          return;
        }
      } catch {
        // The network went, or a page came instead of an answer: what was typed is still here, so it is tried again.
        wait = Math.min(wait * 2, LONGEST_WAIT);
        say(article.dataset.again, true);
      }
      busy = false;
      if (!clash && waiting()) later(wait);
    }

    const showBoth = (told) => {
      clash = true;
      say("");
      const panel = document.getElementById("minutes-clash").content.cloneNode(true).firstElementChild;
      const theirs = find("[data-theirs]", panel);
      theirs.innerHTML = told.html;
      panel.addEventListener("click", (event) => {
        const choice = event.target.closest("[data-keep]")?.dataset.keep;
        if (!choice) return;
        section.dataset.version = told.version;
        if (choice === "theirs") { box.innerHTML = told.html; stored = box.innerHTML; say(told.saved); }
        clash = false;
        panel.remove();
        box.focus();
        save();
      });
      status.after(panel);
      find("[data-keep]", panel).focus();
    };

    box.contentEditable = "true";
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "true");
    box.setAttribute("aria-labelledby", find("h2", section).id);
    box.spellcheck = true;
    box.addEventListener("input", () => later(WAIT));
    box.addEventListener("blur", save);
    // What is pasted comes as plain words with its paragraphs: the looks of other programs do not belong in minutes.
    box.addEventListener("paste", (event) => {
      const words = event.clipboardData?.getData("text/plain");
      if (!words) return;
      event.preventDefault();
      words.replace(/\r\n?/g, "\n").split(/\n\s*\n/).forEach((paragraph, number) => {
        if (number) document.execCommand("insertParagraph");
        paragraph.split("\n").forEach((line, place) => {
          if (place) document.execCommand("insertLineBreak");
          document.execCommand("insertText", false, line);
        });
      });
    });
    box.addEventListener("keydown", (event) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey)) return;
      if (key === "s") { event.preventDefault(); clearTimeout(timer); save(); }
      if (key === "p" && event.shiftKey) { event.preventDefault(); personal(box); }
    });
    return { waiting: () => busy || clash || waiting() };
  };

  // Selected words become personal, or personal ones plain again.
  const personal = (box) => {
    const selection = getSelection();
    if (!selection.rangeCount || !box.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const marked = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement).closest(".personal");
    if (marked && box.contains(marked)) {
      marked.replaceWith(...marked.childNodes);
    } else if (!range.collapsed) {
      linesWithin(range, box).forEach((part) => {
        const span = document.createElement("span");
        span.className = "personal";
        span.append(part.extractContents());
        part.insertNode(span);
      });
    }
    box.normalize();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // A mark stays within its paragraph or item: a selection over several becomes one range in each.
  const linesWithin = (range, box) => {
    const lines = [...box.querySelectorAll("p,li,div")].filter((line) => range.intersectsNode(line) && !line.querySelector("p,li,div"));
    if (lines.length < 2) return [range];
    return lines.map((line) => {
      const part = document.createRange();
      part.selectNodeContents(line);
      if (line.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
      if (line.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
      return part;
    }).filter((part) => !part.collapsed);
  };

  document.execCommand("defaultParagraphSeparator", false, "p");
  document.execCommand("styleWithCSS", false, false);
  const savers = [...article.querySelectorAll("[data-save]")].map(saver);

  const bar = document.querySelector("[data-toolbar]");
  const edited = () => document.activeElement?.closest?.("[data-rich]");
  // The tool bar must not take the focus from the words that it is about.
  bar.addEventListener("pointerdown", (event) => { if (event.target.closest("button") && edited()) event.preventDefault(); });
  let last = null;
  document.addEventListener("focusin", (event) => { last = event.target.closest("[data-rich]") || (bar.contains(event.target) ? last : null); });
  bar.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    const box = edited() || last;
    if (!act || !box) return;
    if (document.activeElement !== box) box.focus();
    if (act === "personal") personal(box);
    else document.execCommand(act);
    showPressed();
  });
  const showPressed = () => {
    const within = edited();
    bar.querySelectorAll("[data-do]").forEach((button) => {
      const act = button.dataset.do;
      const anchor = getSelection().anchorNode;
      const on = within && (act === "personal"
        ? Boolean((anchor?.nodeType === 1 ? anchor : anchor?.parentElement)?.closest(".personal"))
        : document.queryCommandState(act));
      button.setAttribute("aria-pressed", String(Boolean(on)));
    });
  };
  document.addEventListener("selectionchange", showPressed);
  addEventListener("beforeunload", (event) => { if (savers.some((one) => one.waiting())) event.preventDefault(); });
})();
