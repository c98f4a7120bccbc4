// What pages need of the browser before and beside the app: language and light or dark before the first paint, and small things that components ask for.
(() => {
  const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing still works */ } };
  const language = () => read('hrbpm.language') ?? ((navigator.language || 'zh').toLowerCase().startsWith('zh') ? 'zh-CN' : 'en');
  const isDark = () => (read('hrbpm.dark') ?? String(matchMedia('(prefers-color-scheme: dark)').matches)) === 'true';
  const paint = () => {
    document.documentElement.lang = language();
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  };
  paint();
  document.addEventListener('DOMContentLoaded', () => {
    for (const text of document.querySelectorAll('[data-zh]')) text.textContent = language() === 'en' ? text.dataset.en : text.dataset.zh;
  });
  // While a menu is open at a field, these keys move in the menu and not in the field.
  document.addEventListener('keydown', key => {
    if (key.target.dataset?.menu === 'open' && ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'].includes(key.key) && !key.ctrlKey) key.preventDefault();
  }, true);
  window.hrbpm = {
    language,
    isDark,
    speak: value => { keep('hrbpm.language', value); location.reload(); },
    darken: value => { keep('hrbpm.dark', String(value)); paint(); },
    hasPasskeys: () => !!(window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON),
    askPasskey: async options => JSON.stringify((await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) })).toJSON()),
    focus: id => document.getElementById(id)?.focus(),
    // Where somebody writes, so that whom they mention is put there.
    caret: id => document.getElementById(id)?.selectionStart ?? 0,
    moveCaret: (id, text, at) => {
      const field = document.getElementById(id);
      if (!field) return;
      field.value = text;
      field.setSelectionRange(at, at);
    },
    // Brings a card of a picture into its middle, and has the small picture beside it show which part is seen.
    centre: (map, card) => {
      const [box, at] = [document.getElementById(map), document.getElementById(card)];
      if (!box || !at) return;
      const [b, a] = [box.getBoundingClientRect(), at.getBoundingClientRect()];
      box.scrollLeft += a.left + a.width / 2 - b.left - b.width / 2;
      box.scrollTop += a.top + a.height / 2 - b.top - b.height / 2;
      const mini = document.getElementById('mini');
      if (!mini || mini.querySelector('.view')) return;
      const view = mini.appendChild(Object.assign(document.createElement('i'), { className: 'view' }));
      const show = () => {
        const [w, h] = [mini.clientWidth, mini.clientHeight];
        Object.assign(view.style, { left: `${box.scrollLeft / box.scrollWidth * w}px`, top: `${box.scrollTop / box.scrollHeight * h}px`, width: `${Math.min(1, box.clientWidth / box.scrollWidth) * w}px`, height: `${Math.min(1, box.clientHeight / box.scrollHeight) * h}px` });
      };
      box.addEventListener('scroll', show, { passive: true });
      new ResizeObserver(show).observe(box);
      show();
    },
  };
})();
