// What the canvas of the designer does without the app: pan, zoom, drag, marquee. The app is told only what it has to know, so that moving about costs it nothing.
window.hrbpmCanvas = (() => {
  const canvases = new Map();
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const isField = element => element.closest('input,textarea,select,[contenteditable]') !== null;

  class Canvas {
    constructor(element, net) {
      Object.assign(this, { element, net, flow: element.querySelector('.flow'), x: 0, y: 0, zoom: 1, seen: null, drag: null, frame: 0 });
      const on = (target, type, handle, options) => { target.addEventListener(type, handle, options); this.off.push(() => target.removeEventListener(type, handle, options)); };
      this.off = [];
      on(element, 'wheel', e => this.wheel(e), { passive: false });
      on(element, 'pointerdown', e => this.down(e));
      on(window, 'pointermove', e => this.move(e));
      on(window, 'pointerup', e => this.up(e));
      on(element, 'click', e => { if (this.wasDragged) { e.stopImmediatePropagation(); e.preventDefault(); this.wasDragged = false; } }, true);
      on(element, 'keydown', e => this.key(e));
      // When a pane opens beside it, what was in the middle stays there.
      this.width = element.clientWidth;
      this.watch = new ResizeObserver(() => { this.x += (element.clientWidth - this.width) / 2; this.width = element.clientWidth; this.apply(); });
      this.watch.observe(element);
    }

    get size() { const box = this.flow.firstElementChild; return { width: +box.dataset.width, height: +box.dataset.height }; }

    apply() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => {
        this.flow.style.transform = `translate(${this.x}px,${this.y}px) scale(${this.zoom})`;
        this.element.style.backgroundPosition = `${this.x}px ${this.y}px`;
        this.element.classList.toggle('far', this.zoom < .6);
        this.element.classList.toggle('farther', this.zoom < .35);
        const percent = this.element.querySelector('[data-zoom]');
        if (percent) percent.textContent = Math.round(this.zoom * 100) + '%';
        this.map();
        this.tell();
      });
    }

    view() {
      const { clientWidth: width, clientHeight: height } = this.element;
      return { left: -this.x / this.zoom, top: -this.y / this.zoom, right: (width - this.x) / this.zoom, bottom: (height - this.y) / this.zoom };
    }

    map() {
      const map = this.element.querySelector('.mmap svg');
      if (!map) return;
      const view = this.view(), scale = +map.dataset.scale, left = +map.dataset.left, box = map.querySelector('.view');
      box.setAttribute('x', left + view.left * scale);
      box.setAttribute('y', 6 + view.top * scale);
      box.setAttribute('width', Math.max(1, (view.right - view.left) * scale));
      box.setAttribute('height', Math.max(1, (view.bottom - view.top) * scale));
    }

    // The app draws more than is seen; it is asked again only when that is not enough.
    tell() {
      const view = this.view(), seen = this.seen;
      if (seen && view.left >= seen.left && view.top >= seen.top && view.right <= seen.right && view.bottom <= seen.bottom && (view.right - view.left) * 4 > seen.right - seen.left) return;
      const [w, h] = [(view.right - view.left) / 2, (view.bottom - view.top) / 2];
      this.seen = { left: view.left - w, top: view.top - h, right: view.right + w, bottom: view.bottom + h };
      this.net.invokeMethodAsync('OnView', this.seen.left, this.seen.top, this.seen.right, this.seen.bottom);
    }

    scaleTo(zoom, at) {
      const { clientWidth, clientHeight } = this.element, next = clamp(zoom, .1, 2), [px, py] = at ?? [clientWidth / 2, clientHeight / 2];
      this.x = px - (px - this.x) * next / this.zoom;
      this.y = py - (py - this.y) * next / this.zoom;
      this.zoom = next;
      this.apply();
    }

    // Everything where it fits; else the width, where that can still be read.
    fit(whole) {
      const { clientWidth, clientHeight } = this.element, { width, height } = this.size;
      const byWidth = (clientWidth - 96) / Math.max(1, width), byHeight = (clientHeight - 112) / Math.max(1, height);
      this.zoom = whole ? clamp(Math.min(byWidth, byHeight), .1, 1) : clamp(byWidth, .8, 1);
      const middle = width * this.zoom <= clientWidth - 96 ? width / 2 : (this.startX ?? width / 2);
      this.x = clientWidth / 2 - middle * this.zoom;
      this.y = 72;
      this.apply();
    }

    reveal(x, y, width, height) {
      const { clientWidth, clientHeight } = this.element, edge = 56;
      const left = x * this.zoom + this.x, top = y * this.zoom + this.y, right = left + width * this.zoom, bottom = top + height * this.zoom;
      if (left < edge) this.x += edge - left; else if (right > clientWidth - edge) this.x -= right - clientWidth + edge;
      if (top < edge) this.y += edge - top; else if (bottom > clientHeight - edge) this.y -= bottom - clientHeight + edge;
      this.apply();
    }

    at(clientX, clientY) { const box = this.element.getBoundingClientRect(); return [clientX - box.left, clientY - box.top]; }

    wheel(e) {
      if (e.target.closest('.pop,.mmap')) return;
      e.preventDefault();
      if (e.ctrlKey || e.metaKey) this.scaleTo(this.zoom * Math.exp(-e.deltaY / 300), this.at(e.clientX, e.clientY));
      else { this.x -= e.shiftKey ? e.deltaY : e.deltaX; this.y -= e.shiftKey ? 0 : e.deltaY; this.apply(); }
    }

    down(e) {
      this.wasDragged = false;
      if (e.button > 1 || isField(e.target) || e.target.closest('.pop,.zoom,.plus,.node-tools')) return;
      const map = e.target.closest('.mmap svg'), card = e.target.closest('[data-card]');
      const kind = map ? 'map' : card && !this.element.dataset.readonly ? 'card' : e.shiftKey && e.button === 0 && !card ? 'marquee' : 'pan';
      this.drag = { kind, card, startX: e.clientX, startY: e.clientY, x: this.x, y: this.y, isMoving: false };
      if (map) this.toMap(e, map);
      if (kind === 'marquee') e.preventDefault();
    }

    toMap(e, map) {
      const box = map.getBoundingClientRect(), scale = +map.dataset.scale, { clientWidth, clientHeight } = this.element;
      this.x = clientWidth / 2 - (e.clientX - box.left - +map.dataset.left) / scale * this.zoom;
      this.y = clientHeight / 2 - (e.clientY - box.top - 6) / scale * this.zoom;
      this.apply();
    }

    move(e) {
      const drag = this.drag;
      if (!drag) return;
      const [dx, dy] = [e.clientX - drag.startX, e.clientY - drag.startY];
      if (!drag.isMoving && Math.hypot(dx, dy) < 5) return;
      if (!drag.isMoving) { drag.isMoving = true; this.element.classList.add('dragging-' + drag.kind); if (drag.kind === 'card') this.lift(drag); }
      if (drag.kind === 'pan') { this.x = drag.x + dx; this.y = drag.y + dy; this.apply(); }
      else if (drag.kind === 'map') this.toMap(e, this.element.querySelector('.mmap svg'));
      else if (drag.kind === 'marquee') this.stretch(drag, e);
      else this.carry(drag, e);
    }

    lift(drag) {
      drag.ghost = drag.card.cloneNode(true);
      drag.ghost.classList.add('ghost');
      drag.ghost.removeAttribute('id');
      drag.ghost.removeAttribute('data-card');
      this.element.append(drag.ghost);
      drag.card.classList.add('lifted');
    }

    carry(drag, e) {
      const [x, y] = this.at(e.clientX, e.clientY);
      drag.ghost.style.cssText = `left:${x - 40}px;top:${y - 14}px;transform:scale(${this.zoom})`;
      let best = null, least = 60;
      for (const plus of this.flow.querySelectorAll('.plus')) {
        const box = plus.getBoundingClientRect(), far = Math.hypot(box.left + box.width / 2 - e.clientX, box.top + box.height / 2 - e.clientY);
        if (far < least) [best, least] = [plus, far];
      }
      if (best !== drag.target) { drag.target?.classList.remove('on'); best?.classList.add('on'); drag.target = best; }
    }

    stretch(drag, e) {
      drag.box ??= this.element.appendChild(Object.assign(document.createElement('div'), { className: 'marquee' }));
      const [x1, y1] = this.at(Math.min(e.clientX, drag.startX), Math.min(e.clientY, drag.startY)), [x2, y2] = this.at(Math.max(e.clientX, drag.startX), Math.max(e.clientY, drag.startY));
      drag.box.style.cssText = `left:${x1}px;top:${y1}px;width:${x2 - x1}px;height:${y2 - y1}px`;
      drag.found = [(x1 - this.x) / this.zoom, (y1 - this.y) / this.zoom, (x2 - this.x) / this.zoom, (y2 - this.y) / this.zoom];
    }

    up() {
      const drag = this.drag;
      if (!drag) return;
      this.drag = null;
      if (!drag.isMoving) return;
      this.wasDragged = true;
      setTimeout(() => { this.wasDragged = false; });
      this.element.classList.remove('dragging-' + drag.kind);
      drag.ghost?.remove();
      drag.card?.classList.remove('lifted');
      drag.box?.remove();
      drag.target?.classList.remove('on');
      if (drag.kind === 'card' && drag.target) this.net.invokeMethodAsync('OnDrop', drag.card.dataset.card, +drag.target.dataset.plus);
      if (drag.kind === 'marquee' && drag.found) this.net.invokeMethodAsync('OnMarquee', ...drag.found);
    }

    key(e) {
      if (isField(e.target) || e.target.closest('.pop')) return;
      const command = e.ctrlKey || e.metaKey;
      if (e.key.startsWith('Arrow') || ['Delete', 'Backspace', '/', '+'].includes(e.key) || (!command && e.key.toLowerCase() === 'a') || (command && 'acxvzy=-0'.includes(e.key.toLowerCase()))) e.preventDefault();
      if (command && (e.key === '=' || e.key === '+')) this.scaleTo(this.zoom * 1.2);
      if (command && e.key === '-') this.scaleTo(this.zoom / 1.2);
      if (command && e.key === '0') this.fit(true);
    }

    end() { this.off.forEach(off => off()); this.watch.disconnect(); cancelAnimationFrame(this.frame); }
  }

  return {
    start: (id, net, startX) => { const canvas = new Canvas(document.getElementById(id), net); canvas.startX = startX; canvases.set(id, canvas); canvas.fit(false); },
    end: id => { canvases.get(id)?.end(); canvases.delete(id); },
    zoom: (id, factor) => { const canvas = canvases.get(id); canvas?.scaleTo(canvas.zoom * factor); },
    fit: id => canvases.get(id)?.fit(true),
    refresh: id => { const canvas = canvases.get(id); if (canvas) { canvas.seen = null; canvas.apply(); } },
    reveal: (id, x, y, width, height) => canvases.get(id)?.reveal(x, y, width, height),
    focus: (id, element) => (document.getElementById(element) ?? document.getElementById(id))?.focus({ preventScroll: true }),
    // Where a place of the flow is on the canvas, kept inside for something of this size.
    place: (id, x, y, width, height) => {
      const canvas = canvases.get(id);
      if (!canvas) return [0, 0];
      const { clientWidth, clientHeight } = canvas.element;
      return [clamp(x * canvas.zoom + canvas.x + 24, 8, Math.max(8, clientWidth - width - 8)), clamp(y * canvas.zoom + canvas.y - 20, 8, Math.max(8, clientHeight - height - 8))];
    },
    show: id => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }),
    save: (name, text) => {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    },
  };
})();
