"use strict";
// The phone: asks the platform for news, shows them, and passes on what the reader does.

const $ = (id) => document.getElementById(id);
const POLL_MS = 800;
const HIDDEN_POLL_MS = 5000;
const PAUSE_SHOWN_MS = 5 * 60 * 1000;
const FAULT_NAMES = {
  webhook_cut: "推送后立即断线", drop_reply: "回复在途中丢失", wrong_signature: "推送签名错误", torn_push: "推送只到一半",
  slow_api: "接口慢 6 秒", api_error: "接口报系统繁忙 (-1)", expire_token: "令牌全部过期", http_500: "接口 HTTP 500",
  torn_connection: "接口应答只到一半", ip_not_allowed: "IP 不在白名单",
};
const WINDOW_NAMES = { message: "发过消息", tap: "点过菜单", follow: "刚关注", scan: "刚扫码" };
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

/* ---- menu ---- */

function showMenu(menu) {
  const wanted = JSON.stringify(menu);
  if (wanted === state.menu) return;
  state.menu = wanted;
  $("menu").replaceChildren(...(menu ? menu.button.map(topButton) : []));
  showRow();
}

function showRow() {
  const hasMenu = state.menu !== "null" && state.menu !== "";
  const isMenuShown = hasMenu && !state.wantsKeyboard;
  $("menu-row").hidden = !isMenuShown;
  $("write-row").hidden = isMenuShown;
  $("to-menu").hidden = !hasMenu;
  if (isMenuShown) openTools(false);
}

function topButton(top) {
  const subs = top.sub_button || [];
  const button = el("button", { type: "button", textContent: top.name });
  if (!subs.length) {
    button.addEventListener("click", () => tap(top));
    return el("div", { className: "top" }, button);
  }
  const list = el("div", { className: "subs", hidden: true }, ...subs.map(subButton));
  button.classList.add("has-subs");
  button.setAttribute("aria-haspopup", "true");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => openSubs(button, list, list.hidden));
  return el("div", { className: "top" }, list, button);
}

function subButton(sub) {
  const button = el("button", { type: "button", textContent: sub.name });
  button.addEventListener("click", () => { closeSubs(); tap(sub); });
  return button;
}

function openSubs(button, list, isOpen) {
  closeSubs();
  list.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) list.firstElementChild?.focus();
}

function closeSubs() {
  document.querySelectorAll(".subs").forEach((list) => { list.hidden = true; });
  document.querySelectorAll(".has-subs").forEach((top) => top.setAttribute("aria-expanded", "false"));
}

async function tap(button) {
  const name = button.key || button.name;
  if (button.type === "view" && /^https?:/i.test(button.url)) window.open(button.url, "_blank", "noopener");
  if (!button.type.startsWith("scancode")) return act("tap", { button: name });
  const code = await askCode("扫条码或二维码", "例如书后的 ISBN 条码", "9787020002207");
  return code ? act("tap", { button: name, scan_result: code }) : null;
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

/* ---- panel ---- */

function showPanel(told) {
  const now = new Date(told.clock.now);
  state.isFrozen = Boolean(told.clock.frozen_at);
  $("now").textContent = SECONDS.format(now);
  const isShifted = Math.abs(told.clock.offset_s) > 1;
  $("now-note").textContent = state.isFrozen ? "已停住" : isShifted ? "已拨动" : "";
  document.body.classList.toggle("time-is-moved", state.isFrozen || isShifted);
  $("freeze").textContent = state.isFrozen ? "让它走" : "停住";
  $("windows").replaceChildren(...windowLines(told.windows));
  showFaults(told.faults);
  showPushes(told.last_pushes);
  showCalls(told.last_requests);
}

function windowLines(windows) {
  const lines = Object.entries(windows).map(([name, { left, ends_at }]) =>
    el("li", { textContent: `${WINDOW_NAMES[name]}：还可发 ${left} 条，到 ${timeWords(new Date(ends_at))}` }));
  return lines.length ? lines : [el("li", { className: "hint", textContent: "已关闭：只能等读者先开口" })];
}

let faultsShown = "";

function showFaults(faults) {
  const wanted = JSON.stringify(faults);
  if (wanted === faultsShown) return;
  faultsShown = wanted;
  $("faults").replaceChildren(...faults.map(faultLine));
}

function faultLine(fault) {
  const times = fault.left === null ? "一直" : `还有 ${fault.left} 次`;
  const button = el("button", { type: "button", className: "quiet", textContent: "撤掉", ariaLabel: `撤掉${FAULT_NAMES[fault.kind]}` });
  button.addEventListener("click", () => act("faults/remove", { id: fault.id }));
  return el("li", {}, `${FAULT_NAMES[fault.kind] || fault.kind}（${times}） `, button);
}

const OUTCOMES = { replied: "已回复", silent: "未回复正文", failed: "失败", malformed: "回复不合规", dropped: "回复丢失", withheld: "暂停推送" };

function showPushes(pushes) {
  const newest = pushes.at(-1)?.id || 0;
  if (newest === state.lastPush) return;
  state.lastPush = newest;
  $("pushes").replaceChildren(...pushes.toReversed().map(pushDetails));
}

function pushDetails(push, index) {
  const times = push.attempt > 1 ? ` · 第 ${push.attempt} 次` : "";
  const words = `${push.label}${times} · ${OUTCOMES[push.outcome] || push.outcome} · ${Math.round(push.latency_ms)} ms`;
  const shown = el("details", { open: index === 0 }, el("summary", { textContent: words }));
  if (push.reason) shown.append(el("p", { className: "hint", textContent: push.reason }));
  shown.append(el("pre", { textContent: indented(push.xml), tabIndex: 0, ariaLabel: "平台发出的 XML" }));
  if (push.reply_xml) shown.append(el("pre", { textContent: indented(push.reply_xml), tabIndex: 0, ariaLabel: "服务回复的 XML", className: "reply" }));
  return shown;
}

const indented = (xml) => xml.replace(/>\s*<(?!\/|!)/g, ">\n<").replace(/<\/xml>$/, "\n</xml>");

function showCalls(calls) {
  const newest = calls.at(-1)?.id || 0;
  if (newest === state.lastCall) return;
  state.lastCall = newest;
  $("requests").replaceChildren(...calls.toReversed().map((one) =>
    el("li", { textContent: `${one.path.replace("/cgi-bin/", "")} → ${one.errcode ?? one.status}` })));
}

async function fillFaultKinds() {
  const { kinds } = await call("GET", "faults");
  $("fault-kind").replaceChildren(...Object.keys(kinds).map((kind) => el("option", { value: kind, textContent: FAULT_NAMES[kind] || kind })));
}

function addFault(event) {
  event.preventDefault();
  const kind = $("fault-kind").value;
  act("faults", { kind, count: Number($("fault-count").value) || 1, seconds: kind === "slow_api" ? 6 : 0 });
}

const advance = (seconds) => act("clock", { advance_s: seconds });

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
