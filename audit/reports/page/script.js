"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const chips = all(".chip[data-rule]");
  const slider = document.getElementById("confidence");
  const shown = document.getElementById("confidence-value");
  const only = document.getElementById("only");

  const apply = () => {
    const off = new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "false").map((c) => c.dataset.rule));
    const least = slider ? Number(slider.value) : 0;
    const hidden = new Set();
    for (const finding of all(".finding")) {
      const gone = off.has(finding.dataset.rule) || Number(finding.dataset.confidence) < least;
      finding.classList.toggle("off", gone);
      if (gone) hidden.add(finding.id);
    }
    for (const mark of all("mark[data-f]")) {
      const ids = mark.dataset.f.split(" ");
      const gone = ids.every((id) => hidden.has(id));
      mark.classList.toggle("off", gone);
      if (mark.hasAttribute("tabindex")) mark.tabIndex = gone ? -1 : 0;
    }
    for (const row of all(".row")) {
      const alive = row.querySelector(".finding:not(.off)") !== null;
      row.classList.toggle("hidden", Boolean(only && only.checked) && !alive);
    }
    if (shown && slider) shown.textContent = `${Math.round(least * 100)} %`;
  };
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      if (event.altKey) for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
      else chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") === "false"));
      apply();
    });
  }
  if (slider) slider.addEventListener("input", apply);
  if (only) only.addEventListener("change", apply);

  // A finding, its words and its evidence in the original light up together.
  const light = (ids, on) => {
    for (const id of ids) {
      const finding = document.getElementById(id);
      if (!finding) continue;
      finding.classList.toggle("lit", on);
      for (const mark of all("mark[data-f]", finding.closest(".row"))) {
        if (mark.dataset.f.split(" ").includes(id)) mark.classList.toggle("lit", on);
      }
    }
  };
  const idsAt = (target) => {
    if (!(target instanceof Element)) return [];
    const finding = target.closest(".finding");
    if (finding) return [finding.id];
    const mark = target.closest("mark[data-f]");
    return mark ? mark.dataset.f.split(" ") : [];
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(idsAt(event.target), on));
  }

  // Keep the card at a mark within the window.
  const settle = (event) => {
    const mark = event.target instanceof Element ? event.target.closest("mark") : null;
    const card = mark ? mark.querySelector(":scope > .pop") : null;
    if (!card) return;
    card.style.left = "0px";
    const over = card.getBoundingClientRect().right - root.clientWidth + 12;
    if (over > 0) card.style.left = `${-over}px`;
  };
  document.addEventListener("mouseover", settle);
  document.addEventListener("focusin", settle);

  // j and k go to the next and the previous marked place.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key !== "j" && event.key !== "k") return;
    const stops = all("mark[tabindex='0']:not(.off)").filter((mark) => mark.offsetParent !== null);
    if (!stops.length) return;
    const step = event.key === "j" ? 1 : -1;
    const at = stops.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
    stops[next].focus();
    stops[next].scrollIntoView({ block: "center" });
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
