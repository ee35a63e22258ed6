// The page: a list of all cards, and the one that is looked at, shown in a document of its own as Anki would show it.
// What comes from notes is put in as text; only the two sides of a card are HTML, and these go where no script runs.

const data = JSON.parse($("data").textContent);
const STATES = { new: "새 카드", changed: "바뀜", moved: "옮겨짐", unchanged: "그대로" };
const KINDS = { followup: "이어진 질문", closing: "마무리 말" };
const NOTICES = {
  unusable: "읽지 못한 것", missing: "찾지 못한 그림", passed: "답이 없어 카드가 되지 않은 질문", look: "한번 볼 만한 카드",
  overlooked: "질문처럼 보이는 줄이 있지만 카드가 하나도 나오지 않은 노트", removed: "노트에서 사라진 카드 (Anki에는 남습니다)", remarks: "알아 둘 것",
};
const MESSAGES = new Set(["unusable", "remarks"]);  // lists of what a terminal says too, in English
const TABS = ["cards", "notices", "figures"];
const WIDE = 820;
const [list, frame, query, root, desk] = [$("list"), $("card"), $("query"), document.documentElement, $("desk")];
let shown = data.cards;  // the cards that pass the filters
let at = 0;              // the chosen one among them
let flipped = false;
let wanted = "";         // the state that the list is limited to

const fold = text => text.normalize("NFC").toLowerCase();
const uri = name => $(name).textContent;

// The list ------------------------------------------------------------------------------------------------------------

const thumbnails = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) {
    target.src = uri(target.dataset.name);
    thumbnails.unobserve(target);
  }
}, { root: list, rootMargin: "200px" });

function row(card, index) {
  const li = make("li", "row");
  li.id = `row-${index}`;
  li.setAttribute("role", "option");
  const asks = make("span", "asks", card.question);
  if (!card.question && card.picture) {
    asks.append(Object.assign(make("img"), { alt: "그림으로 묻는 질문" }));
    asks.firstChild.dataset.name = card.picture;
    thumbnails.observe(asks.firstChild);
  } else if (!card.question) {
    asks.textContent = "그림을 찾지 못한 질문";
    asks.classList.add("none");
  }
  const known = [card.masters.join(", "), card.week === null ? "" : `${card.week}주차`, KINDS[card.kind], ""];
  const [, file, line] = /([^/]*)(:\d+)$/.exec(card.where);
  const from = make("span", "from", known.filter((part, index) => part || index === 3).join(" · "));
  from.append(make("span", "file", file), make("span", "", line));
  li.append(asks, data.ledger ? make("span", `badge ${card.state}`, STATES[card.state]) : "", from);
  li.addEventListener("click", () => { choose(shown.indexOf(card)); document.body.classList.add("reading"); });
  return li;
}

function filter() {
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  const [master, week, rule] = ["master", "week", "rule"].map(id => $(id).value);
  const chosen = shown[at];
  shown = data.cards.filter(card => (!wanted || card.state === wanted)
    && (!master || (card.masters.length ? card.masters : ["-"]).includes(master))
    && (!week || String(card.week ?? "-") === week)
    && (!rule || card.rule === rule)
    && words.every(word => card.text.includes(word)));
  const passing = new Set(shown);
  for (const card of data.cards) card.row.hidden = !passing.has(card);
  $("nothing").hidden = shown.length > 0;
  $("count").textContent = `카드 ${data.cards.length}장 중 ${shown.length}장`;
  choose(Math.max(0, shown.indexOf(chosen)), chosen);
}

function choose(index, before = shown[at]) {
  before?.row.setAttribute("aria-selected", "false");
  at = Math.min(Math.max(index, 0), Math.max(shown.length - 1, 0));
  const card = shown[at];
  if (card !== before) flipped = false;
  card?.row.setAttribute("aria-selected", "true");
  card?.row.scrollIntoView({ block: "nearest" });
  if (card) list.setAttribute("aria-activedescendant", card.row.id);
  else list.removeAttribute("aria-activedescendant");
  $("place").textContent = `${shown.length && at + 1} / ${shown.length}`;
  $("where").textContent = card?.where ?? "";
  $("what").textContent = card ? [card.rule, data.ledger ? STATES[card.state] : ""].filter(Boolean).join(" · ") : "";
  $("previous").disabled = at === 0;
  $("next").disabled = at >= shown.length - 1;
  $("flip").disabled = !card;
  show();
}

