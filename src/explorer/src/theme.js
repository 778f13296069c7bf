const NAMES = ['bg', 'surface', 'sunken', 'ink', 'muted', 'line', 'accent', 'accent-soft', 'good', 'outofsync', 'waiting', 'closed',
  'broken', 'unknown', 'added', 'changed', 'removed', 'reachable', 'partial', 'blocked', 'doubt', 'sign', 'on-accent', 'frame', 'hub'];

/** The colours of the theme that counts now, for what is painted on canvas. */
export function colors() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((n) => [n.replace(/-(\w)/g, (_, l) => l.toUpperCase()), style.getPropertyValue(`--${n}`).trim()]));
}

/** Calls back when the colours change. @param {HTMLButtonElement} button @param {() => void} changed */
export function themeSwitch(button, changed) {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours');
    changed();
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  dark.addEventListener('change', show);
  show();
}
