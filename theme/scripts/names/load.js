/* The names, fetched once. */

let loading = null;

/* The names, read once; null when they cannot be had, and then asked for again the next time. */
function load(address) {
  loading = loading || new Promise((resolve) => {
    let names = null;
    window.gongkaiNames = (content) => {
      names = read(content);
    };
    const script = document.createElement("script");
    script.src = address;
    script.onload = script.onerror = () => {
      if (!names) {
        loading = null;
      }
      resolve(names);
    };
    document.head.append(script);
  });
  return loading;
}
