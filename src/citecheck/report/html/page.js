"use strict";
// Hides levels and families, and moves from finding to finding. Without it the page reads as well, links and all.
(() => {
  const root = document.documentElement;
  const filters = document.getElementById("filters");
  if (!filters) return;
  const cards = [...document.querySelectorAll(".card")];
  const boxes = [...filters.querySelectorAll("[data-hides]")];
  const shown = document.getElementById("shown");
  const keys = document.getElementById("keys");
  let current = null;

  const isShown = (card) =>
    !root.classList.contains(`no-${card.dataset.level}`) && !root.classList.contains(`no-${card.dataset.family}`);

  // One class on the root hides all findings of a kind: the style does the rest, however long the article is.
  const filter = () => {
    for (const box of boxes) root.classList.toggle(`no-${box.dataset.hides}`, !box.checked);
    shown.textContent = `${cards.filter(isShown).length} of ${cards.length} findings shown`;
  };

  const marks = (card) => document.querySelectorAll(`mark[data-card="${card.id}"]`);

  const choose = (card) => {
    if (current) {
      current.removeAttribute("aria-current");
      for (const mark of marks(current)) mark.classList.remove("current");
    }
    current = card;
    card.setAttribute("aria-current", "true");
    for (const mark of marks(card)) mark.classList.add("current");
  };

  const show = (element) => element && element.scrollIntoView({ block: "nearest" });

  const go = (card) => {
    choose(card);
    const place = document.getElementById(`${card.id}-mark`);
    // A folded part of the page opens for what lies in it.
    const folded = place && place.closest("details");
    if (folded) folded.open = true;
    show(place);
    card.focus({ preventScroll: true });
    show(card);
  };

  const step = (by) => {
    const listed = cards.filter(isShown);
    if (!listed.length) return;
    let next = listed.indexOf(current);
    if (next < 0) {
      const before = current ? cards.indexOf(current) : -1;
      next = listed.findIndex((card) => cards.indexOf(card) > before);
      next = by > 0 ? (next < 0 ? 0 : next) : (next < 0 ? listed.length : next) - 1;
    } else next += by;
    go(listed[(next + listed.length) % listed.length]);
  };

  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.isContentEditable) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "t" && current) document.getElementById(`${current.id}-mark`)?.focus();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const card = event.target.closest(".card");
    if (card) return choose(card);
    if (link && !link.classList.contains("flag")) return undefined;
    const mark = event.target.closest("mark, .flag");
    const id = mark && (mark.dataset.card || mark.getAttribute("href").slice(1));
    const meant = id && document.getElementById(id);
    if (!meant || !isShown(meant)) return undefined;
    event.preventDefault();
    return go(meant);
  });

  filters.addEventListener("change", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