// The card ------------------------------------------------------------------------------------------------------------

function show() {
  const inside = frame.contentDocument, place = inside?.getElementById("qa"), card = shown[at];
  if (!place) return;  // its document is still to come, and calls this when it is there
  night();
  place.replaceChildren(...(card ? parsed(flipped ? card.back : card.front) : []));
  inside.defaultView.scrollTo(0, 0);
  $("flip").textContent = flipped ? "질문 보기" : "답 보기";
  frame.title = $("side").textContent = flipped ? "카드 뒷면" : "카드 앞면";
}

function night() {
  const inside = frame.contentDocument, dark = root.dataset.theme === "dark";
  inside?.documentElement?.classList.toggle("night-mode", dark);  // there may be a document with nothing in it yet
  for (const name of ["nightMode", "night_mode"]) inside?.body?.classList.toggle(name, dark);
}

function flip() {
  if (!shown.length) return;
  flipped = !flipped;
  show();
}

function width(wide) {
  desk.classList.toggle("wide", wide);
  desk.classList.toggle("phone", !wide);
  $("phone").setAttribute("aria-pressed", !wide);
  $("desktop").setAttribute("aria-pressed", wide);
}

function theme(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  $("theme").textContent = dark ? "밝게" : "어둡게";
  night();
}

// Keys ----------------------------------------------------------------------------------------------------------------

const openKeys = () => $("keys").showModal();
const search = () => { tab("cards"); document.body.classList.remove("reading"); query.focus(); query.select(); };
const turn = pages => frame.contentWindow.scrollBy(0, pages * frame.clientHeight * 0.85);
const toList = () => { document.body.classList.remove("reading"); list.focus(); };
const move = step => choose(at + step);
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), " ": flip, Enter: flip,
  Home: () => choose(0), End: () => choose(shown.length - 1), PageDown: () => turn(1), PageUp: () => turn(-1),
  "/": search, "?": openKeys, Escape: toList,
};

// What a key does where the focus is: a field is typed in, a button is pressed, a card and a page of notices scroll.
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("keys").open) return;
  const on = event.target, key = event.key, does = KEYS[key] ?? KEYS[key.toLowerCase()];
  if (!does) return;
  if (on === query) {
    if (key === "Escape" || key === "Enter" || key === "ArrowDown") { event.preventDefault(); list.focus(); }
    return;
  }
  const scrolls = on.ownerDocument !== document || on.closest("#notices, #figures");
  if (scrolls && /^(Arrow|Page|Home|End)/.test(key)) return;
  if (on.closest("select") && key !== "/" && key !== "?") return;
  if (on.closest("button, a, summary") && (key === " " || key === "Enter")) return;
  if (on.closest("[role=tab]") && /^(Home|End)$/.test(key)) return;
  event.preventDefault();
  does();
}

function tab(name) {
  for (const id of TABS) {
    $(id).hidden = id !== name;
    $(`tab-${id}`).setAttribute("aria-selected", id === name);
    $(`tab-${id}`).tabIndex = id === name ? 0 : -1;
  }
}

// The rest of the page ------------------------------------------------------------------------------------------------

function options(id, all, none, values, label = value => value) {
  const has = values.filter(value => value !== null);
  const select = $(id);
  select.append(new Option(all, ""));
  for (const value of [...new Set(has)].sort((a, b) => a < b ? -1 : 1)) select.append(new Option(label(value), value));
  if (has.length < values.length) select.append(new Option(none, "-"));
  select.addEventListener("change", filter);
}

