"use strict";
// Everything that is drawn: avatars, icons, bubbles. No markup from a message is ever trusted.

const SVG = "http://www.w3.org/2000/svg";

function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function drawing(size, ...shapes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

const line = (d) => ["path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" }];

const ICONS = {
  keyboard: [line("M3 6h18v12H3z M7 10h.01M11 10h.01M15 10h.01M8 14h8")],
  menu: [line("M4 7h16M4 12h16M4 17h16")],
  plus: [line("M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 8v8M8 12h8")],
  people: [line("M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M3 20c0-4 3-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17 14.3c2.5.7 4 2.7 4 5.7")],
  photo: [line("M3 6h18v13H3z M3 16l5-5 5 5 3-3 5 4M16 10h.01")],
  album: [line("M7 3h14v14H7zM3 7v14h14")],
  voice: [line("M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M6 11a6 6 0 0 0 12 0M12 17v4")],
  video: [line("M3 6h12v12H3zM15 10l6-3v10l-6-3")],
  location: [line("M12 21c5-6 7-8.5 7-12a7 7 0 0 0-14 0c0 3.5 2 6 7 12M12 6.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5")],
  scan: [line("M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16")],
  waves: [line("M5 9c1.5 2 1.5 4 0 6M9 7c2.5 3 2.5 7 0 10M13 5c3.5 4 3.5 10 0 14")],
  play: [["path", { d: "M8 5l11 7-11 7z", fill: "currentColor" }]],
};

const icon = (name) => drawing(24, ...ICONS[name]);

const LOOKS = {
  student: { ground: "#7aa7d9", hair: "#2f2a28", coat: "#33557d", glasses: true },
  parent: { ground: "#f0a9a0", hair: "#5a3526", coat: "#b4545f", long: true },
  elder: { ground: "#a9b98f", hair: "#e9e6df", coat: "#5d6b4a", glasses: true },
  commuter: { ground: "#c5a7d8", hair: "#241f2b", coat: "#5c4379", long: true },
  visitor: { ground: "#f1c675", hair: "#a4652f", coat: "#2e7d6b" },
};

function lookOf(id) {
  if (LOOKS[id]) return LOOKS[id];
  const hue = [...id].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 360, 7);
  return { ground: `hsl(${hue} 45% 68%)`, hair: "#3a322c", coat: `hsl(${hue} 35% 38%)` };
}

function face(id) {
  const look = lookOf(id);
  const long = look.long ? [["path", { d: "M10 20c0-9 4-13 10-13s10 4 10 13v9H10z", fill: look.hair }]] : [];
  const glasses = look.glasses
    ? [["path", { d: "M13.5 19h5v3.5h-5zM21.5 19h5v3.5h-5zM18.5 20.500h3", fill: "none", stroke: "#333", "stroke-width": 0.9 }]]
    : [];
  return drawing(40,
    ["rect", { width: 40, height: 40, fill: look.ground }],
    ...long,
    ["path", { d: "M6 40c0-8 6-11.5 14-11.5S34 32 34 40z", fill: look.coat }],
    ["path", { d: "M17 25h6v5.500c-2 1.5-4 1.5-6 0z", fill: "#e8bd9c" }],
    ["circle", { cx: 20, cy: 20, r: 7.5, fill: "#f6d2b3" }],
    ["path", { d: "M12.300 19.500C12 12.5 15.500 10 20 10s8 2.5 7.700 9.500c-1.700-3.5-4-4.700-7.700-4.700s-6 1.200-7.700 4.700z", fill: look.hair }],
    ...glasses);
}

function libraryFace() {
  return drawing(40,
    ["rect", { width: 40, height: 40, fill: "#1f7a5a" }],
    ["path", { d: "M7 12c5-1.800 9-1.200 13 1.400v16.200C16 27 12 26.400 7 28.200z", fill: "#fff" }],
    ["path", { d: "M33 12c-5-1.800-9-1.200-13 1.400v16.200C24 27 28 26.400 33 28.200z", fill: "#dff1e8" }],
    ["path", { d: "M10 16.5c2.5-.6 4.5-.5 7 .6M10 20.500c2.5-.6 4.5-.5 7 .6M30 16.5c-2.5-.6-4.5-.5-7 .6M30 20.500c-2.5-.6-4.5-.5-7 .6", stroke: "#1f7a5a", "stroke-width": 1, fill: "none" }]);
}

