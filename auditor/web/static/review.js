// What the pages do in the browser beside htmx: light what belongs to a finding, keys, tabs, files dropped.
"use strict";

const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---- findings and their places ----

function reveal(place) {
  const panel = place.closest("[role=tabpanel]");
  if (panel && panel.hidden) choose(document.getElementById(panel.getAttribute("aria-labelledby")));
  const folded = place.closest("details:not([open])");
  if (folded) folded.open = true;
  place.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function light(ids, { scroll }) {
  all(".lit").forEach((place) => place.classList.remove("lit"));
  const panes = new Set();
  for (const id of ids) {
    const place = document.getElementById(id);
    if (!place) continue;
    place.classList.add("lit");
    const pane = place.closest(".pane");
    if (scroll && !panes.has(pane)) {
      panes.add(pane);
      reveal(place);
    }
  }
}

// Last year's report, where it is shown, goes to the same section as the words that are lit.
function follow(ids) {
  const before = document.getElementById("side-before");
  const place = ids.map((id) => document.getElementById(id)).find((found) => found && found.closest("#pane-text"));
  if (!before || before.hidden || !place) return;
  const above = all("#pane-text h3").filter((heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING || heading.contains(place));
  const number = above.length ? above[above.length - 1].textContent.trim().slice(0, 2) : "";
  const same = number && all(".heading", before).find((heading) => heading.textContent.trim().startsWith(number));
  if (same) same.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

const lightsOf = (finding) => finding.dataset.lights.split(" ").filter(Boolean);
const findings = () => all(".finding[data-lights]").filter((item) => item.offsetParent !== null);

function touch(finding, { focus = false } = {}) {
  all(".finding.at").forEach((item) => item.classList.remove("at"));
  finding.classList.add("at");
  light(lightsOf(finding), { scroll: true });
  follow(lightsOf(finding));
  if (focus) {
    finding.focus({ preventScroll: true });
    finding.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }
}

function step(by) {
  const items = findings();
  if (!items.length) return;
  const at = items.findIndex((item) => item.classList.contains("at"));
  touch(items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1)], { focus: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (place && document.querySelector(".panes")) {
    event.preventDefault();
    if (place.matches(".finding[data-lights]")) return touch(place, { focus: true });
    const own = link.closest(".finding[data-lights]");
    if (own) touch(own);
    const said = link.closest(".said");
    light([...(own ? lightsOf(own) : []), ...(said ? [said.id] : []), place.id], { scroll: false });
    return reveal(place);
  }
  const finding = event.target.closest(".finding[data-lights]");
  if (finding && !event.target.closest("button, a, textarea, summary")) touch(finding);
});
document.addEventListener("focusin", (event) => {
  const finding = event.target.closest(".finding[data-lights]");
  if (finding && !finding.classList.contains("at")) {
    all(".finding.at").forEach((item) => item.classList.remove("at"));
    finding.classList.add("at");
    light(lightsOf(finding), { scroll: false });
  }
});

const onlyOpen = document.getElementById("only-open");
if (onlyOpen) onlyOpen.addEventListener("change", () => document.getElementById("pane-findings").classList.toggle("only-open", onlyOpen.checked));

// ---- tabs ----

function choose(tab) {
  for (const other of all("[role=tab]", tab.parentElement)) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    panel.hidden = !chosen;
    if (chosen) panel.dispatchEvent(new CustomEvent("shown"));
  }
}

all("[role=tab]").forEach((tab) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    const tabs = all("[role=tab]", tab.parentElement);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
});

// ---- keys ----

const keysDialog = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
if (keysOn) {
  keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
  document.getElementById("keys-button").addEventListener("click", () => keysDialog.showModal());
}

function submit(finding, said) {
  const button = finding.querySelector(`button[value=${said}]`);
  if (button) button.click();
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea, input, select");
  if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.closest(".decision")) {
    event.preventDefault();
    return submit(field.closest(".finding"), field.dataset.said || "noted");
  }
  if (field && event.key === "Escape") return field.closest(".finding")?.focus();
  if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!keysDialog || keysDialog.open || !keysOn.checked) return;
  const finding = document.querySelector(".finding.at");
  const write = (said) => {
    const why = finding?.querySelector("textarea");
    if (!why) return;
    why.dataset.said = said;
    why.focus();
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    y: () => finding && submit(finding, "confirmed"),
    p: () => finding && submit(finding, "pending"),
    x: () => write("unfounded"),
    n: () => write("noted"),
    "?": () => keysDialog.showModal(),
  };
  const tab = all(".tabs [role=tab]")[Number(event.key) - 1];
  if (keys[event.key]) keys[event.key]();
  else if (tab) choose(tab);
  else return;
  event.preventDefault();
});

// A decision that was swapped keeps what somebody was writing elsewhere; the finding stays where it was.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const writing = event.detail.target.querySelector("textarea");
  if (writing && (writing === document.activeElement || writing.value.trim())) {
    const fresh = event.detail.fragment.querySelector("textarea");
    if (fresh) fresh.value = writing.value;
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const told = document.getElementById("told");
  if (event.detail.successful && event.detail.requestConfig.verb !== "get" && told) told.textContent = "";
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.matches(".decision")) document.querySelector(".finding.at")?.focus({ preventScroll: true });
});

// ---- files ----

const upload = document.getElementById("upload");
if (upload) {
  const files = document.getElementById("files");
  const chosen = document.getElementById("chosen");
  const sending = document.getElementById("sending");
  const tell = () => { chosen.textContent = files.files.length ? `选了 ${files.files.length} 个文件` : ""; };
  files.addEventListener("change", tell);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    upload.addEventListener(kind, (event) => {
      event.preventDefault();
      upload.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        files.files = event.dataTransfer.files;
        tell();
      }
    });
  }
  upload.addEventListener("htmx:xhr:progress", (event) => {
    sending.hidden = false;
    if (event.detail.total) sending.value = (100 * event.detail.loaded) / event.detail.total;
  });
}

// A link to a finding opens the page at it.
const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named && named.closest(".finding[data-lights]")) touch(named.closest(".finding[data-lights]"), { focus: true });
