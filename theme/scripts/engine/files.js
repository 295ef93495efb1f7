/* The files of the index, each asked for once; what is missing is null, and asked for again the next time. */

const early = (window.gongkaiPart || {}).m;
const waiting = new Map();

window.gongkaiPart = (name, value) => {
  waiting.get(name)(value);
  waiting.delete(name);
};

/* An element, because a page opened from a disk may not fetch. A file that is missing, or is none of ours, is null, and asked for again
   next time. */
function loader(root) {
  const parts = early ? { m: Promise.resolve(early) } : {};
  const fetched = (folder, name) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      waiting.set(name, resolve);
      script.onload = script.onerror = () => {
        if (waiting.delete(name)) {
          delete parts[name];
          resolve(null);
        }
      };
      script.src = `${root}${folder}${name}.js`;
      document.head.append(script);
    });
  return (folder, name) => (parts[name] = parts[name] || fetched(folder, name));
}
