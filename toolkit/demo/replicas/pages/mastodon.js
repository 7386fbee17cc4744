// Mastodon's pages: Rails forms at /auth and /settings, a web app at /home. Links with data-method send a form (rails-ujs).
const token = () => document.querySelector('meta[name=csrf-token]').content;
const hidden = (name, value) => `<input type="hidden" name="${name}" value="${esc(value)}">`;

function sendForm(action, method) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.innerHTML = hidden('_method', method) + hidden('authenticity_token', token());
  document.body.append(form);
  form.submit();
}
onClick('a[data-method]', (node) => sendForm(node.getAttribute('href'), node.dataset.method));

const flash = () => (boot.flash ? `<div class="flash ${['in', 'out', 'revoked', 'already'].includes(boot.flash) ? 'notice' : 'alert'}" role="alert">${esc(T[boot.flash])}</div>` : '');
const card = (body) => mount(`<main class="card"><div class="logo">mastodon</div>${flash()}${body}</main>`);
const form = (body) => `<form class="simple_form" id="new_user" action="/auth/sign_in" accept-charset="UTF-8" method="post">${hidden('authenticity_token', token())}${body}</form>`;

function settings(body) {
  mount(`<div class="settings"><nav class="side"><div class="logo">mastodon</div>${decoys()}
    <a href="/home">← Mastodon</a><a href="/settings/preferences">${esc(T.preferences)}</a><a href="/auth/edit">${esc(T.account)}</a>
    ${boot.decoys ? `<a href="/about#logout" title="${esc(T.logout)}">${esc(T.learn)}</a>` : ''}
    <a href="/auth/sign_out" id="logout" data-method="delete" rel="nofollow">${esc(T.logout)}</a></nav>
    <main class="card">${flash()}${body}</main></div>`);
}

const VIEWS = {
  about() {
    card(`<h1>${esc(boot.host)}</h1><p class="muted">${esc(T.about)}</p>${boot.me ? `<a href="/home">${esc(T.home)}</a>` : `<a role="button" href="/auth/sign_in">${esc(T.login)}</a>`}`);
  },
  sign_in() {
    card(`<h1>${esc(T.title)}</h1>` + form(`<label for="user_email">${esc(T.email)}</label><input type="email" name="user[email]" id="user_email" autocomplete="email" value="${esc(boot.email || '')}">
      <label for="user_password">${esc(T.password)}</label><input type="password" name="user[password]" id="user_password" autocomplete="current-password">
      <button type="submit" name="button" class="btn">${esc(T.login)}</button>`));
  },
  otp() {
    card(`<h1>${esc(T.otp)}</h1><p>${esc(T.otp_hint)}</p>` + form(`<input type="text" name="user[otp_attempt]" id="user_otp_attempt" autocomplete="one-time-code" inputmode="numeric" aria-label="${esc(T.otp)}">
      <button type="submit" name="button" class="btn">${esc(T.login)}</button>`));
  },
  captcha() {
    card(`<h1>${esc(T.captcha)}</h1>` + form(`<div class="h-captcha" data-sitekey="replica"><label><input type="checkbox" data-human> ${esc(T.human)}</label></div>`));
    onClick('[data-human]', () => { const box = document.getElementById('new_user'); box.insertAdjacentHTML('beforeend', hidden('h-captcha-response', 'person')); box.submit(); });
  },
  token() { card(`<h1>422</h1><p>${esc(T.token)}</p>`); },
  preferences() { settings(`<h1>${esc(T.preferences)}</h1><label>Theme<select><option>Mastodon (Dark)</option></select></label>`); },
  edit() {
    settings(`<h1>${esc(T.account)}</h1><label>${esc(T.email)}<input type="email" name="user[email]" value="${esc(boot.me.username)}@…" disabled></label>
      <h2 style="margin-top:28px">${esc(T.sessions)}</h2><table id="sessions">${boot.rows.map((row) => `<tr><td>${esc(row.device)} · Linux</td><td>${esc(row.since)}</td>
      <td>${row.current ? `<b>${esc(T.current)}</b>` : `<a class="table-action-link" data-method="delete" rel="nofollow" href="/settings/sessions/${row.n}">${esc(T.revoke)}</a>`}</td></tr>`).join('')}</table>`);
  },
  home() {
    localStorage.setItem('mastodon-settings', JSON.stringify({ theme: 'default', onboarded: true }));
    waiting();
    late(() => {
      mount(`<div class="app"><nav class="side"><div class="logo">mastodon</div>${decoys()}<a href="/@${esc(boot.me.username)}"><span class="face"></span>@${esc(boot.me.username)}</a>
        <a href="/home">${esc(T.home)}</a><a href="/settings/preferences">${esc(T.preferences)}</a><div id="menu"></div>
        <button type="button" aria-haspopup="menu" data-more>☰ ${esc(T.more)}</button></nav><main>${flash()}${posts(['@luna', '@taller', '@acme'])}</main></div>`);
      redraw('[data-more]');
    });
    onClick('[data-more]', () => late(() => { one('#menu').innerHTML = `<div class="menu" role="menu"><a href="/auth/edit">${esc(T.account)}</a><a href="/auth/sign_out" data-out>${esc(T.logout)}</a></div>`; }));
    onClick('[data-out]', () => late(() => add(`<div class="veil"><div class="card" role="dialog" aria-modal="true"><h2>${esc(T.sure)}</h2>
      <button type="button" class="quiet" data-cancel>${esc(T.cancel)}</button><button type="button" data-confirm>${esc(T.logout)}</button></div></div>`, document.body)));
    onClick('[data-cancel]', (node) => node.closest('.veil').remove());
    onClick('[data-confirm]', () => sendForm('/auth/sign_out', 'delete'));
  },
};
VIEWS[boot.view]();
