// Light or dark, settled before the first paint: the reader's choice, kept; without it, the system's.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    // Private windows may refuse storage; then the system's choice simply holds.
    try { return localStorage.getItem("paktum-theme"); } catch { return null; }
  };
  const apply = () => { root.dataset.bsTheme = stored() || (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", (event) => { if (event.key === "paktum-theme") apply(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try { localStorage.setItem("paktum-theme", theme); } catch { /* holds for this page only */ }
    root.dataset.bsTheme = theme;
  });
})();
