// Dragging the items of an agenda. Without it the buttons beside each item do the same.
(() => {
  "use strict";
  const list = document.querySelector("[data-order]");
  if (!list) return;
  const items = () => [...list.children];
  let lifted = null;
  let over = null;

  const clear = () => items().forEach((item) => { delete item.dataset.above; delete item.dataset.below; });
  const place = (y) => {
    clear();
    over = items().find((item) => y < item.getBoundingClientRect().bottom) || items().at(-1);
    if (!over || over === lifted) return;
    const box = over.getBoundingClientRect();
    over.dataset[y < box.top + box.height / 2 ? "above" : "below"] = "";
  };
  const drop = () => {
    if (!lifted || !over || over === lifted) return;
    const from = items().indexOf(lifted);
    const at = items().indexOf(over) + ("below" in over.dataset ? 1 : 0);
    const to = at > from ? at - 1 : at;
    if (to === from) return;
    const form = lifted.querySelector("form[data-move]");
    form.elements.to.value = to;
    form.requestSubmit();
  };
  const end = (event) => {
    if (!lifted) return;
    if (event.type === "pointerup") drop();
    delete lifted.dataset.lifted;
    clear();
    lifted = over = null;
  };
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button > 0) return;
    lifted = grip.closest("li");
    lifted.dataset.lifted = "";
    grip.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => { if (lifted) place(event.clientY); });
  list.addEventListener("pointerup", end);
  list.addEventListener("pointercancel", end);
})();
