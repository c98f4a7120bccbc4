// Sends files straight from the browser, so that they never pass through the app's memory, and says how far they are.
window.hrbpmUploads = (() => {
  const running = new Map();
  const send = (zone, owner, token, file) => {
    const request = new XMLHttpRequest(), form = new FormData();
    let told = 0;
    form.append('file', file, file.name);
    request.open('POST', zone.dataset.address);
    request.upload.onprogress = e => {
      const percent = e.lengthComputable ? Math.floor(100 * e.loaded / e.total) : 0;
      if (percent >= told + 5) owner.invokeMethodAsync('Progress', token, told = percent);
    };
    const end = (status, text) => { running.delete(token); owner.invokeMethodAsync('Ended', token, status, text); };
    request.onload = () => end(request.status, request.responseText);
    request.onerror = () => end(0, '');
    request.onabort = () => running.delete(token);
    running.set(token, request);
    request.send(form);
  };
  const take = async (zone, owner, files) => {
    for (const file of files) {
      const token = await owner.invokeMethodAsync('Begin', file.name, file.size);
      if (token) send(zone, owner, token, file);
    }
  };
  return {
    listen: (zone, owner) => {
      const input = zone.querySelector('input[type=file]');
      input.addEventListener('change', async () => { const chosen = [...input.files]; input.value = ''; await take(zone, owner, chosen); });
      zone.addEventListener('dragover', e => { if (e.dataTransfer?.types.includes('Files')) { e.preventDefault(); zone.classList.add('over'); } });
      zone.addEventListener('dragleave', () => zone.classList.remove('over'));
      zone.addEventListener('drop', e => { if (!e.dataTransfer?.files.length) return; e.preventDefault(); zone.classList.remove('over'); take(zone, owner, [...e.dataTransfer.files]); });
    },
    abort: token => running.get(token)?.abort(),
  };
})();
