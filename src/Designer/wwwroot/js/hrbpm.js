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
  window.hrbpm = {
    language,
    isDark,
    speak: value => { keep('hrbpm.language', value); location.reload(); },
    darken: value => { keep('hrbpm.dark', String(value)); paint(); },
    focus: id => document.getElementById(id)?.focus(),
  };
})();
