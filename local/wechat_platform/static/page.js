"use strict";
// The phone: asks the platform for news, shows them, and passes on what the reader does.

const $ = (id) => document.getElementById(id);
const POLL_MS = 800;
const HIDDEN_POLL_MS = 5000;
const PAUSE_SHOWN_MS = 5 * 60 * 1000;
const KIND_NAMES = { verified_service: "服务号 · 已认证", verified_subscription: "公众号 · 已认证", unverified_service: "服务号 · 未认证", unverified: "公众号 · 未认证" };

const state = { reader: "", readers: [], after: 0, visit: 0, epoch: "", lastAt: 0, menu: "", isFrozen: false, lastPush: 0, lastCall: 0, wantsKeyboard: false };

async function call(method, path, body) {
  const options = { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) };
  const response = await fetch(`/_control/${path}`, options);
  const told = await response.json();
  if (!response.ok) throw new Error(told.error || response.statusText);
  return told;
}

async function act(name, body = {}) {
  try {
    const told = await call("POST", name, { reader: state.reader, ...body });
    complain("");
    await poll();
    return told;
  } catch (error) {
    complain(error.message);
    return null;
  }
}

const sendText = (text, menuId = "") => act("send", { text, menu_id: menuId });

function complain(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

/* ---- reading ---- */

let isPolling = false;

async function poll() {
  if (isPolling) return;
  isPolling = true;
  const visit = state.visit;
  try {
    const told = await call("GET", `page?reader=${encodeURIComponent(state.reader)}&after=${state.after}`);
    if (visit === state.visit) show(told);
    document.body.classList.remove("offline");
  } catch {
    document.body.classList.add("offline");
  } finally {
    isPolling = false;
  }
}

function show(told) {
  if (state.epoch && told.epoch !== state.epoch) return startOver(told.epoch);
  state.epoch = told.epoch;
  state.readers = told.readers;
  told.seen.forEach(addEntry);
  showPeople();
  showFollowing();
  showMenu(told.menu);
  showPanel(told);
  $("subtitle").textContent = told.is_typing ? "对方正在输入…" : "";
}

function startOver(epoch) {
  Object.assign(state, { after: 0, epoch, lastAt: 0 });
  $("chat").replaceChildren();
}

function addEntry(entry) {
  if (entry.id <= state.after) return;
  state.after = entry.id;
  const at = new Date(entry.at);
  const chat = $("chat");
  const isAtEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  if (Math.abs(at - state.lastAt) > PAUSE_SHOWN_MS) chat.append(el("p", { className: "note", textContent: timeWords(at) }));
  state.lastAt = at;
  chat.append(entryNode(entry, readerNow()));
  if (isAtEnd || entry.source === "own") toNewest();
  else $("newest").hidden = false;
}

function toNewest() {
  $("chat").scrollTop = $("chat").scrollHeight;
  $("newest").hidden = true;
}

// The library's own time, wherever the browser stands.
const LIBRARY = { timeZone: "Asia/Shanghai", hourCycle: "h23" };
const MINUTES = new Intl.DateTimeFormat("zh-CN", { ...LIBRARY, month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("zh-CN", { ...LIBRARY, dateStyle: "full", timeStyle: "medium" });

const timeWords = (at) => MINUTES.format(at);

const readerNow = () => state.readers.find((one) => one.id === state.reader) || { id: state.reader };

/* ---- readers ---- */

let peopleShown = "";

function showPeople() {
  const wanted = JSON.stringify([state.reader, state.readers]);
  if (wanted === peopleShown) return;
  peopleShown = wanted;
  const focused = document.activeElement?.dataset?.person;
  $("people").replaceChildren(...state.readers.map(person));
  if (focused) document.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus();
}

function person(one) {
  const words = el("span", { className: "person-words" }, el("strong", { textContent: one.name }), el("span", { className: "hint", textContent: one.about }));
  const mark = el("span", { className: "mark", textContent: one.is_following ? "已关注" : "" });
  const button = el("button", { type: "button", className: "person" }, el("span", { className: "avatar" }, face(one.id)), words, mark);
  button.dataset.person = one.id;
  button.setAttribute("aria-pressed", String(one.id === state.reader));
  button.addEventListener("click", () => choose(one.id));
  return el("li", {}, button);
}

function choose(id) {
  if (id !== state.reader) {
    state.reader = id;
    sessionStorage.setItem("reader", id);
    Object.assign(state, { after: 0, visit: state.visit + 1, lastAt: 0, menu: "" });
    $("chat").replaceChildren();
    setLarge(Boolean(readerNow().large_type));
  }
  openPeople(false);
  complain("");
  poll();
}

function showFollowing() {
  const follows = Boolean(readerNow().is_following);
  $("profile").hidden = follows;
  $("foot").hidden = !follows;
  $("unfollow").hidden = !follows;
  $("chat").hidden = !follows;
}

function setLarge(isLarge) {
  document.body.classList.toggle("large", isLarge);
  $("large").setAttribute("aria-pressed", String(isLarge));
  toNewest();
}

/* ---- writing ---- */

function openTools(isOpen) {
  $("tools").hidden = !isOpen;
  $("more").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) toNewest();
}

function fitText() {
  const box = $("box-text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 132)}px`;
  $("send").hidden = !box.value.trim();
}

async function submitText(event) {
  event?.preventDefault();
  const text = $("box-text").value.trim();
  if (!text) return;
  $("box-text").value = "";
  fitText();
  if (!(await sendText(text))) $("box-text").value ||= text;
  fitText();
  $("box-text").focus();
}

function ask(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}

async function askCode(title, hint, value, known = []) {
  $("scan-title").textContent = title;
  $("scan-hint").textContent = hint;
  $("scan-value").value = value;
  $("scan-known").replaceChildren(...known.map(chip));
  const isYes = await ask($("scan-dialog"));
  return isYes ? $("scan-value").value.trim() : "";
}

function chip(scene) {
  const button = el("button", { type: "button", textContent: scene });
  button.addEventListener("click", () => { $("scan-value").value = scene; });
  return button;
}

async function scan() {
  const { scenes } = await call("GET", `page?reader=${encodeURIComponent(state.reader)}&after=${state.after}`);
  const code = await askCode("扫一扫", "图书馆发出的场景码；没有列出的也可以自己填。", scenes[0]?.scene || "poster-door", scenes.map((one) => one.scene));
  if (code) await act("scan", { scene: code });
}

async function sendPlace() {
  if (!(await ask($("place-dialog")))) return;
  const option = $("place").selectedOptions[0];
  const [lat, lon] = option.value.split(",").map(Number);
  await act("send", { type: "location", lat, lon, label: option.textContent });
}

function sendFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  const reading = new FileReader();
  reading.addEventListener("load", () => act("send", { type: "image", file_base64: reading.result.split(",")[1] }));
  reading.readAsDataURL(file);
  event.target.value = "";
}

function showPicture(url) {
  $("picture-large").src = url;
  $("picture-dialog").showModal();
}

const TOOLS = {
  photo: () => act("send", { type: "image" }),
  album: () => $("file").click(),
  voice: () => act("send", { type: "voice", seconds: 4 }),
  video: () => act("send", { type: "video" }),
  location: sendPlace,
  scan,
};

/* ---- wiring ---- */

function openPeople(isOpen) {
  document.body.classList.toggle("shows-people", isOpen);
  $("open-people").setAttribute("aria-expanded", String(isOpen));
}

function openPanel(isOpen) {
  document.body.classList.toggle("shows-panel", isOpen);
  $("open-panel").setAttribute("aria-expanded", String(isOpen));
}

function closeDrawers() {
  openPeople(false);
  openPanel(false);
}

function fillIcons() {
  $("open-people").append(icon("people"));
  $("to-keyboard").append(icon("keyboard"));
  $("to-menu").append(icon("menu"));
  $("more").append(icon("plus"));
  $("profile-picture").append(libraryFace());
  document.querySelectorAll("[data-tool]").forEach((button) => button.firstElementChild.append(icon(button.dataset.tool)));
}

function wire() {
  const click = (id, does) => $(id).addEventListener("click", does);
  click("follow", () => act("follow"));
  click("follow-by-code", scan);
  click("unfollow", () => act("unfollow"));
  click("newest", toNewest);
  click("large", () => setLarge(!document.body.classList.contains("large")));
  click("to-keyboard", () => { state.wantsKeyboard = true; closeSubs(); showRow(); $("box-text").focus(); });
  click("to-menu", () => { state.wantsKeyboard = false; showRow(); });
  click("more", () => openTools($("tools").hidden));
  click("open-people", () => { openPanel(false); openPeople(!document.body.classList.contains("shows-people")); });
  click("open-panel", () => { openPeople(false); openPanel(!document.body.classList.contains("shows-panel")); });
  click("freeze", () => act("clock", { frozen: !state.isFrozen }));
  click("real", () => act("clock", { real: true }));
  $("write-row").addEventListener("submit", submitText);
  $("box-text").addEventListener("input", fitText);
  $("box-text").addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) submitText(e); });
  $("file").addEventListener("change", sendFile);
  $("add-fault").addEventListener("submit", addFault);
  $("set-clock").addEventListener("submit", (e) => { e.preventDefault(); act("clock", { set: `${$("clock-value").value}:00+08:00` }); });
  document.querySelectorAll("[data-advance]").forEach((b) => b.addEventListener("click", () => advance(Number(b.dataset.advance))));
  document.querySelectorAll("[data-tool]").forEach((b) => b.addEventListener("click", () => { openTools(false); TOOLS[b.dataset.tool](); }));
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") { closeSubs(); openTools(false); closeDrawers(); } });
  document.addEventListener("click", (e) => { if (!e.target.closest(".top")) closeSubs(); });
  document.querySelectorAll(".close").forEach((b) => b.addEventListener("click", closeDrawers));
  document.querySelector(".shade").addEventListener("click", closeDrawers);
}

async function start() {
  fillIcons();
  wire();
  const account = await call("GET", "account");
  document.title = `微信 · ${account.name}`;
  $("account").textContent = $("profile-name").textContent = account.name;
  $("profile-kind").textContent = KIND_NAMES[account.kind];
  $("staff").hidden = !account.staff_url;
  if (account.staff_url) $("staff").href = account.staff_url;
  state.readers = (await call("GET", "readers")).readers;
  const asked = new URLSearchParams(location.search).get("reader") || sessionStorage.getItem("reader");
  choose(state.readers.some((one) => one.id === asked) ? asked : state.readers[0].id);
  await fillFaultKinds();
  keepPolling();
}

async function keepPolling() {
  await poll();
  setTimeout(keepPolling, document.hidden ? HIDDEN_POLL_MS : POLL_MS);
}

start();
