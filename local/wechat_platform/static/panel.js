"use strict";
// The side panel: time, windows, faults, what went over the wire.

const FAULT_NAMES = {
  webhook_cut: "推送后立即断线", drop_reply: "回复在途中丢失", wrong_signature: "推送签名错误", torn_push: "推送只到一半",
  lost_menu_id: "选项编号丢失", slow_api: "接口慢 6 秒", api_error: "接口报系统繁忙 (-1)", expire_token: "令牌全部过期", http_500: "接口 HTTP 500",
  torn_connection: "接口应答只到一半", ip_not_allowed: "IP 不在白名单",
};
const WINDOW_NAMES = { message: "发过消息", tap: "点过菜单", follow: "刚关注", scan: "刚扫码" };


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