const LINKS = /<a\s([^>]*)>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。；！？、（）【】《》]+)/gi;
const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const MENU_LINK = /^weixin:\/\/bizmsgmenu\?(.*)$/i;

function textNodes(text) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(LINKS)) {
    nodes.push(text.slice(last, found.index), found[3] ? link(found[3], found[3]) : anchor(found));
    last = found.index + found[0].length;
  }
  return [...nodes, text.slice(last)];
}

function anchor([whole, attributes, words]) {
  const href = (HREF.exec(attributes) || []).slice(1).find(Boolean) || "";
  return link(href.replaceAll("&amp;", "&"), words) || whole;
}

function link(href, words) {
  const menu = MENU_LINK.exec(href);
  if (menu) return menuLink(new URLSearchParams(menu[1]), words);
  if (/^(https?:|tel:)/i.test(href)) return outward(el("a", { href, target: "_blank", rel: "noopener", textContent: words }));
  return el("span", { textContent: words });
}

// Web login asks whose phone a page was opened on.
function outward(anchor) {
  const tell = () => { document.cookie = `box_phone=${encodeURIComponent(state.reader)}; path=/connect; SameSite=Lax`; };
  for (const act of ["click", "auxclick"]) anchor.addEventListener(act, tell);
  return anchor;
}

function menuLink(asked, words) {
  const text = asked.get("msgmenucontent") || words;
  const button = el("button", { type: "button", className: "link", textContent: words });
  button.addEventListener("click", () => sendText(text, asked.get("msgmenuid") || "0"));
  return button;
}

function picture(url, alt) {
  const button = el("button", { type: "button", className: "picture", ariaLabel: `查看${alt}` }, el("img", { src: url, alt, loading: "lazy" }));
  button.addEventListener("click", () => showPicture(url));
  return button;
}

function article({ title, description, picture: image, url }, isFirst) {
  const words = el("span", { className: "article-words" }, el("strong", { textContent: title }));
  if (description && isFirst) words.append(el("span", { textContent: description }));
  const shown = el("a", { className: isFirst ? "article first" : "article", target: "_blank", rel: "noopener" }, words);
  if (/^https?:/i.test(url)) shown.href = url;
  if (image) shown.append(el("img", { src: image, alt: "", loading: "lazy" }));
  return outward(shown);
}

const BODIES = {
  text: (e) => textNodes(e.text),
  image: (e) => [picture(e.url, "图片")],
  voice: (e) => [el("span", { className: "voice", ariaLabel: `语音 ${e.seconds} 秒` }, icon("waves"), `${e.seconds}″`)],
  video: (e) => [el("span", { className: "video", ariaLabel: "视频" }, icon("play"), e.title || "视频")],
  music: (e) => [el("span", { className: "video" }, icon("play"), e.title || "音乐")],
  location: (e) => [el("span", { className: "place" }, el("strong", { textContent: e.label || "位置" }), el("span", { className: "map" }, icon("location")))],
  link: (e) => [article({ title: e.title || e.url, description: e.description, url: e.url }, true)],
  news: (e) => e.articles.map((one, i) => article(one, i === 0)),
  template: (e) => [
    el("strong", { className: "template-title", textContent: e.title }),
    el("dl", { className: "template-lines" }, ...e.lines.flatMap(([label, value]) => [el("dt", { textContent: label }), el("dd", { textContent: value })])),
  ],
  card: (e) => [el("span", { textContent: `卡片：${e.text}` })],
  menu: (e) => [...textNodes(e.text), el("span", { className: "choices" }, ...e.choices.map((c) => menuLink(new URLSearchParams({ msgmenucontent: c.text, msgmenuid: c.id }), c.text))), ...textNodes(e.tail)],
};

function entryNode(entry, reader) {
  if (!BODIES[entry.kind]) {
    const isFailure = entry.kind === "failure";
    return el("p", { className: isFailure ? "note failure" : "note", textContent: entry.text, title: entry.reason || "" });
  }
  const isOwn = entry.source === "own";
  const who = el("span", { className: "avatar" }, isOwn ? face(reader.id) : libraryFace());
  const bubble = el("div", { className: `bubble ${entry.kind}` }, ...BODIES[entry.kind](entry));
  const name = el("span", { className: "only-heard", textContent: isOwn ? "我：" : "图书馆：" });
  const row = el("div", { className: isOwn ? "said own" : "said" }, who, name, bubble);
  row.dataset.source = entry.source;
  return row;
}
