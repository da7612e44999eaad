// The address says what is shown: it is taken apart and put together here, and parts of the page are parts once.
const OF_PASSAGE = ["read", "u", "at", "text", "sentence"], FILTERS = ["speaker", "from", "to", "place", "transcript", "topic", "person", "compare"];
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
// Texts of the scripts in the language of the page: the frame brings them.
let texts = {};
const _ = (text, values = {}) => (texts[text] ?? text).replace(/%\((\w+)\)s/g, (whole, name) => values[name]);
const parts = new Map();
const fetchPart = (path) => {
  if (!parts.has(path)) {
    const got = fetch(path).then(async (reply) => {
      if (reply.ok) return reply.text();
      parts.delete(path);
      throw new Error((await reply.json().catch(() => ({}))).error || _("the server does not answer"));
    });
    got.catch(() => parts.delete(path));
    parts.set(path, got);
    if (parts.size > 60) parts.delete(parts.keys().next().value);
  }
  return parts.get(path);
};

// The address, taken apart and put together.
const split = (address) => {
  const asked = new URLSearchParams(address.replace(/^\/?\?/, "")), passage = new URLSearchParams();
  for (const name of OF_PASSAGE) {
    if (asked.has(name)) passage.set(name, asked.get(name));
    asked.delete(name);
  }
  for (const [name, value] of [...asked]) if (!value) asked.delete(name, value);
  return { asked: asked.toString(), passage: passage.toString() };
};
const joined = (asked, passage) => {
  const query = [asked, passage].filter(Boolean).join("&");
  return query ? `/?${query}` : "/";
};
const here = () => split(location.search);
// The server keeps a language that the address chose; the address of what is shown holds none.
const plain = new URL(location);
plain.searchParams.delete("lang");
if (plain.href !== location.href) history.replaceState(history.state, "", plain);
const holdsQuestion = (asked) => new URLSearchParams(asked).has("q");
const frame = fetchPart("/part/frame"), foot = fetchPart("/part/foot");
if (holdsQuestion(here().asked)) fetchPart(`/part/turn?${here().asked}`).catch(() => {});
if (here().passage) fetchPart(`/part/reader?${here().passage}`).catch(() => {});
