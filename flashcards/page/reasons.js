// Why a question is no card, a card is worth a look and a picture is missing, in the page's language. The program says it in English, as all that
// goes to a terminal; what is not known here is shown as it was said.

const BLOCKS = {
  heading: "제목", paragraph: "문단", bullet: "글머리표", numbered: "번호를 붙인 줄", quote: "인용문", image: "그림", code: "코드",
  table: "표", row: "표의 줄", term: "용어", bold: "굵은 줄", details: "토글(접은 글)", html: "HTML", divider: "구분선",
};
const REASONS = [
  [/^an? (\w+) follows at once \(line (\d+)\)$/, (_, kind, line) => `바로 다음이 ${BLOCKS[kind] ?? kind}입니다 (${line}번째 줄)`],
  ["nothing follows it", "뒤에 아무것도 없습니다"],
  ["no words follow it", "뒤에 글이 없습니다"],
  ["nothing is nested under it", "아래로 들여 쓴 글이 없습니다"],
  ["no answer with a label follows it", "라벨(A:, 답변:)이 붙은 답이 뒤에 없습니다"],
  ["the answer beside it is empty", "옆의 답 칸이 비어 있습니다"],
  ["it is only asked on", "뒤에 질문만 이어집니다"],
  ["questions are called for here, and most of them have no answer yet", "질문을 모으는 곳이고, 아직 답이 없는 질문이 더 많습니다"],
  ["the title above it says that nobody answered", "위의 제목이 답을 못 들은 질문이라고 합니다"],
  ["what follows stands below the list, and no other question of it is answered there", "뒤의 글은 목록 아래에 있는데, 같은 목록의 다른 질문은 거기서 답하지 않습니다"],
  [/^the answer fills ([\d.]+) screens of a phone$/, "답이 휴대전화 화면 $1장을 채웁니다"],
  [/^the answer is only ['"](.*)['"]$/, "답이 ‘$1’뿐입니다"],
  [/^asks almost the same as (.*)$/, "$1의 질문과 거의 같습니다"],
  ["the words of its picture are not there yet", "그림에 있는 글이 아직 없습니다"],
  ["no such file", "그런 파일이 없습니다"],
  ["pictures are never fetched from the net", "인터넷에 있는 그림은 내려받지 않습니다"],
  ["it lies outside the notes' site", "노트 폴더 밖에 있습니다"],
  ["it is no ordinary file", "보통 파일이 아닙니다"],
  [/^it is larger than (\d+) MB$/, "$1 MB보다 큽니다"],
  ["it is no PNG, JPEG, GIF, WebP or AVIF picture", "PNG, JPEG, GIF, WebP, AVIF 그림이 아닙니다"],
];

function reason(said) {
  const known = REASONS.find(([english]) => english instanceof RegExp ? english.test(said) : english === said);
  return known ? said.replace(...known) : said;
}

