"use strict";
// The menu bar of the published menu.


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

