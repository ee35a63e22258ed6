// A page that is written anew while somebody works on the notes: it is read again when they come back to it, and shows
// the card that they left. A file may not ask for another file, so it cannot look by itself whether there is news.

let away = false;

function onAway(event) {
  if (!data.watched) return;
  if (event.type === "blur") setTimeout(() => { away ||= !document.hasFocus(); });  // not where the focus goes to the card
  else if (document.hidden) away = true;
  else if (away) readAgain();
}

function readAgain() {
  const kept = new URLSearchParams({ card: shown[at]?.guid ?? "", query: query.value });
  if (flipped) kept.set("flipped", "");
  if (document.body.classList.contains("reading")) kept.set("reading", "");
  history.replaceState(null, "", `#${kept}`);
  location.reload();
}

// What was looked at before, as far as it is still there.
function showAgain() {
  for (const type of ["blur", "focus"]) window.addEventListener(type, onAway);
  document.addEventListener("visibilitychange", onAway);
  const kept = new URLSearchParams(location.hash.slice(1));
  if (!data.watched || !kept.has("card")) return;
  query.value = kept.get("query");
  filter();
  const index = shown.findIndex(card => card.guid === kept.get("card"));
  if (index < 0) return;
  choose(index);
  flipped = kept.has("flipped");
  document.body.classList.toggle("reading", kept.has("reading"));
}

