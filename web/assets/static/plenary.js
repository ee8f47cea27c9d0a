// plenary: makes the page quicker. Everything works without this file: it fetches the addresses that the page links to,
// takes the changed parts out of the answer, and adds keys and copying.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (sel, from = document) => from.querySelector(sel);
  const $$ = (sel, from = document) => [...from.querySelectorAll(sel)];
  root.classList.add("js");

  // Pages of our own are the only text that ever becomes HTML here.
  const trusted = window.trustedTypes
    ? trustedTypes.createPolicy("plenary", { createHTML: (text) => text })
    : { createHTML: (text) => text };

  const status = $("#status");
  const announce = (text) => { status.textContent = ""; requestAnimationFrame(() => { status.textContent = text; }); };

  // Answers. An older one never replaces a newer one.
  let latest = 0;
  let running = null;
  let typed = false; // in the field, since the last question was sent
  addEventListener("input", (e) => { if (e.target.id === "q") typed = true; });

  const samePage = (url) => url.origin === location.origin && url.pathname === "/search" && $("#hits");

  async function show(url, { push = true, focus = "" } = {}) {
    const mine = ++latest;
    typed = false;
    running?.abort();
    running = new AbortController();
    const field = $("#search");
    const waiting = setTimeout(() => { field.classList.add("wait"); $("#main").setAttribute("aria-busy", "true"); }, 150);
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (mine !== latest) return;
      const page = new DOMParser().parseFromString(trusted.createHTML(text), "text/html");
      if (!$("#hits", page)) { location.assign(url); return; } // the start page, or a problem
      swap(page);
      if (push) history.pushState(null, "", url);
      shown = question();
      settle(focus);
    } catch (err) {
      if (err.name !== "AbortError") location.assign(url);
    } finally {
      clearTimeout(waiting);
      if (mine === latest) { field.classList.remove("wait"); $("#main").removeAttribute("aria-busy"); }
    }
  }

  function swap(page) {
    const open = $$("#choices details[open]").map((d) => d.closest("fieldset")?.firstElementChild.textContent);
    for (const part of $$("[data-live], #kept")) {
      const next = page.getElementById(part.id);
      part.replaceChildren(...(next ? next.childNodes : []));
    }
    for (const d of $$("#choices details")) if (open.includes(d.closest("fieldset")?.firstElementChild.textContent)) d.open = true;
    document.title = page.title;
    const q = $("#q"), next = $("#q", page);
    q.defaultValue = next.defaultValue;
    if (!typed) q.value = next.value;
    $(".field .clear")?.remove();
    const clear = $(".field .clear", page);
    if (clear) q.after(clear);
    prepare();
  }

  // settle puts the focus where the reader goes on: on the same control, or on the count line.
  function settle(focus) {
    const same = focus && $(focus);
    (same || $("#total"))?.focus({ preventScroll: Boolean(same) });
    if (!same) scrollTo({ top: 0 });
    announce($("#total").textContent);
  }

  // prepare sets what HTML cannot say.
  function prepare() {
    for (const box of $$(".row input.part")) box.indeterminate = true;
  }

  function formAddress(form) {
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, value);
    return url;
  }

  addEventListener("submit", (e) => {
    if (e.target.id !== "search" || !$("#hits") || location.pathname === "/" && !location.search) return;
    e.preventDefault();
    show(formAddress(e.target));
  });

  addEventListener("change", (e) => {
    const box = e.target;
    if (box.id === "keyswitch") { try { localStorage.setItem("plenary.keys", box.checked ? "on" : "off"); } catch { /* kept for this page only */ } return; }
    if (box.form?.id !== "search" || box.id === "q" || !$("#hits")) return;
    const focus = box.id ? "#" + box.id : `#choices input[name="${box.name}"][value="${CSS.escape(box.value)}"]`;
    show(formAddress(box.form), { focus });
  });

  // What is shown; the fragment does not count.
  const question = () => location.pathname + location.search;
  let shown = question();
  addEventListener("popstate", () => { if (samePage(location) && question() !== shown) show(location.href, { push: false }); });

  addEventListener("click", (e) => {
    if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const copy = e.target.closest("[data-copy]");
    if (copy) return copyFrom(copy);
    const step = e.target.closest("[data-step]");
    if (step) return go(Number(step.dataset.step));
    const cite = e.target.closest(".ask-cite, .cite-no");
    if (cite) { e.preventDefault(); return toggleBox(cite); }
    const language = e.target.closest("a[data-language]");
    if (language) { keepPlace(language); return; }
    for (const menu of $$(".menu[open]")) if (!menu.contains(e.target)) menu.open = false;
    const link = e.target.closest("a[href]");
    if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
    const url = new URL(link.href);
    if (!samePage(url) || !link.closest("#count, #choices, #hits .pager, #hits .ways, #hits .byword, .field")) return;
    e.preventDefault();
    show(url);
  });

  // Suggestions: a combobox after the ARIA Authoring Practices. Enter searches what is typed; a suggestion is chosen by arrow key or pointer.

  const box = $("#q"), list = $("#suggestions");
  let asked = 0;      // of the suggestions that were asked for, the last one
  let waitingForKeys; // timer

  if (box && list) {
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) box.setAttribute(name, value);
    box.addEventListener("input", () => {
      clearTimeout(waitingForKeys);
      waitingForKeys = setTimeout(suggest, 120);
    });
    box.addEventListener("keydown", chooseByKey);
    box.addEventListener("blur", closeList);
    list.addEventListener("pointerdown", (e) => e.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (e) => { const option = e.target.closest("li"); if (option) follow(option); });
    $("#search").addEventListener("submit", closeList);
  }

  async function suggest() {
    const mine = ++asked, text = box.value;
    if (text.trim().length < 2) return closeList();
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(text)}`); // kept by its ETag
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asked && document.activeElement === box) openList(found);
    } catch { /* no suggestions then */ }
  }

  function openList(found) {
    if (!found.length) return closeList();
    list.replaceChildren(...found.map(optionOf));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
    announce((found.length === 1 ? list.dataset.one : list.dataset.other).replace("%s", found.length));
  }

  function optionOf(found, i) {
    const option = document.createElement("li");
    const part = (name, text, cls) => { const el = document.createElement(name); el.textContent = text; el.className = cls; option.append(el); return el; };
    option.id = `suggestion-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.page = found.page;
    option.dataset.query = found.query;
    part("bdi", found.text, "");
    if (found.detail) { const under = part("bdi", found.detail, "under"); if (found.lang) under.lang = found.lang; }
    part("span", found.count.toLocaleString("en"), "count");
    return option;
  }

  function closeList() {
    clearTimeout(waitingForKeys);
    asked++;
    if (list.hidden) return;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  const chosen = () => $("[aria-selected=true]", list);

  function chooseByKey(e) {
    if (e.isComposing || list.hidden) return;
    if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); return closeList(); }
    if (e.key === "Enter" && chosen()) { e.preventDefault(); return follow(chosen()); }
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    e.preventDefault();
    const options = $$("li", list), now = options.indexOf(chosen()), step = e.key === "ArrowDown" ? 1 : -1;
    const next = now < 0 ? (step > 0 ? 0 : options.length - 1) : now + step;
    chosen()?.setAttribute("aria-selected", "false");
    const option = options[next]; // none: back in the field
    box.toggleAttribute("aria-activedescendant", false);
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function follow(option) {
    const url = new URL(option.dataset.page, location.href);
    closeList();
    if (samePage(url)) { box.value = option.dataset.query; typed = false; show(url); } else location.assign(url);
  }

  // Copying.

  async function write(text) {
    try { await navigator.clipboard.writeText(text); return; } catch { /* not allowed here: the old way */ }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "vh";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  // textOf is the whole text of a hit or unit, gaps too, without the labels of controls.
  function textOf(el) {
    const copy = el.cloneNode(true);
    for (const label of $$("summary, sup", copy)) label.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  async function copyFrom(button) {
    const hit = button.closest("[data-citation]");
    const cite = hit.dataset.citation;
    const kind = button.dataset.copy;
    await write(kind === "text" ? `${textOf($(".said > .text:not(.lead), .cells tbody", hit))} (${cite})` : `${cite}.`);
    announce((kind === "text" ? status.dataset.text : status.dataset.copied).replace("%s", cite));
    flash(button, status.dataset.done);
  }

  // flash shows for a moment that copying worked.
  function flash(button, done) {
    const label = button.dataset.label ??= button.textContent;
    button.textContent = done;
    button.classList.add("copied");
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { button.textContent = label; button.classList.remove("copied"); }, 1600);
  }

  // The citation box of a unit.

  function toggleBox(link) {
    const unit = link.closest("[data-citation]");
    const old = $(".citebox");
    const mine = old && unit.contains(old);
    old?.remove();
    if (mine) return link.focus();
    const box = $("template#citebox").content.firstElementChild.cloneNode(true);
    const address = new URL(`${location.pathname}#${unit.id}`, location.href).href;
    const text = $(".text", unit);
    const values = [`${unit.dataset.citation}.`, unit.dataset.with ? `${unit.dataset.with}.` : "", address, `${text ? textOf(text) : ""} (${unit.dataset.citation})`];
    $$("dl > div", box).forEach((row, i) => {
      if (!values[i]) { row.remove(); return; }
      $("span", row).textContent = values[i];
      $("button", row).addEventListener("click", async (e) => { await write(values[i]); announce(status.dataset.done); flash(e.target, status.dataset.done); });
    });
    const key = decodeURIComponent(location.pathname.slice("/d/".length));
    $("p a", box).href = `/variants?of=${encodeURIComponent(`${key}#${unit.id}`)}`;
    $(".body", unit).append(box);
    $("button", box).focus();
  }

  // Marks in a document: previous and next, and where we are.

  const stops = () => { const marks = $$(".units mark"); return marks.length ? marks : $$(".units [data-hit]"); };
  let at = -1;

  function go(step) {
    const list = stops();
    if (!list.length) return;
    if (at < 0) at = nearest(list, step);
    else at = (at + step + list.length) % list.length;
    mark(list[at]);
  }

  // nearest is the first stop at or after the top of the window, or the last one before it.
  function nearest(list, step) {
    const i = list.findIndex((el) => el.getBoundingClientRect().top > 70);
    if (step > 0) return i < 0 ? 0 : i;
    return i <= 0 ? list.length - 1 : i - 1;
  }

  function mark(stop) {
    for (const el of $$(".now")) el.classList.remove("now");
    stop.classList.add("now");
    const unit = stop.closest("[data-hit], .unit, tr");
    unit.classList.add("now");
    stop.scrollIntoView({ block: "center" });
    history.replaceState(history.state, "", `#${unit.id}`);
    place(unit);
    outline(unit);
  }

  // place says which of the hits the reader is at: "2 of 4 in this document".
  function place(unit) {
    const where = $("#where"), hit = unit?.dataset.hit;
    if (!where || !hit) return;
    const all = where.dataset.all ??= where.textContent;
    where.replaceChildren();
    const b = document.createElement("b");
    b.textContent = where.dataset.form.replace("%s", hit).replace("%s", $$(".units [data-hit]").length);
    where.append(b, ` ${where.dataset.here}`);
    announce(`${where.textContent}: ${unit.dataset.citation}`);
  }

  function arrive() {
    const unit = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!unit || !$(".units")) return;
    place(unit);
    const first = $("mark", unit);
    if (first) at = stops().indexOf(first);
    outline(unit);
  }

  // keepPlace lets a link to another language lead to the unit that is being read: anchors are the same in each.
  function keepPlace(link) {
    const seen = (unit) => { const r = unit.getBoundingClientRect(); return r.bottom > 90 && r.top < innerHeight; };
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const unit = target && (seen(target) || !scrollY) ? target : scrollY && $$(".units [id]").find(seen);
    if (unit && !new URL(link.href).hash) link.hash = encodeURIComponent(unit.id);
  }

  // outline marks the section that a unit stands in.
  function outline(unit) {
    $(`.outline a[aria-current]`)?.removeAttribute("aria-current");
    let head = unit.closest(".unit");
    while (head && !(head.classList.contains("head") && $(`.outline a[href="#${CSS.escape(head.id)}"]`))) head = head.previousElementSibling;
    if (head) $(`.outline a[href="#${CSS.escape(head.id)}"]`).setAttribute("aria-current", "location");
  }
  addEventListener("hashchange", arrive);

  // Keys.

  const keysOn = () => $("#keyswitch")?.checked;
  const hits = () => $$(".hit");
  const hitNow = () => document.activeElement?.closest(".hit");

  function moveHit(step) {
    const list = hits();
    if (!list.length) return;
    const i = list.indexOf(hitNow());
    const next = list[Math.max(0, Math.min(list.length - 1, i < 0 ? 0 : i + step))];
    $(".cite a", next).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  const keys = {
    "/": () => { const q = $("#q"); q.focus(); q.select(); },
    "?": () => { const k = $("#keys"); k.open = !k.open; (k.open ? $("#keyswitch") : $("summary", k)).focus(); },
    j: () => moveHit(1),
    k: () => moveHit(-1),
    n: () => go(1),
    p: () => go(-1),
    c: () => {
      const hit = hitNow() || hits()[0];
      if (hit) return copyFrom($("[data-copy=cite]", hit));
      const unit = $(".unit.now, .unit:target");
      if (unit && $(".ask-cite", unit)) toggleBox($(".ask-cite", unit));
    },
    f: () => {
      if (!$("#filters")) return;
      if (getComputedStyle($("#filters")).display === "none") location.hash = "filters";
      $("#choices input:not(:disabled)")?.focus();
    },
    u: () => { const back = $(".bar .back"); if (back) location.assign(back.href); },
  };

  addEventListener("keydown", (e) => {
    if (e.key === "Escape") return escape();
    if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.altKey || e.isComposing || !keysOn()) return;
    if (e.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const act = keys[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });

  // escape closes what is open, then leaves the field.
  function escape() {
    const open = $(".citebox") || $(".menu[open]") || $("#keys[open]") || $("#filters:target");
    if (!open) { document.activeElement?.blur(); return; }
    if (open.matches(".citebox")) { const unit = open.closest("[data-citation]"); open.remove(); $(".ask-cite, .cite-no", unit)?.focus(); } 
    else if (open.id === "filters") location.hash = "count";
    else { open.open = false; $("summary", open).focus(); }
  }

  try { if (localStorage.getItem("plenary.keys") === "off" && $("#keyswitch")) $("#keyswitch").checked = false; } catch { /* no storage: keys stay on */ }
  prepare();
  arrive();
})();
