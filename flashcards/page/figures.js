// The cards, counted: a bar for each master, week, rule, kind and length of answer.

const TITLES = {
  master: "마스터", week: "주차", rule: "규칙", kind: "종류", answer: "답의 길이 (휴대폰 화면의 줄 수)", picture: "그림",
};
const NAMED = {
  master: name => name || "마스터 없음",
  week: name => name ? `${name}주차` : "주차 없음",
  rule: name => name,
  kind: name => ({ question: "질문", followup: "이어진 질문", closing: "마무리 말" })[name],
  answer: name => name === "0" ? "그림뿐" : `${name.replace("-", "~").replace("41+", "41 이상")}줄`,
  picture: name => ({ found: "카드에 있음", missing: "찾지 못함" })[name],
};

// A bar as long as its share of the longest one. Drawn, not styled: it is a picture of a number that stands beside it.
function bar(share) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const rect = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  svg.setAttribute("aria-hidden", "true");
  rect.setAttribute("width", `${100 * share}%`);
  rect.setAttribute("height", "100%");
  rect.setAttribute("rx", "3");
  return svg;
}

function chart({ name, rows }) {
  const table = make("table"), most = Math.max(...rows.map(([, cards]) => cards));
  table.append(make("caption", "", TITLES[name]));
  for (const [of, cards] of rows) {
    const row = table.insertRow(), head = make("th", "", NAMED[name](of));
    head.scope = "row";
    row.append(head);
    row.insertCell().append(bar(cards / most));
    row.insertCell().textContent = cards;
  }
  return table;
}

function figures({ groups, half, longest: [lines, where] }) {
  $("figures").append(...groups.map(chart));
  if (!groups.length) return $("figures").append(make("p", "nothing", "셀 카드가 없습니다."));
  const told = make("p", "quiet", `답의 절반은 ${half}줄 이하이고, 가장 긴 답은 ${lines}줄입니다: `);
  told.append(make("code", "", where));
  $("figures").append(told);
}