function states() {
  const counts = Object.entries({ "": data.cards.length, ...data.states }).filter(([state, count]) => count || !state);
  const buttons = counts.map(([state, count]) => {
    const button = make("button", "", `${STATES[state] ?? "전체"} `);
    button.type = "button";
    button.append(make("b", "", count));
    button.setAttribute("aria-pressed", state === wanted);
    button.addEventListener("click", () => {
      wanted = state;
      for (const other of buttons) other.setAttribute("aria-pressed", other === button);
      filter();
    });
    return button;
  });
  $("states").append(...buttons);
  if (data.ledger) $("compared").append("비교 기준: ", make("code", "", data.ledger));
  else $("compared").textContent = "비교할 ledger 파일이 없어 모두 새 카드로 봅니다.";
}

function notices() {
  let total = 0;
  for (const [name, title] of Object.entries(NOTICES)) {
    const found = data[name];
    if (!found.length) continue;
    total += found.length;
    const heading = make("h3", "", `${title} `);
    heading.append(make("b", "", found.length));
    const items = make("ul");
    for (const { where, text, why } of found) {
      const li = make("li");
      li.append(make("span", "", name === "overlooked" ? `질문처럼 보이는 줄 ${text}개` : text || "그림"));
      if (why) li.append(make("p", "", reason(why)));
      if (MESSAGES.has(name)) for (const said of li.children) said.lang = "en";
      if (where) li.append(make("p"));
      if (where) li.lastChild.append(make("code", "", where));
      items.append(li);
    }
    $("notices").append(heading, items);
  }
  if (!total) $("notices").append(make("p", "nothing", "살펴볼 것이 없습니다."));
  for (const [id, count] of [["cards", data.cards.length], ["notices", total]]) $(`tab-${id}`).append(" ", make("b", "", count));
}

function start() {
  $("about").textContent = `노트 ${data.notes}개에서 카드 ${data.cards.length}장`;
  data.cards.forEach((card, index) => {
    card.text = fold([card.question, card.answer, card.transcript].join("\n"));
    card.row = row(card, index);
  });
  list.append(...data.cards.map(card => card.row));
  const masters = data.cards.flatMap(card => card.masters.length ? card.masters : [null]);
  options("master", "모든 마스터", "마스터 없음", masters);
  options("week", "모든 주차", "주차 없음", data.cards.map(card => card.week), week => `${week}주차`);
  options("rule", "모든 규칙", "", data.cards.map(card => card.rule));
  states();
  notices();
  figures(data.figures);
  if (!data.cards.length) $("nothing").textContent = "노트에서 질문을 찾지 못했습니다.";

  query.addEventListener("input", filter);
  for (const name of TABS) $(`tab-${name}`).addEventListener("click", () => tab(name));
  document.querySelector(".tabs").addEventListener("keydown", event => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const here = TABS.findIndex(name => !$(name).hidden), step = event.key === "ArrowLeft" ? TABS.length - 1 : 1;
    const other = TABS[(here + step) % TABS.length];
    tab(other);
    $(`tab-${other}`).focus();
  });
  const does = {
    previous: () => move(-1), next: () => move(1), flip, back: toList, help: openKeys, phone: () => width(false),
    desktop: () => width(true), theme: () => theme(root.dataset.theme !== "dark"),
  };
  for (const [id, act] of Object.entries(does)) $(id).addEventListener("click", act);
  document.addEventListener("keydown", onKey);
  new ResizeObserver(() => desk.style.setProperty("--scale", Math.min(1, desk.clientWidth / WIDE))).observe(desk);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", () => theme(system.matches));
  width(false);
  theme(system.matches);
  filter();
  showAgain();
  frame.addEventListener("load", inFrame);
  inFrame();
}

// May be called twice for one document: when the page is there, and when the card's is. A listener is only added once.
function inFrame() {
  const inside = frame.contentDocument;
  if (!inside?.getElementById("qa")) return;
  inside.addEventListener("keydown", onKey);
  inside.addEventListener("click", onClick);
  for (const type of ["blur", "focus"]) for (const act of [onFocus, onAway]) frame.contentWindow.addEventListener(type, act);
  show();
}

function onClick(event) {
  if (!event.target.closest("a[href], summary") && frame.contentDocument.getSelection().isCollapsed) flip();
}

function onFocus(event) {
  frame.classList.toggle("focused", event.type === "focus");
}

start();
