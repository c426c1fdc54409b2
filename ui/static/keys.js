// One listener for the whole page. State lives on the window, because the page mounts the component anew with every finding.
const state = (window.tauditKeys ??= { data: null, send: null, here: null, focus: null, row: null, prefix: "", owner: null });

const editable = (element) =>
  element instanceof Element &&
  element.closest("input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=listbox], [role=slider]") !== null;

const scope = () => {
  const dialogs = document.querySelectorAll('[role="dialog"]');
  return dialogs.length ? dialogs[dialogs.length - 1] : document;
};

// Widgets are called by their name, or by name and number of the finding in hand: `accept-12`. Those of the finding before
// may still stand on the page for a moment; they are not meant.
const holders = (name, within) => {
  const meant = [`st-key-${name}`, `st-key-${name}-${state.data?.here}`];
  return [...within.querySelectorAll(`[class*="st-key-${CSS.escape(name)}"]`)].filter((holder) =>
    meant.some((one) => holder.classList.contains(one)),
  );
};

const button = (name) => {
  for (const holder of holders(name, scope())) {
    const found = holder.matches("button") ? holder : holder.querySelector("button, a[href], summary, input[type=checkbox]");
    if (found && !found.disabled) return found;
  }
  return null;
};

const field = (name) => holders(name, document)[0]?.querySelector("textarea, input") ?? null;

const rows = () => [...document.querySelectorAll("a[data-row]")].filter((a) => a.offsetParent !== null);

const move = (step) => {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  state.row = next.dataset.row;
  return true;
};

const perform = (action) => {
  if (action === "row-next") return move(1);
  if (action === "row-previous") return move(-1);
  if (action.startsWith("page:")) {
    const path = action.slice(5);
    for (const link of document.querySelectorAll('[data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"], header a[href], nav a[href]')) {
      if (new URL(link.href).pathname.replace(/\/$/, "").endsWith(path.replace(/\/$/, ""))) {
        link.click();
        return true;
      }
    }
    if (state.send) state.send(path);
    return true;
  }
  if (action.startsWith("focus:")) {
    const found = field(action.slice(6));
    if (found) found.focus();
    return found !== null;
  }
  const found = button(action);
  if (found) found.click();
  return found !== null;
};

const pressed = (event) => {
  if (!state.data || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && editable(event.target)) {
    event.target.blur();
    if ("Escape" in state.data.keys) perform(state.data.keys.Escape);
    return;
  }
  if (editable(event.target)) return;
  const keys = state.data.keys;
  const name = state.prefix ? `${state.prefix} ${event.key}` : event.key;
  const starts = !state.prefix && Object.keys(keys).some((key) => key.startsWith(`${event.key} `));
  if (["Shift", "CapsLock"].includes(event.key)) return;
  state.prefix = "";
  if (starts) {
    state.prefix = event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // A focused button or link keeps Enter and the space bar.
  if ((event.key === "Enter" || event.key === " ") && event.target.closest?.("button, a[href], summary, [role=tab], label")) return;
  if (!(name in keys)) {
    // Streamlit's own single letters (rerun, clear cache) are no keys of these pages.
    if (/^[a-z]$/i.test(event.key)) event.stopImmediatePropagation();
    return;
  }
  if (perform(keys[name])) event.preventDefault();
  event.stopImmediatePropagation();
};

const clicked = (event) => {
  state.row = null;
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-to]");
  if (!link || !state.send) return;
  event.preventDefault();
  state.send(link.dataset.to);
};

const settle = () => {
  const data = state.data;
  if (!data) return;
  // A list that is drawn anew keeps the line in focus.
  if (state.row && document.activeElement === document.body) {
    const row = document.querySelector(`a[data-row="${CSS.escape(state.row)}"]`);
    if (row) row.focus({ preventScroll: true });
  }
  if (data.focus !== state.focus) {
    if (!data.focus) state.focus = data.focus;
    else {
      const found = field(data.focus);
      if (found) {
        found.focus();
        found.setSelectionRange(found.value.length, found.value.length);
        state.focus = data.focus;
      }
    }
  }
  if (data.here && data.here !== state.here) {
    const found = document.querySelector(`[data-here="${CSS.escape(data.here)}"]`);
    if (found) {
      const box = found.getBoundingClientRect();
      if (box.top < 80 || box.bottom > window.innerHeight - 40) found.scrollIntoView({ block: "center" });
      state.here = data.here;
    }
  }
};

export default function (component) {
  const { data, setTriggerValue } = component;
  if (data.page !== document.documentElement.dataset.page) state.row = null;
  state.data = data;
  // A call's own mark: what an earlier call left to clean up may come after this one, on the same element.
  const mine = {};
  state.owner = mine;
  state.send = (to) => setTriggerValue("to", to);
  for (const [name, value] of Object.entries(data.cookie ?? {})) {
    document.cookie = `${encodeURIComponent(name)}=${encodeURIComponent(value)}; path=/; max-age=31536000; SameSite=Strict`;
  }
  if (!state.installed) {
    state.installed = true;
    window.addEventListener("keydown", pressed, true);
    document.addEventListener("click", clicked);
    new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
    document.documentElement.lang = "en";
  }
  settle();
  // For whoever waits for the page to be whole: this component comes last.
  document.documentElement.dataset.keys = "on";
  document.documentElement.dataset.page = data.page;
  document.documentElement.dataset.shown = data.shown;
  return () => {
    if (state.owner !== mine) return;
    // Until the next page listens, only the keys that lead to pages answer.
    const keys = Object.fromEntries(Object.entries(data.keys).filter(([, name]) => name.startsWith("page:")));
    state.data = { keys, focus: "", here: "", shown: "" };
    state.send = null;
  };
}
